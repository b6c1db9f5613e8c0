"""Both gates: each expectation sees the fault it is there for, and a critical one closes the real gate.

Every plant is made in a copy of the published sample of its own, by the administrator, as nothing of ours could.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from gate_plants import Plant, accountability, archive, changed_payload, council, plans

from expectations import bounds, gate, marts, raw
from expectations.check import Check
from extractors.core import source
from warehouse import db, releases
from warehouse.errors import WpsError
from warehouse.settings import PROJECT, Settings

KNOWN = {
    "raw": {"archive_labels_are_known"},
    "marts": {"operative_paragraphs_count_up", "votes_are_known_where_there_was_one"},
}
"""Warnings of the sample as it is: the replica plants a label nobody knows, the sample's texts are shortened, and
1700's adoption_type is empty at the source."""
ALL_SOURCES = [source.load(name) for name in source.names()]
ALL_MARTS = [path.stem for path in (PROJECT / "dbt_project/models/marts").glob("*.sql")]
ALL_RULES = replace(bounds.SAMPLE, numbers_are_consecutive=True, reconciles=True)
"""The sample's numbers with the rules that otherwise only the official archive is held to."""

RAW = council.RAW | archive.RAW | plans.RAW
MARTS = council.MARTS | archive.MARTS | plans.MARTS | accountability.MARTS

ONLY_OFFICIAL = {"resolution_numbers_have_no_gap", "figures_equal_an_independent_measure"}


@pytest.fixture(scope="module")
def candidate(server, template_published) -> str:
    """The published sample with a candidate that equals release 1, as a second build of it would."""
    settings = server.clone("template_candidate", template_published)
    with db.connect(settings) as admin:
        for (mart,) in admin.execute("select tablename from pg_tables where schemaname = 'marts_r1'").fetchall():
            admin.execute(f"create table marts_candidate.{mart} (like marts_r1.{mart} including all)")
            admin.execute(f"insert into marts_candidate.{mart} select * from marts_r1.{mart}")
            admin.execute(f"alter table marts_candidate.{mart} owner to wps_transformer")
            admin.execute(f"grant select on marts_candidate.{mart} to wps_publisher")
        admin.execute(
            "insert into audit.build (schema_name, input_sha256, code_sha256, succeeded)"
            " values ('marts_candidate', 'again', 'again', true)"
        )
    return "template_candidate"


@pytest.fixture(scope="module")
def candidate_by_all_rules(server, candidate) -> str:
    """A candidate that also meets the official archive's rules: no number is missing, and the figures are the seed's.

    The numbers between the sample's belong to resolutions without text of a year that no bound knows.
    """
    settings = server.clone("template_all_rules", candidate)
    with db.connect(settings) as admin:
        for schema in ("marts_candidate", "marts_r1"):
            for column in ("adopted_on", "source_url", "body_sha256"):
                admin.execute(f"alter table {schema}.dim_resolution alter column {column} drop not null")
            admin.execute(
                f"insert into {schema}.dim_resolution (symbol, resolution_number, year, has_english_text, vote_kind)"
                " select 'filler ' || n, n, 1999, false, 'without_vote' from generate_series("
                f"  (select min(resolution_number) from {schema}.dim_resolution),"
                f"  (select max(resolution_number) from {schema}.dim_resolution)) as n"
                f" where n not in (select resolution_number from {schema}.dim_resolution)"
            )
            # What has no text in this small stand-in is not among what was published.
            admin.execute("delete from marts_r1.dim_resolution where symbol like 'filler %'")
        admin.execute("truncate rules.measured_council_years")
        admin.execute(
            "insert into rules.measured_council_years (year, definition_id, scope, numerator, denominator)"
            " select year, definition_id, scope, numerator, denominator from marts_candidate.rpt_council_year"
        )
    return "template_all_rules"


@pytest.fixture
def copy_of(server, request) -> Iterator[Callable[[str], Settings]]:
    """A database of the test's own, gone after it."""
    made = []

    def copy(template: str) -> Settings:
        made.append("planted")
        return server.clone("planted", template)

    yield copy
    with db.connect(server.settings("postgres")) as admin:
        for name in made:
            admin.execute(f'drop database if exists "{name}" with (force)')


def _plant(settings: Settings, sql: str) -> None:
    with db.connect(settings) as admin:
        admin.execute(sql)


def _run(settings: Settings, name: gate.Gate) -> tuple[set[str], str]:
    """The expectations that failed, and what the gate said on closing."""
    said = ""
    try:
        gate.run(settings, name)
    except gate.GateClosedError as closed:
        said = str(closed)
    with db.connect(settings) as admin:
        failed = admin.execute(
            "select expectation from marts.rpt_gate where not success"
            " and gate_run_id = (select max(gate_run_id) from audit.gate_run)"
        ).fetchall()
    return {row[0] for row in failed}, said


def _failing_rows(settings: Settings, expectation: str) -> list[str]:
    with db.connect(settings) as admin:
        rows = admin.execute(
            "select row_data::text from audit.failing_row where expectation = %s"
            " and gate_run_id = (select max(gate_run_id) from audit.gate_run) order by row_number",
            [expectation],
        ).fetchall()
    return [row[0] for row in rows]


def _checks(block: bounds.Bounds) -> dict[str, dict[str, Check]]:
    listed = {
        "raw": raw.checks(block, ALL_SOURCES),
        "marts": marts.checks(block, ALL_SOURCES, ALL_MARTS),
    }
    return {name: {check.name: check for check in checks} for name, checks in listed.items()}


@pytest.mark.parametrize("block", [bounds.SAMPLE, bounds.OFFICIAL], ids=["sample", "official"])
def test_every_expectation_has_its_plant(block):
    checks = _checks(block)
    absent = set() if block is bounds.OFFICIAL else ONLY_OFFICIAL
    assert set(checks["raw"]) - {"pages_are_the_publishers_own"} == set(RAW)  # which has a test of its own
    assert set(checks["marts"]) == set(MARTS) - absent
    assert len(checks["raw"] | checks["marts"]) == len(checks["raw"]) + len(checks["marts"])  # names are unique


def test_an_unplanted_sample_passes_both_gates_and_is_published(copy_of, candidate):
    settings = copy_of(candidate)
    raw_run, marts_run = gate.run(settings, "raw"), gate.run(settings, "marts")
    assert (raw_run.verdict, marts_run.verdict) == ("warning", "warning")
    for run in (raw_run, marts_run):
        assert {outcome.check.name for outcome in run.outcomes if not outcome.success} == KNOWN[run.gate]
        assert all(outcome.error is None for outcome in run.outcomes)
    assert releases.publish(settings).verdict == "warning"


@pytest.mark.parametrize("expectation", RAW)
def test_raw_gate(copy_of, template_published, expectation):
    settings = copy_of(template_published)
    _sees(settings, "raw", expectation, RAW[expectation], _checks(bounds.SAMPLE)["raw"][expectation])


def test_made_up_pages_are_told_of_among_official_ones(copy_of, template_published, monkeypatch):
    monkeypatch.setattr(bounds, "SAMPLE", replace(bounds.SAMPLE, is_sample=False))
    settings = copy_of(template_published)
    assert _run(settings, "raw") == (KNOWN["raw"] | {"pages_are_the_publishers_own"}, "")
    told = _failing_rows(settings, "pages_are_the_publishers_own")
    assert sorted(json.loads(row)["source"] for row in told) == ["naps_1325", "peacewomen", "wps_focal_points"]
    _plant(settings, "update raw.crawl set derived = false")
    assert _run(settings, "raw") == (KNOWN["raw"], "")


@pytest.mark.parametrize("expectation", [name for name in MARTS if name not in ONLY_OFFICIAL])
def test_marts_gate(copy_of, candidate, expectation):
    settings = copy_of(candidate)
    _sees(settings, "marts", expectation, MARTS[expectation], _checks(bounds.SAMPLE)["marts"][expectation])


@pytest.mark.parametrize("expectation", sorted(ONLY_OFFICIAL))
def test_marts_gate_of_the_official_archive(copy_of, candidate_by_all_rules, monkeypatch, expectation):
    monkeypatch.setattr(bounds, "SAMPLE", ALL_RULES)
    settings = copy_of(candidate_by_all_rules)
    assert _run(settings, "marts") == (KNOWN["marts"], "")  # the stand-in meets the rules until the plant
    _sees(settings, "marts", expectation, MARTS[expectation], _checks(ALL_RULES)["marts"][expectation])


def _sees(settings: Settings, name: gate.Gate, expectation: str, plant: Plant, check: Check) -> None:
    before = _before(settings, check)
    _plant(settings, plant.sql)
    failed, said = _run(settings, name)
    assert failed == {expectation} | set(plant.also) | KNOWN[name]
    rows = _failing_rows(settings, expectation)
    assert any(plant.shows in row for row in rows), rows
    assert not any(plant.shows in row for row in before), before
    if check.severity == "warning":
        assert not said
        return
    assert expectation in said
    assert check.advice in said
    assert f"Gate {name} is closed" in said
    if name == "marts":
        with pytest.raises(WpsError, match="The gate is closed to build"):
            releases.publish(settings)


def _before(settings: Settings, check: Check) -> list[str]:
    with db.connect(settings) as admin:
        rows = admin.execute(f"select to_jsonb(failing)::text from ({check.failing}) as failing").fetchall()
    return [row[0] for row in rows]


def test_failing_rows_are_kept_complete(copy_of, candidate):
    settings = copy_of(candidate)
    _plant(
        settings,
        "update marts_candidate.fct_paragraph set text = 'drift' where paragraph_id in"
        " (select paragraph_id from marts_candidate.fct_paragraph order by paragraph_id limit 250)",
    )
    with pytest.raises(gate.GateClosedError, match=r"texts_do_not_drift \(250 rows\)"):
        gate.run(settings, "marts")
    assert len(_failing_rows(settings, "texts_do_not_drift")) == 250
    with db.connect(settings) as admin:
        told = admin.execute(
            "select observed, failing_rows from marts.rpt_gate where expectation = 'texts_do_not_drift'"
            " order by gate_run_id desc limit 1"
        ).fetchone()
        kept = admin.execute(
            "select count(*), count(distinct row_data), min(gate), min(severity), min(expected), min(advice)"
            " from audit.failed_row where expectation = 'texts_do_not_drift'"
        ).fetchone()
    check = _checks(bounds.SAMPLE)["marts"]["texts_do_not_drift"]
    assert told == ("250 failing rows", 250)
    assert kept == (250, 250, "marts", "critical", check.expects, check.advice)


def test_what_a_broken_query_multiplies_is_counted_and_does_not_fill_the_disk(copy_of, template_published, monkeypatch):
    monkeypatch.setattr(gate, "MOST_ROWS_KEPT", 100)
    many = Check("many", "warning", "there are none", "mend it", "select n, '%' as odd from generate_series(1, 250) n")
    monkeypatch.setattr(gate, "checks_of", lambda *_: [many])
    settings = copy_of(template_published)
    (outcome,) = gate.run(settings, "raw").outcomes
    assert outcome.failing_rows == 250
    assert len(_failing_rows(settings, "many")) == 100
    with db.connect(settings) as admin:
        told = admin.execute("select observed, failing_rows from marts.rpt_gate where expectation = 'many'").fetchone()
    assert told == ("250 failing rows, the first 100 of them kept", 250)


def test_a_hundredth_of_the_texts_may_change(copy_of, candidate):
    settings = copy_of(candidate)
    _plant(
        settings,
        "update marts_candidate.fct_paragraph set text = 'corrected' where paragraph_id in"
        " (select paragraph_id from marts_candidate.fct_paragraph order by paragraph_id"
        "  limit (select count(*) / 100 from marts_candidate.fct_paragraph))",
    )
    assert _run(settings, "marts") == (KNOWN["marts"], "")


def test_an_expectation_that_cannot_run_has_failed_and_the_others_are_still_judged(copy_of, candidate):
    settings = copy_of(candidate)
    _plant(settings, "drop table marts_candidate.fct_statement cascade")
    failed, said = _run(settings, "marts")
    blind = {
        "statements_of_closed_years",
        "statements_are_of_the_year_of_their_symbol",
        "every_row_can_be_cited",
        "nothing_published_is_lost",
    }
    assert failed == blind | KNOWN["marts"]
    assert 'relation "marts_candidate.fct_statement" does not exist' in said
    assert _failing_rows(settings, "statements_of_closed_years") == []


def test_a_query_may_hold_any_character(copy_of, template_published, monkeypatch):
    odd = "select '100 % of {batch} %s' as odd"
    check = Check("odd", "warning", "no row is odd", "none", odd)
    monkeypatch.setattr(gate, "checks_of", lambda *_: [check])
    settings = copy_of(template_published)
    assert _run(settings, "raw") == ({"odd"}, "")
    assert _failing_rows(settings, "odd") == ['{"odd": "100 % of {batch} %s"}']


def test_a_reject_that_was_mended_is_of_the_past(copy_of, template_published):
    settings = copy_of(template_published)
    _plant(
        settings,
        # The page was corrected since, and the parser was: neither reads so now.
        "update raw.reject set reason = 'a_new_shape', body_sha256 = 'before' where reason = 'not_english';"
        " update raw.reject set reason = 'an_old_shape', parser_version = parser_version - 1"
        " where reason = 'no_symbol'",
    )
    assert _run(settings, "raw") == (KNOWN["raw"], "")


def test_a_record_without_its_count_of_characters_is_no_evidence(copy_of, template_published):
    settings = copy_of(template_published)
    _plant(settings, changed_payload("statement", "S/PRST/2000/27", "payload - 'text_characters_kept'"))
    failed, said = _run(settings, "raw")
    assert failed == {"texts_are_read_in_full"} | KNOWN["raw"]
    assert "texts_are_read_in_full (1 rows)" in said


def test_there_is_nothing_to_judge_without_a_candidate(fresh):
    with pytest.raises(WpsError, match="There is no candidate to judge"):
        gate.run(fresh, "marts")


def test_a_gate_says_on_an_empty_warehouse_what_is_missing(fresh):
    with pytest.raises(gate.GateClosedError) as closed:
        gate.run(fresh, "raw")
    assert f"every_source_was_accepted_lately ({len(ALL_SOURCES)} rows)" in str(closed.value)
    assert "closed_years_are_complete (20 rows)" in str(closed.value)


def test_publish_refuses_what_was_not_judged(copy_of, candidate):
    with pytest.raises(WpsError, match="has not been through its gate"):
        releases.publish(copy_of(candidate))
