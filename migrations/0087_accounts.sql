-- What goods cost and earn: a journal in double entry, suppliers' invoices held against orders and receipts,
-- what is owed for them, and statements both sides confirm.
create schema accounts;
grant usage on schema accounts to zhuguang_app;

create table accounts.account (
  code    text primary key,
  no      int not null unique,
  name_zh text not null,
  name_en text not null,
  side    text not null check (side in ('debit', 'credit'))      -- where it usually stands
);
insert into accounts.account (code, no, name_zh, name_en, side) values
  ('bank',               1002, '银行存款',         'Bank',                            'debit'),
  ('customer_clearing',  1122, '顾客货款',         'Customers'' money',               'debit'),
  ('benefit_receivable', 1131, '应收出资方补贴',   'Benefits others fund',            'debit'),
  ('supplier_claims',    1132, '应收供应商返利',   'Rebates suppliers owe',           'debit'),
  ('inventory',          1405, '库存商品',         'Inventory',                       'debit'),
  ('goods_clearing',     1402, '收货过渡',         'Goods on their way into stock',   'credit'),
  ('owner_clearing',     1408, '与店主调拨',       'Goods moved to and from owners',  'debit'),
  ('payable',            2202, '应付账款',         'Payable',                         'credit'),
  ('grni',               2203, '已收货未开票',     'Goods received, not invoiced',    'credit'),
  ('freight_accrued',    2204, '应付运费暂估',     'Carriage accrued',                'credit'),
  ('input_vat',          2221, '进项税额',         'Input VAT',                       'debit'),
  ('output_vat',         2222, '销项税额',         'Output VAT',                      'credit'),
  ('revenue',            6001, '销售收入',         'Sales at list price',             'credit'),
  ('benefits_ours',      6002, '优惠（我方承担）', 'Our share of benefits',           'debit'),
  ('cost_of_sales',      6401, '销售成本',         'Cost of sales',                   'debit'),
  ('price_variance',     6402, '采购价差',         'Purchase price variance',         'debit'),
  ('late_cost',          6403, '后到成本',         'Costs heard late',                'debit'),
  ('stock_variance',     6404, '盘盈盘亏',         'Stock counted over and short',    'debit');

-- A1: posted once for each source.
create table accounts.journal_entry (
  entry_id    uuid primary key,
  source_kind text not null check (source_kind in ('loaded', 'receipt', 'supplier_return', 'stock', 'sale',
                'refund', 'variance', 'match', 'payment', 'manual')),
  source_id   text not null,
  at          timestamptz not null,
  memo        text,
  constraint journal_source_once unique (source_kind, source_id)
);
create index journal_recent on accounts.journal_entry (at desc, entry_id desc);
create index journal_kind on accounts.journal_entry (source_kind, at desc, entry_id desc);

create table accounts.journal_line (
  entry_id    uuid not null references accounts.journal_entry,
  line_no     int not null check (line_no > 0),
  account     text not null references accounts.account,
  debit_fen   bigint not null default 0 check (debit_fen >= 0),
  credit_fen  bigint not null default 0 check (credit_fen >= 0),
  day         date not null,
  sku_id      uuid,
  node_id     uuid,
  order_id    uuid,                                              -- a customer's order
  supplier_id uuid,
  primary key (entry_id, line_no),
  constraint journal_line_one_side check ((debit_fen > 0) <> (credit_fen > 0))
);
create index journal_line_order on accounts.journal_line (order_id) where order_id is not null;
create index journal_line_day on accounts.journal_line (day, account);

-- A2: debits are credits. What one statement writes of an entry balances, and belongs to an entry of its own
-- transaction; when that ends, the entry has lines and balances as a whole.
create function accounts.lines_balance() returns trigger language plpgsql set search_path = pg_catalog as $$
declare wrong record;
begin
  select w.entry_id, sum(w.debit_fen) - sum(w.credit_fen) as difference into wrong
    from written w group by 1 having sum(w.debit_fen) <> sum(w.credit_fen) limit 1;
  if wrong.entry_id is not null then
    raise exception 'entry % does not balance: % fen', wrong.entry_id, wrong.difference
      using errcode = '23514', constraint = 'journal_balances';
  end if;
  if exists (select from written w join accounts.journal_entry e on e.entry_id = w.entry_id
              where e.xmin <> pg_current_xact_id()::xid) then
    raise exception 'append-only: lines of an entry that stands' using errcode = '42501';
  end if;
  return null;
end $$;
create trigger journal_lines_balance after insert on accounts.journal_line
  referencing new table as written for each statement execute function accounts.lines_balance();
create function accounts.must_balance() returns trigger language plpgsql set search_path = pg_catalog as $$
declare difference bigint; lines int;
begin
  select sum(l.debit_fen) - sum(l.credit_fen), count(*) into difference, lines
    from accounts.journal_line l where l.entry_id = new.entry_id;
  if lines < 2 or difference <> 0 then
    raise exception 'entry % does not balance: % fen over % lines', new.entry_id, difference, lines
      using errcode = '23514', constraint = 'journal_balances';
  end if;
  return null;
end $$;
-- The house that loads in bulk is held by the statement alone.
create constraint trigger journal_entry_balances after insert on accounts.journal_entry
  deferrable initially deferred
  for each row when (current_user = 'zhuguang_app') execute function accounts.must_balance();
create trigger journal_entry_append_only before update or delete on accounts.journal_entry
  for each row execute function platform.refuse_change();
create trigger journal_line_append_only before update or delete on accounts.journal_line
  for each row execute function platform.refuse_change();

-- An invoice, or a credit note, as the supplier wrote it. A3: a number is used once.
create table accounts.invoice (
  invoice_id       uuid primary key,
  kind             text not null check (kind in ('invoice', 'credit_note')),
  supplier_id      uuid not null,
  supplier_code    text not null,
  supplier_name    text not null,
  supplier_name_en text not null,
  brand_id         uuid,
  number           text not null check (number ~ '^\S(.*\S)?$'),
  issued_on        date not null,
  due_on           date not null check (due_on >= issued_on),
  net_fen          bigint not null check (net_fen >= 0),
  tax_fen          bigint not null check (tax_fen >= 0),
  total_fen        bigint not null,
  source           text not null check (source in ('screen', 'file', 'demo')),
  entered_by       uuid,                                         -- null: loaded with the house
  entered_at       timestamptz not null default platform.clock(),
  constraint invoice_number_once unique (supplier_id, number),
  constraint invoice_adds_up check (total_fen = net_fen + tax_fen)
);
create index invoice_recent on accounts.invoice (entered_at desc, invoice_id desc);
create index invoice_supplier on accounts.invoice (supplier_id, issued_on);

create table accounts.invoice_line (
  invoice_id    uuid not null references accounts.invoice,
  line_no       int not null check (line_no between 1 and 1000),
  -- as written; order_id null: no such line of an order of this supplier
  order_no      text not null,
  order_line_no int not null,
  order_id      uuid,
  sku_id        uuid,
  units         int not null check (units > 0),
  unit_fen      bigint not null check (unit_fen > 0),            -- net of VAT
  vat_bp        int not null check (vat_bp between 0 and 5000),
  net_fen       bigint not null,
  tax_fen       bigint not null,
  primary key (invoice_id, line_no),
  check (net_fen = units * unit_fen and tax_fen >= 0)
);
create index invoice_line_order on accounts.invoice_line (order_id, order_line_no);

-- How much of an order's line has been invoiced, less credited: the row every match of it goes through.
create table accounts.invoiced (
  order_id uuid not null,
  line_no  int not null,
  units    int not null default 0 check (units >= 0),
  primary key (order_id, line_no)
);

-- A4: only what is matched is owed: units that came at what was agreed, or a difference control agreed to.
-- Of a credit note with the sign turned.
create table accounts.match (
  match_id    uuid primary key,
  invoice_id  uuid not null,
  line_no     int not null,
  supplier_id uuid not null,
  sku_id      uuid,
  order_id    uuid,
  order_line_no int,
  why         text not null check (why in ('matched', 'accepted', 'credited')),
  units       int not null,
  agreed_fen  bigint not null,                                   -- the units at the order's price
  net_fen     bigint not null,
  tax_fen     bigint not null,
  at          timestamptz not null default platform.clock(),
  day         date not null,
  foreign key (invoice_id, line_no) references accounts.invoice_line,
  check ((why = 'credited') = (net_fen < 0))
);
create index match_invoice on accounts.match (invoice_id);
create index match_supplier on accounts.match (supplier_id, day);
create index match_order on accounts.match (order_id, order_line_no);

-- What does not match waits here for somebody other than who entered it (A5).
create table accounts.exception (
  exception_id uuid primary key,
  invoice_id   uuid not null,
  line_no      int not null,
  supplier_id  uuid not null,
  kind         text not null check (kind in ('price_above_agreed', 'more_than_received', 'not_ordered',
                 'duplicate', 'tax_rate_differs')),
  units        int not null check (units > 0),
  net_fen      bigint not null check (net_fen > 0),               -- held
  tax_fen      bigint not null check (tax_fen >= 0),
  facts        jsonb not null,                                    -- the numbers that broke it
  entered_by   uuid,
  opened_at    timestamptz not null default platform.clock(),
  state        text not null default 'open'
               check (state in ('open', 'waiting', 'credit_asked', 'accepted', 'matched', 'credited')),
  resolved_by  uuid,
  resolved_at  timestamptz,
  reason       text,
  request_id   uuid,
  foreign key (invoice_id, line_no) references accounts.invoice_line,
  constraint exception_four_eyes check (resolved_by <> entered_by)
);
create index exception_open on accounts.exception (state, opened_at desc, exception_id desc);
create index exception_invoice on accounts.exception (invoice_id);

create table accounts.payment (
  payment_id  uuid primary key,
  invoice_id  uuid not null references accounts.invoice,
  supplier_id uuid not null,
  amount_fen  bigint not null check (amount_fen > 0),
  day         date not null,
  paid_by     uuid,
  entered_by  uuid,
  at          timestamptz not null default platform.clock(),
  constraint payment_four_eyes check (paid_by <> entered_by)      -- A6
);
create index payment_invoice on accounts.payment (invoice_id);
create index payment_supplier on accounts.payment (supplier_id, day);

-- A7: opening + movements = closing, sealed with a hash that both sides confirm.
create table accounts.statement (
  statement_id     uuid primary key,
  supplier_id      uuid not null,
  supplier_name    text not null,
  supplier_name_en text not null,
  brand_id         uuid,
  month            date not null check (extract(day from month) = 1),
  opening_fen      bigint not null,
  invoiced_fen     bigint not null,
  credited_fen     bigint not null,
  paid_fen         bigint not null,
  closing_fen      bigint not null,
  held_fen         bigint not null,
  hash             text not null,
  made_at          timestamptz not null default platform.clock(),
  ours_by          uuid,
  ours_at          timestamptz,
  theirs_by        uuid,
  theirs_at        timestamptz,
  constraint statement_once unique (supplier_id, month),
  constraint statement_adds_up check (closing_fen = opening_fen + invoiced_fen - credited_fen - paid_fen),
  constraint statement_two_sides check (ours_by <> theirs_by)
);

create trigger invoice_append_only before update or delete on accounts.invoice
  for each row execute function platform.refuse_change();
create trigger invoice_line_append_only before update or delete on accounts.invoice_line
  for each row execute function platform.refuse_change();
create trigger match_append_only before update or delete on accounts.match
  for each row execute function platform.refuse_change();
create trigger payment_append_only before update or delete on accounts.payment
  for each row execute function platform.refuse_change();

grant select on all tables in schema accounts to zhuguang_app;
grant insert on accounts.journal_entry, accounts.journal_line, accounts.invoice, accounts.invoice_line,
  accounts.match, accounts.payment to zhuguang_app;
grant insert, update (units) on accounts.invoiced to zhuguang_app;
grant insert, update (state, resolved_by, resolved_at, reason, request_id) on accounts.exception
  to zhuguang_app;
grant insert, update (ours_by, ours_at, theirs_by, theirs_at) on accounts.statement to zhuguang_app;

select platform.guard(t) from unnest(array['accounts.account', 'accounts.journal_entry',
  'accounts.journal_line', 'accounts.invoice', 'accounts.invoice_line', 'accounts.invoiced',
  'accounts.match', 'accounts.exception', 'accounts.payment', 'accounts.statement']::regclass[]) t;

create function accounts.sees() returns boolean language sql stable parallel safe as
  $$ select platform.may('accounts.read') or platform.may('control.read') $$;

create policy account_read on accounts.account for select using (true);
create policy entry_read on accounts.journal_entry for select using ((select accounts.sees()));
create policy entry_add on accounts.journal_entry for insert with check ((select platform.is_system()));
create policy line_read on accounts.journal_line for select using ((select accounts.sees()));
create policy line_add on accounts.journal_line for insert with check ((select platform.is_system()));

create policy invoice_read on accounts.invoice for select using ((select accounts.sees()));
create policy invoice_add on accounts.invoice for insert with check (
  (select platform.may('accounts.invoices')) and entered_by is not distinct from platform.me());
create policy invoice_line_read on accounts.invoice_line for select using ((select accounts.sees()));
create policy invoice_line_add on accounts.invoice_line for insert
  with check ((select platform.may('accounts.invoices')));
create policy invoiced_read on accounts.invoiced for select using ((select accounts.sees()));
create policy invoiced_add on accounts.invoiced for insert
  with check ((select platform.may('accounts.invoices')));
create policy invoiced_edit on accounts.invoiced for update
  using ((select platform.may('accounts.invoices')));
create policy match_read on accounts.match for select using ((select accounts.sees()));
create policy match_add on accounts.match for insert with check (
  case when why = 'accepted' then (select platform.may('control.approve'))
       else (select platform.may('accounts.invoices')) end);
create policy exception_read on accounts.exception for select using ((select accounts.sees()));
create policy exception_add on accounts.exception for insert with check (
  (select platform.may('accounts.invoices')) and entered_by is not distinct from platform.me()
  and state = 'open');
create policy exception_edit on accounts.exception for update
  using ((select platform.may('accounts.invoices') or platform.may('control.approve')))
  with check (state not in ('waiting', 'credit_asked', 'accepted') or resolved_by = platform.me());
create policy payment_read on accounts.payment for select using ((select accounts.sees()));
create policy payment_add on accounts.payment for insert with check (
  (select platform.may('accounts.pay')) and paid_by is not distinct from platform.me());
-- A supplier's own side sees its statements and confirms them; ours is another's.
create policy statement_read on accounts.statement for select using (
  (select accounts.sees())
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
create policy statement_add on accounts.statement for insert with check (
  (select platform.may('accounts.pay')) and ours_by is null and theirs_by is null);
create policy statement_edit on accounts.statement for update using (
  (select platform.may('accounts.pay'))
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
create function accounts.confirmed_once() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (old.ours_by is not null and new.ours_by is distinct from old.ours_by)
     or (old.theirs_by is not null and new.theirs_by is distinct from old.theirs_by)
     or (new.ours_by is distinct from old.ours_by
         and not (platform.may('accounts.pay') and new.ours_by = platform.me()))
     or (new.theirs_by is distinct from old.theirs_by
         and not (platform.may('brand.read') and new.theirs_by = platform.me())) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger statement_confirmed_once before update on accounts.statement
  for each row execute function accounts.confirmed_once();
-- What has an end is not opened again; what was agreed with control ends through control.
create function accounts.exception_moves() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.state <> new.state and not (
       old.state in ('open', 'waiting') and new.state in ('waiting', 'credit_asked', 'matched')
    or old.state in ('open', 'waiting', 'credit_asked') and new.state = 'credited'
    or old.state in ('open', 'waiting') and new.state = 'accepted' and platform.may('control.approve')) then
    raise exception 'an exception does not go from % to %', old.state, new.state
      using errcode = '23514', constraint = 'exception_moves';
  end if;
  return new;
end $$;
create trigger exception_moves before update on accounts.exception
  for each row execute function accounts.exception_moves();
