-- Each plan and each field that a source may tell, under the review topic that it belongs to: known or missing.
with told as (
    select
        country_id,
        edition,
        field,
        max(value) filter (where decides) as deciding_value,
        max(claim_id) filter (where decides) as claim_id,
        max(claim_url) filter (where decides) as claim_url,
        string_agg(distinct value, ', ') filter (where can_decide and not differs) as agreeing_values,
        string_agg(distinct value, ', ') filter (where not can_decide) as unverified_value,
        bool_or(differs) as is_disputed
    from {{ ref('int_nap_resolution') }}
    group by country_id, edition, field
),

plans as (
    select * from {{ ref('int_nap_resolved') }}
)

select
    plans.nap_id,
    plans.country_id,
    plans.edition,
    topic.topic_id,
    topic.number as topic_number,
    topic.name as topic,
    field_rule.field,
    field_rule.in_words as field_in_words,
    field_rule.is_expected,
    coalesce(told.deciding_value not in ('not_specified', 'mentioned'), false) as is_known,
    case when field_rule.compared_as = 'answer' then told.agreeing_values else told.deciding_value end as value,
    told.claim_id,
    told.claim_url,
    case when told.deciding_value is null then told.unverified_value end as unverified_value,
    coalesce(told.is_disputed, false) as is_disputed
from plans
cross join {{ ref('nap_field_rules') }} as field_rule
inner join {{ ref('review_topics') }} as topic on field_rule.topic_id = topic.topic_id
left join told
    on plans.country_id = told.country_id and plans.edition = told.edition and field_rule.field = told.field
