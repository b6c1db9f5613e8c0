-- And where a piece holds one for certain, it is not ambiguous as well; an ambiguous one has two candidates at least.
select
    extract_id,
    count(*) as paragraphs,
    count(distinct paragraph_id) as different,
    count(*) filter (where verdict = 'ambiguous') as ambiguous
from {{ ref('int_piece_paragraph') }}
group by extract_id
having
    count(*) <> count(distinct paragraph_id)
    or count(*) filter (where verdict = 'ambiguous') not in (0, count(*))
    or (bool_or(verdict = 'ambiguous') and count(*) = 1)
