"""Facts that a page gives as a label and a value: "Lead agency: Ministry of Defence", "Period | 2018-2022"."""

import re
from collections.abc import Iterator

from extractors.plans.facts import Fact
from extractors.plans.lead import name_from
from extractors.plans.patterns import loose, words
from extractors.plans.timing import deed
from extractors.plans.view import DATE_MARK, PLAN, SPAN_MARK, View

_LINE = re.compile(r" ?(?P<label>[A-Za-z0-9&()' /⟦⟧-]{3,60}?) ?(?::|\|) ?(?P<value>\S.{0,200})", re.DOTALL)
_LEAD = loose(
    r"(?:the )?(?:lead|leading|coordinating|responsible) ",
    words("agency agencies ministry ministries institution body entity department"),
)
_PERIOD = loose(
    r"(?:(?:implementation|time|NAP) )?(?:period|time ?frame|duration|timeline)(?: (?:covered|of (?:the"
    r" )?implementation))?",
    r"|years? covered",
)
_ADOPTED = loose(
    r"(?:date |year )?(?:of )?(?P<deed>adopt(?:ed|ion)|launch(?:ed)?|approv(?:ed|al)|releas(?:ed|e)|publi(?:shed"
    r"|cation))",
    r"(?: (?:date|year|in|on))?",
)
_NO = loose(r"(?:no|none|not (?:included|mentioned|allocated|specified)|n/a) ?\.?")
_YES = loose(r"yes ?\.?")
_YES_OR_NO = {
    "monitoring": r"(?:monitoring(?: (?:and|&) evaluation)?|M ?& ?E)",
    "disarmament": r"disarmament(?: references?)?",
}


def read_labels(view: View) -> Iterator[Fact]:
    """The facts of a labelled line, or of a line below its label; nothing for any other. The rules begin with"
    " `label_`."""
    line = _LINE.fullmatch(view.text)
    label, value = (re.sub(PLAN, "", line["label"]), line["value"]) if line else (view.heading, view.text)
    label, value = label.strip(" :|"), value.strip(" .")
    if _LEAD.fullmatch(label) and _is_agency(value, below=line is None):
        yield Fact("lead_agency", value, "label_lead_agency", None)
    elif _PERIOD.fullmatch(label) and re.fullmatch(SPAN_MARK, value):
        span = view.span(value)
        for field, date in (("period_start", span.start), ("period_end", span.end)):
            unit = "fiscal_year" if span.fiscal else None
            yield Fact(field, date.value, "label_period", None, precision=date.precision, unit=unit)
    elif label.lower() == "budget":
        yield from _budget(value)
    else:
        yield from _other(view, label, value)


def _is_agency(value: str, *, below: bool) -> bool:
    """Whether a value may be an agency's name: below a label it has to look like one, for it may be a sentence."""
    if "⟦" in value or not value or _NO.fullmatch(value):
        return False
    return not below or name_from(value, 0) == value


def _budget(value: str) -> Iterator[Fact]:
    # "Yes" gives nothing: it does not say of which kind the budget is.
    if _NO.fullmatch(value):
        yield Fact("budget", "none", "label_budget", None)
    elif re.fullmatch(r"(?:yes,? )?(?P<kind>costed|allocated) ?\.?", value, re.IGNORECASE):
        yield Fact("budget", "costed" if "costed" in value.lower() else "allocated", "label_budget", None)


def _other(view: View, label: str, value: str) -> Iterator[Fact]:
    adopted = _ADOPTED.fullmatch(label)
    if adopted and re.fullmatch(DATE_MARK, value):
        date = view.date(value)
        yield Fact("adopted_on", date.value, f"label_{deed(adopted['deed'])}", None, precision=date.precision)
    for field, name in _YES_OR_NO.items():
        answer = "no" if _NO.fullmatch(value) else "yes" if _YES.fullmatch(value) else None
        if answer and re.fullmatch(name, label, re.IGNORECASE):
            yield Fact(field, answer, f"label_{field}", None)
