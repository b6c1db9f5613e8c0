{# Which definitions a whole text matches, as 'A, AC, B'; definitions over operative paragraphs only do not apply to it. #}
{% macro matched_definitions(text) -%}
(
    select string_agg(definition.definition_id, ', ' order by definition.definition_id)
    from {{ ref('definitions') }} as definition
    where {{ text }} ~* definition.pattern and not definition.operative_only
)
{%- endmacro %}
