-- For the rooms above: what the house's own units cost when they moved, with who moved them and why. A row
-- without a cost was moved while none was known.
create view stock.public_costed with (security_invoker = true) as
  select e.city_code, e.id as entry_id, e.node_id, e.sku_id, e.kind, e.quantity, c.cost_fen, e.order_id,
         e.at, e.actor_id is null and e.kind = 'receipt' and e.reason in ('opening', 'past') as loaded
    from stock.entry_cost c
    join stock.entry e on e.city_code = c.city_code and e.id = c.entry_id
   where c.owner_id = stock.house();
grant select on stock.public_costed to zhuguang_app;
