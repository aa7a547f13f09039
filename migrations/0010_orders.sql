-- Orders: cart, quote, basket, one order for each serving node, its lines, recipient, story and returns.
-- O1: city_code (of the stock that serves) stands first in every key of what is distributed.
create schema orders;
grant usage on schema orders to zhuguang_app;

create table orders.cart_line (
  person_id uuid not null,
  sku_id    uuid not null,
  quantity  int not null check (quantity between 1 and 99),
  added_at  timestamptz not null,
  primary key (person_id, sku_id)
);

create table orders.quote (
  id          uuid primary key,
  owner_key   text not null,                    -- a person, or a visitor's cookie
  person_id   uuid,
  county_code text not null,
  town_code   text,
  body        jsonb not null,                   -- what was shown, as it was shown
  created_at  timestamptz not null,
  expires_at  timestamptz not null
);
create index quote_age on orders.quote (expires_at);

create table orders.basket (
  id        uuid primary key,
  person_id uuid,
  quote_id  uuid,
  total_fen bigint not null check (total_fen > 0),
  placed_at timestamptz not null,
  constraint basket_quote_once unique (quote_id)    -- O2: one quote, one basket
);
create index basket_person on orders.basket (person_id);

create sequence orders.number_serial minvalue 1 maxvalue 9999999 cycle;

create table orders.customer_order (
  city_code         text not null,
  id                uuid not null,
  number            text not null,
  basket_id         uuid not null,
  payment_id        uuid not null,
  person_id         uuid,
  channel           text not null check (channel in ('shop', 'counter')),
  mode              text not null check (mode in ('own_stock', 'agency')),
  seller            text not null check (seller in ('online', 'owner')),
  state             text not null check (state in (
    'created', 'paid', 'accepted', 'picking', 'handed_over', 'delivering', 'delivered', 'installed', 'closed',
    'expired', 'cancelled', 'resourcing', 'awaiting_choice', 'returning', 'returned')),
  node_id           uuid not null,               -- whose stock serves it
  selling_node_id   uuid not null,               -- who sold it
  county_code       text not null,
  town_code         text,
  total_fen         bigint not null check (total_fen >= 0),
  refunded_fen      bigint not null default 0 check (refunded_fen between 0 and total_fen),
  units             int not null check (units > 0),
  lines_count       int not null check (lines_count > 0),
  first_sku_id      uuid not null,
  needs_install     boolean not null,
  resourced         int not null default 0,
  reasons           jsonb not null,
  placed_at         timestamptz not null,
  expires_at        timestamptz,
  paid_at           timestamptz,
  delivered_at      timestamptz,
  changed_at        timestamptz not null,
  p50_at            timestamptz,
  p90_at            timestamptz,
  deliver_day       date,
  deliver_window    text,
  deliver_starts_at timestamptz,
  deliver_ends_at   timestamptz,
  install_day       date,
  install_window    text,
  install_starts_at timestamptz,
  install_ends_at   timestamptz,
  primary key (city_code, id),
  unique (city_code, number)
);
create index order_id       on orders.customer_order (id);
create index order_number   on orders.customer_order (number);
create index order_basket   on orders.customer_order (basket_id);
create index order_recent   on orders.customer_order (placed_at desc, id desc);
create index order_person   on orders.customer_order (person_id, placed_at desc, id desc);
create index order_node     on orders.customer_order (node_id, placed_at desc, id desc);
create index order_selling  on orders.customer_order (selling_node_id, placed_at desc, id desc);
create index order_city     on orders.customer_order (city_code, placed_at desc, id desc);
create index order_held     on orders.customer_order (expires_at) where state = 'created';
create index order_open     on orders.customer_order (state, placed_at desc, id desc)
  where state not in ('closed', 'expired', 'cancelled', 'returned');

create table orders.line (
  city_code         text not null,
  order_id          uuid not null,
  line_no           int not null,
  sku_id            uuid not null,
  code              text not null,
  name_zh           text not null,
  name_en           text not null,
  quantity          int not null check (quantity > 0),
  unit_fen          bigint not null check (unit_fen >= 0),
  total_fen         bigint not null check (total_fen >= 0),
  needs_install     boolean not null,
  trace             jsonb not null,
  returned_quantity int not null default 0 check (returned_quantity between 0 and quantity),
  refunded_fen      bigint not null default 0 check (refunded_fen between 0 and total_fen),   -- O6
  primary key (city_code, order_id, line_no),
  foreign key (city_code, order_id) references orders.customer_order
);

create table orders.recipient (                  -- O7: the only place of names, numbers and addresses
  city_code text not null,
  order_id  uuid not null,
  person_id uuid,
  name      text not null,
  phone     text not null,
  address   text not null,
  primary key (city_code, order_id),
  foreign key (city_code, order_id) references orders.customer_order
);
create index recipient_person on orders.recipient (person_id);

create table orders.story (
  city_code text not null,
  order_id  uuid not null,
  id        uuid not null,
  at        timestamptz not null,
  code      text not null,
  by        text not null check (by in ('customer', 'store', 'crew', 'house')),
  facts     jsonb not null,                      -- codes and amounts, never personal data
  primary key (city_code, order_id, id),
  foreign key (city_code, order_id) references orders.customer_order
);
create trigger story_append_only before update or delete on orders.story
  for each row execute function platform.refuse_change();

create table orders.return_request (
  city_code    text not null,
  id           uuid not null,
  order_id     uuid not null,
  state        text not null check (state in ('requested', 'received')),
  reason       text not null,
  refund_fen   bigint not null check (refund_fen >= 0),
  requested_at timestamptz not null,
  received_at  timestamptz,
  primary key (city_code, id),
  foreign key (city_code, order_id) references orders.customer_order,
  check ((state = 'received') = (received_at is not null))
);
create index return_order on orders.return_request (city_code, order_id);

create table orders.return_line (
  city_code  text not null,
  return_id  uuid not null,
  line_no    int not null,
  quantity   int not null check (quantity > 0),
  refund_fen bigint not null check (refund_fen >= 0),
  primary key (city_code, return_id, line_no),
  foreign key (city_code, return_id) references orders.return_request
);

-- Who may do something with an order. A crew's own work order is checked by its room.
create function orders.may_touch(o orders.customer_order) returns boolean
  language sql stable set search_path = pg_catalog as $$
  select platform.is_system() or o.person_id = platform.me()
      or (platform.may('store.read') and (platform.in_scope('nodes', o.node_id::text)
                                          or platform.in_scope('nodes', o.selling_node_id::text)))
      or (platform.may('installation.work') and o.needs_install)
      or platform.may('installation.dispatch')
$$;

-- The whole of a placing as rows: basket, orders, lines, recipients, first story rows. Arguments are sets,
-- so a batch of placings is the same call. Units and slots are held by the functions of their own rooms.
create function orders.place(baskets jsonb, placed jsonb, lines jsonb, recipients jsonb, stories jsonb)
  returns table (id uuid, number text)
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.is_system() and exists (
    select 1 from jsonb_populate_recordset(null::orders.customer_order, placed) p
     where not ((p.channel = 'shop' and p.person_id = platform.me())
                or (p.channel = 'counter' and platform.may('orders.counter_sale')
                    and platform.in_scope('nodes', p.selling_node_id::text)))) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  insert into orders.basket
  select * from jsonb_populate_recordset(null::orders.basket, baskets);
  return query
    insert into orders.customer_order
    select filled.*
      from jsonb_populate_recordset(null::orders.customer_order, placed) p
     cross join lateral (select coalesce(p.number, left(p.city_code, 4) || '-'
                           || to_char(p.placed_at at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
                           || lpad(nextval('orders.number_serial')::text, 7, '0')) as human) n
     cross join lateral jsonb_populate_record(p, jsonb_build_object(
                          'number', n.human, 'refunded_fen', 0, 'resourced', 0)) filled
     order by p.city_code, p.id
    returning customer_order.id, customer_order.number;
  insert into orders.line
  select filled.*
    from jsonb_populate_recordset(null::orders.line, lines) l
   cross join lateral jsonb_populate_record(l, '{"returned_quantity": 0, "refunded_fen": 0}') filled;
  insert into orders.recipient
  select * from jsonb_populate_recordset(null::orders.recipient, recipients);
  insert into orders.story
  select * from jsonb_populate_recordset(null::orders.story, stories);
end $$;

-- An order, locked until the transaction ends, if the actor may do something with it.
create function orders.lock(p_city text, p_id uuid) returns setof orders.customer_order
  language sql volatile security definer set search_path = pg_catalog as $$
  select o.* from orders.customer_order o
   where o.city_code = p_city and o.id = p_id and orders.may_touch(o) for update
$$;

-- What the sourcing of an order looked at when it was placed, for those who answer for it: nodes and
-- figures, no
-- person in it. Null once its quote has been forgotten, and for an order that had none.
create function orders.plan_of(p_id uuid) returns jsonb
  language sql stable security definer set search_path = pg_catalog as $$
  select jsonb_build_object('legs', q.body->'legs', 'rejected', q.body->'rejected',
                            'candidates', q.body->'candidates', 'at', q.body->'created_at')
    from orders.customer_order o
    join orders.basket b on b.id = o.basket_id
    join orders.quote q on q.id = b.quote_id
   where o.id = p_id and (platform.is_system() or platform.may('sales.read') or platform.may('control.read'))
$$;

-- O3, O4: the only way a state changes: from the state that was seen, with its story row.
create function orders.move(p_city text, p_id uuid, p_from text, p_to text, p_code text, p_by text,
                            p_facts jsonb, p_story uuid, p_patch jsonb)
  returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare o orders.customer_order;
begin
  select * into o from orders.customer_order c where c.city_code = p_city and c.id = p_id for update;
  if o.id is null or o.state <> p_from or not orders.may_touch(o) then return false; end if;
  o := jsonb_populate_record(o, p_patch);
  update orders.customer_order c
     set state = p_to, changed_at = platform.clock(), expires_at = o.expires_at, paid_at = o.paid_at,
         delivered_at = o.delivered_at, node_id = o.node_id, mode = o.mode, resourced = o.resourced,
         selling_node_id = case when c.channel = 'shop' then o.node_id else c.selling_node_id end,
         p50_at = o.p50_at, p90_at = o.p90_at, reasons = o.reasons, refunded_fen = o.refunded_fen
   where c.city_code = p_city and c.id = p_id;
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  values (p_city, p_id, p_story, platform.clock(), p_code, p_by, p_facts);
  return true;
end $$;

-- A note in the story that moves nothing.
create function orders.note(p_city text, p_id uuid, p_code text, p_by text, p_facts jsonb, p_story uuid)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  select o.city_code, o.id, p_story, platform.clock(), p_code, p_by, p_facts
    from orders.customer_order o
   where o.city_code = p_city and o.id = p_id and orders.may_touch(o);
end $$;

-- Goods are back at the node: their lines remember how many and for how much. O6
create function orders.receive_return(p_city text, p_return uuid)
  returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare asked orders.return_request; o orders.customer_order;
begin
  select * into asked from orders.return_request r where r.city_code = p_city and r.id = p_return for update;
  select * into o from orders.customer_order c
   where c.city_code = p_city and c.id = asked.order_id for update;
  if o.id is null or asked.state <> 'requested' or not orders.may_touch(o) then return false; end if;
  update orders.return_request r set state = 'received', received_at = platform.clock()
   where r.city_code = p_city and r.id = p_return;
  update orders.line l
     set returned_quantity = l.returned_quantity + back.quantity,
         refunded_fen = l.refunded_fen + back.refund_fen
    from orders.return_line back
   where back.city_code = p_city and back.return_id = p_return
     and l.city_code = p_city and l.order_id = asked.order_id and l.line_no = back.line_no;
  return true;
end $$;

-- For those who need no number (selling, control, a store whose part is done): the shape of it.
create function orders.masked_recipient(p_city text, p_id uuid)
  returns table (name text, phone text)
  language sql stable security definer set search_path = pg_catalog as $$
  select left(r.name, 1) || '**',
         case when length(r.phone) < 7 then '' else left(r.phone, 3) || '****' || right(r.phone, 4) end
    from orders.recipient r join orders.customer_order o on o.city_code = r.city_code and o.id = r.order_id
   where r.city_code = p_city and r.order_id = p_id
     and (platform.may('sales.read') or platform.may('control.read') or orders.may_touch(o))
$$;

revoke all on all functions in schema orders from public;
grant execute on all functions in schema orders to zhuguang_app;
grant select, insert, update, delete on orders.cart_line to zhuguang_app;
grant select, insert, delete on orders.quote to zhuguang_app;
grant select, insert on orders.basket, orders.customer_order, orders.line, orders.story,
  orders.return_request, orders.return_line to zhuguang_app;
grant select, insert, update on orders.recipient to zhuguang_app;

create policy cart_own on orders.cart_line using (
  person_id = (select platform.me()) or (select platform.is_system()));
create policy quote_read on orders.quote for select using (
  person_id is null or person_id = (select platform.me()) or (select platform.is_system()));
create policy quote_add on orders.quote for insert with check (
  person_id is not distinct from (select platform.me()) or (select platform.is_system()));
create policy quote_forget on orders.quote for delete using ((select platform.is_system()));
create policy basket_read on orders.basket for select using (
  person_id = (select platform.me()) or (select platform.is_system()));
create policy basket_load on orders.basket for insert with check ((select platform.is_system()));
create policy order_read on orders.customer_order for select using (
  person_id = (select platform.me())
  or (select platform.is_system() or platform.may('sales.read') or platform.may('control.read'))
  or ((select platform.may('store.read'))
      and (platform.in_scope('nodes', node_id::text) or platform.in_scope('nodes', selling_node_id::text))));
create policy order_load on orders.customer_order for insert with check ((select platform.is_system()));
create policy line_read on orders.line for select using (exists (
  select 1 from orders.customer_order o where o.city_code = line.city_code and o.id = line.order_id));
create policy line_load on orders.line for insert with check ((select platform.is_system()));
create policy story_read on orders.story for select using (exists (
  select 1 from orders.customer_order o where o.city_code = story.city_code and o.id = story.order_id));
create policy story_load on orders.story for insert with check ((select platform.is_system()));
create policy return_read on orders.return_request for select using (exists (
  select 1 from orders.customer_order o
   where o.city_code = return_request.city_code and o.id = return_request.order_id));
create policy return_ask on orders.return_request for insert with check (
  (select platform.is_system()) or exists (
    select 1 from orders.customer_order o
     where o.city_code = return_request.city_code and o.id = return_request.order_id
       and o.person_id = (select platform.me())));
create policy return_line_read on orders.return_line for select using (exists (
  select 1 from orders.return_request r
   where r.city_code = return_line.city_code and r.id = return_line.return_id));
create policy return_line_ask on orders.return_line for insert with check (
  (select platform.is_system()) or exists (
    select 1 from orders.return_request r join orders.customer_order o
        on o.city_code = r.city_code and o.id = r.order_id
     where r.city_code = return_line.city_code and r.id = return_line.return_id
       and r.state = 'requested' and o.person_id = (select platform.me())));
-- O7: the buyer; the store while it has something to deliver; the house itself.
create policy recipient_read on orders.recipient for select using (
  person_id = (select platform.me()) or (select platform.is_system())
  or ((select platform.may('store.read')) and exists (
    select 1 from orders.customer_order o
     where o.city_code = recipient.city_code and o.id = recipient.order_id
       and o.state in ('paid', 'accepted', 'picking', 'handed_over', 'delivering', 'returning')
       and (platform.in_scope('nodes', o.node_id::text)
            or platform.in_scope('nodes', o.selling_node_id::text)))));
create policy recipient_load on orders.recipient for insert with check ((select platform.is_system()));
create policy recipient_erase on orders.recipient for update using (
  person_id = (select platform.me()) or (select platform.is_system()));

select platform.guard(t) from unnest(array['orders.cart_line', 'orders.quote', 'orders.basket',
  'orders.customer_order', 'orders.line', 'orders.recipient', 'orders.story', 'orders.return_request',
  'orders.return_line']::regclass[]) t;
