"""Facts of plans told in prose, in the few shapes that such pages have; a page's name chooses its shapes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from replica import seeded
from replica.plans.facts import Plan

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")

UNREADABLE = (
    "Those who drafted it expect it to stay in force until a successor is ready, whenever that may be.",
    "Money for it comes, when it comes, from wherever a ministry finds some.",
    "A neighbouring country adopted its own NAP in 2011, and the two are often compared.",
    "It speaks of women as negotiators before it speaks of them as victims.",
    "Some had hoped for figures and a calendar, and were told to read between the lines.",
    "Its life is tied to that of the present parliament.",
)
"""Sentences that say nothing a reader of plans should claim, in words close to those that do."""


@dataclass(frozen=True)
class Fact:
    """What a sentence says: `field` and `value` as an extractor would write them."""

    field: str
    value: str
    edition: int | None = None
    of: str = "current"


@dataclass(frozen=True)
class Sentence:
    """One sentence, and every fact in it."""

    text: str
    facts: tuple[Fact, ...] = ()


def when(day: str) -> str:
    """`in 2019`, `in January 2019` or `on 31 January 2019`."""
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        return f"in {parts[0]}"
    month = MONTHS[parts[1] - 1]
    return f"in {month} {parts[0]}" if len(parts) == 2 else f"on {parts[2]} {month} {parts[0]}"


def named(country: str, first: bool = True) -> str:
    """The country as a sentence names it."""
    bare = "Palestine" if country.startswith("Palestine") else country
    takes = bare in {
        "Netherlands", "Philippines", "United Kingdom", "United States", "Solomon Islands", "Czech Republic",
        "Central African Republic", "Democratic Republic of the Congo", "Republic of the Congo",
    }  # fmt: skip
    return f"{'The' if first else 'the'} {bare}" if takes else bare


def about(plan: Plan, plans: Sequence[Plan], page: str) -> Iterator[Sentence]:
    """The sentences of a page on one plan, taken as the country's current one; `page` decides how they are worded."""
    yield from adoption(plan, page)
    yield from development(plan, page)
    yield from money(plan, page)
    yield from monitoring(plan, page)
    yield from disarmament(plan, page)
    if plan.extended_to:
        until = when(plan.extended_to).partition(" ")[2]
        yield Sentence(f"The NAP was extended through {until}.", (Fact("extended_to", plan.extended_to, plan.edition),))
    if plan.successor:
        following = plan.edition + 1
        text = f"A {ORDINALS[following]} NAP for {plan.successor} is under development."
        start, _, end = plan.successor.partition("-")
        told = {"in_development": "yes", "edition": str(following), "period_start": start, "period_end": end}
        yield Sentence(text, tuple(Fact(field, value, following, "successor") for field, value in told.items()))
    yield from predecessors(plan, plans)


def adoption(plan: Plan, page: str) -> Iterator[Sentence]:
    """When it was adopted and for which years, in one sentence or two."""
    country, ordinal = named(plan.country), ORDINALS[plan.edition]
    dash = seeded.one_of(("-", "–", " - "), "dash", page)
    period, facts = f"{plan.period_start}{dash}{plan.period_end}", tuple(_facts(plan))
    both = bool(plan.period_start and plan.period_end)
    if not plan.adopted_on:
        if both:
            yield Sentence(f"The {ordinal} NAP of {named(plan.country, False)} covers {period}.", facts)
        return
    day = when(plan.adopted_on)
    start = day[0].upper() + day[1:]
    if not both:
        yield Sentence(f"{country} adopted its {ordinal} National Action Plan (NAP) {day}.", facts)
        return
    shape = seeded.number("adoption", page) % 5
    if shape == 0:
        recent = tuple(fact if fact.field != "edition" else Fact("edition", "", None) for fact in facts)
        recent = tuple(fact for fact in recent if fact.value)
        yield Sentence(
            f"{country} adopted its most recent National Action Plan (NAP) {day} for the period {period}.", recent
        )
    elif shape == 1:
        yield Sentence(
            f"{country} launched its {ordinal} National Action Plan (NAP) on Women, Peace and Security {day} "
            f"for the period {period}.",
            facts,
        )
    elif shape == 2:
        yield Sentence(
            f"{start}, {named(plan.country, False)} launched its {ordinal} NAP, which covers {period}.", facts
        )
    elif shape == 3:
        yield Sentence(
            f"The {ordinal} NAP of {named(plan.country, False)} was approved {day} and runs from {plan.period_start} "
            f"to {plan.period_end}.",
            facts,
        )
    else:
        yield Sentence(f"{country} released its {ordinal} National Action Plan {day}.", facts[:-2])
        yield Sentence(f"The NAP covers {period}.", facts[-2:])


def _facts(plan: Plan) -> Iterator[Fact]:
    yield Fact("edition", str(plan.edition), plan.edition)
    if plan.adopted_on:
        yield Fact("adopted_on", plan.adopted_on, plan.edition)
    if plan.period_start and plan.period_end:
        yield Fact("period_start", plan.period_start, plan.edition)
        yield Fact("period_end", plan.period_end, plan.edition)


def development(plan: Plan, page: str) -> Iterator[Sentence]:
    """Who made it, who leads it, and what part civil society has."""
    lead, society, edition = plan.lead_agency, list(plan.civil_society), plan.edition
    agency = (Fact("lead_agency", lead, edition),) if lead else ()
    article = "" if lead.startswith("Global Affairs") else "the "
    if lead and society[:1] == ["development"]:
        society.pop(0)
        yield Sentence(
            f"The NAP was developed by {article}{lead} in consultation with civil society organisations.",
            (*agency, *(Fact("civil_society", part, edition) for part in ("development", "consultation"))),
        )
    elif lead:
        text = seeded.one_of(
            (
                f"The NAP was developed by {article}{lead}.",
                f"{article.capitalize()}{lead} is the lead agency.",
                f"Its implementation is coordinated by {article}{lead}.",
            ),
            "lead",
            page,
        )
        yield Sentence(text, agency)
    if society == ["not_mentioned"]:
        yield Sentence("The NAP does not mention civil society.", (Fact("civil_society", "not_mentioned", edition),))
        return
    words = {
        "development": "the drafting of the NAP",
        "implementation": "its implementation",
        "monitoring": "its monitoring",
        "review": "its review",
    }
    for stage in society:
        fact = Fact("civil_society", stage, edition)
        if stage == "consultation":
            yield Sentence("The draft NAP was open to public consultation with civil society online.", (fact,))
        else:
            yield Sentence(f"Civil society takes part in {words[stage]}.", (fact,))


def money(plan: Plan, page: str) -> Iterator[Sentence]:
    """What it says of its means."""
    fact = Fact("budget", plan.budget, plan.edition)
    if plan.amount:
        text = f"{plan.currency} {_amount(plan.amount, page)} has been allocated to the NAP."
        amount = Fact("budget_amount", f"{plan.currency} {plan.amount}", plan.edition)
        yield Sentence(text, (fact, amount))
    elif plan.funded_by:
        yield Sentence(f"The NAP is funded by {plan.funded_by}.", (fact,))
    elif plan.budget:
        yield Sentence(seeded.one_of(_MONEY[plan.budget], "money", page), (fact,))


_MONEY = {
    "none": (
        "The NAP does not include an allocated budget.",
        "While it sets out activities, the NAP has no dedicated budget.",
        "The NAP lacks a budget.",
    ),
    "costed": ("The NAP is costed.", "The NAP includes a detailed budget with cost estimates."),
    "allocated": ("The NAP includes an allocated budget.",),
    "mentioned": ("The NAP mentions the need for funding.",),
}


def _amount(amount: str, page: str) -> str:
    millions = int(amount) // 1_000_000
    return seeded.one_of((f"{millions} million", f"{millions}m", f"{int(amount):,}"), "amount", page)


def monitoring(plan: Plan, page: str) -> Iterator[Sentence]:
    """Whether it says how it will be followed."""
    if plan.monitoring:
        texts = {
            "yes": (
                "The NAP includes a monitoring and evaluation framework.",
                "It has a monitoring and evaluation framework with indicators.",
            ),
            "no": ("The NAP does not include a monitoring mechanism.", "The NAP lacks a monitoring framework."),
        }[plan.monitoring]
        yield Sentence(seeded.one_of(texts, "m&e", page), (Fact("monitoring", plan.monitoring, plan.edition),))


def disarmament(plan: Plan, page: str) -> Iterator[Sentence]:
    """Whether it speaks of arms."""
    if plan.disarmament:
        texts = {
            "yes": ("The NAP includes references to disarmament.", "The NAP addresses small arms and disarmament."),
            "no": ("The NAP does not mention disarmament.", "It makes no reference to disarmament."),
        }[plan.disarmament]
        yield Sentence(seeded.one_of(texts, "arms", page), (Fact("disarmament", plan.disarmament, plan.edition),))


def predecessors(plan: Plan, plans: Sequence[Plan]) -> Iterator[Sentence]:
    """The plans before it; their years only where all are known."""
    count = plan.edition - 1
    if not count:
        return
    before = [other for other in plans if other.edition < plan.edition]
    facts = [Fact("predecessors", str(count), plan.edition), Fact("edition", str(plan.edition), plan.edition)]
    start = f"It was preceded by {NUMBERS[count]} other NAP{'s' if count > 1 else ''}"
    complete = len(before) == count and all(p.adopted_on for p in before)
    if not complete:
        yield Sentence(f"{start}.", tuple(facts))
        return
    text = f"{start}, adopted in {_and(p.adopted_on[:4] for p in before)}"
    facts += [Fact("adopted_on", p.adopted_on[:4], p.edition, "predecessor") for p in before]
    if all(p.period_start and p.period_end for p in before):
        periods = _and(f"{p.period_start}-{p.period_end}" for p in before)
        text += f" and implemented for the period{'s' if count > 1 else ''} {periods}"
        for p in before:
            facts.append(Fact("period_start", p.period_start, p.edition, "predecessor"))
            facts.append(Fact("period_end", p.period_end, p.edition, "predecessor"))
    yield Sentence(f"{text}.", tuple(facts))


def unreadable(page: str) -> Sentence:
    """A sentence without a claim, as every page has some."""
    return Sentence(seeded.one_of(UNREADABLE, "unreadable", page))


def _and(words: Iterable[str]) -> str:
    listed = list(words)
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + " and " + listed[-1]
