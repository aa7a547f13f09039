-- What is left to take is read in the order of rows or keys from where the last chunk ended, so the indexes
-- of ready rows were written for nobody; and nobody asks by which number theirs knows an id of ours.
drop index imports.row_ready;
drop index imports.row_next;
drop index imports.key_of;
drop index imports.row_key;
create index row_key on imports.row (file_id, key, row);
