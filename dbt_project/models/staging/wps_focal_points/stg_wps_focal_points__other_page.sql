with live as (
    {{ live('wps_focal_points', 'other_page') }}
)

select
    key as page_key,
    {{ int_field('page_id') }} as page_id,
    {{ text_field('url') }} as page_url,
    {{ text_field('slug') }} as slug,
    {{ text_field('title') }} as title,
    {{ text_field('modified_gmt') }} as modified_gmt,
    source_url,
    body_sha256,
    seen_at
from live
