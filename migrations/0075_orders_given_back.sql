-- What becomes of the benefits of an order: used, given back, taken again, returned with units.

-- Orders that end before anything was delivered give back all that their benefits still took. Before units
-- and slots: everybody locks benefits first.
create function orders.give_back(p_cities text[], p_orders uuid[])
  returns void language plpgsql set search_path = pg_catalog as $$
declare baskets uuid[]; codes text[]; fens bigint[];
begin
  select array_agg(o.basket_id), array_agg(b.code), array_agg(b.amount_fen - b.returned_fen)
    into baskets, codes, fens
    from unnest(p_cities, p_orders) as e(city_code, order_id)
    join orders.line_benefit b on b.city_code = e.city_code and b.order_id = e.order_id
    join orders.customer_order o on o.city_code = e.city_code and o.id = e.order_id
   where b.returned_fen < b.amount_fen;
  if codes is null then return; end if;
  perform pricing.public_give_back(baskets, codes, fens, true);
  update orders.line_benefit b set returned_fen = b.amount_fen
    from unnest(p_cities, p_orders) as e(city_code, order_id)
   where b.city_code = e.city_code and b.order_id = e.order_id;
  update orders.line_funder f set returned_fen = f.amount_fen
    from unnest(p_cities, p_orders) as e(city_code, order_id)
   where f.city_code = e.city_code and f.order_id = e.order_id;
end $$;

-- What a move of an order means for its benefits: paid, they are used; paid late, taken again; ended, given
-- back.
create function orders.move_benefits(p_city text, p_id uuid, p_what text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  o     orders.customer_order;
  codes text[];
  fens  bigint[];
begin
  select * into o from orders.customer_order c where c.city_code = p_city and c.id = p_id for update;
  if o.id is null or not orders.may_touch(o) then raise exception 'forbidden' using errcode = '42501'; end if;
  if p_what = 'give_back' and o.state in ('created', 'paid', 'accepted', 'picking', 'resourcing',
                                          'awaiting_choice') then
    perform orders.give_back(array[p_city], array[p_id]);
  elsif p_what = 'use' and platform.is_system() then
    perform pricing.public_confirm_batch(array[o.basket_id]);
  elsif p_what = 'take_again' and o.state = 'expired' and platform.is_system() then
    select array_agg(s.code), array_agg(s.fen) into codes, fens
      from (select b.code, sum(b.returned_fen)::bigint as fen from orders.line_benefit b
             where b.city_code = p_city and b.order_id = p_id group by b.code) s;
    if codes is null then return; end if;
    perform pricing.public_take_again(o.basket_id, codes, fens);
    update orders.line_benefit b set returned_fen = 0 where b.city_code = p_city and b.order_id = p_id;
    update orders.line_funder f set returned_fen = 0 where f.city_code = p_city and f.order_id = p_id;
  else
    raise exception 'a % order cannot %', o.state, p_what using errcode = '23514';
  end if;
end $$;

-- What the first units of a line had off together, when its units differ by a fen and the dearest come first.
create function orders.cut_of_units(p_total numeric, p_quantity int, p_units int) returns bigint
  language sql immutable set search_path = pg_catalog as $$
  select (p_units * div(p_total, p_quantity)
          + greatest(0, p_units - (p_quantity - mod(p_total, p_quantity))))::bigint $$;

-- Units are back: of each line, what benefits had taken off them; funders in the share of what they bear.
create function orders.return_units(p_city text, p_order uuid)
  returns void language plpgsql set search_path = pg_catalog as $$
declare basket uuid; codes text[]; fens bigint[];
begin
  if not exists (select from orders.line_benefit b where b.city_code = p_city and b.order_id = p_order) then
    return;
  end if;
  select o.basket_id into basket from orders.customer_order o where o.city_code = p_city and o.id = p_order;
  with summed as (
    select b.line_no, b.code, b.amount_fen, l.quantity, l.returned_quantity,
           sum(b.amount_fen) over (partition by b.line_no order by b.step) as upto
      from orders.line_benefit b
      join orders.line l on l.city_code = b.city_code and l.order_id = b.order_id and l.line_no = b.line_no
     where b.city_code = p_city and b.order_id = p_order),
  changed as (
    update orders.line_benefit b
       set returned_fen = orders.cut_of_units(s.upto, s.quantity, s.returned_quantity)
                        - orders.cut_of_units(s.upto - s.amount_fen, s.quantity, s.returned_quantity)
      from summed s
     where b.city_code = p_city and b.order_id = p_order and b.line_no = s.line_no and b.code = s.code
    returning b.code, new.returned_fen - old.returned_fen as fen)
  select array_agg(c.code), array_agg(c.fen) into codes, fens
    from (select code, sum(fen)::bigint as fen from changed group by code having sum(fen) > 0) c;
  if exists (
    select from orders.line l
     where l.city_code = p_city and l.order_id = p_order
       and l.refunded_fen + coalesce((select sum(b.returned_fen) from orders.line_benefit b
                                       where b.city_code = p_city and b.order_id = p_order
                                         and b.line_no = l.line_no), 0)
           <> l.returned_quantity * l.unit_fen) then
    raise exception 'a return of % is not square', p_order using errcode = '23514';
  end if;
  with borne as (
    select f.line_no, f.code, f.party, b.returned_fen, b.amount_fen, f.amount_fen as own_fen,
           sum(f.amount_fen) over (partition by f.line_no, f.code order by f.party) as upto
      from orders.line_funder f
      join orders.line_benefit b on b.city_code = f.city_code and b.order_id = f.order_id
                                and b.line_no = f.line_no and b.code = f.code
     where f.city_code = p_city and f.order_id = p_order)
  update orders.line_funder f
     set returned_fen = div(w.returned_fen * w.upto, w.amount_fen)
                      - div(w.returned_fen * (w.upto - w.own_fen), w.amount_fen)
    from borne w
   where f.city_code = p_city and f.order_id = p_order and f.line_no = w.line_no and f.code = w.code
     and f.party = w.party;
  if codes is not null then
    perform pricing.public_give_back(array_fill(basket, array[cardinality(codes)]), codes, fens, false);
  end if;
end $$;

-- Money that came in time: what the basket reserved of benefits is used.
create or replace function orders.confirm_batch(p_at timestamptz, p_events json, p_tasks text[])
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
  perform pricing.public_confirm_batch(plain);
  perform stock.public_keep_batch(keys, ids);
  perform sourcing.public_confirm_batch(keys, ids);
  perform orders.write_stories(keys, ids, told, p_at);
  perform platform.emit_batch('orders.paid', p_at, array_fill(null::uuid, array[cardinality(ids)]), keys,
                              told, p_tasks);
  perform pg_notify('live', t) from unnest(ids, told) as o(id, told),
          lateral (values ('order:' || o.id), ('node:' || (o.told->>'node_id'))) as topic(t);
  return query select unnest(heard);
end $$;
-- Holds that are over give their benefits back too.
create or replace function orders.expire_batch(p_max int, p_tasks text[])
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
  perform orders.give_back(cities, ids);
  perform stock.public_release_batch(cities, ids);
  perform sourcing.public_release_batch(cities, ids);
  perform pg_notify('live', 'payment:' || p) from payment.public_close_batch(baskets) p;
  perform orders.tell_expired(due, now_at, p_tasks);
  return cardinality(baskets);
end $$;
-- Goods are back at the node, and what benefits had taken off them. O6, O9
create or replace function orders.receive_return(p_city text, p_return uuid)
  returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare asked orders.return_request; o orders.customer_order;
begin
  select * into asked from orders.return_request r where r.city_code = p_city and r.id = p_return for update;
  select * into o from orders.customer_order c
   where c.city_code = p_city and c.id = asked.order_id for update;
  if o.id is null or asked.state <> 'requested' or not orders.may_touch(o) then return false; end if;
  update orders.return_request r set state = 'received', received_at = platform.clock()
   where r.city_code = p_city and r.id = p_return;
  update orders.line l
     set returned_quantity = l.returned_quantity + back.quantity,
         refunded_fen = l.refunded_fen + back.refund_fen
    from orders.return_line back
   where back.city_code = p_city and back.return_id = p_return
     and l.city_code = p_city and l.order_id = asked.order_id and l.line_no = back.line_no;
  perform orders.return_units(p_city, asked.order_id);
  return true;
end $$;
revoke all on function
  orders.give_back(text[], uuid[]), orders.move_benefits(text, uuid, text),
  orders.cut_of_units(numeric, int, int), orders.return_units(text, uuid) from public;
grant execute on function orders.move_benefits(text, uuid, text) to zhuguang_app;
