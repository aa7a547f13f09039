-- A source is a uuid: a text made of one is not looked up behind a row policy. What is matched at once is
-- posted at once, a receipt as one entry, and of a city everything at a time.
alter table accounts.journal_entry
  alter column memo type text using case source_kind when 'loaded'
    then split_part(source_id, ':', 1) || ' ' || split_part(source_id, ':', 2) else memo end,
  alter column source_id type uuid using case source_kind when 'loaded'
    then md5(split_part(source_id, ':', 1) || ' ' || split_part(source_id, ':', 2) || ' '
             || (split_part(source_id, ':', 3)::int - 1))::uuid else source_id::uuid end;

alter table accounts.match add column posting_id uuid;
alter table accounts.match
  alter column posting_id type uuid using match_id, alter column posting_id set not null;
create index match_young on accounts.match (at);

drop function accounts.post_matches(int);

create or replace function accounts.post_sales(p_city text, p_vat_bp int, p_max int) returns int
  language sql set search_path = pg_catalog
  set plan_cache_mode = force_custom_plan as $$
  with due as materialized (
    select c.entry_id, c.at, c.sku_id, c.node_id, c.order_id, s.number, coalesce(-c.cost_fen, 0) as cost,
           accounts.share(s.paid_fen, -c.quantity, s.units) as paid,
           accounts.share(b.others, -c.quantity, s.units) as others,
           accounts.share(b.house, -c.quantity, s.units) as house
      from stock.public_costed c
     cross join lateral (
       select * from orders.public_sold s
        where s.city_code = c.city_code and s.order_id = c.order_id and s.sku_id = c.sku_id) s
     cross join lateral (
       select coalesce(sum(b.amount_fen) filter (where b.party <> 'house'), 0)::bigint as others,
              coalesce(sum(b.amount_fen) filter (where b.party = 'house'), 0)::bigint as house
         from orders.public_benefit_share b
        where b.city_code = c.city_code and b.order_id = c.order_id and b.sku_id = c.sku_id) b
     where c.kind = 'sale' and (c.city_code = p_city or p_city is null)
       and (p_city is not null or c.entry_id > (select uuidv7(interval '-5 minutes')))
       and (s.paid_fen > 0 or c.cost_fen <> 0)
       and not exists (select from accounts.journal_entry j
                        where j.source_kind = 'sale' and j.source_id = c.entry_id)
     limit p_max),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at, memo, vat_bp)
    select uuidv7(), 'sale', d.entry_id, d.at, d.number, p_vat_bp from due d
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, sku_id,
                                       node_id, order_id)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), accounts.day_of(d.at),
           d.sku_id, d.node_id, d.order_id
      from made m join due d on d.entry_id = m.source_id
     cross join lateral (select d.paid + d.others as base, d.paid + d.others + d.house as list) g
     cross join lateral (select accounts.vat_in(g.base, p_vat_bp) as vat,
                                g.list - accounts.vat_in(g.list, p_vat_bp) as net) t
     cross join lateral (values (1, 'customer_clearing', d.paid), (2, 'benefit_receivable', d.others),
       (3, 'revenue', -t.net), (4, 'benefits_ours', t.net - (g.base - t.vat)), (5, 'output_vat', -t.vat),
       (6, 'cost_of_sales', d.cost), (7, 'inventory', -d.cost)) as v(n, account, fen)
     where v.fen <> 0)
  select count(*)::int from made $$;

create or replace function accounts.post_refunds(p_max int) returns int
  language sql set search_path = pg_catalog as $$
  with due as materialized (
    select distinct on (t.order_id) t.city_code, t.return_id, t.order_id, t.received_at
      from orders.public_taken_back t
     where not exists (select from accounts.journal_entry j
                        where j.source_kind = 'refund' and j.source_id = t.return_id)
       and exists (select from accounts.journal_line l
                    where l.order_id = t.order_id and l.sku_id = t.sku_id and l.account = 'revenue')
     order by t.order_id, t.received_at, t.return_id limit p_max),
  posted as (
    select d.return_id, d.city_code, d.order_id, d.received_at, l.sku_id,
           min(l.node_id::text)::uuid as node_id, max(e.vat_bp) as vat_bp, max(e.memo) as memo,
           coalesce(sum(l.debit_fen - l.credit_fen)
                    filter (where l.account = 'customer_clearing'), 0) as paid,
           coalesce(sum(l.debit_fen - l.credit_fen)
                    filter (where l.account = 'benefit_receivable'), 0) as others,
           coalesce(sum(l.credit_fen - l.debit_fen) filter (where l.account = 'revenue'), 0) as net,
           coalesce(sum(l.debit_fen - l.credit_fen) filter (where l.account = 'benefits_ours'), 0) as house,
           coalesce(sum(l.credit_fen - l.debit_fen) filter (where l.account = 'output_vat'), 0) as vat
      from due d
      join accounts.journal_line l on l.order_id = d.order_id
      join accounts.journal_entry e on e.entry_id = l.entry_id and e.source_kind in ('sale', 'refund')
     group by 1, 2, 3, 4, 5),
  wanted as (
    select p.*, s.paid_fen - back.fen as now_paid, b.others as now_others, b.house as now_house
      from posted p
     cross join lateral (
       select s.paid_fen from orders.public_sold s
        where s.city_code = p.city_code and s.order_id = p.order_id and s.sku_id = p.sku_id) s
     cross join lateral (
       select coalesce(sum(t.refund_fen), 0)::bigint as fen from orders.public_taken_back t
        where t.city_code = p.city_code and t.order_id = p.order_id and t.sku_id = p.sku_id
          and (t.received_at, t.return_id) <= (p.received_at, p.return_id)) back
     cross join lateral (
       select coalesce(sum(b.amount_fen - b.returned_fen) filter (where b.party <> 'house'), 0)::bigint
                as others,
              coalesce(sum(b.amount_fen - b.returned_fen) filter (where b.party = 'house'), 0)::bigint
                as house
         from orders.public_benefit_share b
        where b.city_code = p.city_code and b.order_id = p.order_id and b.sku_id = p.sku_id) b),
  target as (
    select w.*, g.list - accounts.vat_in(g.list, w.vat_bp) as now_net,
           accounts.vat_in(g.base, w.vat_bp) as now_vat, g.base
      from wanted w
     cross join lateral (select w.now_paid + w.now_others as base,
                                w.now_paid + w.now_others + w.now_house as list) g),
  moved as (
    select t.return_id, t.order_id, t.sku_id, t.node_id, t.received_at, t.memo, v.n, v.account,
           v.fen::bigint as fen
      from target t
     cross join lateral (values (1, 'customer_clearing', t.now_paid - t.paid),
       (2, 'benefit_receivable', t.now_others - t.others), (3, 'revenue', t.net - t.now_net),
       (4, 'benefits_ours', (t.now_net - (t.base - t.now_vat)) - t.house),
       (5, 'output_vat', t.vat - t.now_vat)) as v(n, account, fen)
     where v.fen <> 0),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at, memo)
    select uuidv7(), 'refund', return_id, received_at, max(memo) from moved
     group by return_id, received_at
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, sku_id,
                                       node_id, order_id)
    select m.entry_id, row_number() over (partition by m.entry_id order by v.sku_id, v.n), v.account,
           greatest(v.fen, 0), greatest(-v.fen, 0), accounts.day_of(v.received_at), v.sku_id, v.node_id,
           v.order_id
      from made m join moved v on v.return_id = m.source_id)
  select count(*)::int from made $$;

create or replace function accounts.post_stock(p_city text, p_max int) returns int
  language sql set search_path = pg_catalog
  set plan_cache_mode = force_custom_plan as $$
  with due as materialized (
    select c.entry_id, c.at, c.sku_id, c.node_id, c.order_id, c.cost_fen,
           case c.kind when 'receipt' then 'goods_clearing' when 'supplier_return' then 'price_variance'
                       when 'customer_return' then 'cost_of_sales' when 'transfer_in' then 'owner_clearing'
                       when 'transfer_out' then 'owner_clearing' else 'stock_variance' end as against
      from stock.public_costed c
     where c.kind <> 'sale' and not c.loaded and c.cost_fen <> 0
       and (c.city_code = p_city or p_city is null)
       and (p_city is not null or c.entry_id > (select uuidv7(interval '-5 minutes')))
       and not exists (select from accounts.journal_entry j
                        where j.source_kind = 'stock' and j.source_id = c.entry_id)
     limit p_max),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at)
    select uuidv7(), 'stock', d.entry_id, d.at from due d
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, sku_id,
                                       node_id, order_id)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), accounts.day_of(d.at),
           d.sku_id, d.node_id, d.order_id
      from made m join due d on d.entry_id = m.source_id
     cross join lateral (values (1, 'inventory', d.cost_fen), (2, d.against, -d.cost_fen))
                     as v(n, account, fen))
  select count(*)::int from made $$;

create or replace function accounts.post_loaded() returns int
  language sql set search_path = pg_catalog as $$
  with here as (
    select c.city_code || ' ' || accounts.day_of(c.at) as part, min(c.at) as at,
           sum(c.cost_fen)::bigint as fen
      from stock.public_costed c where c.loaded and c.cost_fen is not null group by 1),
  before as (
    select e.memo as part, count(*) as n, sum(l.debit_fen - l.credit_fen)::bigint as fen
      from accounts.journal_entry e
      join accounts.journal_line l on l.entry_id = e.entry_id and l.account = 'inventory'
     where e.source_kind = 'loaded' group by 1),
  due as materialized (
    select h.part, md5(h.part || ' ' || coalesce(b.n, 0))::uuid as source_id, h.at,
           h.fen - coalesce(b.fen, 0) as fen
      from here h left join before b on b.part = h.part
     where h.fen <> coalesce(b.fen, 0)),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at, memo)
    select uuidv7(), 'loaded', d.source_id, d.at, d.part from due d
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), accounts.day_of(d.at)
      from made m join due d on d.source_id = m.source_id
     cross join lateral (values (1, 'inventory', d.fen), (2, 'goods_clearing', -d.fen)) as v(n, account, fen))
  select count(*)::int from made $$;

create or replace function accounts.post_purchases(p_all boolean, p_max int) returns int
  language sql set search_path = pg_catalog as $$
  with sources as (
    select 'receipt' as kind, r.receipt_id as id, r.no, r.order_id, r.line_no, r.node_id,
           r.received_at as at, r.landed_fen as landed, r.good_units * r.unit_cost_fen as goods
      from purchase.public_receipt_line r where r.landed_fen <> 0
    union all
    select 'supplier_return', t.return_id, t.no, t.order_id, t.line_no, t.node_id, t.returned_at,
           -t.units * t.unit_cost_fen, -t.units * t.unit_cost_fen
      from purchase.public_return_line t),
  due as materialized (
    select s.kind, s.id, s.no, s.node_id, s.at, o.supplier_id, sum(s.landed)::bigint as landed,
           sum(s.goods)::bigint as goods
      from sources s
      join purchase.public_order_line o on o.order_id = s.order_id and o.line_no = s.line_no
     where (p_all or s.at > platform.clock() - interval '1 day')
       and not exists (select from accounts.journal_entry j
                        where j.source_kind = s.kind and j.source_id = s.id)
     group by 1, 2, 3, 4, 5, 6 limit p_max),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at, memo)
    select uuidv7(), d.kind, d.id, d.at, d.no from due d
    on conflict do nothing returning entry_id, source_kind, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, node_id,
                                       supplier_id)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), accounts.day_of(d.at),
           d.node_id, d.supplier_id
      from made m join due d on d.kind = m.source_kind and d.id = m.source_id
     cross join lateral (values
       (1, case d.kind when 'receipt' then 'goods_clearing' else 'price_variance' end, d.landed),
       (2, 'grni', -d.goods), (3, 'freight_accrued', d.goods - d.landed)) as v(n, account, fen)
     where v.fen <> 0)
  select count(*)::int from made $$;

create or replace function accounts.post_variances(p_max int) returns int
  language sql set search_path = pg_catalog as $$
  with due as materialized (
    select x.* from stock.public_variance x
     where x.owner is null and (x.stock_fen <> 0 or x.past_fen <> 0)
       and not exists (select from accounts.journal_entry j
                        where j.source_kind = 'variance' and j.source_id = x.id)
     limit p_max),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at, memo)
    select uuidv7(), 'variance', d.id, d.at, d.kind from due d
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, sku_id)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), accounts.day_of(d.at),
           d.sku_id
      from made m join due d on d.id = m.source_id
     cross join lateral (values (1, 'inventory', d.stock_fen), (2, 'late_cost', d.past_fen),
       (3, case d.kind when 'freight' then 'freight_accrued' when 'rebate' then 'supplier_claims'
                       else 'goods_clearing' end, -d.stock_fen - d.past_fen)) as v(n, account, fen)
     where v.fen <> 0)
  select count(*)::int from made $$;

create function accounts.post_matches(p_all boolean, p_max int) returns int
  language sql set search_path = pg_catalog as $$
  with due as materialized (
    select x.posting_id, x.invoice_id, x.supplier_id, x.day, min(x.at) as at,
           sum(x.agreed_fen)::bigint as agreed, sum(x.net_fen)::bigint as net, sum(x.tax_fen)::bigint as tax
      from accounts.match x
     where (p_all or x.at > platform.clock() - interval '1 day')
       and not exists (select from accounts.journal_entry j
                        where j.source_kind = 'match' and j.source_id = x.posting_id)
     group by 1, 2, 3, 4 limit p_max),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at, memo)
    select uuidv7(), 'match', d.posting_id, d.at, i.number
      from due d join accounts.invoice i on i.invoice_id = d.invoice_id
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, supplier_id)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), d.day, d.supplier_id
      from made m join due d on d.posting_id = m.source_id
     cross join lateral (values (1, 'grni', d.agreed), (2, 'price_variance', d.net - d.agreed),
       (3, 'input_vat', d.tax), (4, 'payable', -d.net - d.tax)) as v(n, account, fen)
     where v.fen <> 0)
  select count(*)::int from made $$;

create or replace function accounts.post_payments(p_max int) returns int
  language sql set search_path = pg_catalog as $$
  with due as materialized (
    select p.* from accounts.payment p
     where not exists (select from accounts.journal_entry j
                        where j.source_kind = 'payment' and j.source_id = p.payment_id)
     limit p_max),
  made as (
    insert into accounts.journal_entry (entry_id, source_kind, source_id, at)
    select uuidv7(), 'payment', d.payment_id, d.at from due d
    on conflict do nothing returning entry_id, source_id),
  lines as (
    insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day, supplier_id)
    select m.entry_id, v.n, v.account, greatest(v.fen, 0), greatest(-v.fen, 0), d.day, d.supplier_id
      from made m join due d on d.payment_id = m.source_id
     cross join lateral (values (1, 'payable', d.amount_fen), (2, 'bank', -d.amount_fen))
                     as v(n, account, fen))
  select count(*)::int from made $$;

create or replace function accounts.ordered_lines(p_supplier uuid, p_orders text[])
  returns table (order_id uuid, order_no text, line_no int, sku_id uuid, unit_cost_fen bigint, vat_bp int,
                 ordered int, received int, returned int, invoiced int, state text)
  language plpgsql stable security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  if not (platform.may('accounts.invoices') or accounts.sees()) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return query
    select o.order_id, o.no, o.line_no, o.sku_id, o.unit_cost_fen, o.vat_bp, o.units,
           coalesce(r.units, 0)::int, coalesce(t.units, 0)::int, coalesce(i.units, 0), o.state
      from purchase.public_order_line o
      left join lateral (select sum(r.good_units) as units from purchase.public_receipt_line r
                          where r.order_id = o.order_id and r.line_no = o.line_no) r on true
      left join lateral (select sum(t.units) as units from purchase.public_return_line t
                          where t.order_id = o.order_id and t.line_no = o.line_no) t on true
      left join accounts.invoiced i on i.order_id = o.order_id and i.line_no = o.line_no
     where o.supplier_id = p_supplier and o.state not in ('draft', 'approving')
       and (p_orders is null or o.no = any(p_orders))
     order by o.no, o.line_no;
end $$;

create or replace function accounts.suppliers()
  returns table (supplier_id uuid, code text, name text, name_en text, brand_id uuid, payment_terms_days int,
                 currency text)
  language plpgsql stable security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  if not accounts.sees() then raise exception 'forbidden' using errcode = '42501'; end if;
  return query
    select s.supplier_id, s.code, s.name, s.name_en, s.brand_id, s.payment_terms_days, s.currency
      from purchase.public_supplier s order by s.code;
end $$;

revoke all on all functions in schema accounts from public;
grant execute on all functions in schema accounts to zhuguang_app;
