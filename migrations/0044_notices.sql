-- Notices: what customers are told of their orders by SMS and e-mail, and the outbox of the pretended
-- provider.
create schema notices;
grant usage on schema notices to zhuguang_app;

create table notices.notice (
  city_code    text not null,
  id           uuid not null,                   -- the provider's idempotency key
  order_id     uuid not null,
  number       text not null,
  person_id    uuid,                            -- whose order it is; null after a sale to a stranger
  event_id     uuid not null,
  event        text not null,
  channel      text not null check (channel in ('sms', 'email')),
  lang         text not null check (lang in ('zh-CN', 'en')),
  to_address   text not null,                   -- '' once erased
  subject      text not null,
  body         text not null,
  state        text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  provider     text,
  provider_ref text,
  last_error   text,
  tries        int not null default 0,
  next_at      timestamptz,                     -- when it is tried, or tried again; while one tries, later
  made_at      timestamptz not null,
  sent_at      timestamptz,
  primary key (city_code, id),
  constraint notice_once unique (city_code, event_id, channel),   -- N1
  check ((state = 'sent') = (sent_at is not null)),
  check ((state = 'waiting') = (next_at is not null))
);
create index notice_when on notices.notice (made_at desc, id desc);
create index notice_due on notices.notice (next_at) where state = 'waiting';
create index notice_person on notices.notice (person_id, made_at desc);

create table notices.preference (
  person_id uuid primary key,
  lang      text not null check (lang in ('zh-CN', 'en')),
  chosen_at timestamptz not null
);

create table notices.sandbox_outbox (           -- the pretended provider's books: nothing leaves the house
  id         uuid primary key,
  channel    text not null,
  to_address text not null,
  subject    text not null,
  body       text not null,
  taken_at   timestamptz not null
);

grant select, insert, update on notices.notice, notices.preference to zhuguang_app;
grant select, insert on notices.sandbox_outbox to zhuguang_app;

create policy notice_read on notices.notice for select using (
  person_id = (select platform.me()) or (select platform.is_system())
  or (select platform.may('control.read')));
create policy notice_write on notices.notice for insert with check ((select platform.is_system()));
create policy notice_change on notices.notice for update using ((select platform.is_system()));
create policy preference_own on notices.preference using (
  person_id = (select platform.me()) or (select platform.is_system()));
create policy outbox_read on notices.sandbox_outbox for select using ((select platform.is_system()));
create policy outbox_write on notices.sandbox_outbox for insert with check ((select platform.is_system()));

-- N4 A person's own notices forget where they went, here and in the pretended provider's books. The body
-- says numbers and amounts only, so it stays.
create function notices.forget(p_person uuid) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.is_system() or p_person = platform.me()) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  update notices.sandbox_outbox o set to_address = ''
    from notices.notice n where n.id = o.id and n.person_id = p_person;
  update notices.notice
     set to_address = '', next_at = null,
         last_error = case state when 'waiting' then 'erased' else last_error end,
         state = case state when 'waiting' then 'failed' else state end
   where person_id = p_person;
  delete from notices.preference where person_id = p_person;
end $$;
revoke all on function notices.forget(uuid) from public;
grant execute on function notices.forget(uuid) to zhuguang_app;

select platform.guard(t) from unnest(array['notices.notice', 'notices.preference',
  'notices.sandbox_outbox']::regclass[]) t;
