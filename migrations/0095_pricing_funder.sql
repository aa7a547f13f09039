-- For the rooms above: who bears a benefit, as it was agreed. What was agreed never changes, so that what a
-- price took off is borne for good by who bore it then.
create view pricing.public_funder with (security_invoker = true) as
  select b.code, f.party, f.share_bp
    from pricing.benefit b
   cross join lateral jsonb_to_recordset(b.wish->'funders') as f(party text, share_bp int);
grant select on pricing.public_funder to zhuguang_app;
