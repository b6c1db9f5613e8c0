-- The key in the seed is the one that a spelling is looked up by, and the id of a theme is its name.
select
    alias,
    alias_key,
    {{ alias_key('alias') }} as expected
from {{ ref('theme_aliases') }}
where alias_key <> {{ alias_key('alias') }}
union all
select
    name as alias,
    theme_id as alias_key,
    {{ theme_id('name') }} as expected
from {{ ref('themes') }}
where theme_id <> {{ theme_id('name') }}
