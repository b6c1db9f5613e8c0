-- The paragraphs of the filing that counts, one row each, in document order; with the one of the top level that each
-- belongs to. Numbers do not tell it: a resolution may have two paragraphs of one number.
with recursive counted as materialized (
    select
        paragraph.symbol || '|' || paragraph.local_id as paragraph_id,
        paragraph.symbol || '|' || paragraph.parent_local_id as parent_paragraph_id,
        paragraph.symbol,
        paragraph.resolution_number,
        paragraph.year,
        paragraph.ordinal,
        paragraph.part,
        paragraph.top_level,
        paragraph.paragraph_number,
        paragraph.path,
        paragraph.locator,
        paragraph.label,
        paragraph.text,
        paragraph.chapeau_text,
        paragraph.chapeau_verb,
        paragraph.opening_verb,
        paragraph.italic_verbs,
        paragraph.style_class,
        paragraph.structure,
        paragraph.in_body,
        paragraph.annex_title,
        paragraph.flags,
        paragraph.source_url,
        paragraph.body_sha256
    from {{ ref('stg_un_resolutions__paragraph') }} as paragraph
    inner join {{ ref('int_resolution_filing') }} as filing
        on paragraph.symbol = filing.symbol and paragraph.source_url = filing.source_url
),

tops as (
    select
        paragraph_id,
        paragraph_id as top_paragraph_id
    from counted
    where parent_paragraph_id is null
    union all
    select
        counted.paragraph_id,
        tops.top_paragraph_id
    from counted
    inner join tops on counted.parent_paragraph_id = tops.paragraph_id
),

final as (
    select
        counted.*,
        tops.top_paragraph_id
    from counted
    left join tops on counted.paragraph_id = tops.paragraph_id
)

select * from final
