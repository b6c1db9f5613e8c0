-- What the register says of plans, one row per plan and field, and what other pages say of the same plans. Where the
-- register's value comes from another page than the row's own (stance gives), that page is the claim's.
with columns as (
    select
        register.country_id,
        register.country,
        register.edition,
        register.evidence,
        register.source,
        listed.field,
        listed.value,
        listed.value_precision,
        listed.event
    from {{ ref('nap_register') }} as register
    cross join
        lateral (
            values
            ('edition', register.edition::text, null, null),
            ('adopted_on', register.adopted_on_as_given, register.adopted_precision, register.adopted_event),
            ('adopted_not_before', register.adopted_not_before, 'month', null),
            (
                'adopted_not_after',
                register.adopted_not_after,
                case length(register.adopted_not_after) when 4 then 'year' else 'month' end,
                null
            ),
            ('period_start', register.period_start::text, 'year', null),
            ('period_end', register.period_end::text, 'year', null),
            ('extended_to', register.extended_to, register.extended_precision, null),
            ('phases', register.phases, null, null),
            ('budget', case register.has_budget when 'no' then 'none' else register.has_budget end, null, null),
            ('monitoring', register.has_monitoring, null, null),
            ('disarmament', split_part(register.disarmament_references, ' (', 1), null, null),
            ('lead_agency', register.lead_agency, null, null)
        ) as listed (field, value, value_precision, event)
    union all
    select
        register.country_id,
        register.country,
        register.edition,
        register.evidence,
        register.source,
        'civil_society' as field,
        replace(split_part(role.value, ' (', 1), ' ', '_') as value,
        null as value_precision,
        null as event
    from {{ ref('nap_register') }} as register
    cross join lateral string_to_table(register.civil_society_involvement, '; ') as role (value)
),

own as (
    select
        columns.country_id,
        columns.country,
        columns.edition,
        columns.field,
        columns.value,
        columns.value_precision,
        null as unit,
        columns.event,
        'register' as rule,
        columns.evidence,
        case
            when columns.field in ('period_start', 'period_end', 'extended_to', 'phases')
                then columns.evidence = 'source'
            when columns.field = 'edition' then columns.evidence <> 'adoption_from_source_ordinal_unverified'
            when columns.field = 'adopted_on' then columns.evidence <> 'country_from_source_year_from_general_knowledge'
            else true
        end as may_decide,
        coalesce(giver.source, columns.source) as claim_url
    from columns
    left join {{ ref('nap_register_dispute') }} as giver
        on columns.country_id = giver.country_id
            and columns.edition = giver.edition
            and columns.field = giver.field
            and giver.stance = 'gives'
    where columns.value <> ''
),

others as (
    select
        dispute.country_id,
        country.name as country,
        dispute.edition,
        dispute.field,
        dispute.value,
        dispute.precision as value_precision,
        dispute.unit,
        dispute.event,
        'register_' || dispute.stance as rule,
        'source' as evidence,
        true as may_decide,
        dispute.source as claim_url
    from {{ ref('nap_register_dispute') }} as dispute
    inner join {{ ref('countries') }} as country on dispute.country_id = country.country_id
    where dispute.stance <> 'gives'
),

final as (
    select
        md5(
            jsonb_build_array('nap_register', country_id, edition, field, value, unit, event, claim_url)::text
        ) as claim_id,
        country_id,
        country as country_as_given,
        edition,
        'register' as edition_from,
        'current' as of_plan,
        field,
        value,
        value_precision,
        unit,
        event,
        'nap_register' as source,
        country_id || '-' || edition as page_key,
        claim_url,
        rule,
        evidence,
        may_decide
    from (
        select * from own
        union all
        select * from others
    ) as both_kinds
)

select * from final
