-- The addresses that these people named as theirs; somebody else's is nobody's.
create function people.public_addresses(p_ids uuid[], p_persons uuid[])
  returns table (at int, recipient text, phone text, county_code text, town_code text, line text)
  language sql stable security definer set search_path = pg_catalog as $$
  select asked.at::int, a.recipient, a.phone, a.county_code, a.town_code, a.line
    from unnest(p_ids, p_persons) with ordinality as asked(id, person_id, at)
    join people.address a on a.id = asked.id and a.person_id = asked.person_id $$;
revoke all on function people.public_addresses(uuid[], uuid[]) from public;
