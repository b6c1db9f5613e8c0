-- A labelled paragraph; two recitals that were labelled as one are cited both.
select
    concat_ws('|', labelled.symbol, labelled.part, labelled.locator) as object,
    labelled.symbol,
    labelled.locator,
    null as country,
    concat(
        labelled.symbol,
        ', ',
        case when labelled.part = 'operative' then 'para. ' end,
        replace(labelled.locator, 'PP ', 'preambular para. ')
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
