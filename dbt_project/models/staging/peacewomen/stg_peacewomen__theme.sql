with live as (
    {{ live('peacewomen', 'theme') }}
)

select
    {{ int_field('term_id') }} as term_id,
    {{ text_field('name') }} as name,
    source_url,
    body_sha256,
    seen_at
from live
