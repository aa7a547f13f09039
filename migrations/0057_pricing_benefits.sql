-- What takes something off a price, for whom and when, and who bears it.
create table pricing.benefit (
  code         text primary key check (code ~ '^[a-z0-9][a-z0-9._-]{0,59}$'),
  kind         text not null check (kind in ('direct_cut', 'category')),
  wish         jsonb not null,
  valid        tstzrange not null                               -- empty: it ended before it began
               check (isempty(valid) or (lower(valid) is not null and upper(valid) is not null)),
  requested_by uuid not null,
  approved_by  uuid not null,
  request_id   uuid not null references control.change_request,
  created_at   timestamptz not null default platform.clock(),
  constraint benefit_four_eyes check (approved_by <> requested_by)                    -- P1
);

-- Ended sooner, never rewritten: what was sold can always be explained (P5).
grant select, insert, update (valid) on pricing.benefit to zhuguang_app;
select platform.guard('pricing.benefit');
-- Who bears what is nobody's business but the house's.
create policy benefit_read on pricing.benefit for select using (
  platform.is_system() or (select platform.may('sales.read')) or (select platform.may('control.approve')));
create policy benefit_add  on pricing.benefit for insert with check (
  (select platform.may('control.approve')) and approved_by = platform.me());
create policy benefit_end  on pricing.benefit for update using ((select platform.may('control.approve')));

-- P7: it may end sooner; neither does it begin otherwise nor hold longer.
create function pricing.only_sooner() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if isempty(old.valid) or not old.valid @> new.valid
     or not (isempty(new.valid) or lower(new.valid) = lower(old.valid)) then
    raise exception 'a span only ends sooner' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger benefit_only_sooner before update of valid on pricing.benefit
  for each row execute function pricing.only_sooner();
