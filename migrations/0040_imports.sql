-- Files of others on their way in: each row is kept as it was read until a room below has taken it, so that a
-- run that was cut goes on where it stopped and a row that was refused can be repaired.
create schema imports;
grant usage on schema imports to zhuguang_app;

create table imports.file (
  id           uuid primary key,
  kind         text not null check (kind in ('products', 'stores', 'stock', 'prices')),
  name         text not null,
  hash         text,                                   -- sha-256 of its bytes, hex; null while it arrives
  mapping      text,                                   -- null until its headers were read
  plan         jsonb,                                  -- which column feeds which field, and what does not
  dry_run      boolean not null default false,
  bytes        bigint not null,
  state        text not null default 'reading'
               check (state in ('arriving', 'reading', 'held', 'waiting', 'applying', 'done', 'dropped')),
  held_for     text check (held_for in ('rejects', 'large_cut', 'unreadable')),
  rows_read    int not null default 0,                 -- U2: the checkpoint of reading
  last_row     int not null default 1,                 -- row of the table read last; the header is row 1
  trouble      jsonb,                                  -- why it could not be read: {reason, facts}
  request_id   uuid references control.change_request,
  approved_by  uuid,
  requested_by uuid,                                   -- null: the house itself, by command
  by_name      text not null,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz,
  constraint import_four_eyes check (approved_by <> requested_by),
  check ((state = 'held') = (held_for is not null))
);
create index file_newest on imports.file (kind, id desc);

-- What has arrived of a file that is sent piece by piece; gone once its rows are read.
create table imports.part (
  file_id uuid not null references imports.file on delete cascade,
  part    int not null,
  bytes   bytea not null,
  primary key (file_id, part)
);

create table imports.row (
  file_id  uuid not null references imports.file on delete cascade,
  row      int not null,                               -- as a person counts: the header is row 1
  cells    jsonb not null,                             -- column → text, as it was read
  state    text not null default 'ready'
           check (state in ('ready', 'rejected', 'created', 'updated', 'unchanged')),
  key      text,                                       -- what the row is about; once in a file
  numbers  text[] not null default '{}',               -- GTINs it claims
  was_fen  bigint,                                     -- the price it was proposed against
  faults   jsonb not null default '[]',                -- {column, code, value}: why it was refused
  warnings jsonb not null default '[]',                -- {column, code, value}: what was left out of it
  primary key (file_id, row)
);
create index row_ready on imports.row (file_id, row) where state = 'ready';
create index row_rejected on imports.row (file_id, row) where state = 'rejected';
create index row_key on imports.row (file_id, key);
create index row_next on imports.row (file_id, key, row) where state = 'ready';

-- By which number of theirs a feed knows what is ours.
create table imports.key (
  source text not null,
  kind   text not null check (kind in ('product', 'sku', 'node')),
  key    text not null,
  id     uuid not null,
  primary key (source, kind, key)
);
create index key_of on imports.key (kind, id);

-- Which permission a kind of file asks of its sender: that of the same change on screen.
create function imports.may(kind text) returns boolean language sql stable parallel safe
  set search_path = pg_catalog as $$
  select platform.may(case kind when 'products' then 'catalog.edit' when 'stores' then 'places.edit'
                                when 'stock' then 'stock.count' else 'pricing.propose' end) $$;
revoke all on function imports.may(text) from public;
grant execute on function imports.may(text) to zhuguang_app;

grant select, insert, update, delete on imports.file, imports.part, imports.row to zhuguang_app;
grant select, insert on imports.key to zhuguang_app;
select platform.guard(t)
  from unnest(array['imports.file', 'imports.part', 'imports.row', 'imports.key']::regclass[]) t;

-- U7: a file belongs to who sent it; one the house took in, to those who may send its kind. Control reads
-- all.
create policy file_read on imports.file for select using (
  platform.is_system() or requested_by = platform.me()
  or (requested_by is null and kind <> 'stock' and (select imports.may(kind)))
  or (select platform.may('control.read') or platform.may('control.approve')));
create policy file_add on imports.file for insert with check (
  imports.may(kind) and requested_by is not distinct from platform.me());
create policy file_edit on imports.file for update using (
  platform.is_system() or (imports.may(kind) and (requested_by = platform.me() or requested_by is null))
  or (select platform.may('control.approve')));
create policy file_drop on imports.file for delete using (platform.is_system());
create policy part_own on imports.part using (
  exists (select from imports.file f
           where f.id = file_id and (platform.is_system() or f.requested_by = platform.me())));
create policy row_read on imports.row for select using (file_id in (select f.id from imports.file f));
create policy row_add on imports.row for insert with check (file_id in (
  select f.id from imports.file f
   where platform.is_system() or (imports.may(f.kind) and f.requested_by = platform.me())));
create policy row_edit on imports.row for update using (file_id in (
  select f.id from imports.file f
   where platform.is_system()
      or (imports.may(f.kind) and (f.requested_by = platform.me() or f.requested_by is null))));
create policy row_drop on imports.row for delete using (platform.is_system());
create policy key_read on imports.key for select using (true);
create policy key_add on imports.key for insert with check (
  case kind when 'node' then (select platform.may('places.edit'))
            else (select platform.may('catalog.edit')) end);
