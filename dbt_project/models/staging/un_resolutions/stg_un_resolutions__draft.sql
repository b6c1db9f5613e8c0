with live as (
    {{ live('un_resolutions', 'draft') }}
)

select
    {{ text_field('symbol') }} as symbol,
    {{ text_field('path') }} as path,
    {{ text_field('meeting') }} as meeting,
    {{ date_field('xml_adoption_date') }} as xml_adoption_date,
    {{ date_field('xml_doc_date') }} as xml_doc_date,
    {{ int_field('in_favour_count') }} as in_favour_count,
    {{ int_field('against_count') }} as against_count,
    {{ int_field('abstaining_count') }} as abstaining_count,
    {{ int_field('operative_count') }} as operative_count,
    {{ int_field('recital_count') }} as recital_count,
    {{ text_field('title') }} as title,
    {{ list_field('paragraphs') }} as paragraphs,
    {{ list_field('flags') }} as flags,
    source_url,
    body_sha256,
    seen_at
from live
