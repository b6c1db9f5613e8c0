with live as (
    {{ live('wps_focal_points', 'plan_page') }}
)

select
    key as page_key,
    {{ int_field('page_id') }} as page_id,
    {{ text_field('url') }} as page_url,
    {{ text_field('slug') }} as slug,
    {{ text_field('title') }} as title,
    {{ text_field('country_as_given') }} as country_as_given,
    {{ text_field('published_gmt') }} as published_gmt,
    {{ text_field('modified_gmt') }} as modified_gmt,
    {{ text_field('text') }} as text,
    {{ list_field('claims') }} as claims,
    {{ list_field('flags') }} as flags,
    source_url,
    body_sha256,
    seen_at
from live
