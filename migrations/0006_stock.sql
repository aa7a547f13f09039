-- Stock: an append-only ledger, and counters that are its projection and can never go below what is promised.
create schema stock;
grant usage on schema stock to zhuguang_app;

-- No foreign keys to places.node and catalog.sku: checking them doubled the load of 600,000 cells
-- (measured; see the
-- README). The commands know only nodes and SKUs of the snapshots, and neither is ever deleted.
-- One cell: what a node has of a SKU. available = on_hand - held - protected - display (S1).
create table stock.level (
  city_code text not null,
  sku_id    uuid not null,
  node_id   uuid not null,
  on_hand   int not null default 0 check (on_hand >= 0),
  held      int not null default 0 check (held >= 0),
  protected int not null default 0 check (protected >= 0),       -- the owner keeps these from online orders
  display   int not null default 0 check (display >= 0),         -- on loan in the showroom, never sold
  primary key (city_code, sku_id, node_id),
  constraint stock_not_oversold check (held + display <= on_hand)                     -- S2
) with (fillfactor = 85);
create index level_node on stock.level (city_code, node_id);

create table stock.entry (
  city_code text not null,
  id        uuid not null,
  node_id   uuid not null,
  sku_id    uuid not null,
  kind      text not null check (kind in ('receipt', 'sale', 'transfer_out', 'transfer_in', 'count',
                                          'adjustment', 'customer_return')),
  quantity  int not null check (quantity <> 0),                  -- signed: what on_hand changed by
  reason    text,
  order_id  uuid,
  transfer_id uuid,
  actor_id  uuid,
  at        timestamptz not null default now(),
  primary key (city_code, id),
  check (kind not in ('adjustment') or reason is not null)
);
create index entry_cell on stock.entry (city_code, node_id, sku_id, at);
create trigger entry_append_only before update or delete on stock.entry
  for each row execute function platform.refuse_change();

create table stock.hold (
  city_code  text not null,
  order_id   uuid not null,
  node_id    uuid not null,
  sku_id     uuid not null,
  quantity   int not null check (quantity > 0),
  state      text not null default 'held' check (state in ('held', 'sold', 'released')),
  expires_at timestamptz not null,
  -- the only index: another one misled plans of a young table
  primary key (city_code, order_id, node_id, sku_id)
);

-- Who may move the units of a node: the house, or those who work there.
create function stock.may_move(p_node uuid) returns boolean
  language sql stable set search_path = pg_catalog as $$
  select platform.is_system()
      or ((platform.may('fulfilment.work') or platform.may('orders.counter_sale'))
          and platform.in_scope('nodes', p_node::text)) $$;

-- Who may have units held, kept or given back: a buyer, or those who serve one.
create function stock.may_hold() returns boolean
  language sql stable set search_path = pg_catalog as $$
  select platform.is_system() or platform.may('orders.own') or platform.may('orders.counter_sale')
      or platform.may('fulfilment.work') $$;

create function stock.refuse() returns void language plpgsql as
  $$ begin raise exception 'forbidden' using errcode = '42501'; end $$;

-- A generic plan: planning three arrays anew at each call takes four times as long as the work.
-- S3: all lines or none, by one conditional statement. Cells are locked in (node, sku) order, everywhere.
-- Returns the
-- cells that had too little; empty means held. The caller rolls back when it is not empty: nothing was
-- written.
create function stock.hold_units(p_city text, p_order uuid, p_seller text, p_expires timestamptz,
                                 p_nodes uuid[], p_skus uuid[], p_quantities int[])
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog
    set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare wanted int;
begin
  if p_seller not in ('online', 'owner') then raise exception 'unknown seller'
    using errcode = '22023'; end if;
  if cardinality(p_nodes) is distinct from cardinality(p_skus)
     or cardinality(p_nodes) is distinct from cardinality(p_quantities)
     or coalesce(cardinality(p_nodes), 0) not between 1 and 1000
     or exists (select 1 from unnest(p_nodes, p_skus, p_quantities) w(n, s, q)
                 where n is null or s is null or q is null or q <= 0) then
    raise exception 'lines need a node, a sku and a positive quantity' using errcode = '22023';
  end if;
  if not stock.may_hold() or (p_seller = 'owner' and exists (
       select 1 from unnest(p_nodes) n where not stock.may_move(n))) then
    perform stock.refuse();
  end if;
  -- S5: asked here, since a quote may be older than the owner's change of mind.
  if p_seller = 'online' then
    return query select w.n, w.s, 0
                   from unnest(p_nodes, p_skus) as w(n, s) join places.public_node p on p.id = w.n
                  where not p.serves_online;
    if found then return; end if;
  end if;
  select count(distinct (n, s)) into wanted from unnest(p_nodes, p_skus) as w(n, s);
  with demand as (
    select w.node_id, w.sku_id, sum(w.quantity)::int as quantity
      from unnest(p_nodes, p_skus, p_quantities) as w(node_id, sku_id, quantity)
     group by 1, 2),
  locked as (                                  -- a row that was waited for is read again before it is judged
    select l.node_id, l.sku_id, d.quantity,
           l.on_hand - l.held - l.display - case when p_seller = 'online' then l.protected else 0 end as free
      from stock.level l join demand d on d.node_id = l.node_id and d.sku_id = l.sku_id
     where l.city_code = p_city
     order by l.node_id, l.sku_id
       for update of l),
  fits as (select count(*) as n from locked where free >= quantity),
  taken as (
    update stock.level l set held = l.held + k.quantity
      from locked k
     where l.city_code = p_city and l.sku_id = k.sku_id and l.node_id = k.node_id
       and (select n from fits) = wanted
    returning l.node_id, l.sku_id, k.quantity)
  insert into stock.hold as h (city_code, order_id, node_id, sku_id, quantity, expires_at)
  select p_city, p_order, t.node_id, t.sku_id, t.quantity, p_expires from taken t
  on conflict (city_code, order_id, node_id, sku_id) do update
     set quantity = case when h.state = 'held' then h.quantity else 0 end + excluded.quantity,
         state = 'held', expires_at = excluded.expires_at;
  if found then return; end if;
  return query
    select d.node_id, d.sku_id,
           greatest(coalesce(l.on_hand - l.held - l.display
                    - case when p_seller = 'online' then l.protected else 0 end, 0), 0)
      from (select w.node_id, w.sku_id, sum(w.quantity)::int as quantity
              from unnest(p_nodes, p_skus, p_quantities) as w(node_id, sku_id, quantity) group by 1, 2) d
      left join stock.level l on l.city_code = p_city and l.node_id = d.node_id and l.sku_id = d.sku_id
     where coalesce(l.on_hand - l.held - l.display
           - case when p_seller = 'online' then l.protected else 0 end, 0) < d.quantity
     order by d.node_id, d.sku_id;
  -- a cell came to be between the two looks: the caller tries again
  if not found then
    raise exception 'stock moved' using errcode = '40001';
  end if;
end $$;

-- Locks what an order holds, and the cells of it: the holds first, they are the order's own.
create function stock.lock_held(p_city text, p_order uuid, p_node uuid, p_sku uuid)
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  perform 1 from stock.hold h
    where h.city_code = p_city and h.order_id = p_order and h.state = 'held'
      and (p_node is null or h.node_id = p_node) and (p_sku is null or h.sku_id = p_sku)
    order by h.node_id, h.sku_id for update;
  perform 1 from stock.level l join stock.hold h
       on h.city_code = l.city_code and h.node_id = l.node_id and h.sku_id = l.sku_id
    where l.city_code = p_city and h.order_id = p_order and h.state = 'held'
      and (p_node is null or h.node_id = p_node) and (p_sku is null or h.sku_id = p_sku)
    order by l.node_id, l.sku_id for update of l;
end $$;

-- S4: gives held units back; of one node or SKU when named. A second call finds nothing held.
create function stock.release_units(p_city text, p_order uuid, p_node uuid, p_sku uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  if not stock.may_hold() then perform stock.refuse(); end if;
  perform stock.lock_held(p_city, p_order, p_node, p_sku);
  with gone as (
    update stock.hold h set state = 'released'
     where h.city_code = p_city and h.order_id = p_order and h.state = 'held'
       and (p_node is null or h.node_id = p_node) and (p_sku is null or h.sku_id = p_sku)
    returning h.node_id, h.sku_id, h.quantity),
  back as (
    update stock.level l set held = l.held - gone.quantity
      from gone
     where l.city_code = p_city and l.sku_id = gone.sku_id and l.node_id = gone.node_id
    returning gone.quantity)
  select coalesce(sum(quantity), 0)::int into freed from back;
  return freed;
end $$;

-- S4: held units leave: counters and ledger in one statement. A second call finds nothing held. Returns
-- the units.
create function stock.sell_units(p_city text, p_order uuid, p_node uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare sold int;
begin
  if not platform.is_system() and (p_node is null or not stock.may_move(p_node)) then
    perform stock.refuse();
  end if;
  perform stock.lock_held(p_city, p_order, p_node, null);
  with gone as (
    update stock.hold h set state = 'sold'
     where h.city_code = p_city and h.order_id = p_order and h.state = 'held'
       and (p_node is null or h.node_id = p_node)
    returning h.node_id, h.sku_id, h.quantity),
  out as (
    update stock.level l set held = l.held - gone.quantity, on_hand = l.on_hand - gone.quantity
      from gone
     where l.city_code = p_city and l.sku_id = gone.sku_id and l.node_id = gone.node_id
    returning gone.node_id, gone.sku_id, gone.quantity),
  booked as (
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, order_id, actor_id, at)
    select p_city, uuidv7(), node_id, sku_id, 'sale', -quantity, p_order, platform.me(), platform.clock()
      from out
    returning quantity)
  select coalesce(-sum(quantity), 0)::int into sold from booked;
  return sold;
end $$;

-- S8: sold units come back to a node, never more than the order bought. Its holds are locked first, so
-- that two
-- returns of one order are counted one after the other.
create function stock.take_back(p_city text, p_order uuid, p_node uuid, p_skus uuid[], p_quantities int[],
                                p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not stock.may_move(p_node) then perform stock.refuse(); end if;
  perform 1 from stock.hold h where h.city_code = p_city and h.order_id = p_order
    order by h.node_id, h.sku_id for update;
  if exists (
    select 1 from (select s as sku_id, sum(q) as q from unnest(p_skus, p_quantities) w(s, q) group by 1) w
     where w.q is null or w.q <= 0
        or w.q > (select coalesce(-sum(e.quantity), 0) from stock.entry e
                   where e.city_code = p_city and e.order_id = p_order and e.sku_id = w.sku_id))
  then raise exception 'more returned than sold' using errcode = '23514', constraint = 'stock_return_bounded';
  end if;
  insert into stock.level as l (city_code, sku_id, node_id, on_hand)
  select p_city, w.sku_id, p_node, sum(w.quantity)::int
    from unnest(p_skus, p_quantities) as w(sku_id, quantity) group by 2 order by 2
  on conflict (city_code, sku_id, node_id) do update set on_hand = l.on_hand + excluded.on_hand;
  insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, order_id, actor_id, at)
  select p_city, uuidv7(), p_node, w.sku_id, 'customer_return', sum(w.quantity)::int, p_reason, p_order,
         platform.me(), platform.clock()
    from unnest(p_skus, p_quantities) as w(sku_id, quantity) group by w.sku_id;
end $$;

-- Makes the cells that are missing and locks all of them in sku order.
create function stock.open_cells(p_city text, p_node uuid, p_skus uuid[])
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  insert into stock.level (city_code, sku_id, node_id)
  select p_city, s, p_node
    from (select distinct s from unnest(p_skus) s
           where not exists (select 1 from stock.level l
                              where l.city_code = p_city and l.node_id = p_node and l.sku_id = s)) missing
   order by s
  on conflict do nothing;
  perform 1 from stock.level l
    where l.city_code = p_city and l.node_id = p_node and l.sku_id = any(p_skus)
    order by l.sku_id for update;
end $$;

-- Signed changes of a node's cells with their ledger rows; the callers below have asked who may.
create function stock.write_entries(p_city text, p_node uuid, p_kind text, p_skus uuid[], p_quantities int[],
                                    p_reason text, p_transfer uuid)
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  update stock.level l set on_hand = l.on_hand + w.quantity
    from (select s as sku_id, sum(q)::int as quantity from unnest(p_skus, p_quantities) as u(s,
      q) group by 1) w
   where l.city_code = p_city and l.node_id = p_node and l.sku_id = w.sku_id and w.quantity <> 0;
  insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, transfer_id, actor_id, at)
  select p_city, uuidv7(), p_node, w.sku_id, p_kind, w.quantity, p_reason, p_transfer, platform.me(),
         platform.clock()
    from (select s as sku_id, sum(q)::int as quantity from unnest(p_skus, p_quantities) as u(s,
      q) group by 1) w
   where w.quantity <> 0;
end $$;

-- A receipt or an adjustment: quantities are what on_hand changes by.
create function stock.book(p_city text, p_node uuid, p_kind text, p_skus uuid[], p_quantities int[],
  p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if p_kind not in ('receipt', 'adjustment') then raise exception 'unknown kind'
    using errcode = '22023'; end if;
  if not (platform.is_system()
     or (p_kind = 'receipt' and platform.may('stock.receive') and platform.in_scope('nodes', p_node::text))
     or (p_kind = 'adjustment' and platform.may('stock.adjust') and platform.in_scope('nodes', p_node::text))
     or (p_kind = 'adjustment' and platform.may('control.approve'))) then
    perform stock.refuse();
  end if;
  perform stock.open_cells(p_city, p_node, p_skus);
  perform stock.write_entries(p_city, p_node, p_kind, p_skus, p_quantities, p_reason, null);
end $$;

-- What was counted, once for each SKU; the difference against the locked cell goes into the ledger.
create function stock.count_units(p_city text, p_node uuid, p_skus uuid[], p_counted int[])
  returns table (sku_id uuid, difference int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  found_skus  uuid[];
  differences int[];
begin
  if not (platform.may('stock.count') and platform.in_scope('nodes', p_node::text)) then
    perform stock.refuse();
  end if;
  perform stock.open_cells(p_city, p_node, p_skus);
  select array_agg(l.sku_id), array_agg(w.counted - l.on_hand) into found_skus, differences
    from stock.level l join unnest(p_skus, p_counted) as w(sku_id, counted) on w.sku_id = l.sku_id
   where l.city_code = p_city and l.node_id = p_node;
  perform stock.write_entries(p_city, p_node, 'count', found_skus, differences, 'counted', null);
  return query select * from unnest(found_skus, differences);
end $$;

-- S6: what leaves one node arrives at the other, in one call; held, protected and display units stay.
-- Returns the
-- cells that had too little; empty means moved.
create function stock.transfer_units(p_transfer uuid, p_from_city text, p_from uuid, p_to_city text,
  p_to uuid,
                                     p_skus uuid[], p_quantities int[])
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  if not platform.may('stock.transfer') then perform stock.refuse(); end if;
  if p_from = p_to or exists (select 1 from unnest(p_quantities) q where q is null or q <= 0) then
    raise exception 'a transfer moves units to another node' using errcode = '22023';
  end if;
  if (p_from_city, p_from) < (p_to_city, p_to) then
    perform stock.open_cells(p_from_city, p_from, p_skus);
    perform stock.open_cells(p_to_city, p_to, p_skus);
  else
    perform stock.open_cells(p_to_city, p_to, p_skus);
    perform stock.open_cells(p_from_city, p_from, p_skus);
  end if;
  return query
    select l.node_id, l.sku_id, greatest(l.on_hand - l.held - l.protected - l.display, 0)
      from stock.level l
      join (select s, sum(q) as quantity from unnest(p_skus, p_quantities) u(s,
        q) group by 1) w on w.s = l.sku_id
     where l.city_code = p_from_city and l.node_id = p_from
       and l.on_hand - l.held - l.protected - l.display < w.quantity
     order by l.sku_id;
  if found then return; end if;
  perform stock.write_entries(p_from_city, p_from, 'transfer_out', p_skus,
                              (select array_agg(-q order by n)
                                from unnest(p_quantities) with ordinality u(q, n)),
                              null, p_transfer);
  perform stock.write_entries(p_to_city, p_to, 'transfer_in', p_skus, p_quantities, null, p_transfer);
end $$;

create function stock.extend_hold(p_city text, p_order uuid, p_expires timestamptz)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not stock.may_hold() then perform stock.refuse(); end if;
  update stock.hold set expires_at = p_expires
   where city_code = p_city and order_id = p_order and state = 'held';
end $$;

create function stock.protect(p_city text, p_node uuid, p_sku uuid, p_protected int)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.may('stock.count') and platform.in_scope('nodes', p_node::text)) then
    perform stock.refuse();
  end if;
  update stock.level set protected = p_protected
   where city_code = p_city and node_id = p_node and sku_id = p_sku;
end $$;

revoke all on all functions in schema stock from public;
grant execute on all functions in schema stock to zhuguang_app;
-- Parts of the functions above: they ask nobody, so nobody but the house may call them.
revoke execute on function stock.open_cells(text, uuid, uuid[]), stock.lock_held(text, uuid, uuid, uuid),
  stock.write_entries(text, uuid, text, uuid[], int[], text, uuid) from zhuguang_app;
grant select on stock.level, stock.entry, stock.hold to zhuguang_app;
select platform.guard(t) from unnest(array['stock.level', 'stock.entry', 'stock.hold']::regclass[]) t;

-- How many there are is what every promise shows; who moved them and for which order is not everybody's.
create policy level_read on stock.level for select using (true);
create policy entry_read on stock.entry for select using (
  (select platform.may('sales.read') or platform.may('control.read') or platform.may('purchasing.read'))
  or ((select platform.may('store.read')) and platform.in_scope('nodes', node_id::text)));
create policy hold_read  on stock.hold for select using (
  (select platform.may('sales.read') or platform.may('control.read'))
  or ((select platform.may('store.read')) and platform.in_scope('nodes', node_id::text)));
