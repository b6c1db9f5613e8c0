-- Clause × what anchors it: women, gender, violence and so on are named in the clause itself, in what governs it, or in an
-- earlier clause of its paragraph to which it points back ("such acts").
with own as (
    select
        clause.paragraph_id,
        clause.position,
        anchor.anchor_id
    from {{ ref('theme_anchors') }} as anchor
    cross join lateral (
        select
            candidate.paragraph_id,
            candidate.position
        from {{ ref('int_theme_clause') }} as candidate
        where candidate.text ~ anchor.pattern
        offset 0
    ) as clause
),

governed as (
    select
        clause.paragraph_id,
        clause.position,
        anchor.anchor_id
    from {{ ref('theme_anchors') }} as anchor
    cross join lateral (
        select
            candidate.paragraph_id,
            candidate.position
        from {{ ref('int_theme_clause') }} as candidate
        where candidate.governing_text ~ anchor.pattern
        offset 0
    ) as clause
),

pointing_back as (
    select
        clause.paragraph_id,
        clause.position
    from {{ ref('int_theme_clause') }} as clause
    where clause.text ~ (select string_agg(pattern, '|') from {{ ref('theme_masks') }} where kind = 'back')
),

carried as (
    select
        pointing_back.paragraph_id,
        pointing_back.position,
        own.anchor_id
    from pointing_back
    inner join own
        on pointing_back.paragraph_id = own.paragraph_id and pointing_back.position > own.position
)

select
    paragraph_id,
    position,
    anchor_id,
    min(named_in) as named_in
from (
    select *, 'clause' as named_in from own
    union all
    select *, 'governing clause' as named_in from governed
    union all
    select *, 'earlier clause' as named_in from carried
) as anchored
group by paragraph_id, position, anchor_id
