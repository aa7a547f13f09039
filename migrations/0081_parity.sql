-- What the shelf tags of every store say, and the daily proof that every surface says one number.
create schema parity;
grant usage on schema parity to zhuguang_app;

-- T1: what the tags of a store say from a moment on. The first row is whole, each later one a change.
create table parity.tag_set (
  city_code text not null,
  node_id   uuid not null,
  starts_at timestamptz not null,
  sku_ids   uuid[] not null,
  price_fen bigint[] not null,                  -- null: not priced from then on, the tag comes down
  since     timestamptz[] not null,             -- when each number began
  primary key (city_code, node_id, starts_at),
  check (cardinality(sku_ids) = cardinality(price_fen) and cardinality(sku_ids) = cardinality(since))
);

create table parity.publication (
  id       uuid primary key,
  at       timestamptz not null,
  version  text not null,                       -- of the snapshots it was made from
  stores   int not null,
  tags     int not null,
  changed  int not null,                        -- stores whose tags are not what they were
  took_ms  int not null
);
create index publication_at on parity.publication (at desc);

-- T3: what was printed last, so that a tag on the shelf that says something else is known.
create table parity.tag_print (
  city_code  text not null,
  node_id    uuid not null,
  sku_id     uuid not null,
  price_fen  bigint not null,
  printed_at timestamptz not null,
  printed_by uuid not null,
  primary key (city_code, node_id, sku_id)
);

create table parity.run (
  id          uuid primary key,
  state       text not null default 'asked' check (state in ('asked', 'running', 'done', 'failed')),
  asked_at    timestamptz not null,
  asked_by    uuid,                             -- null: the schedule
  seed        bigint not null,
  pages       int not null check (pages between 0 and 100000),
  started_at  timestamptz,
  ended_at    timestamptz,
  took_ms     int,
  surfaces    jsonb not null default '[]',      -- what was asked, how many prices it said, how many differ
  prices      int not null default 0,
  differences int not null default 0,
  error       text,
  check ((state in ('done', 'failed')) = (ended_at is not null))
);
create index run_asked on parity.run (asked_at desc, id desc);
create unique index run_one_at_a_time on parity.run ((true)) where state in ('asked', 'running');

create table parity.difference (
  run_id         uuid not null references parity.run,
  no             int not null,
  surface        text not null,
  address        text not null,                 -- what a person opens to see it
  sku_id         uuid not null,
  node_id        uuid,
  place_code     text not null,
  channel        text not null,
  at             timestamptz not null,
  shown_fen      bigint,
  expected_fen   bigint,
  shown_trace    jsonb not null,
  expected_trace jsonb not null,
  primary key (run_id, no)
);
create trigger difference_append_only before update or delete on parity.difference
  for each row execute function platform.refuse_change();

grant select, insert, update, delete on parity.tag_set to zhuguang_app;
grant select, insert, update on parity.tag_print, parity.run to zhuguang_app;
grant select, insert on parity.publication, parity.difference to zhuguang_app;

-- A tag says what the shop says to everybody; only the house writes it.
create policy tag_read on parity.tag_set for select using (true);
create policy tag_add on parity.tag_set for insert with check ((select platform.is_system()));
create policy tag_change on parity.tag_set for update using ((select platform.is_system()));
create policy tag_drop on parity.tag_set for delete using ((select platform.is_system()));
create policy publication_read on parity.publication for select using (
  (select platform.is_system()) or (select platform.may('control.read')));
create policy publication_add on parity.publication for insert with check ((select platform.is_system()));
create policy print_read on parity.tag_print for select using (
  (select platform.is_system())
  or ((select platform.may('store.read')) and platform.in_scope('nodes', node_id::text)));
create policy print_add on parity.tag_print for insert with check (
  (select platform.may('store.read')) and platform.in_scope('nodes', node_id::text)
  and printed_by = platform.me());
create policy print_again on parity.tag_print for update using (
  (select platform.may('store.read')) and platform.in_scope('nodes', node_id::text))
  with check (printed_by = platform.me());
create policy run_read on parity.run for select using (
  (select platform.is_system()) or (select platform.may('control.read')));
create policy run_ask on parity.run for insert with check (
  (select platform.is_system()) or ((select platform.may('control.jobs')) and asked_by = platform.me()));
create policy run_follow on parity.run for update using ((select platform.is_system()));
create policy difference_read on parity.difference for select using (
  (select platform.is_system()) or (select platform.may('control.read')));
create policy difference_find on parity.difference for insert with check ((select platform.is_system()));

select platform.guard(t) from unnest(array['parity.tag_set', 'parity.publication', 'parity.tag_print',
  'parity.run', 'parity.difference']::regclass[]) t;
