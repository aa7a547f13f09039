-- For the rooms above: the parties that are this house itself.
create view people.public_house with (security_invoker = true) as
  select id from people.party where kind = 'retailer';
