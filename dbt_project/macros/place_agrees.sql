{# Whether the official place is the stated one or lies below it: 42 names 42 (a) as well. The archive leaves out levels
   in capitals: its 7 (b) is 7 (I) (b). #}
{% macro place_agrees(stated, official) -%}
(
    starts_with(({{ official }}) || ' ', ({{ stated }}) || ' ')
    or starts_with(regexp_replace({{ official }}, ' \([A-Z]+\)', '', 'g') || ' ', ({{ stated }}) || ' ')
)
{%- endmacro %}

{# How near the paragraph is to what the piece says of its place: 3 there, 2 in the same paragraph, 1 in the part that
   it names (or it names none), 0 elsewhere. A title's place may be that of a part whose chapeau the body quotes. #}
{% macro nearness(piece, paragraph) -%}
case
    when {{ piece }}.locator = {{ paragraph }}.locator then 3
    when {{ place_agrees(piece ~ '.locator', paragraph ~ '.locator') }} then 2
    when {{ piece }}.locator_from = 'title' and {{ place_agrees(paragraph ~ '.locator', piece ~ '.locator') }} then 2
    when {{ piece }}.locator is null and exists (
        select 1
        from jsonb_array_elements({{ piece }}.title_places) as title (place)
        where {{ place_agrees(
            place("title.place ->> 'part'", "title.place ->> 'number'", "title.place ->> 'path'"),
            paragraph ~ '.locator'
        ) }}
    ) then 2
    when coalesce({{ piece }}.part = {{ paragraph }}.part, true) then 1
    else 0
end
{%- endmacro %}
