-- One row per distinct phrase that a clause speaks to: the class that its noun decides, and the mission, body or
-- country. The noun is the last term that begins before the first preposition: "AU member States in the region" are
-- member States.
with names as (
    select
        lower(translate(spelling.name, '’', '''')) as term,
        'peace_operation' as addressee_class,
        'mission' as named_kind,
        mission.mission_id as named_id
    from {{ ref('missions') }} as mission
    cross join
        lateral string_to_table(
            concat_ws(';', mission.mission_id, mission.name, mission.also_known_as), ';'
        ) as spelling (name)
    union
    select
        lower(translate(spelling.name, '’', '''')) as term,
        body.addressee_class,
        'body' as named_kind,
        body.body_id as named_id
    from {{ ref('un_bodies') }} as body
    cross join lateral string_to_table(concat_ws('|', body.body_id, body.name), '|') as spelling (name)
    union
    select
        lower(translate(spelling.name, '’', '''')) as term,
        body.addressee_class,
        'body' as named_kind,
        body.body_id as named_id
    from {{ ref('addressee_bodies') }} as body
    cross join lateral string_to_table(concat_ws('|', body.body_id, body.name), '|') as spelling (name)
),

countries as (
    select
        alias_key as term,
        true as is_state,
        country_id
    from {{ ref('country_aliases') }}
    union
    select
        {{ alias_key('nationality') }} as term,
        false as is_state,
        country_id
    from {{ ref('addressee_nationalities') }}
),

terms as (
    select
        term,
        addressee_class,
        place
    from {{ ref('addressee_terms') }}
    union
    select
        term,
        addressee_class,
        'any' as place
    from names
    union
    -- "AMISOM forces", "UNMIL police"
    select
        names.term || ' ' || part.pattern as term,
        names.addressee_class,
        'any' as place
    from names
    cross join {{ ref('commitment_words') }} as part
    where names.named_kind = 'mission' and part.role = 'force'
),

words as (
    select
        '^(?:(?:' || string_agg(pattern, '|') filter (where role = 'transparent')
        || ') of (?:the |all |its )*)+|^[0-9][0-9/]* ' as transparent,
        array_agg(pattern) filter (where role = 'stop') as stops,
        array_agg(pattern) filter (where role = 'bare_verb') as verbs,
        array_agg(pattern) filter (where role in ('stop', 'after')) as afters
    from {{ ref('commitment_words') }}
),

said as (
    select distinct phrase
    from {{ ref('int_commitment_object') }}
    where phrase <> ''
),

-- Letters without quotation marks and possessives, and without what only leads to the noun: "members of the Committee".
phrases as materialized (
    select
        said.phrase,
        string_to_array(
            regexp_replace(
                regexp_replace(lower(translate(said.phrase, '’“”,()', '''""')), '''s?(?= |$)|"', '', 'g'),
                words.transparent, ''
            ),
            ' '
        ) as words
    from said
    cross join words
),

bounds as materialized (
    select
        phrases.phrase,
        min(word.position)::integer as stop
    from phrases
    cross join words
    cross join lateral unnest(phrases.words) with ordinality as word (word, position)
    where word.word = any(words.stops)
        or (word.position > 1 and word.word = any(words.afters))
        or (word.position = 1 and word.word = any(words.verbs))
    group by phrases.phrase
),

parts as materialized (
    select
        phrases.phrase,
        coalesce(bounds.stop, cardinality(phrases.words) + 1) as stop,
        start.position as start,
        start.position + size.words as until,
        size.words = cardinality(phrases.words) as is_all,
        array_to_string(phrases.words[start.position:start.position + size.words - 1], ' ') as text
    from phrases
    left join bounds on phrases.phrase = bounds.phrase
    cross join lateral generate_series(1, least(cardinality(phrases.words), 14)) as start (position)
    cross join lateral generate_series(1, least(9, cardinality(phrases.words) - start.position + 1)) as size (words)
),

classed as (
    select distinct on (parts.phrase)
        parts.phrase,
        terms.addressee_class,
        parts.until,
        parts.until >= parts.stop as is_whole
    from parts
    inner join terms on parts.text = terms.term
    where parts.start < parts.stop
        and (
            terms.place = 'any'
            or (terms.place = 'first' and parts.start = 1)
            or (terms.place = 'only' and parts.is_all)
        )
        -- Whatever else it is, it is so as a whole: in "security sector reform", the sector is not who is asked.
        and (terms.addressee_class <> 'other' or parts.until >= parts.stop)
    order by parts.phrase asc, parts.until desc, parts.start asc, terms.place desc, terms.addressee_class asc
),

placed as (
    select distinct on (parts.phrase)
        parts.phrase,
        countries.country_id,
        parts.is_all and countries.is_state as is_country
    from parts
    inner join countries on {{ alias_key('parts.text') }} = countries.term
    order by parts.phrase asc, length(parts.text) desc, parts.start asc
),

-- "United Nations agencies" are not the United Nations.
called as (
    select distinct on (parts.phrase)
        parts.phrase,
        names.named_kind,
        names.named_id
    from parts
    inner join names on parts.text = names.term
    inner join classed on parts.phrase = classed.phrase and names.addressee_class = classed.addressee_class
    where names.named_id <> 'UN' or parts.until = classed.until
    order by parts.phrase asc, length(parts.text) desc, parts.start asc, names.named_id asc
),

decided as (
    select
        phrases.phrase,
        case
            when classed.addressee_class is not null then classed.addressee_class
            when placed.is_country then 'national_authorities'
        end as addressee_class,
        coalesce(classed.is_whole, placed.is_country, false) as is_whole,
        classed.addressee_class is null and coalesce(placed.is_country, false) as is_country,
        called.named_kind,
        called.named_id,
        placed.country_id
    from phrases
    left join classed on phrases.phrase = classed.phrase
    left join called on phrases.phrase = called.phrase
    left join placed on phrases.phrase = placed.phrase
)

select
    decided.phrase,
    decided.addressee_class,
    decided.is_whole,
    decided.is_country,
    coalesce(decided.named_kind, case when country.country_id is not null then 'country' end) as named_kind,
    coalesce(decided.named_id, country.country_id) as named_id,
    coalesce(decided.named_id, country.name) as named
from decided
left join {{ ref('countries') }} as country
    on decided.country_id = country.country_id
        and decided.addressee_class = 'national_authorities'
        and decided.named_id is null
