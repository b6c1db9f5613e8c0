with live as (
    {{ live('un_resolutions', 'statement') }}
)

select
    {{ text_field('symbol') }} as symbol,
    {{ text_field('symbol_as_given') }} as symbol_as_given,
    {{ int_field('statement_number') }} as statement_number,
    {{ int_field('year') }} as year,
    {{ text_field('path') }} as path,
    {{ date_field('held_on') }} as held_on,
    {{ text_field('held_on_from') }} as held_on_from,
    {{ date_field('xml_adoption_date') }} as xml_adoption_date,
    {{ date_field('xml_doc_date') }} as xml_doc_date,
    {{ text_field('meeting') }} as meeting,
    {{ text_field('agenda_item') }} as agenda_item,
    {{ text_field('title') }} as title,
    {{ text_field('text') }} as text,
    {{ text_field('corrects') }} as corrects,
    {{ list_field('withdraws') }} as withdraws,
    {{ int_field('text_characters') }} as text_characters,
    {{ int_field('text_characters_kept') }} as text_characters_kept,
    {{ list_field('flags') }} as flags,
    source_url,
    body_sha256,
    seen_at
from live
