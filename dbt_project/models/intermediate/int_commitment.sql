-- One row per paragraph, verb, class of addressee and name, own or inherited from the chapeau, with the due rules.
with clause as (
    select
        paragraph_id,
        number,
        chapeau_id,
        chapeau_number,
        completes_chapeau,
        verb_id,
        verb_as_given,
        verb_from
    from {{ ref('int_commitment_clause') }}
),

addressee as (
    select
        addressee.*,
        bool_or(rule = 'tasked') over (partition by paragraph_id, number) as has_tasked
    from {{ ref('int_commitment_addressee') }} as addressee
),

stated as (
    select
        clause.paragraph_id,
        clause.number,
        clause.verb_id,
        clause.verb_as_given,
        clause.verb_from,
        addressee.addressee_class,
        addressee.named_kind,
        addressee.named_id,
        addressee.named,
        addressee.rule
    from clause
    inner join addressee on clause.paragraph_id = addressee.paragraph_id and clause.number = addressee.number
    union all
    -- A sub-paragraph inherits; of "to establish a mission with the following mandate", those who are to do it.
    select
        clause.paragraph_id,
        clause.number,
        clause.verb_id,
        clause.verb_as_given,
        clause.verb_from,
        addressee.addressee_class,
        addressee.named_kind,
        addressee.named_id,
        addressee.named,
        addressee.rule
    from clause
    inner join addressee on clause.chapeau_id = addressee.paragraph_id and clause.chapeau_number = addressee.number
    where not clause.completes_chapeau and (addressee.rule = 'tasked' or not addressee.has_tasked)
    union all
    -- "Decides that:" speaks to whom its list speaks to.
    select
        clause.chapeau_id,
        clause.chapeau_number,
        clause.verb_id,
        chapeau.verb_as_given,
        chapeau.verb_from,
        addressee.addressee_class,
        addressee.named_kind,
        addressee.named_id,
        addressee.named,
        addressee.rule
    from clause
    inner join clause as chapeau on clause.chapeau_id = chapeau.paragraph_id and clause.chapeau_number = chapeau.number
    inner join addressee on clause.paragraph_id = addressee.paragraph_id and clause.number = addressee.number
    where clause.completes_chapeau
),

-- A verb that speaks to somebody anywhere in the paragraph has no further row for nobody.
counted as (
    select
        stated.*,
        bool_or(rule <> 'nobody named') over (partition by paragraph_id, verb_id) as names_somebody
    from stated
),

due as (
    select
        paragraph_id,
        number,
        string_agg(due_type, ';' order by position) as due_type,
        string_agg(due_value, ';' order by position) as due_value,
        string_agg(due_as_given, '; ' order by position) as due_as_given
    from {{ ref('int_commitment_due') }}
    group by paragraph_id, number
)

select
    counted.paragraph_id,
    counted.verb_id,
    counted.addressee_class,
    counted.named,
    counted.named_kind,
    counted.named_id,
    (array_agg(counted.verb_as_given order by counted.number))[1] as verb_as_given,
    (array_agg(counted.verb_from order by counted.number))[1] as verb_from,
    min(counted.number) as number,
    bool_and(counted.number = 0) as inherited,
    (array_agg(counted.rule order by counted.number))[1] as rule,
    case when counted.addressee_class <> 'none' then string_agg(due.due_type, ';' order by counted.number) end as due_type,
    case when counted.addressee_class <> 'none' then string_agg(due.due_value, ';' order by counted.number) end as due_value,
    case when counted.addressee_class <> 'none' then string_agg(due.due_as_given, '; ' order by counted.number) end as due_as_given
from counted
left join due on counted.paragraph_id = due.paragraph_id and counted.number = due.number
where counted.rule <> 'nobody named' or not counted.names_somebody
group by
    counted.paragraph_id, counted.verb_id, counted.addressee_class, counted.named, counted.named_kind, counted.named_id
