"""What a rule gives for one sentence, and the clauses that rules look at."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from extractors.plans.naming import Plan
from extractors.plans.view import PLAN, View
from extractors.plans.words import Precision


@dataclass(frozen=True)
class Fact:
    """One thing that a sentence says of a plan."""

    field: str
    value: str
    rule: str
    plan: Plan | None
    """The plan it is said of, as the sentence names it; None where the sentence names none."""
    precision: Precision | None = None
    unit: str | None = None
    place: tuple[int, int] | None = None
    """k-th of n values that a sentence lists for several plans, the earliest first."""


@dataclass(frozen=True)
class Clause:
    """A stretch of a marked sentence with one say, and the plan it is about."""

    text: str
    start: int
    end: int
    plan: Plan | None


_BREAK = re.compile(
    r";|(?:, ?| )(?=(?:but|however|although|though|while|whilst|whereas|yet)\b)|, ?(?=(?:which|whose|who)\b)"
    r"| [—–] |, (?=and (?:the|its?|this|that|their|there)\b|and ⟦P)"
    r"|,? (?=and (?:has|have|had|is|are|includes?|contains?|provides?|does|do|did|makes?|lacks?|refers?|mentions?"
    r"|there)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r" ?(?:which|whose|who)\b", re.IGNORECASE)
_OBJECT_OF = re.compile(r"\b(?:of|on|for|to|under|about|in|with|from|by|within|than) \Z", re.IGNORECASE)


def clauses(view: View) -> Iterator[Clause]:
    """The clauses of a sentence, each with the plan it is about.

    That is the first plan named in it; in "which ..." the plan named last before; else the first of the sentence.
    """
    cuts = [0, *(found.end() for found in _BREAK.finditer(view.text)), len(view.text)]
    for start, end in pairwise(cuts):
        text = view.text[start:end]
        if text.strip():
            yield Clause(text, start, end, _plan_of(view, text, start))


def _plan_of(view: View, clause: str, start: int) -> Plan | None:
    before = re.findall(PLAN, view.text[:start])
    if _RELATIVE.match(clause) and before:
        return view.plan(before[-1])
    inside = re.search(PLAN, clause)
    if inside:
        return view.plan(inside[0])
    return view.plan(before[0]) if before else None


def is_head(view: View, position: int) -> bool:
    """Whether the plan marked at a position is what the sentence speaks of, not "a report on the plan"."""
    return not _OBJECT_OF.search(view.text, max(0, position - 12), position)


_Thing = TypeVar("_Thing")


def placed(
    things: Sequence[_Thing], plan: Plan | None, order: Callable[[_Thing], str]
) -> list[tuple[_Thing, tuple[int, int] | None]]:
    """Each of the dates or spans listed for several plans, with its place among them in time.

    No place where the list is of one plan, or two of its entries are the same.
    """
    if plan is None or not (plan.plural or plan.count) or len({order(thing) for thing in things}) < len(things):
        return [(thing, None) for thing in things]
    in_time = sorted(things, key=order)
    return [(thing, (in_time.index(thing) + 1, len(things))) for thing in things]
