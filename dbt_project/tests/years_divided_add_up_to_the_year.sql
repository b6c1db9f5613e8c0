-- The agenda items of a year, and its kinds, add up to the year.
select
    figures.year,
    figures.definition_id,
    figures.scope,
    divided.by,
    figures.numerator,
    figures.denominator,
    sum(divided.numerator) as divided_numerator,
    sum(divided.denominator) as divided_denominator
from {{ ref('rpt_council_year') }} as figures
left join {{ ref('rpt_council_year_by') }} as divided
    on figures.year = divided.year
        and figures.definition_id = divided.definition_id
        and figures.scope = divided.scope
group by figures.year, figures.definition_id, figures.scope, divided.by, figures.numerator, figures.denominator
having
    sum(divided.numerator) is distinct from figures.numerator
    or sum(divided.denominator) is distinct from figures.denominator
