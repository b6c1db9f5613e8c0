-- The key in the seed is the one that a voter's spelling is looked up by; another would never be found.
select
    alias,
    alias_key,
    {{ alias_key('alias') }} as expected
from {{ ref('country_aliases') }}
where alias_key <> {{ alias_key('alias') }}
