-- Whole documents are never compared with one another, yet each ANALYZE samples, sorts and compares them:
-- where orders come fast it took half of the database's time. Columns of JSON are left out, in every guarded
-- table that comes later too.
create function platform.leave_documents(target regclass) returns void
  language plpgsql set search_path = pg_catalog as $$
declare document name;
begin
  for document in
    select a.attname from pg_attribute a
     where a.attrelid = target and a.atttypid = 'jsonb'::regtype and a.attnum > 0 and not a.attisdropped
  loop
    execute format('alter table %s alter column %I set statistics 0', target, document);
  end loop;
end $$;
revoke all on function platform.leave_documents(regclass) from public;

select platform.leave_documents(p.polrelid) from pg_policy p where p.polname = 'by_house';

create or replace function platform.guard(target regclass) returns void
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy by_house on %s using (current_user <> ''zhuguang_app'')', target);
  perform platform.leave_documents(target);
end $$;
