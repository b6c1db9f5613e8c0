"""Reports of countries, of indicators and of published figures, counted again in plain Python."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from raw_records import DEFINITIONS, Ask, Records, pattern, seed, top
from reconciled import coverage, ours
from recount_council import figures

WPS = "Women and peace and security"


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
    """Every column of every published figure."""
    shown = [row for (row,) in ask("select to_jsonb(shown)::text from marts.rpt_reconciliation as shown")]
    told = {row["statement_id"]: row for row in (json.loads(row, parse_float=Decimal) for row in shown)}
    assert told == ours(records, ask)


def indicators(records: Records, ask: Ask) -> None:
    """Every column: the figures counted, the rest from the seeds."""
    served = {row["indicator_id"]: row for row in seed("indicators")}
    answered = {"yes": "yes", "partly": "partly"}
    assert {name for name, row in served.items() if row["served"] == "yes"} == {"6", "13"}
    assert {name for name, row in served.items() if row["served"] == "partly"} == {"2", "5b", "17"}
    needs = {row["indicator_id"]: row["needs"] for row in seed("indicator_needs")}
    assert all(needs[name] for name in served)
    measures = {row["measure"]: row for row in seed("indicator_measures")}
    counted: dict[str, dict[tuple[str, str], tuple[Any, ...]]] = defaultdict(dict)
    for (year, *group, definition_id, scope), counts in figures(
        records, lambda one: [(one.year, "all"), (one.year, one.kind)]
    ).items():
        for measure, row in measures.items():
            if measure.startswith("resolutions_") and (row["definition_id"], row["scope"]) == (definition_id, scope):
                counted[measure][group[0], str(year)] = (*counts[:2], None, None)
    for measure, kind, period, *found in _of_decided(records, ask):
        counted[measure][kind, period] = tuple(found)
    item, said = Counter(one.year for one in records.resolutions.values()), records.statements().values()
    of_item = Counter(one.year for one in records.resolutions.values() if one.agenda_item == WPS)
    for year, count in item.items():
        counted["resolutions_under_the_item"]["all", str(year)] = (of_item[year], count, None, None)
    for year, count in Counter(one["year"] for one in said).items():
        for measure in ("statements_on_women", "statements_naming_1325"):
            words = DEFINITIONS[measures[measure]["definition_id"]][0]
            meeting = sum(bool(words.search(one["text"])) for one in said if one["year"] == year)
            counted[measure]["all", str(year)] = (meeting, count, None, None)
    ((runs,),) = ask("select extract(year from now() at time zone 'UTC')::integer")
    expected = []
    for name, indicator in served.items():
        for measure in [one for one, row in measures.items() if row["indicator_id"] == name] or ["none"]:
            for (kind, period), found in (counted[measure] or {("all", "none"): (None,) * 4}).items():
                numerator, denominator, unknown, known_of_stated = found
                known = None if denominator is None else denominator - (unknown or 0)
                year = int(period) if period.isdigit() else None
                row = measures.get(measure, {})
                expected.append((
                    name, measure, kind, period, int(indicator["number"]), indicator["sub"] or None,
                    indicator["pillar"], indicator["text"], answered.get(indicator["served"], "no"), year, numerator,
                    denominator, unknown, round(Decimal(numerator) / known, 6) if known else None,
                    known_of_stated, None if year is None else year >= runs, row.get("definition_id") or None,
                    row.get("scope"), row.get("in_words"), needs[name], indicator["text_evidence"], indicator["source"],
                ))  # fmt: skip
    shown = ask("select * from marts.rpt_indicator")
    assert sorted(shown, key=lambda row: row[:4]) == sorted(expected, key=lambda row: row[:4])


def _of_decided(records: Records, ask: Ask) -> Iterable[tuple[Any, ...]]:
    """Measures of what the archive lists, from the records; of commitments and plans, from those found and decided."""
    words, year = DEFINITIONS["A"][0], pattern(r"\y((?:19|20)\d\d)\y")
    reports: dict[str, Counter[str]] = defaultdict(Counter)
    for one in records.items().values():
        period = (year.findall(one["title"]) or ["undated"])[-1]
        reports[one["kind"]][period] += 1
        reports["on women"][period] += one["kind"] == "mission_report" and bool(words.search(one["text"] or ""))
    for period, count in reports["mission_report"].items():
        yield "mission_reports_on_women", "all", period, reports["on women"][period], count, None, None
    for period, count in reports["report_analysis"].items():
        yield "report_analyses_listed", "all", period, count, None, None, None
    asked: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    for symbol, addressee, paragraph_id, verb in ask(
        "select symbol, addressee_class, paragraph_id, verb_id from marts.fct_commitment where asks"
    ):
        if records.resolutions[symbol].agenda_item == WPS:
            asked[addressee, records.resolutions[symbol].year].add((paragraph_id, verb))
    for (addressee, when), pairs in asked.items():
        yield "commitments_in_resolutions_under_the_item", addressee, str(when), len(pairs), None, None, None
    disarms = dict(ask("select nap_id, has_disarmament from marts.fct_nap"))
    adopted = ask("select country_id, entity_type, adopted_by from marts.fct_nap where adopted_by is not null")
    countries = defaultdict(list)
    for when, entity, status, newest in ask(
        "select year, entity_type, status, newest_nap_id from marts.fct_nap_status_year"
    ):
        states = ["member_state_or_observer"] if entity in ("member_state", "observer_state") else []
        for unit in ["all", *states, *[entity for _ in states if entity == "member_state"]]:
            countries[when, unit].append((status, disarms.get(newest, "no plan")))
    for (when, unit), said in countries.items():
        in_force = Counter(status for status, _ in said)
        speaking = Counter(answer for _, answer in said if answer != "no plan")
        for measure, numerator, denominator, unknown in (
            ("countries_with_a_plan_in_force", in_force["in_force"] + in_force["extended"], len(said),
             in_force["period_unknown"]),
            ("plans_on_disarmament", speaking["yes"], speaking.total(), speaking["unknown"]),
        ):  # fmt: skip
            yield measure, unit, str(when), numerator, denominator, unknown, coverage(when, unit, adopted)


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
