-- What benefits of the price itself took off is borne as those of the whole order are. They are frozen in the
-- line's trace for one unit: a funder's share is taken of the line, to the nearest fen, and the shares of all
-- are the whole; the house has what is left. What went back is what the kept units no longer bear.
create or replace view orders.public_benefit_share with (security_invoker = true) as
  select s.city_code, s.order_id, s.sku_id, s.party, sum(s.amount_fen)::bigint as amount_fen,
         sum(s.returned_fen)::bigint as returned_fen
    from (
      select f.city_code, f.order_id, l.sku_id, f.party, f.amount_fen, f.returned_fen
        from orders.line_funder f
        join orders.line l on l.city_code = f.city_code and l.order_id = f.order_id and l.line_no = f.line_no
      union all
      select l.city_code, l.order_id, l.sku_id, f.party, p.whole, p.whole - p.kept
        from orders.line l
       cross join lateral jsonb_to_recordset(l.trace->1->'facts'->'benefits') as b(code text, cut_fen bigint)
       cross join lateral (
         select u.party, u.share_bp, sum(u.share_bp) over (order by u.party = 'house', u.party) as upto
           from pricing.public_funder u where u.code = b.code) f
       cross join lateral (select b.cut_fen * l.quantity as sold,
                                  b.cut_fen * (l.quantity - l.returned_quantity) as left_fen) c
       cross join lateral (
         select div(c.sold * f.upto + 5000, 10000)
                  - div(c.sold * (f.upto - f.share_bp) + 5000, 10000) as whole,
                div(c.left_fen * f.upto + 5000, 10000)
                  - div(c.left_fen * (f.upto - f.share_bp) + 5000, 10000) as kept) p) s
   group by s.city_code, s.order_id, s.sku_id, s.party;
