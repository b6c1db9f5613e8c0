{# Corrections (seed corrections) act where an intermediate model names its columns: a value that a correction names as
   wrong is replaced by the right one. A correction whose value_from is not what stands there changes nothing, nor does
   one that was made after the day as of which is built. #}
{% macro corrected(entity, key, field, value, type='text') -%}
case
    when exists (
        select from {{ ref('corrections') }} as correction
        where {{ meets_correction(entity, key, field, value) }}
    ) then (
        select correction.value_to from {{ ref('corrections') }} as correction
        where {{ meets_correction(entity, key, field, value) }}
    )::{{ type }}
    else {{ value }}
end
{%- endmacro %}

{# Which corrections act on a row, as 'c1, c2'; `said` is each correctable field with the value that it had before. #}
{% macro correction_ids(entity, key, said) -%}
(
    select string_agg(correction.correction_id, ', ' order by correction.correction_id)
    from {{ ref('corrections') }} as correction
    where
        {% for field, value in said.items() -%}
        {{ 'or ' if not loop.first }}({{ meets_correction(entity, key, field, value) }})
        {% endfor %}
)
{%- endmacro %}

{% macro meets_correction(entity, key, field, value) -%}
correction.entity = '{{ entity }}' and correction.key = {{ key }} and correction.field = '{{ field }}'
            and correction.value_from is not distinct from ({{ value }})::text
            and {{ known_correction() }}
{%- endmacro %}

{# A correction is known from the day on which it was made; what is known now includes all of them. #}
{% macro known_correction() -%}
correction.corrected_on <= ('{{ var("as_of") }}'::timestamptz at time zone 'UTC')::date
{%- endmacro %}
