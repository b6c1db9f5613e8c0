"""Who leads a plan: the name of the body as it is written, from the words around it."""

import re
from collections.abc import Iterator

from extractors.plans.facts import Fact, clauses
from extractors.plans.patterns import word_set, words
from extractors.plans.view import PLAN, View

_BODY = re.compile(
    r"\b"
    + words(
        "Ministry Ministries Departments? Offices? Agency Committee Commission Council Government Secretariat"
        " Directorate Institute Bureau Group Task_Force Team Cabinet Affairs Authority Centre Center Mechanism Unit"
        " Board Adviser Division Machinery Service Delegation"
    )
    + r"\b"
)
_SMALL = word_set("of and for the on in de des du del la le el y e et to & against")
_TAIL = re.compile(
    r" (?:and|with) (?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|other) (?:other )?"
    r"(?:ministries|departments|agencies|institutions)\b"
)
_LEAD_BODY = "(?:lead|leading|coordinating|main|principal|responsible|implementing) " + words(
    "agency agencies ministry ministries institution body entity authority department coordinator organi[sz]ation"
)
_FOLLOWED_BY = (
    (
        "lead_agency",
        rf" (?:is|was|are|serves as|acts as|(?:has been|was) designated(?: as)?) (?:the )?(?:overall )?{_LEAD_BODY}\b",
    ),
    (
        "lead_responsible",
        r" (?:leads|coordinates|oversees|is leading|is coordinating|has (?:the )?(?:overall|primary) responsibility"
        r"|(?:is|are|was) (?:primarily |mainly )?(?:responsible|in charge|tasked))\b"
        r"[^;⟦]{0,50}(?:\b(?:coordinat\w+|implement\w+|lead\w*)\b|⟦P)",
    ),
)
_AFTER = (
    ("lead_agency", rf"\b(?i:{_LEAD_BODY})\b(?: (?i:for|of|behind) [^;,]{{0,40}}?)? (?:is|was|are|being) (?:the )?"),
    ("lead_led_by", r"\b(?:led|coordinated|headed|spearheaded|steered|overseen|managed) by (?:the )?"),
    (
        "lead_led_by",
        r"\bunder the (?:[a-z]+ )?(?:leadership|lead|coordination|auspices|responsibility|guidance|direction) of"
        r" (?:the )?",
    ),
    (
        "lead_developed_by",
        rf"{PLAN} (?:was|is|has been) (?:[a-z]+ly )?(?:developed|drafted|prepared|elaborated|formulated)(?: and"
        rf" [a-z]+ed)?"
        r" by (?:the )?",
    ),
)
_NAME_FIRST = tuple((rule, re.compile(pattern)) for rule, pattern in _FOLLOWED_BY)
_NAME_LAST = tuple((rule, re.compile(pattern)) for rule, pattern in _AFTER)
_CAPITALS = r"[A-Z][\w’'-]*(?: (?:of )?[A-Z][\w’'-]*){0,4}"
_LIST_GOES_ON = re.compile(
    rf" (?:{_CAPITALS}, ){{0,4}}(?:and |& )?{_CAPITALS}(?:,? (?:and|&) [A-Z]| (?:in|with|together)\b|[.;)]|\Z)"
)
_NOT_IT = re.compile(r"\b(?:not|no|never|without)\b[^;]{0,40}\Z", re.IGNORECASE)


def read_lead(view: View) -> Iterator[Fact]:
    """`lead_agency`, as written: by what is said of the body (lead_agency, lead_responsible, lead_led_by).

    The rule lead_developed_by is the weakest: who wrote a plan need not lead it.
    """
    for clause in clauses(view):
        named: set[str] = set()
        for rule, pattern in _NAME_LAST:
            for found in pattern.finditer(clause.text):
                name = name_from(clause.text, found.end())
                if name and name not in named and not _NOT_IT.search(clause.text[: found.start()]):
                    named.add(name)
                    yield Fact("lead_agency", name, rule, clause.plan)
        for rule, pattern in _NAME_FIRST:
            for found in pattern.finditer(clause.text):
                name = _name_up_to(clause.text, found.start())
                if name and name not in named:
                    named.add(name)
                    yield Fact("lead_agency", name, rule, clause.plan)


def name_from(text: str, start: int) -> str | None:
    """The name of a public body that starts at a position; None where what stands there is none."""
    end = start
    for found in re.finditer(r"\S+", text[start : start + 300]):
        word = found[0].rstrip(".,:;" if "(" in found[0] else ".,:;)")
        if _is_name(word):
            end = start + found.start() + len(word)
        elif word not in _SMALL:
            break
        if found[0] != word and not (found[0].endswith(",") and _goes_on(text[start + found.end() :])):
            break
    name = text[start:end]
    tail = _TAIL.match(text, end)
    if not _BODY.search(name):
        return None
    return name + (tail[0] if tail else "")


def _goes_on(rest: str) -> bool:
    """Whether a name goes on behind a comma, as in "Ministry of Labour, Family and Equality"."""
    return bool(_LIST_GOES_ON.match(rest))


def _name_up_to(text: str, end: int) -> str | None:
    """The name of a public body that ends at a position; None where what stands there is none."""
    start = end
    for found in reversed(list(re.finditer(r"\S+", text[max(0, end - 300) : end]))):
        at = max(0, end - 300) + found.start()
        word = found[0].rstrip(",")
        if word == "The" or (word not in _SMALL and not _is_name(word)):
            break
        if word == "the" and not re.search(r"\b(?:of|for|on|and|to) \Z", text[:at]):
            break
        if _is_name(word):
            start = at
    name = text[start:end]
    return name if _BODY.search(name) else None


def _is_name(word: str) -> bool:
    bare = word.lstrip("(\"“'‘")
    return bare[:1].isupper() and "⟦" not in word
