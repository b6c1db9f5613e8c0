-- Every resolution known from the metadata or from a text, with its date chosen by rule: the metadata's date when its
-- year is the symbol's year, else the text's own: the adoption date of its markup, which is wrong in fewer files than
-- the printed ones and holds 0001-01-01 in nine (the parser makes that a null). Corrections act last.
with joined as (
    select
        metadata.source_url as metadata_url,
        metadata.body_sha256 as metadata_body_sha256,
        filing.source_url as text_url,
        filing.body_sha256 as text_body_sha256,
        filing.recital_count,
        filing.operative_count,
        filing.path,
        coalesce(metadata.symbol, filing.symbol) as symbol,
        coalesce(metadata.resolution_number, filing.resolution_number) as resolution_number,
        coalesce(metadata.year, filing.year) as year,
        metadata.adoption_date,
        metadata.adoption_place,
        metadata.meeting,
        metadata.meeting_record,
        metadata.agenda_item,
        metadata.adoption_type,
        metadata.vote_kind,
        metadata.title,
        metadata.chapter_vii,
        metadata.draft_symbol,
        metadata.sponsors,
        filing.symbol is not null as has_english_text,
        metadata.symbol is not null as has_metadata,
        coalesce(filing.filed_times, 0) as filed_times,
        coalesce(metadata.flags, '[]'::jsonb) || coalesce(filing.flags, '[]'::jsonb) as flags,
        coalesce(filing.xml_adoption_date, filing.xml_title_date, filing.xml_doc_date) as text_date,
        least(metadata.seen_at, filing.seen_at) as seen_at
    from {{ ref('stg_un_resolutions__resolution_metadata') }} as metadata
    full join {{ ref('int_resolution_filing') }} as filing on metadata.symbol = filing.symbol
),

dated as (
    select
        *,
        (extract(year from adoption_date) is not distinct from year) as metadata_date_holds
    from joined
),

said as (
    select
        *,
        case when metadata_date_holds then adoption_date else text_date end as adopted_on_said,
        case
            when metadata_date_holds then 'metadata'
            when text_date is not null then 'text'
        end as adopted_on_from,
        to_jsonb(array_remove(array[
            case when adoption_date is not null and not metadata_date_holds then 'metadata_date_wrong' end,
            case when not has_english_text then 'english_text_missing' end,
            case when not has_metadata then 'metadata_missing' end,
            case when filed_times > 1 then 'filed_more_than_once' end
        ], null)) as found_flags
    from dated
),

final as (
    select
        metadata_url,
        metadata_body_sha256,
        text_url,
        text_body_sha256,
        recital_count,
        operative_count,
        path,
        symbol,
        resolution_number,
        year,
        {{ corrected('resolution', 'symbol', 'adopted_on', 'adopted_on_said', 'date') }} as adopted_on,
        adopted_on_from,
        adoption_place,
        {{ corrected('resolution', 'symbol', 'meeting', 'meeting') }} as meeting,
        {{ corrected('resolution', 'symbol', 'meeting_record', 'meeting_record') }} as meeting_record,
        {{ corrected('resolution', 'symbol', 'agenda_item', 'agenda_item') }} as agenda_item,
        {{ correction_ids('resolution', 'symbol', {
            'adopted_on': 'adopted_on_said',
            'meeting': 'meeting',
            'meeting_record': 'meeting_record',
            'agenda_item': 'agenda_item',
        }) }} as correction_ids,
        adoption_type,
        vote_kind,
        title,
        chapter_vii,
        draft_symbol,
        sponsors,
        has_english_text,
        has_metadata,
        filed_times,
        flags,
        found_flags,
        seen_at
    from said
)

select * from final
