-- Slots of many orders go back in one statement, locked in the order in which placing locks them. For the
-- sweep of orders.
create function sourcing.public_release_batch(p_cities text[], p_orders uuid[])
  returns int language plpgsql security definer set search_path = pg_catalog as $$
declare freed int;
begin
  perform 1 from unnest(p_cities, p_orders) as o(city_code, order_id)
     join sourcing.slot_hold h on h.city_code = o.city_code and h.order_id = o.order_id
                              and h.state <> 'released'
     join sourcing.slot s on s.city_code = h.city_code and s.zone = h.zone and s.kind = h.kind
                         and s.day = h.day and s.window_code = h.window_code
    order by s.city_code, s.zone, s.kind, s.day, s.window_code
      for update of s;
  with gone as (
    update sourcing.slot_hold h set state = 'released'
      from unnest(p_cities, p_orders) as o(city_code, order_id)
     where h.city_code = o.city_code and h.order_id = o.order_id and h.state <> 'released'
    returning h.city_code, h.zone, h.kind, h.day, h.window_code),
  summed as (
    select city_code, zone, kind, day, window_code, count(*)::int as n from gone group by 1, 2, 3, 4, 5),
  back as (
    update sourcing.slot s set taken = s.taken - summed.n
      from summed
     where (s.city_code, s.zone, s.kind, s.day, s.window_code)
           = (summed.city_code, summed.zone, summed.kind, summed.day, summed.window_code)
    returning summed.n)
  select coalesce(sum(n), 0)::int into freed from back;
  return freed;
end $$;
revoke all on function sourcing.public_release_batch(text[], uuid[]) from public;
