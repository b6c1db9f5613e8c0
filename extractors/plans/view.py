"""A sentence as the rules see it: plans, dates, spans and amounts found once and put back as marks.

"Canada adopted its second NAP in November 2017" becomes "Canada adopted ⟦P0⟧ in ⟦D0⟧", so that a rule says in one short
pattern what it reads, whatever a plan is called and however a date is written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from extractors.plans.money import AMOUNT, Amount, read_amount
from extractors.plans.naming import Plan, find_plans
from extractors.plans.words import DATE, FISCAL_SPAN, SPAN, Date, Span, read_date, read_fiscal_span, read_span

_Thing = TypeVar("_Thing", Amount, Date, Span)

PLAN, DATE_MARK, SPAN_MARK, MONEY = (rf"⟦{kind}\d+⟧" for kind in "PDSM")

# "resolution 1325 (2000)": the year is the resolution's.
_RESOLUTION_YEAR = re.compile(r"(?<![\d/])((?!19[89]\d|20[0-3]\d)\d{3,4}) ?\((?:19|20)\d\d\)")
# What another plan had is said in passing, and not of the plan that the sentence is about.
_ASIDE = re.compile(
    r"\b(?:unlike|in contrast (?:to|with)|(?:as )?compared (?:to|with)|in comparison (?:to|with))\b"
    r"[^,;.]*(?:, ?which\b[^,;.]*)?,?",
    re.IGNORECASE,
)


@dataclass
class View:
    """The marked sentence, and what its marks stand for."""

    text: str
    heading: str = ""
    """The line before, where it is short and no sentence: it may be the label of this one."""
    plans: list[Plan] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)

    def plan(self, mark: str) -> Plan:
        """The plan of a mark such as `⟦P0⟧`."""
        return self.plans[int(mark[2:-1])]

    def date(self, mark: str) -> Date:
        """The date of a mark such as `⟦D0⟧`."""
        return self.dates[int(mark[2:-1])]

    def span(self, mark: str) -> Span:
        """The span of a mark such as `⟦S0⟧`."""
        return self.spans[int(mark[2:-1])]

    def amount(self, mark: str) -> Amount:
        """The amount of a mark such as `⟦M0⟧`."""
        return self.amounts[int(mark[2:-1])]

    def plan_near(self, position: int, start: int = 0, end: int | None = None) -> Plan | None:
        """The plan last named before a position within a stretch, else the first one after it, else None."""
        before = re.findall(PLAN, self.text[start:position])
        if before:
            return self.plan(before[-1])
        after = re.search(PLAN, self.text[position:end])
        return self.plan(after[0]) if after else None


def view_of(sentence: str) -> View:
    """Mark a sentence. What cannot be read as what it looks like (a 31 February) stays as it is written."""
    text = re.sub(r"n[’']t\b", " not", " ".join(sentence.split()).replace("⟦", "[").replace("⟧", "]"))
    view = View(_ASIDE.sub(" ", _RESOLUTION_YEAR.sub(r"\1", text)))
    _mark(view, AMOUNT, "M", view.amounts, read_amount)
    _mark(view, FISCAL_SPAN, "S", view.spans, read_fiscal_span)
    _mark(view, SPAN, "S", view.spans, read_span)
    _mark(view, DATE, "D", view.dates, lambda found: read_date(found[0]))
    pieces, done = [], 0
    for start, end, plan in find_plans(view.text):
        pieces += [view.text[done:start], f"⟦P{len(view.plans)}⟧"]
        view.plans.append(plan)
        done = end
    view.text = "".join([*pieces, view.text[done:]])
    return view


def _mark(
    view: View,
    pattern: re.Pattern[str],
    kind: str,
    things: list[_Thing],
    read: Callable[[re.Match[str]], _Thing | None],
) -> None:
    def put(found: re.Match[str]) -> str:
        thing = read(found)
        if thing is None:
            return found[0]
        things.append(thing)
        return f"⟦{kind}{len(things) - 1}⟧"

    view.text = pattern.sub(put, view.text)
