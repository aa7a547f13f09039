-- Change requests: what one person wants changed and another has to agree to.
create schema control;
grant usage on schema control to zhuguang_app;

create table control.change_request (
  id            uuid primary key,
  kind          text not null,
  subject_kind  text not null,
  subject_id    text not null,
  before        jsonb not null,
  after         jsonb not null,
  reason        text not null,
  checks        jsonb not null default '[]',
  requested_by  uuid not null,
  requested_by_name text not null,
  requested_at  timestamptz not null default now(),
  state         text not null default 'proposed'
                check (state in ('proposed', 'approved', 'rejected', 'withdrawn', 'expired')),
  decided_by    uuid,
  decided_by_name text,
  decided_at    timestamptz,
  decision_note text,
  expires_at    timestamptz not null,
  -- C1: four eyes is a fact of the data
  constraint change_four_eyes check (state not in ('approved', 'rejected') or decided_by <> requested_by),
  check ((state in ('approved', 'rejected')) = (decided_by is not null))
);
create index change_request_open on control.change_request (state, requested_at desc, id desc);
create index change_request_subject on control.change_request (subject_kind, subject_id);

-- C5: what was proposed stays as it was proposed; only the decision is written later, and once.
grant select, insert on control.change_request to zhuguang_app;
grant update (state, decided_by, decided_by_name, decided_at,
  decision_note) on control.change_request to zhuguang_app;
create trigger request_decided_once before update on control.change_request
  for each row when (old.state <> 'proposed') execute function platform.refuse_change();
create trigger request_kept before delete on control.change_request
  for each row execute function platform.refuse_change();
select platform.guard('control.change_request');
create policy request_read on control.change_request for select using (
  (select platform.may('control.read') or platform.may('control.approve')) or requested_by = platform.me());
create policy request_add on control.change_request for insert
  with check (requested_by = platform.me() and state = 'proposed');
create policy request_decide on control.change_request for update
  using ((select platform.may('control.approve')) or requested_by = platform.me())
  with check (platform.is_system()
    or (requested_by = platform.me() and state in ('proposed', 'withdrawn'))
    or ((select platform.may('control.approve')) and decided_by is not distinct from platform.me()));
