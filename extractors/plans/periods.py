"""Which years a plan is for, when it ended, and until when it was extended."""

import re
from collections.abc import Iterator

from extractors.plans.facts import Fact, placed
from extractors.plans.naming import Plan
from extractors.plans.patterns import loose, words
from extractors.plans.view import DATE_MARK, PLAN, SPAN_MARK, View
from extractors.plans.words import Date

_SPANS = re.compile(rf"{SPAN_MARK}(?:(?:, ?(?:and )?| and ){SPAN_MARK})*")
_RIGHT_AFTER_PLAN = loose(
    rf"{PLAN} ?,? ?\(? ?(?:(?:for|of|covering|spanning|from) )?(?:the )?(?:(?:periods?|years) )?(?:of )?\Z"
)
_RIGHT_BEFORE_PLAN = re.compile(rf"\)? ?{PLAN}")
_FOR = loose(
    r"\b",
    words(
        "for cover(?:s|ed|ing)? span(?:s|ned|ning)? implement(?:s|ed|ation|ing)? valid effective in_(?:force|effect)"
        " runs? ran running lasts? lasted operational active time_?frame timeline duration period"
    ),
    r"\b[^⟦,;]{0,35}\Z",
)
_OF_SOMETHING_ELSE = loose(
    r"\b",
    words(
        r"budgets? fund\w* financ\w* reports? review\w* evaluat\w* consult\w* workshops? research train\w*"
        r" strateg\w+ polic(?:y|ies) programmes? programs? projects? held allocat\w* costs? members? membership"
        r" presiden\w+ seats? conflict war crisis draft\w* grant\w* road_?map chair\w*"
    ),
    r"\b[^⟦;]{0,60}\Z",
)
_UNTIL = loose(
    r"\b",
    words(
        "runs? ran running valid in_(?:force|effect) lasts? lasted cover(?:s|ed)? remain(?:s|ed) continue[sd]?"
        " applie[sd] effective"
    ),
    rf"\b[^⟦;]{{0,25}}\b(?:to|until|till|through) (?P<date>{DATE_MARK})",
)
_ENDED = loose(
    r"\b(?:expire[sd]|ended|ends|lapsed|concluded|came to an end|finished) (?:[a-z]+ly )?",
    rf"(?:(?:in|on|at) )?(?P<date>{DATE_MARK})",
)
_STARTED = loose(
    r"\b(?:(?:entered|came) into (?:force|effect)|took effect|effective (?:as of|from|since)|in (?:force|effect)"
    r" (?:since|from)",
    rf"|(?:runs?|ran) from) ?(?:(?:in|on|as of) )?(?P<date>{DATE_MARK})",
)
_EXTENDED = loose(
    rf"\b(?:extended|prolonged|extension)\b(?P<gap>(?:[^⟦;]|{DATE_MARK}|{PLAN}){{0,80}}?)",
    rf"(?:\b(?:to|until|till|through|up to) (?:cover )?(?P<date>{DATE_MARK})|(?P<span>{SPAN_MARK}))",
)
_NOT_DONE = loose(
    r"\b",
    words(
        r"will would should could can may might not never no if whether propos\w+ request\w* call\w* expected plans?"
        r" planned"
    ),
    r"\b[^⟦,;]{0,30}\Z",
)
_NOT_ITS_END = loose(
    r"\b(?:consultation|process|conflict|war|project|workshop|mandate|pilot|programme|strategy|drafting)\b[^⟦]*\Z"
)


def read_periods(view: View) -> Iterator[Fact]:
    """`period_start` and `period_end` of the spans that are a plan's, by the rules period_stated and period_fiscal."""
    of_extension = {found.start("span") for found in _EXTENDED.finditer(view.text)}
    for found in _SPANS.finditer(view.text):
        before, after = view.text[: found.start()], view.text[found.end() :]
        if found.start() in of_extension or not _is_of_plan(before, after):
            continue
        plan = view.plan_near(found.start())
        if plan is None:
            continue
        spans = [view.span(mark) for mark in re.findall(SPAN_MARK, found[0])]
        for span, place in placed(spans, plan, lambda span: span.start.value):
            rule, unit = ("period_fiscal", "fiscal_year") if span.fiscal else ("period_stated", None)
            for field, date in (("period_start", span.start), ("period_end", span.end)):
                yield Fact(field, date.value, rule, plan, precision=date.precision, unit=unit, place=place)


def _is_of_plan(before: str, after: str) -> bool:
    if _RIGHT_AFTER_PLAN.search(before) or _RIGHT_BEFORE_PLAN.match(after):
        return True
    since_mark = before[before.rfind("⟧") + 1 :]
    return bool(_FOR.search(since_mark)) and not _OF_SOMETHING_ELSE.search(since_mark)


def read_ends(view: View) -> Iterator[Fact]:
    """One end of a period said by itself: rules period_until, period_expired, period_from; and extension."""
    for found in _EXTENDED.finditer(view.text):
        plan = _extended_plan(view, found)
        if plan is not None and not _NOT_DONE.search(view.text, 0, found.start()):
            date = view.date(found["date"]) if found["date"] else view.span(found["span"]).end
            yield _end("extended_to", "extension", date, plan)
    for field, rule, pattern in (
        ("period_end", "period_until", _UNTIL),
        ("period_end", "period_expired", _ENDED),
        ("period_start", "period_from", _STARTED),
    ):
        for found in pattern.finditer(view.text):
            before = view.text[: found.start()]
            plan = view.plan_near(found.start())
            if plan is None or _NOT_DONE.search(before) or _NOT_ITS_END.search(before) or "extend" in found[0]:
                continue
            yield _end(field, rule, view.date(found["date"]), plan)


def _extended_plan(view: View, found: re.Match[str]) -> Plan | None:
    inside = re.search(PLAN, found["gap"])
    return view.plan(inside[0]) if inside else view.plan_near(found.start())


def _end(field: str, rule: str, date: Date, plan: Plan) -> Fact:
    return Fact(field, date.value, rule, plan, precision=date.precision)
