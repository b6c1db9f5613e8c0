-- Which of a country's plans each claim is about. A number that a source gives is kept, unless the years say that the
-- page counts otherwise than the register; a claim without a number gets one only by a rule that is named. What fits
-- no rule stays without a plan.
with claims as (
    select
        claim_id,
        country_id,
        source,
        page_key,
        edition,
        edition_from,
        of_plan,
        field,
        left(value, 4) as year,
        may_decide,
        tstzrange(seen_from, seen_to) as seen
    from {{ ref('int_nap_claim') }}
    where country_id is not null
),

years as (
    select * from claims
    where field in ('adopted_on', 'period_start', 'period_end') and year ~ '^\d{4}$'
),

-- A page's plan and a plan of the register, field by field: same where any of their years is.
fields_compared as (
    select
        told.source,
        told.page_key,
        told.country_id,
        told.edition as told_edition,
        register.edition,
        told.field,
        bool_or(told.year = register.year) as is_same
    from years as told
    inner join years as register
        on told.country_id = register.country_id
            and told.field = register.field
            and register.source = 'nap_register'
    where told.source <> 'nap_register' and told.edition is not null
    group by told.source, told.page_key, told.country_id, told.edition, register.edition, told.field
),

likenesses as (
    select
        source,
        page_key,
        country_id,
        told_edition,
        edition,
        count(*) filter (where is_same) as shared,
        count(*) filter (where not is_same) as differing
    from fields_compared
    group by source, page_key, country_id, told_edition, edition
),

-- The page calls second what the register calls third: its years are those of the third and none those of the second.
renumbered as (
    select
        likeness.source,
        likeness.page_key,
        likeness.country_id,
        likeness.told_edition,
        min(likeness.edition) as edition
    from likenesses as likeness
    left join likenesses as own
        on likeness.source = own.source
            and likeness.page_key = own.page_key
            and likeness.country_id = own.country_id
            and likeness.told_edition = own.told_edition
            and own.edition = own.told_edition
            and own.shared > 0
    where
        likeness.edition <> likeness.told_edition
        and (likeness.shared >= 2 or (likeness.shared = 1 and likeness.differing = 0))
        and own.edition is null
    group by likeness.source, likeness.page_key, likeness.country_id, likeness.told_edition
    having count(*) = 1
),

numbered as (
    select
        claims.*,
        coalesce(renumbered.edition, claims.edition) as plan_edition,
        case when renumbered.edition is not null then 'renumbered' else claims.edition_from end as edition_rule
    from claims
    left join renumbered
        on claims.source = renumbered.source
            and claims.page_key = renumbered.page_key
            and claims.country_id = renumbered.country_id
            and claims.edition = renumbered.told_edition
    where claims.edition is not null
),

unnumbered as (
    select * from claims
    where edition is null
),

known_years as (
    select distinct
        country_id,
        plan_edition,
        field,
        year
    from numbered
    where may_decide and field in ('adopted_on', 'period_start', 'period_end')
),

-- What a page says of its current plan while it makes the claim gives the number; of another plan, only the claim's
-- own year can.
candidates as (
    select
        one.claim_id,
        'page_current' as edition_rule,
        beside.plan_edition
    from unnumbered as one
    inner join numbered as beside
        on one.source = beside.source and one.page_key = beside.page_key and one.country_id = beside.country_id
            and one.of_plan = 'current' and beside.of_plan = 'current' and one.seen && beside.seen
    union
    select
        one.claim_id,
        case beside.field when 'adopted_on' then 'adoption_year' else 'period_year' end as edition_rule,
        known.plan_edition
    from unnumbered as one
    inner join unnumbered as beside
        on one.source = beside.source and one.page_key = beside.page_key and one.country_id = beside.country_id
            and one.of_plan = beside.of_plan and one.seen && beside.seen
    inner join known_years as known
        on beside.country_id = known.country_id and beside.field = known.field and beside.year = known.year
    where
        (one.of_plan = 'current' and beside.field in ('adopted_on', 'period_start'))
        or one.claim_id = beside.claim_id
    union
    select
        one.claim_id,
        'only_plan' as edition_rule,
        0 as plan_edition
    from unnumbered as one
    where
        one.of_plan = 'current'
        and one.country_id not in (select any_number.country_id from numbered as any_number)
),

-- The first rule that names a plan decides; where it names two, none does.
attached as (
    select distinct on (claim_id)
        claim_id,
        edition_rule,
        case when count(*) = 1 then min(plan_edition) end as plan_edition
    from candidates
    group by claim_id, edition_rule
    order by claim_id, array_position(array['page_current', 'adoption_year', 'period_year', 'only_plan'], edition_rule)
)

select
    claim_id,
    country_id,
    plan_edition as edition,
    edition_rule
from numbered
union all
select
    unnumbered.claim_id,
    unnumbered.country_id,
    attached.plan_edition as edition,
    case when attached.plan_edition is not null then attached.edition_rule end as edition_rule
from unnumbered
left join attached on unnumbered.claim_id = attached.claim_id
