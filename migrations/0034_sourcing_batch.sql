-- Slots for a batch: locked in one order, what is left of them told, what was decided taken at once.

create function sourcing.public_lock_left(p_cities text[], p_zones text[], p_kinds text[], p_days date[],
                                   p_windows text[], p_capacities int[])
  returns int[]
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform 1
     from unnest(p_cities, p_zones, p_kinds, p_days, p_windows) as w(city_code, zone, kind, day, win)
     join sourcing.slot s on s.city_code = w.city_code and s.zone = w.zone and s.kind = w.kind
                         and s.day = w.day and s.window_code = w.win
    order by s.city_code, s.zone, s.kind, s.day, s.window_code
      for update of s;
  return array(
    select greatest(coalesce(z.capacity, w.capacity) - coalesce(s.taken, 0), 0)
      from unnest(p_cities, p_zones, p_kinds, p_days, p_windows, p_capacities) with ordinality
           as w(city_code, zone, kind, day, win, capacity, at)
      left join sourcing.slot s on s.city_code = w.city_code and s.zone = w.zone and s.kind = w.kind
                               and s.day = w.day and s.window_code = w.win
      left join sourcing.zone_capacity z
             on z.city_code = w.city_code and z.zone = w.zone and z.kind = w.kind
     order by w.at);
end $$;

-- S1: a slot appears with its first holder. Who made it meanwhile may have filled it: then all is asked anew.
create function sourcing.public_take_batch(p_cities text[], p_orders uuid[], p_zones text[], p_kinds text[],
                                    p_days date[], p_windows text[], p_capacities int[], p_holders uuid[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  slots int;
  taken int;
begin
  with demand as (
    select w.city_code, w.zone, w.kind, w.day, w.win, max(coalesce(z.capacity, w.capacity)) as capacity,
           count(*)::int as n
      from unnest(p_cities, p_zones, p_kinds, p_days, p_windows, p_capacities)
           as w(city_code, zone, kind, day, win, capacity)
      left join sourcing.zone_capacity z
             on z.city_code = w.city_code and z.zone = w.zone and z.kind = w.kind
     group by 1, 2, 3, 4, 5),
  changed as (
    insert into sourcing.slot as s (city_code, zone, kind, day, window_code, capacity, taken)
    select city_code, zone, kind, day, win, capacity, n from demand order by 1, 2, 3, 4, 5
    on conflict (city_code, zone, kind, day, window_code) do update
       set taken = s.taken + excluded.taken, capacity = excluded.capacity
     where s.taken + excluded.taken <= excluded.capacity
    returning 1)
  select (select count(*) from demand), (select count(*) from changed) into slots, taken;
  if slots <> taken then raise exception 'slots moved' using errcode = '40001'; end if;
  insert into sourcing.slot_hold (city_code, order_id, zone, kind, day, window_code, state, held_for)
  select w.city_code, w.order_id, w.zone, w.kind, w.day, w.win, 'held', w.holder
    from unnest(p_cities, p_orders, p_zones, p_kinds, p_days, p_windows, p_holders)
         as w(city_code, order_id, zone, kind, day, win, holder);
end $$;

revoke all on function
  sourcing.public_lock_left(text[], text[], text[], date[], text[], int[]),
  sourcing.public_take_batch(text[], uuid[], text[], text[], date[], text[], int[], uuid[]) from public;

create function sourcing.public_confirm_batch(p_cities text[], p_orders uuid[])
  returns void language sql security definer set search_path = pg_catalog as $$
  update sourcing.slot_hold h set state = 'confirmed'
    from unnest(p_cities, p_orders) as paid(city_code, order_id)
   where h.city_code = paid.city_code and h.order_id = paid.order_id and h.state = 'held' $$;
revoke all on function sourcing.public_confirm_batch(text[], uuid[]) from public;
