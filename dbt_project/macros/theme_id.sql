{# The id of a theme that no alias explains: its name as one word, as the ids of the seed are made from theirs. #}
{% macro theme_id(name) -%}
coalesce(nullif(replace({{ alias_key(name) }}, ' ', '_'), ''), 'unnamed')
{%- endmacro %}
