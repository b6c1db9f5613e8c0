"""Action plans: what the marts say, counted again by other code; the hard cases; and what a page said before."""

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from plan_recount import (
    ANSWERS,
    COMPARED,
    COUNTRIES,
    DEEDS,
    SAID_ON,
    Fields,
    attached,
    decided,
    last_day,
    page_claims,
    plan_of,
    register_claims,
    seed,
    statements,
)
from scratch_warehouse import only

from warehouse import build, db, steps

PLAN_COLUMNS = (
    "adopted_on", "period_start", "period_end", "extended_to", "lead_agency", "budget_amount", "has_budget",
    "has_monitoring", "has_indicators", "has_civil_society", "has_disarmament", "budget_kinds", "civil_society_roles",
    "is_planned", "adopted_by", "in_force_by", "ends_as_adopted", "ends_on", "disputes",
)  # fmt: skip
STATUSES = ("in_force", "extended", "expired", "period_unknown", "in_development", "none")
FLAGS = ("adopted_not_begun", "successor_in_development", "ending_this_year", "expires_next_year")


class Recount:
    """The sample's plans, from raw records and seeds."""

    def __init__(self, pages: list[tuple], today: date) -> None:
        self.claims = attached([*register_claims(), *page_claims(pages)])
        self.stated = list(statements(self.claims))
        by_field = defaultdict(lambda: defaultdict(list))
        for claim in self.stated:
            if claim.plan is not None:
                by_field[claim.country, claim.plan][claim.field].append(claim)
        self.fields: dict[tuple[str, int], dict[str, Fields]] = {
            plan: {name: decided(stated, set()) for name, stated in fields.items()} for plan, fields in by_field.items()
        }
        self.plans = {plan: plan_of(fields) for plan, fields in self.fields.items()}
        self.status = {
            (country, year): self._status(country, date(year, 12, 31), today)
            for year in range(2005, today.year + 1)
            for country in COUNTRIES
            if self._counts(country, year)
        }

    def _counts(self, country: str, year: int) -> bool:
        row = COUNTRIES[country]
        if row["entity_type"] == "member_state":
            return int(row["un_member_from"]) <= year
        if row["entity_type"] == "observer_state":
            return int(row["observer_from"]) <= year
        return any(claim.country == country for claim in self.claims)

    def _status(self, country: str, day: date, today: date) -> dict:
        own = [(edition, plan) for (whose, edition), plan in self.plans.items() if whose == country]
        adopted = [(edition, plan) for edition, plan in own if plan["adopted_by"] and plan["adopted_by"] <= day]
        of_year = [plan for _, plan in adopted if plan["adopted_by"].year == day.year]
        begun = [(edition, plan) for edition, plan in adopted if plan["in_force_by"] <= day]

        def state(plan: dict) -> str:
            if plan["ends_on"] is None:
                return "period_unknown"
            if plan["ends_on"] < day:
                return "expired"
            return "in_force" if plan["ends_as_adopted"] and plan["ends_as_adopted"] >= day else "extended"

        best = sorted(
            begun,
            key=lambda one: (min(STATUSES.index(state(one[1])), 2), -one[1]["in_force_by"].toordinal(), -one[0]),
        )
        making = any(
            claim.may_decide and self._is_made(claim, country, day, today, adopted)
            for claim in self.stated
            if claim.field == "in_development"
        )
        running = best and state(best[0][1]) in STATUSES[:2]
        return {
            "status": state(best[0][1]) if best else "in_development" if making and not adopted else "none",
            "nap_id": f"{country}-{best[0][0]}" if best else None,
            "newest": max(adopted, key=lambda one: (one[1]["adopted_by"], one[0]))[1] if adopted else None,
            "plans_adopted": len(adopted),
            "highest_edition": max((edition for edition, _ in adopted), default=0),
            "plans_adopted_in_year": sum(plan["year_is_told"] for plan in of_year),
            "plans_adopted_in_year_unknown": sum(not plan["year_is_told"] for plan in of_year),
            "adopted_not_begun": len(begun) < len(adopted),
            "successor_in_development": bool(adopted) and making,
            "ending_this_year": any(plan["ends_on"] and plan["ends_on"].year == day.year for _, plan in begun),
            "expires_next_year": bool(running) and best[0][1]["ends_on"].year == day.year + 1,
        }

    def _is_made(self, claim, country: str, day: date, today: date, adopted: list) -> bool:
        since = claim.since.astimezone(UTC).date() if claim.since else SAID_ON.get(claim.url)
        if claim.country != country or (claim.until and claim.until.astimezone(UTC).date() <= day):
            return False
        if not (since <= day if since else day > today):
            return False
        if since and not claim.since and since.year < day.year:
            return False  # a dated source says so of its own year
        if claim.plan is not None:
            return claim.plan not in {edition for edition, _ in adopted}
        return not any(since and plan["adopted_by"] > since for _, plan in adopted)


@pytest.fixture
def recount(published, rows) -> Recount:
    pages = rows(
        published,
        "select source, key, payload, seen_from, seen_to from raw.record_version('infinity') where kind = 'plan_page'",
    )
    assert len(pages) > 150
    assert {page[4] for page in pages} == {None}, "one crawl: nothing was rewritten"
    today = datetime.now(UTC).date()
    return Recount(pages, min(today, date(today.year, 12, 30)))  # the year runs until it is over


def test_every_plan_is_resolved_alike_by_other_code(published, rows, recount):
    columns = ", ".join(PLAN_COLUMNS)
    ours = {
        (row[0], row[1]): dict(zip(PLAN_COLUMNS, row[2:], strict=True))
        for row in rows(published, f"select country_id, edition, {columns} from marts.fct_nap")
    }
    assert len(ours) > 110
    assert {plan: {name: said[name] for name in PLAN_COLUMNS} for plan, said in recount.plans.items()} == ours


def test_every_dispute_is_found_alike_by_other_code(published, rows, recount):
    theirs = Counter(
        (country, edition, name, one.order[0].value, other.value, other.url)
        for (country, edition), fields in recount.fields.items()
        for name, one in fields.items()
        for other in one.differing
    )
    asked = "select country_id, edition, field, deciding_value, other_value, other_url from marts.fct_nap_dispute"
    assert Counter(rows(published, asked)) == theirs
    assert {(row[0], row[1]) for row in theirs} >= {("PHL", 3), ("PSE", 1), ("COD", 2), ("NOR", 2), ("ISL", 1)}


def test_every_status_is_found_alike_by_other_code(published, rows, recount):
    names = (
        "status", "nap_id", "plans_adopted", "highest_edition", "plans_adopted_in_year",
        "plans_adopted_in_year_unknown", *FLAGS,
    )  # fmt: skip
    ours = {
        (row[0], row[1]): dict(zip(names, row[2:], strict=True))
        for row in rows(published, f"select country_id, year, {', '.join(names)} from marts.fct_nap_status_year")
    }
    assert {key: {name: said[name] for name in names} for key, said in recount.status.items()} == ours
    members = "select year, count(*) from marts.fct_nap_status_year where entity_type = 'member_state' group by 1"
    counted = dict(rows(published, members))
    assert [counted[year] for year in (2005, 2006, 2010, 2011, 2019)] == [191, 192, 192, 193, 193]


def test_every_figure_of_a_year_is_counted_alike_by_other_code(published, rows, recount):
    """Every column of every row."""
    units = {"member_state": {"member_state"}, "member_state_or_observer": {"member_state", "observer_state"}}
    metrics = {row["metric"]: row for row in seed("plan_metrics")}
    regional = rows(published, "select adopted_as_given from marts.dim_regional_plan where is_plan")
    figures = {}
    years = {year for _, year in recount.status}
    for year in years:
        for unit in (*units, "all"):
            kinds = units.get(unit, {row["entity_type"] for row in COUNTRIES.values()})
            said = {
                country: one
                for (country, when), one in recount.status.items()
                if when == year and COUNTRIES[country]["entity_type"] in kinds
            }
            counts = _counted(list(said.values()))
            assert set(counts) == set(metrics)
            stated = _stated(date(year, 12, 31), regional=False)
            plans = [country for (country, _), plan in recount.plans.items() if country in said and _by(plan, stated)]
            for metric, count in counts.items():
                out_of = {"countries": len(said), "countries_with_plan": counts["adopted"]}
                denominator = out_of.get(metrics[metric]["out_of"])
                figures[year, unit, metric] = (count, denominator, _beside(stated, len(set(plans)), len(plans)))
        stated = _stated(date(year, 12, 31), regional=True)
        known = sum(_by({"adopted_by": last_day(day)}, stated) for (day,) in regional)
        adopted = sum((last_day(day) or date.max).year <= year for (day,) in regional)
        figures[year, "regional_body", "plans_adopted"] = (adopted, None, _beside(stated, known, known))
    shown = [json.loads(row, parse_float=Decimal) for (row,) in rows(
        published, "select to_jsonb(shown)::text from marts.rpt_nap_year as shown"
    )]  # fmt: skip
    ours = {(row["year"], row["unit"], row["metric"]): row for row in shown}
    assert ours == {
        key: {
            **dict(zip(("year", "unit", "metric"), key, strict=True)),
            "counts": metrics[key[2]]["counts"],
            "numerator": numerator,
            "denominator": denominator,
            "share": round(Decimal(numerator) / denominator, 6) if denominator else None,
            "is_provisional": key[0] == max(years),
            "definition": metrics[key[2]]["in_words"],
            **coverage,
        }
        for key, (numerator, denominator, coverage) in figures.items()
    }


def _counted(said: list[dict]) -> dict[str, int]:
    """Each metric of rpt_nap_year over the status of some countries in one year."""
    with_plan = [one for one in said if one["plans_adopted"]]
    counts = {name: sum(one["status"] == name for one in said) for name in STATUSES}
    counts |= {name: sum(one[name] for one in said) for name in FLAGS}
    counts["expiring_next_year"] = counts.pop("expires_next_year")
    counts |= {"adopted": len(with_plan)}
    for metric, name in (("plans_adopted",) * 2, ("adopted_in_year", "plans_adopted_in_year"),
                         ("adopted_in_year_unknown", "plans_adopted_in_year_unknown")):  # fmt: skip
        counts[metric] = sum(one[name] for one in said)
    counts["plans_implied"] = sum(max(one["highest_edition"], one["plans_adopted"]) for one in said)
    for name in ("budget", "monitoring", "civil_society", "disarmament"):
        for answer in ("yes", "no", "unknown"):
            counts[f"with_{name}_{answer}"] = sum(one["newest"][f"has_{name}"] == answer for one in with_plan)
    return counts


def _stated(day: date, *, regional: bool) -> dict[str, str] | None:
    """The nearest count that somebody states of a day up to this one."""
    stated = [
        row
        for row in seed("nap_counts")
        if (row["unit"] == "Regional Action Plans") == regional and last_day(row["as_of"]) <= day
    ]
    return max(stated, key=lambda row: (last_day(row["as_of"]), int(row["stated_count"])), default=None)


def _by(plan: dict, stated: dict[str, str] | None) -> bool:
    return bool(stated) and (plan["adopted_by"] or date.max) <= last_day(stated["as_of"])


def _beside(stated: dict[str, str] | None, countries: int, plans: int) -> dict:
    """A stated count and what we know of it, in the columns of rpt_nap_year."""
    row = stated or {}
    count = int(row["stated_count"]) if stated else None
    qualifiers = {"at_least": row.get("is_at_least"), "about": row.get("as_of_is_about")}
    of_plans = row.get("unit") in ("plans", "NAPs", "Regional Action Plans")
    return {
        "stated_count": count,
        "stated_unit": row.get("unit"),
        "stated_qualifier": next((name for name, said in qualifiers.items() if said == "true"), None),
        "stated_as_of": row.get("as_of"),
        "stated_source_url": row.get("source"),
        "known_count": countries if count else None,
        "known_plans": plans if count else None,
        "coverage": round(Decimal(countries) / count, 6) if count else None,
        "coverage_by_plans": round(Decimal(plans) / count, 6) if count and of_plans else None,
    }


def test_practices_are_borne_out_by_other_code(published, rows, recount):
    theirs = set()
    for (country, edition), plan in recount.plans.items():
        kinds, roles = ((plan[name] or "").split(", ") for name in ("budget_kinds", "civil_society_roles"))
        paid = plan["has_budget"] == "yes"
        met = {
            "costed": paid and "costed" in kinds,
            "costed_and_funded": paid and "costed" in kinds and ("allocated" in kinds or plan["budget_amount"]),
            "amount_stated": paid and plan["budget_amount"],
            "monitored_with_indicators": plan["has_monitoring"] == plan["has_indicators"] == "yes",
            "civil_society_throughout": {"development", "implementation", "monitoring"} <= set(roles),
            "disarmament": plan["has_disarmament"] == "yes",
        }
        theirs |= {(name, f"{country}-{edition}") for name, is_met in met.items() if is_met and not plan["is_planned"]}
    ours = rows(published, "select practice_id, nap_id, claim_ids from marts.rpt_practice")
    assert {row[:2] for row in ours} == theirs
    claims = dict(rows(published, "select claim_id, nap_id from marts.fct_nap_claim"))
    assert all({claims[one] for one in row[2].split()} == {row[1]} for row in ours)


def test_the_two_figures_of_2013_are_answered_with_what_is_known(published, rows, recount):
    """43 plans adopted by 2013, a third of which conclude in it: not borne out, and shown beside what is known."""
    adopted = {(c, e): plan for (c, e), plan in recount.plans.items() if (plan["adopted_by"] or date.max).year <= 2013}
    with_plan = {country for country, _ in adopted}
    concluding = {country for (country, _), plan in adopted.items() if plan["ends_on"] and plan["ends_on"].year == 2013}
    newest = {country: adopted[max(key for key in adopted if key[0] == country)] for country in with_plan}
    unknown = {country for country, plan in newest.items() if plan["ends_on"] is None} - concluding
    asked = (
        "select statement_id, value_as_stated, numerator, denominator, unknown, known_plans, round(coverage, 2)::text,"
        " percent_at_least::text, percent_at_most::text, difference::text, reason_code from marts.rpt_reconciliation"
        " where statement_id in ('nap_counts 2013 NAPs', 'published_figures naps_under_review_2013') order by 1"
    )
    known, told = len(with_plan), len(with_plan) - len(unknown)
    at_least, at_most = (f"{100 * count / known:.2f}" for count in (len(concluding), len(concluding | unknown)))
    points = 100 * len(concluding) / told - 33.3
    assert rows(published, asked) == [
        ("nap_counts 2013 NAPs", "43", known, None, None, len(adopted), "0.77", None, None, str(known - 43),
         "register_incomplete"),
        ("published_figures naps_under_review_2013", "one third", len(concluding), known, len(unknown), len(adopted),
         "0.77", at_least, at_most, f"{points:.2f}", "register_incomplete"),
    ]  # fmt: skip
    of_register = {
        claim.country
        for claim in register_claims()
        if claim.may_decide
        and claim.field in ("adopted_on", "adopted_not_after", "period_start")
        and claim.value[:4] <= "2013"
    }
    assert (len(of_register), known, len(concluding)) == (33, 33, 1)


def test_a_new_year_makes_a_new_build(published, rows, monkeypatch):
    """No record changed, and yet the marts say more: one year more, which runs."""
    year = datetime.now(UTC).year
    only(monkeypatch, "fct_nap_status_year")
    assert build.build(published).unchanged
    monkeypatch.setattr(build, "_year", lambda: year + 1)
    assert not build.build(published).unchanged
    asked = "select year, bool_or(is_provisional) from {}.fct_nap_status_year where year >= %s group by 1 order by 1"
    assert rows(published, asked.format("marts"), year) == [(year, True)]
    assert rows(published, asked.format(build.CANDIDATE), year) == [(year, False), (year + 1, True)]


@pytest.mark.parametrize(
    ("country", "years"),
    [
        ("NLD", {2019: "in_force", 2020: "extended", 2021: "in_force"}),  # III was moved to 2020
        ("LBR", {2023: "in_force", 2024: "extended"}),  # II to December 2025
        ("AUS", {2018: "in_force", 2019: "expired", 2021: "in_force"}),  # I to the middle of 2019
        ("SWE", {2020: "in_force", 2021: "expired", 2023: "expired", 2024: "in_force"}),  # IV of 2023 is for 2024
        ("CMR", {2016: "none", 2017: "none", 2018: "in_force", 2020: "in_force", 2021: "expired", 2023: "in_force"}),
        ("KGZ", {2012: "none", 2014: "in_force", 2015: "expired", 2017: "expired", 2018: "in_force"}),
        ("AUT", {2006: "none", 2008: "period_unknown", 2025: "period_unknown"}),  # its end is general knowledge
        ("PSE", {2016: "none", 2017: "in_force", 2019: "in_force", 2020: "in_force", 2025: "expired"}),
    ],
)
def test_hard_cases_at_31_december(published, rows, country, years):
    asked = "select year, status from marts.fct_nap_status_year where country_id = %s and year = any(%s)"
    assert dict(rows(published, asked, country, list(years))) == years


def test_cameroons_plan_was_adopted_before_it_began(published, rows):
    asked = "select status, adopted_not_begun, has_adopted from marts.fct_nap_status_year where (country_id, year) = "
    assert rows(published, asked + "('CMR', 2017)") == [("none", True, True)]


def test_the_seeds_know_every_value_field_and_event(recount):
    judged = {name for name, _ in ANSWERS}
    unknown = {(c.field, c.value) for c in recount.stated if c.field in judged and (c.field, c.value) not in ANSWERS}
    assert unknown == set()
    assert {claim.field for claim in recount.claims} - set(COMPARED) == {"period"}
    assert {claim.event for claim in recount.claims} - set(DEEDS) == {""}
    sources = {claim.url for claim in recount.claims if re.match("http", claim.url)}
    assert set(SAID_ON) <= sources


def test_pages_that_are_rewritten_leave_the_earlier_answer_standing(published, site, rows, monkeypatch):
    """Norway's own page turns to a sixth plan. As of before, V is the newest; now VI is, and what V is stays known."""
    before = datetime.now(UTC)
    page = site.naps_site.page("norway")
    new = "Norway adopted its sixth National Action Plan (NAP) in March 2024 for the period 2025-2031."
    site.naps_site.rewrite(page.id, f"<p>{new}</p>")
    kosovo = "Kosovo adopted its first National Action Plan (NAP) in 2014 for the period 2013-2015."
    site.naps_site.rewrite(site.naps_site.page("kosovo").id, f"<p>{kosovo}</p>")
    steps.crawl(published, "naps_1325")
    only(monkeypatch, "fct_nap", "fct_nap_claim", "fct_nap_status_year", "rpt_nap_year")
    plans = "select edition, adopted_on, period_end, has_monitoring from {}.fct_nap where country_id = 'NOR'"
    then, now = build.build_as_of(published, before), build.build_as_of(published, datetime.now(UTC))
    told = {schema: sorted(rows(published, plans.format(schema))) for schema in ("marts", then.schema, now.schema)}
    assert told[then.schema] == told["marts"]
    assert told["marts"][-1] == (5, "2023", "2030", "no")
    assert told[now.schema][:-1] == told["marts"]
    assert told[now.schema][-1] == (6, "2024-03", "2031", "unknown")
    newest = "select newest_nap_id from {}.fct_nap_status_year where country_id = 'NOR' and year = 2024"
    assert rows(published, newest.format(then.schema)) == [("NOR-5",)]
    assert rows(published, newest.format(now.schema)) == [("NOR-6",)]
    adopted_late = (
        "select year, status, entity_type from {}.fct_nap_status_year where country_id = 'XKX' and year < 2017"
    )
    assert rows(published, adopted_late.format(then.schema)) == []
    assert [row[1] for row in sorted(rows(published, adopted_late.format(now.schema)))][8:] == [
        "none", "in_force", "in_force", "expired",
    ]  # fmt: skip
    counted = "select unit, numerator from {}.rpt_nap_year where metric = 'adopted' and year = 2014 order by numerator"
    was, became = (dict(rows(published, counted.format(schema))) for schema in (then.schema, now.schema))
    assert became == {**was, "all": was["all"] + 1}  # Kosovo is neither a Member State nor an observer
    assert was["member_state"] == was["member_state_or_observer"] == was["all"]
    with db.connect(published) as admin:
        gone = admin.execute(
            f"select count(*) from {now.schema}.fct_nap_claim where not is_current and country_id = 'NOR'"
        ).fetchone()
    assert gone[0] > 10  # the old sentences are kept, with the time in which they stood
