-- A placing writes rows of its own orders only.
create or replace function orders.place(baskets jsonb, placed jsonb, lines jsonb, recipients jsonb,
                                        stories jsonb)
  returns table (id uuid, number text)
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.is_system() and exists (
    select 1 from jsonb_populate_recordset(null::orders.customer_order, placed) p
     where not ((p.channel = 'shop' and p.person_id = platform.me())
                or (p.channel = 'counter' and platform.may('orders.counter_sale')
                    and platform.in_scope('nodes', p.selling_node_id::text)))) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  -- What comes with an order is of that order: a line, a recipient or a story of another one is refused.
  if exists (
    select from (
      select l.order_id, l.city_code from jsonb_populate_recordset(null::orders.line, lines) l
      union all
      select r.order_id, r.city_code from jsonb_populate_recordset(null::orders.recipient, recipients) r
      union all
      select s.order_id, s.city_code from jsonb_populate_recordset(null::orders.story, stories) s) part
     where not exists (select from jsonb_populate_recordset(null::orders.customer_order, placed) p
                        where p.id = part.order_id and p.city_code = part.city_code))
     or exists (
    select from jsonb_populate_recordset(null::orders.basket, baskets) b
     where not exists (select from jsonb_populate_recordset(null::orders.customer_order, placed) p
                        where p.basket_id = b.id and p.person_id is not distinct from b.person_id)) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  insert into orders.basket
  select * from jsonb_populate_recordset(null::orders.basket, baskets);
  return query
    insert into orders.customer_order
    select filled.*
      from jsonb_populate_recordset(null::orders.customer_order, placed) p
     cross join lateral (select coalesce(p.number, left(p.city_code, 4) || '-'
                           || to_char(p.placed_at at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
                           || lpad(nextval('orders.number_serial')::text, 7, '0')) as human) n
     cross join lateral jsonb_populate_record(p, jsonb_build_object(
                          'number', n.human, 'refunded_fen', 0, 'resourced', 0)) filled
     order by p.city_code, p.id
    returning customer_order.id, customer_order.number;
  insert into orders.line
  select filled.*
    from jsonb_populate_recordset(null::orders.line, lines) l
   cross join lateral jsonb_populate_record(l, '{"returned_quantity": 0, "refunded_fen": 0}') filled;
  insert into orders.recipient
  select * from jsonb_populate_recordset(null::orders.recipient, recipients);
  insert into orders.story
  select * from jsonb_populate_recordset(null::orders.story, stories);
end $$;
