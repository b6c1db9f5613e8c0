with live as (
    {{ live('un_resolutions', 'vote') }}
)

select
    {{ text_field('symbol') }} as symbol,
    {{ int_field('resolution_number') }} as resolution_number,
    {{ int_field('year') }} as year,
    {{ text_field('voter') }} as voter,
    {{ text_field('vote') }} as vote,
    source_url,
    body_sha256,
    seen_at
from live
