select
    symbol,
    country_id,
    count(distinct vote) as ways
from {{ ref('int_vote') }}
group by symbol, country_id
having count(distinct vote) > 1
