-- A name without a country: add the spelling to seeds/country_aliases.csv, with where it was seen.
select
    voter,
    count(*) as votes,
    min(symbol) as first_symbol
from {{ ref('int_vote') }}
where country_id is null
group by voter
