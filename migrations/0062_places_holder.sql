-- Whose the goods at a node are: a store that trades with stock of its own holds it, everywhere else they are
-- the house's (null).
create view places.public_holder with (security_invoker = true) as
  select n.id,
         case when n.kind = 'store' and n.trade_mode = 'own_stock'
                   and not exists (select from people.public_house h where h.id = n.owner_party_id)
              then n.owner_party_id end as holder_id
    from places.node n;
