-- What each claim states of a plan's field, in words that can be compared: fiscal years as months, a period that is
-- said to be open as its two ends, indicators where the sentence on monitoring names them. A claim of a page is
-- current, withdrawn (its page says something newer of that field of that plan) or the last that its page said of it.
with claims as (
    select
        claim.claim_id,
        claim.country_id,
        edition.edition,
        edition.edition_rule,
        claim.of_plan,
        claim.field,
        claim.value,
        claim.value_precision,
        claim.unit,
        claim.event,
        claim.source,
        source_rank.host,
        source_rank.source_class,
        source_rank.source_rank,
        claim.page_key,
        claim.claim_url,
        claim.sentence,
        claim.rule,
        claim.evidence,
        claim.may_decide,
        claim.seen_from,
        claim.seen_to
    from {{ ref('int_nap_claim') }} as claim
    inner join {{ ref('int_nap_edition') }} as edition on claim.claim_id = edition.claim_id
    inner join {{ ref('int_nap_source_rank') }} as source_rank on claim.claim_id = source_rank.claim_id
),

fiscal as (
    select
        claims.*,
        case claims.field when 'period_start' then fiscal_year.first_month else fiscal_year.last_month end as month
    from claims
    left join {{ ref('plan_fiscal_years') }} as fiscal_year
        on claims.country_id = fiscal_year.country_id
            and claims.unit = 'fiscal_year'
            and claims.field in ('period_start', 'period_end')
            and claims.value_precision = 'year'
),

-- A claim states its own field, and with it may state another.
stated as (
    select
        fiscal.*,
        fiscal.field as stated_field,
        concat_ws('-', fiscal.value, lpad(fiscal.month::text, 2, '0')) as stated_value,
        case when fiscal.month is null then fiscal.value_precision else 'month' end as stated_precision
    from fiscal
    union all
    select
        fiscal.*,
        period.field as stated_field,
        'not_specified' as stated_value,
        null as stated_precision
    from fiscal
    cross join (values ('period_start'), ('period_end')) as period (field)
    where fiscal.field = 'period' and fiscal.value = 'not_specified'
    union all
    select
        fiscal.*,
        'indicators' as stated_field,
        'yes' as stated_value,
        null as stated_precision
    from fiscal
    where fiscal.field = 'monitoring' and fiscal.value = 'yes' and fiscal.sentence ~* '\yindicators?\y'
),

standing as (
    select
        *,
        max(coalesce(seen_to, 'infinity')) over (
            partition by source, page_key, country_id, edition, stated_field
        ) as page_spoke_until
    from stated
)

select
    standing.claim_id,
    standing.country_id,
    standing.edition,
    standing.edition_rule,
    standing.of_plan,
    standing.stated_field as field,
    standing.stated_value as value,
    standing.stated_precision as value_precision,
    standing.unit,
    standing.event,
    field_rule.compared_as,
    nullif(known_value.answer, '') as answer,
    coalesce(event.is_deed, true) as is_deed,
    standing.source,
    standing.host,
    standing.source_class,
    standing.source_rank,
    standing.page_key,
    standing.claim_url,
    standing.rule,
    standing.evidence,
    standing.may_decide,
    case
        when standing.seen_to is null then 'current'
        when standing.page_spoke_until > standing.seen_to then 'withdrawn'
        else 'last_said'
    end as standing,
    standing.seen_from,
    standing.seen_to
from standing
inner join {{ ref('nap_field_rules') }} as field_rule on standing.stated_field = field_rule.field
left join {{ ref('nap_field_values') }} as known_value
    on standing.stated_field = known_value.field and standing.stated_value = known_value.value
left join {{ ref('plan_events') }} as event on standing.event = event.event
