-- People read the end of a number to each other, so orders are found by their last digits: the digits
-- backwards begin with what was said. A row policy keeps such a comparison from using an index; this door,
-- for those whom the policy lets read every order, uses it. Under four digits it finds nothing: that would
-- be a tenth of all.
create index order_ending on orders.customer_order (reverse(replace(number, '-', '')) collate "C");

create function orders.ending_in(p_digits text) returns setof uuid
  language sql stable security definer rows 50 set search_path = pg_catalog as $$
  select o.id from orders.customer_order o
   where reverse(replace(o.number, '-', '')) collate "C" >= reverse(p_digits)
     and reverse(replace(o.number, '-', '')) collate "C" < reverse(p_digits) || ':'
     and p_digits ~ '^[0-9]{4,}$'
     and (platform.is_system() or platform.may('sales.read') or platform.may('control.read'))
$$;

revoke all on function orders.ending_in(text) from public;
grant execute on function orders.ending_in(text) to zhuguang_app;
