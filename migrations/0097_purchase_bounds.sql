-- What is heard late is bounded by what came: a rebate gives back no more than the goods that were kept have
-- cost, freight adds no more than that.
create function purchase.variance_room(p_order uuid, p_kind text) returns bigint
  language sql stable set search_path = pg_catalog as $$
  select greatest(0, coalesce((select sum(c.landed_fen)
                                 from purchase.receipt r join purchase.receipt_cost c using (receipt_id)
                                where r.order_id = p_order), 0)
                   - coalesce((select sum(l.units * l.unit_cost_fen) from purchase.supplier_return_line l
                                where l.order_id = p_order), 0)
                   - coalesce((select sum(abs(v.stock_fen + v.past_fen)) from stock.public_variance v
                                where v.source_id = p_order and v.kind = p_kind), 0))::bigint $$;
revoke all on function purchase.variance_room(uuid, text) from public;
grant execute on function purchase.variance_room(uuid, text) to zhuguang_app;

create or replace function purchase.post_variance(p_order uuid, p_kind text, p_lines int[],
                                                  p_amounts bigint[], p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare came purchase.purchase_order;
begin
  if not platform.may('control.approve') then raise exception 'forbidden' using errcode = '42501'; end if;
  -- Locked: two rebates of one order are held against the goods one after the other.
  select * into came from purchase.purchase_order o where o.order_id = p_order for update;
  if p_kind not in ('freight', 'rebate')
     or exists (select from unnest(p_amounts) a where sign(a) = case p_kind when 'freight' then -1 else 1 end)
     or (select sum(abs(a)) from unnest(p_amounts) a) > purchase.variance_room(p_order, p_kind) then
    raise exception 'more than came' using errcode = '23514', constraint = 'variance_bounded';
  end if;
  perform stock.public_post_variance(
            came.city_code, came.node_id, p_kind, array_agg(p.sku_id order by p.sku_id),
            array_agg(p.good_units order by p.sku_id), array_agg(w.a order by p.sku_id), p_order, p_reason)
     from unnest(p_lines, p_amounts) as w(n, a)
     join purchase.public_progress p on p.order_id = p_order and p.line_no = w.n;
end $$;
