-- Installation: one work order for each order that needs a crew; its visits, steps, photos, serials and
-- the code with which the customer accepts. I1: city_code stands first in every key; one work order an
-- order.
create schema installation;
grant usage on schema installation to zhuguang_app;

create table installation.work_order (
  city_code       text not null,
  id              uuid not null,
  order_id        uuid not null,
  number          text not null,
  person_id       uuid,                        -- the buyer; null after a counter sale
  selling_node_id uuid not null,
  party_id        uuid,                        -- the crew's company; null waits for dispatch
  state           text not null check (state in ('planned', 'started', 'done', 'cancelled')),
  county_code     text not null,
  day             date,
  window_code     text check (window_code in ('am', 'pm', 'eve')),
  starts_at       timestamptz,
  ends_at         timestamptz,
  units           int not null check (units > 0),
  first_name_zh   text not null,
  first_name_en   text not null,
  goods_with_crew boolean not null default false,
  goods_delivered boolean not null default false,
  attempt         int not null default 1 check (attempt between 1 and 100),
  last_failure    text,
  steps_done      int not null default 0,
  steps_total     int not null,
  started_at      timestamptz,
  done_at         timestamptz,
  opened_at       timestamptz not null,
  changed_at      timestamptz not null,
  primary key (city_code, id),
  unique (city_code, order_id),
  check ((day is null) = (window_code is null)),
  check ((state = 'done') = (done_at is not null))
);
create index work_id    on installation.work_order (id);
create index work_of_order on installation.work_order (order_id);
create index work_party on installation.work_order (party_id, starts_at, id);
create index work_slot  on installation.work_order (starts_at, id);

create table installation.line (
  city_code     text not null,
  work_order_id uuid not null,
  line_no       int not null,
  sku_id        uuid not null,
  code          text not null,
  name_zh       text not null,
  name_en       text not null,
  category_code text not null,
  checks        text[] not null,               -- what the site must offer this product
  quantity      int not null check (quantity > 0),
  primary key (city_code, work_order_id, line_no),
  foreign key (city_code, work_order_id) references installation.work_order
);

create table installation.step (               -- I2: both clocks; a step happens once a visit
  city_code     text not null,
  work_order_id uuid not null,
  attempt       int not null,
  step          text not null,
  done_at       timestamptz not null,          -- the device's clock
  heard_at      timestamptz not null,          -- ours
  skew_s        int,                           -- the device's clock minus ours, when it was sent
  note          text,
  findings      jsonb not null,
  actor_id      uuid,
  primary key (city_code, work_order_id, attempt, step),
  foreign key (city_code, work_order_id) references installation.work_order
);
create trigger step_append_only before update or delete on installation.step
  for each row execute function platform.refuse_change();

create table installation.photo (
  city_code     text not null,
  id            uuid not null,
  work_order_id uuid not null,
  attempt       int not null,
  step          text not null,
  mime          text not null check (mime in ('image/jpeg', 'image/png', 'image/webp')),
  image         bytea not null check (length(image) <= 600000),
  sha256        bytea not null,
  taken_at      timestamptz not null,
  heard_at      timestamptz not null,
  actor_id      uuid,
  primary key (city_code, id),
  unique (city_code, work_order_id, sha256),   -- the same picture sent twice is one
  foreign key (city_code, work_order_id) references installation.work_order
);
create index photo_id on installation.photo (id);
create trigger photo_append_only before update on installation.photo
  for each row execute function platform.refuse_change();

create table installation.serial (
  city_code     text not null,
  work_order_id uuid not null,
  line_no       int not null,
  unit_no       int not null check (unit_no > 0),
  sku_id        uuid not null,
  serial        text not null,
  heard_at      timestamptz not null,
  actor_id      uuid,
  primary key (city_code, work_order_id, line_no, unit_no),
  constraint serial_installed_once unique (city_code, sku_id, serial),
  foreign key (city_code, work_order_id, line_no) references installation.line
);

create table installation.failed_visit (
  city_code     text not null,
  work_order_id uuid not null,
  attempt       int not null,
  reason        text not null,
  day           date,
  window_code   text,
  heard_at      timestamptz not null,
  actor_id      uuid,
  primary key (city_code, work_order_id, attempt),
  foreign key (city_code, work_order_id) references installation.work_order
);
create trigger failed_visit_append_only before update or delete on installation.failed_visit
  for each row execute function platform.refuse_change();

create table installation.contact (            -- I5: whom to visit; gone from the crew's sight with the work
  city_code     text not null,
  work_order_id uuid not null,
  person_id     uuid,
  name          text not null,
  phone         text not null,
  line          text not null,
  primary key (city_code, work_order_id),
  foreign key (city_code, work_order_id) references installation.work_order
);
create index contact_person on installation.contact (person_id);

create table installation.code (               -- I6: the customer's; the crew can only try it
  city_code       text not null,
  work_order_id   uuid not null,
  person_id       uuid,
  selling_node_id uuid not null,
  code            text not null check (code ~ '^\d{6}$'),
  tries           int not null default 0,
  locked_until    timestamptz,
  primary key (city_code, work_order_id),
  foreign key (city_code, work_order_id) references installation.work_order
);

-- I6: counts a try of the crew whose work it is. Five wrong ones in a row lock it for ten minutes.
create function installation.try_code(p_city text, p_work uuid, p_code text)
  returns table (right_code boolean, tries_left int, locked_until timestamptz)
  language plpgsql security definer set search_path = pg_catalog as $$
declare c installation.code; is_right boolean;
begin
  if not (platform.may('installation.work') and exists (
      select 1 from installation.work_order w
       where w.city_code = p_city and w.id = p_work
         and (platform.is_system() or w.party_id = platform.party())))
  then raise exception 'forbidden' using errcode = '42501'; end if;
  select * into c from installation.code k where k.city_code = p_city and k.work_order_id = p_work for update;
  if c.locked_until > platform.clock() then
    return query select false, 0, c.locked_until;
    return;
  end if;
  if c.locked_until is not null then c.tries := 0; end if;
  is_right := c.code = p_code;
  c.tries := case when is_right then 0 else c.tries + 1 end;
  c.locked_until := case when c.tries >= 5 then platform.clock() + interval '10 minutes' end;
  update installation.code k set tries = c.tries, locked_until = c.locked_until
   where k.city_code = p_city and k.work_order_id = p_work;
  return query select is_right, greatest(5 - c.tries, 0), c.locked_until;
end $$;
revoke all on all functions in schema installation from public;
grant execute on all functions in schema installation to zhuguang_app;

grant select, insert, update on installation.work_order, installation.serial to zhuguang_app;
grant select, insert on installation.line, installation.step, installation.failed_visit to zhuguang_app;
grant select, insert, delete on installation.contact, installation.photo to zhuguang_app;
grant select, insert on installation.code to zhuguang_app;

create policy work_read on installation.work_order for select using (
  (select platform.is_system() or platform.may('installation.dispatch') or platform.may('sales.read')
          or platform.may('control.read'))
  or person_id = (select platform.me())
  or ((select platform.may('installation.work')) and party_id = (select platform.party()))
  or ((select platform.may('store.read')) and platform.in_scope('nodes', selling_node_id::text)));
create policy work_open on installation.work_order for insert with check ((select platform.is_system()));
create policy work_do on installation.work_order for update using (
  (select platform.is_system() or platform.may('installation.dispatch'))
  or ((select platform.may('installation.work')) and party_id = (select platform.party())));

create policy line_read on installation.line for select using (exists (
  select 1 from installation.work_order w where w.city_code = line.city_code and w.id = line.work_order_id));
create policy line_open on installation.line for insert with check ((select platform.is_system()));

create policy step_read on installation.step for select using (exists (
  select 1 from installation.work_order w where w.city_code = step.city_code and w.id = step.work_order_id));
create policy step_do on installation.step for insert with check (
  (select platform.may('installation.work'))
  and exists (select 1 from installation.work_order w
               where w.city_code = step.city_code and w.id = step.work_order_id
                 and ((select platform.is_system()) or w.party_id = (select platform.party()))));

-- A home from inside is for its owner, its crew and those who dispatch, not for every reader of orders.
create policy photo_read on installation.photo for select using (exists (
  select 1 from installation.work_order w
   where w.city_code = photo.city_code and w.id = photo.work_order_id
     and (w.person_id = (select platform.me())
          or (select platform.is_system() or platform.may('installation.dispatch'))
          or ((select platform.may('installation.work')) and w.party_id = (select platform.party())))));
create policy photo_add on installation.photo for insert with check (
  (select platform.may('installation.work'))
  and exists (select 1 from installation.work_order w
               where w.city_code = photo.city_code and w.id = photo.work_order_id
                 and ((select platform.is_system()) or w.party_id = (select platform.party()))));

create policy photo_erase on installation.photo for delete using (exists (
  select 1 from installation.work_order w
   where w.city_code = photo.city_code and w.id = photo.work_order_id
     and (w.person_id = (select platform.me()) or (select platform.is_system()))));

create policy serial_read on installation.serial for select using (exists (
  select 1 from installation.work_order w
   where w.city_code = serial.city_code and w.id = serial.work_order_id));
create policy serial_add on installation.serial for insert with check (
  (select platform.may('installation.work'))
  and exists (select 1 from installation.work_order w
               where w.city_code = serial.city_code and w.id = serial.work_order_id
                 and ((select platform.is_system()) or w.party_id = (select platform.party()))));
create policy serial_edit on installation.serial for update using ((select platform.may('installation.work'))
  and exists (select 1 from installation.work_order w
               where w.city_code = serial.city_code and w.id = serial.work_order_id
                 and ((select platform.is_system()) or w.party_id = (select platform.party()))));

create policy visit_read on installation.failed_visit for select using (exists (
  select 1 from installation.work_order w
   where w.city_code = failed_visit.city_code and w.id = failed_visit.work_order_id));
create policy visit_fail on installation.failed_visit for insert with check (
  (select platform.may('installation.work'))
  and exists (select 1 from installation.work_order w
               where w.city_code = failed_visit.city_code and w.id = failed_visit.work_order_id
                 and ((select platform.is_system()) or w.party_id = (select platform.party()))));

create policy contact_read on installation.contact for select using (
  (select platform.is_system()) or person_id = (select platform.me())
  or ((select platform.may('installation.work')) and exists (
        select 1 from installation.work_order w
         where w.city_code = contact.city_code and w.id = contact.work_order_id
           and w.state in ('planned', 'started') and w.party_id = (select platform.party()))));
create policy contact_copy on installation.contact for insert with check ((select platform.is_system()));
create policy contact_erase on installation.contact for delete using (
  (select platform.is_system()) or person_id = (select platform.me()));

create policy code_read on installation.code for select using (
  (select platform.is_system()) or person_id = (select platform.me())
  or (person_id is null and (select platform.may('store.read'))
      and platform.in_scope('nodes', selling_node_id::text)));
create policy code_make on installation.code for insert with check ((select platform.is_system()));

select platform.guard(t) from unnest(array['installation.work_order', 'installation.line',
  'installation.step', 'installation.photo', 'installation.serial', 'installation.failed_visit',
  'installation.contact', 'installation.code']::regclass[]) t;
