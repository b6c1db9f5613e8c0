"""Published figures and what of ours stands beside each, in plain Python, by the rules in seed reconciliation_rules."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from raw_records import Ask, Records, seed

Row = dict[str, Any]
QUALITIES = ("budget", "disarmament", "monitoring", "civil_society")


def ours(records: Records, ask: Ask) -> dict[str, Row]:
    """Each row of rpt_reconciliation, by its statement."""
    rules = {row["statement_id"]: row for row in seed("reconciliation_rules")}
    return {row["statement_id"]: _beside(row, rules[row["statement_id"]], records, ask) for row in _stated()}


def coverage(year: int, unit: str, plans: list[tuple[str, str, date]]) -> Decimal | None:
    """Of the nearest count that somebody states by the end of a year: how many countries with a plan we knew then.

    `plans` as (country, entity type, adopted by).
    """
    days = [
        (_last_day(row["as_of"]), int(row["stated_count"]))
        for row in seed("nap_counts")
        if row["unit"] != "Regional Action Plans"
    ]
    day, count = max((one for one in days if one[0] <= date(year, 12, 31)), default=(None, 0))
    if day is None:
        return None
    kinds = {"member_state": {"member_state"}, "member_state_or_observer": {"member_state", "observer_state"}}.get(unit)
    known = {country for country, kind, adopted in plans if adopted <= day and (kinds is None or kind in kinds)}
    return round(Decimal(len(known)) / count, 6)


def _last_day(as_of: str) -> date:
    year, month = (*map(int, as_of.split("-")), 12)[:2]
    return date(year, month, monthrange(year, month)[1])


def _stated() -> Iterator[Row]:
    """What others state, in the columns of rpt_reconciliation; is_count and is_computed are for us."""
    for row in seed("published_figures"):
        value = Decimal(row["value"])
        percent = {"percent": value, "share": round(100 * value, 1), "count": None}[row["unit"]]
        numerator, denominator = _number(row["numerator"]), _number(row["denominator"])
        yield {
            "statement_id": f"published_figures {row['figure_id']}",
            "stated_in": "published_figures",
            "metric": row["metric"],
            "period": row["period"],
            "population": row["population"] or None,
            "value_as_stated": row["value_as_stated"],
            "qualifier": row["qualifier"] or None,
            "stated_numerator": numerator,
            "stated_denominator": denominator,
            "stated_percent": percent,
            "source_url": row["source"],
            "stated_count": value if row["unit"] == "count" else None,
            **_consistent(percent, numerator, denominator, proves=row["is_computed"] == "false"),
        }
    for row in seed("nap_counts"):
        percent = Decimal(row["stated_percent"]) if row["stated_percent"] else None
        count = int(row["stated_count"])
        members = _members(int(row["as_of"][:4]), with_observers=row["unit"] == "Member States and observers")
        about = "about" if row["as_of_is_about"] == "true" else None
        yield {
            "statement_id": f"nap_counts {row['as_of']} {row['unit']}",
            "stated_in": "nap_counts",
            "metric": "how many plans there are, or countries with one",
            "period": row["as_of"],
            "population": row["unit"],
            "value_as_stated": row["stated_count"],
            "qualifier": "at_least" if row["is_at_least"] == "true" else about,
            "stated_numerator": count,
            "stated_denominator": None,
            "stated_percent": percent,
            "source_url": row["source"],
            "stated_count": count,
            **_consistent(percent, count, members, proves=True),
        }


def _number(text: str) -> int | None:
    return int(text) if text else None


def _percent(numerator: int | None, denominator: int | None, places: int = 2) -> Decimal | None:
    if numerator is None or not denominator:
        return None
    share = 100 * Decimal(numerator) / Decimal(denominator)
    return share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _consistent(stated: Decimal | None, numerator: int | None, denominator: int | None, *, proves: bool) -> Row:
    """Whether the stated percentage follows from the counts beside it, as exactly as it is stated."""
    if stated is None:
        return {"percent_of_counts": None, "stated_is_consistent": None}
    again = _percent(numerator, denominator, -int(stated.as_tuple().exponent))
    agrees = None if again is None or not proves else again == stated
    return {"percent_of_counts": _percent(numerator, denominator), "stated_is_consistent": agrees}


def _members(year: int, *, with_observers: bool) -> int:
    since = {"member_state": "un_member_from"} | ({"observer_state": "observer_from"} if with_observers else {})
    rows = [(row, since.get(row["entity_type"])) for row in seed("countries")]
    return sum(column is not None and int(row[column]) <= year for row, column in rows)


def _beside(row: Row, rule: dict[str, str], records: Records, ask: Ask) -> Row:
    measure, stated_count = rule["measure"] or None, row.pop("stated_count")
    found = _found(rule, records, ask)
    if stated_count is not None and measure:
        found["numerator"] = found["numerator"] or 0
    numerator, denominator, unknown = (found[name] for name in ("numerator", "denominator", "unknown"))
    percent = _percent(numerator, None if denominator is None else denominator - (unknown or 0))
    difference = None
    if numerator is not None and stated_count is not None:
        difference = numerator - stated_count
    elif percent is not None and row["stated_percent"] is not None:
        difference = percent - row["stated_percent"]
    coverage = None
    if measure in ("countries_with_plan", "regional_plans"):
        coverage = round(Decimal(numerator) / Decimal(stated_count), 6)
    elif measure and measure.startswith("countries_with_") and denominator and row["stated_denominator"]:
        coverage = round(Decimal(denominator) / Decimal(row["stated_denominator"]), 6)
    return {
        **row,
        **found,
        "measure": measure,
        "measured_of": rule["unit"] or None,
        "definition_id": rule["definition_id"] or None,
        "scope": rule["scope"] or None,
        "counted_from": rule["from_on"] or None,
        "counted_to": rule["to_on"] or None,
        "percent": percent,
        "percent_at_least": None if unknown is None else _percent(numerator, denominator),
        "percent_at_most": None if unknown is None else _percent(numerator + unknown, denominator),
        "coverage": coverage,
        "difference": difference,
        "reason_code": "exact" if difference == 0 else rule["reason_code"],
        "reason": rule["reason"],
        "needs": rule["needs"] or None,
    }


def _found(rule: dict[str, str], records: Records, ask: Ask) -> Row:
    """What is counted by a rule: of resolutions from the records, of plans from the plans as decided."""
    found: Row = dict.fromkeys(("numerator", "denominator", "unknown", "with_allocated_budget", "known_plans"))
    within = [
        one
        for one in records.resolutions.values()
        if one.adopted_on and rule["from_on"] <= one.adopted_on <= (rule["to_on"] or "9999")
    ]
    match rule["measure"]:
        case "":
            return found
        case "council_share":
            among = [one for one in within if one.text]
            if rule["unit"] == "resolution_on_a_country":
                among = [one for one in among if one.about[0] == "country_or_situation"]
            if among:
                meeting = sum(one.meets(rule["definition_id"], rule["scope"]) for one in among)
                found |= {"numerator": meeting, "denominator": len(among)}
        case "operative_paragraphs":
            item = [one for one in within if one.agenda_item == "Women and peace and security"]
            found["numerator"] = sum(len(one.operative) for one in item)
        case "commitments":
            item = [one.symbol for one in within if one.agenda_item == "Women and peace and security"]
            pairs = "select distinct paragraph_id, verb_id, addressee_class from marts.fct_commitment"
            found["numerator"] = len(ask(f"{pairs} where asks and symbol = any(%s)", item))
        case "regional_plans":
            plans = ask("select adopted_as_given from marts.dim_regional_plan where is_plan")
            found["numerator"] = sum(bool(day) and f"{day}-12-31"[:10] <= rule["to_on"] for (day,) in plans)
        case _:
            found |= _plans(rule, ask)
    return found


def _plans(rule: dict[str, str], ask: Ask) -> Row:
    to_on = date.fromisoformat(rule["to_on"])
    whose = {"any": None, "member_state": {"member_state"}}.get(rule["unit"], {"member_state", "observer_state"})
    columns = ", ".join(["country_id, adopted_by, edition, entity_type, ends_on, budget_kinds"] + [
        f"has_{quality}" for quality in QUALITIES
    ])  # fmt: skip
    plans: dict[str, list[tuple[Any, ...]]] = {}
    for country, adopted, edition, entity, *said in ask(
        f"select {columns} from marts.fct_nap where adopted_by <= %s", to_on
    ):
        if whose is None or entity in whose:
            plans.setdefault(country, []).append((adopted, edition, *said))
    if not plans:
        return {}
    newest = [max(said, key=lambda plan: plan[:2]) for said in plans.values()]
    found: Row = {"known_plans": sum(map(len, plans.values())), "denominator": len(newest)}
    quality = rule["measure"].removeprefix("countries_with_")
    if quality == "plan":
        members = _members(to_on.year, with_observers=rule["unit"].endswith("observer")) if whose else None
        return found | {"numerator": len(newest), "denominator": members}
    if quality == "plan_ending":
        first = date.fromisoformat(rule["from_on"])
        ends = {country: any(plan[2] and first <= plan[2] <= to_on for plan in said) for country, said in plans.items()}
        open_end = {country for country, said in plans.items() if max(said, key=lambda plan: plan[:2])[2] is None}
        concluding = {country for country, in_time in ends.items() if in_time}
        return found | {"numerator": len(concluding), "unknown": len(open_end - concluding)}
    answers = Counter(plan[4 + QUALITIES.index(quality)] for plan in newest)
    found |= {"numerator": answers["yes"], "unknown": len(newest) - answers["yes"] - answers["no"]}
    if quality == "budget":
        found["with_allocated_budget"] = sum(
            plan[4] == "yes" and "allocated" in (plan[3] or "").split(", ") for plan in newest
        )
    return found
