-- A labelled paragraph; two recitals that were labelled as one are cited both.
select
    concat_ws('|', labelled.symbol, labelled.part, labelled.locator) as object,
    labelled.symbol,
    labelled.locator,
    null as country,
    coalesce(
        (
            select string_agg(told.citation, '; ' order by told.place) from (
                select
                    paragraph.citation,
                    min(paragraph.ordinal) as place
                from fct_paragraph as paragraph
                where
                    labelled.symbol = paragraph.symbol
                    and labelled.part = paragraph.part
                    and paragraph.locator = any(string_to_array(labelled.locator, '; '))
                group by paragraph.citation
            ) as told
        ),
        labelled.symbol || ', ' || labelled.locator
    ) as citation,
    'un_resolutions' as source,
    resolution.source_url,
    resolution.body_sha256
from (
    select
        symbol,
        part,
        locator
    from fct_theme_judgement
    union
    select
        symbol,
        'operative',
        locator
    from fct_commitment_judgement
) as labelled
inner join dim_resolution as resolution on labelled.symbol = resolution.symbol
where concat_ws('|', labelled.symbol, labelled.part, labelled.locator) = any(%(objects)s)
