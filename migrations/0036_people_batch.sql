-- The addresses that these people named as theirs, in the order of asking; somebody else's is nobody's.
create function people.public_addresses(p_ids uuid[], p_persons uuid[])
  returns jsonb[] language sql stable security definer set search_path = pg_catalog as $$
  select array(
    select case when a.id is not null then jsonb_build_object(
             'recipient', a.recipient, 'phone', a.phone, 'county_code', a.county_code,
             'town_code', a.town_code, 'line', a.line) end
      from unnest(p_ids, p_persons) with ordinality as asked(id, person_id, at)
      left join people.address a on a.id = asked.id and a.person_id = asked.person_id
     order by asked.at) $$;
revoke all on function people.public_addresses(uuid[], uuid[]) from public;
