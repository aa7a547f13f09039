-- What brands see of their own beyond the catalog and their orders: sums by day, and the funding they offer.
create schema brands;
grant usage on schema brands to zhuguang_app;

-- V2: units by day, city and form of store: nobody's order, nobody's store.
create table brands.sold (
  city_code      text not null,
  day            date not null,
  format         text not null,
  sku_id         uuid not null,
  brand_id       uuid not null,
  units          int not null check (units > 0),
  returned_units int not null check (returned_units between 0 and units),
  primary key (city_code, day, format, sku_id)
);
create index sold_brand on brands.sold (brand_id, day);

-- V3: what benefits with a brand among their funders took off its goods, and its part of that.
create table brands.bought (
  day      date not null,
  code     text not null,
  sku_id   uuid not null,
  brand_id uuid not null,
  name_zh  text not null,
  name_en  text not null,
  units    int not null check (units >= 0),
  off_fen  bigint not null check (off_fen >= 0),
  own_fen  bigint not null check (own_fen between 0 and off_fen),
  primary key (day, code, sku_id)
);
create index bought_brand on brands.bought (brand_id, day);

-- What a day was known by when it was summed last.
create table brands.summed (
  day        date primary key,
  orders     int not null,
  changed_at timestamptz not null,
  at         timestamptz not null
);

-- V5: a share of benefits that a brand bears, agreed by control; selling takes it up or does not.
create table brands.funding (
  funding_id   uuid primary key,
  brand_id     uuid not null,
  sku_codes    text[] not null check (cardinality(sku_codes) between 1 and 200),
  share_bp     int not null check (share_bp between 1 and 10000),
  budget_fen   bigint not null check (budget_fen > 0),
  valid        tstzrange not null check (lower(valid) is not null and upper(valid) is not null),
  reason       text not null,
  requested_by uuid not null,
  approved_by  uuid not null,
  request_id   uuid not null references control.change_request,
  created_at   timestamptz not null default platform.clock(),
  constraint funding_four_eyes check (approved_by <> requested_by)
);
create index funding_brand on brands.funding (brand_id, funding_id);
create trigger funding_append_only before update or delete on brands.funding
  for each row execute function platform.refuse_change();

grant select, insert, delete on brands.sold, brands.bought to zhuguang_app;
grant select, insert, update on brands.summed to zhuguang_app;
grant select, insert on brands.funding to zhuguang_app;
select platform.guard(t) from unnest(array['brands.sold', 'brands.bought', 'brands.summed',
  'brands.funding']::regclass[]) t;

-- V1: a brand its own rows; the sums are written by the house alone.
create policy sold_read on brands.sold for select using (
  (select platform.is_system())
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
create policy sold_add on brands.sold for insert with check ((select platform.is_system()));
create policy sold_drop on brands.sold for delete using ((select platform.is_system()));
create policy bought_read on brands.bought for select using (
  (select platform.is_system())
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
create policy bought_add on brands.bought for insert with check ((select platform.is_system()));
create policy bought_drop on brands.bought for delete using ((select platform.is_system()));
create policy summed_read on brands.summed for select using (
  (select platform.is_system()) or (select platform.may('brand.read')));
create policy summed_add on brands.summed for insert with check ((select platform.is_system()));
create policy summed_edit on brands.summed for update using ((select platform.is_system()));
create policy funding_read on brands.funding for select using (
  (select platform.is_system()) or (select platform.may('sales.read'))
  or (select platform.may('control.read')) or (select platform.may('control.approve'))
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
create policy funding_add on brands.funding for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me());
