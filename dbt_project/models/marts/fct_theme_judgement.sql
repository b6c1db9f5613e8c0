-- What the lexicon and a label say of each labelled paragraph, theme by theme. A labelled paragraph is judged with all
-- below it; of a sub-paragraph also the text above it, as the extract quotes it. What is not in this warehouse (the
-- sample holds little) is left out.
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
        labelled.part,
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
        part,
        locator
    from paragraphs
),

said as (
    select distinct
        paragraphs.gold,
        paragraphs.half,
        paragraphs.symbol,
        paragraphs.part,
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
        part,
        locator,
        theme_id
    from labelled
    where theme_id is not null
)

select
    units.gold,
    units.half,
    units.symbol,
    units.part,
    units.locator,
    theme.theme_id,
    tagged.theme_id is not null as is_labelled,
    said.theme_id is not null as is_said
from units
cross join {{ ref('themes') }} as theme
left join tagged
    on units.gold = tagged.gold
        and units.half = tagged.half
        and units.symbol = tagged.symbol
        and units.part = tagged.part
        and units.locator = tagged.locator
        and theme.theme_id = tagged.theme_id
left join said
    on units.gold = said.gold
        and units.half = said.half
        and units.symbol = said.symbol
        and units.part = said.part
        and units.locator = said.locator
        and theme.theme_id = said.theme_id
