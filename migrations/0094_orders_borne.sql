-- What benefits of the whole order took off a line, and each funder's part; what went back is left out.
create view orders.public_borne with (security_invoker = true) as
  select b.city_code, b.order_id, b.line_no, b.code, b.name_zh, b.name_en,
         b.amount_fen - b.returned_fen as off_fen, f.party, f.amount_fen - f.returned_fen as own_fen
    from orders.line_benefit b
    join orders.line_funder f on f.city_code = b.city_code and f.order_id = b.order_id
                             and f.line_no = b.line_no and f.code = b.code;
grant select on orders.public_borne to zhuguang_app;
