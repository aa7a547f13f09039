-- For the rooms above that sum what was sold: lines without anybody in them.
create view orders.public_line with (security_invoker = true) as
  select o.city_code, o.id as order_id, l.line_no, o.placed_at, o.changed_at, o.state, o.node_id, l.sku_id,
         l.quantity, l.returned_quantity,
         coalesce(l.trace->1->'facts'->'benefits', '[]') as benefits     -- what each took off one unit
    from orders.customer_order o
    join orders.line l on l.city_code = o.city_code and l.order_id = o.id;
-- What a day's orders are known by: another count or a later change, and the day is summed anew.
create view orders.public_day with (security_invoker = true) as
  select (o.placed_at at time zone 'Asia/Shanghai')::date as day, count(*)::int as orders,
         max(o.changed_at) as changed_at
    from orders.customer_order o
   where o.placed_at > platform.clock() - interval '100 days'
   group by 1;
grant select on orders.public_line, orders.public_day to zhuguang_app;
