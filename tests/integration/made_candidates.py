"""Candidates of a release made without dbt, for tests of what comes behind it."""

from warehouse import db, releases
from warehouse.settings import Settings

COPY = """
do $$
declare mart text;
begin
    for mart in select tablename from pg_tables where schemaname = '{source}' loop
        execute format('drop table if exists marts_candidate.%1$I', mart);
        execute format('create table marts_candidate.%1$I (like {source}.%1$I including all)', mart);
        execute format('insert into marts_candidate.%1$I select * from {source}.%1$I', mart);
        execute format('alter table marts_candidate.%1$I owner to wps_transformer', mart);
        execute format('grant select on marts_candidate.%1$I to wps_publisher', mart);
        execute format('comment on table marts_candidate.%1$I is %2$L', mart, 'a copy');
    end loop;
end $$
"""


def candidate(
    settings: Settings, change: str = "select 1", *, gate: str | None = "open", succeeded: bool = True
) -> int:
    """A candidate made without dbt: the current release's marts, altered. Returns the build's id."""
    with db.connect(settings) as admin, admin.transaction():
        admin.execute(COPY.format(source=releases.current(admin).schema).encode())
        admin.execute(change.encode())
        row = admin.execute(
            "insert into audit.build (schema_name, input_sha256, code_sha256, finished_at, succeeded)"
            " values ('marts_candidate', 'test', 'test', now(), %s) returning build_id",
            [succeeded],
        ).fetchone()
        assert row is not None
        if gate:
            admin.execute(
                "insert into audit.gate_run (gate, build_id, finished_at, verdict) values ('marts', %s, now(), %s)",
                [row[0], gate],
            )
        return int(row[0])


def numbered(settings: Settings, number: int) -> int:
    """A candidate whose resolutions all have `number` as title, and which holds `number` paragraphs."""
    return candidate(
        settings,
        f"update marts_candidate.dim_resolution set title = '{number}';"
        f" delete from marts_candidate.fct_paragraph where paragraph_id not in"
        f" (select paragraph_id from marts_candidate.fct_paragraph order by paragraph_id limit {number})",
    )
