select
    symbol as object,
    symbol,
    null as locator,
    null as country,
    symbol as citation,
    'un_resolutions' as source,
    source_url,
    body_sha256
from fct_statement
where symbol = any(%(objects)s)
