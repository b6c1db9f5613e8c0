{{ config(severity='warn') }}

-- An agenda item that seeds/agenda_country.csv lacks: add it, with its countries or as a theme. Until then its
-- resolutions are of no country, and of unknown kind unless their titles tell.
select
    resolution.agenda_item,
    count(*) as resolutions,
    min(resolution.symbol) as first_symbol
from {{ ref('int_country_agenda') }} as agenda
inner join {{ ref('int_resolution') }} as resolution on agenda.symbol = resolution.symbol
where agenda.scope is null
group by resolution.agenda_item
