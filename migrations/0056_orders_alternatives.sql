-- Of the next nodes a buyer is given as many as may be needed, not all: whoever comes later in the queue
-- looks further, and whoever comes after the last unit looks nowhere. Where this look without locks is
-- mistaken, the buyer is short and planned anew, like all who are.
create or replace function orders.placing_alternatives(p_buyers orders.placing[], p_legs orders.placing_leg[],
                                                       p_short uuid[])
  returns orders.placing_leg[]
  language sql stable set search_path = pg_catalog set enable_nestloop = off as $$
  with short as materialized (
    select own.leg, sum((own.leg).units) over (
             partition by (own.leg).city_code, (own.leg).node_id, (own.leg).first_sku_id
                 order by (own.leg).n rows unbounded preceding) as queued
      from (select g as leg, count(*) over (partition by g.n) as parts from unnest(p_legs) g) own
     where own.parts = 1 and (own.leg).node_id = any(p_short)),
  next as materialized (
    select s.leg, s.queued, other.body, other.rank, (other.body->>'node_id')::uuid as node_id
      from short s
      join orders.quote q on q.id = (p_buyers[(s.leg).n]).quote_id
     cross join lateral jsonb_array_elements(q.next) with ordinality as other(body, rank)
     where other.body->>'city_code' = (s.leg).city_code
       and (other.body->>'node_id')::uuid <> (s.leg).node_id
       and ((s.leg).deliver_ends_at is null
            or (other.body->>'p90_at')::timestamptz <= (s.leg).deliver_ends_at)),
  cell as (
    select (leg).city_code, node_id, (leg).first_sku_id as sku_id from next where (leg).lines_count = 1
     union
    select (leg).city_code, (leg).node_id, (leg).first_sku_id from short where (leg).lines_count = 1),
  seen as materialized (
    select f.* from (select array_agg(city_code) as cities, array_agg(node_id) as nodes,
                            array_agg(sku_id) as skus from cell) a,
         unnest(a.cities, a.nodes, a.skus, stock.public_look_free(a.cities, a.nodes, a.skus))
           as f(city_code, node_id, sku_id, free)),
  counted as (
    select n.leg, n.queued, n.body, n.rank, other.free,
           own.free + coalesce(sum(other.free) over (
             partition by (n.leg).n order by n.rank
             rows between unbounded preceding and 1 preceding), 0) as before,
           own.free + sum(other.free) over (partition by (n.leg).n) as total
      from next n
      left join seen other on other.city_code = (n.leg).city_code and other.node_id = n.node_id
                          and other.sku_id = (n.leg).first_sku_id and (n.leg).lines_count = 1
      left join seen own on own.city_code = (n.leg).city_code and own.node_id = (n.leg).node_id
                        and own.sku_id = (n.leg).first_sku_id and (n.leg).lines_count = 1)
  select array(
    select jsonb_populate_record(c.leg, c.body || jsonb_build_object('alternative', c.rank))
      from counted c
     where (c.leg).lines_count > 1
        or (c.free >= (c.leg).units and c.before < c.queued and c.total >= c.queued)) $$;
