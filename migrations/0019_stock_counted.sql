-- A count that differs much waits for a second person, as an adjustment does. Whether it does is judged on
-- locked cells, so that nothing moves between what was judged and what is written.
create function stock.lock_cells(p_city text, p_node uuid, p_skus uuid[])
  returns table (sku_id uuid, on_hand int, taken int, lately int)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  if not ((platform.may('stock.count') or platform.may('stock.adjust'))
          and platform.in_scope('nodes', p_node::text)) then
    perform stock.refuse();
  end if;
  perform stock.open_cells(p_city, p_node, p_skus);
  -- `lately`: what this person has corrected in the cell within a day; a large change cut into small ones
  -- is a large one.
  return query
    select l.sku_id, l.on_hand, l.held + l.display,
           coalesce((select sum(abs(e.quantity)) from stock.entry e
                      where e.city_code = p_city and e.node_id = p_node and e.sku_id = l.sku_id
                        and e.kind in ('count', 'adjustment') and e.actor_id = platform.me()
                        and e.at > platform.clock() - interval '1 day'), 0)::int
      from stock.level l
     where l.city_code = p_city and l.node_id = p_node and l.sku_id = any(p_skus);
end $$;
revoke all on function stock.lock_cells(text, uuid, uuid[]) from public;
grant execute on function stock.lock_cells(text, uuid, uuid[]) to zhuguang_app;

-- A receipt, an adjustment or an agreed count: quantities are what on_hand changes by.
create or replace function stock.book(p_city text, p_node uuid, p_kind text, p_skus uuid[],
  p_quantities int[], p_reason text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if p_kind not in ('receipt', 'adjustment', 'count') then raise exception 'unknown kind'
    using errcode = '22023'; end if;
  if not (platform.is_system()
     or (p_kind = 'receipt' and platform.may('stock.receive') and platform.in_scope('nodes', p_node::text))
     or (p_kind = 'adjustment' and platform.may('stock.adjust') and platform.in_scope('nodes', p_node::text))
     or (p_kind in ('adjustment', 'count') and platform.may('control.approve'))) then
    perform stock.refuse();
  end if;
  perform stock.open_cells(p_city, p_node, p_skus);
  perform stock.write_entries(p_city, p_node, p_kind, p_skus, p_quantities, p_reason, null);
end $$;
