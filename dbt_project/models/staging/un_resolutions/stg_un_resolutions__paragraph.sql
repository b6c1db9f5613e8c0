with live as (
    {{ live('un_resolutions', 'paragraph') }}
)

select
    {{ text_field('symbol') }} as symbol,
    {{ int_field('resolution_number') }} as resolution_number,
    {{ int_field('year') }} as year,
    {{ text_field('local_id') }} as local_id,
    {{ text_field('parent_local_id') }} as parent_local_id,
    {{ int_field('ordinal') }} as ordinal,
    {{ text_field('part') }} as part,
    {{ bool_field('top_level') }} as top_level,
    {{ int_field('paragraph_number') }} as paragraph_number,
    array_to_string(array(select jsonb_array_elements_text({{ list_field('path') }})), '.') as path,
    {{ text_field('locator') }} as locator,
    {{ text_field('label') }} as label,
    {{ text_field('text') }} as text,
    {{ text_field('chapeau_text') }} as chapeau_text,
    {{ text_field('chapeau_verb') }} as chapeau_verb,
    {{ text_field('opening_verb') }} as opening_verb,
    {{ words(list_field('italic_verbs')) }} as italic_verbs,
    {{ text_field('style_class') }} as style_class,
    {{ text_field('structure') }} as structure,
    {{ bool_field('in_body') }} as in_body,
    {{ text_field('annex_title') }} as annex_title,
    {{ list_field('flags') }} as flags,
    source_url,
    body_sha256,
    seen_at
from live
