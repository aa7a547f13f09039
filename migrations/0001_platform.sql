-- What every room stands on: who is asking, what happened, what was answered, what was done.
create schema platform;

do $$ begin
  create role zhuguang_app nologin;            -- the application acts as this role; it owns nothing
exception when duplicate_object or insufficient_privilege then null; end $$;
do $$ begin                                   -- an owner who is no superuser must be let into the role
  if not pg_has_role('zhuguang_app', 'set') then grant zhuguang_app to current_user; end if;
end $$;
grant usage on schema platform to zhuguang_app;

-- The actor of a transaction, set once at its start by platform/db.ts. Row policies ask these functions.
create function platform.me() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.person', true), '')::uuid $$;
create function platform.party() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.party', true), '')::uuid $$;
create function platform.is_system() returns boolean language sql stable parallel safe as
  $$ select coalesce(current_setting('app.system', true), '') = 'on' $$;
create function platform.may(permission text) returns boolean language sql stable parallel safe as
  $$ select platform.is_system()
         or position(',' || permission || ','
                     in coalesce(current_setting('app.permissions', true), '')) > 0 $$;
create function platform.in_scope(kind text, value text) returns boolean language sql stable parallel safe as
  $$ select coalesce(current_setting('app.' || kind, true), '') = '*'
         or position(',' || value || ',' in coalesce(current_setting('app.' || kind, true), '')) > 0 $$;
-- One clock a command: the transaction's, or the one a test has set; whole milliseconds, as JSON carries it.
create function platform.clock() returns timestamptz language sql stable parallel safe as
  $$ select date_trunc('milliseconds',
              coalesce(nullif(current_setting('app.clock', true), '')::timestamptz, now())) $$;

create table platform.setting (
  key        text primary key,
  value      jsonb not null,
  assumption boolean not null default false,   -- a demo constant that control may edit, shown as assumed
  changed_at timestamptz not null default now()
);

create table platform.event (
  id          uuid primary key,
  name        text not null,
  payload     jsonb not null,
  actor_id    uuid,
  city_code   text,
  happened_at timestamptz not null default now()
);
create index event_name on platform.event (name, happened_at);

create table platform.idempotency (
  actor_key  text not null,
  key        text not null,
  route      text not null,
  input_hash text not null,
  reply      json,                              -- not jsonb: a replay is the first answer to the letter
  created_at timestamptz not null default now(),
  primary key (actor_key, key)
);
create index idempotency_age on platform.idempotency (created_at);

create table platform.job_done (                -- a job delivered twice works once
  job_key text primary key,
  done_at timestamptz not null default now()
);

create table platform.audit (
  id           uuid primary key,
  at           timestamptz not null default now(),
  actor_id     uuid,
  actor_name   text not null,
  action       text not null,
  subject_kind text not null,
  subject_id   text not null,
  detail       jsonb not null                   -- never personal data
);
create index audit_at on platform.audit (at desc, id desc);
create index audit_subject on platform.audit (subject_kind, subject_id);

-- A job links audit rows into a chain after their commit: hash = sha256(prev_hash || row).
create table platform.audit_link (
  seq       bigint primary key,
  audit_id  uuid not null unique references platform.audit,
  prev_hash bytea not null,
  hash      bytea not null
);

create table platform.snapshot (                -- version of what each process keeps in memory
  name       text primary key,
  version    bigint not null,
  changed_at timestamptz not null default now()
);

create function platform.refuse_change() returns trigger language plpgsql as
  $$ begin raise exception 'append-only: % of %', tg_op, tg_table_name using errcode = '42501'; end $$;
create trigger audit_append_only before update or delete on platform.audit
  for each row execute function platform.refuse_change();
create trigger audit_link_append_only before update or delete on platform.audit_link
  for each row execute function platform.refuse_change();
create trigger event_append_only before update or delete on platform.event
  for each row execute function platform.refuse_change();

-- Jobs belong to graphile-worker's own tables; the application reaches them only through these doors.
create function platform.add_job(task text, payload json, run_at timestamptz, job_key text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => coalesce(run_at, now()), max_attempts => 12,
                                  job_key => job_key, job_key_mode => 'preserve_run_at');
end $$;
create function platform.jobs_waiting() returns table (
  id text, task text, attempts int, max_attempts int, last_error text,
  run_at timestamptz, created_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.may('control.jobs') then raise exception 'forbidden' using errcode = '42501'; end if;
  return query select j.id::text, j.task_identifier, j.attempts::int, j.max_attempts::int,
                      left(j.last_error, 400), j.run_at, j.created_at
                 from graphile_worker.jobs j where j.last_error is not null order by j.run_at limit 500;
end $$;
create function platform.retry_job(job_id bigint) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.may('control.jobs') then raise exception 'forbidden' using errcode = '42501'; end if;
  return exists (
    select 1 from graphile_worker.reschedule_jobs(array[job_id], run_at => now(), attempts => 0));
end $$;
revoke all on all functions in schema platform from public;
grant execute on all functions in schema platform to zhuguang_app;


grant select, insert, update on platform.setting, platform.snapshot to zhuguang_app;
grant select, insert         on platform.event, platform.audit, platform.audit_link, platform.job_done
  to zhuguang_app;
grant select, insert, update, delete on platform.idempotency to zhuguang_app;

create policy setting_read  on platform.setting for select
  using (key not like 'secret.%' or platform.is_system());
create policy setting_write on platform.setting for insert
  with check (platform.is_system() or (assumption and (select platform.may('control.approve'))));
create policy setting_edit  on platform.setting for update
  using (platform.is_system() or (assumption and (select platform.may('control.approve'))));
create policy event_read    on platform.event for select
  using (platform.is_system() or actor_id = platform.me());
create policy event_write   on platform.event for insert
  with check (platform.is_system() or actor_id is not distinct from platform.me());
create policy own_answers   on platform.idempotency using (
  platform.is_system() or actor_key = current_setting('app.actor_key', true));
create policy job_done_system on platform.job_done using (platform.is_system());
create policy audit_read    on platform.audit for select using (platform.may('control.audit'));
create policy audit_write   on platform.audit for insert
  with check (platform.is_system() or actor_id is not distinct from platform.me());
create policy link_read     on platform.audit_link for select using (platform.may('control.audit'));
create policy link_write    on platform.audit_link for insert with check (platform.is_system());
create policy snapshot_read on platform.snapshot for select using (true);
create policy snapshot_write on platform.snapshot for insert with check (true);
create policy snapshot_bump on platform.snapshot for update using (true);

-- Every table: row-level security, also for its owner, and one policy that lets the house itself in
-- (set-up and security-definer functions run as the owner, never as the application role).
create function platform.guard(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy by_house on %s using (current_user <> ''zhuguang_app'')', target);
end $$;
revoke all on function platform.guard(regclass) from public;
select platform.guard(t) from unnest(array['platform.setting', 'platform.event', 'platform.idempotency',
  'platform.job_done', 'platform.audit', 'platform.audit_link', 'platform.snapshot']::regclass[]) t;
