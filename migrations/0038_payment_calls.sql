-- Providers' calls in batches. A call is kept once (M3); the ordinary one, exactly what is due for an open
-- payment in time, is settled with it; whatever else a call may say, a job thinks about alone.
grant usage on schema payment to zhuguang_batch;

create type payment.told as (
  n int, provider text, webhook_id text, payment_id uuid, charge_ref text, body_hash text, type text,
  transaction_id text, amount_fen bigint, body jsonb);

-- What is said of each call: taken, known, callback_reused, unknown_payment or charge_of_other_order.
create function payment.keep_calls(p_calls payment.told[], p_at timestamptz)
  returns table (n int, outcome text)
  language plpgsql set search_path = pg_catalog as $$
begin
  return query
    with due as materialized (
      select c.n, c.provider, c.webhook_id, c.body_hash, c.body, p.id as payment_id,
             case when p.id is null then 'unknown_payment'
                  when p.charge_ref <> c.charge_ref then 'charge_of_other_order' end as doubt
        from unnest(p_calls) c
        left join payment.payment p on p.id = c.payment_id and p.provider = c.provider),
    kept as (
      insert into payment.callback (provider, webhook_id, payment_id, body_hash, body, received_at)
      select d.provider, d.webhook_id, d.payment_id, d.body_hash, d.body, p_at
        from due d where d.doubt is null
       order by d.provider, d.webhook_id, d.n
      on conflict do nothing
      returning provider, webhook_id),
    first as (
      select distinct on (d.provider, d.webhook_id) d.n, d.body_hash, d.provider, d.webhook_id
        from due d join kept k on k.provider = d.provider and k.webhook_id = d.webhook_id
       order by d.provider, d.webhook_id, d.n)
    select d.n, coalesce(d.doubt,
                         case when f.n = d.n then 'taken'
                              when coalesce(f.body_hash, b.body_hash) = d.body_hash then 'known'
                              else 'callback_reused' end)
      from due d
      left join first f on f.provider = d.provider and f.webhook_id = d.webhook_id
      left join payment.callback b on b.provider = d.provider and b.webhook_id = d.webhook_id;
end $$;

-- M2, M5: the due amount, for the first time, on a payment that waits for it. Gives the calls it settled.
create function payment.settle_plain(p_calls payment.told[], p_at timestamptz, p_tasks text[])
  returns int[] language plpgsql set search_path = pg_catalog as $$
declare
  plain  payment.told[];
  events jsonb[];
begin
  perform 1 from payment.payment p
    where p.id = any(array(select c.payment_id from unnest(p_calls) c)) order by p.id for update;
  plain := array(
    select distinct on (p.id) c
      from unnest(p_calls) c join payment.payment p on p.id = c.payment_id
     where c.type = 'charge.succeeded' and p.state = 'open' and c.amount_fen = p.amount_fen
       and (p.expires_at is null or p_at <= p.expires_at)
       and not exists (select 1 from payment.entry e
                        where e.payment_id = p.id and e.kind = 'received'
                          and e.transaction_id = c.transaction_id)
     order by p.id, c.n);
  if cardinality(plain) = 0 then return '{}'; end if;
  insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id)
  select uuidv7(), s.payment_id, p_at, k.kind, s.amount_fen, k.reason, s.transaction_id
    from unnest(plain) s cross join (values ('received', 'paid'), ('applied', 'applied')) as k(kind, reason);
  with paid as (
    update payment.payment p set state = 'paid', paid_at = p_at, last_failure = null
      from unnest(plain) s where p.id = s.payment_id
    returning p.id, p.basket_id, p.amount_fen)
  select array_agg(jsonb_build_object('payment_id', id, 'basket_id', basket_id, 'amount_fen', amount_fen,
                                      'paid_at', platform.iso(p_at), 'late', false)) into events from paid;
  perform platform.emit_batch('payment.paid', p_at, array_fill(null::uuid, array[cardinality(events)]),
                              array_fill(null::text, array[cardinality(events)]), events, p_tasks);
  perform pg_notify('live', 'payment:' || s.payment_id) from unnest(plain) s;
  return array(select s.n from unnest(plain) s);
end $$;

create function payment.take_calls(p_at timestamptz, p_calls json, p_tasks text[])
  returns table (n int, outcome text)
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  calls    payment.told[] := array(
    select c from json_populate_recordset(null::payment.told, p_calls) c);
  ns       int[];
  outcomes text[];
  fresh    payment.told[];
  settled  int[];
begin
  select array_agg(k.n), array_agg(k.outcome) into ns, outcomes from payment.keep_calls(calls, p_at) k;
  fresh := array(select c from unnest(calls) c join unnest(ns, outcomes) as k(n, outcome) on k.n = c.n
                  where k.outcome = 'taken');
  settled := payment.settle_plain(fresh, p_at, p_tasks);
  perform platform.add_job('payment.settle',
                           json_build_object('provider', c.provider, 'webhook_id', c.webhook_id), null,
                           'payment.settle:' || c.provider || ':' || c.webhook_id)
     from unnest(fresh) c where c.n <> all(settled);
  return query select * from unnest(ns, outcomes);
end $$;

revoke all on function payment.keep_calls(payment.told[], timestamptz),
  payment.settle_plain(payment.told[], timestamptz, text[]),
  payment.take_calls(timestamptz, json, text[]) from public;
grant execute on function payment.take_calls(timestamptz, json, text[]), payment.secret_of(text)
  to zhuguang_batch;
