-- Who there is: parties, persons, what they may do and where; and the tables of sign-in.

-- H5: accounts, password hashes and sessions belong to sign-in alone. It comes as a role of its own; the
-- application role cannot even see the schema, so no query of any room reaches a hash.
do $$ begin
  create role zhuguang_auth nologin;
exception when duplicate_object or insufficient_privilege then null; end $$;
do $$ begin                                   -- an owner who is no superuser must be let into the role
  if not pg_has_role('zhuguang_auth', 'set') then grant zhuguang_auth to current_user; end if;
end $$;
create schema auth;                       -- better-auth's own tables; on the short list without row policies
grant usage on schema auth to zhuguang_auth;
create table auth."user" (
  id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null,
  image text, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now());
create table auth.session (
  id text primary key, "expiresAt" timestamptz not null, token text not null unique,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(),
  "ipAddress" text, "userAgent" text, "userId" text not null references auth."user" on delete cascade);
create index session_of_user on auth.session ("userId");
create table auth.account (
  id text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references auth."user" on delete cascade, "accessToken" text, "refreshToken" text,
  "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, scope text,
  password text, "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now());
create index account_of_user on auth.account ("userId");
create table auth.verification (
  id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now());
grant select, insert, update, delete on all tables in schema auth to zhuguang_auth;

create schema people;
grant usage on schema people to zhuguang_app;

create table people.party (
  id      uuid primary key,
  kind    text not null check (kind in ('consumer', 'retailer', 'store_owner', 'warehouse_operator', 'brand',
            'installer_company', 'enterprise', 'creator', 'decorator', 'regional_chain', 'supplier')),
  name_zh text not null,
  name_en text not null,
  demo    boolean not null default false,
  created_at timestamptz not null default now()
);

create table people.person (
  id           uuid primary key,
  party_id     uuid not null references people.party,
  name         text not null,
  phone        text,
  email        text,
  auth_user_id text unique,
  demo_key     text unique,
  erased_at    timestamptz,
  created_at   timestamptz not null default now()
);

create table people.role_grant (
  id           uuid primary key,
  person_id    uuid not null references people.person,
  role         text not null,
  nodes        uuid[],                                  -- null: everywhere; empty: nowhere
  cities       text[],
  brands       uuid[],
  requested_by uuid,
  approved_by  uuid,
  starts_at    timestamptz not null default now(),
  ends_at      timestamptz,
  revoked_at   timestamptz,
  constraint grant_four_eyes check (approved_by <> requested_by and approved_by <> person_id)   -- H2
);
create index role_grant_person on people.role_grant (person_id);

create table people.address (
  id          uuid primary key,
  person_id   uuid not null references people.person,
  recipient   text not null,
  phone       text not null,
  county_code text not null check (county_code ~ '^[1-9]\d{5}$'),
  town_code   text check (town_code ~ '^[1-9]\d{8}$'),
  line        text not null,
  is_default  boolean not null default false,
  created_at  timestamptz not null default now()
);
create index address_person on people.address (person_id);

create table people.api_key (
  id           uuid primary key,
  person_id    uuid not null references people.person,
  name         text not null,
  prefix       text not null,
  hash         bytea not null unique,                   -- sha-256 of the key; the key itself is shown once
  created_at   timestamptz not null default now(),
  revoked_at   timestamptz
);
create index api_key_person on people.api_key (person_id);

-- Columns that say who somebody is or what was granted are written once.
grant select, insert on people.party, people.person, people.role_grant, people.api_key to zhuguang_app;
grant select, insert, update, delete on people.address to zhuguang_app;
grant update (name, phone, email, auth_user_id, erased_at) on people.person     to zhuguang_app;
grant update (revoked_at)                                  on people.role_grant to zhuguang_app;
grant update (revoked_at)                                  on people.api_key    to zhuguang_app;
select platform.guard(t) from unnest(array['people.party', 'people.person', 'people.role_grant',
  'people.address', 'people.api_key']::regclass[]) t;

-- A party's name is on every receipt; a consumer's is not.
create policy party_read on people.party for select using (
  kind <> 'consumer' or id = platform.party() or (select platform.may('control.people')));
create policy party_add  on people.party for insert with check (platform.is_system());
create policy person_read on people.person for select using (
  id = platform.me() or (select platform.may('control.people')));
create policy person_add  on people.person for insert with check (platform.is_system());
create policy person_edit on people.person for update using (platform.is_system() or id = platform.me());
create policy grant_read  on people.role_grant for select using (
  person_id = platform.me() or (select platform.may('control.people')));
create policy grant_add   on people.role_grant for insert with check (
  platform.is_system()
  or ((select platform.may('control.approve')) and approved_by = platform.me() and requested_by is not null));
create policy grant_end   on people.role_grant for update using ((select platform.may('control.people')))
  with check (revoked_at is not null);
create policy own_addresses on people.address using (person_id = platform.me() or platform.is_system());
create policy own_keys    on people.api_key using (person_id = platform.me() or platform.is_system());

-- What the rooms may ask of accounts.
create function people.account_stands(user_id text) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin                                      -- the lock makes an erasure going on at the same time visible
  perform 1 from auth."user" u where u.id = user_id for key share;
  return found;
end $$;
create function people.end_own_account() returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from auth."user" u using people.person p where p.id = platform.me() and u.id = p.auth_user_id;
end $$;
revoke all on all functions in schema people from public;
grant execute on all functions in schema people to zhuguang_app;
