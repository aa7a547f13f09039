-- Slots ask who is asking, as units do: those who sell or serve may take them; they are given back and kept
-- by whom they are held for, by those who work at a store, or by the house.
alter table sourcing.slot_hold add column held_for uuid;  -- null: the house, or held before this was asked

create function sourcing.refuse() returns void language plpgsql as
  $$ begin raise exception 'forbidden' using errcode = '42501'; end $$;
create function sourcing.may_hold() returns boolean
  language sql stable set search_path = pg_catalog as $$
  select platform.is_system() or platform.may('orders.own') or platform.may('orders.counter_sale')
      or platform.may('fulfilment.work') or platform.may('installation.work')
      or platform.may('installation.dispatch') $$;
create function sourcing.may_free(p_city text, p_order uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select platform.is_system() or platform.may('fulfilment.work')
      or sourcing.may_hold() and (
           exists (select from sourcing.slot_hold h
                    where h.city_code = p_city and h.order_id = p_order and h.held_for = platform.me())
        or not exists (select from sourcing.slot_hold h
                        where h.city_code = p_city and h.order_id = p_order and h.held_for is not null)) $$;
revoke all on function sourcing.refuse(), sourcing.may_hold(), sourcing.may_free(text, uuid) from public;

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
  on conflict (city_code, zone, kind, day, window_code) do update set taken = s.taken + excluded.taken;

  insert into sourcing.slot_hold (city_code, order_id, zone, kind, day, window_code, state, held_for)
  select p_city, p_order, w.zone, w.kind, w.day, w.win, 'held', coalesce(holder, platform.me())
    from unnest(p_zones, p_kinds, p_days, p_windows) as w(zone, kind, day, win)
  on conflict (city_code, order_id, kind, zone) do update   -- late money holds again what had been given back
     set day = excluded.day, window_code = excluded.window_code, state = 'held', held_at = excluded.held_at
   where slot_hold.state = 'released';
end $$;

create or replace function sourcing.move_slot(p_city text, p_order uuid, p_zone text, p_kind text, p_day date,
                                   p_window text, p_capacity int)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.is_system() or platform.may('installation.work')
          or platform.may('installation.dispatch')) then perform sourcing.refuse(); end if;
  with gone as (
    update sourcing.slot_hold set state = 'released'
     where city_code = p_city and order_id = p_order and kind = p_kind and zone = p_zone
       and state <> 'released'
    returning zone, kind, day, window_code)
  update sourcing.slot s set taken = s.taken - 1
    from gone
   where s.city_code = p_city and (s.zone, s.kind, s.day, s.window_code)
         = (gone.zone, gone.kind, gone.day, gone.window_code);
  perform sourcing.hold_slots(p_city, p_order, array[p_zone], array[p_kind], array[p_day], array[p_window],
                              array[p_capacity]);
  update sourcing.slot_hold set state = 'confirmed'
   where city_code = p_city and order_id = p_order and kind = p_kind and zone = p_zone;
end $$;

create or replace function sourcing.release_slots(p_city text, p_order uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  if not sourcing.may_free(p_city, p_order) then perform sourcing.refuse(); end if;
  with gone as (
    update sourcing.slot_hold set state = 'released'
     where city_code = p_city and order_id = p_order and state <> 'released'
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

create or replace function sourcing.confirm_slots(p_city text, p_order uuid)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not sourcing.may_free(p_city, p_order) then perform sourcing.refuse(); end if;
  update sourcing.slot_hold set state = 'confirmed'
   where city_code = p_city and order_id = p_order and state = 'held';
end $$;

-- A store's record is written by the house and by those who work there.
create or replace function sourcing.learn(p_city text, p_node uuid, p_found int, p_missed int,
                                          p_accept_min double precision, p_prepare_min double precision)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.is_system() or (platform.may('fulfilment.work')
                                   and platform.in_scope('nodes', p_node::text))) then
    perform sourcing.refuse();
  end if;
  insert into sourcing.node_record as r (city_code, node_id, found, missed, accept_min_sum,
                                         prepare_min_sum, samples)
  values (p_city, p_node, p_found, p_missed, coalesce(p_accept_min, 0), coalesce(p_prepare_min, 0),
          (p_accept_min is not null)::int)
  on conflict (city_code, node_id) do update
     set found = r.found + excluded.found, missed = r.missed + excluded.missed,
         accept_min_sum = r.accept_min_sum + excluded.accept_min_sum,
         prepare_min_sum = r.prepare_min_sum + excluded.prepare_min_sum,
         samples = r.samples + excluded.samples;
end $$;
