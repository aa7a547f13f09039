-- Money that came in time for baskets that wait for it: all of them in one transaction. Baskets of which any
-- order has gone another way are left to be thought about alone.
create function orders.confirm_batch(p_at timestamptz, p_events json, p_tasks text[])
  returns setof uuid
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  plain uuid[];   -- baskets
  heard uuid[];   -- their events
  keys  text[];   -- cities and ids of their orders
  ids   uuid[];
  told  jsonb[];
begin
  perform 1 from orders.customer_order o
    where o.basket_id = any(array(select e.basket_id from json_to_recordset(p_events) as e(basket_id uuid)))
    order by o.city_code, o.id for update;
  select array_agg(e.event_id), array_agg(e.basket_id) into heard, plain
    from json_to_recordset(p_events) as e(event_id uuid, basket_id uuid)
   where (select bool_and(o.state = 'created') from orders.customer_order o
           where o.basket_id = e.basket_id);
  if heard is null then return; end if;
  -- an event heard twice is heard once
  perform platform.mark_done(array(select 'orders.confirm_paid:' || h from unnest(heard) h));
  with moved as (
    update orders.customer_order o
       set state = 'paid', paid_at = p_at, changed_at = p_at, expires_at = null
     where o.basket_id = any(plain)
    returning o.city_code, o.id, o.basket_id, o.node_id, o.mode, o.needs_install)
  select array_agg(m.city_code), array_agg(m.id),
         array_agg(jsonb_build_object(
           'city_code', m.city_code, 'order_id', m.id, 'basket_id', m.basket_id, 'node_id', m.node_id,
           'mode', m.mode, 'needs_install', m.needs_install, 'from', 'created', 'state', 'paid',
           'amount_fen', e.amount_fen, 'late', coalesce(e.late, false)))
    into keys, ids, told
    from moved m
    join json_to_recordset(p_events) as e(basket_id uuid, amount_fen bigint, late boolean)
      on e.basket_id = m.basket_id;
  perform stock.public_keep_batch(keys, ids);
  perform sourcing.public_confirm_batch(keys, ids);
  perform orders.write_stories(keys, ids, told, p_at);
  perform platform.emit_batch('orders.paid', p_at, array_fill(null::uuid, array[cardinality(ids)]), keys,
                              told, p_tasks);
  perform pg_notify('live', t) from unnest(ids, told) as o(id, told),
          lateral (values ('order:' || o.id), ('node:' || (o.told->>'node_id'))) as topic(t);
  return query select unnest(heard);
end $$;

create function orders.write_stories(p_cities text[], p_ids uuid[], p_told jsonb[], p_at timestamptz)
  returns void language sql set search_path = pg_catalog as $$
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  select o.city_code, o.id, uuidv7(), p_at, 'pay', 'house',
         jsonb_build_object('node_id', o.told->'node_id', 'amount_fen', o.told->'amount_fen',
                            'late', o.told->'late')
    from unnest(p_cities, p_ids, p_told) as o(city_code, id, told) $$;

revoke all on function orders.confirm_batch(timestamptz, json, text[]),
  orders.write_stories(text[], uuid[], jsonb[], timestamptz) from public;
grant execute on function orders.confirm_batch(timestamptz, json, text[]) to zhuguang_batch;
