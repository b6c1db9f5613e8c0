-- One row per clause with its shape: whether it asks somebody to do something, that something be done, or for a thing; whether
-- the Council speaks of itself; or whether it only states something. `request` is what is asked, `context` where an agent may
-- stand, `back` the word that looks back to somebody spoken of before ("requests him to").
with lexicon as (
    select
        '^ ?(?:that )?(?:(?:it|them|him|he|they)(?: |,|$)|(?:its|their|his) (?:[a-z-]+ ){0,2}(?:engagement|efforts?'
        || '|assistance|support|cooperation|contributions?|work|endeavours|attention|activities)\y'
        || '|(?:such|these|this|further|additional) (?:[a-z-]+ ){0,2}(?:' || string_agg(pattern, '|') || ')\y)' as back,
        -- "to" before a verb, not before what a noun governs ("the parties to the conflict").
        ' to(?:$|[:,;]| (?!(?:the|an?|all|its|their|his|this|these|those|such|any|both|other|which|whom|armed|conflicts?'
        || '|paragraphs?|resolutions?|peace|humanitarian|justice|date|it|them|each|[A-Z“0-9])\y)[a-z])' as infinitive
    from {{ ref('commitment_words') }}
    where role = 'act'
),

clause as (
    select
        paragraph_id,
        number,
        verb_id,
        kind,
        -- "with the following mandate:" at its end.
        said ~ '(?:: ?|to)$'
        and said ~ '\y(?:mandates?|tasks|functions|responsibilities|duties|objectives)\y[^;:]*:? ?$' as gives_tasks,
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
        lexicon.infinitive,
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
            when asked.said ~ (
                '^ (?:its|the Council’s) (?:[a-z-]+,? (?:and )?){0,3}(?:intention|readiness|determination|commitment'
                || '|willingness|intent|resolve)s?(?:,[^,]*,)? to (?!(?:the|its|all|an?|peace|ending|this)\y)[a-z]'
            ) then 'itself'
            when asked.said ~ '^ that (?:it|the Council) (?:will|shall|intends|remains ready|stands ready|is ready|is prepared)\y'
                then 'itself'
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
        when shape = 'to' and request !~ ' to be [a-z]+ed\y' then left(request, regexp_instr(request, infinitive) - 1)
        else left(coalesce(request, said), 300)
    end as context,
    case when shape = 'to' then left(request, regexp_instr(request, infinitive) - 1) end as before_infinitive,
    split_part(trim(regexp_replace(back, '^ ?that ', '')), ' ', 1) as back,
    is_looked_back_to
from shaped
