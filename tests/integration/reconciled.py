"""What of ours answers a published figure, counted in plain Python by its rule in seed reconciliation_rules."""

from datetime import date
from typing import Any

from raw_records import Ask, Records, seed


def ours(rule: dict[str, str], records: Records, ask: Ask) -> tuple[int | None, int | None]:
    """Numerator and denominator by a rule: of resolutions from the records, of plans from the plans as decided."""
    within = [
        one
        for one in records.resolutions.values()
        if one.adopted_on and rule["from_on"] <= one.adopted_on <= (rule["to_on"] or "9999")
    ]
    match rule["measure"]:
        case "":
            return None, None
        case "council_share":
            among = [one for one in within if one.text]
            if rule["unit"] == "resolution_on_a_country":
                among = [one for one in among if one.about[0] == "country_or_situation"]
            found = (sum(one.meets(rule["definition_id"], rule["scope"]) for one in among), len(among))
            return found if among else (None, None)
        case "operative_paragraphs":
            item = [one for one in within if one.agenda_item == "Women and peace and security"]
            return sum(len(one.operative) for one in item), None
        case "commitments":
            item = [one.symbol for one in within if one.agenda_item == "Women and peace and security"]
            pairs = "select distinct paragraph_id, verb_id, addressee_class from marts.fct_commitment"
            return len(ask(f"{pairs} where asks and symbol = any(%s)", item)), None
        case "regional_plans":
            plans = ask("select adopted_as_given from marts.dim_regional_plan where is_plan")
            return sum(bool(day) and f"{day}-12-31"[:10] <= rule["to_on"] for (day,) in plans), None
    return _plans(rule, ask)


def _plans(rule: dict[str, str], ask: Ask) -> tuple[int | None, int | None]:
    to_on = date.fromisoformat(rule["to_on"])
    whose = {"any": None, "member_state": {"member_state"}}.get(rule["unit"], {"member_state", "observer_state"})
    newest: dict[str, tuple[Any, ...]] = {}
    ending: set[str] = set()
    for country, adopted, edition, entity, ends_on, *said in ask(
        "select country_id, adopted_by, edition, entity_type, ends_on, has_budget, has_disarmament, has_monitoring,"
        " has_civil_society from marts.fct_nap where adopted_by <= %s",
        to_on,
    ):
        if whose is None or entity in whose:
            newest[country] = max(newest.get(country, (date.min,)), (adopted, edition, *said))
            if ends_on and rule["from_on"] and date.fromisoformat(rule["from_on"]) <= ends_on <= to_on:
                ending.add(country)
    quality = rule["measure"].removeprefix("countries_with_")
    if quality == "plan":
        members = [
            row
            for row in seed("countries")
            if (row["entity_type"] == "member_state" and int(row["un_member_from"]) <= to_on.year)
            or (row["entity_type"] == "observer_state" and rule["unit"].endswith("observer"))
        ]
        return len(newest), len(members) if whose and newest else None
    if not newest:
        return None, None
    if quality == "plan_ending":
        return len(ending), len(newest)
    place = 2 + ("budget", "disarmament", "monitoring", "civil_society").index(quality)
    return sum(plan[place] == "yes" for plan in newest.values()), len(newest)
