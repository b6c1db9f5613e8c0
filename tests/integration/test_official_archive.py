"""The whole night over the official files of 2000-2019: what the warehouse must show of them.

The files are read here a second time and by simple means, so that what is compared does not come from one hand.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from raw_records import Records
from recount import CHECKS

from replica.server import Replica
from reports import edition as editions
from reports import trace
from warehouse import db, fingerprint, steps
from warehouse.settings import Settings

pytestmark = pytest.mark.official

PER_YEAR = [50, 52, 68, 67, 59, 71, 87, 56, 65, 48, 59, 66, 53, 47, 63, 64, 77, 61, 54, 52]
WPS = {1325: 18, 1820: 16, 1888: 29, 1889: 20, 1960: 19, 2106: 23, 2122: 19, 2242: 18, 2467: 37, 2493: 11}
# Operative paragraphs less numbered `paragraph` elements of the file's main body; the reason for each stands in
# tests/unit/un_resolutions/test_official_archive.py.
BY_FILE = {
    **{1345: 1, 1409: -1, 1591: 6, 1617: -2, 1643: 1, 1855: -1, 1977: 5},
    **{1991: 4, 1996: 25, 2053: 4, 2103: 1, 2157: 1, 2328: 1},
}
FIGURES = {
    ("A", "body"): "A_any_women_girl_gender",
    ("AC", "body"): "AC_plus_sexual_violence",
    ("B", "body"): "B_wps_phrase_or_number",
    ("AOP", "body"): "A_in_operative",
    ("A", "body_and_annexes"): "A_with_annexes",
    ("AC", "body_and_annexes"): "AC_with_annexes",
}


@dataclass(frozen=True)
class Official:
    """The published warehouse, the night that made it, and the site that it came from."""

    settings: Settings
    night: steps.Night
    site: Replica
    archive: Path


@pytest.fixture(scope="module")
def official(server, template_seeded, official_archive) -> Iterator[Official]:
    settings = server.clone("t_official", template_seeded).model_copy(update={"archive": "official"})
    with Replica(official_archive) as site, pytest.MonkeyPatch.context() as environment:
        for name, value in site.environment().items():
            environment.setenv(name, value)
        yield Official(settings, steps.nightly(settings), site, official_archive)
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_official with (force)")


@pytest.fixture
def ask(official, rows):
    return lambda query, *parameters: rows(official.settings, query, *parameters)


def test_the_night_crawls_all_passes_both_gates_and_publishes(official, ask):
    assert official.night.refused == {}
    assert official.night.crawls["un_resolutions"]["live"] == {
        "draft": 6,
        "paragraph": 47_368,
        "resolution": 1_219,
        "resolution_metadata": 1_219,
        "statement": 691,
        "vote": 18_119,
    }
    assert official.night.release.archive == "official"
    # 1700's adoption_type is empty at the source; the replica plants a label, and makes up three sources' pages.
    assert set(ask("select gate, expectation, failing_rows from marts.rpt_gate where not success")) == {
        ("marts", "votes_are_known_where_there_was_one", 1),
        ("raw", "archive_labels_are_known", 1),
        ("raw", "pages_are_the_publishers_own", 3),
    }
    assert ask("select symbol from marts.dim_resolution where vote_kind is null") == [("S/RES/1700 (2006)",)]


def test_resolutions_per_year(ask):
    counted = ask("select year, count(*) from marts.dim_resolution where has_english_text group by year order by year")
    assert counted == list(zip(range(2000, 2020), PER_YEAR, strict=True))
    assert sum(PER_YEAR) == 1_219
    assert ask("select min(resolution_number), max(resolution_number) - 1218 from marts.dim_resolution") == [
        (1285, 1285)
    ]


def test_every_date_is_by_the_stated_rule_and_none_falls(official, ask):
    said = {}
    for path in (official.archive / "data_extract").glob("*.json"):
        for line in path.read_text("utf-8-sig").splitlines():
            if line.strip():
                row = json.loads(line)
                number, year = map(int, re.findall(r"\d+", row["symbol"]))
                said[number] = (year, _day(row["adoption_date"]))
    found = ask(
        "select resolution_number, adopted_on, adopted_on_from from marts.dim_resolution order by resolution_number"
    )
    by_text = {number: day for number, day, origin in found if origin == "text"}
    assert by_text == {2423: date(2018, 6, 28)}
    assert said[2423][1].year != said[2423][0]
    assert {number: day for number, day, origin in found if origin == "metadata"} == {
        number: day for number, (year, day) in said.items() if day.year == year
    }
    days = [day for _, day, _ in found]
    assert days == sorted(days)


def _day(words: str) -> date:
    """'19 November 2004 in Nairobi', with spaces of any kind."""
    day, month, year = words.split()[:3]
    return datetime.strptime(f"{day} {month} {year}", "%d %B %Y").date()


def test_the_ten_resolutions_have_210_operative_paragraphs(ask):
    counted = ask(
        "select resolution.resolution_number, count(*) from marts.dim_resolution as resolution"
        " inner join marts.fct_paragraph as paragraph using (symbol)"
        " where is_wps_agenda_item and part = 'operative' and top_level group by 1"
    )
    assert dict(counted) == WPS
    assert sum(WPS.values()) == 210


def test_operative_paragraphs_against_the_numbered_elements_of_each_file(official, ask):
    read = ask(
        "select resolution_number, operative_count, max(path)"
        " from intermediate.int_resolution group by resolution_number, operative_count"
    )
    counted = ask(
        "select resolution_number, count(*) from marts.fct_paragraph where part = 'operative' and top_level group by 1"
    )
    assert dict(counted) == {number: operative for number, operative, _ in read if operative}
    numbered = {number: _numbered(official.archive / path) for number, _, path in read}
    assert sum(numbered.values()) == 18_008
    assert {n: operative - numbered[n] for n, operative, _ in read if operative != numbered[n]} == BY_FILE
    assert sum(operative for _, operative, _ in read) == 18_008 + sum(BY_FILE.values()) == 18_053


def _numbered(path: Path) -> int:
    body = path.read_text("utf-8").split("<mainBody>", 1)[1].split("</mainBody>", 1)[0]
    return len(re.findall(r"<paragraph(?: [^>]*)?>\s*<num>\s*\d+\.\s*</num>", body))


def test_statements(official, ask):
    files = sorted((official.archive / "PRST").rglob("*.xml"))
    # 690 statements, a corrigendum, and the French copy of 2000/25, which is no statement in English.
    assert len(files) == 692
    assert ask("select count(*) from marts.fct_statement where not is_corrigendum") == [(690,)]
    assert ask("select symbol, corrects from marts.fct_statement where is_corrigendum") == [
        ("S/PRST/2000/27/Corr.1", "S/PRST/2000/27")
    ]
    assert ask("select symbol, withdrawn_by from marts.fct_statement where is_withdrawn") == [
        ("S/PRST/2000/27", "S/PRST/2000/27/Corr.1")
    ]
    assert ask("select count(*) from marts.fct_statement where filed_times <> 1") == [(0,)]
    french = ask("select source_url from marts.rpt_reject where reason = 'not_english'")
    assert len(french) == 1
    assert "S_PRST_2000_25" in french[0][0]
    assert ask("select text ~ 'The Security Council' from marts.fct_statement where symbol = 'S/PRST/2000/25'") == [
        (True,)
    ]


def test_malformed_statements_are_read(official, ask):
    malformed = [path for path in (official.archive / "PRST").rglob("*.xml") if not _well_formed(path)]
    assert len(malformed) == 119
    flagged = ask(
        "select count(*), count(*) filter (where length(text) > 200 or is_corrigendum) from marts.fct_statement"
        " where 'malformed_xml' = any(string_to_array(flags, ', '))"
    )
    assert flagged == [(118, 118)]  # the corrigendum among them; and the French copy


def _well_formed(path: Path) -> bool:
    try:
        ElementTree.parse(path)  # noqa: S314 - a file of ours, read for whether it can be
    except ElementTree.ParseError:
        return False
    return True


def test_2387_as_peacewomen_cites_it(ask):
    found = ask(
        "select locator, citation, chapeau_verb from marts.fct_paragraph where resolution_number = 2387"
        " and part = 'operative' and locator = any(%s)"
        " and paragraph_id in (select paragraph_id from marts.bridge_paragraph_wps"
        "  where definition_id = 'A' and in_own_text) order by ordinal",
        ["42 (a) (iii)", "42 (b) (ii)", "42 (b) (iii)", "42 (b) (iv)", "43 (d) (ii)"],
    )
    assert found == [
        (locator, f"S/RES/2387 (2017), para. {locator}", verb)
        for locator, verb in (
            ("42 (a) (iii)", "Decides"),
            ("42 (b) (ii)", "Decides"),
            ("42 (b) (iii)", "Decides"),
            ("42 (b) (iv)", "Decides"),
            ("43 (d) (ii)", "Further authorises"),
        )
    ]


def test_a_paragraph_meets_what_its_parts_meet(ask):
    above = ask(
        "select p.locator, b.in_own_text from marts.fct_paragraph as p inner join marts.bridge_paragraph_wps as b"
        " using (paragraph_id) where p.resolution_number = 2387 and b.definition_id = 'A'"
        " and p.locator in ('42', '42 (a)', '43') order by 1"
    )
    assert above == [("42", False), ("42 (a)", False), ("43", False)]


def test_figures_equal_the_independent_measure(official_archive, ask):
    with (official_archive.parents[1] / "facts" / "un_wps_by_year.csv").open(encoding="utf-8") as lines:
        expected = {
            (int(row["year"]), *figure): (int(row[column]), int(row["n"]))
            for row in csv.DictReader(lines)
            for figure, column in FIGURES.items()
        }
    ours = {
        (year, definition, scope): (numerator, denominator)
        for year, definition, scope, numerator, denominator in ask(
            "select year, definition_id, scope, numerator, denominator from marts.rpt_council_year"
        )
    }
    assert len(expected) == 20 * 6
    assert {key: ours[key] for key in expected} == expected
    assert len(ours) == 20 * 4 * 2


def test_figures_follow_from_the_paragraphs_shown(ask):
    """Whoever counts the evidence in the bridge arrives at the figure."""
    differing = ask(
        "select year, definition_id, scope from marts.rpt_council_year as figure where numerator <> (select"
        " count(distinct symbol) from marts.bridge_paragraph_wps as b where b.year = figure.year"
        " and b.definition_id = figure.definition_id and (b.in_body or figure.scope = 'body_and_annexes'))"
    )
    assert differing == []


def test_each_file_is_read_in_full(ask):
    read = ask(
        "select kind, count(*), min((payload ->> 'text_characters_kept')::numeric"
        " / (payload ->> 'text_characters')::numeric)"
        " from raw.live_record('infinity') where kind in ('resolution', 'statement', 'draft') group by kind order by 1"
    )
    assert [(kind, files) for kind, files, _ in read] == [("draft", 6), ("resolution", 1_223), ("statement", 691)]
    assert all(kept >= 0.995 for _, _, kept in read)


def test_votes_resolve(ask):
    assert ask("select count(*) from intermediate.int_vote where country_id is null") == [(0,)]
    per_resolution = ask(
        "select votes, count(*), array_agg(resolution_number order by 1) from (select resolution_number, count(*) as"
        " votes from marts.fct_vote group by 1) as counted group by votes order by votes"
    )
    assert [(votes, count) for votes, count, _ in per_resolution] == [(14, 2), (15, 1_206)]
    assert sorted(per_resolution[0][2]) == [1402, 1483]
    # "CÔTE." and "D'IVOIRE" are one voter.
    assert (
        ask("select voter_as_given, vote from marts.fct_vote where resolution_number = 2403 and country_id = 'CIV'")[0][
            0
        ].count(";")
        == 1
    )


def test_filed_twice(ask):
    assert ask("select resolution_number from marts.dim_resolution where filed_times = 2 order by 1") == [
        (2193,),
        (2194,),
        (2195,),
        (2464,),
    ]


@pytest.fixture(scope="module")
def records(official) -> Records:
    with db.connect(official.settings) as connection:
        return Records(connection)


@pytest.mark.parametrize("check", CHECKS)
def test_reports_are_counted_again_from_the_records(check, records, ask):
    CHECKS[check](records, ask)


def test_a_second_night_fetches_nothing_and_publishes_nothing(official, ask, monkeypatch):
    for name, value in official.site.environment().items():
        monkeypatch.setenv(name, value)
    count = "select count(*) from raw.record"
    records, asked = ask(count), len(official.site.requests)
    night = steps.nightly(official.settings)
    assert night.refused == {}
    assert night.release is None
    assert night.crawls["un_resolutions"]["fetched"] == 1  # the listing
    assert not [one for one in official.site.requests[asked:] if "/raw/" in one.path]
    assert ask(count) == records
    assert ask("select release_id, is_current from audit.release") == [(official.night.release.release_id, True)]
    with db.connect(official.settings) as admin:
        again = fingerprint.fingerprint(admin, official.night.release.schema)["all"]
    assert again == official.night.release.marts_sha256


@pytest.mark.parametrize("years", [(2000, 2013, 2017, 2019), pytest.param(range(2000, 2020), marks=pytest.mark.long)])
def test_every_figure_of_an_extract_is_what_stands_behind_it(official, years, tally):
    with db.connect(official.settings, "wps_publisher") as connection:
        origin = editions.origin(official.settings, connection, None, None)
        for year in years:
            with connection.transaction():
                edition = editions.edition(connection, year, origin)
                figures = trace.figures(edition)
                found = trace.traced(edition, figures, figures)
                trace.check(found, figures)
                assert all(
                    found.sources.of(one).citation for one in found.behind[f"council_year/{year}/A/body/numerator"]
                )
                tally("figures that are what stands behind them", str(year), len(figures))
