-- One to three levels of approval, each another person's; a request may go back to its maker and come again.
alter table control.change_request
  add column levels       integer not null default 1 check (levels between 1 and 3),
  add column revision     integer not null default 1 check (revision >= 1),
  add column subjects     text[] not null default '{}',          -- `sku:…`: all it touches
  add column effective_at timestamptz,                            -- null: with the last approval
  drop constraint change_request_state_check,
  add constraint change_request_state_check
    check (state in ('proposed', 'returned', 'approved', 'rejected', 'withdrawn', 'expired'));
create index change_request_subjects on control.change_request using gin (subjects);

drop trigger request_decided_once on control.change_request;
create trigger request_decided_once before update on control.change_request
  for each row when (old.state not in ('proposed', 'returned')) execute function platform.refuse_change();
drop policy request_decide on control.change_request;
create policy request_decide on control.change_request for update
  using ((select platform.may('control.approve')) or requested_by = platform.me())
  with check (platform.is_system()
    or (requested_by = platform.me() and state in ('proposed', 'withdrawn'))
    or ((select platform.may('control.approve'))
        and (state = 'returned' or decided_by is not distinct from platform.me())));

-- C8: who said what at which level. `principal` is whose duty it was: one's own, or of who gave it.
create table control.decision (
  request_id    uuid not null references control.change_request,
  revision      integer not null,
  level         integer not null check (level between 1 and 3),
  verdict       text not null check (verdict in ('approved', 'rejected', 'returned')),
  decided_by    uuid not null,
  decided_by_name text not null,
  principal     uuid not null,
  principal_name text,
  delegation_id uuid references people.delegation,
  note          text,
  decided_at    timestamptz not null default platform.clock(),
  primary key (request_id, revision, level),
  constraint decision_other_person unique (request_id, revision, decided_by),
  constraint decision_other_principal unique (request_id, revision, principal),
  constraint decision_delegated check ((delegation_id is null) = (decided_by = principal))
);
create index decision_by on control.decision (decided_by, decided_at);
-- C9: what was sent before it came back stays readable.
create table control.version (
  request_id uuid not null references control.change_request,
  revision   integer not null,
  before     jsonb not null,
  after      jsonb not null,
  reason     text not null,
  checks     jsonb not null,
  levels     integer not null,
  replaced_at timestamptz not null default platform.clock(),
  primary key (request_id, revision)
);
create table control.comment (
  id         uuid primary key,
  request_id uuid not null references control.change_request,
  by_person  uuid not null,
  by_name    text not null,
  text       text not null,
  at         timestamptz not null default platform.clock()
);
create index comment_of on control.comment (request_id, at);
grant select, insert on control.decision, control.comment to zhuguang_app;
grant select on control.version to zhuguang_app;
select platform.guard(t)
  from unnest(array['control.decision', 'control.version', 'control.comment']::regclass[]) t;
-- Whoever reads a request reads its life.
create policy decision_read on control.decision for select using (
  exists (select 1 from control.change_request r where r.id = request_id));
create policy version_read on control.version for select using (
  exists (select 1 from control.change_request r where r.id = request_id));
create policy comment_read on control.comment for select using (
  exists (select 1 from control.change_request r where r.id = request_id));
create policy decision_add on control.decision for insert with check (
  decided_by = platform.me() and (select platform.may('control.approve')));
create policy comment_add on control.comment for insert with check (
  by_person = platform.me() and exists (select 1 from control.change_request r where r.id = request_id));
create trigger decision_kept before update or delete on control.decision
  for each row execute function platform.refuse_change();
create trigger version_kept before update or delete on control.version
  for each row execute function platform.refuse_change();
create trigger comment_kept before update or delete on control.comment
  for each row execute function platform.refuse_change();

-- C1 and C8 for every level: neither the maker, nor who stands for the maker, nor who has spoken already.
create function control.decision_stands() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  request control.change_request;
  fault text;
begin
  select * into request from control.change_request r where r.id = new.request_id for update;
  fault := case
    when request.state <> 'proposed' or request.revision <> new.revision
      or request.expires_at <= platform.clock() then 'decision_in_time'
    when request.requested_by in (new.decided_by, new.principal) then 'decision_four_eyes'
    when exists (select 1 from people.public_chain(new.decided_by, true, false) c
                  where c.person_id = request.requested_by) then 'decision_four_eyes'
    when exists (select 1 from control.decision d
                  where d.request_id = new.request_id and d.revision = new.revision and d.level <> new.level
                    and (d.decided_by in (new.decided_by, new.principal)
                         or d.principal in (new.decided_by, new.principal))) then 'decision_other_person'
    when new.level > request.levels
      or new.level <> 1 + (select count(*) from control.decision d
                            where d.request_id = new.request_id and d.revision = new.revision
                              and d.level <> new.level) then 'decision_in_turn'
    when new.delegation_id is not null and not people.public_delegated(
      new.delegation_id, new.principal, new.decided_by, request.kind, request.levels)
      then 'decision_delegated' end;
  if fault is not null then
    raise exception '%', fault using errcode = '23514', constraint = fault;
  end if;
  return null;
end $$;
revoke all on function control.decision_stands() from public;
create trigger decision_stands after insert on control.decision
  for each row execute function control.decision_stands();

-- A request is what its decisions say: none is approved with a level missing, whoever writes it.
create function control.request_moves() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  said integer := (select count(*) from control.decision d
                    where d.request_id = new.id and d.revision = new.revision and d.verdict = new.state);
begin
  if (new.state in ('rejected', 'returned') and said = 0)
     or (new.state = 'approved' and (said < new.levels or not exists (
           select 1 from control.decision d
            where d.request_id = new.id and d.revision = new.revision and d.level = new.levels
              and d.decided_by = new.decided_by)))
     or (old.state = 'returned' and new.state not in ('withdrawn', 'expired', 'proposed'))
     or (old.state = 'returned' and new.state = 'proposed' and new.revision <> old.revision + 1)
     or (old.state = 'proposed' and new.state = 'proposed' and new is distinct from old) then
    raise exception 'a request follows its decisions' using errcode = '23514',
      constraint = 'request_follows_decisions';
  end if;
  return null;
end $$;
revoke all on function control.request_moves() from public;
create trigger request_moves after update on control.change_request
  for each row execute function control.request_moves();

-- The maker sends what came back again: the old version is kept, the new one begins at the first level.
create function control.send_again(
  p_id uuid, p_before jsonb, p_after jsonb, p_reason text, p_checks jsonb, p_levels integer,
  p_subjects text[], p_effective timestamptz, p_hours integer)
  returns integer language plpgsql security definer set search_path = pg_catalog as $$
declare
  old control.change_request;
begin
  select * into old from control.change_request r
   where r.id = p_id and r.requested_by = platform.me() and r.state = 'returned' for update;
  if not found then raise exception 'forbidden' using errcode = '42501'; end if;
  insert into control.version (request_id, revision, before, after, reason, checks, levels)
  values (old.id, old.revision, old.before, old.after, old.reason, old.checks, old.levels);
  update control.change_request r
     set state = 'proposed', revision = old.revision + 1, before = p_before, after = p_after,
         reason = p_reason, checks = p_checks, levels = p_levels, subjects = p_subjects,
         effective_at = p_effective,
         expires_at = platform.clock() + make_interval(hours => p_hours)
   where r.id = p_id;
  return old.revision + 1;
end $$;

-- What somebody has had a hand in lately, of what is named: kinds they proposed, `decided` where they agreed.
create function control.hands_on(p_person uuid, p_subjects text[], p_since timestamptz)
  returns table (deed text, kind text, at timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select 'proposed', r.kind, r.requested_at from control.change_request r
   where r.requested_by = p_person and r.subjects && p_subjects and r.requested_at > p_since
     and r.state in ('proposed', 'returned', 'approved')
  union all
  select 'decided', r.kind, d.decided_at
    from control.decision d join control.change_request r on r.id = d.request_id
   where p_person in (d.decided_by, d.principal) and d.verdict = 'approved' and r.subjects && p_subjects
     and d.decided_at > p_since $$;
revoke all on function
  control.send_again(uuid, jsonb, jsonb, text, jsonb, integer, text[], timestamptz, integer),
  control.hands_on(uuid, text[], timestamptz) from public;
grant execute on function
  control.send_again(uuid, jsonb, jsonb, text, jsonb, integer, text[], timestamptz, integer),
  control.hands_on(uuid, text[], timestamptz) to zhuguang_app;
