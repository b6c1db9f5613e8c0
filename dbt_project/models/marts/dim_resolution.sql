{{ config(indexes=[{'columns': ['year']}, {'columns': ['resolution_number']}]) }}

with agenda as (
    select
        symbol,
        min(scope) as scope,
        string_agg(country_id, '; ' order by country_id) as country_ids
    from {{ ref('int_country_agenda') }}
    group by symbol
)

select
    resolution.symbol,
    resolution.resolution_number,
    resolution.year,
    resolution.adopted_on,
    resolution.adopted_on_from,
    resolution.adoption_place,
    resolution.meeting,
    resolution.meeting_record,
    resolution.agenda_item,
    resolution.agenda_item = 'Women and peace and security' as is_wps_agenda_item,
    agenda.scope as agenda_scope,
    agenda.country_ids as situation_country_ids,
    kind.kind,
    resolution.title,
    coalesce(resolution.chapter_vii, false) as chapter_vii,
    resolution.adoption_type,
    resolution.vote_kind,
    resolution.draft_symbol,
    resolution.sponsors,
    resolution.has_english_text,
    resolution.filed_times::integer as filed_times,
    resolution.recital_count,
    resolution.operative_count,
    {{ words('resolution.flags || resolution.found_flags') }} as flags,
    resolution.correction_ids,
    'https://undocs.org/en/S/RES/' || resolution.resolution_number || '(' || resolution.year || ')' as document_url,
    coalesce(resolution.text_url, resolution.metadata_url) as source_url,
    coalesce(resolution.text_body_sha256, resolution.metadata_body_sha256) as body_sha256,
    resolution.metadata_url,
    resolution.metadata_body_sha256
from {{ ref('int_resolution') }} as resolution
left join agenda on resolution.symbol = agenda.symbol
left join {{ ref('int_council_kind') }} as kind on resolution.symbol = kind.symbol
