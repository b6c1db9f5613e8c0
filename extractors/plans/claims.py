"""Facts of national action plans, read out of prose: each claim names its sentence and the rule that read it.

The rules look at one sentence at a time; which plan a sentence speaks of is settled over the whole page. A sentence
that may be read two ways gives no claim. A page that contradicts itself gives both.
"""

from collections.abc import Iterator
from typing import Any

from extractors.plans.budget import read_budget
from extractors.plans.civil_society import read_civil_society
from extractors.plans.contents import read_disarmament, read_monitoring
from extractors.plans.facts import Fact
from extractors.plans.labels import read_labels
from extractors.plans.lead import read_lead
from extractors.plans.lineage import give_roles, read_lineage
from extractors.plans.naming import Plan
from extractors.plans.periods import read_ends, read_periods
from extractors.plans.resolve import Said, Settled, settle
from extractors.plans.sentences import sentences
from extractors.plans.subject import is_of_others, same_country, subjects
from extractors.plans.timing import read_adoptions
from extractors.plans.view import View, view_of

MAX_SENTENCE = 1500
"""Longer ones are no sentences (a list without stops, a table): they are not read."""

MAX_HEADING = 60

_RULES = (
    read_lineage, read_adoptions, read_periods, read_ends, read_budget,
    read_monitoring, read_civil_society, read_disarmament, read_lead, read_labels,
)  # fmt: skip


def read_claims(text: str, country: str | None) -> list[dict[str, Any]]:
    """The claims that a plain text makes about the plans of a country, in the order of the text; never raises.

    `country` is its name as the page spells it: sentences that say that they are on another country's plan are left
    out; with None, none are. Each claim has the keys

    * `field`: edition, adopted_on, period_start, period_end, extended_to, budget, budget_amount, monitoring,
      civil_society, disarmament, lead_agency, predecessors or in_development; `value` is always text.
    * `of`: the plan in force (current), an earlier one (predecessor) or one to come (successor); its `edition`, where
      it is stated or can be counted; and which of the two, as `edition_from`.
    * `precision` of a date (day, month or year); `unit`, an amount's currency, or fiscal_year of a period so said.
    * `start`, `end`: `text[start:end]` is the sentence that makes the claim; and `rule`, the pattern that read it.
    """
    claims: dict[tuple[Any, ...], dict[str, Any]] = {}
    for settled in settle(list(_said(text, country))):
        claim = _claim(settled)
        claims.setdefault(tuple(claim.values()), claim)
    return list(claims.values())


def subjects_of(text: str) -> list[str]:
    """The names that sentences give to the country whose plan they speak of, in order, each spelling once."""
    return list(dict.fromkeys(name for _, _, view in _views(text) for name in subjects(view)))


def _views(text: str) -> Iterator[tuple[int, int, View]]:
    for start, end in sentences(text):
        if end - start <= MAX_SENTENCE:
            yield start, end, view_of(text[start:end])


def _said(text: str, country: str | None) -> Iterator[Said]:
    topic: Plan | None = None
    last = (0, 0)
    for start, end, view in _views(text):
        if "\n" in text[last[1] : start]:
            topic = None  # a new paragraph takes nothing up
            view.heading = _heading(text[slice(*last)])
        last = (start, end)
        names = subjects(view)
        if is_of_others(view) or (country and names and not any(same_country(name, country) for name in names)):
            topic = None
            continue
        give_roles(view)
        for fact in _facts(view):
            yield Said(fact, start, end, topic)
        topic = _topic(view, topic)


def _heading(sentence: str) -> str:
    return sentence if len(sentence) <= MAX_HEADING and sentence[-1:] not in ".!?" else ""


def _topic(view: View, before: Plan | None) -> Plan | None:
    """The plan that "it" means after a sentence; plans in general where the sentence is on two alike."""
    if not view.plans or view.plans[0].named != "plan":
        return before
    alike = {plan.editions for plan in view.plans if plan.editions and plan.of in (None, "current")}
    return view.plans[0] if len(alike) < 2 else Plan(plural=True)


def _facts(view: View) -> Iterator[Fact]:
    for rule in _RULES:
        yield from rule(view)


def _claim(settled: Settled) -> dict[str, Any]:
    fact = settled.said.fact
    return {
        "field": fact.field,
        "edition": settled.edition,
        "edition_from": settled.edition_from,
        "of": settled.of,
        "value": fact.value,
        "precision": fact.precision,
        "unit": fact.unit,
        "start": settled.said.start,
        "end": settled.said.end,
        "rule": fact.rule,
    }
