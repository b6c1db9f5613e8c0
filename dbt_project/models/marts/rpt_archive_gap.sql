-- Paragraphs whose own words speak of women (definition A) and that no piece of an extract holds, in resolutions
-- adopted no later than the newest one that the archive has an extract of: after it the archive is silent.
-- By the words that were found, not by titles: one mistyped number would move the end.
with silence as (
    select max(resolution.adopted_on) as archive_covers_to
    from {{ ref('fct_extract') }} as extract
    inner join {{ ref('dim_resolution') }} as resolution on extract.official_symbol = resolution.symbol
    where extract.paragraph_id is not null
),

held as (
    select distinct paragraph_id from {{ ref('fct_extract') }}
    where paragraph_id is not null
),

may_be_held as (
    select
        paragraph_id,
        string_agg(extract_id, '; ' order by extract_id) as may_be_held_by
    from {{ ref('int_piece_paragraph') }}
    where verdict = 'ambiguous'
    group by paragraph_id
),

listed as (
    select
        symbol,
        count(*) as archive_items
    from {{ ref('fct_archive_item') }}
    where symbol is not null
    group by symbol
),

-- Of a paragraph the archive often takes some sub-paragraphs and leaves others.
tops as (
    select
        paragraph.top_paragraph_id,
        count(*) as pieces_held
    from held
    inner join {{ ref('fct_paragraph') }} as paragraph on held.paragraph_id = paragraph.paragraph_id
    group by paragraph.top_paragraph_id
)

select
    paragraph.paragraph_id,
    paragraph.symbol,
    paragraph.year,
    resolution.adopted_on,
    silence.archive_covers_to,
    paragraph.part,
    paragraph.locator,
    paragraph.citation,
    matched.definition_id,
    matched.matched_text,
    coalesce(listed.archive_items, 0)::integer as archive_items,
    coalesce(tops.pieces_held, 0)::integer as pieces_held_of_paragraph,
    may_be_held.may_be_held_by,
    paragraph.source_url,
    paragraph.body_sha256
from {{ ref('bridge_paragraph_wps') }} as matched
inner join {{ ref('fct_paragraph') }} as paragraph on matched.paragraph_id = paragraph.paragraph_id
inner join {{ ref('dim_resolution') }} as resolution on paragraph.symbol = resolution.symbol
inner join silence on resolution.adopted_on <= silence.archive_covers_to
left join held on paragraph.paragraph_id = held.paragraph_id
left join may_be_held on paragraph.paragraph_id = may_be_held.paragraph_id
left join listed on paragraph.symbol = listed.symbol
left join tops on paragraph.top_paragraph_id = tops.top_paragraph_id
where
    matched.definition_id = 'A'
    and matched.in_own_text
    and matched.in_body
    and paragraph.part <> 'heading'
    and held.paragraph_id is null
