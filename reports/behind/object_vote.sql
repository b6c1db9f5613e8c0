select
    vote.symbol || '|' || vote.country_id as object,
    vote.symbol,
    null as locator,
    country.name as country,
    vote.symbol || ', vote of ' || country.name || ': ' || replace(vote.vote, '_', ' ') as citation,
    'un_resolutions' as source,
    vote.source_url,
    vote.body_sha256
from fct_vote as vote
inner join dim_country as country on vote.country_id = country.country_id
where vote.symbol || '|' || vote.country_id = any(%(objects)s)
