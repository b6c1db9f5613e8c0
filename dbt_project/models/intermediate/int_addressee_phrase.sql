-- One row per distinct phrase that a clause speaks to: the class that its noun decides, and the mission, body or country.
-- The noun is the last term that begins before the first preposition: "AU member States in the region" are member States.
with name as (
    select
        lower(spelling.name) as term,
        'peace_operation' as addressee_class,
        'mission' as named_kind,
        mission.mission_id as named_id,
        mission.mission_id as named
    from {{ ref('missions') }} as mission
    cross join lateral unnest(
        string_to_array(mission.mission_id || ';' || mission.name || coalesce(';' || mission.also_known_as, ''), ';')
    ) as spelling (name)
    union all
    select
        lower(spelling.name),
        body.addressee_class,
        'body',
        body.body_id,
        body.body_id
    from {{ ref('un_bodies') }} as body
    cross join lateral (values (body.body_id), (body.name)) as spelling (name)
),

country as (
    select
        spelling.term,
        spelling.is_state,
        country.country_id,
        country.name
    from (
        select alias_key as term, true as is_state, country_id from {{ ref('country_aliases') }}
        union all
        select {{ alias_key('nationality') }}, false, country_id from {{ ref('addressee_nationalities') }}
    ) as spelling
    inner join {{ ref('countries') }} as country on spelling.country_id = country.country_id
),

term as (
    select
        term,
        addressee_class,
        place
    from {{ ref('addressee_terms') }}
    union
    select
        replace(term, '’', ''''),
        addressee_class,
        'any'
    from name
    union
    select
        replace(name.term, '’', '''') || ' ' || part.word,
        'peace_operation',
        'any'
    from name
    cross join {{ ref('commitment_words') }} as force
    cross join lateral (values (force.pattern)) as part (word)
    where name.named_kind = 'mission' and force.role = 'force'
),

words as (
    select
        '^(?:(?:' || string_agg(pattern, '|') filter (where role = 'transparent') || ') of (?:the |all |its )*)+' as transparent,
        array_agg(pattern) filter (where role = 'stop') as stops,
        array_agg(pattern) filter (where role = 'bare_verb') as verbs,
        array_agg(pattern) filter (where role in ('stop', 'after')) as afters
    from {{ ref('commitment_words') }}
),

phrase as materialized (
    select
        phrase.phrase,
        string_to_array(
            regexp_replace(
                regexp_replace(lower(translate(phrase.phrase, '’“”,()', '''""')), '''s?(?= |$)|"', '', 'g'),
                words.transparent || '|^[0-9][0-9/]* ', ''
            ),
            ' '
        ) as words
    from (select distinct phrase from {{ ref('int_commitment_object') }} where phrase <> '') as phrase
    cross join words
),

bounded as materialized (
    select
        phrase.phrase,
        phrase.words,
        coalesce(
            (
                select min(word.position)
                from unnest(phrase.words) with ordinality as word (word, position)
                where word.word = any(words.stops)
                    or (word.position > 1 and word.word = any(words.afters))
                    or (word.position = 1 and word.word = any(words.verbs))
            ),
            cardinality(phrase.words) + 1
        )::integer as stop
    from phrase
    cross join words
),

part as materialized (
    select
        bounded.phrase,
        bounded.stop,
        first.position as first,
        first.position + size.words as until,
        size.words = cardinality(bounded.words) as is_all,
        array_to_string(bounded.words[first.position:first.position + size.words - 1], ' ') as text
    from bounded
    cross join lateral generate_series(1, least(cardinality(bounded.words), 14)) as first (position)
    cross join lateral generate_series(1, least(9, cardinality(bounded.words) - first.position + 1)) as size (words)
),

classed as (
    select distinct on (part.phrase)
        part.phrase,
        term.addressee_class,
        part.until >= part.stop as is_whole
    from part
    inner join term on part.text = term.term
    where part.first < part.stop
        and (term.place = 'any' or (term.place = 'first' and part.first = 1) or (term.place = 'only' and part.is_all))
        -- Whatever else it is, it is so as a whole: in "security sector reform", the sector is not who is asked.
        and (term.addressee_class <> 'other' or part.until >= part.stop)
    order by part.phrase asc, part.until desc, part.first asc, term.place desc, term.addressee_class asc
),

called as (
    select distinct on (part.phrase, name.addressee_class)
        part.phrase,
        name.addressee_class,
        name.named_kind,
        name.named_id,
        name.named
    from part
    inner join name on part.text = replace(name.term, '’', '''')
    order by part.phrase asc, name.addressee_class asc, length(part.text) desc, part.first asc
),

placed as (
    select distinct on (part.phrase)
        part.phrase,
        country.country_id,
        country.name,
        part.is_all and country.is_state as is_country
    from part
    inner join country on {{ alias_key('part.text') }} = country.term
    order by part.phrase asc, length(part.text) desc, part.first asc
)

select
    phrase.phrase,
    coalesce(classed.addressee_class, case when placed.is_country then 'national_authorities' end) as addressee_class,
    coalesce(classed.is_whole, placed.is_country, false) as is_whole,
    classed.addressee_class is null and coalesce(placed.is_country, false) as is_country,
    case when called.named_id is not null then called.named_kind when named.country_id is not null then 'country' end as named_kind,
    coalesce(called.named_id, named.country_id) as named_id,
    coalesce(called.named, named.name) as named
from phrase
left join classed on phrase.phrase = classed.phrase
left join called on phrase.phrase = called.phrase and classed.addressee_class = called.addressee_class
left join placed on phrase.phrase = placed.phrase
left join placed as named
    on phrase.phrase = named.phrase
        and (classed.addressee_class = 'national_authorities' or (classed.addressee_class is null and named.is_country))
