-- Brands, products and SKUs: what is sold, in which sizes, and what it needs. Categories are facts in code.
create schema catalog;
grant usage on schema catalog to zhuguang_app;

-- K1: a GTIN has 8, 12, 13 or 14 digits and ends in its mod-10 check digit (GS1 General Specifications 7.9).
create function catalog.gtin_holds(gtin text) returns boolean language sql immutable strict parallel safe as
  $$ select gtin ~ '^(\d{8}|\d{12,14})$'
        and (select sum(substr(lpad(gtin, 14, '0'), at, 1)::int * (1 + 2 * (at % 2))) % 10
               from generate_series(1, 14) at) = 0 $$;

create table catalog.brand (
  id         uuid primary key,
  code       text not null constraint brand_code_once unique check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  name_zh    text not null,
  name_en    text not null,
  demo       boolean not null default false,
  changed_at timestamptz not null default now()
);

create table catalog.product (
  id              uuid primary key,
  brand_id        uuid not null references catalog.brand,
  category_code   text not null check (category_code ~ '^[a-z][a-z0-9_]{1,39}$'),
  space           text not null check (space in
    ('entry', 'living', 'dining', 'kitchen', 'bedroom', 'study', 'bath', 'balcony')),
  family          text not null,                      -- how it is drawn
  model           text not null,
  name_zh         text not null,
  name_en         text not null,
  points          jsonb not null default '[]',        -- two or three facts worth saying: {zh, en}
  attributes      jsonb not null default '{}',        -- typed by the category's list in code
  body            jsonb not null,                     -- {width_mm, height_mm, depth_mm}
  cavity          jsonb,                              -- the opening a built-in product goes into
  clearances      jsonb not null,
  utilities       jsonb not null default '[]',
  energy          jsonb,
  noise_db        int check (noise_db between 10 and 100),
  warranty_months int not null check (warranty_months between 0 and 240),
  install_kind    text not null check (install_kind in ('none', 'place', 'install')),
  skills          text[] not null default '{}' check (
    skills <@ array['general', 'gas_certified', 'refrigerant_certified', 'electrician']),
  state           text not null default 'draft' check (state in ('draft', 'live', 'retired')),
  launched_on     date not null,
  demo            boolean not null default false,
  changed_at      timestamptz not null default now(),
  constraint model_once unique (brand_id, model)
);
create index product_category on catalog.product (category_code);

create table catalog.sku (
  id               uuid primary key,
  product_id       uuid not null references catalog.product,
  code             text not null constraint sku_code_once unique,
  gtin             text constraint gtin_holds check (catalog.gtin_holds(gtin)),   -- K3: none, not for sale
  variant_zh       text not null,
  variant_en       text not null,
  finish           text not null,
  layout           text not null,
  options          jsonb not null default '{}',
  width_mm         int not null check (width_mm between 1 and 6000),
  height_mm        int not null check (height_mm between 1 and 6000),
  depth_mm         int check (depth_mm between 1 and 6000),
  weight_g         int not null check (weight_g between 1 and 1000000),
  package_volume_l int not null check (package_volume_l between 1 and 20000),
  attributes       jsonb not null default '{}',
  state            text not null default 'live' check (state in ('live', 'retired')),
  demo             boolean not null default false,
  changed_at       timestamptz not null default now()
);
create index sku_product on catalog.sku (product_id);
-- K2: one trade item, one GTIN, however many leading zeros it is written with.
create unique index gtin_once on catalog.sku (lpad(gtin, 14, '0'));

grant select, insert, update on catalog.brand, catalog.product, catalog.sku to zhuguang_app;
grant execute on function catalog.gtin_holds(text) to zhuguang_app;

-- K4: what is not launched yet is seen by those who work on it and by its brand only.
create policy brand_read   on catalog.brand for select using (true);
create policy brand_add    on catalog.brand for insert with check ((select platform.may('catalog.edit')));
create policy brand_edit   on catalog.brand for update using ((select platform.may('catalog.edit')));
create policy product_read on catalog.product for select using (
  state <> 'draft'
  or (select platform.may('catalog.edit') or platform.may('purchasing.read')
          or platform.may('sales.read') or platform.may('control.read'))
  or ((select platform.may('brand.read')) and platform.in_scope('brands', brand_id::text)));
-- K7: who makes the catalog changes the brands in their scope only.
create policy product_add  on catalog.product for insert with check (
  (select platform.may('catalog.edit')) and platform.in_scope('brands', brand_id::text));
create policy product_edit on catalog.product for update using (
  (select platform.may('catalog.edit')) and platform.in_scope('brands', brand_id::text));
create policy sku_read     on catalog.sku for select using (
  exists (select from catalog.product p where p.id = product_id));      -- as far as its product is seen
create policy sku_add      on catalog.sku for insert with check (
  (select platform.may('catalog.edit')) and exists (
    select from catalog.product p
     where p.id = product_id and platform.in_scope('brands', p.brand_id::text)));
create policy sku_edit     on catalog.sku for update using (
  (select platform.may('catalog.edit')) and exists (
    select from catalog.product p
     where p.id = product_id and platform.in_scope('brands', p.brand_id::text)));
select platform.guard(t) from unnest(array['catalog.brand', 'catalog.product', 'catalog.sku']::regclass[]) t;
