with live as (
    {{ live('un_resolutions', 'resolution_metadata') }}
)

select
    {{ text_field('symbol') }} as symbol,
    {{ text_field('symbol_as_given') }} as symbol_as_given,
    {{ int_field('resolution_number') }} as resolution_number,
    {{ int_field('year') }} as year,
    {{ text_field('meeting') }} as meeting,
    {{ text_field('meeting_record') }} as meeting_record,
    {{ text_field('adoption_date_as_given') }} as adoption_date_as_given,
    {{ date_field('adoption_date') }} as adoption_date,
    {{ text_field('adoption_place') }} as adoption_place,
    {{ text_field('agenda_item') }} as agenda_item,
    {{ text_field('adoption_type') }} as adoption_type,
    {{ text_field('vote_kind') }} as vote_kind,
    {{ text_field('draft_symbol') }} as draft_symbol,
    {{ text_field('title') }} as title,
    {{ bool_field('chapter_vii') }} as chapter_vii,
    {{ int_field('in_favour_count') }} as in_favour_count,
    {{ int_field('against_count') }} as against_count,
    {{ int_field('abstaining_count') }} as abstaining_count,
    {{ words(list_field('sponsors')) }} as sponsors,
    {{ list_field('flags') }} as flags,
    source_url,
    body_sha256,
    seen_at
from live
