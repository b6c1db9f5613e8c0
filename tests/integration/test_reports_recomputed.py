"""Each report counted again in plain Python, over the sample; test_official_archive.py does so over the official files.

What the Council said, did and voted is counted from the records as they were landed. What is decided between sources
(plans), found by a lexicon (commitments) or matched (extracts) is proven elsewhere, row by row; its reports are counted
again from those rows.
"""

import re
import zlib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from raw_records import Ask, Records
from recount import CHECKS

from warehouse import db, fingerprint
from warehouse.settings import PROJECT

RECOMPUTED_ELSEWHERE = {
    "rpt_change": "test_corrections.py: two releases compared in Python",
    "rpt_nap_year": "test_plan_status.py: from the records of pages and the register",
    "rpt_practice": "test_plan_status.py: from the records of pages and the register",
    "rpt_theme_quality": "test_theme_quality.py",
    "rpt_commitment_quality": "test_commitment_quality.py",
}

NOT_COUNTED = {
    "rpt_theme_year": set(),
    "rpt_commitment_year": set(),
    "rpt_country_scorecard": set(),
    # What leads from the gap to its paragraph; test_dbt_rules.py and the bridge's own tests have it.
    "rpt_archive_gap": {"citation", "definition_id", "matched_text", "source_url", "body_sha256"},
}
"""Reports of which each column is counted again -> those of which that is not so."""


@pytest.fixture(scope="module")
def warehouse(server, template_published) -> Iterable[psycopg.Connection]:
    with db.connect(server.settings(template_published), "wps_publisher") as connection:
        yield connection


@pytest.fixture(scope="module")
def records(warehouse) -> Records:
    return Records(warehouse)


@pytest.fixture
def ask(warehouse) -> Ask:
    return lambda query, *parameters: warehouse.execute(query, parameters).fetchall()


def test_every_report_is_recomputed(warehouse):
    reports = {mart for mart in fingerprint.marts(warehouse, "marts_r1") if mart.startswith("rpt_")}
    checks = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("recount_*.py"))
    asked = {mart for mart in reports if re.search(rf"marts\.{mart}\b", checks)}
    assert reports - asked == set(RECOMPUTED_ELSEWHERE)


def test_no_column_is_left_out(warehouse, records):
    asked: list[str] = []

    def noting(query: str, *parameters: object) -> list[tuple]:
        asked.append(query)
        return warehouse.execute(query, parameters).fetchall()

    for name, check in CHECKS.items():
        if re.match("theme|commitment|scorecards|the_gap", name):
            check(records, noting)
    for mart, not_counted in NOT_COUNTED.items():
        columns = {
            name
            for query in asked
            if query.endswith(f" from marts.{mart}")
            for name in query.removeprefix("select ").removesuffix(f" from marts.{mart}").split(", ")
        }
        assert set(fingerprint.columns(warehouse, "marts", mart)) - columns == not_counted, mart


@pytest.mark.parametrize("check", CHECKS)
def test_the_marts_say_what_is_counted_again(check, records, ask):
    CHECKS[check](records, ask)


def test_the_query_of_the_readme_goes_from_a_number_to_its_bytes(warehouse):
    section = (
        (PROJECT / "README.md").read_text("utf-8").split("## From a number to its bytes", 1)[1].split("\n## ", 1)[0]
    )
    query = section.split("```sql", 1)[1].split("```", 1)[0]
    cursor = warehouse.execute(query)
    names = [column.name for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert found
    assert len({row["symbol"] for row in found}) == found[0]["numerator"]
    for row in found:
        content = zlib.decompress(row["bytes"])
        assert sha256(content).hexdigest() == row["sha256"]
        assert row["symbol"].split("/")[2].split()[0].encode() in content
        assert row["citation"].startswith(row["symbol"])
