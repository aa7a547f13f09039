-- Where goods come from: suppliers, what they cost, what may be spent, what was ordered, sent and received.
-- Costs lie in tables of their own: who unpacks at a node sees what is coming, never what was paid; selling
-- sees neither.
create schema purchase;
grant usage on schema purchase to zhuguang_app;

create table purchase.supplier (
  supplier_id        uuid primary key,
  code               text not null constraint supplier_code_once unique
                     check (code ~ '^[A-Z0-9][A-Z0-9-]{1,29}$'),
  name               text not null,
  name_en            text not null,
  party_id           uuid references people.party,       -- when it works in this house itself
  brand_id           uuid references catalog.brand,      -- whose partner sees it as its own
  -- B1: said by two people only, with the bank data
  tax_id             text check (tax_id ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  payment_terms_days int not null check (payment_terms_days between 0 and 365),
  lead_time_days     int not null check (lead_time_days between 0 and 365),
  currency           text not null default 'CNY' constraint supplier_currency check (currency = 'CNY'),
  state              text not null default 'active' check (state in ('active', 'paused')),
  demo               boolean not null default false,
  changed_at         timestamptz not null default platform.clock()
);
create index supplier_name on purchase.supplier (name, supplier_id);

-- B1: where money goes. Each change is a row of its own, proposed by one and agreed by another.
create table purchase.supplier_bank (
  supplier_id  uuid not null references purchase.supplier,
  version      int not null check (version > 0),
  bank_name    text not null,
  bank_code    text not null check (bank_code ~ '^\d{12}$'),                -- CNAPS
  account_name text not null,
  account_no   text not null check (account_no ~ '^\d{8,30}$'),
  requested_by uuid not null,
  approved_by  uuid not null,
  request_id   uuid not null references control.change_request,
  at           timestamptz not null default platform.clock(),
  primary key (supplier_id, version),
  constraint supplier_bank_four_eyes check (approved_by <> requested_by)
);
create trigger supplier_bank_append_only before update or delete on purchase.supplier_bank
  for each row execute function platform.refuse_change();

create table purchase.agreement (
  agreement_id uuid primary key,
  supplier_id  uuid not null references purchase.supplier,
  sku_id       uuid not null,
  -- [{min_units, unit_cost_fen}], ascending, the first from one unit on; net of VAT
  tiers        jsonb not null
               check (jsonb_typeof(tiers) = 'array' and jsonb_array_length(tiers) between 1 and 10),
  vat_bp       int not null check (vat_bp between 0 and 5000),
  min_units    int not null default 1 check (min_units > 0),                -- fewer are not sold to us
  valid        tstzrange not null check (isempty(valid) or lower(valid) is not null),
  requested_by uuid not null,
  approved_by  uuid not null,
  request_id   uuid references control.change_request,                      -- null: loaded with the house
  created_at   timestamptz not null default platform.clock(),
  constraint agreement_four_eyes check (approved_by <> requested_by),                       -- B2
  constraint agreement_no_overlap exclude using gist (supplier_id with =, sku_id with =, valid with &&)
);
create index agreement_sku on purchase.agreement (sku_id);

-- Open to buy: what a category may cost in a month, net of VAT.
create table purchase.budget (
  category_code text not null,
  month         date not null check (extract(day from month) = 1),
  budget_fen    bigint not null check (budget_fen >= 0),
  requested_by  uuid not null,
  approved_by   uuid not null,
  request_id    uuid references control.change_request,
  changed_at    timestamptz not null default platform.clock(),
  primary key (category_code, month),
  constraint budget_four_eyes check (approved_by <> requested_by)
);

create sequence purchase.number_serial;
grant usage on sequence purchase.number_serial to zhuguang_app;
create function purchase.next_no(p_kind text) returns text
  language sql volatile set search_path = pg_catalog as $$
  select p_kind || to_char(platform.clock() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
         || lpad(nextval('purchase.number_serial')::text, 6, '0') $$;
revoke all on function purchase.next_no(text) from public;
grant execute on function purchase.next_no(text) to zhuguang_app;

create table purchase.purchase_order (
  order_id        uuid primary key,
  no              text not null default purchase.next_no('CG') constraint order_no_once unique,
  supplier_id     uuid not null references purchase.supplier,
  supplier_name   text not null,                          -- for who unpacks and sees no suppliers
  supplier_name_en text not null,
  node_id         uuid not null,
  city_code       text not null,
  state           text not null default 'draft' check (state in ('draft', 'approving', 'sent',
                    'acknowledged', 'part_shipped', 'part_received', 'closed', 'cancelled')),
  expected_on     date not null,
  note            text,
  created_by      uuid not null,
  created_at      timestamptz not null default platform.clock(),
  request_id      uuid references control.change_request,
  requested_by    uuid,
  approved_by     uuid,
  sent_at         timestamptz,
  ended_at        timestamptz,
  demo            boolean not null default false,
  constraint order_four_eyes check (approved_by is null or approved_by <> requested_by),      -- B3
  constraint order_agreed check (state in ('draft', 'approving', 'cancelled') or approved_by is not null)
);
create index order_when on purchase.purchase_order (created_at desc, order_id desc);
create index order_node on purchase.purchase_order (node_id, created_at desc);
create index order_supplier on purchase.purchase_order (supplier_id, created_at desc);

create table purchase.order_line (
  order_id           uuid not null references purchase.purchase_order,
  line_no            int not null check (line_no between 1 and 1000),
  sku_id             uuid not null,
  units              int not null check (units > 0),
  -- what the supplier says it will send; null: it has not answered
  acknowledged_units int check (acknowledged_units >= 0),
  primary key (order_id, line_no),
  constraint order_line_sku_once unique (order_id, sku_id)
);
create index order_line_sku on purchase.order_line (sku_id);

create table purchase.order_cost (
  order_id      uuid not null,
  line_no       int not null,
  unit_cost_fen bigint not null check (unit_cost_fen > 0),                  -- net of VAT
  vat_bp        int not null check (vat_bp between 0 and 5000),
  freight_fen   bigint not null default 0 check (freight_fen >= 0),         -- its share of the carriage
  agreement_id  uuid references purchase.agreement,
  primary key (order_id, line_no),
  foreign key (order_id, line_no) references purchase.order_line
);

create table purchase.despatch (
  despatch_id uuid primary key,
  order_id    uuid not null references purchase.purchase_order,
  no          text not null,                                                -- the supplier's own number
  carrier     text,
  tracking_no text,
  arrives_on  date,
  at          timestamptz not null default platform.clock(),
  by_id       uuid,
  constraint despatch_no_once unique (order_id, no)
);
create table purchase.despatch_line (
  despatch_id uuid not null references purchase.despatch,
  line_no     int not null,
  units       int not null check (units > 0),
  primary key (despatch_id, line_no)
);

create table purchase.receipt (
  receipt_id  uuid primary key,
  no          text not null default purchase.next_no('SH') constraint receipt_no_once unique,
  order_id    uuid not null references purchase.purchase_order,
  despatch_id uuid references purchase.despatch,
  node_id     uuid not null,
  city_code   text not null,
  received_at timestamptz not null default platform.clock(),
  received_by uuid,
  note        text
);
create index receipt_order on purchase.receipt (order_id, received_at);

-- good: taken into stock, `over` of them more than was agreed; damaged: left with the carrier; short: missing
-- of what this delivery should have held.
create table purchase.receipt_line (
  receipt_id    uuid not null references purchase.receipt,
  order_id      uuid not null,
  line_no       int not null,
  sku_id        uuid not null,
  good_units    int not null check (good_units >= 0),
  over_units    int not null default 0 check (over_units between 0 and good_units),
  damaged_units int not null default 0 check (damaged_units >= 0),
  short_units   int not null default 0 check (short_units >= 0),
  primary key (receipt_id, line_no),
  foreign key (order_id, line_no) references purchase.order_line
);
create index receipt_line_order on purchase.receipt_line (order_id, line_no);

-- What was in the boxes and on no line: not taken into stock.
create table purchase.receipt_wrong (
  receipt_id uuid not null references purchase.receipt,
  seq        int not null,
  scanned    text not null,
  sku_id     uuid,
  units      int not null check (units > 0),
  primary key (receipt_id, seq)
);

create table purchase.receipt_cost (
  receipt_id    uuid not null,
  line_no       int not null,
  unit_cost_fen bigint not null check (unit_cost_fen > 0),
  freight_fen   bigint not null default 0 check (freight_fen >= 0),
  landed_fen    bigint not null check (landed_fen >= 0),                    -- all good units of the line
  primary key (receipt_id, line_no),
  foreign key (receipt_id, line_no) references purchase.receipt_line
);

create table purchase.supplier_return (
  return_id   uuid primary key,
  no          text not null default purchase.next_no('TH') constraint return_no_once unique,
  order_id    uuid not null references purchase.purchase_order,
  node_id     uuid not null,
  city_code   text not null,
  reason      text not null check (reason in ('defective', 'wrong_goods', 'over_delivered', 'agreed')),
  returned_at timestamptz not null default platform.clock(),
  by_id       uuid
);
create table purchase.supplier_return_line (
  return_id     uuid not null references purchase.supplier_return,
  order_id      uuid not null,
  line_no       int not null,
  sku_id        uuid not null,
  units         int not null check (units > 0),
  unit_cost_fen bigint not null check (unit_cost_fen > 0),                  -- what the supplier owes for it
  primary key (return_id, line_no),
  foreign key (order_id, line_no) references purchase.order_line
);
create index supplier_return_line_order on purchase.supplier_return_line (order_id, line_no);

create trigger receipt_append_only before update or delete on purchase.receipt
  for each row execute function platform.refuse_change();
create trigger receipt_line_append_only before update or delete on purchase.receipt_line
  for each row execute function platform.refuse_change();
create trigger receipt_cost_append_only before update or delete on purchase.receipt_cost
  for each row execute function platform.refuse_change();
create trigger return_append_only before update or delete on purchase.supplier_return
  for each row execute function platform.refuse_change();
create trigger return_line_append_only before update or delete on purchase.supplier_return_line
  for each row execute function platform.refuse_change();

-- B4: the order moves along this table only; agreeing is control's, and nothing agreed is rewritten.
create function purchase.order_moves() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.state <> new.state and not (old.state, new.state) in (
       ('draft', 'approving'), ('draft', 'cancelled'), ('approving', 'draft'), ('approving', 'sent'),
       ('approving', 'cancelled'), ('sent', 'acknowledged'), ('sent', 'cancelled'),
       ('acknowledged', 'part_shipped'), ('acknowledged', 'part_received'), ('acknowledged', 'closed'),
       ('acknowledged', 'cancelled'), ('part_shipped', 'part_received'), ('part_shipped', 'closed'),
       ('part_received', 'closed')) then
    raise exception 'an order does not go from % to %', old.state, new.state
      using errcode = '23514', constraint = 'order_moves';
  end if;
  if old.approved_by is distinct from new.approved_by
     and not (old.approved_by is null and new.approved_by = platform.me()
              and platform.may('control.approve')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger order_moves before update on purchase.purchase_order
  for each row execute function purchase.order_moves();

-- What was ordered is changed while it is a draft only; afterwards the supplier's answer alone is written.
create function purchase.draft_only() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if not exists (select from purchase.purchase_order o
                  where o.order_id = coalesce(new.order_id, old.order_id) and o.state = 'draft') then
    raise exception 'only a draft is changed' using errcode = '23514', constraint = 'order_draft_only';
  end if;
  return coalesce(new, old);
end $$;
-- The house loads what is over as it was.
create trigger order_line_draft
  before insert or delete or update of units, sku_id on purchase.order_line
  for each row when (current_user = 'zhuguang_app') execute function purchase.draft_only();
create trigger order_cost_draft before insert or delete or update on purchase.order_cost
  for each row when (current_user = 'zhuguang_app') execute function purchase.draft_only();
