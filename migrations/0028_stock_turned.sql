-- A cell that begins or ends to have a unit for online buyers turns every promise made from it. Whoever shows
-- promises hears of it once the deed stands. Named are the city and the goods: that is what promises ask for.
create function stock.tell_turned() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('stock', new.city_code || ' ' || new.sku_id);
  return null;
end $$;

create trigger tell_turned after update of on_hand, held, protected, display on stock.level
  for each row
  when ((old.on_hand - old.held - old.protected - old.display > 0)
        is distinct from (new.on_hand - new.held - new.protected - new.display > 0))
  execute function stock.tell_turned();
