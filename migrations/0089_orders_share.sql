-- For the rooms above: what benefits of the whole order took off a SKU of it, by who bears it.
create or replace view orders.public_benefit_share with (security_invoker = true) as
  select f.city_code, f.order_id, l.sku_id, f.party, sum(f.amount_fen)::bigint as amount_fen,
         sum(f.returned_fen)::bigint as returned_fen
    from orders.line_funder f
    join orders.line l on l.city_code = f.city_code and l.order_id = f.order_id and l.line_no = f.line_no
   group by f.city_code, f.order_id, l.sku_id, f.party;
