-- Whoever ran 0016 in its first form has no default for the kind: an older version still names two arguments.
create or replace function sourcing.release_slots(p_city text, p_order uuid, p_kind text default null)
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
