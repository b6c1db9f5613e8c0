"""Each report counted again in plain Python.

What the Council said, did and voted is counted from the records as they were landed. What is decided between sources
(plans), found by a lexicon (commitments) or matched (extracts) is proven elsewhere, row by row; its reports are counted
again from those rows.
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from raw_records import DEFINITIONS, Records, pattern, seed, top
from reconciled import ours

from warehouse import db, fingerprint
from warehouse.settings import PROJECT

RECOMPUTED_ELSEWHERE = {
    "rpt_change": "test_corrections.py: two releases compared",
    "rpt_nap_year": "the tests of plans",
    "rpt_practice": "the tests of plans",
    "rpt_archive_gap": "the tests of extracts",
    "rpt_theme_quality": "the tests of themes",
}
SCOPES = ("body", "body_and_annexes")
Ask = Callable[..., list[tuple[Any, ...]]]


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
    own = Path(__file__).read_text(encoding="utf-8")
    asked = {mart for mart in reports if re.search(rf"marts\.{mart}\b", own)}
    assert reports - asked == set(RECOMPUTED_ELSEWHERE)


def _figures(records: Records, chosen: Callable[[Any], Iterable[tuple[Any, ...]]]) -> dict[tuple[Any, ...], list[int]]:
    """Per group, definition and scope: numerator, denominator, adopted, operative paragraphs that meet it."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for resolution in records.resolutions.values():
        for group in chosen(resolution):
            for definition_id in DEFINITIONS:
                for scope in SCOPES:
                    counts = found[(*group, definition_id, scope)]
                    counts[0] += resolution.meets(definition_id, scope)
                    counts[1] += bool(resolution.text)
                    counts[2] += 1
                    counts[3] += len(top(resolution.meeting(definition_id), "operative"))
    return found


def test_council_years(records, ask):
    expected = _figures(records, lambda resolution: [(resolution.year,)])
    shown = ask(
        "select year, definition_id, scope, numerator, denominator, resolutions_adopted, operative_paragraphs_matching,"
        " round(share, 6) = round(numerator::numeric / denominator, 6), without_english_text,"
        " operative_paragraphs, preambular_paragraphs from marts.rpt_council_year"
    )
    assert {row[:3]: list(row[3:7]) for row in shown} == expected
    assert all(row[7] for row in shown)
    years = defaultdict(lambda: [0, 0, 0])
    for resolution in records.resolutions.values():
        years[resolution.year][0] += not resolution.text
        years[resolution.year][1] += len(resolution.operative)
        years[resolution.year][2] += len(top(resolution.paragraphs, "preamble"))
    assert {row[0]: list(row[8:]) for row in shown} == years


def test_council_years_by_agenda_item_and_kind(records, ask):
    expected = _figures(
        records,
        lambda one: [(one.year, "agenda_item", one.agenda_item or "unknown"), (one.year, "kind", one.kind)],
    )
    shown = ask(
        "select year, by, value, definition_id, scope, numerator, denominator, resolutions_adopted,"
        " operative_paragraphs_matching from marts.rpt_council_year_by"
    )
    assert {row[:5]: list(row[5:]) for row in shown} == expected


def test_theme_years(records, ask):
    """From the bridge of paragraphs and themes, whose matches the tests of extracts and of the lexicon prove."""
    at = {
        f"{resolution.symbol}|{one['local_id']}": (resolution, one)
        for resolution in records.resolutions.values()
        for one in resolution.paragraphs
    }
    tagged: dict[tuple[Any, ...], list[set[Any]]] = defaultdict(lambda: [set(), set(), set(), set()])
    for paragraph_id, theme_id, said_by in ask(
        "select paragraph_id, theme_id, said_by from marts.bridge_paragraph_theme"
    ):
        resolution, one = at[paragraph_id]
        counts = tagged[resolution.year, theme_id, said_by]
        counts[0].add(paragraph_id)
        if one["part"] in ("operative", "preamble"):
            counts[1 if one["part"] == "operative" else 2].add((resolution.symbol, one["paragraph_number"]))
        counts[3].add(resolution.symbol)
    read = {("archive", year): len(symbols) for year, symbols in _extracted(records, ask).items()} | {
        ("lexicon", year): count
        for year, count in Counter(r.year for r in records.resolutions.values() if r.text).items()
    }
    shown = ask(
        "select year, theme_id, said_by, paragraphs, operative_paragraphs, preambular_paragraphs, resolutions,"
        " resolutions_read, unknown_because from marts.rpt_theme_year"
    )
    themes = {row[0] for row in ask("select theme_id from marts.dim_theme")}
    sayers = {row[2] for row in shown}
    assert {row[:3] for row in shown} == {
        (year, theme, by)
        for year in {r.year for r in records.resolutions.values()}
        for theme in themes
        for by in sayers
    }
    for row in shown:
        looked = read.get((row[2], row[0]), 0)
        assert row[7] == looked
        if looked:
            assert row[3:7] == tuple(map(len, tagged[row[:3]])), row
            assert row[8] is None
        else:
            assert row[3:7] == (None,) * 4
            assert row[8]


def _extracted(records: Records, ask: Ask) -> dict[int, set[str]]:
    """Resolutions of which the archive holds an extract, by year."""
    numbers = {one["resolution_number"] for one in records.of("item") if one["kind"].endswith(("_extract", "bundle"))}
    found: dict[int, set[str]] = defaultdict(set)
    for resolution in records.resolutions.values():
        if int(resolution.symbol.split("/")[2].split()[0]) in numbers:
            found[resolution.year].add(resolution.symbol)
    return found


def test_commitment_years(records, ask):
    """From the commitments that ask somebody (docs/quality.md measures them); what is on women from the records."""
    at = {
        f"{resolution.symbol}|{one['local_id']}": (resolution, one["paragraph_number"])
        for resolution in records.resolutions.values()
        for one in resolution.paragraphs
    }
    on_women = {
        (resolution.symbol, one["paragraph_number"])
        for resolution in records.resolutions.values()
        for one in top(resolution.meeting("A"), "operative")
    }
    # Commitments, paragraphs, resolutions, with a due rule, with a name, and those that are not inherited.
    expected: dict[tuple[Any, ...], list[set[Any]]] = defaultdict(lambda: [set() for _ in range(6)])
    for addressee, verb, paragraph_id, due, named, inherited in ask(
        "select addressee_class, verb_id, paragraph_id, due_type, named_id, inherited"
        " from marts.fct_commitment where asks"
    ):
        resolution, number = at[paragraph_id]
        pair = (paragraph_id, verb, addressee)
        for scope in ("wps", "all") if (resolution.symbol, number) in on_women else ("all",):
            for group in {(a, v) for a in (addressee, "all") for v in (verb, "all")}:
                counts = expected[(resolution.year, scope, *group)]
                counts[0].add(pair)
                counts[1].add((resolution.symbol, number))
                counts[2].add(resolution.symbol)
                counts[3] |= {pair} if due is not None else set()
                counts[4] |= {pair} if named is not None else set()
                counts[5] |= set() if inherited else {pair}
    shown = ask(
        "select year, scope, addressee_class, verb_id, commitments, numerator, resolutions, with_due,"
        " with_named_addressee, inherited, denominator from marts.rpt_commitment_year"
    )
    assert {row[:4]: row[4:10] for row in shown if row[4]} == {
        group: (*(len(one) for one in counts[:5]), len(counts[0] - counts[5])) for group, counts in expected.items()
    }
    paragraphs: Counter[tuple[int, str]] = Counter()
    for resolution in records.resolutions.values():
        paragraphs[resolution.year, "all"] += len(resolution.operative)
        paragraphs[resolution.year, "wps"] += len(top(resolution.meeting("A"), "operative"))
    assert {row[:2]: row[10] for row in shown} == paragraphs


def test_scorecards_of_the_council(records, ask):
    """What the Council said on each country's situation, and how it voted."""
    resolutions = records.resolutions
    years = {one.year for one in resolutions.values()}
    expected: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in resolutions.values():
        for country in one.about[1]:
            counts = expected[country, one.year]
            counts[0] += 1
            counts[1] += bool(one.text)
            counts[2] += len(one.operative)
            counts[3] += len(top(one.meeting("A"), "operative"))
    voted: dict[tuple[str, int], Counter[tuple[str, str]]] = defaultdict(Counter)
    for symbol, country, vote in records.votes():
        one = resolutions[symbol]
        votes = voted[country, one.year]
        votes["any", "any"] += 1
        for group, counts_in in (
            ("item", one.agenda_item == "Women and peace and security"),
            ("language", one.meets("A", "body")),
        ):
            votes[group, vote] += counts_in
            votes[group, "any"] += counts_in
    shown = ask(
        "select country_id, year, resolutions_on_situation, operative_paragraphs_on_situation,"
        " wps_paragraphs_on_situation, situation_unknown_because, voted_in_the_council, votes_unknown_because,"
        " wps_item_in_favour, wps_item_against, wps_item_abstaining, wps_language_in_favour, wps_language_against,"
        " wps_language_abstaining from marts.rpt_country_scorecard"
    )
    assert set(expected) | set(voted) <= {row[:2] for row in shown}
    for country, year, *told in shown:
        if year not in years:
            assert told == [None, None, None, "no_resolution_of_the_year_is_here", None, told[3], *[None] * 6]
            continue
        said, votes = expected.get((country, year), [0, 0, 0, 0]), voted.get((country, year))
        assert told[:3] == [said[0], *([said[2], said[3]] if said[1] else [None, None])], (country, year)
        assert (told[3] is None) == bool(said[1])
        assert told[4] == (votes is not None)
        votes = votes or Counter()
        assert told[6:] == [
            votes[group, vote] if votes[group, "any"] else None
            for group in ("item", "language")
            for vote in ("in_favour", "against", "abstaining")
        ], (country, year)
        assert (told[5] is None) == bool(votes["item", "any"])


def test_scorecards_of_plans_and_of_what_authorities_are_asked(records, ask):
    """From the plans as decided and the commitments as found; unknown is never nought."""
    plans = {
        row[0]: row[1:]
        for row in ask(
            "select nap_id, has_budget, has_monitoring, has_civil_society, has_disarmament from marts.fct_nap"
        )
    }
    status = {
        row[:2]: row[2:]
        for row in ask(
            "select country_id, year, status, newest_nap_id, expires_next_year from marts.fct_nap_status_year"
        )
    }
    asked: dict[tuple[str, int], set[Any]] = defaultdict(set)
    for country, year, symbol, number in ask(
        "select named_id, commitment.year, symbol, paragraph_number from marts.fct_commitment as commitment"
        " inner join marts.fct_paragraph using (paragraph_id, symbol)"
        " where asks and addressee_class = 'national_authorities' and named_id is not null"
    ):
        asked[country, year].add((symbol, number))
    years = {one.year for one in records.resolutions.values()}
    for country, year, told, because, nap_id, expires, asking, *qualities in ask(
        "select country_id, year, plan_status, plan_unknown_because, nap_id, expires_next_year,"
        " paragraphs_asking_authorities, has_budget, has_monitoring, has_civil_society, has_disarmament"
        " from marts.rpt_country_scorecard"
    ):
        known = status.get((country, year))
        assert told == (known[0] if known and known[0] != "none" else None)
        assert (because is None) == (told is not None and told != "period_unknown")
        assert nap_id == (known[1] if known else None)
        assert expires == (known[2] if known and known[0] in ("in_force", "extended", "expired") else None)
        assert qualities == [said if said in ("yes", "no") else None for said in plans.get(nap_id, [None] * 4)]
        assert asking == (len(asked.get((country, year), ())) if year in years else None)


def test_reconciliation(records, ask):
    rules = {row["statement_id"]: row for row in seed("reconciliation_rules")}
    stated = {f"published_figures {row['figure_id']}": row for row in seed("published_figures")}
    stated |= {f"nap_counts {row['as_of']} {row['unit']}": row for row in seed("nap_counts")}
    shown = ask(
        "select statement_id, numerator, denominator, difference, reason_code, stated_percent, percent, measure"
        " from marts.rpt_reconciliation"
    )
    assert sorted(row[0] for row in shown) == sorted(stated) == sorted(rules)
    for statement, numerator, denominator, difference, reason, percent_stated, percent, measure in shown:
        rule = rules[statement]
        assert measure == (rule["measure"] or None)
        assert reason == ("exact" if difference == 0 else rule["reason_code"])
        assert (numerator, denominator) == ours(rule, records, ask), statement
        if measure is None:
            assert (reason, difference) == ("not_answerable", None)
        elif percent is not None and percent_stated is not None and "count" not in statement:
            assert difference == percent - percent_stated
        elif not percent_stated or "count" in statement:
            value = stated[statement].get("stated_count") or stated[statement]["value"]
            assert difference == numerator - int(value)


def test_indicators(records, ask):
    shown = ask(
        "select indicator_id, measure, kind, period, answered, numerator, denominator, needs from marts.rpt_indicator"
    )
    served = {row["indicator_id"]: row["served"] for row in seed("indicators")}
    assert {row[0] for row in shown} == set(served)
    assert {row[0] for row in shown if row[4] == "yes"} == {"6", "13"}
    assert {row[0] for row in shown if row[4] == "partly"} == {"2", "5b", "17"}
    assert all(row[7] for row in shown)
    assert {row[1] for row in shown if row[4] == "no"} == {"none"}
    measures = {row["measure"]: row for row in seed("indicator_measures")}
    expected: dict[tuple[str, str, str], list[int | None]] = {}
    for (year, *group, definition_id, scope), counts in _figures(
        records, lambda one: [(one.year, "all"), (one.year, one.kind)]
    ).items():
        for measure, row in measures.items():
            if measure.startswith("resolutions_") and (row["definition_id"], row["scope"]) == (definition_id, scope):
                expected[measure, group[0], str(year)] = counts[:2]
    for one in records.resolutions.values():
        item = expected.setdefault(("resolutions_under_the_item", "all", str(one.year)), [0, 0])
        item[0] += one.agenda_item == "Women and peace and security"
        item[1] += 1
    for one in records.statements().values():
        for measure in ("statements_on_women", "statements_naming_1325"):
            words = DEFINITIONS[measures[measure]["definition_id"]][0]
            counts = expected.setdefault((measure, "all", str(one["year"])), [0, 0])
            counts[0] += bool(words.search(one["text"]))
            counts[1] += 1
    own = ("resolutions_", "statements_")
    assert {row[1:4]: list(row[5:7]) for row in shown if row[1].startswith(own)} == expected


def test_mission_reports(records, ask):
    """Indicator 13. An item that several pages show is one."""
    words, year = DEFINITIONS["A"][0], pattern(r"\y((?:19|20)\d\d)\y")
    items = {one["node_id"] or one["alias"]: one for one in records.of("item") if one["kind"] == "mission_report"}
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in items.values():
        counts = expected[(year.findall(one["title"]) or ["undated"])[-1]]
        counts[0] += bool(words.search(one["text"] or ""))
        counts[1] += 1
    shown = ask(
        "select period, numerator, denominator from marts.rpt_indicator where indicator_id = '13' and period <> 'none'"
    )
    assert {row[0]: list(row[1:]) for row in shown} == expected


def test_corrections_are_of_what_the_source_says(records, ask):
    for correction, symbol, name, before, after, state in ask(
        "select distinct correction_id, key, field, value_before, value_after, state from marts.rpt_correction"
        " where entity = 'resolution'"
    ):
        one = records.resolutions.get(symbol)
        assert (state == "key_not_found") == (one is None), correction
        if one is not None:
            assert state == "applied"
            assert one.metadata[name] == before != after


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
