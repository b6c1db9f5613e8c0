-- A theme of a labelled paragraph, and who gives it.
select
    concat_ws('|', judged.gold, judged.symbol, judged.part, judged.locator, judged.theme_id) as object,
    judged.symbol,
    judged.locator,
    null as country,
    concat(
        judged.symbol,
        ', ',
        case when judged.part = 'operative' then 'para. ' end,
        replace(judged.locator, 'PP ', 'preambular para. ')
    ) || ': ' || theme.name || case
        when judged.is_labelled and judged.is_said then ' (label and lexicon)'
        when judged.is_labelled then ' (label only)'
        else ' (lexicon only)'
    end as citation,
    'un_resolutions' as source,
    resolution.source_url,
    resolution.body_sha256
from fct_theme_judgement as judged
inner join dim_resolution as resolution on judged.symbol = resolution.symbol
inner join dim_theme as theme on judged.theme_id = theme.theme_id
where
    judged.half = 'held_out'
    and concat_ws('|', judged.gold, judged.symbol, judged.part, judged.locator, judged.theme_id) = any(%(objects)s)
