{# The shingles of a text, as rows (position, shingle): runs of `size` words, hashed, one every `step` words. A text of
   fewer words is one shingle. Words are those of macro alias_key: plain lower-case letters and digits. #}
{% macro shingles(expression, size, step=1) -%}
(
    select
        place.position,
        hashtextextended(array_to_string(split.words[place.position:place.position + {{ size - 1 }}], ' '), 0) as shingle
    -- A function in from: a text is split once, not once a run.
    from string_to_array({{ alias_key(expression) }}, ' ') as split (words)
    cross join lateral generate_series(1, greatest(cardinality(split.words) - {{ size - 1 }}, 1), {{ step }})
        as place (position)
)
{%- endmacro %}
