-- One row per vote as given, with the country it resolves to; none is a fault that the tests name.
select
    vote.symbol,
    vote.resolution_number,
    vote.year,
    vote.voter,
    vote.vote,
    alias.country_id,
    vote.source_url,
    vote.body_sha256
from {{ ref('stg_un_resolutions__vote') }} as vote
left join {{ ref('country_aliases') }} as alias on {{ alias_key('vote.voter') }} = alias.alias_key
