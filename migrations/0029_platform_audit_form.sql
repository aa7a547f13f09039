-- How the text of a linked row is written: 1, fields with a bar between them, where a bar inside a field or
-- an empty one could stand for another row; 2, a JSON array, which only that row can be. Links made before
-- stay 1.
alter table platform.audit_link add column form smallint not null default 1 check (form in (1, 2));
alter table platform.audit_link alter column form set default 2;
