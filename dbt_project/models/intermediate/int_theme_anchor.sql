-- Clause × what anchors it: women, gender, violence and so on are named in the clause itself, in what governs it, or in
-- an earlier clause of its paragraph to which it points back ("such acts").
with own as (
    select
        clause.paragraph_id,
        clause.position,
        anchor.anchor_id
    from {{ ref('theme_anchors') }} as anchor
    inner join {{ ref('int_theme_clause') }} as clause on clause.text ~ anchor.pattern
),

governed as (
    select
        clause.paragraph_id,
        clause.position,
        anchor.anchor_id
    from {{ ref('theme_anchors') }} as anchor
    inner join {{ ref('int_theme_clause') }} as clause on clause.governing_text ~ anchor.pattern
),

pointers as (
    select string_agg(pattern, '|' order by mask_id) as pattern
    from {{ ref('theme_masks') }}
    where kind = 'back'
),

carried as (
    select
        clause.paragraph_id,
        clause.position,
        own.anchor_id
    from {{ ref('int_theme_clause') }} as clause
    inner join pointers on clause.text ~ pointers.pattern
    inner join own on clause.paragraph_id = own.paragraph_id and clause.position > own.position
),

anchored as (
    select
        *,
        'clause' as named_in
    from own
    union all
    select
        *,
        'governing clause' as named_in
    from governed
    union all
    select
        *,
        'earlier clause' as named_in
    from carried
)

select
    paragraph_id,
    position,
    anchor_id,
    min(named_in) as named_in
from anchored
group by paragraph_id, position, anchor_id
