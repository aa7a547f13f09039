-- What goes over walls of the row policies: who unpacks writes what came, and never reads what it cost.

-- What the bank row of a supplier says to who proposes another: enough to know it again, not to pay by.
create function purchase.bank_shown(p_supplier uuid)
  returns table (version int, bank_name text, account_name text, account_no text)
  language plpgsql stable security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  if not (platform.is_system() or platform.may('purchasing.suppliers') or platform.may('control.read')
          or platform.may('control.approve')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return query select b.version, b.bank_name, b.account_name, '····' || right(b.account_no, 4)
                 from purchase.supplier_bank b where b.supplier_id = p_supplier
                order by b.version desc limit 1;
end $$;

-- Units of each line: ordered as the supplier has agreed, taken so far, sent back.
create view purchase.public_progress with (security_invoker = true) as
  select l.order_id, l.line_no, l.sku_id, coalesce(l.acknowledged_units, l.units) as agreed_units,
         coalesce(r.good, 0) as good_units, coalesce(r.damaged, 0) as damaged_units,
         coalesce(d.units, 0) as despatched_units
    from purchase.order_line l
    left join lateral (select sum(x.good_units)::int as good, sum(x.damaged_units)::int as damaged
                         from purchase.receipt_line x
                        where x.order_id = l.order_id and x.line_no = l.line_no) r on true
    left join lateral (select sum(x.units)::int as units
                         from purchase.despatch_line x join purchase.despatch y using (despatch_id)
                        where y.order_id = l.order_id and x.line_no = l.line_no) d on true;
grant select on purchase.public_progress to zhuguang_app;

-- B6: one receipt of an order after the other. The caller sees the order (row policy), so locking it tells
-- nothing more than that it is there.
create function purchase.lock_order(p_order uuid)
  returns text language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.may('stock.receive') or platform.may('purchasing.orders')
          or platform.may('control.approve')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return (select o.state from purchase.purchase_order o where o.order_id = p_order for update);
end $$;

-- Puts what a receipt says into stock, with what it cost: the agreed cost of the good units and their part of
-- the carriage, of which the last unit takes the last fen. Closes the order when all of it is there.
create function purchase.book_receipt(p_receipt uuid)
  returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  came purchase.receipt;
  skus uuid[];
  quantities int[];
  costs bigint[];
  open boolean;
begin
  select * into came from purchase.receipt r where r.receipt_id = p_receipt;
  if not (platform.may('stock.receive') and platform.in_scope('nodes', came.node_id::text)
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

-- Goods of an order go back from the node that took them. Returns the cells that had too little.
create function purchase.book_return(p_return uuid)
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare gone purchase.supplier_return;
begin
  select * into gone from purchase.supplier_return r where r.return_id = p_return;
  if not platform.may('purchasing.orders') or gone.by_id is distinct from platform.me() then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return query
    select s.node_id, s.sku_id, s.available
      from stock.public_send_back(
             gone.city_code, gone.node_id,
             (select array_agg(l.sku_id order by l.line_no) from purchase.supplier_return_line l
               where l.return_id = p_return),
             (select array_agg(l.units order by l.line_no) from purchase.supplier_return_line l
               where l.return_id = p_return), gone.no, p_return) s;
end $$;

-- S13 for an order: what is heard late of it, its lines by what they were worth when they came. Agreed by
-- control.
create function purchase.post_variance(p_order uuid, p_kind text, p_lines int[], p_amounts bigint[],
                                       p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare came purchase.purchase_order;
begin
  if not platform.may('control.approve') then raise exception 'forbidden' using errcode = '42501'; end if;
  select * into came from purchase.purchase_order o where o.order_id = p_order;
  perform stock.public_post_variance(
            came.city_code, came.node_id, p_kind, array_agg(p.sku_id order by p.sku_id),
            array_agg(p.good_units order by p.sku_id), array_agg(w.a order by p.sku_id), p_order, p_reason)
     from unnest(p_lines, p_amounts) as w(n, a)
     join purchase.public_progress p on p.order_id = p_order and p.line_no = w.n;
end $$;

revoke all on function purchase.bank_shown(uuid), purchase.lock_order(uuid), purchase.book_receipt(uuid),
  purchase.book_return(uuid), purchase.post_variance(uuid, text, int[], bigint[], text),
  purchase.order_moves(), purchase.draft_only() from public;
grant execute on function purchase.bank_shown(uuid), purchase.lock_order(uuid), purchase.book_receipt(uuid),
  purchase.book_return(uuid), purchase.post_variance(uuid, text, int[], bigint[], text) to zhuguang_app;
