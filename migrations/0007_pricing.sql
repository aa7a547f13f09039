-- Prices: what a SKU costs at a place, in a channel, for a tier of buyers, from when until when.
create extension if not exists btree_gist;
create schema pricing;
grant usage on schema pricing to zhuguang_app;

create table pricing.price (
  id           uuid primary key,
  sku_id       uuid not null,
  place_code   text not null check (place_code = 'CN' or place_code ~ '^[1-9]\d{5}$'),
  channel      text not null check (channel in ('all', 'shop', 'counter')),
  tier         text not null check (tier in ('retail', 'member', 'enterprise')),
  price_fen    bigint not null check (price_fen > 0),
  valid        tstzrange not null check (not isempty(valid) and lower(valid) is not null),
  requested_by uuid,
  approved_by  uuid,
  request_id   uuid references control.change_request,
  created_at   timestamptz not null default now(),
  constraint price_four_eyes check (approved_by <> requested_by),                     -- P1
  constraint price_no_overlap exclude using gist (                                    -- P2
    sku_id with =, place_code with =, channel with =, tier with =, valid with &&)
);
create index price_sku on pricing.price (sku_id);

grant select, insert, update (valid) on pricing.price to zhuguang_app;        -- P5: closed, never overwritten
select platform.guard('pricing.price');
-- A price is what the shop shows; only an approval writes one (the approver's transaction applies it).
create policy price_read  on pricing.price for select using (true);
create policy price_add   on pricing.price for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me()
  and requested_by is not null and request_id is not null);
create policy price_close on pricing.price for update using ((select platform.may('control.approve')));
