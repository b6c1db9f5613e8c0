-- The paragraphs of the filing that counts, one row each, in document order.
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
