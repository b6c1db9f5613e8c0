-- Whom a clause speaks to, as phrases: one row per clause, rule that found a phrase in it, and part of an enumeration.
-- Rank 1 is the grammatical object; a lower rank counts only where no phrase of a higher one names an addressee.
with words as (
    select
        role,
        string_agg(pattern, '|') as pattern
    from {{ ref('commitment_words') }}
    group by role
),

lexicon as (
    select
        max(pattern) filter (where role = 'act') as act,
        '(?:(?<!(?:overnments?|uthorities|Republic|Panel|Groups?|Representatives?|Office|League|ommunity|members)) of'
        || '| (?:by|with|from|between|among|for|to|in|on|upon|at)) |’s? ' as preposition,
        max(pattern) filter (where role = 'adjunct') as adjunct,
        '\yinternational (?:[a-z-]+ ){0,3}(?:' || max(pattern) filter (where role = 'support') || ')\y' as support,
        ', (?:' || max(pattern) filter (where role = 'aside') || ')\y[^,]*(?=,|$)' as aside,
        '(?<=[[:alnum:]’]),? (?:' || max(pattern) filter (where role = 'helper') || ')\y.*$' as helper,
        '(?:,|;)? (?:' || max(pattern) filter (where role = 'conjunction') || ')[ ,]|, |;' as conjunction,
        '^(?:(?:' || max(pattern) filter (where role = 'determiner') || ')(?: |$))+' as determiner,
        ' (?:' || string_agg(pattern, '|') filter (where role in ('modal', 'bare_verb')) || ')\y.*$' as predicate,
        -- "the Mission, the Secretariat and donors", or up to the next comma
        '[^,;: ]+(?: [^,;: ]+){0,5}'
        || '(?:, (?:(?:the|all|other|relevant|international|regional|national|civil)\y|[A-Z])'
        || '[^ ,;:]*(?: (?!and )[^ ,;:]+){0,6})+,? and [^,;:]+|(?:(?! by )[^,;:])+' as list,
        ' (?:' || max(pattern) filter (where role = 'modal') || '|is|are|be|constitutes?|continues?)\y.*$' as modal,
        ',(?: and)? (?:for )?((?:(?:the|all|both|other|relevant|existing)\y|[A-Z])[^,;]+?) to [a-z]' as further
    from words
),

rule as (
    select
        rule.rule,
        rule.rank,
        rule.reads,
        rule.cue,
        string_to_array(rule.applies_to, ';') as shapes,
        replace(replace(rule.pattern, '{act}', lexicon.act), '{list}', lexicon.list) as pattern
    from {{ ref('commitment_rules') }} as rule
    cross join lexicon
),

-- The subject of "that ... shall" without what stands before it: "that, until 30 June, all States shall".
subject as (
    select
        shape.paragraph_id,
        shape.number,
        shape.shape,
        regexp_replace(
            coalesce(shape.request, shape.said),
            '^ ?(?:, )?that(?:,[^,]*,| (?:' || lexicon.adjunct || ')\y[^,]*,)*', ''
        ) as text
    from {{ ref('int_commitment_shape') }} as shape
    cross join lexicon
    where shape.shape in ('that', 'decides that')
),

object as (
    select
        subject.paragraph_id,
        subject.number,
        1 as rank,
        subject.shape as rule,
        regexp_replace(
            subject.text, case subject.shape when 'that' then lexicon.predicate else lexicon.modal end, ''
        ) as phrase,
        0 as start
    from subject
    cross join lexicon
    union all
    select
        shape.paragraph_id,
        shape.number,
        1 as rank,
        shape.shape as rule,
        case shape.shape
            when 'to' then shape.before_infinitive
            when 'thing' then regexp_replace(shape.request, lexicon.predicate, '')
            else 'Security Council'
        end as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lexicon
    where shape.shape in ('to', 'thing', 'itself')
),

-- "encourages the Government to continue, the Commission to follow, and donors to support": two at least, else it is a
-- list within what is asked.
further as (
    select
        shape.paragraph_id,
        shape.number,
        1 as rank,
        'and to' as rule,
        part.found[1] as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lexicon
    cross join lateral regexp_matches(shape.request, lexicon.further, 'g') as part (found)
    where shape.shape = 'to'
        and shape.request like '% to %, % to %, % to %'
        and regexp_count(shape.request, lexicon.further) > 1
),

texts as (
    select
        paragraph_id,
        number,
        shape,
        gives_tasks,
        jsonb_build_object('said', said, 'request', request, 'context', context) as texts
    from {{ ref('int_commitment_shape') }}
),

-- One rule after the other over all clauses, for Postgres keeps few expressions compiled.
ruled as (
    select
        matched.paragraph_id,
        matched.number,
        rule.rank,
        rule.rule,
        case rule.rule
            when 'and that' then regexp_replace(matched.phrase, lexicon.predicate, '') else matched.phrase
        end as phrase,
        matched.start
    from rule
    cross join lexicon
    cross join lateral (
        select
            texts.paragraph_id,
            texts.number,
            part.found[1] as phrase,
            100 * part.place::integer as start
        from texts
        cross join
            lateral regexp_matches(texts.texts ->> rule.reads, rule.pattern, 'g')
            with ordinality as part (found, place)
        where texts.shape = any(rule.shapes)
            and (rule.rule <> 'tasked' or texts.gives_tasks)
            and texts.texts ->> rule.reads ~ rule.cue
    ) as matched
),

international as (
    select
        shape.paragraph_id,
        shape.number,
        5 as rank,
        'international' as rule,
        'international community' as phrase,
        0 as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lexicon
    where shape.shape in ('that', 'to', 'thing') and shape.context ~ lexicon.support
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
        100 * part.place::integer as start
    from {{ ref('int_commitment_shape') }} as shape
    cross join lexicon
    cross join
        lateral regexp_split_to_table(shape.said, lexicon.preposition) with ordinality as part (phrase, place)
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
            regexp_replace(regexp_replace(found.phrase, lexicon.helper, ''), lexicon.aside, '', 'g'),
            ' (?:having|that|which|who|whose) (?:(?! and (?:their|other|all|relevant|the|its) )[^,])*', '', 'g'
        ) as phrase
    from found
    cross join lexicon
    where found.phrase is not null
),

-- "regional and international organizations" are two, and so are "the Georgian and the Abkhaz sides".
spelt as (
    select
        paragraph_id,
        number,
        rank,
        rule,
        start,
        regexp_replace(
            regexp_replace(
                phrase,
                '([Rr]egional|international|intergovernmental|multilateral)(?=(?:,? (?:and |or )?(?:other |relevant )?'
                || '(?:sub-?regional|regional|international|intergovernmental|multilateral))+ organi[sz]ations)',
                '\1 organizations', 'g'
            ),
            '([A-Z][a-z]+) and (the )?([A-Z][a-z]+) (sides|authorities|[Gg]overnments|forces)\y',
            '\1 \4 and \2\3 \4', 'g'
        ) as phrase
    from cut
)

-- Determiners do not tell who it is, nor how it is done ("the need for the parties strictly to").
select
    spelt.paragraph_id,
    spelt.number,
    spelt.rank,
    spelt.rule,
    (spelt.start + one.position)::integer as position,
    regexp_replace(
        regexp_replace(trim(one.phrase, ' ,;:.'), lexicon.determiner, ''),
        ' (?!assembly|family|ally)[a-z]+ly$', ''
    ) as phrase
from spelt
cross join lexicon
cross join lateral string_to_table(
    regexp_replace(spelt.phrase, lexicon.conjunction, E'\x01', 'g'), E'\x01'
) with ordinality as one (phrase, position)
