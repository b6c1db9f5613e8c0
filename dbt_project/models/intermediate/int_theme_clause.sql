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
        chapeau_text
    from {{ ref('int_paragraph') }}
    where part in ('operative', 'preamble')
),

spoken_of as materialized (
    select distinct paragraphs.unit_id
    from paragraphs
    cross join named
    where paragraphs.text ~ named.pattern
),

spoken as materialized (
    select
        paragraphs.paragraph_id,
        paragraphs.unit_id,
        paragraphs.text,
        paragraphs.chapeau_text
    from paragraphs
    inner join spoken_of on paragraphs.unit_id = spoken_of.unit_id
),

-- All parts of a paragraph stand under the same words: these are read once.
chapeaus as materialized (
    select distinct
        chapeau_text,
        {{ plain_text('chapeau_text') }} as text
    from spoken
    where chapeau_text is not null
),

-- One pattern of all masks is slow, and most texts hold none of them: it is tried only where one of them alone matches.
masked as materialized (
    select
        spoken.paragraph_id,
        spoken.unit_id,
        spoken.chapeau_text,
        case
            when exists (
                select 1 from {{ ref('theme_masks') }} as mask
                where mask.kind = 'mask' and spoken.text ~ mask.pattern
            ) then regexp_replace(spoken.text, rules.masks, ' ~ ', 'g')
            else spoken.text
        end as text
    from spoken
    cross join rules
),

-- What governs a sub-paragraph: the last clause above it.
governing as materialized (
    select
        chapeaus.chapeau_text,
        (
            select above.text
            from regexp_split_to_table(
                regexp_replace(regexp_replace(chapeaus.text, rules.masks, ' ~ ', 'g'), rules.breaks, '¶\&', 'g'),
                '¶|: *$'
            ) with ordinality as above (text, position)
            where trim(above.text) <> ''
            order by above.position desc
            limit 1
        ) as text
    from chapeaus
    cross join rules
)

select
    masked.paragraph_id,
    masked.unit_id,
    clause.position::integer as position,
    clause.text,
    governing.text as governing_text
from masked
cross join rules
left join governing on masked.chapeau_text = governing.chapeau_text
cross join lateral regexp_split_to_table(regexp_replace(masked.text, rules.breaks, '¶\&', 'g'), '¶')
    with ordinality as clause (text, position)
where trim(clause.text) <> ''
