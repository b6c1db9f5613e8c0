{{ config(indexes=[{'columns': ['symbol', 'ordinal']}, {'columns': ['year', 'part']}]) }}

select
    paragraph_id,
    parent_paragraph_id,
    top_paragraph_id,
    symbol,
    resolution_number,
    year,
    ordinal,
    part,
    top_level,
    paragraph_number,
    path,
    locator,
    case
        when part = 'operative' then symbol || ', para. ' || locator
        when part = 'preamble' then symbol || ', preambular para. ' || paragraph_number
        else symbol || ', ' || coalesce(nullif(locator, ''), part || ' text ' || ordinal)
    end as citation,
    label,
    text,
    chapeau_text,
    chapeau_verb,
    opening_verb,
    italic_verbs,
    structure,
    in_body,
    annex_title,
    {{ words('flags') }} as flags,
    source_url,
    body_sha256
from {{ ref('int_paragraph') }}
