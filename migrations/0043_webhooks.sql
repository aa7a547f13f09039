-- Outgoing webhooks: who is told of what has happened, every telling, and what became of it.
create schema webhooks;
grant usage on schema webhooks to zhuguang_app;

create table webhooks.endpoint (
  id            uuid primary key,
  name          text not null,
  url           text not null,
  events        text[] not null check (cardinality(events) > 0),
  state         text not null default 'on' check (state in ('on', 'paused', 'stopped', 'ended')),
  stop_reason   text,                           -- why the house stopped it
  made_at       timestamptz not null,
  failing_since timestamptz,                    -- the first failure after the last success
  failures      int not null default 0,         -- … and how many since
  rest_until    timestamptz,                    -- an endpoint that fails is left alone until then
  busy_until    timestamptz,                    -- a worker is sending to it
  check ((state = 'stopped') = (stop_reason is not null))
);

-- W2 Added to only: the newest signs, the one before it beside it for as long as the overlap lasts.
create table webhooks.secret (
  id          uuid primary key,
  endpoint_id uuid not null references webhooks.endpoint,
  secret      text not null,
  made_at     timestamptz not null
);
create index secret_newest on webhooks.secret (endpoint_id, made_at desc);

create table webhooks.delivery (
  id          uuid primary key,
  endpoint_id uuid not null references webhooks.endpoint,
  event_id    uuid not null,                    -- W1: the webhook-id, the same however often it is sent
  event       text not null,
  body        text not null,                    -- the bytes that are signed: codes and amounts only
  happened_at timestamptz not null,
  state       text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  tries       int not null default 0,           -- since it was last asked for
  next_at     timestamptz,
  last_at     timestamptz,
  last_status int,
  last_error  text,
  constraint delivery_once unique (endpoint_id, event_id),
  check ((state = 'waiting') = (next_at is not null))
);
create index delivery_due on webhooks.delivery (endpoint_id, next_at, id) where state = 'waiting';
create index delivery_when on webhooks.delivery (endpoint_id, happened_at desc, id desc);
create index delivery_all on webhooks.delivery (happened_at desc, id desc);

create table webhooks.attempt (
  id          uuid primary key,
  delivery_id uuid not null references webhooks.delivery,
  at          timestamptz not null,
  status      int,                              -- of the answer; null when there was none
  error       text,                             -- null when it was taken
  took_ms     int not null
);
create index attempt_of on webhooks.attempt (delivery_id, at);
create trigger attempt_append_only before update or delete on webhooks.attempt
  for each row execute function platform.refuse_change();

create table webhooks.story (                   -- what has happened to an endpoint, and by whom
  id          uuid primary key,
  endpoint_id uuid not null references webhooks.endpoint,
  at          timestamptz not null,
  code        text not null,
  by_id       uuid,
  facts       jsonb not null
);
create index story_of on webhooks.story (endpoint_id, at);
create trigger story_append_only before update or delete on webhooks.story
  for each row execute function platform.refuse_change();

grant select, insert, update on webhooks.endpoint, webhooks.delivery to zhuguang_app;
grant select, insert on webhooks.secret, webhooks.attempt, webhooks.story to zhuguang_app;

create policy endpoint_read on webhooks.endpoint for select using (
  (select platform.may('webhooks.manage')) or (select platform.may('control.read')));
create policy endpoint_make on webhooks.endpoint for insert
  with check ((select platform.may('webhooks.manage')));
create policy endpoint_change on webhooks.endpoint for update
  using ((select platform.may('webhooks.manage')));
-- W3 A secret is written by who makes it and read by who signs: nobody sees it again.
create policy secret_read on webhooks.secret for select using ((select platform.is_system()));
create policy secret_make on webhooks.secret for insert
  with check ((select platform.may('webhooks.manage')));
create policy delivery_read on webhooks.delivery for select using (
  (select platform.may('webhooks.manage')) or (select platform.may('control.read')));
create policy delivery_make on webhooks.delivery for insert
  with check ((select platform.may('webhooks.manage')));
create policy delivery_again on webhooks.delivery for update
  using ((select platform.may('webhooks.manage')));
create policy attempt_read on webhooks.attempt for select using (
  (select platform.may('webhooks.manage')) or (select platform.may('control.read')));
create policy attempt_write on webhooks.attempt for insert with check ((select platform.is_system()));
create policy story_read on webhooks.story for select using (
  (select platform.may('webhooks.manage')) or (select platform.may('control.read')));
create policy story_write on webhooks.story for insert
  with check ((select platform.may('webhooks.manage')));

select platform.guard(t) from unnest(array['webhooks.endpoint', 'webhooks.secret', 'webhooks.delivery',
  'webhooks.attempt', 'webhooks.story']::regclass[]) t;
