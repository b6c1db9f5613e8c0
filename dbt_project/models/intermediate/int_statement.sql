-- One row per presidential statement: the English filing that counts, and whether a corrigendum withdrew it.
with filings as (
    select
        *,
        row_number() over (partition by symbol order by path desc) as preference,
        count(*) over (partition by symbol) as filed_times
    from {{ ref('stg_un_resolutions__statement') }}
),

withdrawals as (
    select
        withdrawn.symbol,
        min(corrigendum.symbol) as withdrawn_by
    from {{ ref('stg_un_resolutions__statement') }} as corrigendum
    cross join lateral jsonb_array_elements_text(corrigendum.withdraws) as withdrawn (symbol)
    group by withdrawn.symbol
)

select
    filings.symbol,
    filings.statement_number,
    filings.year,
    filings.held_on,
    filings.held_on_from,
    filings.meeting,
    filings.agenda_item,
    filings.title,
    filings.text,
    filings.corrects,
    withdrawals.withdrawn_by,
    filings.filed_times,
    filings.flags,
    filings.source_url,
    filings.body_sha256
from filings
left join withdrawals on filings.symbol = withdrawals.symbol
where filings.preference = 1
