-- A crew may do something with the orders it was given, not with every order that needs one. Visits are
-- planned by a room above, which says here whose an order's visit is.
alter table orders.customer_order add column crew_party_id uuid;

create or replace function orders.may_touch(o orders.customer_order) returns boolean
  language sql stable set search_path = pg_catalog as $$
  select platform.is_system() or o.person_id = platform.me()
      or (platform.may('store.read') and (platform.in_scope('nodes', o.node_id::text)
                                          or platform.in_scope('nodes', o.selling_node_id::text)))
      or (platform.may('installation.work') and o.crew_party_id = platform.party())
      or platform.may('installation.dispatch')
$$;

-- Gives an order to a crew, or to none; the house and dispatch do.
create function orders.public_entrust(p_city text, p_id uuid, p_party uuid)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not (platform.is_system() or platform.may('installation.dispatch')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  update orders.customer_order c set crew_party_id = p_party
   where c.city_code = p_city and c.id = p_id and c.crew_party_id is distinct from p_party;
end $$;
revoke all on function orders.public_entrust(text, uuid, uuid) from public;
grant execute on function orders.public_entrust(text, uuid, uuid) to zhuguang_app;
