-- Parcels: what a warehouse gave to a carrier, under whose number, and what the carrier has said of it since.
create table fulfilment.parcel (
  city_code    text not null,
  id           uuid not null,                   -- the carrier's idempotency key
  order_id     uuid not null,
  task_id      uuid not null,
  node_id      uuid not null,
  carrier      text not null,
  tracking_no  text,
  state        text not null default 'waiting' check (state in ('waiting', 'booked', 'delivered', 'lost')),
  made_at      timestamptz not null,
  next_look_at timestamptz,
  primary key (city_code, id),
  constraint parcel_once unique (city_code, task_id),      -- F10
  foreign key (city_code, task_id) references fulfilment.task (city_code, id),
  check ((state = 'waiting') = (tracking_no is null)),
  check ((state = 'booked') = (next_look_at is not null))
);
create index parcel_look on fulfilment.parcel (next_look_at) where state = 'booked';

create table fulfilment.parcel_scan (
  city_code text not null,
  parcel_id uuid not null,
  code      text not null,
  at        timestamptz not null,
  primary key (city_code, parcel_id, code, at),
  foreign key (city_code, parcel_id) references fulfilment.parcel (city_code, id)
);
create trigger parcel_scan_append_only before update or delete on fulfilment.parcel_scan
  for each row execute function platform.refuse_change();

create table fulfilment.sandbox_parcel (        -- the pretended carrier's own books
  parcel_id   uuid primary key,
  tracking_no text not null unique,
  booked_at   timestamptz not null
);

grant select, insert, update on fulfilment.parcel to zhuguang_app;
grant select, insert on fulfilment.parcel_scan, fulfilment.sandbox_parcel to zhuguang_app;

create policy parcel_read on fulfilment.parcel for select using (
  (select platform.is_system())
  or ((select platform.may('fulfilment.work')) and platform.in_scope('nodes', node_id::text)));
create policy parcel_make on fulfilment.parcel for insert with check ((select platform.is_system()));
create policy parcel_follow on fulfilment.parcel for update using ((select platform.is_system()));
create policy scan_read on fulfilment.parcel_scan for select using (exists (
  select 1 from fulfilment.parcel p where p.city_code = parcel_scan.city_code and p.id = parcel_id));
create policy scan_add on fulfilment.parcel_scan for insert with check ((select platform.is_system()));
create policy books_read on fulfilment.sandbox_parcel for select using ((select platform.is_system()));
create policy books_write on fulfilment.sandbox_parcel for insert with check ((select platform.is_system()));

select platform.guard(t) from unnest(array['fulfilment.parcel', 'fulfilment.parcel_scan',
  'fulfilment.sandbox_parcel']::regclass[]) t;
