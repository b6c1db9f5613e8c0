-- The archive's words are not reproduced: an item is cited by its number and linked.
select
    archive_item_id as object,
    symbol,
    locators as locator,
    null as country,
    'PeaceWomen, ' || archive_item_id || ': ' || item_url as citation,
    'peacewomen' as source,
    source_url,
    body_sha256
from fct_archive_item
where archive_item_id = any(%(objects)s)
