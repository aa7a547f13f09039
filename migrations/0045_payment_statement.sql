-- The provider's daily statement: what it says it has moved, held against our own books to the fen.

create table payment.sandbox_transaction (      -- the pretended provider's own books, from which it writes
  transaction_id text primary key,              -- its statement
  charge_ref     text not null,
  kind           text not null check (kind in ('charge', 'refund')),
  amount_fen     bigint not null check (amount_fen > 0),
  at             timestamptz not null
);
create index sandbox_transaction_at on payment.sandbox_transaction (at);
insert into payment.sandbox_transaction (transaction_id, charge_ref, kind, amount_fen, at)
select distinct on (e.transaction_id) e.transaction_id, p.charge_ref,
       case e.kind when 'received' then 'charge' else 'refund' end, e.amount_fen, e.at
  from payment.entry e join payment.payment p on p.id = e.payment_id
 where p.provider = 'sandbox' and e.kind in ('received', 'returned')
 order by e.transaction_id, e.at;
create index entry_transaction on payment.entry (transaction_id, kind);
create index entry_at on payment.entry (at) where kind in ('received', 'returned');

create table payment.statement (
  id            uuid primary key,
  provider      text not null references payment.provider,
  day           date not null,
  file_hash     text not null,
  rows          int not null,
  in_fen        bigint not null,                -- charges of the file
  out_fen       bigint not null,                -- refunds of the file
  here_in_fen   bigint not null default 0,      -- … and what our books say of the same transactions
  here_out_fen  bigint not null default 0,
  imported_at   timestamptz not null,
  imported_by   uuid,
  reconciled_at timestamptz,
  superseded    boolean not null default false, -- a later file of the same day stands for it
  constraint statement_once unique (provider, day, file_hash)   -- M7
);
create unique index statement_of_day on payment.statement (provider, day) where not superseded;

create table payment.statement_row (
  statement_id   uuid not null references payment.statement,
  line_no        int not null,
  kind           text not null check (kind in ('charge', 'refund')),
  transaction_id text not null,
  charge_ref     text not null,
  amount_fen     bigint not null check (amount_fen > 0),
  at             timestamptz not null,
  primary key (statement_id, line_no)
);
create index statement_row_transaction on payment.statement_row (transaction_id, kind);
create trigger statement_row_append_only before update or delete on payment.statement_row
  for each row execute function platform.refuse_change();

create table payment.mismatch (
  id             uuid primary key,
  provider       text not null references payment.provider,
  day            date not null,
  code           text not null check (code in ('missing_here', 'missing_there', 'other_amount', 'double')),
  kind           text not null check (kind in ('charge', 'refund')),
  transaction_id text not null,
  charge_ref     text not null,
  payment_id     uuid references payment.payment,
  ours_fen       bigint not null,
  theirs_fen     bigint not null,
  state          text not null default 'open' check (state in ('open', 'settled', 'closed')),
  found_at       timestamptz not null,
  ended_at       timestamptz,
  ended_by       uuid,                          -- null: the house found its answer
  reason         text,
  constraint mismatch_once unique (provider, code, kind, transaction_id),   -- M8
  check ((state = 'open') = (ended_at is null)),
  check (state <> 'closed' or (ended_by is not null and reason is not null))
);
create index mismatch_open on payment.mismatch (found_at desc, id desc) where state = 'open';
create index mismatch_day on payment.mismatch (provider, day);

-- What the pretended provider writes into its books when the payer decides that it has taken money.
create function payment.pretend_taken(p_payment uuid, p_transactions text[], p_amounts bigint[],
                                      p_at timestamptz[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare due payment.payment;
begin
  select * into due from payment.payment p where p.id = p_payment and p.provider = 'sandbox';
  if due.id is null or not (platform.is_system() or due.person_id = platform.me()) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  insert into payment.sandbox_transaction (transaction_id, charge_ref, kind, amount_fen, at)
  select t, due.charge_ref, 'charge', a, m from unnest(p_transactions, p_amounts, p_at) as r(t, a, m)
  on conflict do nothing;
end $$;
revoke all on function payment.pretend_taken(uuid, text[], bigint[], timestamptz[]) from public;
grant execute on function payment.pretend_taken(uuid, text[], bigint[], timestamptz[]) to zhuguang_app;

-- For the sweep of orders: which of these baskets have not been paid, and ending what they still owe.
create function payment.public_unpaid(p_baskets uuid[]) returns setof uuid
  language sql stable set search_path = pg_catalog as $$
  select p.basket_id from payment.payment p where p.basket_id = any(p_baskets) and p.state <> 'paid'
$$;
create function payment.public_close_batch(p_baskets uuid[]) returns setof uuid
  language sql set search_path = pg_catalog as $$
  update payment.payment p set state = 'closed'
   where p.basket_id = any(p_baskets) and p.state = 'open' returning p.id
$$;
revoke all on function payment.public_unpaid(uuid[]), payment.public_close_batch(uuid[]) from public;

grant select, insert on payment.sandbox_transaction, payment.statement_row to zhuguang_app;
grant select, insert, update on payment.statement, payment.mismatch to zhuguang_app;

create policy transaction_read on payment.sandbox_transaction for select
  using ((select platform.is_system()));
create policy transaction_write on payment.sandbox_transaction for insert
  with check ((select platform.is_system()));
create policy statement_read on payment.statement for select using (
  (select platform.may('control.read')) or (select platform.may('payment.reconcile')));
create policy statement_import on payment.statement for insert
  with check ((select platform.may('payment.reconcile')));
create policy statement_note on payment.statement for update
  using ((select platform.may('payment.reconcile')));
create policy row_read on payment.statement_row for select using (
  (select platform.may('control.read')) or (select platform.may('payment.reconcile')));
create policy row_import on payment.statement_row for insert
  with check ((select platform.may('payment.reconcile')));
create policy mismatch_read on payment.mismatch for select using (
  (select platform.may('control.read')) or (select platform.may('payment.reconcile')));
create policy mismatch_find on payment.mismatch for insert with check ((select platform.is_system()));
create policy mismatch_end on payment.mismatch for update
  using ((select platform.may('payment.reconcile')))
  with check ((select platform.is_system()) or (state = 'closed' and ended_by = (select platform.me())));

select platform.guard(t) from unnest(array['payment.sandbox_transaction', 'payment.statement',
  'payment.statement_row', 'payment.mismatch']::regclass[]) t;
