-- Who may have money sent back is known by the room whose goods it paid for; payment knows sums. Here only
-- the house asks: for what came in beyond what was due.

-- M4 Writes a wish for money to go back: once for each key, never more than came in and has not gone back
-- yet. It asks nobody: it is for functions of rooms above that have asked, which run as the owner; the
-- application's role may not call it.
create function payment.public_refund(id uuid, payment_id uuid, key text, city_code text, order_id uuid,
                                     amount_fen bigint, reason text)
  returns table (refund_id uuid, fresh boolean)
  language plpgsql set search_path = pg_catalog as $$
declare paid payment.payment; free_fen bigint; known uuid;
begin
  select * into strict paid from payment.payment p where p.id = public_refund.payment_id for update;
  select r.id into known from payment.refund r where r.payment_id = paid.id and r.key = public_refund.key;
  if known is not null then return query select known, false; return; end if;
  select coalesce((select sum(e.amount_fen) from payment.entry e
                    where e.payment_id = paid.id and e.kind = 'received'), 0)
       - coalesce((select sum(r.amount_fen) from payment.refund r where r.payment_id = paid.id), 0)
    into free_fen;
  if public_refund.amount_fen > free_fen then
    raise exception 'refund of % over % left', public_refund.amount_fen, free_fen using errcode = '23514';
  end if;
  insert into payment.refund (id, payment_id, key, city_code, order_id, amount_fen, reason, requested_at)
  values (public_refund.id, paid.id, public_refund.key, public_refund.city_code, public_refund.order_id,
          public_refund.amount_fen, public_refund.reason, platform.clock());
  return query select public_refund.id, true;
end $$;
revoke all on function payment.public_refund(uuid, uuid, text, text, uuid, bigint, text) from public;

create or replace function payment.request_refund(id uuid, payment_id uuid, key text, city_code text,
                                                  order_id uuid, amount_fen bigint, reason text)
  returns table (refund_id uuid, fresh boolean)
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.is_system() then raise exception 'forbidden' using errcode = '42501'; end if;
  return query
    select w.refund_id, w.fresh
      from payment.public_refund(request_refund.id, request_refund.payment_id, request_refund.key,
             request_refund.city_code, request_refund.order_id, request_refund.amount_fen,
             request_refund.reason) w;
end $$;
