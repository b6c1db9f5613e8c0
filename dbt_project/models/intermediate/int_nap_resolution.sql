-- Which claim decides each field of each plan, and in what order the others follow. First come claims that may decide
-- and are not withdrawn; of dates of adoption, those that tell of a deed of adoption; then the rank of the source, the
-- most precise date, the newest (by day: pages of one night are equally new, the register is undated); then the
-- register's own row, what most claims state, and the lowest value.
with statements as (
    select
        *,
        md5(field || claim_id) as statement_id,
        may_decide and standing <> 'withdrawn' as can_decide,
        -- A claim that gives no answer, such as a budget that is mentioned, decides only where none does.
        compared_as <> 'answer' or answer is not null as has_answer,
        -- A plan goes by the number that it has here; any other number is another count.
        field = 'edition' and value <> edition::text as counts_otherwise,
        case value_precision when 'day' then 1 when 'month' then 2 when 'year' then 3 else 4 end as vagueness,
        case
            when source = 'nap_register' then '-infinity'::timestamp
            else date_trunc('day', coalesce(seen_to, 'infinity') at time zone 'UTC')
        end as said_until,
        coalesce(date_trunc('day', seen_from at time zone 'UTC'), '-infinity') as said_from,
        rule = 'register' as is_register_row,
        {{ letters_and_digits('value') }} as letters
    from {{ ref('int_nap_statement') }}
    where country_id is not null and edition is not null
),

ordered as (
    select
        *,
        row_number() over (
            partition by country_id, edition, field
            order by
                counts_otherwise asc, can_decide desc, has_answer desc, is_deed desc, source_rank asc, vagueness asc,
                said_until desc, said_from desc, is_register_row desc, agreeing desc, value asc, claim_id asc
        ) as place
    from (
        select
            *,
            count(*) over (partition by country_id, edition, field, value) as agreeing
        from statements
    ) as counted
),

led as (
    select
        ordered.*,
        leader.claim_id as leading_claim_id,
        leader.can_decide as is_decided,
        leader.value as leading_value,
        -- What this claim lost by against the leading one.
        case
            when ordered.place = 1 then null
            when ordered.counts_otherwise and not leader.counts_otherwise then 'other_count'
            when leader.can_decide and not ordered.may_decide then 'may_not_decide'
            when leader.can_decide and ordered.standing = 'withdrawn' then 'withdrawn'
            when leader.has_answer and not ordered.has_answer then 'no_answer'
            when leader.is_deed and not ordered.is_deed then 'no_deed'
            when leader.source_rank < ordered.source_rank then 'rank'
            when leader.vagueness < ordered.vagueness then 'precision'
            when leader.said_until > ordered.said_until or leader.said_from > ordered.said_from then 'age'
            else 'tie'
        end as lost_by,
        -- Where two values cannot be compared, they do not contradict each other.
        case ordered.compared_as
            when 'date' then starts_with(ordered.value, leader.value) or starts_with(leader.value, ordered.value)
            when 'answer' then ordered.answer = leader.answer
            when 'text' then strpos(ordered.letters, leader.letters) > 0 or strpos(leader.letters, ordered.letters) > 0
            when 'amount' then ordered.value = leader.value or ordered.unit <> leader.unit
            else ordered.value = leader.value
        end as agrees
    from ordered
    inner join ordered as leader
        on ordered.country_id = leader.country_id
            and ordered.edition = leader.edition
            and ordered.field = leader.field
            and leader.place = 1
)

select
    statement_id,
    claim_id,
    country_id,
    edition,
    field,
    place::integer as place,
    place = 1 and can_decide as decides,
    is_decided,
    not coalesce(agrees, true) as differs,
    lost_by,
    leading_claim_id,
    leading_value,
    value,
    value_precision,
    unit,
    event,
    answer,
    compared_as,
    of_plan,
    source,
    host,
    source_class,
    source_rank,
    claim_url,
    rule,
    evidence,
    can_decide,
    standing,
    seen_from,
    seen_to
from led
