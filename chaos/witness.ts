// Witnesses inside the database of the chaos. Whatever connection writes, a deferred trigger asks it at its
// commit how that commit is made durable: the setting as it holds for this very transaction, whoever set it
// (the server, the role, the database, the connection, the transaction).
const watched = [
  'orders.customer_order',
  'orders.story',
  'stock.entry',
  'stock.hold',
  'sourcing.slot_hold',
  'payment.callback',
  'payment.entry',
  'payment.refund',
  'platform.event',
  'platform.idempotency',
  'platform.audit',
  'platform.job_done',
  'graphile_worker._private_jobs',
]

const trigger = (table: string) => `
create constraint trigger chaos_witness after insert or update or delete on ${table}
  deferrable initially deferred for each row execute function chaos.note();`

export const witness = `
create schema chaos;
create table chaos.witness (
  pid                int not null,
  begun              timestamptz not null,
  application        text not null,
  synchronous_commit text not null,
  at                 timestamptz not null default clock_timestamp(),
  primary key (pid, begun, synchronous_commit)
);
create function chaos.note() returns trigger language plpgsql security definer as $$
declare how text := current_setting('synchronous_commit');
begin
  -- Said once by a connection for each value it ever has, so that it costs nothing.
  if coalesce(current_setting('chaos.noted', true), '') like '%,' || how || ',%' then return null; end if;
  perform set_config('chaos.noted', ',' || how || coalesce(current_setting('chaos.noted', true), ','), false);
  insert into chaos.witness (pid, begun, application, synchronous_commit)
  select a.pid, a.backend_start, a.application_name, how
    from pg_stat_activity a where a.pid = pg_backend_pid()
  on conflict do nothing;
  return null;
end $$;
${watched.map(trigger).join('')}
`
