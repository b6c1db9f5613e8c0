-- Clause × term of the lexicon that it matches, with the words that match. A term may need an anchor: near it (120
-- letters), in its clause, or anywhere in its paragraph. Of an enumeration of four fields or more none counts for
-- itself.
with terms as materialized (
    select
        term.term_id,
        term.theme_id,
        term.pattern,
        coalesce(term.unless, '') as unless,
        coalesce(term.unless_anchor, '') as unless_anchor,
        coalesce(term.needs_anchor, '') as needs_anchor,
        term.scope,
        case
            when term.scope = 'near'
                then '(?:' || anchor.pattern || ').{0,120}(?:' || term.pattern || ')|(?:'
                    || term.pattern || ').{0,120}(?:' || anchor.pattern || ')'
        end as near_pattern
    from {{ ref('theme_terms') }} as term
    left join {{ ref('theme_anchors') }} as anchor on term.needs_anchor = anchor.anchor_id
),

paragraph_anchors as (
    select distinct
        paragraph_id,
        anchor_id
    from {{ ref('int_theme_anchor') }}
),

-- Where a term may be looked for: in clauses with its anchor, in headings above them, in all clauses of paragraphs with
-- it, and, where it needs none, in all clauses.
places as materialized (
    select
        anchor.anchor_id,
        'clause' as scope,
        clause.unit_id,
        clause.paragraph_id,
        clause.position,
        clause.text
    from {{ ref('int_theme_clause') }} as clause
    inner join {{ ref('int_theme_anchor') }} as anchor
        on clause.paragraph_id = anchor.paragraph_id and clause.position = anchor.position
    union all
    select
        anchor.anchor_id,
        'heading' as scope,
        clause.unit_id,
        clause.paragraph_id,
        clause.position,
        clause.governing_text as text
    from {{ ref('int_theme_clause') }} as clause
    inner join {{ ref('int_theme_anchor') }} as anchor
        on clause.paragraph_id = anchor.paragraph_id and clause.position = anchor.position
    where anchor.named_in = 'clause' and length(clause.governing_text) <= 120
    union all
    select
        anchor.anchor_id,
        'paragraph' as scope,
        clause.unit_id,
        clause.paragraph_id,
        clause.position,
        clause.text
    from {{ ref('int_theme_clause') }} as clause
    inner join paragraph_anchors as anchor on clause.paragraph_id = anchor.paragraph_id
    union all
    select
        '' as anchor_id,
        'clause' as scope,
        clause.unit_id,
        clause.paragraph_id,
        clause.position,
        clause.text
    from {{ ref('int_theme_clause') }} as clause
),

scopes as (
    select
        scope,
        looked_for_in
    from (
        values ('clause', 'clause'), ('clause', 'heading'), ('field', 'clause'), ('field', 'heading'),
        ('near', 'clause'), ('paragraph', 'paragraph')
    ) as listed (scope, looked_for_in)
),

-- Resolutions repeat each other: each text is looked at once, wherever it stands.
different as (
    select distinct
        anchor_id,
        scope,
        text
    from places
),

texts as materialized (
    select
        anchor_id,
        scope,
        array_agg(text) as texts
    from different
    group by anchor_id, scope
),

-- Texts in arrays keep the planner from turning the join round: term by term, each pattern is compiled once.
found as materialized (
    select
        term.*,
        texts.scope as looked_for_in,
        clause.text
    from terms as term
    inner join scopes on term.scope = scopes.scope
    inner join texts on term.needs_anchor = texts.anchor_id and scopes.looked_for_in = texts.scope
    cross join lateral unnest(texts.texts) as clause (text)
    where clause.text ~ term.pattern
),

enumerating as (
    select found.text
    from {{ ref('theme_fields') }} as field
    inner join found on found.scope = 'field' and found.text ~ field.pattern
    group by found.text
    having count(distinct field.field_id) >= 4
),

matched as materialized (
    select
        theme_id,
        term_id,
        unless_anchor,
        needs_anchor,
        looked_for_in,
        text,
        substring(text from '(' || pattern || ')') as matched_text
    from found
    where
        (unless = '' or text !~ unless)
        and (near_pattern is null or text ~ near_pattern)
        and (scope <> 'field' or text not in (select enumerating.text from enumerating))
)

select distinct
    places.unit_id,
    places.paragraph_id,
    places.position,
    matched.theme_id,
    matched.term_id,
    matched.matched_text
from matched
inner join places
    on matched.needs_anchor = places.anchor_id and matched.looked_for_in = places.scope and matched.text = places.text
where
    (places.paragraph_id, matched.unless_anchor) not in (
        select
            anchor.paragraph_id,
            anchor.anchor_id
        from {{ ref('int_theme_anchor') }} as anchor
    )
