select count(distinct version) as versions
from (
    select version from {{ ref('theme_terms') }}
    union
    select version from {{ ref('theme_anchors') }}
    union
    select version from {{ ref('theme_masks') }}
    union
    select version from {{ ref('theme_fields') }}
) as versions
having count(distinct version) <> 1
