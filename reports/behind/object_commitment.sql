-- A commitment that names several of its class is named by all of them.
select
    commitment.object,
    paragraph.symbol,
    paragraph.locator,
    commitment.country,
    paragraph.citation,
    'un_resolutions' as source,
    paragraph.source_url,
    paragraph.body_sha256
from (
    select
        concat_ws('|', asked.paragraph_id, asked.verb_id, asked.addressee_class) as object,
        asked.paragraph_id,
        string_agg(distinct country.name collate "C", '; ') as country
    from fct_commitment as asked
    left join dim_country as country on asked.country_id = country.country_id
    where asked.asks
    group by asked.paragraph_id, asked.verb_id, asked.addressee_class
) as commitment
inner join fct_paragraph as paragraph on commitment.paragraph_id = paragraph.paragraph_id
where commitment.object = any(%(objects)s)
