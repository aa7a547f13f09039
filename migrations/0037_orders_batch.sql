-- Placing in batches: many baskets in one statement and one transaction, each of them whole or not at all.
grant usage on schema orders to zhuguang_batch;

-- The other nodes of the city that could have served a quote whole, the best first; never shown.
alter table orders.quote add column next jsonb not null default '[]';

-- What a batch is told. `n` is the place in the order of arrival and in the array of buyers, so that nothing
-- has to be joined to them. `alternative` 0 is the buyer's own choice, the others are the next nodes. A leg
-- becomes an order. A plan that is kept does not know how long an array is: where two arrays meet, loops are
-- switched off, for nested ones take the time of their product.
create type orders.placing as (
  n int, person_id uuid, actor_key text, key text, input_hash text, basket_id uuid, payment_id uuid,
  quote_id uuid, total_fen bigint, county_code text, town_code text, name text, phone text, address text);
create type orders.placing_leg as (
  n int, alternative int, order_id uuid, city_code text, county_code text, node_id uuid, mode text,
  needs_install boolean, prepare_day date, capacity int, p50_at timestamptz, p90_at timestamptz,
  reasons jsonb, total_fen bigint, units int, lines_count int, first_sku_id uuid,
  deliver_day date, deliver_window text, deliver_capacity int,
  deliver_starts_at timestamptz, deliver_ends_at timestamptz,
  install_day date, install_window text, install_capacity int,
  install_starts_at timestamptz, install_ends_at timestamptz);
create type orders.placing_line as (
  n int, city_code text, order_id uuid, line_no int, sku_id uuid, code text, name_zh text, name_en text,
  quantity int, unit_fen bigint, total_fen bigint, needs_install boolean, trace jsonb);
create type orders.placing_order as (
  number text, buyer orders.placing, leg orders.placing_leg, parts int);
-- One thing one alternative needs: units of a cell (`node_id`, `sku_id`) or a slot (`zone` …).
create type orders.placing_need as (
  n int, alternative int, order_id uuid, thing text, city_code text, node_id uuid, sku_id uuid, zone text,
  kind text, day date, window_code text, capacity int, quantity int);

-- What placing must know first: the quotes these people may place and whether somebody did, their own
-- addresses, and what their keys were answered.
create function orders.placing_facts(p_quotes uuid[], p_persons uuid[], p_addresses uuid[],
                                     p_actor_keys text[], p_keys text[])
  returns table (quote jsonb, used boolean, address jsonb, kept json)
  language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return query
    select q.body, b.id is not null, asked.address, asked.kept
      from unnest(p_quotes, p_persons, people.public_addresses(p_addresses, p_persons),
                  platform.kept_answers(p_actor_keys, p_keys)) with ordinality
           as asked(quote_id, person_id, address, kept, at)
      left join orders.quote q on q.id = asked.quote_id
                              and (q.person_id is null or q.person_id = asked.person_id)
      left join orders.basket b on b.quote_id = asked.quote_id
     order by asked.at;
end $$;

-- O2: a quote becomes one basket, a key one deed. Gives the buyers who may go on; the others have been
-- before. Keys first, then quotes, each in one order.
create function orders.claim_baskets(p_buyers orders.placing[], p_route text, p_at timestamptz)
  returns int[] language plpgsql set search_path = pg_catalog set enable_nestloop = off as $$
declare
  keyed int[] := platform.claim_keys(array(select b.actor_key from unnest(p_buyers) b),
                                     array(select b.key from unnest(p_buyers) b), p_route,
                                     array(select b.input_hash from unnest(p_buyers) b));
  won   int[];
begin
  with made as (
    insert into orders.basket (id, person_id, quote_id, total_fen, placed_at)
    select b.basket_id, b.person_id, b.quote_id, b.total_fen, p_at
      from unnest(p_buyers) b
     where b.n = any(keyed)
     order by b.quote_id
    on conflict (quote_id) do nothing
    returning id)
  select coalesce(array_agg(b.n), '{}') into won
    from unnest(p_buyers) b join made m on m.id = b.basket_id;
  -- whose quote is another's holds no key either
  perform platform.keep_answers(array_agg(b.actor_key), array_agg(b.key), array_agg(null::json))
     from unnest(p_buyers) b
    where b.key is not null and b.n = any(keyed) and b.n <> all(won)
   having count(*) > 0;
  return won;
end $$;

-- The cells of which the own choices of all buyers may be short: a look without locks.
create function orders.short_nodes(p_legs orders.placing_leg[], p_lines orders.placing_line[])
  returns uuid[] language plpgsql stable set search_path = pg_catalog set enable_nestloop = off as $$
declare
  cities text[]; nodes uuid[]; skus uuid[]; wanted int[];
begin
  select array_agg(c.city_code), array_agg(c.node_id), array_agg(c.sku_id), array_agg(c.quantity)
    into cities, nodes, skus, wanted
    from (select g.city_code, g.node_id, l.sku_id, sum(l.quantity)::int as quantity
            from unnest(p_legs) g join unnest(p_lines) l on l.order_id = g.order_id
           group by 1, 2, 3) c;
  return array(
    select distinct f.node_id
      from unnest(nodes, wanted, stock.public_look_free(cities, nodes, skus))
           as f(node_id, quantity, free)
     where f.free < f.quantity);
end $$;

-- Buyers whose node may be short get the next nodes of the same city that still keep the promise, as further
-- alternatives. Who is found short afterwards all the same is planned anew.
create function orders.placing_alternatives(p_buyers orders.placing[], p_legs orders.placing_leg[],
                                            p_short uuid[])
  returns orders.placing_leg[]
  language sql stable set search_path = pg_catalog as $$
  select array(
    select jsonb_populate_record(own.leg, other.body || jsonb_build_object('alternative', other.rank))
      from (select g as leg, count(*) over (partition by g.n) as parts from unnest(p_legs) g) own
      join orders.quote q on q.id = (p_buyers[(own.leg).n]).quote_id
     cross join lateral jsonb_array_elements(q.next) with ordinality as other(body, rank)
     where own.parts = 1 and (own.leg).node_id = any(p_short)
       and other.body->>'city_code' = (own.leg).city_code
       and (other.body->>'node_id')::uuid <> (own.leg).node_id
       and ((own.leg).deliver_ends_at is null
            or (other.body->>'p90_at')::timestamptz <= (own.leg).deliver_ends_at)) $$;

-- All that each alternative needs; units of one cell are summed first.
create function orders.placing_needs(p_legs orders.placing_leg[], p_lines orders.placing_line[])
  returns orders.placing_need[]
  language plpgsql stable set search_path = pg_catalog set enable_nestloop = off as $$
begin
  return array(
    select row(n, alternative, order_id, thing, city_code, node_id, sku_id, zone, kind, day, win, capacity,
               quantity)::orders.placing_need
      from (
        select g.n, g.alternative, g.order_id, concat_ws(' ', g.city_code, g.node_id, l.sku_id) as thing,
               g.city_code, g.node_id, l.sku_id, null::text as zone, null::text as kind, null::date as day,
               null::text as win, null::int as capacity, sum(l.quantity)::int as quantity
          from unnest(p_legs) g join unnest(p_lines) l on l.order_id = g.order_id
         group by g.n, g.alternative, g.order_id, g.city_code, g.node_id, l.sku_id
         union all
        select g.n, g.alternative, g.order_id, concat_ws(' ', g.city_code, s.zone, s.kind, s.day, s.win),
               g.city_code, g.node_id, null, s.zone, s.kind, s.day, s.win, s.capacity, 1
          from unnest(p_legs) g
         cross join lateral (values
           ('prepare', g.node_id::text, g.prepare_day, 'day', g.capacity),
           ('deliver', g.county_code, g.deliver_day, g.deliver_window, g.deliver_capacity),
           ('install', g.county_code, g.install_day, g.install_window, g.install_capacity)
         ) as s(kind, zone, day, win, capacity)
         where s.day is not null) d);
end $$;

-- Locks the cells, then the slots that are needed, each once; tells what is free of them, in the same order.
create function orders.lock_things(p_needs orders.placing_need[], out things text[], out free int[])
  language plpgsql set search_path = pg_catalog as $$
declare
  cells orders.placing_need[] := array(
    select distinct on (d.thing) d from unnest(p_needs) d where d.sku_id is not null order by d.thing);
  slots orders.placing_need[] := array(
    select distinct on (d.thing) d from unnest(p_needs) d where d.sku_id is null order by d.thing);
begin
  things := array(select c.thing from unnest(cells) c) || array(select s.thing from unnest(slots) s);
  free := stock.public_lock_free(array(select c.city_code from unnest(cells) c),
                                 array(select c.node_id from unnest(cells) c),
                                 array(select c.sku_id from unnest(cells) c))
       || sourcing.public_lock_left(array(select s.city_code from unnest(slots) s),
                                    array(select s.zone from unnest(slots) s),
                                    array(select s.kind from unnest(slots) s),
                                    array(select s.day from unnest(slots) s),
                                    array(select s.window_code from unnest(slots) s),
                                    array(select s.capacity from unnest(slots) s));
end $$;

-- First come, first served: each buyer, in the order of arrival, gets the first alternative that fits whole.
-- Gives for each buyer the alternative, -1 for none, and what stays free.
create function orders.allot(p_buyers int, p_needs orders.placing_need[], p_things text[], inout free int[],
                             out decided int[])
  language plpgsql stable set search_path = pg_catalog set enable_nestloop = off as $$
declare
  who int[]; which int[]; thing int[]; quantity int[];
  first int := 1;
  next  int;
  fits  boolean;
begin
  select array_agg(d.n), array_agg(d.alternative), array_agg(d.at), array_agg(d.quantity)
    into who, which, thing, quantity
    from (select d.n, d.alternative, t.at::int as at, d.quantity
            from unnest(p_needs) d join unnest(p_things) with ordinality as t(thing, at) on t.thing = d.thing
           order by d.n, d.alternative) d;
  decided := array_fill(-1, array[p_buyers]);
  while first <= cardinality(who) loop
    next := first;
    fits := decided[who[first]] < 0;
    while who[next] = who[first] and which[next] = which[first] loop
      if fits and free[thing[next]] >= quantity[next] then
        free[thing[next]] := free[thing[next]] - quantity[next];
      elsif fits then
        fits := false;
        for taken in first .. next - 1 loop
          free[thing[taken]] := free[thing[taken]] + quantity[taken];
        end loop;
      end if;
      next := next + 1;
    end loop;
    if fits then decided[who[first]] := which[first]; end if;
    first := next;
  end loop;
end $$;

-- The rows of a batch.
create function orders.write_rows(p_orders orders.placing_order[], p_lines orders.placing_line[],
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
  insert into orders.recipient (city_code, order_id, person_id, name, phone, address)
  select (g).city_code, (g).order_id, (b).person_id, (b).name, (b).phone, (b).address
    from unnest(p_orders) as o(number, b, g, parts);
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  select (g).city_code, (g).order_id, uuidv7(), p_at, 'place', 'customer',
         jsonb_build_object('node_id', (g).node_id, 'mode', (g).mode, 'p50_at', platform.iso((g).p50_at),
                            'p90_at', platform.iso((g).p90_at), 'total_fen', (g).total_fen, 'parts', parts)
    from unnest(p_orders) as o(number, b, g, parts);
end $$;

-- Units and slots of everybody who got them.
create function orders.take_things(p_needs orders.placing_need[], p_buyers orders.placing[],
                                   p_expires timestamptz)
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  perform stock.public_take_batch(array_agg(d.city_code), array_agg(d.order_id), array_agg(d.node_id),
                                  array_agg(d.sku_id), array_agg(d.quantity),
                                  array_agg((p_buyers[d.n]).person_id), p_expires)
     from unnest(p_needs) d
    where d.sku_id is not null;
  perform sourcing.public_take_batch(array_agg(d.city_code), array_agg(d.order_id), array_agg(d.zone),
                                     array_agg(d.kind), array_agg(d.day), array_agg(d.window_code),
                                     array_agg(d.capacity), array_agg((p_buyers[d.n]).person_id))
     from unnest(p_needs) d
    where d.sku_id is null
   having count(*) > 0;
end $$;

-- What follows from a batch: an event an order, a job a listener, one sweep for the holds of this second, one
-- row in the audit, and word to those who look at a node.
create function orders.tell_batch(p_orders orders.placing_order[], p_at timestamptz, p_expires timestamptz,
                                  p_tasks text[])
  returns void language plpgsql set search_path = pg_catalog as $$
declare sweep timestamptz := date_trunc('second', p_expires) + interval '1 second';
begin
  perform platform.emit_batch('orders.placed', p_at, array_agg((o.b).person_id), array_agg((o.g).city_code),
            array_agg(jsonb_build_object('order_id', (o.g).order_id, 'city_code', (o.g).city_code,
                                         'basket_id', (o.b).basket_id, 'node_id', (o.g).node_id,
                                         'needs_install', (o.g).needs_install)), p_tasks)
     from unnest(p_orders) as o(number, b, g, parts);
  perform platform.add_job('orders.expire_due', '{}', sweep,
                           'orders.expire_due:' || extract(epoch from sweep)::bigint);
  perform pg_notify('live', 'node:' || n.node_id)
     from (select distinct (o.g).node_id from unnest(p_orders) as o(number, b, g, parts)) n;
  perform platform.audit_batch(p_at, 'orders.placed', jsonb_build_object(
            'orders', count(*), 'total_fen', sum((o.g).total_fen)))
     from unnest(p_orders) as o(number, b, g, parts);
end $$;

-- Units, slots, payments, rows and what follows, of everybody who got what they wanted. Gives the replies
-- by `n`.
create function orders.write_batch(p_buyers orders.placing[], p_legs orders.placing_leg[],
                                   p_lines orders.placing_line[], p_needs orders.placing_need[],
                                   p_at timestamptz, p_expires timestamptz, p_tasks text[])
  returns json[] language plpgsql set search_path = pg_catalog as $$
declare
  day     text := to_char(p_at at time zone 'Asia/Shanghai', '-YYMMDD-');
  made    orders.placing_order[] := array(
    select row(left(g.city_code, 4) || day || lpad(nextval('orders.number_serial')::text, 7, '0'),
               p_buyers[g.n], g, count(*) over (partition by g.n))::orders.placing_order
      from unnest(p_legs) g);
  replies json[];
  reply   record;
begin
  perform orders.take_things(p_needs, p_buyers, p_expires);
  perform payment.public_open_batch(array_agg(b.payment_id), array_agg(b.basket_id), array_agg(b.person_id),
                                    array_agg(b.total_fen), p_at, p_expires)
     from (select distinct (o.b).payment_id, (o.b).basket_id, (o.b).person_id, (o.b).total_fen
             from unnest(made) as o(number, b, g, parts)) b;
  perform orders.write_rows(made, p_lines, p_at, p_expires);
  delete from orders.cart_line c
   using unnest(p_lines) l
   where c.person_id = (p_buyers[l.n]).person_id and c.sku_id = l.sku_id;
  for reply in
    select (o.b).n, json_build_object(
             'basket_id', (o.b).basket_id, 'payment_id', (o.b).payment_id, 'total_fen', (o.b).total_fen,
             'expires_at', platform.iso(p_expires),
             'orders', json_agg(json_build_object(
               'id', (o.g).order_id, 'city_code', (o.g).city_code, 'number', o.number,
               'node_id', (o.g).node_id, 'total_fen', (o.g).total_fen)
               order by (o.g).city_code, (o.g).node_id)) as body
      from unnest(made) as o(number, b, g, parts)
     group by (o.b).n, (o.b).basket_id, (o.b).payment_id, (o.b).total_fen
  loop
    replies[reply.n] := reply.body;
  end loop;
  perform orders.tell_batch(made, p_at, p_expires, p_tasks);
  return replies;
end $$;

-- Why buyers got nothing: the things of their own choice of which too little is left.
create function orders.placing_refusals(p_needs orders.placing_need[], p_things text[], p_free int[],
                                        p_decided int[])
  returns table (n int, told json)
  language plpgsql stable set search_path = pg_catalog set enable_nestloop = off as $$
begin
  return query
    with short as (
      select d.*, f.free
        from unnest(p_needs) d join unnest(p_things, p_free) as f(thing, free) on f.thing = d.thing
       where d.alternative = 0 and p_decided[d.n] < 0 and f.free < d.quantity)
    select s.n, case
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

-- The whole of a batch, one function of each room in one transaction. Everybody locks in one order: keys,
-- quotes, cells, slots. Says of each buyer: `placed` with the reply, or `refused` with a reason, and then
-- nothing is taken and the key is free again. Nothing is said of whose key or quote was somebody's before.
create function orders.place_batch(p_at timestamptz, p_expires timestamptz, p_route text, p_buyers json,
                                   p_legs json, p_lines json, p_tasks text[])
  returns table (n int, outcome text, told json)
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  buyers  orders.placing[] := array(
    select b from json_populate_recordset(null::orders.placing, p_buyers) b);
  legs    orders.placing_leg[] := array(
    select g from json_populate_recordset(null::orders.placing_leg, p_legs) g);
  lines   orders.placing_line[] := array(
    select l from json_populate_recordset(null::orders.placing_line, p_lines) l);
  claimed int[] := orders.claim_baskets(buyers, p_route, p_at);
  short   uuid[];
  needs   orders.placing_need[];
  things  text[];
  free    int[];
  decided int[];
  replies json[];
begin
  legs := array(select g from unnest(legs) g where g.n = any(claimed));
  short := orders.short_nodes(legs, lines);
  if cardinality(short) > 0 then legs := legs || orders.placing_alternatives(buyers, legs, short); end if;
  needs := orders.placing_needs(legs, lines);
  select l.things, l.free into things, free from orders.lock_things(needs) l;
  select a.free, a.decided into free, decided
    from orders.allot(cardinality(buyers), needs, things, free) a;
  legs := array(select g from unnest(legs) g where g.alternative = decided[g.n]);
  if cardinality(legs) > 0 then
    replies := orders.write_batch(buyers, legs, array(select l from unnest(lines) l where decided[l.n] >= 0),
                                  array(select d from unnest(needs) d where d.alternative = decided[d.n]),
                                  p_at, p_expires, p_tasks);
  end if;
  delete from orders.basket k using unnest(claimed) c(n)
   where k.id = (buyers[c.n]).basket_id and decided[c.n] < 0;
  perform platform.keep_answers(array_agg((buyers[c.n]).actor_key), array_agg((buyers[c.n]).key),
                                array_agg(replies[c.n]))
     from unnest(claimed) c(n) where (buyers[c.n]).key is not null having count(*) > 0;
  return query
    select c.n, 'placed', replies[c.n] from unnest(claimed) c(n) where decided[c.n] >= 0
     union all
    select r.n, 'refused', r.told from orders.placing_refusals(needs, things, free, decided) r;
end $$;

revoke all on function
  orders.placing_facts(uuid[], uuid[], uuid[], text[], text[]),
  orders.claim_baskets(orders.placing[], text, timestamptz),
  orders.short_nodes(orders.placing_leg[], orders.placing_line[]),
  orders.placing_alternatives(orders.placing[], orders.placing_leg[], uuid[]),
  orders.placing_needs(orders.placing_leg[], orders.placing_line[]),
  orders.lock_things(orders.placing_need[]),
  orders.allot(int, orders.placing_need[], text[], int[]),
  orders.write_rows(orders.placing_order[], orders.placing_line[], timestamptz, timestamptz),
  orders.take_things(orders.placing_need[], orders.placing[], timestamptz),
  orders.tell_batch(orders.placing_order[], timestamptz, timestamptz, text[]),
  orders.write_batch(orders.placing[], orders.placing_leg[], orders.placing_line[], orders.placing_need[],
                     timestamptz, timestamptz, text[]),
  orders.placing_refusals(orders.placing_need[], text[], int[], int[]),
  orders.place_batch(timestamptz, timestamptz, text, json, json, json, text[]) from public;
grant execute on function
  orders.placing_facts(uuid[], uuid[], uuid[], text[], text[]),
  orders.place_batch(timestamptz, timestamptz, text, json, json, json, text[]) to zhuguang_batch;
