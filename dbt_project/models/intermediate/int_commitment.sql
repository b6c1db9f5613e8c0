-- One row per paragraph, verb and addressee (class and name), own or inherited from the chapeau, with the due rules.
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
        addressee.paragraph_id,
        addressee.number,
        addressee.addressee_class,
        addressee.named_kind,
        addressee.named_id,
        addressee.named,
        addressee.rule,
        bool_or(addressee.rule = 'tasked') over (
            partition by addressee.paragraph_id, addressee.number
        ) as has_tasked
    from {{ ref('int_commitment_addressee') }} as addressee
),

own as (
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
),

-- Of "to establish a mission with the following mandate", those inherit who are to do it.
inherited as (
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
    inner join addressee
        on clause.chapeau_id = addressee.paragraph_id and clause.chapeau_number = addressee.number
    where not clause.completes_chapeau and (addressee.rule = 'tasked' or not addressee.has_tasked)
),

-- "Decides that:" speaks to whom its list speaks to.
by_its_list as (
    select
        chapeau.paragraph_id,
        chapeau.number,
        chapeau.verb_id,
        chapeau.verb_as_given,
        chapeau.verb_from,
        addressee.addressee_class,
        addressee.named_kind,
        addressee.named_id,
        addressee.named,
        addressee.rule
    from clause
    inner join clause as chapeau
        on clause.chapeau_id = chapeau.paragraph_id and clause.chapeau_number = chapeau.number
    inner join addressee on clause.paragraph_id = addressee.paragraph_id and clause.number = addressee.number
    where clause.completes_chapeau
),

stated as (
    select * from own
    union all
    select * from inherited
    union all
    select * from by_its_list
),

-- A verb that speaks to somebody anywhere in the paragraph has no further row for nobody.
counted as (
    select
        stated.*,
        bool_or(stated.rule <> 'nobody named') over (
            partition by stated.paragraph_id, stated.verb_id
        ) as names_somebody
    from stated
),

-- "requests a final report by June" goes on with whom the same verb spoke to before; where it spoke to nobody before,
-- with whom it speaks to next.
resumed as (
    select
        nobody.paragraph_id,
        nobody.number,
        coalesce(
            max(somebody.number) filter (where somebody.number <= nobody.number),
            min(somebody.number)
        ) as other_number
    from counted as nobody
    inner join counted as somebody
        on nobody.paragraph_id = somebody.paragraph_id and nobody.verb_id = somebody.verb_id
    where nobody.rule = 'nobody named' and somebody.rule <> 'nobody named'
    group by nobody.paragraph_id, nobody.number
),

due as (
    select
        due.paragraph_id,
        coalesce(resumed.other_number, due.number) as number,
        string_agg(due.due_type, ';' order by due.number, due.position) as due_type,
        string_agg(due.due_value, ';' order by due.number, due.position) as due_value,
        string_agg(due.due_as_given, '; ' order by due.number, due.position) as due_as_given
    from {{ ref('int_commitment_due') }} as due
    left join resumed on due.paragraph_id = resumed.paragraph_id and due.number = resumed.number
    group by due.paragraph_id, coalesce(resumed.other_number, due.number)
),

-- Two clauses with one verb and one addressee are one commitment, by the words of the first.
once as (
    select distinct
        paragraph_id,
        number,
        verb_id,
        verb_as_given,
        verb_from,
        addressee_class,
        named_kind,
        named_id,
        named
    from counted
    where rule <> 'nobody named' or not names_somebody
)

select
    once.paragraph_id,
    once.verb_id,
    once.addressee_class,
    once.named_kind,
    once.named_id,
    once.named,
    min(once.number) as number,
    (array_agg(once.verb_as_given order by once.number))[1] as verb_as_given,
    (array_agg(once.verb_from order by once.number))[1] as verb_from,
    bool_and(once.number = 0) as inherited,
    once.addressee_class <> 'none' as asks,
    case when once.addressee_class <> 'none' then string_agg(due.due_type, ';' order by once.number) end as due_type,
    case when once.addressee_class <> 'none' then string_agg(due.due_value, ';' order by once.number) end as due_value,
    case when once.addressee_class <> 'none' then string_agg(due.due_as_given, '; ' order by once.number) end
        as due_as_given
from once
left join due on once.paragraph_id = due.paragraph_id and once.number = due.number
group by once.paragraph_id, once.verb_id, once.addressee_class, once.named_kind, once.named_id, once.named
