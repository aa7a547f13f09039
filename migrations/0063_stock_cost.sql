-- What units cost: a moving average for each owner and SKU, and beside each ledger entry what it moved of it.
-- In tables of their own, because who reads the ledger does not read costs.

-- Whose the units of a cell are; null: the house's. A cell keeps its owner until it is empty, whatever its
-- node is called meanwhile.
alter table stock.level add column owner_id uuid;
update stock.level l set owner_id = h.holder_id
  from places.public_holder h where h.id = l.node_id and h.holder_id is not null;

-- The house has no party of its own in every installation: in keys it is this.
create function stock.house() returns uuid language sql immutable parallel safe as
  $$ select '00000000-0000-0000-0000-000000000000'::uuid $$;

-- S12: known from the first cost that is told. Until then nothing is reckoned and `units` is 0.
create table stock.cost (
  owner_id  uuid not null,
  sku_id    uuid not null,
  known     boolean not null default false,
  units     int not null default 0 check (units >= 0),
  value_fen bigint not null default 0 check (value_fen >= 0),
  unit_fen  bigint not null default 0 check (unit_fen >= 0),     -- the last average, for when nothing is left
  primary key (owner_id, sku_id),
  check (known or (units = 0 and value_fen = 0)),
  check (units > 0 or value_fen = 0)
) with (fillfactor = 70);

create table stock.entry_cost (
  city_code text not null,
  entry_id  uuid not null,
  owner_id  uuid not null,
  cost_fen  bigint,                                               -- signed as the quantity; null: not known
  primary key (city_code, entry_id)
);
create trigger entry_cost_append_only before update or delete on stock.entry_cost
  for each row execute function platform.refuse_change();

-- S13: what is heard too late is added, never rewritten: as much of it as lies in stock changes the value,
-- the rest belongs to what has left. first_cost: what lay there when the first cost was told.
create table stock.variance (
  id        uuid primary key,
  owner_id  uuid not null,
  sku_id    uuid not null,
  kind      text not null check (kind in ('freight', 'rebate', 'first_cost')),
  units     int not null check (units > 0),                       -- the units it was about
  stock_fen bigint not null,
  past_fen  bigint not null default 0,
  source_id uuid,
  reason    text,
  actor_id  uuid,
  at        timestamptz not null default platform.clock(),
  check (stock_fen <> 0 or past_fen <> 0 or kind = 'first_cost')
);
create index variance_of on stock.variance (owner_id, sku_id, at);
create trigger variance_append_only before update or delete on stock.variance
  for each row execute function platform.refuse_change();

alter table stock.entry drop constraint entry_kind_check;
alter table stock.entry add constraint entry_kind_check check (kind in ('receipt', 'sale', 'transfer_out',
  'transfer_in', 'count', 'adjustment', 'customer_return', 'supplier_return'));

-- The rows of these owners and SKUs, made where they are missing and locked in their order: after the cells,
-- everywhere.
create function stock.lock_costs(p_owners uuid[], p_skus uuid[])
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  insert into stock.cost (owner_id, sku_id)
  select distinct o, s from unnest(p_owners, p_skus) w(o, s)
   where not exists (select from stock.cost c where c.owner_id = o and c.sku_id = s)
   order by o, s
  on conflict do nothing;
  perform 1 from stock.cost c
    join (select distinct o, s from unnest(p_owners, p_skus) u(o, s)) w
      on c.owner_id = w.o and c.sku_id = w.s
   order by c.owner_id, c.sku_id for update of c;
end $$;

-- The first cost of an owner's SKU is told: what lies there beside it is taken to have cost the same. The
-- cells have been written already, so what comes in now is taken off.
create function stock.begin_costs(p_owners uuid[], p_skus uuid[], p_quantities int[], p_costs bigint[])
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  with told as (
    select w.o, w.s, sum(w.q) filter (where w.c is not null) as costed, sum(w.c) as cost, sum(w.q) as coming
      from unnest(p_owners, p_skus, p_quantities, p_costs) as w(o, s, q, c)
     group by 1, 2),
  fresh as (
    select t.*, coalesce((select sum(l.on_hand) from stock.level l
                           where l.city_code in (select distinct n.city_code from places.public_node n)
                             and l.sku_id = t.s and coalesce(l.owner_id, stock.house()) = t.o), 0)
                - t.coming as lying
      from told t join stock.cost c on c.owner_id = t.o and c.sku_id = t.s
     where not c.known and t.cost is not null and t.costed > 0),
  valued as (
    select f.*, case when f.lying > 0 then div(f.cost * f.lying * 2 + f.costed, 2 * f.costed)
                     else 0 end as worth
      from fresh f),
  noted as (
    insert into stock.variance (id, owner_id, sku_id, kind, units, stock_fen, actor_id)
    select uuidv7(), o, s, 'first_cost', lying, worth, platform.me() from valued where lying > 0)
  update stock.cost c
     set known = true, units = greatest(v.lying, 0), value_fen = v.worth, unit_fen = div(v.cost, v.costed)
    from valued v
   where c.owner_id = v.o and c.sku_id = v.s;
end $$;

-- S12: what entries moved, at what they are said to cost or at the average, for cells that are written. Of
-- what goes together the running sum is rounded, so that the parts are the whole, and the last unit takes the
-- last fen.
-- Costs come back in the order of the entries; null: not known.
create function stock.cost_entries(p_cities text[], p_entries uuid[], p_owners uuid[], p_skus uuid[],
                                   p_quantities int[], p_costs bigint[])
  returns bigint[] language plpgsql set search_path = pg_catalog as $$
declare
  costs bigint[];
begin
  if coalesce(cardinality(p_entries), 0) = 0 then return '{}'; end if;
  perform stock.lock_costs(p_owners, p_skus);
  perform stock.begin_costs(p_owners, p_skus, p_quantities, p_costs);
  with moved as (
    select w.at, w.city, w.entry, w.o, w.s, w.q, c.units, c.value_fen, c.unit_fen,
           case when w.q > 0 then w.given end as given,
           sum(w.q) over (partition by w.o, w.s, w.q > 0, w.q > 0 and w.given is not null
                          order by w.at) as so_far
      from unnest(p_cities, p_entries, p_owners, p_skus, p_quantities, p_costs)
           with ordinality as w(city, entry, o, s, q, given, at)
      join stock.cost c on c.owner_id = w.o and c.sku_id = w.s and c.known),
  priced as (
    select m.*, case when given is not null then given
                     when units = 0 then unit_fen * q
                     else stock.public_share(value_fen, so_far, units)
                          - stock.public_share(value_fen, so_far - q, units)
                end as cost
      from moved m),
  changed as (
    update stock.cost c
       set units = c.units + p.q, value_fen = c.value_fen + p.cost,
           unit_fen = case when c.units + p.q > 0 then div(c.value_fen + p.cost, c.units + p.q)
                           else c.unit_fen end
      from (select o, s, sum(q)::int as q, sum(cost)::bigint as cost from priced group by 1, 2) p
     where c.owner_id = p.o and c.sku_id = p.s),
  written as (
    insert into stock.entry_cost (city_code, entry_id, owner_id, cost_fen)
    select w.city, w.entry, w.o, p.cost
      from unnest(p_cities, p_entries, p_owners) as w(city, entry, o) left join priced p on p.entry = w.entry)
  select array_agg(p.cost order by w.at) into costs
    from generate_subscripts(p_entries, 1) as w(at) left join priced p on p.at = w.at;
  return costs;
end $$;

-- What `part` of `units` is worth, rounded away from zero from half a fen on; all of them are worth all.
create function stock.public_share(p_value bigint, p_part bigint, p_units int) returns bigint
  language sql immutable parallel safe set search_path = pg_catalog as $$
  select (sign(p_part) * div(p_value::numeric * abs(p_part) * 2 + p_units, 2 * p_units::numeric))::bigint $$;

-- Signed changes of a node's cells with their ledger rows and costs; callers have asked who may. Costs by
-- line, null where nothing is said; they come back in the order of the SKUs.
create function stock.write_costed(p_city text, p_node uuid, p_kind text, p_skus uuid[], p_quantities int[],
                                   p_costs bigint[], p_reason text, p_transfer uuid,
                                   out skus uuid[], out costs bigint[])
  language plpgsql set search_path = pg_catalog as $$
declare
  entries uuid[];
  owners uuid[];
  quantities int[];
  given bigint[];
begin
  select array_agg(w.s order by w.s), array_agg(w.q order by w.s), array_agg(w.c order by w.s),
         array_agg(uuidv7() order by w.s)
    into skus, quantities, given, entries
    from (select u.s, sum(u.q)::int as q, sum(u.c)::bigint as c
            from unnest(p_skus, p_quantities, p_costs) as u(s, q, c) group by 1 having sum(u.q) <> 0) w;
  if skus is null then return; end if;
  with changed as (
    update stock.level l set on_hand = l.on_hand + w.q
      from unnest(skus, quantities) as w(s, q)
     where l.city_code = p_city and l.node_id = p_node and l.sku_id = w.s
    returning l.sku_id, coalesce(l.owner_id, stock.house()) as owner)
  select array_agg(owner order by sku_id) into owners from changed;
  insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, transfer_id, actor_id, at)
  select p_city, w.e, p_node, w.s, p_kind, w.q, p_reason, p_transfer, platform.me(), platform.clock()
    from unnest(entries, skus, quantities) as w(e, s, q);
  costs := stock.cost_entries(array_fill(p_city, array[cardinality(skus)]), entries, owners, skus,
                              quantities, given);
end $$;

create or replace function stock.write_entries(p_city text, p_node uuid, p_kind text, p_skus uuid[],
  p_quantities int[], p_reason text, p_transfer uuid)
  returns void language plpgsql set search_path = pg_catalog as $$
begin
  perform stock.write_costed(p_city, p_node, p_kind, p_skus, p_quantities, null, p_reason, p_transfer);
end $$;

-- Makes the cells that are missing and locks all of them in sku order. An empty cell is whose its node's are
-- now.
create or replace function stock.open_cells(p_city text, p_node uuid, p_skus uuid[])
  returns void language plpgsql set search_path = pg_catalog as $$
declare holder uuid := (select h.holder_id from places.public_holder h where h.id = p_node);
begin
  insert into stock.level (city_code, sku_id, node_id, owner_id)
  select p_city, s, p_node, holder
    from (select distinct s from unnest(p_skus) s
           where not exists (select 1 from stock.level l
                              where l.city_code = p_city and l.node_id = p_node and l.sku_id = s)) missing
   order by s
  on conflict do nothing;
  perform 1 from stock.level l
    where l.city_code = p_city and l.node_id = p_node and l.sku_id = any(p_skus)
    order by l.sku_id for update;
  update stock.level l set owner_id = holder
   where l.city_code = p_city and l.node_id = p_node and l.sku_id = any(p_skus)
     and l.on_hand = 0 and l.owner_id is distinct from holder;
end $$;

revoke all on all functions in schema stock from public;
revoke execute on function stock.lock_costs(uuid[], uuid[]),
  stock.begin_costs(uuid[], uuid[], int[], bigint[]),
  stock.cost_entries(text[], uuid[], uuid[], uuid[], int[], bigint[]),
  stock.write_costed(text, uuid, text, uuid[], int[], bigint[], text, uuid) from zhuguang_app;
grant execute on function stock.house(), stock.public_share(bigint, bigint, int) to zhuguang_app;

grant select on stock.cost, stock.entry_cost, stock.variance to zhuguang_app;
select platform.guard(t)
  from unnest(array['stock.cost', 'stock.entry_cost', 'stock.variance']::regclass[]) t;
-- Buying and control read costs; selling and stores do not.
create policy cost_read on stock.cost for select using (
  (select platform.may('purchasing.costs') or platform.may('control.read')));
create policy entry_cost_read on stock.entry_cost for select using (
  (select platform.may('purchasing.costs') or platform.may('control.read')));
create policy variance_read on stock.variance for select using (
  (select platform.may('purchasing.costs') or platform.may('control.read')));

create view stock.public_entry_cost with (security_invoker = true) as
  select e.city_code, e.id as entry_id, e.node_id, e.sku_id, e.kind, e.quantity, c.cost_fen, e.order_id,
         nullif(c.owner_id, stock.house()) as owner, e.at
    from stock.entry e
    left join stock.entry_cost c on c.city_code = e.city_code and c.entry_id = e.id;
create view stock.public_cost with (security_invoker = true) as
  select nullif(owner_id, stock.house()) as owner, sku_id, units, value_fen from stock.cost where known;
create view stock.public_variance with (security_invoker = true) as
  select id, nullif(owner_id, stock.house()) as owner, sku_id, kind, units, stock_fen, past_fen, source_id, at
    from stock.variance;
grant select on stock.public_entry_cost, stock.public_cost, stock.public_variance to zhuguang_app;
