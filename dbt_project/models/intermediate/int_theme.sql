-- One row per theme: those of the register, those with a listing of their own, and spellings that neither explains.
with listings as (
    select
        coalesce(known.theme_id, {{ theme_id('listing.name') }}) as theme_id,
        listing.*,
        row_number() over (
            partition by coalesce(known.theme_id, {{ theme_id('listing.name') }})
            order by listing.term_id, listing.source_url
        ) as preference
    from {{ ref('stg_peacewomen__theme') }} as listing
    left join {{ ref('theme_aliases') }} as known on {{ alias_key('listing.name') }} = known.alias_key
),

spellings as (
    select distinct on (theme_id)
        theme_id,
        theme_as_given as name,
        source_url,
        body_sha256
    from {{ ref('int_archive_theme') }}
    order by theme_id, archive_item_id
),

named as (
    select theme_id from {{ ref('themes') }}
    union
    select theme_id from listings
    union
    select theme_id from spellings
)

select
    named.theme_id,
    coalesce(registered.name, listings.name, spellings.name) as name,
    coalesce(listings.term_id, registered.term_id) as term_id,
    case
        when listings.theme_id is not null then 'listing'
        when registered.theme_id is not null then 'register'
        else 'spelling'
    end as evidence,
    registered.theme_id is not null as is_registered,
    coalesce(listings.source_url, registered.source, spellings.source_url) as source_url,
    coalesce(listings.body_sha256, case when registered.theme_id is null then spellings.body_sha256 end) as body_sha256
from named
left join {{ ref('themes') }} as registered on named.theme_id = registered.theme_id
left join listings on named.theme_id = listings.theme_id and listings.preference = 1
left join spellings on named.theme_id = spellings.theme_id
