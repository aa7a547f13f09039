-- Fulfilment: what a store or warehouse does for an order that is paid, and what it has sold so far. F1:
-- city_code stands first in every key. One open task an order; one task a cause, however often it is
-- heard.
create schema fulfilment;
grant usage on schema fulfilment to zhuguang_app;

create table fulfilment.task (
  city_code       text not null,
  id              uuid not null,
  order_id        uuid not null,
  cause           uuid not null,               -- the event that opened it
  number          text not null,
  node_id         uuid not null,
  selling_node_id uuid not null,
  state           text not null check (state in ('waiting', 'accepted', 'picking', 'packed', 'handed_over',
                                                 'delivering', 'delivered', 'failed', 'cancelled')),
  channel         text not null check (channel in ('shop', 'counter')),
  needs_install   boolean not null,
  units           int not null check (units > 0),
  picked_units    int not null default 0 check (picked_units between 0 and units),
  lines_count     int not null check (lines_count > 0),
  total_fen       bigint not null check (total_fen >= 0),
  first_name_zh   text not null,
  first_name_en   text not null,
  county_code     text not null,
  opened_at       timestamptz not null,
  accept_by       timestamptz not null,
  hand_over_by    timestamptz not null,
  give_up_at      timestamptz not null,        -- the house asks another store by then
  promised_from   timestamptz,
  promised_to     timestamptz,
  accepted_at     timestamptz,
  packed_at       timestamptz,
  handed_over_at  timestamptz,
  handed_to       text check (handed_to in ('courier', 'customer', 'crew')),
  delivered_at    timestamptz,
  failed_at       timestamptz,
  failure         text check (failure in ('not_found', 'damaged', 'too_busy', 'closed', 'no_answer')),
  primary key (city_code, id),
  unique (city_code, order_id, cause),
  check ((state = 'failed') = (failure is not null)),
  check (state not in ('packed', 'handed_over', 'delivering', 'delivered') or picked_units = units)     -- F6
);
create unique index task_one_open on fulfilment.task (city_code, order_id)
  where state not in ('failed', 'cancelled', 'delivered');
create index task_id      on fulfilment.task (id);
create index task_queue   on fulfilment.task (node_id, hand_over_by, id)
  where state not in ('failed', 'cancelled', 'delivered');
create index task_recent  on fulfilment.task (node_id, opened_at desc, id desc);
create index task_silent  on fulfilment.task (give_up_at) where state = 'waiting';

create table fulfilment.line (
  city_code text not null,
  task_id   uuid not null,
  line_no   int not null,
  sku_id    uuid not null,
  code      text not null,
  gtin      text not null,
  name_zh   text not null,
  name_en   text not null,
  quantity  int not null check (quantity > 0),
  picked    int not null default 0,
  primary key (city_code, task_id, line_no),
  foreign key (city_code, task_id) references fulfilment.task,
  constraint line_not_overpicked check (picked between 0 and quantity)
);

create table fulfilment.pick (                 -- every scan that counted
  city_code text not null,
  id        uuid not null,
  task_id   uuid not null,
  line_no   int not null,
  quantity  int not null check (quantity > 0),
  serial    text,
  scanned   text not null,
  actor_id  uuid,
  at        timestamptz not null,
  primary key (city_code, id),
  constraint pick_serial_once unique (city_code, task_id, serial),
  foreign key (city_code, task_id, line_no) references fulfilment.line,
  check (serial is null or quantity = 1)
);
create trigger pick_append_only before update or delete on fulfilment.pick
  for each row execute function platform.refuse_change();

create table fulfilment.income (               -- F8: what a node has sold; each cause once
  city_code text not null,
  id        uuid not null,
  cause     uuid not null,
  node_id   uuid not null,
  order_id  uuid not null,
  number    text not null,
  kind      text not null check (kind in ('online', 'counter', 'agency', 'refund')),
  units     int not null check (units >= 0),
  amount_fen bigint not null check (amount_fen >= 0),
  at        timestamptz not null,
  primary key (city_code, id),
  unique (city_code, cause)
);
create index income_node on fulfilment.income (node_id, at desc, id desc);
create trigger income_append_only before update or delete on fulfilment.income
  for each row execute function platform.refuse_change();

grant select, insert, update on fulfilment.task, fulfilment.line to zhuguang_app;
grant select, insert on fulfilment.pick, fulfilment.income to zhuguang_app;

-- Those who work at the node; the house itself opens, follows and gives up.
create policy task_read on fulfilment.task for select using (
  (select platform.is_system())
  or ((select platform.may('fulfilment.work')) and platform.in_scope('nodes', node_id::text)));
create policy task_open on fulfilment.task for insert with check ((select platform.is_system()));
create policy task_work on fulfilment.task for update using (
  (select platform.is_system())
  or ((select platform.may('fulfilment.work')) and platform.in_scope('nodes', node_id::text)));
create policy line_read on fulfilment.line for select using (exists (
  select 1 from fulfilment.task t where t.city_code = line.city_code and t.id = line.task_id));
create policy line_open on fulfilment.line for insert with check ((select platform.is_system()));
create policy line_pick on fulfilment.line for update using (exists (
  select 1 from fulfilment.task t where t.city_code = line.city_code and t.id = line.task_id));
create policy pick_read on fulfilment.pick for select using (exists (
  select 1 from fulfilment.task t where t.city_code = pick.city_code and t.id = pick.task_id));
create policy pick_add on fulfilment.pick for insert with check (exists (
  select 1 from fulfilment.task t where t.city_code = pick.city_code and t.id = pick.task_id));
create policy income_read on fulfilment.income for select using (
  (select platform.is_system())
  or ((select platform.may('fulfilment.work')) and platform.in_scope('nodes', node_id::text)));
create policy income_book on fulfilment.income for insert with check ((select platform.is_system()));

select platform.guard(t) from unnest(array['fulfilment.task', 'fulfilment.line', 'fulfilment.pick',
  'fulfilment.income']::regclass[]) t;
