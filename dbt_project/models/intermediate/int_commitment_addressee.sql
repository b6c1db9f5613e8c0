-- One row per clause and addressee: whom the first rule that names somebody names; what looks back ("requests him to") takes
-- it from the nearest clause before; what names nobody stays, as other, none or the Council itself.
with read as (
    select
        object.paragraph_id,
        object.number,
        object.rank,
        object.shape,
        object.position,
        -- The subject of "that ... shall" begins with who shall.
        bool_and(phrase.addressee_class is not null) over (
            partition by object.paragraph_id, object.number, object.rank, object.shape, object.position / 100
            order by object.position
        ) as follows_on,
        -- A country among States is one of them: "neighbouring States, in particular Algeria and Niger".
        case
            when phrase.is_country and bool_or(phrase.addressee_class = 'member_states') over (
                partition by object.paragraph_id, object.number, object.rank, object.shape
            ) then 'member_states'
            else phrase.addressee_class
        end as addressee_class,
        phrase.named_kind,
        phrase.named_id,
        phrase.named
    from {{ ref('int_commitment_object') }} as object
    left join {{ ref('int_addressee_phrase') }} as phrase
        on object.phrase = phrase.phrase and (phrase.is_whole or object.shape in ('to', 'that', 'thing', 'decides that', 'tasked'))
),

phrase as (
    select
        paragraph_id,
        number,
        rank,
        shape,
        position,
        addressee_class,
        named_kind,
        named_id,
        named
    from read
    where addressee_class is not null
        and (follows_on or shape not in ('must', 'need', 'importance of doing', 'decides that', 'thing'))
        and (addressee_class <> 'other' or shape not in ('and to', 'and that'))
        and (addressee_class <> 'security_council' or rank not between 2 and 4)
        and (addressee_class in ('peace_operation', 'un_entities', 'sanctions_bodies') or shape <> 'body')
),

direct as (
    select *
    from (
        select
            phrase.*,
            min(rank) filter (where rank > 0) over (partition by paragraph_id, number) as decisive
        from phrase
        where rank < 6
    ) as ranked
    where rank = decisive or rank = 0
),

back as (
    select
        paragraph_id,
        number,
        phrase
    from {{ ref('int_commitment_object') }} as object
    where shape = 'back' and not exists (
        select 1
        from direct
        where direct.paragraph_id = object.paragraph_id and direct.number = object.number and direct.rank between 1 and 4
    )
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
                case when back.phrase in ('it', 'its', 'him', 'he', 'his') and before.rank = 9 then before.position end
        ) as nearness
    from back
    inner join (
        select * from phrase
        union all
        -- Before the first clause of a sub-paragraph stands its chapeau.
        select
            list.paragraph_id,
            list.number,
            phrase.rank,
            phrase.shape,
            phrase.position,
            phrase.addressee_class,
            phrase.named_kind,
            phrase.named_id,
            phrase.named
        from {{ ref('int_commitment_clause') }} as list
        inner join phrase on list.chapeau_id = phrase.paragraph_id and list.chapeau_number = phrase.number
        where list.number = 0
    ) as before
        on back.paragraph_id = before.paragraph_id and before.number < back.number
            and case
                when back.phrase in ('him', 'he', 'his') then before.addressee_class in ('secretary_general', 'special_representative')
                when back.phrase in ('it', 'its')
                    then before.addressee_class not in ('secretary_general', 'special_representative', 'security_council', 'other')
                else before.addressee_class not in ('security_council', 'other')
            end
),

addressed as (
    select distinct
        paragraph_id,
        number,
        addressee_class,
        named_kind,
        named_id,
        named,
        shape as rule
    from direct
    union
    select distinct
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
    clause.paragraph_id,
    clause.number,
    coalesce(
        addressed.addressee_class,
        case
            when clause.kind = 'asks' or asked.paragraph_id is not null then 'other'
            when clause.kind = 'decides' then 'security_council'
            else 'none'
        end
    ) as addressee_class,
    addressed.named_kind,
    addressed.named_id,
    addressed.named,
    coalesce(addressed.rule, 'nobody named') as rule
from {{ ref('int_commitment_clause') }} as clause
left join (
    select distinct
        paragraph_id,
        number
    from {{ ref('int_commitment_object') }}
    where shape in ('that', 'to', 'thing')
) as asked on clause.paragraph_id = asked.paragraph_id and clause.number = asked.number
left join addressed on clause.paragraph_id = addressed.paragraph_id and clause.number = addressed.number
where clause.number > 0 or clause.completes_chapeau
