with spellings as (
    select
        verb_id,
        lower(head) as spelling
    from {{ ref('verb_forms') }}
    where not only_first
    union
    select
        verb_id,
        'expresses its ' || noun as spelling
    from {{ ref('verb_nouns') }}
),

spelt as (
    select
        verb_id,
        string_agg(spelling, '; ' order by spelling) as spellings
    from spellings
    group by verb_id
),

used as (
    select
        verb_id,
        count(distinct paragraph_id) filter (where not inherited) as paragraphs
    from {{ ref('int_commitment') }}
    group by verb_id
)

select
    verb.verb_id,
    verb.kind,
    spelt.spellings,
    coalesce(used.paragraphs, 0)::integer as paragraphs
from {{ ref('verbs') }} as verb
left join spelt on verb.verb_id = spelt.verb_id
left join used on verb.verb_id = used.verb_id
