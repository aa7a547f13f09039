-- Below which price nothing is sold by a benefit or a change: set by control, read by control.
create table pricing.floor (
  id           uuid primary key,
  sku_id       uuid not null,
  floor_fen    bigint not null check (floor_fen > 0),
  valid        tstzrange not null check (isempty(valid) or lower(valid) is not null),     -- P5
  requested_by uuid not null,
  approved_by  uuid not null,
  request_id   uuid not null references control.change_request,
  created_at   timestamptz not null default platform.clock(),
  constraint floor_four_eyes check (approved_by <> requested_by),
  constraint floor_no_overlap exclude using gist (sku_id with =, valid with &&)
);
grant select, insert, update (valid) on pricing.floor to zhuguang_app;
select platform.guard('pricing.floor');
-- Selling sees above, near or below, never the number.
create policy floor_read  on pricing.floor for select using (
  platform.is_system() or (select platform.may('control.read')) or (select platform.may('control.approve')));
create policy floor_add   on pricing.floor for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me());
create policy floor_close on pricing.floor for update using ((select platform.may('control.approve')));
create trigger floor_only_sooner before update of valid on pricing.floor
  for each row execute function pricing.only_sooner();
