{# A place in a resolution as it is cited, the way official paragraphs are: 42 (a) (iii), PP 3; or preamble, without a number. #}
{% macro place(part, number, path) -%}
case
    when ({{ number }}) is not null
        then case when ({{ part }}) = 'preamble' then 'PP ' else '' end
            || rtrim(({{ number }}) || ' ' || coalesce({{ path }}, ''))
    when ({{ part }}) = 'preamble' then 'preamble'
end
{%- endmacro %}
