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

-- Whose crews may move these orders; null is nobody's.
create function orders.public_entrust_many(p_cities text[], p_ids uuid[], p_parties uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.is_system() or platform.may('installation.dispatch')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  update orders.customer_order c set crew_party_id = e.party_id
    from unnest(p_cities, p_ids, p_parties) as e(city_code, id, party_id)
   where c.city_code = e.city_code and c.id = e.id and c.crew_party_id is distinct from e.party_id;
end $$;
revoke all on function orders.public_entrust_many(text[], uuid[], uuid[]) from public;
grant execute on function orders.public_entrust_many(text[], uuid[], uuid[]) to zhuguang_app;
