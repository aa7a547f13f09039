-- S9: what is held is given back by whom it is held for, by those who keep it, or by the house: one buyer's
-- command never frees another's units, whatever order it names.
alter table stock.hold add column held_for uuid;  -- null: the house, or held before this was asked

create function stock.may_free(p_city text, p_order uuid, p_node uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select platform.is_system()
      or stock.may_hold() and (
           exists (select from stock.hold h
                    where h.city_code = p_city and h.order_id = p_order and h.held_for = platform.me())
        or not exists (select from stock.hold h
                        where h.city_code = p_city and h.order_id = p_order and h.held_for is not null)
        or not exists (select from stock.hold h
                        where h.city_code = p_city and h.order_id = p_order and h.state = 'held'
                          and (p_node is null or h.node_id = p_node) and not stock.may_move(h.node_id))) $$;
revoke all on function stock.may_free(text, uuid, uuid) from public;

create or replace function stock.hold_units(p_city text, p_order uuid, p_seller text, p_expires timestamptz,
                                 p_nodes uuid[], p_skus uuid[], p_quantities int[])
  returns table (node_id uuid, sku_id uuid, available int)
  language plpgsql security definer set search_path = pg_catalog
    set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  wanted int;
  holder uuid;
begin
  if p_seller not in ('online', 'owner') then raise exception 'unknown seller'
    using errcode = '22023'; end if;
  if cardinality(p_nodes) is distinct from cardinality(p_skus)
     or cardinality(p_nodes) is distinct from cardinality(p_quantities)
     or coalesce(cardinality(p_nodes), 0) not between 1 and 1000
     or exists (select 1 from unnest(p_nodes, p_skus, p_quantities) w(n, s, q)
                 where n is null or s is null or q is null or q <= 0) then
    raise exception 'lines need a node, a sku and a positive quantity' using errcode = '22023';
  end if;
  if not stock.may_hold() or (p_seller = 'owner' and exists (
       select 1 from unnest(p_nodes) n where not stock.may_move(n))) then
    perform stock.refuse();
  end if;
  -- S5: asked here, since a quote may be older than the owner's change of mind.
  if p_seller = 'online' then
    return query select w.n, w.s, 0
                   from unnest(p_nodes, p_skus) as w(n, s) join places.public_node p on p.id = w.n
                  where not p.serves_online;
    if found then return; end if;
  end if;
  select h.held_for into holder from stock.hold h
   where h.city_code = p_city and h.order_id = p_order and h.held_for is not null limit 1;
  select count(distinct (n, s)) into wanted from unnest(p_nodes, p_skus) as w(n, s);
  with demand as (
    select w.node_id, w.sku_id, sum(w.quantity)::int as quantity
      from unnest(p_nodes, p_skus, p_quantities) as w(node_id, sku_id, quantity)
     group by 1, 2),
  locked as (                                  -- a row that was waited for is read again before it is judged
    select l.node_id, l.sku_id, d.quantity,
           l.on_hand - l.held - l.display - case when p_seller = 'online' then l.protected else 0 end as free
      from stock.level l join demand d on d.node_id = l.node_id and d.sku_id = l.sku_id
     where l.city_code = p_city
     order by l.node_id, l.sku_id
       for update of l),
  fits as (select count(*) as n from locked where free >= quantity),
  taken as (
    update stock.level l set held = l.held + k.quantity
      from locked k
     where l.city_code = p_city and l.sku_id = k.sku_id and l.node_id = k.node_id
       and (select n from fits) = wanted
    returning l.node_id, l.sku_id, k.quantity)
  insert into stock.hold as h (city_code, order_id, node_id, sku_id, quantity, expires_at, held_for)
  select p_city, p_order, t.node_id, t.sku_id, t.quantity, p_expires, coalesce(holder, platform.me())
    from taken t
  on conflict (city_code, order_id, node_id, sku_id) do update
     set quantity = case when h.state = 'held' then h.quantity else 0 end + excluded.quantity,
         state = 'held', expires_at = excluded.expires_at;
  if found then return; end if;
  return query
    select d.node_id, d.sku_id,
           greatest(coalesce(l.on_hand - l.held - l.display
                    - case when p_seller = 'online' then l.protected else 0 end, 0), 0)
      from (select w.node_id, w.sku_id, sum(w.quantity)::int as quantity
              from unnest(p_nodes, p_skus, p_quantities) as w(node_id, sku_id, quantity) group by 1, 2) d
      left join stock.level l on l.city_code = p_city and l.node_id = d.node_id and l.sku_id = d.sku_id
     where coalesce(l.on_hand - l.held - l.display
           - case when p_seller = 'online' then l.protected else 0 end, 0) < d.quantity
     order by d.node_id, d.sku_id;
  -- a cell came to be between the two looks: the caller tries again
  if not found then
    raise exception 'stock moved' using errcode = '40001';
  end if;
end $$;

create or replace function stock.release_units(p_city text, p_order uuid, p_node uuid, p_sku uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  if not stock.may_free(p_city, p_order, p_node) then perform stock.refuse(); end if;
  perform stock.lock_held(p_city, p_order, p_node, p_sku);
  with gone as (
    update stock.hold h set state = 'released'
     where h.city_code = p_city and h.order_id = p_order and h.state = 'held'
       and (p_node is null or h.node_id = p_node) and (p_sku is null or h.sku_id = p_sku)
    returning h.node_id, h.sku_id, h.quantity),
  back as (
    update stock.level l set held = l.held - gone.quantity
      from gone
     where l.city_code = p_city and l.sku_id = gone.sku_id and l.node_id = gone.node_id
    returning gone.quantity)
  select coalesce(sum(quantity), 0)::int into freed from back;
  return freed;
end $$;

create or replace function stock.extend_hold(p_city text, p_order uuid, p_expires timestamptz)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not stock.may_free(p_city, p_order, null) then perform stock.refuse(); end if;
  update stock.hold set expires_at = p_expires
   where city_code = p_city and order_id = p_order and state = 'held';
end $$;
