{# What two texts are compared by: letters and digits only, no accents, no capitals, no spaces (a source splits words). #}
{% macro letters_and_digits(expression) -%}
regexp_replace(lower(normalize({{ expression }}, nfkd)), '[^a-z0-9]+', '', 'g')
{%- endmacro %}
