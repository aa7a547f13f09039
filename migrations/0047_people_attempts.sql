-- How often one address has tried to sign in: counted where every server sees it, since the limit is there
-- against guessing and would else grow with the number of servers. Older rows are swept by whoever counts.
create table auth.attempt (key text primary key, count int not null, ends_at timestamptz not null);
create index attempt_end on auth.attempt (ends_at);
grant select, insert, update, delete on auth.attempt to zhuguang_auth;
