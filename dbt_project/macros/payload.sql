{# Read typed fields out of a record's JSON payload. #}
{% macro text_field(name) -%}payload ->> '{{ name }}'{%- endmacro %}
{% macro int_field(name) -%}(payload ->> '{{ name }}')::integer{%- endmacro %}
{% macro bool_field(name) -%}(payload ->> '{{ name }}')::boolean{%- endmacro %}
{% macro date_field(name) -%}(payload ->> '{{ name }}')::date{%- endmacro %}
{% macro list_field(name) -%}coalesce(payload -> '{{ name }}', '[]'::jsonb){%- endmacro %}

{# A JSON list of words as one readable text, in the list's order; null where the list is empty. #}
{% macro words(json_list, separator=', ') -%}
(select string_agg(word, '{{ separator }}' order by position) from jsonb_array_elements_text({{ json_list }}) with ordinality as words (word, position))
{%- endmacro %}

{# The live records of one kind, with what every staging model carries: where they come from. #}
{% macro live(source, kind) -%}
select key, record_sha256, payload, canonical_url as source_url, body_sha256, seen_at
from {{ ref('base__live_record') }}
where source = '{{ source }}' and kind = '{{ kind }}'
{%- endmacro %}
