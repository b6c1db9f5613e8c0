-- Each row of the seeds published_figures and nap_counts has one rule in seeds/reconciliation_rules.csv, and no rule is
-- of a row that is not there.
select
    statement.statement_id as stated,
    rule.statement_id as ruled
from {{ ref('int_reconciliation_statement') }} as statement
full join {{ ref('reconciliation_rules') }} as rule on statement.statement_id = rule.statement_id
where statement.statement_id is null or rule.statement_id is null
