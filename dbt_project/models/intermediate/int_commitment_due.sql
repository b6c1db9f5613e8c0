-- One row per deadline, interval or term in a clause, in the order of the text; of readings that overlap the longest.
with often as (
    -- "report monthly", but not "monthly amounts": what is also an adjective has to stand before the next phrase.
    select
        string_agg(
            adverb.words || case
                when adjective.words is null then ''
                else '(?=[,;.:]|$| (?:on|to|the|and|but|or|in|with|as|by|at|for|from|of|about|thereafter|until)\y)'
            end,
            '|'
        ) as pattern
    from {{ ref('due_frequencies') }} as adverb
    left join {{ ref('due_frequencies') }} as adjective
        on adverb.words = adjective.words and adjective.used_as = 'adjective'
    where adverb.used_as = 'adverb'
),

frequent as (
    select string_agg(words, '|') as pattern
    from {{ ref('due_frequencies') }}
    where used_as = 'adjective'
),

word as (
    select
        '(?:[0-9]+|one hundred and [a-z]+|[a-z]+(?:-[a-z]+)?)' as number,
        '(?:hours?|days?|weeks?|months?|years?)' as unit,
        '(?:(?:the )?end of |mid-|early |late )?(?:[0-9]{1,2}(?:st|nd|rd|th)? )?'
        || '(?:January|February|March|April|May|June|July|August|September|October|November|December)'
        || '(?: [0-9]{1,2}(?=,))?(?:,? [0-9]{4})?|(?:the )?end of [0-9]{4}' as date,
        often.pattern as often,
        frequent.pattern as frequent,
        -- "his monthly reports" are cited, not asked for.
        '(?<!(?:his|its|their|next|the) (?:bi-|semi-)?)' as not_cited
    from often
    cross join frequent
),

pattern as materialized (
    select
        due.due_type,
        due.rank,
        due.cue,
        '\m(?:'
        || replace(replace(replace(replace(replace(
            due.pattern,
            '{duration}', word.number || '(?: \([0-9]+\))?(?:[ -](?:working|calendar))?[ -]' || word.unit
        ),
        '{unit}', word.unit),
        '{date}', '(?:' || word.date || ')'),
        '{often}', word.not_cited || '(?:' || word.often || ')'),
        '{frequent}', word.not_cited || '(?:' || word.frequent || ')')
        || ')\M' as pattern
    from {{ ref('due_patterns') }} as due
    cross join word
),

cue_list as (
    select
        '{' || case used_as when 'adverb' then 'often' else 'frequent' end || '}' as cue,
        split_part(replace(words, '-', ' '), ' ', 1) as word
    from {{ ref('due_frequencies') }}
    union
    select
        listed.cue,
        string_to_table(listed.words, '|') as word
    from (
        values
        ('{unit}', 'hour|hours|day|days|week|weeks|month|months|year|years'),
        ('{month}', 'January|February|March|April|May|June|July|August|September|October|November|December')
    ) as listed (cue, words)
),

cue as (
    select
        coalesce(cue_list.word, one.cue) as word,
        array_agg(pattern.pattern) as patterns
    from pattern
    cross join lateral string_to_table(pattern.cue, '|') as one (cue)
    left join cue_list on one.cue = cue_list.cue
    group by coalesce(cue_list.word, one.cue)
),

clause as materialized (
    select
        paragraph_id,
        number,
        replace(said, '‑', '-') as said
    from {{ ref('int_commitment_clause') }}
),

-- The expressions are dear, so a clause is read only with those of which it holds a word.
cued as materialized (
    select distinct
        clause.paragraph_id,
        clause.number,
        unnest(cue.patterns) as pattern
    from clause
    cross join lateral string_to_table(translate(clause.said, '-–—,;:.()“”’/', repeat(' ', 13)), ' ') as said (word)
    inner join cue on said.word = cue.word
),

read as materialized (
    select
        clause.paragraph_id,
        clause.number,
        pattern.due_type,
        pattern.rank,
        part.words[1] as words,
        strpos(clause.said, part.words[1]) as place,
        lower(substring(
            part.words[1],
            '(' || word.number || ')(?: \([0-9]+\))?(?:[ -](?:working|calendar))?[ -](?:hour|day|week|month|year)'
        )) as amount,
        substring(part.words[1] from '(hour|day|week|month|year)') as unit,
        case
            when pattern.due_type = 'every'
                then substring(part.words[1], '\y(' || word.often || '|' || word.frequent || ')\y')
        end as often
    from cued
    inner join pattern on cued.pattern = pattern.pattern
    inner join clause on cued.paragraph_id = clause.paragraph_id and cued.number = clause.number
    cross join word
    cross join lateral regexp_matches(clause.said, cued.pattern, 'g') as part (words)
),

-- "in recent years" is none; "every month" needs no number.
counted as materialized (
    select
        read.*,
        case
            when read.amount in ('every', 'each') then 1
            when read.amount ~ '^[0-9]+$' then read.amount::integer
            else due_number.number
        end as number_of
    from read
    left join {{ ref('due_numbers') }} as due_number on read.amount = due_number.word
    where read.often is not null
        or read.amount is null
        or read.amount in ('every', 'each')
        or read.amount ~ '^[0-9]+$'
        or due_number.number is not null
),

found as materialized (
    select distinct on (counted.paragraph_id, counted.number, counted.place) counted.*
    from counted
    where not exists (
            select 1
            from counted as longer
            where longer.paragraph_id = counted.paragraph_id and longer.number = counted.number
                and longer.place < counted.place + length(counted.words)
                and counted.place < longer.place + length(longer.words)
                and (length(longer.words), -longer.rank, -longer.place)
                > (length(counted.words), -counted.rank, -counted.place)
        )
    order by counted.paragraph_id, counted.number, counted.place, counted.rank
),

dated as (
    select
        found.paragraph_id,
        found.number,
        found.place,
        date.position,
        coalesce(substring(date.words[1] from '[0-9]{4}$')::integer, paragraph.year) as year,
        to_char(to_date(substring(date.words[1] from '[A-Z][a-z]+'), 'Month'), 'MM') as month,
        coalesce(
            substring(date.words[1] from '([0-9]{1,2})(?:st|nd|rd|th)? [A-Z]'),
            substring(date.words[1] from '[a-z] ([0-9]{1,2}),')
        )::integer as day,
        date.words[1] ~ 'end of' as is_end
    from found
    inner join {{ ref('int_paragraph') }} as paragraph on found.paragraph_id = paragraph.paragraph_id
    cross join word
    cross join
        lateral regexp_matches(found.words, '(' || word.date || ')', 'g') with ordinality as date (words, position)
    where found.due_type in ('until', 'by_date')
),

date_value as (
    select
        paragraph_id,
        number,
        place,
        position,
        case
            when day is not null then year || '-' || month || '-' || lpad(day::text, 2, '0')
            when is_end and month is null then year || '-12-31'
            when is_end then to_char(to_date(year || month, 'YYYYMM') + interval '1 month - 1 day', 'YYYY-MM-DD')
            else year || '-' || month
        end as due_value
    from dated
),

frequency as (
    select distinct
        words,
        due_value
    from {{ ref('due_frequencies') }}
)

select
    found.paragraph_id,
    found.number,
    row_number()
        over (partition by found.paragraph_id, found.number order by found.place, date_value.position)
    ::integer as position,
    found.due_type,
    coalesce(
        date_value.due_value,
        frequency.due_value,
        case found.unit when 'hour' then 'PT' else 'P' end || found.number_of || upper(left(found.unit, 1)),
        ''
    ) as due_value,
    found.words as due_as_given
from found
left join date_value
    on found.paragraph_id = date_value.paragraph_id
        and found.number = date_value.number
        and found.place = date_value.place
left join frequency on found.often = frequency.words
