-- What a batch of commands shares: a role that may do nothing but call the batch functions it is given, keys
-- that are claimed in one order, and events, jobs and audit written once for all.
do $$ begin
  create role zhuguang_batch nologin;
exception when duplicate_object or insufficient_privilege then null; end $$;
do $$ begin
  if not pg_has_role('zhuguang_batch', 'set') then grant zhuguang_batch to current_user; end if;
end $$;

-- A moment as JSON carries it everywhere. Without settings of its own, so that it is inlined.
create function platform.iso(at timestamptz) returns text language sql immutable as
  $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- What is kept under these keys, in their order; null where nothing is, and whoever asks may go on.
create function platform.kept_answers(p_actor_keys text[], p_keys text[])
  returns json[] language sql stable security definer set search_path = pg_catalog as $$
  select array(
    select case when i.key is not null
                then json_build_object('input_hash', i.input_hash, 'reply', i.reply) end
      from unnest(p_actor_keys, p_keys) with ordinality as asked(actor_key, key, at)
      left join platform.idempotency i on i.actor_key = asked.actor_key and i.key = asked.key
     order by asked.at) $$;

-- One intention, one effect: the places of the keys that nobody had, and of those who came without one.
-- Claimed in one order, so that two batches which share keys wait for each other and never in a ring; who
-- waits sees the other's deed afterwards.
create function platform.claim_keys(p_actor_keys text[], p_keys text[], p_route text, p_hashes text[])
  returns int[]
  language plpgsql security definer set search_path = pg_catalog set enable_nestloop = off as $$
declare places int[];
begin
  with claimed as (
    insert into platform.idempotency (actor_key, key, route, input_hash)
    select asked.actor_key, asked.key, p_route, asked.input_hash
      from unnest(p_actor_keys, p_keys, p_hashes) as asked(actor_key, key, input_hash)
     where asked.key is not null
     order by asked.actor_key, asked.key
    on conflict do nothing
    returning actor_key, key)
  select array_agg(asked.at::int) into places
    from unnest(p_actor_keys, p_keys) with ordinality as asked(actor_key, key, at)
    left join claimed c on c.actor_key = asked.actor_key and c.key = asked.key
   where asked.key is null or c.key is not null;
  return coalesce(places, '{}');
end $$;

-- Answers are kept for the keys that were claimed; a key whose command was refused is free again.
create function platform.keep_answers(p_actor_keys text[], p_keys text[], p_replies json[])
  returns void language plpgsql security definer set search_path = pg_catalog set enable_nestloop = on as $$
begin
  update platform.idempotency i set reply = json_build_object('reply', told.reply)
    from unnest(p_actor_keys, p_keys, p_replies) as told(actor_key, key, reply)
   where told.reply is not null and i.actor_key = told.actor_key and i.key = told.key;
  delete from platform.idempotency i
   using unnest(p_actor_keys, p_keys, p_replies) as told(actor_key, key, reply)
   where told.reply is null and i.actor_key = told.actor_key and i.key = told.key;
end $$;

-- One event a deed, one job a listener for all of them.
create function platform.emit_batch(p_name text, p_at timestamptz, p_actors uuid[], p_cities text[],
                                    p_payloads jsonb[], p_tasks text[])
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  ids  uuid[] := array(select uuidv7() from generate_series(1, cardinality(p_payloads)));
  told json;
begin
  insert into platform.event (id, name, payload, actor_id, city_code, happened_at)
  select e.id, p_name, e.payload, e.actor_id, e.city_code, p_at
    from unnest(ids, p_payloads, p_actors, p_cities) as e(id, payload, actor_id, city_code);
  if cardinality(p_tasks) = 0 then return; end if;
  select json_build_object('batch', json_agg(jsonb_build_object('event_id', e.id) || e.payload)) into told
    from unnest(ids, p_payloads) as e(id, payload);
  perform graphile_worker.add_jobs(array(
    select row(t, told, null, null, 12, null, null, null)::graphile_worker.job_spec
      from unnest(p_tasks) t));
end $$;

-- A sweep that looks for everything due, within a second. All who ask in one second ask for one job; one that
-- runs already is left alone: asking again would end its further attempts.
create function platform.sweep_soon(p_task text)
  returns void language plpgsql security definer set search_path = pg_catalog as $$
declare at timestamptz := date_trunc('second', clock_timestamp()) + interval '1 second';
begin
  perform graphile_worker.add_job(p_task, run_at => at, max_attempts => 12,
                                  job_key => p_task || ':' || extract(epoch from at)::bigint,
                                  job_key_mode => 'unsafe_dedupe');
end $$;
revoke all on function platform.sweep_soon(text) from public;
grant execute on function platform.sweep_soon(text) to zhuguang_app;

-- Jobs that a batch has done: one of them delivered again does nothing.
create function platform.mark_done(p_keys text[])
  returns void language sql security definer set search_path = pg_catalog as $$
  insert into platform.job_done (job_key) select k from unnest(p_keys) k order by k on conflict do nothing $$;

create function platform.audit_batch(p_at timestamptz, p_action text, p_detail jsonb)
  returns void language sql security definer set search_path = pg_catalog as $$
  insert into platform.audit (id, at, actor_id, actor_name, action, subject_kind, subject_id, detail)
  values (uuidv7(), p_at, null, 'batch', p_action, 'batch', uuidv7()::text, p_detail) $$;

-- Only functions of the house compose these.
revoke all on function platform.iso(timestamptz), platform.kept_answers(text[], text[]),
  platform.claim_keys(text[], text[], text, text[]), platform.keep_answers(text[], text[], json[]),
  platform.emit_batch(text, timestamptz, uuid[], text[], jsonb[], text[]),
  platform.mark_done(text[]), platform.audit_batch(timestamptz, text, jsonb) from public;
