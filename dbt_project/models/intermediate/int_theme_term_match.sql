-- Clause × term of the lexicon that it matches, with the words that match. A term may need an anchor: near it (120 letters),
-- in its clause, or anywhere in its paragraph. Of an enumeration of four fields or more none counts for itself.
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
    inner join (select distinct paragraph_id, anchor_id from {{ ref('int_theme_anchor') }}) as anchor
        on clause.paragraph_id = anchor.paragraph_id
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
texts as materialized (
    select distinct
        anchor_id,
        scope,
        text
    from places
),

-- Term by term (offset 0), so that each pattern is compiled once, and only where its anchor is.
matched as materialized (
    select
        term.theme_id,
        term.term_id,
        term.unless_anchor,
        found.anchor_id,
        found.scope,
        found.text,
        substring(found.text from '(' || term.pattern || ')') as matched_text
    from terms as term
    cross join lateral (
        select anchored.*
        from (
            select texts.*
            from texts
            inner join scopes on texts.scope = scopes.looked_for_in
            where texts.anchor_id = term.needs_anchor and scopes.scope = term.scope
            offset 0
        ) as anchored
        where anchored.text ~ term.pattern
        offset 0
    ) as found
    where
        (term.unless = '' or found.text !~ term.unless)
        and (term.near_pattern is null or found.text ~ term.near_pattern)
        and (
            term.scope <> 'field'
            or (select count(*) from {{ ref('theme_fields') }} as field where found.text ~ field.pattern) < 4
        )
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
    on matched.anchor_id = places.anchor_id and matched.scope = places.scope and matched.text = places.text
where
    (places.paragraph_id, matched.unless_anchor) not in (
        select
            anchor.paragraph_id,
            anchor.anchor_id
        from {{ ref('int_theme_anchor') }} as anchor
    )
