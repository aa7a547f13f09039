-- M1 The payments of a batch of baskets: what `payment.open` does for one.
create function payment.public_open_batch(p_ids uuid[], p_baskets uuid[], p_persons uuid[],
                                          p_amounts bigint[], p_at timestamptz, p_expires timestamptz)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into payment.payment (id, basket_id, person_id, node_id, provider, method, charge_ref, amount_fen,
                               opened_at, expires_at)
  select o.id, o.basket_id, o.person_id, null, 'sandbox', 'online', 'zg_' || replace(o.id::text, '-', ''),
         o.amount_fen, p_at, p_expires
    from unnest(p_ids, p_baskets, p_persons, p_amounts) as o(id, basket_id, person_id, amount_fen);
  insert into payment.sandbox_charge (charge_ref, payment_id, amount_fen, made_at)
  select 'zg_' || replace(o.id::text, '-', ''), o.id, o.amount_fen, p_at
    from unnest(p_ids, p_amounts) as o(id, amount_fen);
end $$;
revoke all on function payment.public_open_batch(uuid[], uuid[], uuid[], bigint[], timestamptz, timestamptz)
  from public;
