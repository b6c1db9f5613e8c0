{{ config(indexes=[{'columns': ['country_id', 'year']}]) }}

-- One list entry may be cut in two ("CÔTE." and "D'IVOIRE" in 2403): both resolve to one country and count once.
select
    symbol,
    country_id,
    min(resolution_number) as resolution_number,
    min(year) as year,
    min(vote) as vote,
    string_agg(voter, '; ' order by voter) as voter_as_given,
    min(source_url) as source_url,
    min(body_sha256) as body_sha256
from {{ ref('int_vote') }}
group by symbol, country_id
