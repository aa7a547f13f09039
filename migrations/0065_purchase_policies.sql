-- Who reads and writes what of purchase. Costs lie apart, so that their readers are named once for each
-- table.
grant select on all tables in schema purchase to zhuguang_app;
grant insert, update (name, name_en, payment_terms_days, lead_time_days, state, tax_id, changed_at)
  on purchase.supplier to zhuguang_app;
grant insert on purchase.supplier_bank, purchase.despatch, purchase.despatch_line, purchase.receipt,
  purchase.receipt_line, purchase.receipt_wrong, purchase.supplier_return, purchase.supplier_return_line
  to zhuguang_app;
grant insert, update (valid) on purchase.agreement to zhuguang_app;
grant insert, update (budget_fen, requested_by, approved_by, request_id, changed_at)
  on purchase.budget to zhuguang_app;
grant insert, update (state, expected_on, note, request_id, requested_by, approved_by, sent_at, ended_at)
  on purchase.purchase_order to zhuguang_app;
grant insert, delete, update (units, acknowledged_units) on purchase.order_line to zhuguang_app;
grant insert, delete, update (unit_cost_fen, vat_bp, freight_fen, agreement_id) on purchase.order_cost
  to zhuguang_app;

select platform.guard(t) from unnest(array['purchase.supplier', 'purchase.supplier_bank',
  'purchase.agreement', 'purchase.budget', 'purchase.purchase_order', 'purchase.order_line',
  'purchase.order_cost', 'purchase.despatch', 'purchase.despatch_line', 'purchase.receipt',
  'purchase.receipt_line', 'purchase.receipt_wrong', 'purchase.receipt_cost', 'purchase.supplier_return',
  'purchase.supplier_return_line']::regclass[]) t;

-- Buying and control see where goods come from; a brand what is its own.
create policy supplier_read on purchase.supplier for select using (
  platform.is_system() or (select platform.may('purchasing.read')) or (select platform.may('control.read'))
  or (select platform.may('control.approve'))
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
create policy supplier_add on purchase.supplier for insert with check (
  (select platform.may('purchasing.suppliers')) and tax_id is null);                         -- B1
create policy supplier_edit on purchase.supplier for update using (
  (select platform.may('purchasing.suppliers')) or (select platform.may('control.approve')));
create function purchase.tax_by_two() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if not platform.may('control.approve') then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger supplier_tax_by_two before update of tax_id on purchase.supplier
  for each row when (old.tax_id is distinct from new.tax_id) execute function purchase.tax_by_two();

-- Buying proposes where money goes and reads of it what its proposal says.
create policy bank_read on purchase.supplier_bank for select using (
  platform.is_system() or (select platform.may('control.read')) or (select platform.may('control.approve')));
create policy bank_add on purchase.supplier_bank for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me());

create policy agreement_read on purchase.agreement for select using (
  platform.is_system() or (select platform.may('purchasing.costs')) or (select platform.may('control.read'))
  or (select platform.may('control.approve')));
create policy agreement_add on purchase.agreement for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me());
create policy agreement_end on purchase.agreement for update
  using ((select platform.may('control.approve')));
create function purchase.only_sooner() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if isempty(old.valid) or not old.valid @> new.valid
     or not (isempty(new.valid) or lower(new.valid) = lower(old.valid)) then
    raise exception 'a span only ends sooner' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger agreement_only_sooner before update of valid on purchase.agreement
  for each row execute function purchase.only_sooner();

create policy budget_read on purchase.budget for select using (
  platform.is_system() or (select platform.may('purchasing.orders')) or (select platform.may('control.read'))
  or (select platform.may('control.approve')));
create policy budget_add on purchase.budget for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me());
create policy budget_edit on purchase.budget for update using ((select platform.may('control.approve')))
  with check (approved_by = platform.me());

-- A node sees what has been sent for it, a brand what has been sent to it.
create policy order_read on purchase.purchase_order for select using (
  platform.is_system() or (select platform.may('purchasing.read')) or (select platform.may('control.read'))
  or (select platform.may('control.approve'))
  or (state not in ('draft', 'approving') and (
        ((select platform.may('store.read')) and platform.in_scope('nodes', node_id::text))
     or ((select platform.may('brand.read')) and exists (
           select from purchase.supplier s where s.supplier_id = purchase_order.supplier_id)))));
create policy order_add on purchase.purchase_order for insert with check (
  (select platform.may('purchasing.orders')) and created_by = platform.me() and state = 'draft'
  and approved_by is null);
create policy order_edit on purchase.purchase_order for update using (
  (select platform.may('purchasing.orders')) or (select platform.may('control.approve')));

-- As far as the order is seen.
create policy line_read on purchase.order_line for select using (
  exists (select from purchase.purchase_order o where o.order_id = order_line.order_id));
create policy line_add on purchase.order_line for insert
  with check ((select platform.may('purchasing.orders')));
create policy line_edit on purchase.order_line for update
  using ((select platform.may('purchasing.orders')));
create policy line_drop on purchase.order_line for delete
  using ((select platform.may('purchasing.orders')));
create policy cost_read on purchase.order_cost for select using (
  platform.is_system() or (select platform.may('purchasing.costs')) or (select platform.may('control.read'))
  or (select platform.may('control.approve'))
  or ((select platform.may('brand.read')) and exists (
        select from purchase.purchase_order o where o.order_id = order_cost.order_id)));
create policy cost_add on purchase.order_cost for insert
  with check ((select platform.may('purchasing.orders')));
create policy cost_edit on purchase.order_cost for update
  using ((select platform.may('purchasing.orders')));
create policy cost_drop on purchase.order_cost for delete
  using ((select platform.may('purchasing.orders')));

create policy despatch_read on purchase.despatch for select using (
  exists (select from purchase.purchase_order o where o.order_id = despatch.order_id));
create policy despatch_add on purchase.despatch for insert
  with check ((select platform.may('purchasing.orders')));
create policy despatch_line_read on purchase.despatch_line for select using (
  exists (select from purchase.despatch d where d.despatch_id = despatch_line.despatch_id));
create policy despatch_line_add on purchase.despatch_line for insert
  with check ((select platform.may('purchasing.orders')));

create policy receipt_read on purchase.receipt for select using (
  exists (select from purchase.purchase_order o where o.order_id = receipt.order_id));
create policy receipt_add on purchase.receipt for insert with check (
  (select platform.may('stock.receive')) and platform.in_scope('nodes', node_id::text)
  and received_by = platform.me());
create policy receipt_line_read on purchase.receipt_line for select using (
  exists (select from purchase.receipt r where r.receipt_id = receipt_line.receipt_id));
create policy receipt_line_add on purchase.receipt_line for insert with check (
  (select platform.may('stock.receive')) and exists (
    select from purchase.receipt r where r.receipt_id = receipt_line.receipt_id
       and platform.in_scope('nodes', r.node_id::text)));
create policy wrong_read on purchase.receipt_wrong for select using (
  exists (select from purchase.receipt r where r.receipt_id = receipt_wrong.receipt_id));
create policy wrong_add on purchase.receipt_wrong for insert with check (
  (select platform.may('stock.receive')) and exists (
    select from purchase.receipt r where r.receipt_id = receipt_wrong.receipt_id
       and platform.in_scope('nodes', r.node_id::text)));
create policy receipt_cost_read on purchase.receipt_cost for select using (
  platform.is_system() or (select platform.may('purchasing.costs')) or (select platform.may('control.read'))
  or (select platform.may('control.approve')));

create policy return_read on purchase.supplier_return for select using (
  exists (select from purchase.purchase_order o where o.order_id = supplier_return.order_id));
create policy return_add on purchase.supplier_return for insert with check (
  (select platform.may('purchasing.orders')) and by_id = platform.me());
create policy return_line_read on purchase.supplier_return_line for select using (
  platform.is_system() or (select platform.may('purchasing.costs')) or (select platform.may('control.read'))
  or (select platform.may('control.approve')));
create policy return_line_add on purchase.supplier_return_line for insert with check (
  (select platform.may('purchasing.orders')));

-- For the rooms above.
create view purchase.public_supplier with (security_invoker = true) as
  select supplier_id, code, name, name_en, party_id, brand_id, tax_id, payment_terms_days, lead_time_days,
         currency, state, demo
    from purchase.supplier;
create view purchase.public_order_line with (security_invoker = true) as
  select o.order_id, o.no, o.supplier_id, l.line_no, l.sku_id, o.node_id, l.units, l.acknowledged_units,
         c.unit_cost_fen, c.vat_bp, o.state, o.sent_at
    from purchase.purchase_order o
    join purchase.order_line l on l.order_id = o.order_id
    join purchase.order_cost c on c.order_id = l.order_id and c.line_no = l.line_no;
create view purchase.public_receipt_line with (security_invoker = true) as
  select r.receipt_id, r.no, r.order_id, l.line_no, l.sku_id, r.node_id, l.good_units, l.damaged_units,
         c.unit_cost_fen, c.freight_fen, c.landed_fen, r.received_at
    from purchase.receipt r
    join purchase.receipt_line l on l.receipt_id = r.receipt_id
    join purchase.receipt_cost c on c.receipt_id = l.receipt_id and c.line_no = l.line_no;
create view purchase.public_return_line with (security_invoker = true) as
  select r.return_id, r.no, r.order_id, l.line_no, l.sku_id, r.node_id, l.units, l.unit_cost_fen,
         r.returned_at
    from purchase.supplier_return r
    join purchase.supplier_return_line l on l.return_id = r.return_id;
grant select on purchase.public_supplier, purchase.public_order_line, purchase.public_receipt_line,
  purchase.public_return_line to zhuguang_app;
revoke all on function purchase.only_sooner(), purchase.tax_by_two() from public;
