{{ config(indexes=[{'columns': ['scale_id', 'rank']}]) }}

select
    commitment.commitment_id,
    scale.scale_id,
    scale.rank,
    scale.level
from {{ ref('fct_commitment') }} as commitment
inner join {{ ref('verb_scales') }} as scale on commitment.verb_id = scale.verb_id
