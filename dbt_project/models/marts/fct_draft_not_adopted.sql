with texts as (
    select
        draft.*,
        (
            select string_agg(paragraph.value ->> 'text', e'\n' order by paragraph.ordinality)
            from jsonb_array_elements(draft.paragraphs) with ordinality as paragraph (value, ordinality)
        ) as text
    from {{ ref('stg_un_resolutions__draft') }} as draft
)

select
    symbol,
    split_part(symbol, '/', 2)::integer as year,
    coalesce(xml_adoption_date, xml_doc_date) as dated_on,
    meeting,
    title,
    in_favour_count,
    against_count,
    abstaining_count,
    recital_count,
    operative_count,
    text,
    {{ matched_definitions('text') }} as wps_definitions,
    {{ words('flags') }} as flags,
    'https://undocs.org/en/' || symbol as document_url,
    source_url,
    body_sha256
from texts
