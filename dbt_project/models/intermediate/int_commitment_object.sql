-- Whom a clause speaks to, as phrases: one row per clause, rule that found a phrase in it, and phrase of an enumeration.
-- Rank 1 is the grammatical object; a lower rank counts only where no phrase of a higher one names an addressee.
with lexicon as (
    select
        string_agg(pattern, '|') filter (where role = 'helper') as helper,
        string_agg(pattern, '|') filter (where role = 'aside') as aside,
        string_agg(pattern, '|') filter (where role = 'act') as act,
        ' (?:' || string_agg(pattern, '|') filter (where role in ('modal', 'bare_verb')) || ')\y.*$' as predicate,
        ' (?:' || string_agg(pattern, '|') filter (where role = 'modal') || '|is|are|be|constitutes?|continues?)\y.*$' as modal
    from {{ ref('commitment_words') }}
),

rule as (
    select
        rule.rule,
        rule.rank,
        rule.reads,
        rule.cue,
        string_to_array(rule.applies_to, ';') as shapes,
        replace(rule.pattern, '{act}', lexicon.act) as pattern
    from {{ ref('commitment_rules') }} as rule
    cross join lexicon
),

-- The subject of "that ... shall", without what stands before it: "that, until 30 June, all States shall".
object as (
    select
        shape.paragraph_id,
        shape.number,
        1 as rank,
        shape.shape as rule,
        case
            when shape.shape in ('that', 'decides that') then regexp_replace(
                regexp_replace(
                    coalesce(shape.request, shape.said),
                    '^ ?(?:, )?that(?:,[^,]*,| (?:in|within|for|upon|once|pursuant|as|when|if|following|before|after|by|until'
                    || '|at|during|with|should|where|on|from|starting|notwithstanding|under|subject|without|to)\y[^,]*,)*',
                    ''
                ),
                case shape.shape when 'that' then lexicon.predicate else lexicon.modal end,
                ''
            )
            when shape.shape = 'to' then shape.before_infinitive
            when shape.shape = 'thing' then regexp_replace(shape.request, lexicon.predicate, '')
            when shape.shape = 'itself' then 'Security Council'
        end as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lexicon
    where shape.shape <> 'states'
),

-- "encourages the Government to continue, the Commission to follow, and donors to support": two at least, else it is a list
-- within what is asked.
further as (
    select
        shape.paragraph_id,
        shape.number,
        1 as rank,
        'and to' as rule,
        part.found[1] as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lateral regexp_matches(
        shape.request, ',(?: and)? (?:for )?((?:(?:the|all|both|other|relevant|existing)\y|[A-Z])[^,;]+?) to [a-z]', 'g'
    ) as part (found)
    where shape.shape = 'to'
        and shape.request like '% to %, % to %, % to %'
        and regexp_count(
            shape.request, ',(?: and)? (?:for )?(?:(?:the|all|both|other|relevant|existing)\y|[A-Z])[^,;]+? to [a-z]'
        ) > 1
),

-- One rule after the other over all clauses, for Postgres keeps few expressions compiled.
ruled as (
    select
        matched.paragraph_id,
        matched.number,
        rule.rank,
        rule.rule,
        matched.phrase,
        matched.start
    from rule
    cross join lateral (
        select
            shape.paragraph_id,
            shape.number,
            case when rule.rule = 'and that' then regexp_replace(part.found[1], lexicon.predicate, '') else part.found[1] end as phrase,
            100 * part.place::integer as start
        from {{ ref('int_commitment_shape') }} as shape
        cross join lexicon
        cross join lateral (
            select case rule.reads when 'said' then shape.said when 'request' then shape.request else shape.context end as text
        ) as read
        cross join lateral regexp_matches(read.text, rule.pattern, 'g') with ordinality as part (found, place)
        where shape.shape = any(rule.shapes)
            and (rule.rule <> 'tasked' or shape.gives_tasks)
            and read.text ~ rule.cue
    ) as matched
),

international as (
    select
        paragraph_id,
        number,
        5 as rank,
        'international' as rule,
        'international community' as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }}
    where shape in ('that', 'to', 'thing') and context ~ (
        '\yinternational (?:[a-z-]+ ){0,3}(?:support|assistance|cooperation|contributions|aid|efforts|engagement|attention)\y'
    )
),

back as (
    select
        paragraph_id,
        number,
        6 as rank,
        'back' as rule,
        back as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }}
    where back is not null
),

-- What a later clause may look back to.
mention as (
    select
        shape.paragraph_id,
        shape.number,
        9 as rank,
        'mention' as rule,
        part.phrase,
        0 as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lateral string_to_table(
        regexp_replace(
            shape.said,
            ' (?:(?<!(?:overnments?|uthorities|Republic|Panel|Groups?|Representatives?|Office|League|ommunity|members)) of'
            || '|by|with|from|between|among|for|to|in|on|upon|at) |’s? ',
            E'\x01', 'g'
        ),
        E'\x01'
    ) as part (phrase)
    where shape.is_looked_back_to
),

found as (
    select * from object
    union all
    select * from further
    union all
    select * from ruled
    union all
    select * from international
    union all
    select * from back
    union all
    select * from mention
),

-- Who helps, and on what terms, is not who is asked.
cut as (
    select
        found.paragraph_id,
        found.number,
        found.rank,
        found.rule,
        found.start,
        regexp_replace(
            regexp_replace(
                regexp_replace(found.phrase, '(?<=[[:alnum:]’]),? (?:' || lexicon.helper || ')\y.*$', ''),
                ', (?:' || lexicon.aside || ')\y[^,]*(?=,|$)', '', 'g'
            ),
            ' (?:having|that|which|who|whose) (?:(?! and (?:their|other|all|relevant|the|its) )[^,])*', '', 'g'
        ) as phrase
    from found
    cross join lexicon
    where found.phrase is not null
),

-- "regional and international organizations" are two.
spelt as (
    select
        paragraph_id,
        number,
        rank,
        rule,
        start,
        regexp_replace(
            phrase,
            '([Rr]egional|international|intergovernmental|multilateral)(?=(?:,? (?:and |or )?(?:other |relevant )?'
            || '(?:sub-?regional|regional|international|intergovernmental|multilateral))+ organi[sz]ations)',
            '\1 organizations', 'g'
        ) as phrase
    from cut
),

-- Determiners do not tell who it is.
enumerated as (
    select
        spelt.paragraph_id,
        spelt.number,
        spelt.rank,
        spelt.rule,
        (spelt.start + one.position)::integer as position,
        regexp_replace(
            trim(one.phrase, ' ,;:.'),
            '^(?:(?:the|all|its|both|any|such|those|these|their|his|each|every|other|relevant|concerned|also|further|an?|of'
            || '|to|for|by|on|upon|from|between|remaining|various|different|respective|current|once again|again|particularly'
            || '|in particular|new|existing|including|and|or)(?: |$))+',
            ''
        ) as phrase
    from spelt
    cross join lateral string_to_table(
        regexp_replace(
            spelt.phrase,
            '(?:,|;)? (?:and/or|and|as well as|or|including|in particular|especially|notably|namely|such as|particularly'
            || '|inter alia|along with)[ ,]|, |;',
            E'\x01', 'g'
        ),
        E'\x01'
    ) with ordinality as one (phrase, position)
)

select
    paragraph_id,
    number,
    rank,
    rule,
    position,
    phrase
from enumerated
