"""The facts in plans.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("plans.csv")


@dataclass(frozen=True)
class Plan:
    """One edition of one country's plan; an empty text is a fact that is not known."""

    country: str
    iso3: str
    edition: int
    adopted_on: str
    """`2019`, `2019-01` or `2019-01-31`."""
    period_start: str
    period_end: str
    extended_to: str
    successor: str
    """Period of the plan that was being drafted to follow it."""
    budget: str
    """none, costed, allocated, funded_elsewhere, mentioned"""
    amount: str
    currency: str
    funded_by: str
    """Who or what pays, where the budget is funded_elsewhere."""
    monitoring: str
    """yes, no"""
    civil_society: tuple[str, ...]
    """development, implementation, monitoring, review, consultation; or not_mentioned alone"""
    disarmament: str
    """yes, no"""
    lead_agency: str
    source_url: str


@cache
def countries() -> dict[str, tuple[Plan, ...]]:
    """Country -> its plans by edition. What stands between two editions may be missing."""
    found = dict[str, list[Plan]]()
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            stages = row.pop("civil_society")
            society = tuple(stages.split(";")) if stages else ()
            plan = Plan(edition=int(row.pop("edition")), civil_society=society, **row)
            found.setdefault(plan.country, []).append(plan)
    return {country: tuple(sorted(plans, key=lambda plan: plan.edition)) for country, plans in found.items()}
