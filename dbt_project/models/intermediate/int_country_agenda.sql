-- Resolution × country that it is about, or none: what the seed says of its agenda item; where an item holds several
-- situations (the Middle East, the Sudan), by the title. An item that the seed lacks has no scope: nothing is guessed.
with matched as (
    select
        resolution.symbol,
        resolution.year,
        agenda.scope,
        agenda.country_id,
        dense_rank() over (partition by resolution.symbol order by agenda.title_pattern is null) as preference
    from {{ ref('int_resolution') }} as resolution
    left join {{ ref('agenda_country') }} as agenda
        on {{ alias_key('resolution.agenda_item') }} = {{ alias_key('agenda.agenda_item') }}
            and (agenda.title_pattern is null or resolution.title ~* agenda.title_pattern)
),

said as (
    select distinct
        symbol,
        year,
        scope,
        country_id
    from matched
    where preference = 1
),

final as (
    select
        symbol,
        year,
        scope,
        {{ corrected('resolution_country', 'symbol', 'country_id', 'country_id') }} as country_id,
        {{ correction_ids('resolution_country', 'symbol', {'country_id': 'country_id'}) }} as correction_ids
    from said
)

select * from final
