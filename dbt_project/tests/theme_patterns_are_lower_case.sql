-- Texts are compared in lower case, so that a capital in a pattern would never match; \M, \Y and such are no letters.
select
    rule_id,
    pattern
from (
    select
        term_id as rule_id,
        concat(pattern, unless) as pattern
    from {{ ref('theme_terms') }}
    union all
    select
        anchor_id as rule_id,
        pattern
    from {{ ref('theme_anchors') }}
    union all
    select
        mask_id as rule_id,
        pattern
    from {{ ref('theme_masks') }}
    union all
    select
        field_id as rule_id,
        pattern
    from {{ ref('theme_fields') }}
) as rules
where regexp_replace(pattern, '\\[A-Z]', '', 'g') ~ '[A-Z]'
