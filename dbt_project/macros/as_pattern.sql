{# The letters and digits of a text as a pattern for like: what it leaves out at an ellipsis may be anything. #}
{% macro as_pattern(expression) -%}
(
    select '%' || string_agg({{ letters_and_digits('fragment.text') }}, '%' order by fragment.position) || '%'
    from regexp_split_to_table({{ expression }}, '\.{3,}|…') with ordinality as fragment (text, position)
)
{%- endmacro %}
