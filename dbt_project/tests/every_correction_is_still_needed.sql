{{ config(severity='warn') }}

-- The source says by itself what the correction says: take the row out of seeds/corrections.csv.
select
    correction_id,
    key,
    field,
    value_to
from {{ ref('int_correction') }}
where state = 'right_already' and '{{ var("as_of") }}' = 'infinity'
