-- The page that makes a claim; of the register, which holds facts and no bytes of pages, the page that it cites.
select
    claim_id as object,
    claim_url,
    case source
        when 'nap_register' then 'register of plans kept with this project (seed nap_register)' else source
    end as source,
    source_url,
    body_sha256
from fct_nap_claim
where claim_id = any(%(objects)s)
