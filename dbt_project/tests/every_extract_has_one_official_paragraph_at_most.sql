select
    extract_id,
    count(*) as paragraphs
from {{ ref('int_piece_paragraph') }}
group by extract_id
having count(*) > 1
