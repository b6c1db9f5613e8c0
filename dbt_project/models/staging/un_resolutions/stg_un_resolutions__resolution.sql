with live as (
    {{ live('un_resolutions', 'resolution') }}
)

select
    {{ text_field('symbol') }} as symbol,
    {{ text_field('symbol_as_given') }} as symbol_as_given,
    {{ text_field('symbol_from') }} as symbol_from,
    {{ int_field('resolution_number') }} as resolution_number,
    {{ int_field('year') }} as year,
    {{ text_field('path') }} as path,
    {{ date_field('xml_adoption_date') }} as xml_adoption_date,
    {{ date_field('xml_doc_date') }} as xml_doc_date,
    {{ date_field('xml_title_date') }} as xml_title_date,
    {{ int_field('recital_count') }} as recital_count,
    {{ int_field('operative_count') }} as operative_count,
    {{ int_field('text_characters') }} as text_characters,
    {{ int_field('text_characters_kept') }} as text_characters_kept,
    {{ list_field('flags') }} as flags,
    source_url,
    body_sha256,
    seen_at
from live
