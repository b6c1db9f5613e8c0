-- Commitments, paragraphs and resolutions behind the figures of rpt_commitment_year. A commitment is a pair of verb and
-- class of addressee in a paragraph, however many of the class it names.
with pairs as (
    select
        commitment.year,
        commitment.symbol,
        commitment.paragraph_id,
        commitment.verb_id,
        commitment.addressee_class,
        bool_or(commitment.due_type is not null) as has_due,
        bool_or(commitment.named_id is not null) as is_named,
        bool_and(commitment.inherited) as is_inherited,
        bool_or(commitment.is_wps) as is_wps
    from fct_commitment as commitment
    where commitment.asks and commitment.year = %(year)s
    group by
        commitment.year,
        commitment.symbol,
        commitment.paragraph_id,
        commitment.verb_id,
        commitment.addressee_class
),

cells as (
    select
        pairs.*,
        concat_ws('|', pairs.paragraph_id, pairs.verb_id, pairs.addressee_class) as commitment,
        paragraph.top_paragraph_id,
        paragraph.ordinal,
        paragraph.locator as place,
        array[pairs.year::text, scopes.scope, of_class.value, of_verb.value] as key
    from pairs
    inner join fct_paragraph as paragraph on pairs.paragraph_id = paragraph.paragraph_id
    inner join (values ('wps'), ('all')) as scopes (scope) on pairs.is_wps or scopes.scope = 'all'
    cross join lateral (values ('all'), (coalesce(pairs.addressee_class, 'unknown'))) as of_class (value)
    cross join lateral (values ('all'), (coalesce(pairs.verb_id, 'unknown'))) as of_verb (value)
)

select
    cells.key,
    listed.figure,
    'commitment' as kind,
    cells.commitment as object,
    null as places
from cells
cross join lateral (
    values
    ('commitments', true),
    ('with_due', cells.has_due),
    ('with_named_addressee', cells.is_named),
    ('inherited', cells.is_inherited)
) as listed (figure, counts)
where listed.counts
union all
select
    key,
    'numerator',
    'paragraph',
    top_paragraph_id,
    string_agg(distinct place collate "C", '; ')
from cells
group by key, top_paragraph_id
union all
select
    key,
    'resolutions',
    'resolution',
    symbol,
    null
from cells
group by key, symbol
