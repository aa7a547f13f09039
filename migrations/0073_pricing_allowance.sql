-- Benefits of a whole order: how often and for how much they may be used, who holds them, who has used them.
alter table pricing.benefit drop constraint benefit_kind_check;
alter table pricing.benefit add constraint benefit_kind_check
  check (kind in ('direct_cut', 'category', 'coupon', 'bundle'));

-- P9: what is reserved and used stays within what was agreed, whoever decides.
create table pricing.allowance (
  code          text primary key references pricing.benefit,
  uses_max      int check (uses_max > 0),                      -- null: nobody counts
  person_max    int check (person_max > 0),
  budget_fen    bigint check (budget_fen > 0),
  restores      boolean not null,                              -- a full return gives the use back
  reserved_uses int not null default 0 check (reserved_uses >= 0),
  used_uses     int not null default 0 check (used_uses >= 0),
  reserved_fen  bigint not null default 0 check (reserved_fen >= 0),
  used_fen      bigint not null default 0 check (used_fen >= 0),
  constraint allowance_uses check (reserved_uses + used_uses <= uses_max),
  constraint allowance_budget check (reserved_fen + used_fen <= budget_fen)
);

-- A coupon in somebody's hands; `serial` counts those of one person.
create table pricing.coupon (
  code       text not null references pricing.allowance,
  person_id  uuid not null,
  serial     int not null check (serial > 0),
  state      text not null check (state in ('free', 'reserved', 'used')),
  basket_id  uuid,
  claimed_at timestamptz not null,
  primary key (code, person_id, serial),
  check ((state = 'free') = (basket_id is null))
);
create index coupon_person on pricing.coupon (person_id);
create index coupon_basket on pricing.coupon (basket_id) where basket_id is not null;

-- One use by one basket. `returned_fen` came back with units; all of it back, and the use may be free again.
create table pricing.redemption (
  basket_id    uuid not null,
  code         text not null references pricing.allowance,
  person_id    uuid,
  amount_fen   bigint not null check (amount_fen > 0),
  returned_fen bigint not null default 0 check (returned_fen between 0 and amount_fen),
  state        text not null check (state in ('reserved', 'used', 'released')),
  at           timestamptz not null,
  primary key (basket_id, code)
);
create index redemption_person on pricing.redemption (code, person_id) where state <> 'released';

grant select, insert on pricing.allowance to zhuguang_app;
grant select on pricing.coupon, pricing.redemption to zhuguang_app;
select platform.guard(t)
  from unnest(array['pricing.allowance', 'pricing.coupon', 'pricing.redemption']::regclass[]) t;
create policy allowance_read on pricing.allowance for select using (
  platform.is_system() or (select platform.may('sales.read')) or (select platform.may('control.read'))
  or (select platform.may('control.approve')));
create policy allowance_add on pricing.allowance for insert with check (
  (select platform.may('control.approve'))
  and reserved_uses + used_uses = 0 and reserved_fen + used_fen = 0);
create policy coupon_read on pricing.coupon for select using (
  person_id = (select platform.me()) or (select platform.is_system()));
create policy redemption_read on pricing.redemption for select using (
  person_id = (select platform.me()) or (select platform.is_system())
  or (select platform.may('control.read')));

-- What one person may still use of a benefit that nobody has to hold; null counts nobody.
create function pricing.person_left(a pricing.allowance, p_person uuid) returns int
  language sql stable set search_path = pg_catalog as $$
  select case
    when (select b.kind from pricing.benefit b where b.code = a.code) = 'coupon' then
      (select count(*)::int from pricing.coupon c
        where c.code = a.code and c.person_id = p_person and c.state = 'free')
    when a.person_max is null then null
    when p_person is null then 0
    else a.person_max - (select count(*)::int from pricing.redemption r
                          where r.code = a.code and r.person_id = p_person and r.state <> 'released') end $$;

-- A person takes a coupon. It reserves nothing: whoever orders first has it. Gives why not, or null.
create function pricing.claim(p_code text) returns text
  language plpgsql security definer set search_path = pg_catalog as $$
declare a pricing.allowance;
begin
  if platform.me() is null or not platform.may('orders.own') then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  select w.* into a
    from pricing.allowance w join pricing.benefit b using (code)
   where w.code = p_code and b.kind = 'coupon' and b.valid @> platform.clock();
  if a.code is null then return 'coupon_unknown'; end if;
  if pricing.person_left(a, platform.me()) > 0 then return null; end if;
  if a.reserved_uses + a.used_uses >= a.uses_max or a.reserved_fen + a.used_fen >= a.budget_fen then
    return 'coupon_gone';
  end if;
  insert into pricing.coupon (code, person_id, serial, state, claimed_at)
  select a.code, platform.me(), s.serial, 'free', platform.clock()
    from generate_series(1, coalesce(a.person_max, 1)) as s(serial)
   where not exists (select from pricing.coupon c
                      where c.code = a.code and c.person_id = platform.me() and c.serial = s.serial)
   order by s.serial limit 1
  on conflict do nothing;
  return case when pricing.person_left(a, platform.me()) > 0 then null else 'coupon_used' end;
end $$;

-- A coupon as whoever holds it may read it: what it gives, not who bears it.
create function pricing.public_coupon(p_code text) returns table (wish jsonb, valid tstzrange)
  language sql stable security definer set search_path = pg_catalog as $$
  select b.wish || '{"funders": [{"party": "house", "share_bp": 10000}]}', b.valid
    from pricing.benefit b where b.code = p_code and b.kind = 'coupon'
     and (platform.is_system() or exists (
           select from pricing.coupon c where c.code = b.code and c.person_id = platform.me())) $$;

-- What is left of benefits, and what of it for one person: a look without locks, for a quote. Null is no end.
create function pricing.left_for(p_person uuid, p_codes text[])
  returns table (code text, uses_left int, fen_left bigint, own_left int)
  language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not platform.is_system() and p_person is not null and p_person is distinct from platform.me() then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return query
    select a.code, a.uses_max - a.reserved_uses - a.used_uses, a.budget_fen - a.reserved_fen - a.used_fen,
           pricing.person_left(a, p_person)
      from pricing.allowance a where a.code = any(p_codes);
end $$;

-- The same figures, locked: benefits by code, then who holds them, everybody in one order. `p_things` says
-- which figure is asked for: use, budget or own; one that has ended has nothing left.
create function pricing.public_lock_left(p_things text[], p_codes text[], p_persons uuid[]) returns int[]
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  most constant int := 2147483647;
  free int[];
begin
  perform 1 from pricing.allowance a where a.code = any(p_codes) order by a.code for update;
  perform 1 from pricing.coupon c
    where c.state = 'free'
      and (c.code, c.person_id) in (select * from unnest(p_codes, p_persons))
    order by c.code, c.person_id, c.serial for update;
  free := array(
    select case when not b.valid @> platform.clock() then 0
                when w.thing = 'use' then coalesce(a.uses_max - a.reserved_uses - a.used_uses, most)
                when w.thing = 'budget' then
                  least(coalesce(a.budget_fen - a.reserved_fen - a.used_fen, most), most)::int
                else coalesce(pricing.person_left(a, w.person_id), most) end
      from unnest(p_things, p_codes, p_persons) with ordinality as w(thing, code, person_id, at)
      left join pricing.allowance a on a.code = w.code
      left join pricing.benefit b on b.code = w.code
     order by w.at);
  return free;
end $$;

-- What the caller has decided on locked benefits, for many baskets at once. P9 stands behind it.
create function pricing.public_reserve_batch(p_baskets uuid[], p_codes text[], p_persons uuid[],
                                             p_fens bigint[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform 1 from pricing.allowance a where a.code = any(p_codes) order by a.code for update;
  update pricing.allowance a
     set reserved_uses = a.reserved_uses + w.uses, reserved_fen = a.reserved_fen + w.fen
    from (select u.code, count(*)::int as uses, sum(u.fen) as fen
            from unnest(p_codes, p_fens) as u(code, fen) group by u.code) w
   where a.code = w.code;
  insert into pricing.redemption (basket_id, code, person_id, amount_fen, state, at)
  select u.basket_id, u.code, u.person_id, u.fen, 'reserved', platform.clock()
    from unnest(p_baskets, p_codes, p_persons, p_fens) as u(basket_id, code, person_id, fen);
  perform pricing.bind_coupons(p_baskets, p_codes);
end $$;

-- One free coupon of its person goes to each of these uses, if it is of a kind that is held.
create function pricing.bind_coupons(p_baskets uuid[], p_codes text[])
  returns void language plpgsql set search_path = pg_catalog as $$
declare
  wanted int;
  bound  int;
begin
  select count(*) into wanted from unnest(p_codes) u(code) join pricing.benefit b using (code)
   where b.kind = 'coupon';
  with free as (
    select r.basket_id, c.code, c.person_id, c.serial,
           row_number() over (partition by c.code, c.person_id order by c.serial) as at,
           row_number() over (partition by c.code, c.person_id, c.serial order by r.basket_id) as turn
      from unnest(p_baskets, p_codes) as u(basket_id, code)
      join pricing.redemption r on r.basket_id = u.basket_id and r.code = u.code
      join pricing.coupon c on c.code = r.code and c.person_id = r.person_id and c.state = 'free')
  update pricing.coupon c set state = 'reserved', basket_id = f.basket_id
    from free f
   where f.at = f.turn and c.code = f.code and c.person_id = f.person_id and c.serial = f.serial;
  get diagnostics bound = row_count;
  if bound <> wanted then
    raise exception 'no coupon' using errcode = '23514', constraint = 'coupon_held';
  end if;
end $$;

-- Paid: what was reserved is used.
create function pricing.public_confirm_batch(p_baskets uuid[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare codes text[] := array(
  select distinct r.code from pricing.redemption r
   where r.basket_id = any(p_baskets) and r.state = 'reserved');
begin
  if cardinality(codes) = 0 then return; end if;
  perform 1 from pricing.allowance a where a.code = any(codes) order by a.code for update;
  with paid as (
    update pricing.redemption r set state = 'used'
     where r.basket_id = any(p_baskets) and r.state = 'reserved'
    returning r.code, r.amount_fen - r.returned_fen as fen)
  update pricing.allowance a
     set reserved_uses = a.reserved_uses - p.uses, used_uses = a.used_uses + p.uses,
         reserved_fen = a.reserved_fen - p.fen, used_fen = a.used_fen + p.fen
    from (select code, count(*)::int as uses, sum(fen) as fen from paid group by code) p
   where a.code = p.code;
  update pricing.coupon c set state = 'used' where c.basket_id = any(p_baskets) and c.state = 'reserved';
end $$;

-- At a counter money changes hands at once: what is taken is used. Nobody is known there, so nothing is that
-- counts persons.
create function pricing.take_at_counter(p_basket uuid, p_codes text[], p_fens bigint[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not platform.may('orders.counter_sale')
     or exists (select from pricing.benefit b join pricing.allowance a using (code)
                 where b.code = any(p_codes) and (b.kind = 'coupon' or a.person_max is not null)) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  perform pricing.public_reserve_batch(array_fill(p_basket, array[cardinality(p_codes)]), p_codes,
                                       array_fill(null::uuid, array[cardinality(p_codes)]), p_fens);
  perform pricing.public_confirm_batch(array[p_basket]);
end $$;

-- What an order's benefits took comes back: the fen always, the use once all of the basket is back and either
-- its orders ended before anything was delivered (`p_ended`) or the benefit says so.
create function pricing.public_give_back(p_baskets uuid[], p_codes text[], p_fens bigint[], p_ended boolean)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if cardinality(p_codes) = 0 then return; end if;
  perform 1 from pricing.allowance a where a.code = any(p_codes) order by a.code for update;
  with given as (
    select u.basket_id, u.code, sum(u.fen) as fen
      from unnest(p_baskets, p_codes, p_fens) as u(basket_id, code, fen) group by 1, 2),
  changed as (
    update pricing.redemption r
       set returned_fen = r.returned_fen + g.fen,
           state = case when r.returned_fen + g.fen = r.amount_fen and (p_ended or a.restores)
                        then 'released' else r.state end
      from given g join pricing.allowance a on a.code = g.code
     where r.basket_id = g.basket_id and r.code = g.code
    returning r.code, r.basket_id, old.state as was, new.state as now, g.fen),
  freed as (
    update pricing.coupon c set state = 'free', basket_id = null
      from changed h
     where h.now = 'released' and c.basket_id = h.basket_id and c.code = h.code)
  update pricing.allowance a
     set reserved_fen = a.reserved_fen - t.reserved_fen, used_fen = a.used_fen - t.used_fen,
         reserved_uses = a.reserved_uses - t.reserved_uses, used_uses = a.used_uses - t.used_uses
    from (select code, coalesce(sum(fen) filter (where was = 'reserved'), 0) as reserved_fen,
                 coalesce(sum(fen) filter (where was = 'used'), 0) as used_fen,
                 (count(*) filter (where was = 'reserved' and now = 'released'))::int as reserved_uses,
                 (count(*) filter (where was = 'used' and now = 'released'))::int as used_uses
            from changed group by code) t
   where a.code = t.code;
end $$;

-- Late money: an order that had ended takes its benefits again, if they are still there. P9 says no.
create function pricing.public_take_again(p_basket uuid, p_codes text[], p_fens bigint[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare anew text[];
begin
  perform 1 from pricing.allowance a where a.code = any(p_codes) order by a.code for update;
  with changed as (
    update pricing.redemption r set returned_fen = r.returned_fen - u.fen, state = 'reserved'
      from unnest(p_codes, p_fens) as u(code, fen)
     where r.basket_id = p_basket and r.code = u.code and r.state in ('released', 'reserved')
    returning r.code, u.fen, old.state as was),
  counted as (
    update pricing.allowance a
       set reserved_fen = a.reserved_fen + h.fen,
           reserved_uses = a.reserved_uses + case when h.was = 'released' then 1 else 0 end
      from changed h where a.code = h.code)
  select array_agg(code) filter (where was = 'released') into anew from changed;
  if exists (select from pricing.allowance a join pricing.redemption r on r.code = a.code
              where r.basket_id = p_basket and a.code = any(anew)
                and (select b.kind from pricing.benefit b where b.code = a.code) <> 'coupon'
                and pricing.person_left(a, r.person_id) < 0) then
    raise exception 'used by now' using errcode = '23514', constraint = 'coupon_held';
  end if;
  perform pricing.bind_coupons(array_fill(p_basket, array[cardinality(anew)]), anew) where anew is not null;
end $$;

revoke all on function
  pricing.person_left(pricing.allowance, uuid), pricing.claim(text), pricing.public_coupon(text),
  pricing.left_for(uuid, text[]), pricing.public_lock_left(text[], text[], uuid[]),
  pricing.bind_coupons(uuid[], text[]),
  pricing.public_reserve_batch(uuid[], text[], uuid[], bigint[]), pricing.public_confirm_batch(uuid[]),
  pricing.take_at_counter(uuid, text[], bigint[]),
  pricing.public_give_back(uuid[], text[], bigint[], boolean),
  pricing.public_take_again(uuid, text[], bigint[]) from public;
grant execute on function pricing.claim(text), pricing.public_coupon(text),
  pricing.left_for(uuid, text[]),
  pricing.take_at_counter(uuid, text[], bigint[]) to zhuguang_app;
