-- Whether a request still waits for somebody: for the room whose matter it is about, whoever of it asks. It
-- says yes or no of an id and nothing of what is asked.
create function control.public_open(p_request uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (
    select from control.change_request r
     where r.id = p_request
       and (r.state = 'returned' or r.state = 'proposed' and r.expires_at > platform.clock())) $$;
revoke all on function control.public_open(uuid) from public;
grant execute on function control.public_open(uuid) to zhuguang_app;
