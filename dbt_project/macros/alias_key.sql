{# The key under which a spelling of a country is looked up: no accents, lower case, single spaces. Holds for the seed too. #}
{% macro alias_key(expression) -%}
trim(regexp_replace(lower(regexp_replace(normalize({{ expression }}, nfkd), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g'))
{%- endmacro %}
