-- Commitments by the level that a scale gives their verb; verbs that the scale does not rank stand at not_ranked.
with pairs as (
    select
        year,
        paragraph_id,
        verb_id,
        addressee_class,
        bool_or(is_wps) as is_wps,
        min(commitment_id) as commitment_id
    from fct_commitment
    where asks and year = %(year)s
    group by year, paragraph_id, verb_id, addressee_class
),

scales as (
    select distinct scale_id from fct_commitment_force
)

select
    array[pairs.year::text, scales.scale_id, coalesce(force.level, 'not_ranked'), of_class.value] as key,
    listed.figure,
    'commitment' as kind,
    concat_ws('|', pairs.paragraph_id, pairs.verb_id, pairs.addressee_class) as object,
    null as places
from pairs
cross join scales
left join fct_commitment_force as force
    on pairs.commitment_id = force.commitment_id and scales.scale_id = force.scale_id
cross join lateral (values ('all'), (pairs.addressee_class)) as of_class (value)
cross join lateral (values ('commitments_wps', pairs.is_wps), ('commitments_all', true)) as listed (figure, counts)
where listed.counts
