-- An item of a labelled paragraph, and who gives it.
select
    concat_ws('|', judged.figure_set, judged.symbol, judged.locator, judged.item) as object,
    judged.symbol,
    judged.locator,
    null as country,
    concat(judged.symbol, ', para. ', judged.locator) || ': ' || judged.item || case
        when judged.is_labelled and judged.is_found then ' (reader and rules)'
        when judged.is_labelled then ' (reader only)'
        else ' (rules only)'
    end as citation,
    'un_resolutions' as source,
    resolution.source_url,
    resolution.body_sha256
from fct_commitment_judgement as judged
inner join dim_resolution as resolution on judged.symbol = resolution.symbol
where
    judged.half = 'held_out'
    and concat_ws('|', judged.figure_set, judged.symbol, judged.locator, judged.item) = any(%(objects)s)
