{{ config(indexes=[{'columns': ['theme_id', 'said_by']}]) }}

with by_archive as (
    select
        matched.paragraph_id,
        theme.theme_id,
        string_agg(matched.extract_id, '; ' order by piece.archive_item_id, piece.position) as extract_ids,
        count(distinct piece.archive_item_id)::integer as archive_items,
        case when bool_and(theme.only_from_title) then 'title' else 'label' end as theme_from
    from {{ ref('int_piece_paragraph') }} as matched
    inner join {{ ref('int_extract_piece') }} as piece on matched.extract_id = piece.extract_id
    inner join {{ ref('int_archive_theme') }} as theme on piece.archive_item_id = theme.archive_item_id
    where matched.verdict <> 'ambiguous'
    group by matched.paragraph_id, theme.theme_id
),

-- Each term once, with the first words that it matched and where they stand.
terms as (
    select distinct on (matched.unit_id, matched.theme_id, matched.term_id)
        matched.unit_id,
        matched.theme_id,
        matched.term_id,
        paragraph.ordinal,
        matched.position,
        concat(
            case when not paragraph.top_level then paragraph.locator || ': ' end,
            matched.matched_text,
            ' (' || matched.term_id || ')'
        ) as words
    from {{ ref('int_theme_term_match') }} as matched
    inner join {{ ref('int_paragraph') }} as paragraph on matched.paragraph_id = paragraph.paragraph_id
    order by matched.unit_id, matched.theme_id, matched.term_id, paragraph.ordinal, matched.position
),

by_lexicon as (
    select
        unit_id as paragraph_id,
        theme_id,
        string_agg(words, '; ' order by ordinal, position, term_id) as matched_terms
    from terms
    group by unit_id, theme_id
),

lexicon as (
    select max(version) as version from {{ ref('theme_terms') }}
)

select
    paragraph_id,
    theme_id,
    'archive' as said_by,
    extract_ids,
    archive_items,
    theme_from,
    null::text as matched_terms,
    null::text as lexicon_version
from by_archive
union all
select
    by_lexicon.paragraph_id,
    by_lexicon.theme_id,
    'lexicon' as said_by,
    null::text as extract_ids,
    null::integer as archive_items,
    null::text as theme_from,
    by_lexicon.matched_terms,
    lexicon.version as lexicon_version
from by_lexicon
cross join lexicon
