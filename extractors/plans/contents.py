"""What a plan holds: how it is monitored, and whether it speaks of disarmament."""

from collections.abc import Iterator

from extractors.plans.facts import Fact, clauses
from extractors.plans.naming import Plan
from extractors.plans.patterns import loose, words
from extractors.plans.view import View

_ANY = r"[^;⟦]"
_IS = "(?:is|are|was|were)"
_DOES_NOT = r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|will) not|cannot|never)"
_LACKS = r"\b(?:no|without(?: any)?|lacks?|lacked|lacking|lack of|absence of|neither|nor)"
_HAS = r"\b" + words(
    r"includ\w* contain\w* have has had provid\w* establish\w* sets?_(?:out|up) outlin\w* fores\w+ envisag\w*"
    r" featur\w* detail\w* compris\w* incorporat\w* identif\w+ defin\w+ specif\w+ present\w* comes?_with accompanied"
    r" develop\w* creat\w* describ\w* uses?"
)
_SAYS = r"\b" + words(
    r"mention\w* refer\w* address\w* discuss\w* call(?:s|ed)?_for commit\w* cover\w* recogni[sz]\w* highlight\w*"
    r" emphasi[sz]\w* connect\w* link\w* support\w* promot\w* nam(?:es|ed|ing) acknowledg\w* stat(?:es|ed) stress\w*"
    r" aims? seeks? deals? focus\w* makes? made"
)
_SAID = words("mentioned addressed included referenced referred covered discussed")

_MONITORING = words(
    r"\bmonitoring\b \bM_?&_?E\b \bevaluation_(?:framework|mechanism|system|plan|matrix|indicators) \bindicators?\b"
    r" \breporting_(?:mechanism|framework|system|requirements?|procedures?) \bprogress_reports?\b"
)
_MONITORING_NO = (
    loose(rf"{_DOES_NOT} (?:{_ANY}{{0,30}} )?(?:{_HAS}|{_SAYS})\b{_ANY}{{0,70}}{_MONITORING}"),
    loose(rf"{_LACKS} (?:{_ANY}{{0,40}} )?{_MONITORING}"),
    loose(
        rf"{_MONITORING}{_ANY}{{0,40}}\b{_IS} (?:missing|absent|lacking|not (?:included|provided|foreseen|mentioned))"
    ),
)
_MONITORING_YES = (
    loose(rf"(?:{_HAS}|\bwith)\b{_ANY}{{0,80}}{_MONITORING}"),
    loose(r"\b(?:is|are|was|were|be|been) (?:[a-z]+ly )?(?:monitored|evaluated)\b"),
    loose(
        r"\b", words("responsible in_charge tasked mandated oversees? coordinates? conducts? carr(?:y|ies)_out"),
        rf"\b{_ANY}{{0,60}}\bmonitor",
    ),
    loose(
        r"\b(?:annual|biannual|yearly|regular|periodic|mid-?term) (?:(?:progress|monitoring|implementation) )?",
        r"(?:reports?|reviews?|monitoring|reporting)\b",
    ),
    loose(rf"\bmonitors {_ANY}{{0,40}}(?:implementation|progress|⟦)"),
    loose(
        r"\A ?monitoring(?: and evaluation)?\b[^;]{0,60}\b(?:is|are) ",
        words("done conducted carried_out ensured undertaken led coordinated"), r"\b",
    ),
)  # fmt: skip
_MONITORING_PARTIAL = (
    loose(
        r"\b", words("limited weak partial vague basic brief(?:ly)? minimal insufficient few only_some"),
        rf"\b{_ANY}{{0,40}}{_MONITORING}",
    ),
    loose(
        rf"{_MONITORING}{_ANY}{{0,60}}\b(?:{_IS}|remains?) (?:limited|weak|vague|unclear|part(?:ial)?ly|only \w+ \w+",
        r"|not (?:[a-z]+ly )?(?:defined|specified|developed|elaborated|detailed|explained))\b",
    ),
)  # fmt: skip

_ARMS = r"\b" + words(
    r"disarmament disarm\w* DDR small_arms light_weapons arms_trade arms_control arms_exports? arms_transfers?"
    r" land_?mines? mine_action"
)
_ARMS += r"\b"
_ARMS_NO = (
    loose(rf"{_DOES_NOT} (?!only)(?:{_ANY}{{0,30}} )?(?:{_HAS}|{_SAYS})\b{_ANY}{{0,60}}{_ARMS}"),
    loose(
        rf"{_LACKS} (?:{_ANY}{{0,20}} )?",
        words("references? mentions? provisions? language commitments? activities targets? section chapter"),
        rf"\b{_ANY}{{0,40}}{_ARMS}",
    ),
    loose(rf"{_ARMS}{_ANY}{{0,40}}\b{_IS} (?:not|never|nowhere) (?:[a-z]+ly )?{_SAID}"),
)
_ARMS_YES = (
    loose(rf"(?:{_HAS}|{_SAYS}|\breferences? to)\b{_ANY}{{0,100}}{_ARMS}"),
    loose(rf"{_ARMS}{_ANY}{{0,40}}\b{_IS} (?:(?:[a-z]+ly|only|also) )*{_SAID}"),
)
_EXCEPT = loose(r"\b(?:beyond|except|other than|apart from|besides)\b")
_NOT_ONLY = loose(r"\bnot only\b")
_DENIED = loose(rf"{_DOES_NOT}\b|{_LACKS}\b")


def read_monitoring(view: View) -> Iterator[Fact]:
    """`monitoring`: yes, no, or partial where the sentence hedges, or grants one part and denies another."""
    said: dict[Plan | None, list[str]] = {}
    for clause in clauses(view):
        answer = _monitoring(clause.text)
        if answer:
            said.setdefault(clause.plan, []).append(answer)
    for plan, answers in said.items():
        value = answers[0] if len(set(answers)) == 1 else "partial"
        yield Fact("monitoring", value, f"monitoring_{value}", plan)


def _monitoring(text: str) -> str | None:
    if any(pattern.search(text) for pattern in _MONITORING_PARTIAL):
        return "partial"
    denied = next((found for pattern in _MONITORING_NO if (found := pattern.search(text))), None)
    granted = text if denied is None else text[: denied.start()]
    grants = any(pattern.search(granted) for pattern in _MONITORING_YES)
    if denied is None:
        return "yes" if grants else None
    return "partial" if grants else "no"


def read_disarmament(view: View) -> Iterator[Fact]:
    """`disarmament`: whether the plan speaks of disarmament, arms control or the arms trade."""
    for clause in clauses(view):
        if any(pattern.search(clause.text) for pattern in _ARMS_NO):
            if not _EXCEPT.search(clause.text):
                yield Fact("disarmament", "no", "disarmament_no", clause.plan)
        elif any(pattern.search(clause.text) for pattern in _ARMS_YES) and (
            _NOT_ONLY.search(clause.text) or not _DENIED.search(clause.text)
        ):
            yield Fact("disarmament", "yes", "disarmament_yes", clause.plan)
