"""What the archive lacks, counted again where it lacks something: the sample's own archive is whole."""

from raw_records import Records
from recount import CHECKS
from scratch_warehouse import AS_IN_A_BUILD

from warehouse import db, dbt


def test_what_the_archive_lacks_is_counted_again_where_it_lacks_something(published, rows):
    """Four paragraphs lose the pieces that hold them, and one title is mistyped."""
    with db.connect(published) as admin:
        for (mart,) in admin.execute("select tablename from pg_tables where schemaname = 'marts_r1'").fetchall():
            admin.execute(f"create table marts_candidate.{mart} as select * from marts_r1.{mart}")
            admin.execute(f"alter table marts_candidate.{mart} owner to wps_transformer")
        newest = admin.execute("select symbol from marts.dim_resolution order by adopted_on desc limit 1").fetchone()
        admin.execute(
            "update marts_candidate.fct_extract set paragraph_id = null, official_symbol = null, verdict = 'none',"
            " symbol = %s where paragraph_id in (select paragraph_id from marts.fct_extract"
            " inner join marts.bridge_paragraph_wps using (paragraph_id)"
            " where definition_id = 'A' and in_own_text and in_body order by paragraph_id limit 4)",
            newest,
        )
    runs = dbt.run(published, ["run", "--select", "rpt_archive_gap", *AS_IN_A_BUILD])
    assert [run.status for run in runs] == ["success"]
    gaps = rows(published, "select archive_covers_to, pieces_held_of_paragraph from marts_candidate.rpt_archive_gap")
    assert len(gaps) == 4
    assert {row[0].year for row in gaps} == {2018}  # not the newest, which only a title names
    with db.connect(published) as admin:
        CHECKS["the_gap_of_the_archive"](
            Records(admin),
            lambda query, *parameters: admin.execute(
                query.replace("marts.", "marts_candidate."), parameters
            ).fetchall(),
        )
