{# A text as the patterns of the lexicon of themes read it: lower case, straight apostrophes, plain hyphens and spaces. #}
{% macro plain_text(expression) -%}
lower(translate({{ expression }}, '’‘‑‐–' || chr(160) || chr(173), '''''---' || ' '))
{%- endmacro %}
