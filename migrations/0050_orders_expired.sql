-- Holds that are over end in batches: one call takes many baskets, one function of each room. What somebody
-- else is at is left to them; what has been paid meanwhile stays held. Returns how many baskets it ended.
create function orders.expire_batch(p_max int, p_tasks text[])
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare
  baskets uuid[];
  due     orders.customer_order[];
  cities  text[];
  ids     uuid[];
  now_at  timestamptz := platform.clock();
begin
  if not platform.is_system() then raise exception 'forbidden' using errcode = '42501'; end if;
  baskets := array(
    select u from payment.public_unpaid(array(
      select distinct o.basket_id from orders.customer_order o
       where o.state = 'created' and o.expires_at <= now_at)) u limit p_max);
  due := array(
    select o from (
      select c.* from orders.customer_order c
       where c.basket_id = any(baskets) and c.state = 'created' and c.expires_at <= now_at
       order by c.city_code, c.id for update skip locked) o);
  if cardinality(due) = 0 then return 0; end if;
  -- A payment that came in while we waited for a lock has said so by now.
  baskets := array(
    select payment.public_unpaid(array(select distinct d.basket_id from unnest(due) d)));
  due := array(select d from unnest(due) d where d.basket_id = any(baskets) order by d.city_code, d.id);
  cities := array(select d.city_code from unnest(due) d);
  ids := array(select d.id from unnest(due) d);
  update orders.customer_order c set state = 'expired', expires_at = null, changed_at = now_at
    from unnest(cities, ids) as d(city_code, id) where c.city_code = d.city_code and c.id = d.id;
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  select d.city_code, d.id, gen_random_uuid(), now_at, 'expire', 'house',
         jsonb_build_object('node_id', d.node_id)
    from unnest(due) d;
  perform stock.public_release_batch(cities, ids);
  perform sourcing.public_release_batch(cities, ids);
  perform pg_notify('live', 'payment:' || p) from payment.public_close_batch(baskets) p;
  perform orders.tell_expired(due, now_at, p_tasks);
  return cardinality(baskets);
end $$;

create function orders.tell_expired(p_due orders.customer_order[], p_at timestamptz, p_tasks text[])
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  if cardinality(p_due) = 0 then return; end if;
  perform platform.emit_batch('orders.expired', p_at, array_agg(null::uuid), array_agg(d.city_code),
            array_agg(jsonb_build_object('order_id', d.id, 'city_code', d.city_code,
                                         'basket_id', d.basket_id, 'node_id', d.node_id, 'mode', d.mode,
                                         'needs_install', d.needs_install, 'from', 'created',
                                         'state', 'expired')), p_tasks)
     from unnest(p_due) d;
  perform pg_notify('live', topic) from (
    select 'order:' || d.id as topic from unnest(p_due) d
     union select 'node:' || d.node_id from unnest(p_due) d
     union select 'node:' || d.selling_node_id from unnest(p_due) d) t;
end $$;
revoke all on function orders.expire_batch(int, text[]),
  orders.tell_expired(orders.customer_order[], timestamptz, text[]) from public;
grant execute on function orders.expire_batch(int, text[]) to zhuguang_app;
