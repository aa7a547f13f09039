-- Slots that a day holds (deliver, install, prepare), who holds them, and what nodes have shown they can do.
create schema sourcing;
grant usage on schema sourcing to zhuguang_app;

-- A zone is a county (deliver, install: crews of that county for the serving city) or a node (prepare).
-- A row appears with its first holder, so that capacity is one conditional statement and never a plan to
-- keep.
create table sourcing.slot (
  city_code   text not null,
  zone        text not null,
  kind        text not null check (kind in ('deliver', 'install', 'prepare')),
  day         date not null,
  window_code text not null check (window_code in ('am', 'pm', 'eve', 'day')),
  capacity    int not null check (capacity >= 0),
  taken       int not null default 0,
  primary key (city_code, zone, kind, day, window_code),
  constraint slot_not_overbooked check (taken between 0 and capacity)          -- S1
);

create table sourcing.slot_hold (
  city_code   text not null,
  order_id    uuid not null,
  zone        text not null,
  kind        text not null,
  day         date not null,
  window_code text not null,
  state       text not null check (state in ('held', 'confirmed', 'released')),
  held_at     timestamptz not null default now(),
  primary key (city_code, order_id, kind, zone)
);

create table sourcing.zone_capacity (            -- where a county differs from the assumed default
  city_code text not null,
  zone      text not null,
  kind      text not null,
  capacity  int not null check (capacity >= 0),
  primary key (city_code, zone, kind)
);

create table sourcing.node_record (              -- what a node has shown: found, missed, how fast
  city_code       text not null,
  node_id         uuid not null references places.node,
  found           int not null default 0,
  missed          int not null default 0,
  accept_min_sum  double precision not null default 0,
  prepare_min_sum double precision not null default 0,
  samples         int not null default 0,
  primary key (city_code, node_id)
);

-- Takes all slots or none; refuses with slot_not_overbooked. One statement, in one order of rows.
create function sourcing.hold_slots(p_city text, p_order uuid, p_zones text[], p_kinds text[], p_days date[],
                                    p_windows text[], p_capacities int[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into sourcing.slot as s (city_code, zone, kind, day, window_code, capacity, taken)
  select p_city, w.zone, w.kind, w.day, w.win, coalesce(z.capacity, w.capacity), count(*)
    from unnest(p_zones, p_kinds, p_days, p_windows, p_capacities) as w(zone, kind, day, win, capacity)
    left join sourcing.zone_capacity z on z.city_code = p_city and z.zone = w.zone and z.kind = w.kind
   group by w.zone, w.kind, w.day, w.win, w.capacity, z.capacity
   order by w.zone, w.kind, w.day, w.win
  on conflict (city_code, zone, kind, day, window_code) do update set taken = s.taken + excluded.taken;

  insert into sourcing.slot_hold (city_code, order_id, zone, kind, day, window_code, state)
  select p_city, p_order, w.zone, w.kind, w.day, w.win, 'held'
    from unnest(p_zones, p_kinds, p_days, p_windows) as w(zone, kind, day, win)
  on conflict (city_code, order_id, kind, zone) do update   -- late money holds again what had been given back
     set day = excluded.day, window_code = excluded.window_code, state = 'held', held_at = excluded.held_at
   where slot_hold.state = 'released';
end $$;

-- Another visit for an order: its slot of this kind is given back and another one taken, or nothing changes.
create function sourcing.move_slot(p_city text, p_order uuid, p_zone text, p_kind text, p_day date,
                                   p_window text, p_capacity int)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
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

-- Gives back what an order still holds; a second call finds nothing to give.
create function sourcing.release_slots(p_city text, p_order uuid)
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
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

create function sourcing.confirm_slots(p_city text, p_order uuid)
  returns void language sql security definer set search_path = pg_catalog as $$
  update sourcing.slot_hold set state = 'confirmed'
   where city_code = p_city and order_id = p_order and state = 'held' $$;

create function sourcing.learn(p_city text, p_node uuid, p_found int, p_missed int,
  p_accept_min double precision,
                               p_prepare_min double precision)
  returns void language sql security definer set search_path = pg_catalog as $$
  insert into sourcing.node_record as r (city_code, node_id, found, missed, accept_min_sum,
    prepare_min_sum, samples)
  values (p_city, p_node, p_found, p_missed, coalesce(p_accept_min, 0), coalesce(p_prepare_min, 0),
          (p_accept_min is not null)::int)
  on conflict (city_code, node_id) do update
     set found = r.found + excluded.found, missed = r.missed + excluded.missed,
         accept_min_sum = r.accept_min_sum + excluded.accept_min_sum,
         prepare_min_sum = r.prepare_min_sum + excluded.prepare_min_sum,
         samples = r.samples + excluded.samples $$;

revoke all on all functions in schema sourcing from public;
grant execute on all functions in schema sourcing to zhuguang_app;
grant select on sourcing.slot, sourcing.zone_capacity, sourcing.node_record,
  sourcing.slot_hold to zhuguang_app;
select platform.guard(t) from unnest(array['sourcing.slot', 'sourcing.slot_hold', 'sourcing.zone_capacity',
  'sourcing.node_record']::regclass[]) t;
create policy slot_read     on sourcing.slot for select using (true);
create policy capacity_read on sourcing.zone_capacity for select using (true);
create policy record_read   on sourcing.node_record for select using (true);
create policy hold_read     on sourcing.slot_hold for select
  using ((select platform.may('sales.read') or platform.may('control.read')));
