-- What the crew of a work order must be certified for, as its products said when it was opened: what dispatch
-- is shown. Work that was opened before shows nothing; giving it away asks the products again (I10).
alter table installation.work_order add column skills text[] not null default '{}';
