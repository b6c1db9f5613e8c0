{# Dates are as exact as their source: 2018, 2018-03 or 2018-03-31. The first and the last day that such a date may mean. #}
{% macro first_day(value) -%}
case
    when {{ value }} ~ '^\d{4}$' then ({{ value }} || '-01-01')::date
    when {{ value }} ~ '^\d{4}-\d\d$' then ({{ value }} || '-01')::date
    when {{ value }} ~ '^\d{4}-\d\d-\d\d$' then ({{ value }})::date
end
{%- endmacro %}

{% macro last_day(value) -%}
case
    when {{ value }} ~ '^\d{4}$' then ({{ value }} || '-12-31')::date
    when {{ value }} ~ '^\d{4}-\d\d$' then (({{ value }} || '-01')::date + interval '1 month - 1 day')::date
    when {{ value }} ~ '^\d{4}-\d\d-\d\d$' then ({{ value }})::date
end
{%- endmacro %}

{# The host of an address, without www. and without the final dot that some addresses have; null where there is none. #}
{% macro host(url) -%}
rtrim(lower(substring({{ url }} from '^[a-zA-Z]+://(?:www\.)?([^/:?#]+)')), '.')
{%- endmacro %}

{# The clock of a build: the day as of which it is built, but no later than 30 December of the year in which it is
   built. What is known now is built again when a record changes or a year begins (warehouse/build.py), not every day;
   so the year that runs counts as running until it is over. #}
{% macro as_of_day() -%}
least(
    ('{{ var("as_of") }}'::timestamptz at time zone 'UTC')::date,
    make_date({{ var('built_in_year', "extract(year from now() at time zone 'UTC')::integer") }}, 12, 30)
)
{%- endmacro %}
