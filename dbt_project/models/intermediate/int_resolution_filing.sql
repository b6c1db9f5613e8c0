-- One row per resolution that has English text: the filing we read. Four resolutions were filed twice (2193, 2194,
-- 2195, 2464), with the same text: the file in the folder of the symbol's year counts, then the first by path.
with filings as (
    select
        *,
        row_number() over (
            partition by symbol
            order by (path like '%/' || year || '/%' or path like year || '/%') desc, path
        ) as preference,
        count(*) over (partition by symbol) as filed_times
    from {{ ref('stg_un_resolutions__resolution') }}
)

select
    symbol,
    symbol_as_given,
    symbol_from,
    resolution_number,
    year,
    path,
    xml_adoption_date,
    xml_doc_date,
    xml_title_date,
    recital_count,
    operative_count,
    text_characters,
    text_characters_kept,
    flags,
    filed_times,
    source_url,
    body_sha256,
    seen_at
from filings
where preference = 1
