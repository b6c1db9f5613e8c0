-- Namibia's NA must not be read as null, nor 004 as 4.
select * from {{ ref('dim_country') }}
where (country_id = 'NAM' and iso2 is distinct from 'NA') or length(m49) <> 3
