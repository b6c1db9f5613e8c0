-- The lexicon against labelled paragraphs. A labelled paragraph is measured with all below it; of a sub-paragraph also
-- the text above it, as the extract quotes it. What is not in this warehouse (the sample holds little) is left out.
with labelled as (
    select
        label.gold,
        label.half,
        label.symbol,
        label.part,
        label.locator,
        label.theme_id,
        string_to_table(label.locator, '; ') as place
    from {{ ref('theme_labels') }} as label
),

paragraphs as (
    select distinct
        labelled.gold,
        labelled.half,
        labelled.symbol,
        labelled.locator,
        paragraph.paragraph_id
    from labelled
    inner join {{ ref('int_paragraph') }} as paragraph
        on labelled.symbol = paragraph.symbol
            and labelled.part = paragraph.part
            and (
                {{ place_agrees('labelled.place', 'paragraph.locator') }}
                or {{ place_agrees('paragraph.locator', 'labelled.place') }}
            )
),

units as (
    select distinct
        gold,
        half,
        symbol,
        locator
    from paragraphs
),

said as (
    select distinct
        paragraphs.gold,
        paragraphs.half,
        paragraphs.symbol,
        paragraphs.locator,
        matched.theme_id
    from paragraphs
    inner join {{ ref('int_theme_term_match') }} as matched on paragraphs.paragraph_id = matched.paragraph_id
),

tagged as (
    select distinct
        gold,
        half,
        symbol,
        locator,
        theme_id
    from labelled
    where theme_id is not null
),

judged as (
    select
        units.gold,
        units.half,
        theme.theme_id,
        tagged.theme_id is not null as is_labelled,
        said.theme_id is not null as is_said
    from units
    cross join {{ ref('themes') }} as theme
    left join tagged
        on units.gold = tagged.gold
            and units.half = tagged.half
            and units.symbol = tagged.symbol
            and units.locator = tagged.locator
            and theme.theme_id = tagged.theme_id
    left join said
        on units.gold = said.gold
            and units.half = said.half
            and units.symbol = said.symbol
            and units.locator = said.locator
            and theme.theme_id = said.theme_id
),

counted as (
    select
        gold,
        half,
        coalesce(theme_id, 'all') as theme_id,
        count(*) filter (where is_labelled) as n,
        count(*) filter (where is_said) as said,
        count(*) filter (where is_labelled and is_said) as agreed
    from judged
    group by grouping sets ((gold, half, theme_id), (gold, half))
),

sizes as (
    select
        gold,
        half,
        count(*) as paragraphs
    from units
    group by gold, half
),

lexicon as (
    select max(version) as version from {{ ref('theme_terms') }}
)

select
    counted.gold,
    counted.half,
    counted.theme_id,
    sizes.paragraphs::integer as paragraphs,
    counted.n::integer as n,
    counted.said::integer as said,
    counted.agreed::integer as agreed,
    trim_scale(round(counted.agreed::numeric / nullif(counted.said, 0), 3)) as precision,
    trim_scale(round(counted.agreed::numeric / nullif(counted.n, 0), 3)) as recall,
    trim_scale(round(2 * counted.agreed::numeric / nullif(counted.said + counted.n, 0), 3)) as f1,
    lexicon.version as lexicon_version
from counted
inner join sizes on counted.gold = sizes.gold and counted.half = sizes.half
cross join lexicon
