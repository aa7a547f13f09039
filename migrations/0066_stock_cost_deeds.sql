-- Each deed of stock carries its cost: what is sold, comes back, moves, arrives from a supplier or goes back.
create or replace function stock.sell_units(p_city text, p_order uuid, p_node uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare
  entries uuid[];
  owners uuid[];
  skus uuid[];
  quantities int[];
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
    returning gone.node_id, gone.sku_id, gone.quantity, l.owner_id, uuidv7() as id),
  booked as (
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, order_id, actor_id, at)
    select p_city, id, node_id, sku_id, 'sale', -quantity, p_order, platform.me(), platform.clock()
      from out
    returning id)
  select array_agg(o.id order by o.node_id, o.sku_id), array_agg(o.sku_id order by o.node_id, o.sku_id),
         array_agg(coalesce(o.owner_id, stock.house()) order by o.node_id, o.sku_id),
         array_agg(-o.quantity order by o.node_id, o.sku_id)
    into entries, skus, owners, quantities
    from out o join booked b using (id);
  if entries is null then return 0; end if;
  perform stock.cost_entries(array_fill(p_city, array[cardinality(entries)]), entries, owners, skus,
                             quantities, array_fill(null::bigint, array[cardinality(entries)]));
  return (select -sum(q) from unnest(quantities) q);
end $$;

-- What the units of an order that come back cost when they left: of what has not come back yet its part, all
-- of it with the last of them. Null: not known.
create function stock.cost_of_sold(p_city text, p_order uuid, p_sku uuid, p_quantity int)
  returns bigint language sql stable set search_path = pg_catalog as $$
  select case when count(c.cost_fen) < count(*) then null
              else stock.public_share(-sum(c.cost_fen)::bigint, p_quantity, -sum(e.quantity)::int) end
    from stock.entry e
    left join stock.entry_cost c on c.city_code = e.city_code and c.entry_id = e.id
   where e.city_code = p_city and e.order_id = p_order and e.sku_id = p_sku
     and e.kind in ('sale', 'customer_return') $$;

create or replace function stock.take_back(p_city text, p_order uuid, p_node uuid, p_skus uuid[],
                                           p_quantities int[], p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  skus uuid[];
  quantities int[];
  costs bigint[];
  entries uuid[];
  owners uuid[];
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
  perform stock.open_cells(p_city, p_node, p_skus);
  select array_agg(s order by s), array_agg(q order by s), array_agg(uuidv7() order by s),
         array_agg(stock.cost_of_sold(p_city, p_order, s, q) order by s)
    into skus, quantities, entries, costs
    from (select s, sum(q)::int as q from unnest(p_skus, p_quantities) w(s, q) group by 1) w;
  with changed as (
    update stock.level l set on_hand = l.on_hand + w.q
      from unnest(skus, quantities) as w(s, q)
     where l.city_code = p_city and l.node_id = p_node and l.sku_id = w.s
    returning l.sku_id, coalesce(l.owner_id, stock.house()) as owner)
  select array_agg(owner order by sku_id) into owners from changed;
  insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason, order_id, actor_id, at)
  select p_city, w.e, p_node, w.s, 'customer_return', w.q, p_reason, p_order, platform.me(), platform.clock()
    from unnest(entries, skus, quantities) as w(e, s, q);
  perform stock.cost_entries(array_fill(p_city, array[cardinality(skus)]), entries, owners, skus,
                             quantities, costs);
end $$;

-- What left one node comes to the other at the same cost. Cost rows of both owners are locked together.
create or replace function stock.transfer_units(p_transfer uuid, p_from_city text, p_from uuid,
                                                p_to_city text, p_to uuid, p_skus uuid[], p_quantities int[])
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  sent record;
  owners uuid[];
  skus uuid[];
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
  select array_agg(coalesce(l.owner_id, stock.house())), array_agg(l.sku_id) into owners, skus
    from stock.level l
   where l.sku_id = any(p_skus) and ((l.city_code = p_from_city and l.node_id = p_from)
                                  or (l.city_code = p_to_city and l.node_id = p_to));
  perform stock.lock_costs(owners, skus);
  select * into sent
    from stock.write_costed(p_from_city, p_from, 'transfer_out', p_skus,
                            (select array_agg(-q order by n)
                               from unnest(p_quantities) with ordinality u(q, n)), null, null, p_transfer);
  perform stock.write_costed(p_to_city, p_to, 'transfer_in', sent.skus,
                             (select array_agg(w.q order by w.s)
                                from (select s, sum(q)::int as q from unnest(p_skus, p_quantities) u(s, q)
                                       group by 1) w),
                             (select array_agg(-c order by n)
                                from unnest(sent.costs) with ordinality u(c, n)),
                             null, p_transfer);
end $$;

-- For the functions of rooms above, which have asked who may. Goods arrive with what each line of them cost.
create function stock.public_receive(p_city text, p_node uuid, p_skus uuid[], p_quantities int[],
                                     p_costs bigint[], p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform stock.open_cells(p_city, p_node, p_skus);
  perform stock.write_costed(p_city, p_node, 'receipt', p_skus, p_quantities, p_costs, p_reason, null);
end $$;

-- Goods go back to who delivered them, once for each return; what is promised or on display
-- stays. Returns the cells that had too
-- little; empty means gone.
create function stock.public_send_back(p_city text, p_node uuid, p_skus uuid[], p_quantities int[],
                                       p_reason text, p_return uuid)
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  perform stock.open_cells(p_city, p_node, p_skus);
  if exists (select from stock.entry e where e.city_code = p_city and e.node_id = p_node
               and e.sku_id = any(p_skus) and e.transfer_id = p_return) then
    raise exception 'it has gone already' using errcode = '23514', constraint = 'stock_sent_once';
  end if;
  return query
    select l.node_id, l.sku_id, greatest(l.on_hand - l.held - l.display, 0)
      from stock.level l
      join (select s, sum(q) as quantity from unnest(p_skus, p_quantities) u(s, q) group by 1) w
        on w.s = l.sku_id
     where l.city_code = p_city and l.node_id = p_node and l.on_hand - l.held - l.display < w.quantity
     order by l.sku_id;
  if found then return; end if;
  perform stock.write_costed(p_city, p_node, 'supplier_return', p_skus,
                             (select array_agg(-q order by n)
                                from unnest(p_quantities) with ordinality u(q, n)), null, p_reason, p_return);
end $$;

-- S13: what is heard late of units that came at a node, SKU by SKU.
create function stock.public_post_variance(p_city text, p_node uuid, p_kind text, p_skus uuid[],
                                           p_units int[], p_amounts bigint[], p_source uuid, p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare owners uuid[];
begin
  select array_agg(coalesce(l.owner_id, stock.house()) order by w.n) into owners
    from unnest(p_skus) with ordinality as w(s, n)
    left join stock.level l on l.city_code = p_city and l.node_id = p_node and l.sku_id = w.s;
  perform stock.lock_costs(owners, p_skus);
  if exists (select from unnest(owners, p_skus) w(o, s)
               join stock.cost c on c.owner_id = w.o and c.sku_id = w.s where not c.known) then
    raise exception 'no cost is known' using errcode = '23514', constraint = 'stock_cost_known';
  end if;
  with parts as (
    select w.o, w.s, w.u, w.a,
           sign(w.a)::int * least(stock.public_share(abs(w.a), least(c.units, w.u), w.u),
                                  case when w.a < 0 then c.value_fen else abs(w.a) end) as now
      from unnest(owners, p_skus, p_units, p_amounts) as w(o, s, u, a)
      join stock.cost c on c.owner_id = w.o and c.sku_id = w.s
     where w.a <> 0),
  noted as (
    insert into stock.variance (id, owner_id, sku_id, kind, units, stock_fen, past_fen, source_id, reason,
                                actor_id)
    select uuidv7(), o, s, p_kind, u, now, a - now, p_source, p_reason, platform.me() from parts)
  update stock.cost c
     set value_fen = c.value_fen + p.now,
         unit_fen = case when c.units > 0 then div(c.value_fen + p.now, c.units) else c.unit_fen end
    from parts p
   where c.owner_id = p.o and c.sku_id = p.s;
end $$;

revoke all on function stock.cost_of_sold(text, uuid, uuid, int),
  stock.public_receive(text, uuid, uuid[], int[], bigint[], text),
  stock.public_send_back(text, uuid, uuid[], int[], text, uuid),
  stock.public_post_variance(text, uuid, text, uuid[], int[], bigint[], uuid, text) from public;
