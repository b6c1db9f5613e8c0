-- Clause × term of the lexicon that it matches, with the words that match. A term may need an anchor: near it (120 letters),
-- in its clause, or anywhere in its paragraph. Of an enumeration of four fields or more none counts for itself.
with clauses as materialized (
    select
        unit_id,
        paragraph_id,
        position,
        text,
        governing_text
    from {{ ref('int_theme_clause') }}
),

-- Where a term may be looked for: in clauses with its anchor, or in all clauses of paragraphs with it.
places as materialized (
    select
        anchor.anchor_id,
        'clause' as scope,
        clauses.unit_id,
        clauses.paragraph_id,
        clauses.position,
        clauses.text
    from clauses
    inner join {{ ref('int_theme_anchor') }} as anchor
        on clauses.paragraph_id = anchor.paragraph_id and clauses.position = anchor.position
    union all
    select
        anchor.anchor_id,
        'governing' as scope,
        clauses.unit_id,
        clauses.paragraph_id,
        clauses.position,
        clauses.governing_text as text
    from clauses
    inner join {{ ref('int_theme_anchor') }} as anchor
        on clauses.paragraph_id = anchor.paragraph_id and clauses.position = anchor.position
    where anchor.named_in = 'clause' and length(clauses.governing_text) <= 120
    union all
    select
        anchor.anchor_id,
        'paragraph' as scope,
        clauses.unit_id,
        clauses.paragraph_id,
        clauses.position,
        clauses.text
    from clauses
    inner join (select distinct paragraph_id, anchor_id from {{ ref('int_theme_anchor') }}) as anchor
        on clauses.paragraph_id = anchor.paragraph_id
    union all
    select
        '' as anchor_id,
        'clause' as scope,
        unit_id,
        paragraph_id,
        position,
        text
    from clauses
),

terms as materialized (
    select
        term.term_id,
        term.theme_id,
        term.pattern,
        coalesce(term.needs_anchor, '') as needs_anchor,
        term.scope,
        case when term.scope = 'paragraph' and anchor.anchor_id is not null then 'paragraph' else 'clause' end as looked_for_in,
        coalesce(term.unless, '') as unless,
        term.unless_anchor,
        case
            when term.scope = 'near'
                then '(?:' || anchor.pattern || ').{0,120}(?:' || term.pattern || ')|(?:'
                    || term.pattern || ').{0,120}(?:' || anchor.pattern || ')'
        end as near_pattern
    from {{ ref('theme_terms') }} as term
    left join {{ ref('theme_anchors') }} as anchor on term.needs_anchor = anchor.anchor_id
)

-- offset 0: term by term, so that each pattern is compiled once.
select
    matched.unit_id,
    matched.paragraph_id,
    matched.position,
    term.theme_id,
    term.term_id,
    substring(matched.text from '(' || term.pattern || ')') as matched_text
from terms as term
cross join lateral (
    select
        places.unit_id,
        places.paragraph_id,
        places.position,
        places.text
    from places
    where
        places.anchor_id = term.needs_anchor
        and (places.scope = term.looked_for_in or (places.scope = 'governing' and term.scope in ('clause', 'field')))
        and places.text ~ term.pattern
    offset 0
) as matched
where
    (term.unless = '' or matched.text !~ term.unless)
    and (
        term.scope <> 'field'
        or (select count(*) from {{ ref('theme_fields') }} as field where matched.text ~ field.pattern) < 4
    )
    and (term.near_pattern is null or matched.text ~ term.near_pattern)
    and not exists (
        select 1 from {{ ref('int_theme_anchor') }} as other
        where matched.paragraph_id = other.paragraph_id and term.unless_anchor = other.anchor_id
    )
