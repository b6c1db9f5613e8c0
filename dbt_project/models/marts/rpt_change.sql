-- Empty here: publishing fills it (warehouse/changes.py), for only then is it known which release stands before. An
-- as-of build has none before it.
select
    null::text as mart,
    null::text as row_key,
    null::text as column_name,
    null::text as change,
    null::text as value_before,
    null::text as value_after,
    null::bigint as release_before
where false
