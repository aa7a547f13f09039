-- Payments: what a basket owes, what came in, what went back. Money rows are only ever added.
create schema payment;
grant usage on schema payment to zhuguang_app;

create table payment.provider (
  name   text primary key,
  secret text not null                          -- of its signatures; made here, so no two houses share one
);

create table payment.payment (
  id           uuid primary key,
  basket_id    uuid not null unique,
  person_id    uuid,                            -- who pays; null at the counter without a known customer
  node_id      uuid,                            -- where it was taken by hand
  provider     text not null references payment.provider,
  method       text not null,
  charge_ref   text not null unique,
  amount_fen   bigint not null check (amount_fen > 0),
  state        text not null default 'open' check (state in ('open', 'paid', 'closed')),
  opened_at    timestamptz not null,
  expires_at   timestamptz,
  paid_at      timestamptz,
  last_failure text,
  check ((state = 'paid') = (paid_at is not null))
);
create index payment_person on payment.payment (person_id, opened_at desc);

create table payment.refund (
  id           uuid primary key,
  payment_id   uuid not null references payment.payment,
  key          text not null,                   -- M4: one intention, one refund
  city_code    text,
  order_id     uuid,
  amount_fen   bigint not null check (amount_fen > 0),
  reason       text not null,
  state        text not null default 'requested' check (state in ('requested', 'done')),
  requested_at timestamptz not null,
  done_at      timestamptz,
  unique (payment_id, key),
  check ((state = 'done') = (done_at is not null))
);

create table payment.entry (
  id             uuid primary key,
  payment_id     uuid not null references payment.payment,
  at             timestamptz not null,
  kind           text not null check (kind in ('received', 'applied', 'difference', 'returned')),
  amount_fen     bigint not null check (amount_fen > 0),
  reason         text not null,
  transaction_id text not null,                 -- the provider's, or the refund's
  city_code      text,
  order_id       uuid,
  unique (payment_id, kind, transaction_id)     -- M2: the same money counts once
);
create unique index entry_applied on payment.entry (payment_id) where kind = 'applied';   -- M5
create trigger entry_append_only before update or delete on payment.entry
  for each row execute function platform.refuse_change();

create table payment.callback (
  provider    text not null references payment.provider,
  webhook_id  text not null,
  payment_id  uuid not null references payment.payment,
  body_hash   text not null,
  body        jsonb not null,
  received_at timestamptz not null,
  primary key (provider, webhook_id)
);
create index callback_payment on payment.callback (payment_id);
create trigger callback_append_only before update or delete on payment.callback
  for each row execute function platform.refuse_change();

create table payment.sandbox_charge (           -- the pretended provider's own books
  charge_ref text primary key,
  payment_id uuid not null references payment.payment,
  amount_fen bigint not null,
  made_at    timestamptz not null
);

-- M1 The only way a payment comes to be. The orders room calls it inside the placing transaction.
create function payment.open(id uuid, basket_id uuid, person_id uuid, node_id uuid, provider text,
                             method text, amount_fen bigint, expires_at timestamptz)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.is_system() or (open.person_id = platform.me() and open.node_id is null)
          or (platform.may('orders.counter_sale') and platform.in_scope('nodes', open.node_id::text))) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  insert into payment.payment (id, basket_id, person_id, node_id, provider, method, charge_ref, amount_fen,
                               opened_at, expires_at)
  values (open.id, open.basket_id, open.person_id, open.node_id, open.provider, open.method,
          'zg_' || replace(open.id::text, '-', ''), open.amount_fen, platform.clock(), open.expires_at);
  if open.provider = 'sandbox' then
    insert into payment.sandbox_charge (charge_ref, payment_id, amount_fen, made_at)
    values ('zg_' || replace(open.id::text, '-', ''), open.id, open.amount_fen, platform.clock());
  end if;
end $$;

-- Money taken by hand: due, received and applied in one step.
create function payment.take_by_hand(payment_id uuid) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
declare paid payment.payment;
begin
  update payment.payment p set state = 'paid', paid_at = platform.clock()
   where p.id = take_by_hand.payment_id and p.provider = 'counter' and p.state = 'open'
     and (platform.is_system()
          or (platform.may('orders.counter_sale') and platform.in_scope('nodes', p.node_id::text)))
  returning p.* into paid;
  if paid.id is null then raise exception 'forbidden' using errcode = '42501'; end if;
  insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id)
  select gen_random_uuid(), paid.id, platform.clock(), kind, paid.amount_fen, paid.method, paid.charge_ref
    from unnest(array['received', 'applied']) kind;
end $$;

-- M4 Asks for money to go back: once for each key, never more than came in and has not gone back yet.
create function payment.request_refund(id uuid, payment_id uuid, key text, city_code text, order_id uuid,
                                       amount_fen bigint, reason text)
  returns table (refund_id uuid, fresh boolean)
  language plpgsql security definer set search_path = pg_catalog as $$
declare paid payment.payment; free_fen bigint; known uuid;
begin
  select * into paid from payment.payment p where p.id = request_refund.payment_id for update;
  if paid.id is null or not (platform.is_system() or paid.person_id = platform.me()
                             or platform.may('store.read')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  select r.id into known from payment.refund r where r.payment_id = paid.id and r.key = request_refund.key;
  if known is not null then return query select known, false; return; end if;
  select coalesce((select sum(e.amount_fen) from payment.entry e
                    where e.payment_id = paid.id and e.kind = 'received'), 0)
       - coalesce((select sum(r.amount_fen) from payment.refund r where r.payment_id = paid.id), 0)
    into free_fen;
  if request_refund.amount_fen > free_fen then
    raise exception 'refund of % over % left', request_refund.amount_fen, free_fen using errcode = '23514';
  end if;
  insert into payment.refund (id, payment_id, key, city_code, order_id, amount_fen, reason, requested_at)
  values (request_refund.id, paid.id, request_refund.key, request_refund.city_code, request_refund.order_id,
          request_refund.amount_fen, request_refund.reason, platform.clock());
  return query select request_refund.id, true;
end $$;

-- The orders ended unpaid: no new attempt; money that still comes is looked at all the same.
create function payment.close(basket_id uuid) returns void
  language sql security definer set search_path = pg_catalog as $$
  update payment.payment p set state = 'closed'
   where p.basket_id = close.basket_id and p.state = 'open'
     and (platform.is_system() or p.person_id = platform.me())
$$;

-- M3 A verified call is kept once. Nobody is signed in here: the signature was the authority.
create function payment.record_callback(provider text, webhook_id text, payment_id uuid, charge_ref text,
                                        body_hash text, body jsonb)
  returns text language plpgsql security definer set search_path = pg_catalog as $$
declare known text; due payment.payment;
begin
  select * into due from payment.payment p
   where p.id = record_callback.payment_id and p.provider = record_callback.provider;
  if due.id is null then return 'unknown_payment'; end if;
  if due.charge_ref <> record_callback.charge_ref then return 'charge_of_other_order'; end if;
  insert into payment.callback (provider, webhook_id, payment_id, body_hash, body, received_at)
  values (record_callback.provider, record_callback.webhook_id, due.id, record_callback.body_hash,
          record_callback.body, platform.clock())
  on conflict do nothing;
  if found then return 'taken'; end if;
  select c.body_hash into known from payment.callback c
   where c.provider = record_callback.provider and c.webhook_id = record_callback.webhook_id;
  return case when known = record_callback.body_hash then 'known' else 'callback_reused' end;
end $$;

create function payment.secret_of(provider text) returns text
  language sql stable security definer set search_path = pg_catalog as
  $$ select p.secret from payment.provider p where p.name = provider $$;

revoke all on all functions in schema payment from public;
grant execute on all functions in schema payment to zhuguang_app;
grant select, update on payment.payment, payment.refund to zhuguang_app;
grant select, insert on payment.entry to zhuguang_app;
grant select on payment.callback, payment.sandbox_charge to zhuguang_app;

create policy payment_read on payment.payment for select using (
  person_id = (select platform.me()) or (select platform.is_system()) or (select platform.may('control.read'))
  or ((select platform.may('store.read')) and node_id is not null
      and platform.in_scope('nodes', node_id::text)));
create policy payment_settle on payment.payment for update using ((select platform.is_system()));
create policy refund_read on payment.refund for select using (
  exists (select 1 from payment.payment p where p.id = payment_id));
create policy refund_settle on payment.refund for update using ((select platform.is_system()));
create policy entry_read on payment.entry for select using (
  exists (select 1 from payment.payment p where p.id = payment_id));
create policy entry_write on payment.entry for insert with check ((select platform.is_system()));
create policy callback_read on payment.callback for select using (
  (select platform.is_system()) or (select platform.may('control.audit')));
create policy charge_read on payment.sandbox_charge for select using ((select platform.is_system()));

select platform.guard(t) from unnest(array['payment.provider', 'payment.payment', 'payment.refund',
  'payment.entry', 'payment.callback', 'payment.sandbox_charge']::regclass[]) t;

insert into payment.provider (name, secret)
select 'sandbox', 'whsec_' || encode(sha256((gen_random_uuid()::text || gen_random_uuid())::bytea), 'base64')
union all
select 'counter', '';
