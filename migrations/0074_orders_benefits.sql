-- What benefits of the whole order took off each line, frozen when it was placed, and who bears it.
create table orders.line_benefit (
  city_code    text not null,
  order_id     uuid not null,
  line_no      int not null,
  code         text not null,
  step         int not null,                                  -- in which order they worked
  kind         text not null,
  name_zh      text not null,
  name_en      text not null,
  amount_fen   bigint not null check (amount_fen > 0),
  returned_fen bigint not null default 0 check (returned_fen between 0 and amount_fen),   -- O9
  primary key (city_code, order_id, line_no, code),
  foreign key (city_code, order_id, line_no) references orders.line
);
-- Apart from it, because the buyer reads the one and the house alone the other.
create table orders.line_funder (
  city_code    text not null,
  order_id     uuid not null,
  line_no      int not null,
  code         text not null,
  party        text not null,
  amount_fen   bigint not null check (amount_fen >= 0),
  returned_fen bigint not null default 0 check (returned_fen between 0 and amount_fen),
  primary key (city_code, order_id, line_no, code, party),
  foreign key (city_code, order_id, line_no, code) references orders.line_benefit
);
grant select on orders.line_benefit, orders.line_funder to zhuguang_app;
select platform.guard(t) from unnest(array['orders.line_benefit', 'orders.line_funder']::regclass[]) t;
create policy benefit_read on orders.line_benefit for select using (exists (
  select 1 from orders.customer_order o
   where o.city_code = line_benefit.city_code and o.id = line_benefit.order_id));
create policy funder_read on orders.line_funder for select using (
  (select platform.is_system() or platform.may('sales.read') or platform.may('control.read')));

-- What a batch is told of them: a line its benefits, the first leg of a buyer what the basket uses up.
alter type orders.placing_line add attribute benefits jsonb;
alter type orders.placing_leg add attribute uses jsonb;
alter type orders.placing_need
  add attribute code text, add attribute person_id uuid, add attribute fen bigint;

-- The rows of benefits of some lines, `lines` as they were told.
create function orders.write_benefits(p_cities text[], p_orders uuid[], p_lines int[], p_benefits jsonb[])
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  insert into orders.line_benefit (city_code, order_id, line_no, code, step, kind, name_zh, name_en,
                                   amount_fen)
  select l.city_code, l.order_id, l.line_no, b.code, b.step, b.kind, b.name_zh, b.name_en, b.amount_fen
    from unnest(p_cities, p_orders, p_lines, p_benefits) as l(city_code, order_id, line_no, benefits)
   cross join lateral jsonb_to_recordset(l.benefits) as b(code text, step int, kind text, name_zh text,
                                                          name_en text, amount_fen bigint);
  insert into orders.line_funder (city_code, order_id, line_no, code, party, amount_fen)
  select l.city_code, l.order_id, l.line_no, b.code, f.party, f.amount_fen
    from unnest(p_cities, p_orders, p_lines, p_benefits) as l(city_code, order_id, line_no, benefits)
   cross join lateral jsonb_to_recordset(l.benefits) as b(code text, funders jsonb)
   cross join lateral jsonb_to_recordset(b.funders) as f(party text, amount_fen bigint);
end $$;

-- All that each alternative needs; units of one cell are summed first. Of a benefit: a use, its share of the
-- budget, and what its person may use.
create or replace function orders.placing_needs(p_legs orders.placing_leg[], p_lines orders.placing_line[])
  returns orders.placing_need[]
  language plpgsql stable set search_path = pg_catalog set enable_nestloop = off as $$
begin
  return array(
    select row(n, alternative, order_id, thing, city_code, node_id, sku_id, zone, kind, day, win, capacity,
               quantity, code, person_id, fen)::orders.placing_need
      from (
        select g.n, g.alternative, g.order_id, concat_ws(' ', g.city_code, g.node_id, l.sku_id) as thing,
               g.city_code, g.node_id, l.sku_id, null::text as zone, null::text as kind, null::date as day,
               null::text as win, null::int as capacity, sum(l.quantity)::int as quantity,
               null::text as code, null::uuid as person_id, null::bigint as fen
          from unnest(p_legs) g join unnest(p_lines) l on l.order_id = g.order_id
         group by g.n, g.alternative, g.order_id, g.city_code, g.node_id, l.sku_id
         union all
        select g.n, g.alternative, g.order_id, concat_ws(' ', g.city_code, s.zone, s.kind, s.day, s.win),
               g.city_code, g.node_id, null, s.zone, s.kind, s.day, s.win, s.capacity, 1,
               null, null, null
          from unnest(p_legs) g
         cross join lateral (values
           ('prepare', g.node_id::text, g.prepare_day, 'day', g.capacity),
           ('deliver', g.county_code, g.deliver_day, g.deliver_window, g.deliver_capacity),
           ('install', g.county_code, g.install_day, g.install_window, g.install_capacity)
         ) as s(kind, zone, day, win, capacity)
         where s.day is not null
         union all
        select g.n, g.alternative, g.order_id, concat_ws(' ', w.kind, u.code, w.person_id), g.city_code,
               null, null, null, w.kind, null, null, null, w.quantity, u.code, w.person_id, u.amount_fen
          from unnest(p_legs) g
         cross join lateral jsonb_to_recordset(g.uses) as u(code text, person_id uuid, amount_fen bigint)
         cross join lateral (values
           ('use', null, 1), ('budget', null, least(u.amount_fen, 2147483647)::int), ('own', u.person_id, 1)
         ) as w(kind, person_id, quantity)
         where g.uses is not null) d);
end $$;
-- Locks what is needed, each once: benefits, cells, slots; tells what is free of them, in the same order.
create or replace function orders.lock_things(p_needs orders.placing_need[], out things text[],
                                              out free int[])
  language plpgsql set search_path = pg_catalog as $$
declare
  cells orders.placing_need[] := array(
    select distinct on (d.thing) d from unnest(p_needs) d where d.sku_id is not null order by d.thing);
  slots orders.placing_need[] := array(
    select distinct on (d.thing) d from unnest(p_needs) d where d.zone is not null order by d.thing);
  uses  orders.placing_need[] := array(
    select distinct on (d.thing) d from unnest(p_needs) d where d.code is not null order by d.thing);
begin
  things := array(select u.thing from unnest(uses) u) || array(select c.thing from unnest(cells) c)
         || array(select s.thing from unnest(slots) s);
  free := '{}';
  if cardinality(uses) > 0 then
    free := pricing.public_lock_left(array(select u.kind from unnest(uses) u),
                                     array(select u.code from unnest(uses) u),
                                     array(select u.person_id from unnest(uses) u));
  end if;
  free := free || stock.public_lock_free(array(select c.city_code from unnest(cells) c),
                                         array(select c.node_id from unnest(cells) c),
                                         array(select c.sku_id from unnest(cells) c));
  free := free || sourcing.public_lock_left(array(select s.city_code from unnest(slots) s),
                                            array(select s.zone from unnest(slots) s),
                                            array(select s.kind from unnest(slots) s),
                                            array(select s.day from unnest(slots) s),
                                            array(select s.window_code from unnest(slots) s),
                                            array(select s.capacity from unnest(slots) s));
end $$;

-- The rows of a batch.
create or replace function orders.write_rows(p_orders orders.placing_order[], p_lines orders.placing_line[],
                                  p_at timestamptz, p_expires timestamptz)
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  insert into orders.customer_order (
    city_code, id, number, basket_id, payment_id, person_id, channel, mode, seller, state, node_id,
    selling_node_id, county_code, town_code, total_fen, units, lines_count, first_sku_id, needs_install,
    reasons, placed_at, expires_at, changed_at, p50_at, p90_at,
    deliver_day, deliver_window, deliver_starts_at, deliver_ends_at,
    install_day, install_window, install_starts_at, install_ends_at)
  select (g).city_code, (g).order_id, number, (b).basket_id, (b).payment_id, (b).person_id, 'shop', (g).mode,
         'online', 'created', (g).node_id, (g).node_id, (b).county_code, (b).town_code, (g).total_fen,
         (g).units, (g).lines_count, (g).first_sku_id, (g).needs_install, (g).reasons, p_at, p_expires, p_at,
         (g).p50_at, (g).p90_at,
         (g).deliver_day, (g).deliver_window, (g).deliver_starts_at, (g).deliver_ends_at,
         (g).install_day, (g).install_window, (g).install_starts_at, (g).install_ends_at
    from unnest(p_orders) as o(number, b, g, parts);
  insert into orders.line (city_code, order_id, line_no, sku_id, code, name_zh, name_en, quantity, unit_fen,
                           total_fen, needs_install, trace)
  select city_code, order_id, line_no, sku_id, code, name_zh, name_en, quantity, unit_fen, total_fen,
         needs_install, trace
    from unnest(p_lines);
  perform orders.write_benefits(array_agg(l.city_code), array_agg(l.order_id), array_agg(l.line_no),
                                array_agg(l.benefits))
     from unnest(p_lines) l
    where l.benefits is not null
   having count(*) > 0;
  insert into orders.recipient (city_code, order_id, person_id, name, phone, address)
  select (g).city_code, (g).order_id, (b).person_id, (b).name, (b).phone, (b).address
    from unnest(p_orders) as o(number, b, g, parts);
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  select (g).city_code, (g).order_id, uuidv7(), p_at, 'place', 'customer',
         jsonb_build_object('node_id', (g).node_id, 'mode', (g).mode, 'p50_at', platform.iso((g).p50_at),
                            'p90_at', platform.iso((g).p90_at), 'total_fen', (g).total_fen, 'parts', parts)
    from unnest(p_orders) as o(number, b, g, parts);
end $$;
-- Uses, units and slots of everybody who got them.
create or replace function orders.take_things(p_needs orders.placing_need[], p_buyers orders.placing[],
                                   p_expires timestamptz)
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  perform pricing.public_reserve_batch(array_agg((p_buyers[d.n]).basket_id), array_agg(d.code),
                                       array_agg((p_buyers[d.n]).person_id), array_agg(d.fen))
     from unnest(p_needs) d
    where d.kind = 'budget'
   having count(*) > 0;
  perform stock.public_take_batch(array_agg(d.city_code), array_agg(d.order_id), array_agg(d.node_id),
                                  array_agg(d.sku_id), array_agg(d.quantity),
                                  array_agg((p_buyers[d.n]).person_id), p_expires)
     from unnest(p_needs) d
    where d.sku_id is not null;
  perform sourcing.public_take_batch(array_agg(d.city_code), array_agg(d.order_id), array_agg(d.zone),
                                     array_agg(d.kind), array_agg(d.day), array_agg(d.window_code),
                                     array_agg(d.capacity), array_agg((p_buyers[d.n]).person_id))
     from unnest(p_needs) d
    where d.zone is not null
   having count(*) > 0;
end $$;
-- Why buyers got nothing: first a benefit that is used up, for nothing is planned anew then.
create or replace function orders.placing_refusals(p_needs orders.placing_need[], p_things text[],
                                                   p_free int[], p_decided int[])
  returns table (n int, told json)
  language plpgsql stable set search_path = pg_catalog set enable_nestloop = off as $$
begin
  return query
    with short as (
      select d.*, f.free
        from unnest(p_needs) d join unnest(p_things, p_free) as f(thing, free) on f.thing = d.thing
       where d.alternative = 0 and p_decided[d.n] < 0 and f.free < d.quantity)
    select s.n, case
      when bool_or(s.code is not null) then json_build_object(
        'reason', 'benefit_gone',
        'facts', json_build_object('code', min(s.code),
                                   'short_of', max(s.kind) filter (where s.code is not null)))
      when bool_or(s.sku_id is not null) then json_build_object(
        'reason', 'stock_gone',
        'facts', json_build_object('lines', json_agg(json_build_object(
          'node_id', s.node_id, 'sku_id', s.sku_id, 'available', s.free) order by s.node_id, s.sku_id)
          filter (where s.sku_id is not null)))
      when bool_or(s.kind = 'prepare') then json_build_object(
        'reason', 'node_full',
        'facts', json_build_object('node_id', min(s.zone) filter (where s.kind = 'prepare')))
      else json_build_object(
        'reason', 'slot_gone', 'facts', json_build_object('kind', min(s.kind))) end
      from short s
     group by s.n;
end $$;
-- A counter sale freezes what benefits took off as well.
create or replace function orders.place(baskets jsonb, placed jsonb, lines jsonb, recipients jsonb,
                                        stories jsonb)
  returns table (id uuid, number text)
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.is_system() and exists (
    select 1 from jsonb_populate_recordset(null::orders.customer_order, placed) p
     where not ((p.channel = 'shop' and p.person_id = platform.me())
                or (p.channel = 'counter' and platform.may('orders.counter_sale')
                    and platform.in_scope('nodes', p.selling_node_id::text)))) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  -- What comes with an order is of that order: a line, a recipient or a story of another one is refused.
  if exists (
    select from (
      select l.order_id, l.city_code from jsonb_populate_recordset(null::orders.line, lines) l
      union all
      select r.order_id, r.city_code from jsonb_populate_recordset(null::orders.recipient, recipients) r
      union all
      select s.order_id, s.city_code from jsonb_populate_recordset(null::orders.story, stories) s) part
     where not exists (select from jsonb_populate_recordset(null::orders.customer_order, placed) p
                        where p.id = part.order_id and p.city_code = part.city_code))
     or exists (
    select from jsonb_populate_recordset(null::orders.basket, baskets) b
     where not exists (select from jsonb_populate_recordset(null::orders.customer_order, placed) p
                        where p.basket_id = b.id and p.person_id is not distinct from b.person_id)) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  insert into orders.basket
  select * from jsonb_populate_recordset(null::orders.basket, baskets);
  return query
    insert into orders.customer_order
    select filled.*
      from jsonb_populate_recordset(null::orders.customer_order, placed) p
     cross join lateral (select coalesce(p.number, left(p.city_code, 4) || '-'
                           || to_char(p.placed_at at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
                           || lpad(nextval('orders.number_serial')::text, 7, '0')) as human) n
     cross join lateral jsonb_populate_record(p, jsonb_build_object(
                          'number', n.human, 'refunded_fen', 0, 'resourced', 0)) filled
     order by p.city_code, p.id
    returning customer_order.id, customer_order.number;
  insert into orders.line
  select filled.*
    from jsonb_populate_recordset(null::orders.line, lines) l
   cross join lateral jsonb_populate_record(l, '{"returned_quantity": 0, "refunded_fen": 0}') filled;
  perform orders.write_benefits(array_agg(b.city_code), array_agg(b.order_id), array_agg(b.line_no),
                                array_agg(b.benefits))
     from jsonb_to_recordset(lines) as b(city_code text, order_id uuid, line_no int, benefits jsonb)
    where b.benefits is not null
   having count(*) > 0;
  insert into orders.recipient
  select * from jsonb_populate_recordset(null::orders.recipient, recipients);
  insert into orders.story
  select * from jsonb_populate_recordset(null::orders.story, stories);
end $$;

revoke all on function orders.write_benefits(text[], uuid[], int[], jsonb[]) from public;
