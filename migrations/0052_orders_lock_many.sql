-- Many orders locked at once, in the order in which everybody locks them.
create function orders.lock_many(p_cities text[], p_ids uuid[]) returns setof orders.customer_order
  language sql security definer set search_path = pg_catalog as $$
  select o.* from orders.customer_order o
   where (o.city_code, o.id) in (select k.city_code, k.id from unnest(p_cities, p_ids) as k(city_code, id))
     and orders.may_touch(o)
   order by o.city_code, o.id for update
$$;
revoke all on function orders.lock_many(text[], uuid[]) from public;
grant execute on function orders.lock_many(text[], uuid[]) to zhuguang_app;
