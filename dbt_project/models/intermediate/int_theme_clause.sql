-- Paragraphs of the units that name women, gender or sexual violence, cut into clauses: what is masked is taken out,
-- then a clause ends at stops and before each further operative verb. A unit is a top-level paragraph with all below
-- it, or a recital. Lower case, straight apostrophes and hyphens.
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
        top_paragraph_id as unit_id,
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

-- One pattern of all masks is slow, and most texts hold none of them: it is tried only where one of them alone matches.
holding_masked as materialized (
    select distinct spoken.paragraph_id
    from {{ ref('theme_masks') }} as mask
    inner join spoken on spoken.text ~ mask.pattern
    where mask.kind = 'mask'
),

-- ¶ stands before each new clause.
cut as materialized (
    select
        spoken.paragraph_id,
        spoken.unit_id,
        spoken.chapeau_text,
        regexp_replace(
            case
                when holding_masked.paragraph_id is null then spoken.text
                else regexp_replace(spoken.text, rules.masks, ' ~ ', 'g')
            end,
            rules.breaks, '¶\&', 'g'
        ) as text
    from spoken
    cross join rules
    left join holding_masked on spoken.paragraph_id = holding_masked.paragraph_id
),

-- All parts of a paragraph stand under the same words: these are read once.
chapeaus as materialized (
    select distinct
        chapeau_text,
        {{ plain_text('chapeau_text') }} as text
    from spoken
    where chapeau_text is not null
),

cut_chapeaus as (
    select
        chapeaus.chapeau_text,
        regexp_replace(regexp_replace(chapeaus.text, rules.masks, ' ~ ', 'g'), rules.breaks, '¶\&', 'g') as text
    from chapeaus
    cross join rules
),

-- What governs a sub-paragraph: the last clause above it.
governing as materialized (
    select distinct on (cut_chapeaus.chapeau_text)
        cut_chapeaus.chapeau_text,
        clause.text
    from cut_chapeaus
    cross join lateral regexp_split_to_table(cut_chapeaus.text, '¶|: *$') with ordinality as clause (text, position)
    where trim(clause.text) <> ''
    order by cut_chapeaus.chapeau_text asc, clause.position desc
)

select
    cut.paragraph_id,
    cut.unit_id,
    clause.position::integer as position,
    clause.text,
    governing.text as governing_text
from cut
left join governing on cut.chapeau_text = governing.chapeau_text
cross join lateral regexp_split_to_table(cut.text, '¶') with ordinality as clause (text, position)
where trim(clause.text) <> ''
