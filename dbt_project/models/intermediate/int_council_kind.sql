-- The kind of each resolution: of the rules in the seed, the first by rank that its agenda item or its title meets.
with agenda as (
    select
        symbol,
        min(scope) as scope
    from {{ ref('int_country_agenda') }}
    group by symbol
),

read as (
    select
        resolution.symbol,
        resolution.year,
        rule.rank,
        rule.kind,
        rule.reads,
        row_number() over (partition by resolution.symbol order by rule.rank) as preference
    from {{ ref('int_resolution') }} as resolution
    left join agenda on resolution.symbol = agenda.symbol
    left join {{ ref('resolution_kinds') }} as rule
        on case rule.reads when 'title' then resolution.title when 'agenda_scope' then agenda.scope end ~* rule.pattern
)

select
    symbol,
    year,
    coalesce(kind, 'unknown') as kind,
    reads as kind_from
from read
where preference = 1
