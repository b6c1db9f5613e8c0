-- Paragraphs of the units that name women, gender or sexual violence, cut into clauses: what is masked is taken out, then
-- the text ends a clause at stops and before each further operative verb. A unit is a top-level paragraph with all
-- below it, or a recital. Lower case, straight apostrophes and hyphens.
with rules as (
    select
        string_agg(pattern, '|' order by mask_id) filter (where kind = 'mask') as masks,
        string_agg(pattern, '|' order by mask_id) filter (where kind = 'break') as breaks
    from {{ ref('theme_masks') }}
),

named as (
    select string_agg(pattern, '|' order by anchor_id) as pattern
    from {{ ref('theme_anchors') }}
    where opens_unit
),

paragraphs as materialized (
    select
        paragraph_id,
        first_value(paragraph_id) over (partition by symbol, part, paragraph_number order by ordinal) as unit_id,
        {{ plain_text('text') }} as text,
        {{ plain_text('chapeau_text') }} as chapeau
    from {{ ref('int_paragraph') }}
    where part in ('operative', 'preamble')
),

spoken_of as materialized (
    select distinct paragraphs.unit_id
    from paragraphs
    cross join named
    where paragraphs.text ~ named.pattern
),

masked as materialized (
    select
        paragraphs.paragraph_id,
        paragraphs.unit_id,
        regexp_replace(paragraphs.text, rules.masks, ' ~ ', 'g') as text,
        regexp_replace(paragraphs.chapeau, rules.masks, ' ~ ', 'g') as chapeau
    from paragraphs
    inner join spoken_of on paragraphs.unit_id = spoken_of.unit_id
    cross join rules
)

select
    masked.paragraph_id,
    masked.unit_id,
    clause.position::integer as position,
    clause.text,
    -- What governs a sub-paragraph: the last clause above it.
    (
        select above.text
        from regexp_split_to_table(regexp_replace(masked.chapeau, rules.breaks, '¶\&', 'g'), '¶|: *$')
            with ordinality as above (text, position)
        where trim(above.text) <> ''
        order by above.position desc
        limit 1
    ) as governing_text
from masked
cross join rules
cross join lateral regexp_split_to_table(regexp_replace(masked.text, rules.breaks, '¶\&', 'g'), '¶')
    with ordinality as clause (text, position)
where trim(clause.text) <> ''
