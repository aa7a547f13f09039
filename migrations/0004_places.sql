-- Nodes: the warehouses and stores goods are sold from and handed over at. Districts are compact data in
-- code.
create schema places;
grant usage on schema places to zhuguang_app;

create table places.node (
  id               uuid primary key,
  kind             text not null check (kind in ('warehouse', 'store')),
  format           text not null,
  name_zh          text not null,
  name_en          text not null,
  owner_party_id   uuid not null references people.party,
  city_code        text not null check (city_code ~ '^[1-9]\d{5}$'),
  county_code      text not null check (county_code ~ '^[1-9]\d{5}$'),
  town_code        text check (town_code ~ '^[1-9]\d{8}$'),
  lon              double precision not null check (lon between 73 and 136),
  lat              double precision not null check (lat between 3 and 54),
  address_zh       text not null,
  address_en       text not null,
  phone            text not null,
  opens_minute     int not null check (opens_minute between 0 and 1439),      -- after local midnight
  closes_minute    int not null check (closes_minute between 1 and 1440),
  capacity_per_day int not null check (capacity_per_day >= 0),                -- orders it can prepare
  trade_mode       text not null check (trade_mode in ('own_stock', 'agency', 'display_loan')),
  -- where its agency sales ship from
  warehouse_id     uuid references places.node,
  -- N1: consent, denied unless given
  sells_online     boolean not null default false,
  service_radius_m int not null check (service_radius_m between 0 and 500000),
  services         text[] not null default '{}',
  -- who serves there: names, roles
  people           jsonb not null default '[]',
  protected_default int not null default 0 check (protected_default >= 0),
  state            text not null default 'open' check (state in ('open', 'paused', 'closed')),
  demo             boolean not null default false,
  changed_at       timestamptz not null default now(),
  check (opens_minute < closes_minute),
  check ((trade_mode = 'own_stock') or kind = 'warehouse' or warehouse_id is not null)
);
create index node_city on places.node (city_code);

grant select, insert, update on places.node to zhuguang_app;
select platform.guard('places.node');
create policy node_read on places.node for select using (true);
create policy node_add  on places.node for insert with check ((select platform.may('places.edit')));
create policy node_edit on places.node for update using (
  (select platform.may('places.edit'))
  or ((select platform.may('places.own_store')) and platform.in_scope('nodes', id::text)));
-- For the functions of rooms above: whether a node may serve an online order at this moment (N1).
create view places.public_node with (security_invoker = true) as
  select id, city_code, sells_online and state = 'open' as serves_online from places.node;
grant select on places.public_node to zhuguang_app;
