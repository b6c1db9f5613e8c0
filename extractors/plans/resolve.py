"""Which plan each fact of a page is about: the one in force, an earlier one or one to come, and its edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.plans.facts import Fact
from extractors.plans.naming import Of, Plan

EditionFrom = Literal["stated", "counted"]


@dataclass(frozen=True)
class Said:
    """A fact, the sentence that says it, and the plan that the sentences before it spoke of."""

    fact: Fact
    start: int
    end: int
    topic: Plan | None


@dataclass(frozen=True)
class Settled:
    """A fact of one plan."""

    said: Said
    of: Of
    edition: int | None = None
    edition_from: EditionFrom | None = None


@dataclass(frozen=True)
class _Current:
    """What a page says of the number of the plan in force."""

    stated: frozenset[int]
    counted: frozenset[int]
    by_ordinal: int | None
    """The highest ordinal that the page gives without saying whether it is of the plan in force."""
    inherits: bool
    """Whether a fact of the plan in force may take its number from elsewhere on the page."""

    @property
    def numbers(self) -> frozenset[int]:
        known = self.stated | self.counted
        return known or frozenset([self.by_ordinal] if self.by_ordinal else [])

    def edition(self) -> tuple[int | None, EditionFrom | None]:
        """The one number of the plan in force, and where it is from; none where the page gives two."""
        if len(self.numbers) != 1 or not self.inherits:
            return None, None
        (number,) = self.numbers
        return number, "stated" if number in self.stated or number == self.by_ordinal else "counted"


def settle(said: Sequence[Said]) -> list[Settled]:
    """Put each fact to a plan, in order. What may be of either of two plans is left out; contradictions are kept."""
    current = _current(said)
    settled: list[Settled] = []
    for one in said:
        settled += _settle(one, current)
        if one.fact.field == "predecessors":
            count = int(one.fact.value) + 1
            counted = replace(one.fact, field="edition", value=str(count), rule="edition_counted")
            settled.append(Settled(replace(one, fact=counted), "current", count, "counted"))
    return settled


def _current(said: Sequence[Said]) -> _Current:
    stated, ordinals, counted = set(), set(), set()
    for one in said:
        plan = one.fact.plan
        if one.fact.rule == "edition_stated" and plan and plan.of == "current":
            stated.add(plan.editions[0])
        if one.fact.rule == "edition_stated" and plan and plan.of is None:
            ordinals.add(plan.editions[0])
        if one.fact.field == "predecessors":
            counted.add(int(one.fact.value) + 1)
            if one.topic and len(one.topic.editions) == 1 and one.topic.of in (None, "current"):
                stated.add(one.topic.editions[0])  # "its second ... It was preceded by ..."
        if one.fact.rule == "edition_total":
            counted.add(int(one.fact.value))
    unnumbered = any(one.fact.plan and one.fact.plan.of == "current" and not one.fact.plan.editions for one in said)
    highest = max(ordinals, default=None)
    if unnumbered and highest == 1:
        highest = None  # the most recent of several is not the first
    return _Current(frozenset(stated), frozenset(counted), highest, bool(stated or counted) or not unnumbered)


def _settle(one: Said, current: _Current) -> Iterator[Settled]:
    plan = one.fact.plan or Plan(named="the plan")
    if plan.named != "plan" and plan.of is None and not plan.editions:
        found = _understood(plan, one.topic, current)
        if found is None:
            return
        plan = found
    if plan.general:
        return
    if one.fact.rule == "edition_total":
        yield Settled(one, "current", int(one.fact.value), "counted")
    elif plan.plural or plan.count:
        yield from _settle_group(one, plan, current)
    elif plan.editions:
        yield Settled(one, plan.of or _of_edition(plan.editions[0], current), plan.editions[0], "stated")
    elif plan.of in (None, "current"):
        yield Settled(one, "current", *current.edition())
    elif plan.just_before and current.edition()[0]:
        yield Settled(one, "predecessor", (current.edition()[0] or 0) - 1 or None, "counted")
    else:
        yield Settled(one, plan.of or "current")


def _understood(plan: Plan, topic: Plan | None, current: _Current) -> Plan | None:
    """The plan meant by "it" or "the plan". "The plan" after words on an earlier one may mean either: None."""
    if topic is None:
        return Plan(of="current")
    if plan.named == "it":
        return topic
    is_current = topic.of in (None, "current") and (
        not topic.editions or (len(topic.editions) == 1 and _of_edition(topic.editions[0], current) == "current")
    )
    return Plan(of="current") if is_current and not topic.plural else None


def _of_edition(edition: int, current: _Current) -> Of:
    numbers = current.numbers
    if not numbers or edition in numbers:
        # The most recent plan cannot be the first one of several.
        return "predecessor" if not numbers and edition == 1 and not current.inherits else "current"
    if edition < min(numbers):
        return "predecessor"
    return "successor" if edition > max(numbers) and current.stated else "current"


def _settle_group(one: Said, plan: Plan, current: _Current) -> Iterator[Settled]:
    """A fact of several plans: each its own where the sentence lists as many as there are, else all of them alike."""
    editions = plan.editions or tuple(range(1, (plan.count or 0) + 1))
    origin: EditionFrom = "stated" if plan.editions else "counted"
    dated = one.fact.field in ("adopted_on", "period_start", "period_end")
    if one.fact.place and one.fact.place[1] == len(editions):
        editions = (editions[one.fact.place[0] - 1],)
    elif dated and len(editions) != 1:
        editions = ()
    for edition in editions:
        yield Settled(one, plan.of or _of_member(edition, plan, current), edition, origin)
    if not editions:
        yield Settled(one, plan.of or "predecessor")


def _of_member(edition: int, plan: Plan, current: _Current) -> Of:
    if plan.count and not plan.editions and not current.numbers:
        return "current" if edition == plan.count else "predecessor"
    return _of_edition(edition, current)
