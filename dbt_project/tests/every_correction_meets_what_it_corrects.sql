-- A correction whose key is not there, or which finds another value than value_from, corrects nothing: mend its row in
-- seeds/corrections.csv, or take it out. What the source has mended itself is a warning (right_already, see below).
-- The sample holds a part of the archive only, and an as-of build may be of a time before the record was known.
select
    correction_id,
    state,
    entity,
    key,
    field,
    value_from,
    value_now
from {{ ref('int_correction') }}
where
    state in ('value_differs', 'key_not_found')
    and '{{ var("as_of") }}' = 'infinity'
    and not (state = 'key_not_found' and (select origin.archive from raw.origin as origin) = 'sample')
