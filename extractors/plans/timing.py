"""When a plan was adopted, and by which deed: adopted, launched, approved, ..."""

import re
from collections.abc import Iterator

from extractors.plans.facts import Fact, is_head, placed
from extractors.plans.naming import Plan
from extractors.plans.patterns import loose, words
from extractors.plans.view import DATE_MARK, PLAN, SPAN_MARK, View

_DEEDS = {
    "adopt": "adopted", "launch": "launched", "approv": "approved", "releas": "released", "publi": "published",
    "endors": "endorsed", "finali": "finalised", "introduc": "introduced", "unveil": "unveiled", "validat": "validated",
}  # fmt: skip
_VERB = words(
    r"\badopted \bapproved \breleased \bpublished \bendorsed \bfinali[sz]ed \bintroduced \bunveiled \bvalidated"
)
_VERB = rf"(?:{_VERB}|(?<![\w-])launched|(?<=country to )(?:adopt|launch))\b"  # not "re-launched"
_NOUN = words(r"\badoption \bapproval \brelease \bpublication \bendorsement (?<![\w-])launch") + r"\b"
_DATES = rf"(?P<dates>{DATE_MARK}(?:(?:, ?(?:and )?| and ){DATE_MARK})*)"
_IN = r"(?:\b(?:in|on|at|during|by|as of|since) (?:the )?|[,(] ?)"
_IN_FIRST = rf"(?:\A|[,;] ?|\band )(?:in|on|by|at|during) (?P<dates>{DATE_MARK}),?"

_TO_PLAN = rf"(?P<plan>{PLAN})"
_ACTIVE = loose(rf"(?P<verb>{_VERB})[^⟦;.]{{0,60}}{_TO_PLAN}(?P<gap>(?:[^⟦;]|{SPAN_MARK}){{0,120}}?){_IN}{_DATES}")
_AND_ANOTHER = loose(rf"(?:, ?(?:and )?| and ){_TO_PLAN} (?:in|on) (?P<dates>{DATE_MARK})")
_NOMINAL = loose(rf"(?P<verb>{_NOUN}) of {_TO_PLAN}(?P<gap>[^⟦;]{{0,60}}?){_IN}{_DATES}")
_DATE_WITHIN = loose(rf"(?P<verb>{_VERB}) (?:in|on) (?P<dates>{DATE_MARK}),? (?P<gap>(?:[a-z-]+ )?){_TO_PLAN}")
_PASSIVE = loose(rf"(?P<verb>{_VERB})(?P<gap>[^⟦;]{{0,100}}?)(?:(?<= ){_IN}|[,(] ?|(?<= )){_DATES}")
_DATE_FIRST = loose(rf"{_IN_FIRST}[^⟦;]{{0,100}}?(?P<verb>{_VERB})(?P<gap>[^⟦;]{{0,60}}){_TO_PLAN}")
_DATE_FIRST_PASSIVE = loose(rf"{_IN_FIRST} (?P<gap>){_TO_PLAN} (?:was|were) (?:[a-z]+ly )?(?P<verb>{_VERB})")

_NOT_YET = loose(
    r"\b",
    words(
        r"will would should could may might to_be expect\w* plann\w* schedul\w* due not never yet without intend\w*"
        r" aim\w* until"
    ),
    r"\b[^⟦,;]{0,40}\Z",
)
_OTHER_THING = loose(
    r"\b",
    words(
        r"resolutions? UNSCRs? SCRs? laws? act bill strateg\w+ polic(?:y|ies) declarations? decrees? order"
        r" convention constitution treaty agreement reports? reviews? stud(?:y|ies) guidelines? programmes? programs?"
        r" road_?map agenda protocol toolkit handbook framework platform plans? decisions? measures reforms? code"
        r" charter budget"
    ),
    r"\b",
)
_MEANS = loose(r"\b(?:by|through|via|with|under|at|during|as) [^,]*")
_OTHER_DEED = re.compile(r"\b(?!entitled|titled|named|called|related|united|dedicated|updated|revised|based)[a-z]+ed\b")
_DONE_TO_IT = loose(
    r"(?:\b(?:was|were|been|being|and|or) (?:(?:[a-z]+ly|first|then|also) )*|[,(] ?(?:[a-z]+ly )?|⟧ ?)\Z"
)


def read_adoptions(view: View) -> Iterator[Fact]:
    """`adopted_on`, with the deed as the rule: adoption_adopted, adoption_launched, ..., adoption_announced."""
    dated: set[str] = set()
    for found, plan in _deeds(view):
        if _NOT_YET.search(view.text, 0, found.start("verb")):
            continue
        rule = _rule(view, found)
        yield from _facts(view, rule, plan, found["dates"], dated)
        other = _AND_ANOTHER.match(view.text, found.end()) if found.re is _ACTIVE else None
        while other:
            yield from _facts(view, rule, view.plan(other["plan"]), other["dates"], dated)
            other = _AND_ANOTHER.match(view.text, other.end())


def _deeds(view: View) -> Iterator[tuple[re.Match[str], Plan]]:
    """Each deed with its date and the plan it was done to. A date counts for the first deed that names it."""
    for pattern in (_ACTIVE, _NOMINAL, _DATE_WITHIN):
        for found in pattern.finditer(view.text):
            to_plan = view.text[found.end("verb") : found.start("plan")]
            if not _OTHER_DEED.search(found["gap"]) and not _OTHER_THING.search(to_plan):
                yield found, view.plan(found["plan"])
    for found in _PASSIVE.finditer(view.text):
        plan = _done_to(view, found.start())
        if plan and not _OTHER_DEED.search(found["gap"]) and not _OTHER_THING.search(_MEANS.sub("", found["gap"])):
            yield found, plan
    for pattern in (_DATE_FIRST, _DATE_FIRST_PASSIVE):
        for found in pattern.finditer(view.text):
            if not _OTHER_THING.search(found["gap"]):
                yield found, view.plan(found["plan"])


def _done_to(view: View, verb: int) -> Plan | None:
    """The plan that "was adopted", "adopted in 2010", where the verb at a position has one before it."""
    marks = list(re.finditer(PLAN, view.text[:verb]))
    if not marks or not _DONE_TO_IT.search(view.text, 0, verb):
        return None
    last = marks[-1]
    between = view.text[last.end() : verb]
    if _OTHER_THING.search(_MEANS.sub("", between)):
        return None
    if len(marks) > 1 and re.match(r"[^,]*, ?(?:and )?(?:was|were|has|had)\b", between):
        return view.plan(marks[-2][0])  # "the plan, which replaced another, was adopted"
    if not is_head(view, last.start()) and re.match(r" ?(?:was|were|has|had)\b", between):
        return None  # "a report on the plan was published"
    return view.plan(last[0])


def _rule(view: View, found: re.Match[str]) -> str:
    if re.search(r"\bannounc", view.text[max(0, found.start("verb") - 60) : found.start("verb")], re.IGNORECASE):
        return "adoption_announced"
    return "adoption_" + deed(found["verb"])


def deed(word: str) -> str:
    """The deed that a verb, its noun or a label names: "launch" is `launched`."""
    return next(name for stem, name in _DEEDS.items() if word.lower().startswith(stem))


def _facts(view: View, rule: str, plan: Plan, marks: str, dated: set[str]) -> Iterator[Fact]:
    new = [mark for mark in re.findall(DATE_MARK, marks) if mark not in dated]
    dated.update(new)
    dates = [view.date(mark) for mark in new]
    for date, place in placed(dates, plan, lambda date: date.value):
        yield Fact("adopted_on", date.value, rule, plan, precision=date.precision, place=place)
