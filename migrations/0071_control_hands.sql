-- Who had a hand in what is told to themselves and to control, to nobody else.
create or replace function control.hands_on(p_person uuid, p_subjects text[], p_since timestamptz)
  returns table (deed text, kind text, at timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select 'proposed', r.kind, r.requested_at from control.change_request r
   where (p_person = platform.me() or platform.may('control.read'))
     and r.requested_by = p_person and r.subjects && p_subjects and r.requested_at > p_since
     and r.state in ('proposed', 'returned', 'approved')
  union all
  select 'decided', r.kind, d.decided_at
    from control.decision d join control.change_request r on r.id = d.request_id
   where (p_person = platform.me() or platform.may('control.read'))
     and p_person in (d.decided_by, d.principal) and d.verdict = 'approved' and r.subjects && p_subjects
     and d.decided_at > p_since $$;
