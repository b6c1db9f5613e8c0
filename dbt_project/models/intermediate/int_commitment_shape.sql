-- One row per clause with its shape: whether it asks somebody to do something, that something be done, or for a thing;
-- whether the Council speaks of itself; or whether it only states something. `request` is what is asked, `context`
-- where an agent may stand, `back` the word that looks back to somebody spoken of before ("requests him to").
with words as (
    select
        role,
        string_agg(pattern, '|') as pattern
    from {{ ref('commitment_words') }}
    group by role
),

lexicon as (
    select
        '^ (?:its|the) (?:[a-z-]+,? (?:and )?){0,3}(?:' || max(pattern) filter (where role = 'request')
        || ')\y(?: made| contained| addressed| expressed| set out| in (?:paragraphs?|resolutions?)(?: [^ ,]+){1,9}?)*'
        || '(?: to| on| upon| for)?( .*)$' as request,
        max(pattern) filter (where role = 'task') as task,
        '^ (?:its|the (?:Security )?Council’s) (?:[a-z-]+,? (?:and )?){0,3}(?:'
        || max(pattern) filter (where role = 'intention')
        || ')s?(?:,[^,]*,)? to (?!(?:the|its|all|an?|peace|ending|this)\y)[a-z]' as intention,
        '^ ?(?:that )?(?:(?:it|them|him|he|they)(?: |,|$)|(?:its|their|his) (?:[a-z-]+ ){0,2}(?:'
        || max(pattern) filter (where role = 'own_act')
        || ')\y|(?:such|these|this|further|additional) (?:[a-z-]+ ){0,2}(?:'
        || max(pattern) filter (where role = 'act') || ')\y)' as back,
        '^ that (?:it|the Council) (?:will|shall|intends|(?:remains|stands|is) (?:ready|prepared))\y' as itself,
        -- "to" before a verb, not before what a noun governs ("the parties to the conflict").
        ' to(?:$|[:,;]| (?!(?:' || max(pattern) filter (where role = 'no_infinitive') || ')\y)[a-z])' as infinitive
    from words
),

clause as (
    select
        clause.paragraph_id,
        clause.number,
        clause.verb_id,
        clause.kind,
        -- "with the following mandate:" at its end.
        clause.said ~ '(?:: ?|to)$' and clause.said ~ ('\y(?:' || lexicon.task || ')\y[^;:]*:? ?$') as gives_tasks,
        regexp_replace(
            regexp_replace(replace(left(clause.said, 500), '‑', '-'), ' \([^()]*\)', '', 'g'),
            '^(?:,[^,]*,)+ *|^, *|,? while [a-z]+ing\y.*$',
            ' ',
            'g'
        ) as said
    from {{ ref('int_commitment_clause') }} as clause
    cross join lexicon
    where clause.number > 0 or clause.completes_chapeau
),

-- What is asked again counts as asked: "reiterates its call, made in resolution 1325 (2000), on all States to".
asked as materialized (
    select
        clause.*,
        case
            when clause.kind = 'asks' then clause.said
            when clause.kind = 'repeats' then substring(clause.said from lexicon.request)
        end as request
    from clause
    cross join lexicon
),

shaped as materialized (
    select
        asked.*,
        regexp_instr(asked.request, lexicon.infinitive) - 1 as infinitive_at,
        substring(asked.request from lexicon.back) as back,
        coalesce(
            lead(asked.request) over (partition by asked.paragraph_id order by asked.number) ~ lexicon.back, false
        ) as is_looked_back_to,
        case
            when asked.request ~ '^ ?(?:, )?that\y' then 'that'
            when asked.request ~ lexicon.infinitive then 'to'
            when asked.request is not null then 'thing'
            -- That somebody has not complied is found, not asked.
            when asked.kind = 'decides'
                and asked.said ~ '^ ?(?:, )?that\y'
                and asked.said !~ '^ that [^,]* ha(?:s|ve) (?:not|failed)\y'
                then 'decides that'
            when asked.kind in ('decides', 'own') then 'itself'
            when asked.said ~ lexicon.intention then 'itself'
            when asked.said ~ lexicon.itself then 'itself'
            when asked.verb_id in ('determines', 'agrees') and asked.said ~ '^ to [a-z]' then 'itself'
            else 'states'
        end as shape
    from asked
    cross join lexicon
)

select
    paragraph_id,
    number,
    shape,
    gives_tasks,
    said,
    request,
    case
        when shape = 'to' and request !~ ' to be [a-z]+ed\y' then left(request, infinitive_at)
        else left(coalesce(request, said), 300)
    end as context,
    case when shape = 'to' then left(request, infinitive_at) end as before_infinitive,
    split_part(trim(regexp_replace(back, '^ ?that ', '')), ' ', 1) as back,
    is_looked_back_to
from shaped
