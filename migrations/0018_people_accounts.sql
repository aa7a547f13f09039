-- Control opens accounts for colleagues: somebody of a party, without any role yet. The hash of the first
-- password goes to where sign-in keeps it through this one function; nobody else of the rooms reaches there.
create function people.open_account(mail text, called text, hash text) returns text
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  user_id text := gen_random_uuid()::text;
begin
  if not platform.may('control.people') then raise exception 'forbidden' using errcode = '42501'; end if;
  insert into auth."user" (id, name, email, "emailVerified") values (user_id, called, lower(mail), false)
  on conflict (email) do nothing;
  if not found then return null; end if;
  insert into auth.account (id, "accountId", "providerId", "userId", password)
  values (gen_random_uuid()::text, user_id, 'credential', user_id, hash);
  return user_id;
end $$;
revoke all on function people.open_account(text, text, text) from public;
grant execute on function people.open_account(text, text, text) to zhuguang_app;

drop policy person_add on people.person;
create policy person_add on people.person for insert with check (
  platform.is_system() or (select platform.may('control.people')));

-- Who reads the audit reads who did it: names only, by id or by a part of the name.
create function people.audit_names(ids uuid[], part text) returns table (id uuid, name text)
  language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not platform.may('control.audit') then raise exception 'forbidden' using errcode = '42501'; end if;
  return query
    select p.id, p.name from people.person p
     where p.erased_at is null and (ids is null or p.id = any(ids))
       and (part is null or position(lower(part) in lower(p.name)) > 0)
     order by p.id limit 1000;
end $$;
revoke all on function people.audit_names(uuid[], text) from public;
grant execute on function people.audit_names(uuid[], text) to zhuguang_app;
