-- For the rooms above: what an order was sold for and what of it came back, by SKU, without anybody in it.
create view orders.public_sold with (security_invoker = true) as
  select o.city_code, o.id as order_id, o.number, o.channel, o.node_id, o.selling_node_id, l.sku_id,
         sum(l.quantity)::int as units, sum(l.total_fen)::bigint as paid_fen
    from orders.customer_order o
    join orders.line l on l.city_code = o.city_code and l.order_id = o.id
   group by o.city_code, o.id, l.sku_id;

create view orders.public_taken_back with (security_invoker = true) as
  select r.city_code, r.id as return_id, r.order_id, l.sku_id, sum(b.quantity)::int as units,
         sum(b.refund_fen)::bigint as refund_fen, r.received_at
    from orders.return_request r
    join orders.return_line b on b.city_code = r.city_code and b.return_id = r.id
    join orders.line l on l.city_code = r.city_code and l.order_id = r.order_id and l.line_no = b.line_no
   where r.state = 'received'
   group by r.city_code, r.id, l.sku_id;

-- What benefits took off a SKU of an order, who bears it, and what of that went back with returns: nobody
-- bears anything yet beside the price itself.
create view orders.public_benefit_share with (security_invoker = true) as
  select o.city_code, o.id as order_id, o.first_sku_id as sku_id, null::text as party,
         0::bigint as amount_fen, 0::bigint as returned_fen
    from orders.customer_order o where false;
grant select on orders.public_sold, orders.public_taken_back, orders.public_benefit_share to zhuguang_app;
