"""Reports of countries, of indicators and of published figures, counted again in plain Python."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from raw_records import DEFINITIONS, Ask, Records, pattern, seed, top
from reconciled import ours
from recount_council import figures


def scorecards_of_the_council(records: Records, ask: Ask) -> None:
    """What the Council said on each country's situation, and how it voted."""
    resolutions = records.resolutions
    adopted = Counter(one.year for one in resolutions.values())
    with_text = Counter(one.year for one in resolutions.values() if one.text)
    under_the_item = {one.year for one in resolutions.values() if one.agenda_item == "Women and peace and security"}
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
    with_votes = {year for _, year in voted}
    shown = ask(
        "select country_id, year, resolutions_on_situation, resolutions_on_situation_with_text,"
        " operative_paragraphs_on_situation, wps_paragraphs_on_situation, situation_unknown_because,"
        " voted_in_the_council, votes_unknown_because, wps_item_in_favour, wps_item_against, wps_item_abstaining,"
        " wps_language_in_favour, wps_language_against, wps_language_abstaining, resolutions_of_year,"
        " resolutions_of_year_with_text from marts.rpt_country_scorecard"
    )
    assert set(expected) | set(voted) <= {row[:2] for row in shown}
    missing = "no_resolution_of_the_year_is_here"
    for country, year, *told in shown:
        if not adopted[year]:
            assert told == [*[None] * 4, missing, None, missing, *[None] * 8]
            continue
        said, votes = expected.get((country, year), [0, 0, 0, 0]), voted.get((country, year))
        assert told[:4] == [*said[:2], *([said[2], said[3]] if said[1] else [None, None])], (country, year)
        silent = "no_resolution_on_its_situation" if not said[0] else "no_english_text"
        assert told[4] == (None if said[1] else silent)
        assert told[5] == (votes is not None if year in with_votes else None), (country, year)
        votes = votes or Counter()
        assert told[7:13] == [
            votes[group, vote] if votes[group, "any"] else None
            for group in ("item", "language")
            for vote in ("in_favour", "against", "abstaining")
        ], (country, year)
        assert told[6] == next(
            (
                because
                for because, holds in (
                    ("no_vote_list_of_the_year", year not in with_votes),
                    ("not_among_those_who_voted", not votes),
                    ("no_resolution_under_the_item_in_the_year", year not in under_the_item),
                    ("no_vote_on_the_item_listed", not votes["item", "any"]),
                )
                if holds
            ),
            None,
        ), (country, year)
        assert told[13:] == [adopted[year], with_text[year]]


def scorecards_of_plans(records: Records, ask: Ask) -> None:
    """From the plans as decided; unknown is never nought."""
    names = ("has_budget", "has_monitoring", "has_civil_society", "has_disarmament")
    plans = {row[0]: row[1:] for row in ask(f"select nap_id, {', '.join(names)} from marts.fct_nap")}
    status = {
        row[:2]: row[2:]
        for row in ask(
            "select country_id, year, status, newest_nap_id, expires_next_year, ends_on, has_adopted,"
            " successor_in_development from marts.fct_nap_status_year"
        )
    }
    countries = {row["country_id"]: row for row in seed("countries")}
    followed, today = {year for _, year in status}, datetime.now(UTC).date()
    for country, year, name, kind, running, told, because, nap_id, ends, making, expires, silent, *qualities in ask(
        "select country_id, year, country, entity_type, is_provisional, plan_status, plan_unknown_because, nap_id,"
        " plan_ends_on, successor_in_development, expires_next_year, quality_unknown_because, has_budget,"
        " has_monitoring, has_civil_society, has_disarmament from marts.rpt_country_scorecard"
    ):
        known = status.get((country, year))
        if country in countries:
            assert (name, kind) == (countries[country]["name"], countries[country]["entity_type"])
        assert running == (year in followed and date(year, 12, 31) > today)
        if known is None:
            unheard = "plans_of_the_year_are_not_followed"
            assert (told, because, silent) == (None, unheard, unheard)
            assert (nap_id, ends, making, expires, *qualities) == (None,) * 8
            continue
        state, newest, ending, end, adopted, successor = known
        assert told == (None if state == "none" else state)
        assert because == {
            "none": "adopted_not_begun" if newest else "no_source_tells_of_a_plan",
            "period_unknown": "no_source_tells_when_it_ends",
        }.get(state), (country, year)
        assert (nap_id, ends) == (newest, end)
        assert making == (successor if adopted else None)
        assert expires == (ending if state in ("in_force", "extended", "expired") else None)
        assert qualities == [said if said in ("yes", "no") else None for said in plans.get(nap_id, [None] * 4)]
        untold = [f"no_source_tells_of_{name[4:]}" for name, said in zip(names, qualities, strict=True) if not said]
        assert silent == ((", ".join(untold) or None) if nap_id else "no_plan_is_known"), (country, year)


def scorecards_of_what_authorities_are_asked(records: Records, ask: Ask) -> None:
    """From the commitments as found; whose a body is, from the seed. What was not read is not nought."""
    of_bodies = {row["body_id"]: row["country_ids"].split(";") for row in seed("addressee_bodies")}
    about = {symbol: one.about[1] for symbol, one in records.resolutions.items()}
    at = {
        f"{one.symbol}|{paragraph['local_id']}": (one, one.top_of(paragraph)["local_id"])
        for one in records.resolutions.values()
        for paragraph in one.paragraphs
    }
    asked: dict[tuple[str, int], set[Any]] = defaultdict(set)
    on_women: dict[tuple[str, int], set[Any]] = defaultdict(set)
    for named_id, kind, country, paragraph_id, is_wps in ask(
        "select named_id, named_kind, country_id, paragraph_id, is_wps from marts.fct_commitment"
        " where asks and addressee_class = 'national_authorities' and named_id is not null"
    ):
        resolution, above = at[paragraph_id]
        candidates = of_bodies[named_id] if kind == "body" else [named_id]
        if len(candidates) > 1:  # declared in the seed to be of several
            candidates = [one for one in candidates if one in about[resolution.symbol]]
        assert country == (candidates[0] if len(candidates) == 1 else None), (named_id, paragraph_id)
        if country is not None:
            asked[country, resolution.year].add((resolution.symbol, above))
            if is_wps:
                on_women[country, resolution.year].add((resolution.symbol, above))
    with_text = {one.year for one in records.resolutions.values() if one.text}
    years = {one.year for one in records.resolutions.values()}
    unread = {(c, one.year) for one in records.resolutions.values() if not one.text for c in about[one.symbol]}
    shown = ask(
        "select country_id, year, paragraphs_asking_authorities, wps_paragraphs_asking_authorities,"
        " authorities_unknown_because from marts.rpt_country_scorecard"
    )
    assert set(asked) <= {row[:2] for row in shown}
    for country, year, *told in shown:
        nothing = 0 if year in with_text and (country, year) not in unread else None
        counts = [len(found.get((country, year), ())) or nothing for found in (asked, on_women)]
        assert told[:2] == counts, (country, year)
        missing = "no_english_text" if year in years else "no_resolution_of_the_year_is_here"
        assert told[2] == (missing if None in counts else None), (country, year)


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
