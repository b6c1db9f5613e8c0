-- Resolutions, paragraphs and votes behind the figures of rpt_country_scorecard.
with situations as (
    select
        country.country_id,
        resolution.symbol,
        resolution.has_english_text
    from dim_resolution as resolution
    cross join lateral string_to_table(resolution.situation_country_ids, '; ') as country (country_id)
    where resolution.year = %(year)s
),

matching as (
    select
        bridge.symbol,
        bridge.definition_id,
        bridge.in_body,
        bridge.part,
        bridge.in_own_text,
        bridge.top_level,
        paragraph.top_paragraph_id,
        paragraph.ordinal,
        coalesce(nullif(paragraph.locator, ''), paragraph.part || ' text ' || paragraph.ordinal) as place
    from bridge_paragraph_wps as bridge
    inner join fct_paragraph as paragraph on bridge.paragraph_id = paragraph.paragraph_id
    where bridge.year = %(year)s and bridge.definition_id = 'A'
),

language as (
    select
        symbol,
        string_agg(place, '; ' order by ordinal) filter (where in_own_text) as places
    from matching
    where in_body
    group by symbol
),

asked as (
    select
        commitment.country_id,
        commitment.is_wps,
        commitment.locator,
        paragraph.top_paragraph_id
    from fct_commitment as commitment
    inner join fct_paragraph as paragraph on commitment.paragraph_id = paragraph.paragraph_id
    where
        commitment.asks
        and commitment.addressee_class = 'national_authorities'
        and commitment.country_id is not null
        and commitment.year = %(year)s
)

select
    array[situations.country_id, %(year)s::text] as key,
    listed.figure,
    'resolution' as kind,
    situations.symbol as object,
    null as places
from situations
cross join lateral (
    values
    ('resolutions_on_situation', true),
    ('resolutions_on_situation_with_text', situations.has_english_text)
) as listed (figure, counts)
where listed.counts
union all
select
    array[situations.country_id, %(year)s::text],
    'operative_paragraphs_on_situation',
    'paragraph',
    paragraph.paragraph_id,
    null
from situations
inner join fct_paragraph as paragraph
    on situations.symbol = paragraph.symbol and paragraph.part = 'operative' and paragraph.top_level
union all
select
    array[situations.country_id, %(year)s::text],
    'wps_paragraphs_on_situation',
    'paragraph',
    matching.top_paragraph_id,
    string_agg(matching.place, '; ' order by matching.ordinal) filter (where matching.in_own_text)
from situations
inner join matching on situations.symbol = matching.symbol and matching.part = 'operative'
group by situations.country_id, matching.top_paragraph_id
having bool_or(matching.top_level)
union all
select
    array[asked.country_id, %(year)s::text],
    listed.figure,
    'paragraph',
    asked.top_paragraph_id,
    string_agg(distinct asked.locator collate "C", '; ')
from asked
cross join lateral (
    values
    ('paragraphs_asking_authorities', true),
    ('wps_paragraphs_asking_authorities', asked.is_wps)
) as listed (figure, counts)
where listed.counts
group by asked.country_id, listed.figure, asked.top_paragraph_id
union all
select
    array[vote.country_id, %(year)s::text],
    listed.on_what || vote.vote,
    'vote',
    vote.symbol || '|' || vote.country_id,
    listed.places
from fct_vote as vote
inner join dim_resolution as resolution on vote.symbol = resolution.symbol
left join language on vote.symbol = language.symbol
cross join lateral (
    values
    ('wps_item_', resolution.is_wps_agenda_item, null),
    ('wps_language_', language.symbol is not null, language.places)
) as listed (on_what, counts, places)
where listed.counts and vote.year = %(year)s
