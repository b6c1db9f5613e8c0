-- An extract tells what changed since the one before. Which one that was is settled by the first extract of a release,
-- so that the same release gives the same bytes for ever.
alter table audit.release add column compared_with bigint references audit.release;
comment on column audit.release.compared_with is
'Set with extracted: the newest earlier release that an extract had been made from; empty where there was none.';
