-- A veto: control holds still what is named, with a reason and an end.
create table control.freeze (
  id           uuid primary key,
  subject_kind text not null check (subject_kind in ('sku', 'benefit', 'supplier')),
  subject_id   text not null,
  subject_zh   text not null,
  subject_en   text not null,
  reason       text not null,
  frozen_by    uuid not null,
  frozen_by_name text not null,
  frozen_at    timestamptz not null default platform.clock(),
  ends_at      timestamptz not null,
  lifted_by    uuid,
  lifted_by_name text,
  lifted_at    timestamptz,
  lift_note    text,
  constraint freeze_limited check (ends_at > frozen_at and ends_at <= frozen_at + interval '90 days'),
  constraint freeze_other_hand check (lifted_by <> frozen_by),                          -- C10
  check ((lifted_by is null) = (lifted_at is null))
);
create index freeze_of on control.freeze (subject_kind, subject_id, ends_at);
grant select, insert, update (lifted_by, lifted_by_name, lifted_at, lift_note)
  on control.freeze to zhuguang_app;
select platform.guard('control.freeze');
create policy freeze_read on control.freeze for select using (
  (select platform.is_system() or platform.may('control.read') or platform.may('control.approve')));
create policy freeze_add on control.freeze for insert with check (
  frozen_by = platform.me() and lifted_by is null and (select platform.may('control.approve')));
create policy freeze_lift on control.freeze for update using ((select platform.may('control.approve')))
  with check (lifted_by = platform.me());
create trigger freeze_kept before delete on control.freeze
  for each row execute function platform.refuse_change();
create trigger freeze_lifted_once before update on control.freeze
  for each row when (old.lifted_at is not null) execute function platform.refuse_change();

-- Who is held back by it is told who holds it, why and until when; of each subject the freeze that ends last.
create function control.frozen(p_subjects text[])
  returns table (subject text, subject_zh text, subject_en text, frozen_by_name text, reason text,
                 ends_at timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select distinct on (f.subject_kind, f.subject_id) f.subject_kind || ':' || f.subject_id, f.subject_zh,
         f.subject_en, f.frozen_by_name, f.reason, f.ends_at
    from control.freeze f
   where (f.subject_kind || ':' || f.subject_id) = any(p_subjects) and f.lifted_at is null
     and f.ends_at > platform.clock()
   order by f.subject_kind, f.subject_id, f.ends_at desc $$;
revoke all on function control.frozen(text[]) from public;
grant execute on function control.frozen(text[]) to zhuguang_app;
