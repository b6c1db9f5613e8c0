{# Schemas are named by layer. Marts go to the candidate; an as-of build keeps all of its layers apart. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set layer = custom_schema_name or target.schema -%}
    {%- if var('schema_suffix') and node.resource_type == 'model' -%}
        {{ layer ~ '_' ~ var('schema_suffix') }}
    {%- elif layer == 'marts' -%}
        marts_candidate
    {%- else -%}
        {{ layer }}
    {%- endif -%}
{%- endmacro %}
