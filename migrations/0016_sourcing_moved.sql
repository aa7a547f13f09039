-- An order that moves gives back the hands of its old node alone; a capacity that was changed counts from the
-- next holder on.
create or replace function sourcing.hold_slots(p_city text, p_order uuid, p_zones text[], p_kinds text[],
                                               p_days date[], p_windows text[], p_capacities int[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare holder uuid;
begin
  if not sourcing.may_hold() then perform sourcing.refuse(); end if;
  select h.held_for into holder from sourcing.slot_hold h
   where h.city_code = p_city and h.order_id = p_order and h.held_for is not null limit 1;
  insert into sourcing.slot as s (city_code, zone, kind, day, window_code, capacity, taken)
  select p_city, w.zone, w.kind, w.day, w.win, coalesce(z.capacity, w.capacity), count(*)
    from unnest(p_zones, p_kinds, p_days, p_windows, p_capacities) as w(zone, kind, day, win, capacity)
    left join sourcing.zone_capacity z on z.city_code = p_city and z.zone = w.zone and z.kind = w.kind
   group by w.zone, w.kind, w.day, w.win, w.capacity, z.capacity
   order by w.zone, w.kind, w.day, w.win
  on conflict (city_code, zone, kind, day, window_code) do update set taken = s.taken + excluded.taken,
    capacity = excluded.capacity;

  insert into sourcing.slot_hold (city_code, order_id, zone, kind, day, window_code, state, held_for)
  select p_city, p_order, w.zone, w.kind, w.day, w.win, 'held', coalesce(holder, platform.me())
    from unnest(p_zones, p_kinds, p_days, p_windows) as w(zone, kind, day, win)
  on conflict (city_code, order_id, kind, zone) do update   -- late money holds again what had been given back
     set day = excluded.day, window_code = excluded.window_code, state = 'held', held_at = excluded.held_at
   where slot_hold.state = 'released';
end $$;

drop function sourcing.release_slots(text, uuid);
-- Gives back what an order still holds, of one kind when named; a second call finds nothing to give.
create function sourcing.release_slots(p_city text, p_order uuid, p_kind text default null)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  if not sourcing.may_free(p_city, p_order) then perform sourcing.refuse(); end if;
  with gone as (
    update sourcing.slot_hold set state = 'released'
     where city_code = p_city and order_id = p_order and state <> 'released'
       and (p_kind is null or kind = p_kind)
    returning zone, kind, day, window_code),
  summed as (
    select zone, kind, day, window_code, count(*)::int as n from gone group by 1, 2, 3, 4),
  back as (
    update sourcing.slot s set taken = s.taken - summed.n
      from summed
     where s.city_code = p_city and (s.zone, s.kind, s.day, s.window_code)
           = (summed.zone, summed.kind, summed.day, summed.window_code)
    returning 1)
  select count(*) into freed from back;
  return freed;
end $$;
revoke all on function sourcing.release_slots(text, uuid, text) from public;
grant execute on function sourcing.release_slots(text, uuid, text) to zhuguang_app;
