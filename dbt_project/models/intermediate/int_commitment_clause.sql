-- Of a table just made the planner knows no sizes, and the models that read this one would be planned for few rows.
{{ config(post_hook='analyze {{ this }}') }}

-- One row per verb of the Council in an operative paragraph's text, with its clause: what is said from the verb to the
-- next. A word of the lexicon is such a verb where it opens the text, or follows a comma, a semicolon, "and" or "but",
-- adverbs aside; the same words as nouns ("the requests") or as the verbs of others ("which requests") are not. What a
-- sub-paragraph says before a verb of its own is number 0, under the verb of its chapeau.
with recursive paragraph as (
    select
        paragraph_id,
        parent_paragraph_id,
        text,
        string_to_array(text, ' ') as words,
        structure,
        regexp_split_to_array(lower(coalesce(italic_verbs, '')), '[^[:alpha:]‑-]+') as italics
    from {{ ref('int_paragraph') }}
    where part = 'operative' and structure <> 'note'
),

lexicon as (
    select
        (select '(?:,? (?:' || string_agg(adverb, '|') || '))*' from {{ ref('verb_adverbs') }}) as adverbs,
        (select '(?: [a-z-]+,?){0,6}? (?:' || string_agg(noun, '|') || ')\y' from {{ ref('verb_nouns') }}) as nouns
),

-- Words are looked up, not searched for: a hash join over a million words costs less than one long regular expression.
-- An empty cell of the seed is null in the warehouse, but empty text where a unit test reads the seed.
word as materialized (
    select
        paragraph.paragraph_id,
        word.position::integer as position,
        form.head,
        form.verb_id,
        nullif(form.follows, '') as follows,
        nullif(form.unless, '') as unless
    from paragraph
    cross join lateral string_to_table(paragraph.text, ' ') with ordinality as word (word, position)
    inner join {{ ref('verb_forms') }} as form on lower(rtrim(word.word, ',:')) = lower(form.head)
    where not form.only_first
        or (word.position = 1 and (form.head = lower(form.head) or starts_with(word.word, form.head)))
),

context as materialized (
    select
        word.*,
        array_to_string(paragraph.words[greatest(word.position - 8, 1):word.position - 1], ' ') as before,
        substr(array_to_string(paragraph.words[word.position:word.position + 11], ' '), length(word.head) + 1) as after
    from word
    inner join paragraph on word.paragraph_id = paragraph.paragraph_id
),

verb as materialized (
    select
        context.paragraph_id,
        context.position,
        context.head,
        context.verb_id,
        case when context.verb_id = 'expresses'
                then coalesce(substring(context.after from '(?i)^' || lexicon.nouns), '')
            else coalesce(substring(context.after from '(?i)^' || context.follows), '')
        end as particle,
        context.position = 1 or (
            context.position <= 6 and ' ' || context.before ~* ('^(?: and| but)?' || lexicon.adverbs || ',?$')
        ) as opens
    from context
    cross join lexicon
    where (context.follows is null or context.after ~* ('^' || context.follows))
        and (context.unless is null or context.position = 1 or context.after !~* ('^' || context.unless))
        and context.before !~* ' (?:on|of|in|for|to|with|by) and$'
        and (
            context.position = 1
            or context.before ~ '[,;:.)–—]$'
            or context.before ~ '(?:^| )(?:and|but)$'
            or ' ' || context.before ~* ('(?:^|[,;:.)–—]|\y(?:and|but|while))' || lexicon.adverbs || '(?: and| but)?$')
        )
),

numbered as (
    select
        verb.*,
        row_number() over (partition by verb.paragraph_id order by verb.position)::integer as number,
        lead(verb.position) over (partition by verb.paragraph_id order by verb.position) as next_position,
        row_number() over (partition by verb.paragraph_id, verb.head order by verb.position)
        <= cardinality(array_positions(paragraph.italics, verb.head)) as is_italic,
        paragraph.words
    from verb
    inner join paragraph on verb.paragraph_id = paragraph.paragraph_id
),

spoken as (
    select
        numbered.*,
        array_to_string(
            numbered.words[numbered.position:coalesce(numbered.next_position - 1, cardinality(numbered.words))], ' '
        ) as spoken
    from numbered
),

own as materialized (
    select
        spoken.paragraph_id,
        spoken.number,
        spoken.position,
        spoken.opens,
        coalesce(noun.verb_id, spoken.verb_id) as verb_id,
        left(spoken.spoken, length(spoken.head || spoken.particle)) as verb_as_given,
        case when spoken.is_italic then 'italic' else 'lexicon' end as verb_from,
        regexp_replace(
            substr(spoken.spoken, length(spoken.head || spoken.particle) + 1),
            '(?i)^(?:' || left(lexicon.adverbs, -1) || '+,?)?',
            ''
        ) as said
    from spoken
    cross join lexicon
    left join {{ ref('verb_nouns') }} as noun
        on spoken.verb_id = 'expresses' and lower(substring(spoken.particle from '[[:alpha:]]+$')) = noun.noun
),

-- The verb that governs a list is the last one above it; `below_id` stands directly below that verb's paragraph.
above as (
    select
        paragraph_id,
        parent_paragraph_id as above_id,
        paragraph_id as below_id
    from paragraph
    where parent_paragraph_id is not null and structure <> 'wrap_up'
    union all
    select
        above.paragraph_id,
        paragraph.parent_paragraph_id,
        above.above_id
    from above
    inner join paragraph on above.above_id = paragraph.paragraph_id
    where paragraph.parent_paragraph_id is not null
        and not exists (
            select 1 from own
            where own.paragraph_id = above.above_id
        )
),

governing as (
    select distinct on (above.paragraph_id)
        above.paragraph_id,
        above.below_id,
        own.paragraph_id as chapeau_id,
        own.number as chapeau_number,
        own.verb_id,
        own.verb_as_given,
        own.said,
        -- "Decides that:" says nothing without its list.
        own.said ~ '^[ ,:;–—-]*(?:that)?(?:,[^,]*,)?(?: that)?[ ,:;–—-]*$' as is_open,
        above.below_id = above.paragraph_id as is_listed
    from above
    inner join own on above.above_id = own.paragraph_id
    order by above.paragraph_id asc, own.number desc
),

inherited as (
    select
        governing.paragraph_id,
        0 as number,
        -- What stands below an item of such a list inherits from the item.
        case
            when governing.is_open and not governing.is_listed then governing.below_id
            else governing.chapeau_id
        end as chapeau_id,
        case
            when governing.is_open and not governing.is_listed then 0
            else governing.chapeau_number
        end as chapeau_number,
        governing.verb_id,
        governing.verb_as_given,
        governing.is_open and governing.is_listed as is_open,
        case when governing.is_open and governing.is_listed then rtrim(governing.said, ' :;–—-') else '' end
        || ' '
        || array_to_string(paragraph.words[1:coalesce(first.position - 1, cardinality(paragraph.words))], ' ') as said
    from governing
    inner join paragraph on governing.paragraph_id = paragraph.paragraph_id
    left join own as first on governing.paragraph_id = first.paragraph_id and first.number = 1
    where not coalesce(first.opens, false)
),

clause as (
    select
        paragraph_id,
        number,
        null as chapeau_id,
        null::integer as chapeau_number,
        false as completes_chapeau,
        verb_id,
        verb_as_given,
        verb_from,
        -- Two verbs with one object: "Welcomes and encourages the efforts".
        case
            when said ~ '^[ ,]*(?:and|or|but)?(?: [a-z]+)?$'
                then coalesce(lead(said) over (partition by paragraph_id order by number), said)
            else said
        end as said
    from own
    union all
    select
        paragraph_id,
        number,
        chapeau_id,
        chapeau_number,
        is_open,
        verb_id,
        verb_as_given,
        'chapeau' as verb_from,
        said
    from inherited
)

select
    clause.paragraph_id,
    clause.number,
    clause.chapeau_id,
    clause.chapeau_number,
    clause.completes_chapeau,
    clause.verb_id,
    verb.kind,
    clause.verb_as_given,
    clause.verb_from,
    clause.said
from clause
inner join {{ ref('verbs') }} as verb on clause.verb_id = verb.verb_id
