"""Reports of countries, of indicators and of published figures, counted again in plain Python."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from raw_records import DEFINITIONS, Ask, Records, pattern, seed, top
from reconciled import ours
from recount_council import figures


def scorecards_of_the_council(records: Records, ask: Ask) -> None:
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


def scorecards_of_plans_and_of_what_authorities_are_asked(records: Records, ask: Ask) -> None:
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


def reconciliation(records: Records, ask: Ask) -> None:
    rules = {row["statement_id"]: row for row in seed("reconciliation_rules")}
    stated = {f"published_figures {row['figure_id']}": row for row in seed("published_figures")}
    stated |= {f"nap_counts {row['as_of']} {row['unit']}": row for row in seed("nap_counts")}
    shown = ask(
        "select statement_id, numerator, denominator, difference, reason_code, stated_percent, percent, measure,"
        " coverage from marts.rpt_reconciliation"
    )
    assert sorted(row[0] for row in shown) == sorted(stated) == sorted(rules)
    for statement, numerator, denominator, difference, reason, percent_stated, percent, measure, coverage in shown:
        rule = rules[statement]
        assert measure == (rule["measure"] or None)
        assert reason == ("exact" if difference == 0 else rule["reason_code"])
        assert (numerator, denominator) == ours(rule, records, ask), statement
        if re.search("countries_with|regional", measure or ""):
            row = stated[statement]
            is_share = not row.get("stated_count") and row["unit"] != "count"
            known, told = (denominator, row["denominator"]) if is_share else (numerator, _count(row))
            assert coverage == (round(Decimal(known) / Decimal(told), 6) if told else None), statement
        else:
            assert coverage is None
        if measure is None:
            assert (reason, difference) == ("not_answerable", None)
        elif percent is not None and percent_stated is not None and "count" not in statement:
            assert difference == percent - percent_stated
        elif not percent_stated or "count" in statement:
            assert difference == numerator - int(_count(stated[statement]))


def _count(row: dict[str, str]) -> str:
    return row.get("stated_count") or row["value"]


def indicators(records: Records, ask: Ask) -> None:
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
    for (year, *group, definition_id, scope), counts in figures(
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
    for measure, kind, period, numerator, denominator in _of_decided(records, ask):
        expected[measure, kind, period] = [numerator, denominator]
    assert {row[1:4]: list(row[5:7]) for row in shown if row[1] != "none"} == expected


def _of_decided(records: Records, ask: Ask) -> Iterable[tuple[Any, ...]]:
    """Measures of what the archive lists, from the records; of commitments and plans, from those found and decided."""
    words, year = DEFINITIONS["A"][0], pattern(r"\y((?:19|20)\d\d)\y")
    reports: dict[str, Counter[str]] = defaultdict(Counter)
    for one in records.items().values():
        period = (year.findall(one["title"]) or ["undated"])[-1]
        reports[one["kind"]][period] += 1
        reports["on women"][period] += one["kind"] == "mission_report" and bool(words.search(one["text"] or ""))
    for period, count in reports["mission_report"].items():
        yield "mission_reports_on_women", "all", period, reports["on women"][period], count
    for period, count in reports["report_analysis"].items():
        yield "report_analyses_listed", "all", period, count, None
    asked: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    for symbol, addressee, paragraph_id, verb in ask(
        "select symbol, addressee_class, paragraph_id, verb_id from marts.fct_commitment where asks"
    ):
        if records.resolutions[symbol].agenda_item == "Women and peace and security":
            asked[addressee, records.resolutions[symbol].year].add((paragraph_id, verb))
    for (addressee, when), pairs in asked.items():
        yield "commitments_in_resolutions_under_the_item", addressee, str(when), len(pairs), None
    disarms = dict(ask("select nap_id, has_disarmament from marts.fct_nap"))
    countries = defaultdict(list)
    for when, status, newest in ask("select year, status, newest_nap_id from marts.fct_nap_status_year"):
        countries[when].append((status, newest))
    for when, said in countries.items():
        yield (
            "countries_with_a_plan_in_force", "all", str(when),
            sum(status in ("in_force", "extended") for status, _ in said), len(said),
        )  # fmt: skip
        with_plan = [newest for _, newest in said if newest]
        yield (
            "plans_on_disarmament", "all", str(when),
            sum(disarms[newest] == "yes" for newest in with_plan), len(with_plan),
        )  # fmt: skip


def corrections_are_of_what_the_source_says(records: Records, ask: Ask) -> None:
    for correction, symbol, name, before, after, state in ask(
        "select distinct correction_id, key, field, value_before, value_after, state from marts.rpt_correction"
        " where entity = 'resolution'"
    ):
        one = records.resolutions.get(symbol)
        assert (state == "key_not_found") == (one is None), correction
        if one is not None:
            assert state == "applied"
            assert one.metadata[name] == before != after
