-- The money of an order goes back when the order has ended or its goods are back, and only to the wish of
-- who answers for it: its buyer, its nodes, dispatch, the house. A crew sells nothing and pays nothing back.
create function orders.refund(p_city text, p_id uuid, p_refund uuid, p_key text, p_amount_fen bigint,
                              p_reason text)
  returns table (refund_id uuid, fresh boolean)
  language plpgsql security definer set search_path = pg_catalog as $$
declare o orders.customer_order;
begin
  select * into o from orders.customer_order c where c.city_code = p_city and c.id = p_id for update;
  if o.id is null
     or not (platform.is_system() or o.person_id = platform.me() or platform.may('installation.dispatch')
             or (platform.may('store.read')
                 and (platform.in_scope('nodes', o.node_id::text)
                      or platform.in_scope('nodes', o.selling_node_id::text)))) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  if o.state not in ('cancelled', 'expired', 'closed', 'returning', 'returned')
     or p_amount_fen > o.total_fen - o.refunded_fen then
    raise exception 'refund of % for an order that is %', p_amount_fen, o.state using errcode = '23514';
  end if;
  return query
    select w.refund_id, w.fresh
      from payment.public_refund(p_refund, o.payment_id, p_key, o.city_code, o.id, p_amount_fen, p_reason) w;
end $$;
revoke all on function orders.refund(text, uuid, uuid, text, bigint, text) from public;
grant execute on function orders.refund(text, uuid, uuid, text, bigint, text) to zhuguang_app;
