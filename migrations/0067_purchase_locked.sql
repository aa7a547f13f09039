-- Who unpacks locks what comes to their own nodes only, and hears nothing of others' orders.
drop function purchase.lock_order(uuid);
-- B6: one receipt of an order after the other. Who unpacks locks what comes to their own nodes.
create function purchase.lock_order(p_order uuid)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.may('stock.receive') or platform.may('purchasing.orders')
          or platform.may('control.approve')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  perform 1 from purchase.purchase_order o
    where o.order_id = p_order
      and (platform.may('purchasing.orders') or platform.may('control.approve')
           or platform.in_scope('nodes', o.node_id::text))
      for update;
end $$;

-- Puts what a receipt says into stock, with what it cost: the agreed cost of the good units and their part of
-- the carriage, of which the last unit takes the last fen. Closes the order when all of it is there.
create or replace function purchase.book_receipt(p_receipt uuid)
  returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  came purchase.receipt;
  skus uuid[];
  quantities int[];
  costs bigint[];
  open boolean;
begin
  select * into came from purchase.receipt r where r.receipt_id = p_receipt;
  if came.receipt_id is null or not (
       platform.may('stock.receive') and platform.in_scope('nodes', came.node_id::text)
       and came.received_by is not distinct from platform.me()) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  perform 1 from purchase.purchase_order o
    where o.order_id = came.order_id and o.node_id = came.node_id
      and o.state in ('acknowledged', 'part_shipped', 'part_received') for update;
  if not found or exists (select from purchase.receipt_cost c where c.receipt_id = p_receipt) then
    raise exception 'not to be received' using errcode = '23514', constraint = 'order_receivable';
  end if;
  with lines as (
    select l.line_no, l.sku_id, l.good_units, c.unit_cost_fen, c.freight_fen as freight,
           p.agreed_units as agreed, p.good_units as so_far
      from purchase.receipt_line l
      join purchase.order_cost c on c.order_id = l.order_id and c.line_no = l.line_no
      join purchase.public_progress p on p.order_id = l.order_id and p.line_no = l.line_no
     where l.receipt_id = p_receipt and l.good_units > 0),
  carried as (
    select x.*, case when agreed = 0 then 0
                     else stock.public_share(freight, least(so_far, agreed), agreed)
                          - stock.public_share(freight, least(so_far - good_units, agreed), agreed)
                end as part
      from lines x),
  noted as (
    insert into purchase.receipt_cost (receipt_id, line_no, unit_cost_fen, freight_fen, landed_fen)
    select p_receipt, line_no, unit_cost_fen, part, good_units * unit_cost_fen + part from carried)
  select array_agg(sku_id order by sku_id), array_agg(good_units order by sku_id),
         array_agg(good_units * unit_cost_fen + part order by sku_id)
    into skus, quantities, costs from carried;
  if skus is not null then
    perform stock.public_receive(came.city_code, came.node_id, skus, quantities, costs, came.no);
  end if;
  select exists (select from purchase.public_progress p
                  where p.order_id = came.order_id and p.good_units < p.agreed_units) into open;
  update purchase.purchase_order o
     set state = case when open then 'part_received' else 'closed' end,
         ended_at = case when open then null else platform.clock() end
   where o.order_id = came.order_id;
  return case when open then 'part_received' else 'closed' end;
end $$;

revoke all on function purchase.lock_order(uuid) from public;
grant execute on function purchase.lock_order(uuid) to zhuguang_app;
