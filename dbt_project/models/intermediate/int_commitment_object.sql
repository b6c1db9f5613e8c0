-- Whom a clause speaks to, as phrases: one row per clause, rule that found a phrase in it, and phrase of an enumeration.
-- Rank 1 is the grammatical object; a lower rank counts only where no phrase of a higher one names an addressee.
with lexicon as (
    select
        string_agg(pattern, '|') filter (where role = 'helper') as helper,
        string_agg(pattern, '|') filter (where role = 'aside') as aside,
        ' (?:' || string_agg(pattern, '|') filter (where role in ('modal', 'bare_verb')) || ')\y.*$' as predicate,
        ' (?:' || string_agg(pattern, '|') filter (where role = 'modal') || '|is|are|be|constitutes?|continues?)\y.*$' as modal,
        '^ ?(?:that )?(?:[a-z’-]+,? ){0,7}?(?:' || string_agg(pattern, '|') filter (where role = 'act')
        || ')(?: (?:in|for|on|to|with|at)(?: [a-z-]+){1,4}?)?,? (?:of|from|between|among) ([^,;:]+)' as act,
        -- Whoever was spoken of before: "requests him to", "encourages its continued engagement", "calls for further deployment".
        '^ ?(?:that )?(?:(?:it|them|him|he|they)(?: |,|$)|(?:its|their|his) (?:[a-z-]+ ){0,2}(?:engagement|efforts?|assistance|support'
        || '|cooperation|contributions?|work|endeavours|attention|activities)\y'
        || '|(?:such|these|this|further|additional) (?:[a-z-]+ ){0,2}(?:' || string_agg(pattern, '|') filter (where role = 'act') || ')\y)' as back,
        -- "to" before a verb, not before what a noun governs ("the parties to the conflict").
        ' to(?:$|[:,;]| (?!(?:the|an?|all|its|their|his|this|these|those|such|any|both|other|which|whom|armed|conflicts?'
        || '|paragraphs?|resolutions?|peace|humanitarian|justice|date|it|them|each|[A-Z“0-9])\y)[a-z])' as infinitive,
        ',(?: and)? (?:for )?((?:(?:the|all|both|other|relevant|existing)\y|[A-Z])[^,;]+?) to [a-z]' as further
    from {{ ref('commitment_words') }}
),

clause as (
    select
        paragraph_id,
        number,
        verb_id,
        kind,
        -- "with the following mandate:" at its end.
        said ~ '(?:: ?|to)$' and said ~ '\y(?:mandates?|tasks|functions|responsibilities|duties|objectives)\y[^;:]*:? ?$' as gives_tasks,
        regexp_replace(
            regexp_replace(replace(left(said, 500), '‑', '-'), ' \([^()]*\)', '', 'g'),
            '^(?:,[^,]*,)+ *|^, *|,? while [a-z]+ing\y.*$', ' ', 'g'
        ) as said
    from {{ ref('int_commitment_clause') }}
    where number > 0 or completes_chapeau
),

-- What is asked again counts as asked: "reiterates its call on all States to".
asked as materialized (
    select
        clause.*,
        case
            when kind = 'asks' then said
            when kind = 'repeats' then substring(
                said
                from '^ (?:its|the) (?:[a-z-]+,? (?:and )?){0,3}(?:requests?|calls?|demands?|appeals?|invitations?'
                || '|encouragement|recommendations?)\y(?: made| contained| addressed| expressed| set out'
                || '| in (?:paragraphs?|resolutions?)(?: [^ ,]+){1,9}?)*(?: to| on| upon| for)?( .*)$'
            )
        end as request
    from clause
),

shaped as materialized (
    select
        asked.*,
        substring(request from lexicon.back) as back,
        lead(request) over (partition by paragraph_id order by number) ~ lexicon.back as is_looked_back_to,
        case
            when request ~ '^ ?(?:, )?that\y' then 'that'
            when request ~ lexicon.infinitive then 'to'
            when request is not null then 'thing'
            -- That somebody has not complied is found, not asked.
            when kind = 'decides' and said ~ '^ ?(?:, )?that\y' and said !~ '^ that [^,]* ha(?:s|ve) (?:not|failed)\y' then 'decides that'
            when kind in ('decides', 'own') then 'itself'
            when said ~ (
                '^ (?:its|the Council’s) (?:[a-z-]+,? (?:and )?){0,3}(?:intention|readiness|determination|commitment|willingness'
                || '|intent|resolve)s?(?:,[^,]*,)? to (?!(?:the|its|all|an?|peace|ending|this)\y)[a-z]'
            )
            or said ~ '^ that (?:it|the Council) (?:will|shall|intends|remains ready|stands ready|is ready|is prepared)\y'
            or (verb_id in ('determines', 'agrees') and said ~ '^ to [a-z]')
                then 'itself'
            else 'states'
        end as shape
    from asked
    cross join lexicon
),

object as materialized (
    select
        shaped.paragraph_id,
        shaped.number,
        shaped.shape,
        shaped.request,
        case
            when shape in ('that', 'decides that') then regexp_replace(
                regexp_replace(
                    coalesce(request, said),
                    '^ ?(?:, )?that(?:,[^,]*,| (?:in|within|for|upon|once|pursuant|as|when|if|following|before|after|by|until|at'
                    || '|during|with|should|where|on|from|starting|notwithstanding|under|subject|without|to)\y[^,]*,)*',
                    ''
                ),
                case shape when 'that' then lexicon.predicate else lexicon.modal end,
                ''
            )
            when shape = 'to' then left(request, regexp_instr(request, lexicon.infinitive) - 1)
            when shape = 'thing' then regexp_replace(request, lexicon.predicate, '')
        end as phrase,
        case
            when shape = 'to' and request !~ ' to be [a-z]+ed\y' then left(request, regexp_instr(request, lexicon.infinitive) - 1)
            else left(request, 300)
        end as context
    from shaped
    cross join lexicon
    where shape in ('that', 'to', 'thing', 'decides that')
),

-- The rules, each a pattern whose group is the phrase.
found as (
    select
        paragraph_id,
        number,
        1 as rank,
        shape,
        phrase,
        0 as start
    from object
    union all
    select paragraph_id, number, 1, 'itself', 'Security Council', 0
    from shaped
    where shape = 'itself'
    union all
    -- "that all parties cease attacks and that the Government hold those responsible to account"
    select object.paragraph_id, object.number, 1, 'and that', regexp_replace(part.found[1], lexicon.predicate, ''), 0
    from object
    cross join lexicon
    cross join lateral regexp_matches(request, ',? and that ([^,;]+)', 'g') as part (found)
    where shape = 'that' and request like '% and that %'
    union all
    -- "encourages the Government to continue, the Commission to follow, and donors to support": two at least.
    select object.paragraph_id, object.number, 1, 'and to', part.found[1], 0
    from object
    cross join lexicon
    cross join lateral regexp_matches(request, lexicon.further, 'g') as part (found)
    where shape = 'to' and request like '% to %, % to %, % to %' and regexp_count(request, lexicon.further) > 1
    union all
    select object.paragraph_id, object.number, 2, 'agent', part.found[1], 0
    from object
    cross join lateral regexp_matches(
        context, '\y(?:by|on the part of) ([^,;:]+)', 'g'
    ) as part (found)
    where context ~ ' (?:by|part of) '
    union all
    select paragraph_id, number, 3, 'owner', substring(context from lexicon.act), 0
    from object
    cross join lexicon
    where context ~ ' (?:of|from|between|among) '
    union all
    select object.paragraph_id, object.number, 3, 'from', part.found[1], 0
    from object
    cross join lateral regexp_matches(context, '^ ?(?:[a-z’-]+,? ){0,5}?[a-z]+ from ([^,;:]+)') as part (found)
    where shape = 'thing' and context like '% from %'
    union all
    select object.paragraph_id, object.number, 4, 'body', part.found[1], 0
    from object
    cross join lateral regexp_matches(
        context, '\y(?:within|mandates? of|staff of|work of|throughout|components? of|structure of|size of|strength of|level of) ([^,;:]+)', 'g'
    ) as part (found)
    where shape <> 'decides that' and context ~ 'within|mandate|staff|work|throughout|component|structure|size|strength|level'
    union all
    select paragraph_id, number, 5, 'international', 'international community', 0
    from object
    where shape <> 'decides that' and context ~ '\yinternational (?:[a-z-]+ ){0,3}(?:support|assistance|cooperation|contributions|aid|efforts|engagement|attention)\y'
    union all
    select paragraph_id, number, 2, 'mandate', substring(
        said from '^ that[^;:]*? (?:mandates?|tasks|functions) of ([^,;:]+?) (?:shall|should|will|must|is|are)\y'
    ), 0
    from shaped
    where shape = 'decides that' and said ~ '(?:mandates?|tasks|functions) of '
    union all
    -- "to establish a mission with the following mandate:"
    select paragraph_id, number, 0, 'tasked', substring(
        said
        from ' to (?:establish|re-establish|create|set up|deploy|authorize|appoint|extend|renew)\y,? ([^;:]+)'
    ), 0
    from shaped
    where shape in ('itself', 'to') and gives_tasks
        and said ~ ' to (?:establish|re-establish|create|set up|deploy|authorize|appoint|extend|renew)\y'
    union all
    select shaped.paragraph_id, shaped.number, 1, 'must', part.found[1], 100 * part.place::integer
    from shaped
    cross join lateral regexp_matches(
        said,
        '\ythat ((?:[a-z]+ )?[^;:]+?) (?:(?:must|shall|should|ought to|needs? to|has to|have to)(?! (?:not )?be (?:[a-z]+ly )?(?!prepared|committed|guided|based|able)[a-z]+(?:ed|en|lt|ut)\y)'
        || '|(?:has|have|bears?|holds?|retains?)(?: the| a)?(?: [a-z]+)? (?:responsibilit|obligation|dut))', 'g'
    ) with ordinality as part (found, place)
    where shape = 'states' and said like '%that %'
        and said ~ ' (?:must|shall|should|ought|needs?|ha(?:s|ve) to|ha(?:s|ve)[a-z ]* (?:resp|obl|dut)|bears?|holds|retains)\y'
    union all
    select paragraph_id, number, 2, 'must be', substring(
        said from '\y(?:must|shall|should|needs? to)(?: not)? be (?:[a-z]+ly )?[a-z]+(?:ed|en)(?: by| [^;:]*implementing [^;:]*mandates? of) ([^,;:]+)'
    ), 0
    from shaped
    where shape = 'states' and said ~ ' (?:must|shall|should|needs? to)(?: not)? be .*(?:mandates? of|by) '
    union all
    select shaped.paragraph_id, shaped.number, 1, 'need', part.found[1], 100 * part.place::integer
    from shaped
    cross join lateral regexp_matches(
        said,
        '\y(?:need|necessity|importance|urgency|imperative|incumbent|it is (?:[a-z]+ )?(?:important|essential|critical|vital|crucial|necessary))'
        || '(?: [a-z]+)? (?:for|on|upon) ([^;:]+?) to\y', 'g'
    ) with ordinality as part (found, place)
    where shape = 'states'
        and said ~ ' (?:need|necessity|importance|urgency|imperative|important|essential|critical|vital|crucial|necessary|incumbent)(?: [a-z]+)? (?:for|on|upon) '
    union all
    select shaped.paragraph_id, shaped.number, 1, 'duty', part.found[1], 0
    from shaped
    cross join lateral regexp_matches(
        said,
        '\y(?:(?:responsibilit(?:y|ies)|obligations?|dut(?:y|ies)) (?:of|on)|(?:responsibilit|obligation|dut)[^,;:]* (?:lies|rests) with) ([^,;:]+)', 'g'
    ) as part (found)
    where shape = 'states' and said ~ '(?:responsibilit(?:y|ies)|obligations?|dut(?:y|ies)) '
        and said !~ 'not affect|without prejudice|under the (?:[a-z]+ )?responsibility'
    union all
    select shaped.paragraph_id, shaped.number, 1, 'whose duty', part.found[1], 0
    from shaped
    cross join lateral regexp_matches(
        said, '((?:[^ ]+ ){1,5}[^ ]+)’s? (?:[a-z]+ ){0,3}(?:responsibilit|obligation|dut)', 'g'
    ) as part (found)
    where shape = 'states' and said ~ '’s? [a-z ]*(?:responsibilit|obligation|dut)' and said !~ 'not affect|without prejudice'
    union all
    select shaped.paragraph_id, shaped.number, 1, 'importance of doing', part.found[1], 100 * part.place::integer
    from shaped
    cross join lateral regexp_matches(
        said, '\yimportance of ([^;:]+?)(?: and [a-z]+|,[^,]*,)? (?:[a-z]+ly )?(?!including|regarding|concerning|pending|following|during|ongoing|according|pending)[a-z]+ing\y', 'g'
    ) with ordinality as part (found, place)
    where shape = 'states' and said like '% importance of %' and part.found[1] !~ '(?: (?:is|are)|’s?)$|^(?:[a-z]+ly )?[a-z]+ing\y'
    union all
    select shaped.paragraph_id, shaped.number, 1, 'importance of act by', part.found[1], 0
    from shaped
    cross join lateral regexp_matches(
        said, '\yimportance of [^;:]+? by ((?:the |all |both |its |relevant )*[^,;:]+)', 'g'
    ) as part (found)
    where shape = 'states' and said like '% importance of % by %'
    union all
    -- What a later clause may look back to, and the clause that does.
    select shaped.paragraph_id, shaped.number, 9, 'mention', part.phrase, 0
    from shaped
    cross join lateral string_to_table(
        regexp_replace(said, ' (?:(?<!(?:overnments?|uthorities|Republic|Panel|Groups?|Representatives?|Office|League|ommunity|members)) of|by|with|from|between|among|for|to|in|on|upon|at) |’s? ', E'\x01', 'g'), E'\x01'
    ) as part (phrase)
    where is_looked_back_to
    union all
    select paragraph_id, number, 6, 'back', split_part(trim(regexp_replace(back, '^ ?that ', '')), ' ', 1), 0
    from shaped
    where back is not null
),

-- Who helps, and on what terms, is not who is asked.
cut as (
    select
        found.paragraph_id,
        found.number,
        found.rank,
        found.shape,
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

enumerated as (
    select
        cut.paragraph_id,
        cut.number,
        cut.rank,
        cut.shape,
        cut.start + one.position as position,
        -- Determiners do not tell who it is.
        regexp_replace(
            trim(one.phrase, ' ,;:.'),
            '^(?:(?:the|all|its|both|any|such|those|these|their|his|each|every|other|relevant|concerned|also|further|an?|of'
            || '|to|for|by|on|upon|from|between|remaining|various|different|respective|current|once again|again|particularly'
            || '|in particular|new|existing|including|and|or)(?: |$))+',
            ''
        ) as phrase
    from cut
    cross join lateral string_to_table(
        regexp_replace(
            regexp_replace(
                phrase,
                '([Rr]egional|international|intergovernmental|multilateral)'
                || '(?=(?:,? (?:and |or )?(?:other |relevant )?(?:sub-?regional|regional|international|intergovernmental|multilateral))+'
                || ' organi[sz]ations)',
                '\1 organizations', 'g'
            ),
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
    shape,
    position::integer as position,
    phrase
from enumerated
