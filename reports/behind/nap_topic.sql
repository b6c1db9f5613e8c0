-- Plans by topic of review and field. A plan of which it is known stands with the claim that decides, a disputed one with
-- a claim that says otherwise; where there is none, with what tells of the plan.
with plans as (
    select
        topic.*,
        (
            select min(dispute.other_claim_id collate "C") from fct_nap_dispute as dispute
            where topic.nap_id = dispute.nap_id and topic.field = dispute.field
        ) as other_claim_id
    from fct_nap_topic as topic
    inner join fct_nap as plan on topic.nap_id = plan.nap_id
    where topic.is_expected and not plan.is_planned and plan.adopted_by <= make_date(%(year)s, 12, 31)
)

select
    array[%(year)s::text, plans.topic_id, plans.field] as key,
    listed.figure,
    'plan' as kind,
    plans.nap_id as object,
    plans.nap_id,
    listed.claim_id
from plans
cross join lateral (
    values
    ('plans', true, null),
    ('known', plans.is_known, plans.claim_id),
    ('unknown', not plans.is_known, plans.claim_id),
    ('disputed', plans.is_disputed, plans.other_claim_id)
) as listed (figure, counts, claim_id)
where listed.counts
