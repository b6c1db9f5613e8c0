-- One row per clause and addressee: those whom the first rule that names somebody names. What looks back ("requests him
-- to") takes them from the nearest clause before; a clause that names nobody keeps a row: other, none, or the Council.
with objects as (
    select
        object.paragraph_id,
        object.number,
        object.rank,
        object.rule,
        object.position,
        phrase.addressee_class,
        phrase.is_country,
        phrase.named_kind,
        phrase.named_id,
        phrase.named,
        -- "Decides that the measures and the Committee shall" does not begin with the Committee.
        coalesce(rule.begins, object.rule in ('decides that', 'thing')) as must_begin,
        bool_and(phrase.addressee_class is not null) over (
            partition by object.paragraph_id, object.number, object.rank, object.rule, object.position / 100
            order by object.position
        ) as begins,
        bool_or(phrase.addressee_class = 'member_states') over (
            partition by object.paragraph_id, object.number, object.rank, object.rule
        ) as has_states
    from {{ ref('int_commitment_object') }} as object
    left join {{ ref('int_addressee_phrase') }} as phrase
        on object.phrase = phrase.phrase
            and (phrase.is_whole or object.rule in ('to', 'that', 'thing', 'decides that', 'tasked', 'itself'))
    left join {{ ref('commitment_rules') }} as rule on object.rule = rule.rule
),

phrases as (
    select
        paragraph_id,
        number,
        rank,
        rule,
        position,
        -- A country among States is one of them: "neighbouring States, in particular Algeria and Niger".
        case when is_country and has_states then 'member_states' else addressee_class end as addressee_class,
        named_kind,
        named_id,
        named
    from objects
    where addressee_class is not null
        and (begins or not must_begin)
        and (addressee_class <> 'other' or rule not in ('and to', 'and that'))
        and (addressee_class <> 'security_council' or rank not between 2 and 4)
        and (addressee_class in ('peace_operation', 'un_entities', 'sanctions_bodies') or rule <> 'body')
),

decisive as (
    select
        paragraph_id,
        number,
        min(rank) as rank
    from phrases
    where rank between 1 and 5
    group by paragraph_id, number
),

direct as (
    select
        phrases.paragraph_id,
        phrases.number,
        phrases.rank,
        phrases.rule,
        phrases.addressee_class,
        phrases.named_kind,
        phrases.named_id,
        phrases.named
    from phrases
    left join decisive on phrases.paragraph_id = decisive.paragraph_id and phrases.number = decisive.number
    where phrases.rank = decisive.rank or phrases.rank = 0
),

-- Before the first clause of a sub-paragraph stands its chapeau.
before as (
    select
        paragraph_id,
        number,
        rank,
        position,
        addressee_class,
        named_kind,
        named_id,
        named
    from phrases
    union all
    select
        list.paragraph_id,
        list.number,
        phrases.rank,
        phrases.position,
        phrases.addressee_class,
        phrases.named_kind,
        phrases.named_id,
        phrases.named
    from {{ ref('int_commitment_clause') }} as list
    inner join phrases on list.chapeau_id = phrases.paragraph_id and list.chapeau_number = phrases.number
    where list.number = 0
),

back as (
    select
        object.paragraph_id,
        object.number,
        object.phrase,
        object.phrase in ('it', 'its', 'him', 'he', 'his') as is_one
    from {{ ref('int_commitment_object') }} as object
    left join decisive
        on object.paragraph_id = decisive.paragraph_id and object.number = decisive.number and decisive.rank < 5
    where object.rule = 'back' and decisive.rank is null
),

antecedent as (
    select
        back.paragraph_id,
        back.number,
        before.addressee_class,
        before.named_kind,
        before.named_id,
        before.named,
        rank() over (
            partition by back.paragraph_id, back.number
            order by
                before.number desc,
                before.rank = 9,
                -- Of what is only mentioned the first: of its enumeration "it" is one, "they" are all.
                case when before.rank = 9 then before.position / case when back.is_one then 1 else 100 end end
        ) as nearness
    from back
    inner join before on back.paragraph_id = before.paragraph_id and back.number > before.number
    where case
            when
                back.phrase in ('him', 'he', 'his')
                then before.addressee_class in ('secretary_general', 'special_representative')
            when before.addressee_class in ('security_council', 'other') then false
            when back.phrase in ('it', 'its')
                then before.addressee_class not in ('secretary_general', 'special_representative')
            else true
        end
),

addressed as (
    select
        paragraph_id,
        number,
        addressee_class,
        named_kind,
        named_id,
        named,
        rule
    from direct
    union
    select
        paragraph_id,
        number,
        addressee_class,
        named_kind,
        named_id,
        named,
        'back' as rule
    from antecedent
    where nearness = 1
)

select
    shape.paragraph_id,
    shape.number,
    case
        when addressed.addressee_class is not null then addressed.addressee_class
        when shape.shape in ('that', 'to', 'thing') then 'other'
        when clause.kind = 'decides' then 'security_council'
        else 'none'
    end as addressee_class,
    addressed.named_kind,
    addressed.named_id,
    addressed.named,
    coalesce(addressed.rule, 'nobody named') as rule
from {{ ref('int_commitment_shape') }} as shape
inner join {{ ref('int_commitment_clause') }} as clause
    on shape.paragraph_id = clause.paragraph_id and shape.number = clause.number
left join addressed on shape.paragraph_id = addressed.paragraph_id and shape.number = addressed.number
