-- A question to a customer has an end: an order asks until `choose_by`, and only an order that asks has one.
-- Who was asked before there was an end gets the usual three days from now.
alter table orders.customer_order add column choose_by timestamptz;
update orders.customer_order set choose_by = platform.clock() + interval '72 hours'
 where state = 'awaiting_choice';
alter table orders.customer_order
  add constraint asks_until check ((state = 'awaiting_choice') = (choose_by is not null));
create index order_asked on orders.customer_order (choose_by) where state = 'awaiting_choice';

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
         choose_by = o.choose_by,
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
