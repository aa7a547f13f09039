-- A person gives the duty of approving to another, for a time and for what is named; and a leaver is out.
create table people.delegation (
  id          uuid primary key,
  from_person uuid not null references people.person,
  from_name   text not null,
  to_person   uuid not null references people.person,
  to_name     text not null,
  kinds       text[] check (cardinality(kinds) between 1 and 40),      -- null: requests of every kind
  level_max   integer not null check (level_max between 1 and 3),      -- of requests that need no more hands
  reason      text not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  created_at  timestamptz not null default platform.clock(),
  ended_at    timestamptz,
  ended_by    uuid,
  constraint delegation_two_persons check (from_person <> to_person),
  constraint delegation_limited check (ends_at > starts_at and ends_at <= starts_at + interval '31 days'),
  check ((ended_at is null) = (ended_by is null))
);
create index delegation_to on people.delegation (to_person, ends_at);
create index delegation_from on people.delegation (from_person, ends_at);
grant select, insert, update (ended_at, ended_by) on people.delegation to zhuguang_app;
select platform.guard('people.delegation');
create policy delegation_read on people.delegation for select using (
  from_person = platform.me() or to_person = platform.me()
  or (select platform.is_system() or platform.may('control.read') or platform.may('control.people')));
create policy delegation_give on people.delegation for insert with check (
  from_person = platform.me() and (select platform.may('control.approve')));
create policy delegation_end on people.delegation for update
  using (from_person = platform.me() or to_person = platform.me() or (select platform.may('control.people')))
  with check (ended_by = platform.me());
create trigger delegation_kept before delete on people.delegation
  for each row execute function platform.refuse_change();
create trigger delegation_ended_once before update on people.delegation
  for each row when (old.ended_at is not null) execute function platform.refuse_change();

-- For whom somebody stands, through any number of hands (`upwards`), or who stands for them. `planned`
-- counts what has not begun yet. Ids only: who may know more asks the table.
create function people.public_chain(p_person uuid, upwards boolean, planned boolean)
  returns table (person_id uuid)
  language sql stable security definer set search_path = pg_catalog as $$
  with recursive live as (
    select case when upwards then d.to_person else d.from_person end as near,
           case when upwards then d.from_person else d.to_person end as far
      from people.delegation d
     where d.ended_at is null and d.ends_at > platform.clock()
       and (planned or d.starts_at <= platform.clock())),
  chain as (
    select l.far from live l where l.near = p_person
    union select l.far from live l join chain c on l.near = c.far)
  select far from chain $$;

-- What a person and everybody they stand for may do by their roles, now or (`planned`) later.
create function people.public_duties(p_person uuid, planned boolean)
  returns table (person_id uuid, role text, nodes uuid[])
  language sql stable security definer set search_path = pg_catalog as $$
  select g.person_id, g.role, g.nodes
    from people.role_grant g
   where g.person_id in (
           select p_person union select c.person_id from people.public_chain(p_person, true, planned) c)
     and g.revoked_at is null and (planned or g.starts_at <= platform.clock())
     and (g.ends_at is null or g.ends_at > platform.clock()) $$;
-- Whether a delegation lets one decide a request of this kind and so many levels for the other, now: only as
-- long as who gave it holds a role that approves (a test holds its name against access.ts).
create function people.public_delegated(p_id uuid, p_from uuid, p_to uuid, p_kind text, p_levels integer)
  returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (
    select 1 from people.delegation d
     where d.id = p_id and d.from_person = p_from and d.to_person = p_to and d.ended_at is null
       and d.starts_at <= platform.clock() and d.ends_at > platform.clock()
       and (d.kinds is null or p_kind = any(d.kinds)) and p_levels <= d.level_max
       and exists (select 1 from people.role_grant g
                    where g.person_id = p_from and g.role = 'controller' and g.revoked_at is null
                      and g.starts_at <= platform.clock()
                      and (g.ends_at is null or g.ends_at > platform.clock()))) $$;
revoke all on function people.public_chain(uuid, boolean, boolean), people.public_duties(uuid, boolean),
  people.public_delegated(uuid, uuid, uuid, text, integer) from public;
grant execute on function people.public_chain(uuid, boolean, boolean), people.public_duties(uuid, boolean),
  people.public_delegated(uuid, uuid, uuid, text, integer) to zhuguang_app;

-- H9: nobody stands for somebody who stands for them, over any number of hands.
create function people.no_circle() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('people.delegation', 0));
  if exists (select 1 from people.public_chain(new.from_person, true, true) c
              where c.person_id = new.to_person) then
    raise exception 'a circle of delegations' using errcode = '23514', constraint = 'delegation_no_circle';
  end if;
  return new;
end $$;
create trigger delegation_no_circle before insert on people.delegation
  for each row execute function people.no_circle();

-- H8: whoever leaves loses every session and key in the same moment as the roles.
create function people.end_access(p_person uuid) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.may('control.people') or p_person = platform.me() then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  update people.api_key k set revoked_at = platform.clock()
   where k.person_id = p_person and k.revoked_at is null;
  delete from auth.session s using people.person p where p.id = p_person and s."userId" = p.auth_user_id;
end $$;
revoke all on function people.end_access(uuid) from public;
grant execute on function people.end_access(uuid) to zhuguang_app;
