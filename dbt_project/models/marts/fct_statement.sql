{{ config(indexes=[{'columns': ['year']}]) }}

select
    symbol,
    statement_number,
    year,
    held_on,
    held_on_from,
    meeting,
    agenda_item,
    title,
    text,
    corrects is not null as is_corrigendum,
    corrects,
    withdrawn_by is not null as is_withdrawn,
    withdrawn_by,
    {{ matched_definitions('text') }} as wps_definitions,
    filed_times::integer as filed_times,
    {{ words('flags') }} as flags,
    'https://undocs.org/en/' || symbol as document_url,
    source_url,
    body_sha256
from {{ ref('int_statement') }}
