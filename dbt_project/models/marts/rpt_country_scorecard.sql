-- What is known of each country and year. Nothing is counted where it is not known: the value is empty, and the column
-- beside it says why.
with years as (
    select
        resolution.year,
        count(*) as resolutions,
        count(*) filter (where resolution.has_english_text) as with_text,
        bool_or(resolution.is_wps_agenda_item) as has_wps_resolution,
        resolution.year in (select vote.year from {{ ref('fct_vote') }} as vote) as has_votes
    from {{ ref('dim_resolution') }} as resolution
    group by resolution.year
),

situations as (
    select
        agenda.country_id,
        agenda.year,
        count(distinct agenda.symbol) as resolutions,
        count(distinct agenda.symbol) filter (where resolution.has_english_text) as with_text,
        coalesce(sum(resolution.operative_count), 0) as operative_paragraphs
    from {{ ref('int_country_agenda') }} as agenda
    inner join {{ ref('dim_resolution') }} as resolution on agenda.symbol = resolution.symbol
    where agenda.country_id is not null
    group by agenda.country_id, agenda.year
),

situations_wps as (
    select
        agenda.country_id,
        agenda.year,
        count(distinct bridge.paragraph_id) as paragraphs
    from {{ ref('int_country_agenda') }} as agenda
    inner join {{ ref('bridge_paragraph_wps') }} as bridge
        on agenda.symbol = bridge.symbol
            and bridge.definition_id = 'A'
            and bridge.part = 'operative'
            and bridge.top_level
    where agenda.country_id is not null
    group by agenda.country_id, agenda.year
),

authorities as (
    select
        commitment.country_id,
        commitment.year,
        count(distinct paragraph.top_paragraph_id) as paragraphs,
        count(distinct paragraph.top_paragraph_id) filter (where commitment.is_wps) as wps_paragraphs
    from {{ ref('fct_commitment') }} as commitment
    inner join {{ ref('fct_paragraph') }} as paragraph on commitment.paragraph_id = paragraph.paragraph_id
    where commitment.asks and commitment.addressee_class = 'national_authorities' and commitment.country_id is not null
    group by commitment.country_id, commitment.year
),

wps_resolutions as (
    select distinct symbol from {{ ref('bridge_paragraph_wps') }}
    where definition_id = 'A' and in_body
),

votes as (
    select
        vote.country_id,
        vote.year,
        count(*) filter (where resolution.is_wps_agenda_item and vote.vote = 'in_favour') as item_in_favour,
        count(*) filter (where resolution.is_wps_agenda_item and vote.vote = 'against') as item_against,
        count(*) filter (where resolution.is_wps_agenda_item and vote.vote = 'abstaining') as item_abstaining,
        count(*) filter (where wps.symbol is not null and vote.vote = 'in_favour') as language_in_favour,
        count(*) filter (where wps.symbol is not null and vote.vote = 'against') as language_against,
        count(*) filter (where wps.symbol is not null and vote.vote = 'abstaining') as language_abstaining,
        count(*) filter (where resolution.is_wps_agenda_item) as on_item,
        count(*) filter (where wps.symbol is not null) as on_language
    from {{ ref('fct_vote') }} as vote
    inner join {{ ref('dim_resolution') }} as resolution on vote.symbol = resolution.symbol
    left join wps_resolutions as wps on vote.symbol = wps.symbol
    group by vote.country_id, vote.year
),

plan_years as (
    select
        status.country_id,
        status.year,
        status.status,
        status.newest_nap_id,
        status.ends_on,
        status.has_adopted,
        status.successor_in_development,
        status.expires_next_year,
        newest.has_budget,
        newest.has_monitoring,
        newest.has_civil_society,
        newest.has_disarmament,
        (
            select string_agg('no_source_tells_of_' || listed.quality, ', ' order by listed.position)
            from (
                values
                (1, 'budget', newest.has_budget),
                (2, 'monitoring', newest.has_monitoring),
                (3, 'civil_society', newest.has_civil_society),
                (4, 'disarmament', newest.has_disarmament)
            ) as listed (position, quality, answer)
            where coalesce(listed.answer, 'unknown') not in ('yes', 'no')
        ) as qualities_untold
    from {{ ref('fct_nap_status_year') }} as status
    left join {{ ref('fct_nap') }} as newest on status.newest_nap_id = newest.nap_id
),

plan_calendar as (
    select
        year,
        bool_or(is_provisional) as is_provisional
    from {{ ref('fct_nap_status_year') }}
    group by year
),

grid as (
    select
        country_id,
        year
    from plan_years
    union
    select
        country_id,
        year
    from situations
    union
    select
        country_id,
        year
    from authorities
    union
    select
        country_id,
        year
    from votes
    union
    select
        country.country_id,
        years.year
    from {{ ref('dim_country') }} as country
    inner join years on country.entity_type = 'member_state' and country.un_member_from <= years.year
),

-- That its authorities were asked for nothing is known where all that was adopted on its situation was read.
grounds as (
    select
        grid.country_id,
        grid.year,
        case when years.with_text > 0 and coalesce(situations.with_text = situations.resolutions, true) then 0 end
            as none_found
    from grid
    left join years on grid.year = years.year
    left join situations on grid.country_id = situations.country_id and grid.year = situations.year
),

asked as (
    select
        grounds.country_id,
        grounds.year,
        coalesce(authorities.paragraphs, grounds.none_found)::integer as paragraphs,
        coalesce(nullif(authorities.wps_paragraphs, 0), grounds.none_found)::integer as wps_paragraphs
    from grounds
    left join authorities on grounds.country_id = authorities.country_id and grounds.year = authorities.year
),

final as (
    select
        asked.country_id,
        asked.year,
        country.name as country,
        country.entity_type,
        nullif(plan.status, 'none') as plan_status,
        case
            when plan.country_id is null then 'plans_of_the_year_are_not_followed'
            when plan.status = 'none' and plan.has_adopted then 'adopted_not_begun'
            when plan.status = 'none' then 'no_source_tells_of_a_plan'
            when plan.status = 'period_unknown' then 'no_source_tells_when_it_ends'
        end as plan_unknown_because,
        plan.newest_nap_id as nap_id,
        plan.ends_on as plan_ends_on,
        case when plan.has_adopted then plan.successor_in_development end as successor_in_development,
        case
            when plan.status in ('in_force', 'extended', 'expired') then plan.expires_next_year
        end as expires_next_year,
        case when plan.has_budget in ('yes', 'no') then plan.has_budget end as has_budget,
        case when plan.has_monitoring in ('yes', 'no') then plan.has_monitoring end as has_monitoring,
        case when plan.has_civil_society in ('yes', 'no') then plan.has_civil_society end as has_civil_society,
        case when plan.has_disarmament in ('yes', 'no') then plan.has_disarmament end as has_disarmament,
        case
            when plan.country_id is null then 'plans_of_the_year_are_not_followed'
            when plan.newest_nap_id is null then 'no_plan_is_known'
            else plan.qualities_untold
        end as quality_unknown_because,
        case when years.year is not null then coalesce(situations.resolutions, 0) end::integer
            as resolutions_on_situation,
        case when years.year is not null then coalesce(situations.with_text, 0) end::integer
            as resolutions_on_situation_with_text,
        case when situations.with_text > 0 then situations.operative_paragraphs end::integer
            as operative_paragraphs_on_situation,
        case when situations.with_text > 0 then coalesce(situations_wps.paragraphs, 0) end::integer
            as wps_paragraphs_on_situation,
        asked.paragraphs as paragraphs_asking_authorities,
        asked.wps_paragraphs as wps_paragraphs_asking_authorities,
        case
            when years.year is null then 'no_resolution_of_the_year_is_here'
            when asked.paragraphs is null or asked.wps_paragraphs is null then 'no_english_text'
        end as authorities_unknown_because,
        case
            when years.year is null then 'no_resolution_of_the_year_is_here'
            when situations.country_id is null then 'no_resolution_on_its_situation'
            when situations.with_text = 0 then 'no_english_text'
        end as situation_unknown_because,
        case when years.has_votes then votes.country_id is not null end as voted_in_the_council,
        case when votes.on_item > 0 then votes.item_in_favour end::integer as wps_item_in_favour,
        case when votes.on_item > 0 then votes.item_against end::integer as wps_item_against,
        case when votes.on_item > 0 then votes.item_abstaining end::integer as wps_item_abstaining,
        case when votes.on_language > 0 then votes.language_in_favour end::integer as wps_language_in_favour,
        case when votes.on_language > 0 then votes.language_against end::integer as wps_language_against,
        case when votes.on_language > 0 then votes.language_abstaining end::integer as wps_language_abstaining,
        case
            when years.year is null then 'no_resolution_of_the_year_is_here'
            when not years.has_votes then 'no_vote_list_of_the_year'
            when votes.country_id is null then 'not_among_those_who_voted'
            when not years.has_wps_resolution then 'no_resolution_under_the_item_in_the_year'
            when votes.on_item = 0 then 'no_vote_on_the_item_listed'
        end as votes_unknown_because,
        years.resolutions::integer as resolutions_of_year,
        years.with_text::integer as resolutions_of_year_with_text,
        coalesce(plan_calendar.is_provisional, false) as is_provisional
    from asked
    inner join {{ ref('dim_country') }} as country on asked.country_id = country.country_id
    left join years on asked.year = years.year
    left join plan_calendar on asked.year = plan_calendar.year
    left join plan_years as plan on asked.country_id = plan.country_id and asked.year = plan.year
    left join situations on asked.country_id = situations.country_id and asked.year = situations.year
    left join situations_wps on asked.country_id = situations_wps.country_id and asked.year = situations_wps.year
    left join votes on asked.country_id = votes.country_id and asked.year = votes.year
)

select * from final
