-- A heading or another text without a number is cited by its position.
select
    paragraph_id as object,
    symbol,
    coalesce(nullif(locator, ''), part || ' text ' || ordinal) as locator,
    null as country,
    case
        when coalesce(locator, '') = '' then symbol || ', ' || part || ' text ' || ordinal
        else citation
    end as citation,
    'un_resolutions' as source,
    source_url,
    body_sha256
from fct_paragraph
where paragraph_id = any(%(objects)s)
