-- Paragraph × definition: the paragraph's own text, or that of a paragraph below it, matches the definition's pattern.
with recursive own as (
    select
        paragraph.paragraph_id,
        paragraph.parent_paragraph_id,
        definition.definition_id,
        substring(paragraph.text from '(?i)(' || definition.pattern || ')') as matched_text
    from {{ ref('int_paragraph') }} as paragraph
    inner join {{ ref('definitions') }} as definition
        on paragraph.text ~* definition.pattern
            and (paragraph.part = 'operative' or not definition.operative_only)
),

upwards as (
    select
        paragraph_id,
        parent_paragraph_id,
        definition_id,
        matched_text
    from own
    union
    select
        parent.paragraph_id,
        parent.parent_paragraph_id,
        upwards.definition_id,
        null as matched_text
    from upwards
    inner join {{ ref('int_paragraph') }} as parent on upwards.parent_paragraph_id = parent.paragraph_id
)

select
    paragraph_id,
    definition_id,
    max(matched_text) as matched_text,
    max(matched_text) is not null as in_own_text
from upwards
group by paragraph_id, definition_id
