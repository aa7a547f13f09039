-- A call that waited for its own first delivery to commit asks anew what was kept: the moment its statement
-- began, nothing was, and it was told that its number had been used for something else.
create or replace function payment.keep_calls(p_calls payment.told[], p_at timestamptz)
  returns table (n int, outcome text)
  language plpgsql set search_path = pg_catalog as $$
declare
  ns      int[];
  doubts  text[];
  kept    int[];
begin
  select array_agg(d.n), array_agg(d.doubt) into ns, doubts from (
    select c.n, case when p.id is null then 'unknown_payment'
                     when p.charge_ref <> c.charge_ref then 'charge_of_other_order' end as doubt
      from unnest(p_calls) c
      left join payment.payment p on p.id = c.payment_id and p.provider = c.provider) d;
  with first as (
    select distinct on (c.provider, c.webhook_id) c.*
      from unnest(p_calls) c join unnest(ns, doubts) as d(n, doubt) on d.n = c.n
     where d.doubt is null
     order by c.provider, c.webhook_id, c.n),
  made as (
    insert into payment.callback (provider, webhook_id, payment_id, body_hash, body, received_at)
    select f.provider, f.webhook_id, f.payment_id, f.body_hash, f.body, p_at
      from first f order by f.provider, f.webhook_id
    on conflict do nothing
    returning provider, webhook_id)
  select coalesce(array_agg(f.n), '{}') into kept
    from first f join made m on m.provider = f.provider and m.webhook_id = f.webhook_id;
  return query
    select c.n, coalesce(d.doubt,
                         case when c.n = any(kept) then 'taken'
                              when b.body_hash = c.body_hash then 'known'
                              else 'callback_reused' end)
      from unnest(p_calls) c
      join unnest(ns, doubts) as d(n, doubt) on d.n = c.n
      left join payment.callback b on b.provider = c.provider and b.webhook_id = c.webhook_id;
end $$;
