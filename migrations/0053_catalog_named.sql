-- The check digit is reckoned for every SKU that is written: as one expression over the bytes it costs an
-- eighth of what a query over fourteen generated rows did.
create or replace function catalog.gtin_holds(gtin text)
  returns boolean language plpgsql immutable strict parallel safe as $$
declare
  digits bytea;
begin
  if gtin !~ '^(\d{8}|\d{12,14})$' then return false; end if;
  digits := lpad(gtin, 14, '0')::bytea;
  return ((get_byte(digits, 0) + get_byte(digits, 2) + get_byte(digits, 4) + get_byte(digits, 6)
           + get_byte(digits, 8) + get_byte(digits, 10) + get_byte(digits, 12) - 7 * 48) * 3
          + get_byte(digits, 1) + get_byte(digits, 3) + get_byte(digits, 5) + get_byte(digits, 7)
          + get_byte(digits, 9) + get_byte(digits, 11) + get_byte(digits, 13) - 7 * 48) % 10 = 0;
end $$;

-- Which SKUs a file means, by code, id or number. Row security would read every SKU for the numbers (their
-- common form is an expression, which it keeps from the index), so the function looks and says ids only.
create function catalog.skus_named(p_codes text[], p_ids uuid[], p_gtins text[])
  returns table (id uuid, name text, place int)
  language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not (platform.may('catalog.edit') or platform.may('stock.count') or platform.may('pricing.propose')) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return query select s.id, s.code, 0 from catalog.sku s where s.code = any(p_codes);
  return query select s.id, s.id::text, 1 from catalog.sku s where s.id = any(p_ids);
  return query select s.id, lpad(s.gtin, 14, '0'), 2 from catalog.sku s
                where lpad(s.gtin, 14, '0') = any(p_gtins);
end $$;
revoke all on function catalog.skus_named(text[], uuid[], text[]) from public;
grant execute on function catalog.skus_named(text[], uuid[], text[]) to zhuguang_app;
