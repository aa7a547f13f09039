-- Windows follow an order that moves to another store.
create or replace function orders.move(p_city text, p_id uuid, p_from text, p_to text, p_code text, p_by text,
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
         p50_at = o.p50_at, p90_at = o.p90_at, reasons = o.reasons, refunded_fen = o.refunded_fen,
         deliver_day = o.deliver_day, deliver_window = o.deliver_window,
         deliver_starts_at = o.deliver_starts_at, deliver_ends_at = o.deliver_ends_at,
         install_day = o.install_day, install_window = o.install_window,
         install_starts_at = o.install_starts_at, install_ends_at = o.install_ends_at
   where c.city_code = p_city and c.id = p_id;
  insert into orders.story (city_code, order_id, id, at, code, by, facts)
  values (p_city, p_id, p_story, platform.clock(), p_code, p_by, p_facts);
  return true;
end $$;

-- Who may cancel, choose and return: the buyer; after a counter sale, whose buyer has no account, the store.
create function orders.answers_for(o orders.customer_order) returns boolean
  language sql stable set search_path = pg_catalog as $$
  select o.person_id = platform.me()
      or (o.person_id is null and o.channel = 'counter' and platform.may('orders.counter_sale')
          and platform.in_scope('nodes', o.selling_node_id::text))
$$;
revoke all on function orders.answers_for(orders.customer_order) from public;
grant execute on function orders.answers_for(orders.customer_order) to zhuguang_app;

drop policy return_ask on orders.return_request;
create policy return_ask on orders.return_request for insert with check (
  (select platform.is_system()) or exists (
    select 1 from orders.customer_order o
     where o.city_code = return_request.city_code and o.id = return_request.order_id
       and orders.answers_for(o)));
drop policy return_line_ask on orders.return_line;
create policy return_line_ask on orders.return_line for insert with check (
  (select platform.is_system()) or exists (
    select 1 from orders.return_request r join orders.customer_order o
        on o.city_code = r.city_code and o.id = r.order_id
     where r.city_code = return_line.city_code and r.id = return_line.return_id
       and r.state = 'requested' and orders.answers_for(o)));
