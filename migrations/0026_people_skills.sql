-- What a company that installs is certified for; general work needs no certificate. A demo company has them
-- all; of any other it is not known, and nobody is assumed to be allowed to open a gas pipe.
alter table people.party add column skills text[] not null default '{general}' check (
  skills <@ array['general', 'gas_certified', 'refrigerant_certified', 'electrician']);
update people.party set skills = '{general,gas_certified,refrigerant_certified,electrician}'
 where kind = 'installer_company' and demo;
