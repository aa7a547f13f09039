-- Units for a batch: cells are locked in (city, node, SKU) order and what is free of them is told; what was
-- decided is taken in one statement. S2 stands behind it, whoever decides.

-- Plans for many cells take this index for the primary key's equal (both promise one row), so it must name
-- the cell too: without the SKU each look-up reads the whole node.
create index level_cell on stock.level (city_code, node_id, sku_id);
drop index stock.level_node;

-- S5: a store that does not serve online has nothing free. A cell that is not there has nothing either.
create function stock.public_lock_free(p_cities text[], p_nodes uuid[], p_skus uuid[])
  returns int[]
  language plpgsql security definer set search_path = pg_catalog as $$
declare free int[];
begin
  perform 1
     from unnest(p_cities, p_nodes, p_skus) as c(city_code, node_id, sku_id)
     join stock.level l on l.city_code = c.city_code and l.sku_id = c.sku_id and l.node_id = c.node_id
    order by l.city_code, l.node_id, l.sku_id
      for update of l;
  -- a new look: who waited for a lock sees what the other left
  free := stock.public_look_free(p_cities, p_nodes, p_skus);
  return free;
end $$;

-- The same figure without waiting for anybody. Whoever calls may have switched loops off for arrays of their
-- own; cells are looked up one by one.
create function stock.public_look_free(p_cities text[], p_nodes uuid[], p_skus uuid[])
  returns int[]
  language plpgsql security definer set search_path = pg_catalog set enable_nestloop = on as $$
begin
  return array(
    select case when p.id is not null and not p.serves_online then 0
                else greatest(coalesce(l.on_hand - l.held - l.protected - l.display, 0), 0) end
      from unnest(p_cities, p_nodes, p_skus) with ordinality as c(city_code, node_id, sku_id, at)
      left join stock.level l
             on l.city_code = c.city_code and l.sku_id = c.sku_id and l.node_id = c.node_id
      left join places.public_node p on p.id = c.node_id
     order by c.at);
end $$;

-- S3: what the caller has decided on locked cells, for many orders at once; each line names its own.
create function stock.public_take_batch(p_cities text[], p_orders uuid[], p_nodes uuid[], p_skus uuid[],
                                 p_quantities int[], p_holders uuid[], p_expires timestamptz)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  cells int;
  taken int;
begin
  with demand as (
    select w.city_code, w.node_id, w.sku_id, sum(w.quantity)::int as quantity
      from unnest(p_cities, p_nodes, p_skus, p_quantities) as w(city_code, node_id, sku_id, quantity)
     group by 1, 2, 3),
  changed as (
    update stock.level l set held = l.held + d.quantity
      from demand d
     where l.city_code = d.city_code and l.sku_id = d.sku_id and l.node_id = d.node_id
    returning 1)
  select (select count(*) from demand), (select count(*) from changed) into cells, taken;
  if cells <> taken then raise exception 'stock moved' using errcode = '40001'; end if;
  insert into stock.hold (city_code, order_id, node_id, sku_id, quantity, expires_at, held_for)
  select w.city_code, w.order_id, w.node_id, w.sku_id, sum(w.quantity)::int, p_expires, w.holder
    from unnest(p_cities, p_orders, p_nodes, p_skus, p_quantities, p_holders)
         as w(city_code, order_id, node_id, sku_id, quantity, holder)
   group by w.city_code, w.order_id, w.node_id, w.sku_id, w.holder;
end $$;

revoke all on function stock.public_lock_free(text[], uuid[], uuid[]),
  stock.public_look_free(text[], uuid[], uuid[]),
  stock.public_take_batch(text[], uuid[], uuid[], uuid[], int[], uuid[], timestamptz) from public;

-- What was paid for is kept until it leaves or its order ends.
create function stock.public_keep_batch(p_cities text[], p_orders uuid[])
  returns void language sql security definer set search_path = pg_catalog as $$
  update stock.hold h set expires_at = '2999-12-31T00:00:00Z'
    from unnest(p_cities, p_orders) as paid(city_code, order_id)
   where h.city_code = paid.city_code and h.order_id = paid.order_id and h.state = 'held' $$;
revoke all on function stock.public_keep_batch(text[], uuid[]) from public;
