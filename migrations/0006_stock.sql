-- Stock: an append-only ledger, and counters that are its projection and can never go below what is promised.
create schema stock;
grant usage on schema stock to zhuguang_app;

-- One cell: what a node has of a SKU. available = on_hand - held - protected - display (K1).
create table stock.level (
  city_code text not null,
  sku_id    uuid not null,
  node_id   uuid not null,
  on_hand   int not null default 0 check (on_hand >= 0),
  held      int not null default 0 check (held >= 0),
  protected int not null default 0 check (protected >= 0),       -- the owner keeps these from online orders
  display   int not null default 0 check (display >= 0),         -- on loan in the showroom, never sold
  primary key (city_code, sku_id, node_id),
  constraint stock_not_oversold check (held + display <= on_hand)                     -- K2
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
  primary key (city_code, order_id, node_id, sku_id)
);
create index hold_cell on stock.hold (city_code, node_id, sku_id) where state = 'held';

-- All lines or none, by one conditional statement over cells in (sku, node) order (K3). Returns the cells that
-- had too little; empty means held. The caller rolls back when it is not empty: nothing was written.
create function stock.hold_units(p_city text, p_order uuid, p_seller text, p_expires timestamptz,
                                 p_nodes uuid[], p_skus uuid[], p_quantities int[])
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare wanted int;
begin
  if p_seller not in ('online', 'owner') then raise exception 'unknown seller' using errcode = '22023'; end if;
  if exists (select 1 from unnest(p_quantities) q where q is null or q <= 0) then
    raise exception 'quantity must be positive' using errcode = '22023';
  end if;
  select count(distinct (n, s)) into wanted from unnest(p_nodes, p_skus) as w(n, s);
  with demand as (
    select w.node_id, w.sku_id, sum(w.quantity)::int as quantity
      from unnest(p_nodes, p_skus, p_quantities) as w(node_id, sku_id, quantity)
     group by 1, 2),
  locked as (
    select l.node_id, l.sku_id, d.quantity,
           l.on_hand - l.held - l.display - case when p_seller = 'online' then l.protected else 0 end as free
      from stock.level l join demand d on d.node_id = l.node_id and d.sku_id = l.sku_id
     where l.city_code = p_city
     order by l.sku_id, l.node_id
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
           - case when p_seller = 'online' then l.protected else 0 end, 0) < d.quantity;
  if not found then                     -- freed between the two looks: the caller may try again
    return query select p_nodes[1], p_skus[1], 0;
  end if;
end $$;

-- Gives held units back; of one node or SKU when named. A second call finds nothing held (K4).
create function stock.release_units(p_city text, p_order uuid, p_node uuid, p_sku uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  perform 1 from stock.level l
   where l.city_code = p_city and (l.sku_id, l.node_id) in (
         select h.sku_id, h.node_id from stock.hold h
          where h.city_code = p_city and h.order_id = p_order and h.state = 'held')
   order by l.sku_id, l.node_id for update;
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

-- Held units leave: counters and ledger in one statement. A second call finds nothing held.
create function stock.sell_units(p_city text, p_order uuid, p_node uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare sold int;
begin
  perform 1 from stock.level l
   where l.city_code = p_city and (l.sku_id, l.node_id) in (
         select h.sku_id, h.node_id from stock.hold h
          where h.city_code = p_city and h.order_id = p_order and h.state = 'held')
   order by l.sku_id, l.node_id for update;
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
    select p_city, gen_random_uuid(), node_id, sku_id, 'sale', -quantity, p_order, platform.me(),
           platform.clock()
      from out
    returning -quantity as quantity)
  select coalesce(sum(quantity), 0)::int into sold from booked;
  return sold;
end $$;

-- Sold units come back to a node, never more than the order bought there or elsewhere.
create function stock.take_back(p_city text, p_order uuid, p_node uuid, p_skus uuid[], p_quantities int[],
                                p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select 1 from (select s as sku_id, sum(q) as q from unnest(p_skus, p_quantities) w(s, q) group by 1) w
     where w.q <= 0 or w.q > (select coalesce(-sum(e.quantity), 0) from stock.entry e
                               where e.city_code = p_city and e.order_id = p_order and e.sku_id = w.sku_id))
  then raise exception 'more returned than sold' using errcode = '23514', constraint = 'stock_return_bounded';
  end if;
  insert into stock.level as l (city_code, sku_id, node_id, on_hand)
  select p_city, w.sku_id, p_node, sum(w.quantity)::int
    from unnest(p_skus, p_quantities) as w(sku_id, quantity) group by 2 order by 2
  on conflict (city_code, sku_id, node_id) do update set on_hand = l.on_hand + excluded.on_hand;
  insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, order_id, actor_id, at)
  select p_city, gen_random_uuid(), p_node, w.sku_id, 'customer_return', sum(w.quantity)::int, p_reason, p_order,
         platform.me(), platform.clock()
    from unnest(p_skus, p_quantities) as w(sku_id, quantity) group by w.sku_id;
end $$;

-- Any signed change of cells with its ledger rows: receipt, count, adjustment, both sides of a transfer.
create function stock.book(p_city text, p_node uuid, p_kind text, p_skus uuid[], p_quantities int[], p_reason text,
                           p_transfer uuid)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if p_kind not in ('receipt', 'count', 'adjustment', 'transfer_out', 'transfer_in') then
    raise exception 'unknown kind' using errcode = '22023';
  end if;
  if not (platform.is_system() or (platform.in_scope('nodes', p_node::text) and (
            (p_kind = 'receipt' and platform.may('stock.receive'))
         or (p_kind = 'count' and platform.may('stock.count'))
         or (p_kind = 'adjustment' and platform.may('stock.adjust'))))
     or (p_kind in ('transfer_out', 'transfer_in') and platform.may('stock.transfer'))
     or (p_kind = 'adjustment' and platform.may('control.approve'))) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  insert into stock.level as l (city_code, sku_id, node_id)
  select distinct p_city, s, p_node from unnest(p_skus) s order by s
  on conflict do nothing;
  update stock.level l set on_hand = l.on_hand + w.quantity
    from (select s as sku_id, sum(q)::int as quantity from unnest(p_skus, p_quantities) as u(s, q)
           group by 1 order by 1) w
   where l.city_code = p_city and l.node_id = p_node and l.sku_id = w.sku_id;
  insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, transfer_id, actor_id, at)
  select p_city, gen_random_uuid(), p_node, w.sku_id, p_kind, w.quantity, p_reason, p_transfer, platform.me(),
         platform.clock()
    from unnest(p_skus, p_quantities) as w(sku_id, quantity) where w.quantity <> 0;
end $$;

create function stock.extend_hold(p_city text, p_order uuid, p_expires timestamptz)
  returns void language sql security definer set search_path = pg_catalog as $$
  update stock.hold set expires_at = p_expires
   where city_code = p_city and order_id = p_order and state = 'held' $$;

create function stock.lock_cells(p_city text, p_node uuid, p_skus uuid[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform 1 from stock.level where city_code = p_city and node_id = p_node and sku_id = any(p_skus)
   order by sku_id for update;
end $$;

create function stock.protect(p_city text, p_node uuid, p_sku uuid, p_protected int)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.may('stock.count') and platform.in_scope('nodes', p_node::text)) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  update stock.level set protected = p_protected
   where city_code = p_city and node_id = p_node and sku_id = p_sku;
end $$;

revoke all on all functions in schema stock from public;
grant execute on all functions in schema stock to zhuguang_app;
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
