-- What meets in a person is told to that person and to control, to nobody else.
create or replace function people.public_chain(p_person uuid, upwards boolean, planned boolean)
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
  select far from chain
   where p_person = platform.me() or platform.may('control.read') $$;

create or replace function people.public_duties(p_person uuid, planned boolean)
  returns table (person_id uuid, role text, nodes uuid[])
  language sql stable security definer set search_path = pg_catalog as $$
  select g.person_id, g.role, g.nodes
    from people.role_grant g
   where (p_person = platform.me() or platform.may('control.read'))
     and g.person_id in (
           select p_person union select c.person_id from people.public_chain(p_person, true, planned) c)
     and g.revoked_at is null and (planned or g.starts_at <= platform.clock())
     and (g.ends_at is null or g.ends_at > platform.clock()) $$;
