-- S4 for many orders at once: all they still hold goes back in one statement. Cells are locked in the one
-- order in which placing locks them. For the sweep of orders.
create function stock.public_release_batch(p_cities text[], p_orders uuid[])
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  perform 1 from unnest(p_cities, p_orders) as o(city_code, order_id)
     join stock.hold h on h.city_code = o.city_code and h.order_id = o.order_id and h.state = 'held'
     join stock.level l on l.city_code = h.city_code and l.sku_id = h.sku_id and l.node_id = h.node_id
    order by l.city_code, l.node_id, l.sku_id
      for update of l;
  with gone as (
    update stock.hold h set state = 'released'
      from unnest(p_cities, p_orders) as o(city_code, order_id)
     where h.city_code = o.city_code and h.order_id = o.order_id and h.state = 'held'
    returning h.city_code, h.node_id, h.sku_id, h.quantity),
  summed as (
    select city_code, node_id, sku_id, sum(quantity)::int as quantity from gone group by 1, 2, 3),
  back as (
    update stock.level l set held = l.held - s.quantity
      from summed s
     where l.city_code = s.city_code and l.sku_id = s.sku_id and l.node_id = s.node_id
    returning s.quantity)
  select coalesce(sum(quantity), 0)::int into freed from back;
  return freed;
end $$;
revoke all on function stock.public_release_batch(text[], uuid[]) from public;
