-- A plan, and who tells of it: the claim that dates its adoption, else its begin, else any, pages before the register.
select
    plan.nap_id as object,
    null as symbol,
    null as locator,
    plan.country,
    concat(
        plan.country, ', National Action Plan', case when plan.edition > 0 then ' ' || plan.edition end
    ) as citation,
    coalesce(plan.adopted_claim_id, plan.period_start_claim_id, first_claim.claim_id) as claim_id
from fct_nap as plan
left join lateral (
    select claim.claim_id from fct_nap_claim as claim
    where claim.nap_id = plan.nap_id
    order by claim.source = 'nap_register', claim.field collate "C", claim.claim_id collate "C"
    limit 1
) as first_claim on true
where plan.nap_id = any(%(objects)s)
