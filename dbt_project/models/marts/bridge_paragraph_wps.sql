{{ config(indexes=[{'columns': ['definition_id', 'year']}]) }}

select
    matched.paragraph_id,
    matched.definition_id,
    paragraph.symbol,
    paragraph.year,
    paragraph.part,
    paragraph.top_level,
    paragraph.in_body,
    matched.in_own_text,
    matched.matched_text
from {{ ref('int_paragraph_definition') }} as matched
inner join {{ ref('int_paragraph') }} as paragraph on matched.paragraph_id = paragraph.paragraph_id
