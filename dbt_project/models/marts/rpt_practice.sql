-- Plans that stand out, by practice, each with the claims that bear it. A claim that was outweighed bears nothing.
with plans as (
    select
        nap_id,
        country_id,
        country,
        edition,
        period_start,
        period_end,
        budget_kinds,
        concat_ws(' ', budget_amount, budget_unit) as amount,
        civil_society_roles,
        has_budget = 'yes' as has_budget,
        'costed' = any(string_to_array(budget_kinds, ', ')) as is_costed,
        'allocated' = any(string_to_array(budget_kinds, ', ')) or budget_amount is not null as is_funded,
        budget_amount is not null as has_amount,
        has_monitoring = 'yes' and has_indicators = 'yes' as has_indicators,
        string_to_array(civil_society_roles, ', ') @> array['development', 'implementation', 'monitoring']
            as has_civil_society_throughout,
        has_disarmament = 'yes' as has_disarmament
    from {{ ref('fct_nap') }}
    where not is_planned
),

-- Whether a plan stands out, what the sources say, and which statements bear it: field, or field and value.
standing_out as (
    select
        plans.nap_id,
        listed.practice_id,
        listed.says,
        listed.borne_by
    from plans
    cross join
        lateral (
            values
            (
                'costed_and_funded',
                plans.has_budget and plans.is_costed and plans.is_funded,
                concat_ws('; ', plans.budget_kinds, nullif(plans.amount, '')),
                array['budget costed', 'budget allocated', 'budget_amount']
            ),
            ('costed', plans.has_budget and plans.is_costed, plans.budget_kinds, array['budget costed']),
            (
                'amount_stated',
                plans.has_budget and plans.has_amount,
                concat_ws('; ', plans.budget_kinds, nullif(plans.amount, '')),
                array['budget yes', 'budget costed', 'budget allocated', 'budget_amount']
            ),
            (
                'monitored_with_indicators',
                plans.has_indicators,
                'monitoring; indicators',
                array['monitoring yes', 'monitoring partial', 'indicators yes']
            ),
            (
                'civil_society_throughout',
                plans.has_civil_society_throughout,
                plans.civil_society_roles,
                array['civil_society development', 'civil_society implementation', 'civil_society monitoring']
            ),
            (
                'disarmament', plans.has_disarmament, 'disarmament', array['disarmament yes', 'disarmament partial']
            )
        ) as listed (practice_id, is_met, says, borne_by)
    where listed.is_met
),

citations as (
    select
        standing_out.nap_id,
        standing_out.practice_id,
        string_agg(distinct claim.claim_id, ' ') as claim_ids,
        string_agg(distinct claim.claim_url, ' ') as source_urls,
        bool_or(claim.source = 'nap_register') as is_in_register
    from standing_out
    inner join {{ ref('int_nap_resolution') }} as claim
        on standing_out.nap_id = claim.country_id || '-' || claim.edition
            and (
                claim.field = any(standing_out.borne_by)
                or claim.field || ' ' || claim.value = any(standing_out.borne_by)
            )
            and claim.can_decide
            and not claim.differs
    group by standing_out.nap_id, standing_out.practice_id
),

disputed as (
    select distinct
        standing_out.nap_id,
        standing_out.practice_id
    from standing_out
    cross join lateral unnest(standing_out.borne_by) as borne (by_what)
    inner join {{ ref('fct_nap_dispute') }} as dispute
        on standing_out.nap_id = dispute.nap_id and split_part(borne.by_what, ' ', 1) = dispute.field
)

select
    standing_out.practice_id,
    standing_out.nap_id,
    practice.topic_id,
    topic.number as topic_number,
    topic.name as topic,
    practice.in_words as practice,
    plans.country_id,
    plans.country,
    plans.edition,
    plans.period_start,
    plans.period_end,
    standing_out.says,
    disputed.nap_id is not null as is_disputed,
    citations.is_in_register,
    citations.claim_ids,
    citations.source_urls
from standing_out
inner join plans on standing_out.nap_id = plans.nap_id
inner join {{ ref('plan_practices') }} as practice on standing_out.practice_id = practice.practice_id
inner join {{ ref('review_topics') }} as topic on practice.topic_id = topic.topic_id
inner join citations
    on standing_out.nap_id = citations.nap_id and standing_out.practice_id = citations.practice_id
left join disputed on standing_out.nap_id = disputed.nap_id and standing_out.practice_id = disputed.practice_id
