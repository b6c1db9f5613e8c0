-- The lexicon against labelled paragraphs, per theme and for all themes together.
with counted as (
    select
        gold,
        half,
        coalesce(theme_id, 'all') as theme_id,
        count(*) filter (where is_labelled) as n,
        count(*) filter (where is_said) as said,
        count(*) filter (where is_labelled and is_said) as agreed
    from {{ ref('fct_theme_judgement') }}
    group by grouping sets ((gold, half, theme_id), (gold, half))
),

sizes as (
    select
        gold,
        half,
        count(distinct concat_ws('|', symbol, part, locator)) as paragraphs
    from {{ ref('fct_theme_judgement') }}
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
