-- The brand's own part of a purchase order: what it was sent, what it answers, what it sends. A brand writes
-- no table of this room; these doors move what is its own and nothing else.

-- As far as the row policies show orders: to a brand those that were sent to it.
create view purchase.public_asked with (security_invoker = true) as
  select o.order_id, o.no, s.brand_id, o.node_id, o.city_code, o.state, o.expected_on, o.sent_at, o.created_at
    from purchase.purchase_order o join purchase.supplier s on s.supplier_id = o.supplier_id;
create view purchase.public_asked_line with (security_invoker = true) as
  select l.order_id, l.line_no, l.sku_id, l.units, l.acknowledged_units, c.unit_cost_fen, c.vat_bp,
         coalesce((select sum(x.units) from purchase.despatch_line x
                     join purchase.despatch d on d.despatch_id = x.despatch_id
                    where d.order_id = l.order_id and x.line_no = l.line_no), 0)::int as despatched_units,
         coalesce((select sum(r.good_units) from purchase.receipt_line r
                    where r.order_id = l.order_id and r.line_no = l.line_no), 0)::int as good_units,
         coalesce((select sum(r.damaged_units) from purchase.receipt_line r
                    where r.order_id = l.order_id and r.line_no = l.line_no), 0)::int as damaged_units
    from purchase.order_line l
    left join purchase.order_cost c on c.order_id = l.order_id and c.line_no = l.line_no;
create view purchase.public_despatch with (security_invoker = true) as
  select d.order_id, d.despatch_id, d.no, d.carrier, d.tracking_no, d.arrives_on, d.at,
         (select jsonb_agg(jsonb_build_object('line_no', x.line_no, 'units', x.units) order by x.line_no)
            from purchase.despatch_line x where x.despatch_id = d.despatch_id) as lines
    from purchase.despatch d;
grant select on purchase.public_asked, purchase.public_asked_line, purchase.public_despatch to zhuguang_app;

-- An order of the asker's own brands, locked; nothing where it is not theirs or was never sent.
create function purchase.own_order(p_order uuid) returns purchase.purchase_order
  language sql volatile set search_path = pg_catalog as $$
  select o.* from purchase.purchase_order o
    join purchase.supplier s on s.supplier_id = o.supplier_id
   where o.order_id = p_order and o.state not in ('draft', 'approving') and platform.may('brand.orders')
     and platform.in_scope('brands', s.brand_id::text)
     for update of o $$;

-- What the brand will send, and until when: never more than was ordered. Lines it does not name are sent as
-- ordered. The state it had is told; null: there is no such order for the asker.
create function purchase.public_acknowledge(p_order uuid, p_lines int[], p_units int[], p_expected date)
  returns text language plpgsql security definer set search_path = pg_catalog as $$
declare own purchase.purchase_order := purchase.own_order(p_order);
begin
  if own.order_id is null then return null; end if;
  if own.state <> 'sent' then
    raise exception 'it was answered' using errcode = '23514', constraint = 'brand_order_answered';
  end if;
  if exists (select from unnest(p_lines) n where not exists (
       select from purchase.order_line l where l.order_id = p_order and l.line_no = n))
     or cardinality(p_lines) <> (select count(distinct n) from unnest(p_lines) n) then
    raise exception 'no such line' using errcode = '23514', constraint = 'brand_order_line';
  end if;
  if exists (select from unnest(p_lines, p_units) w(n, u)
               join purchase.order_line l on l.order_id = p_order and l.line_no = w.n
              where w.u is null or w.u not between 0 and l.units) then
    raise exception 'more than ordered' using errcode = '23514', constraint = 'brand_order_more';
  end if;
  update purchase.order_line l
     set acknowledged_units = coalesce((select w.u from unnest(p_lines, p_units) w(n, u)
                                         where w.n = l.line_no), l.units)
   where l.order_id = p_order;
  update purchase.purchase_order o
     set state = 'acknowledged', expected_on = coalesce(p_expected, o.expected_on)
   where o.order_id = p_order;
  return own.state;
end $$;

-- Goods of it are on their way: of each line never more, all notices together, than the brand said it sends.
create function purchase.public_despatch_own(p_order uuid, p_despatch uuid, p_no text, p_carrier text,
                                             p_tracking text, p_arrives date, p_lines int[], p_units int[])
  returns text language plpgsql security definer set search_path = pg_catalog as $$
declare own purchase.purchase_order := purchase.own_order(p_order);
begin
  if own.order_id is null then return null; end if;
  if own.state not in ('acknowledged', 'part_shipped', 'part_received') then
    raise exception 'not to be shipped' using errcode = '23514', constraint = 'brand_order_ships';
  end if;
  if cardinality(p_lines) = 0 or exists (select from unnest(p_lines) n where not exists (
       select from purchase.order_line l where l.order_id = p_order and l.line_no = n))
     or cardinality(p_lines) <> (select count(distinct n) from unnest(p_lines) n) then
    raise exception 'no such line' using errcode = '23514', constraint = 'brand_order_line';
  end if;
  if exists (
    select from unnest(p_lines, p_units) w(n, u)
      join purchase.order_line l on l.order_id = p_order and l.line_no = w.n
     where w.u is null or w.u < 1 or w.u > coalesce(l.acknowledged_units, l.units)
           - coalesce((select sum(x.units) from purchase.despatch_line x
                         join purchase.despatch d on d.despatch_id = x.despatch_id
                        where d.order_id = p_order and x.line_no = l.line_no), 0)) then
    raise exception 'more than agreed' using errcode = '23514', constraint = 'brand_order_over';
  end if;
  insert into purchase.despatch (despatch_id, order_id, no, carrier, tracking_no, arrives_on, by_id)
  values (p_despatch, p_order, p_no, p_carrier, p_tracking, p_arrives, platform.me());
  insert into purchase.despatch_line (despatch_id, line_no, units)
  select p_despatch, w.n, w.u from unnest(p_lines, p_units) w(n, u);
  if own.state = 'acknowledged' then
    update purchase.purchase_order o set state = 'part_shipped' where o.order_id = p_order;
  end if;
  return own.state;
end $$;

revoke all on function purchase.own_order(uuid), purchase.public_acknowledge(uuid, int[], int[], date),
  purchase.public_despatch_own(uuid, uuid, text, text, text, date, int[], int[]) from public;
grant execute on function purchase.public_acknowledge(uuid, int[], int[], date),
  purchase.public_despatch_own(uuid, uuid, text, text, text, date, int[], int[]) to zhuguang_app;
