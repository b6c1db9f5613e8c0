"""What part civil society has in a plan: one fact for each part that a sentence gives it."""

import re
from collections.abc import Iterator

from extractors.plans.facts import Fact, clauses
from extractors.plans.patterns import loose, words
from extractors.plans.view import View

_THEY = r"\b" + words(
    r"civil_society CSOs? NGOs? non-?_?governmental_organi[sz]ations?"
    r" women[’']?s?[’']?_(?:rights_)?(?:organi[sz]ations?|groups?|networks?|associations?|movements?)"
)
_THEY += r"\b"
_STAGES = {
    "development": words(
        r"develop(?:ed|ing|ment|s)? draft(?:ed|ing|s)? elaborat(?:ed|ing|ion) formulat(?:ed|ing|ion)"
        r" design(?:ed|ing)? prepar(?:ed|ing|ation) creat(?:ed|ing|ion) writing written drawn_up produced"
    ),
    "implementation": r"implement(?:ed|ing|ation|ers?|s)?",
    "monitoring": r"monitor(?:ed|ing|s)?",
    "review": words("review(?:ed|ing|s)? evaluat(?:ed|ing|ion|es?) assess(?:ed|ing|ment|es)?"),
    "consultation": r"consult(?:ed|ing|ations?|ative|s)?",
}
_TAKES_PART = words(
    r"participat\w+ involv\w+ contribut\w+ consult\w* took_part takes?_part taking_part engag\w+ includ\w+ roles?"
    r" partner\w* collaborat\w+ inputs? invited responsib\w+ cooperat\w+ work\w* members? support\w* actors? help\w*"
    r" represent\w* implement\w* monitor\w* review\w* leads? led"
)
_TOGETHER_WITH = words(
    "with by involving alongside including through participation_of involvement_of inputs?_(?:from|of)"
    " contributions?_(?:from|of|by) role_(?:of|for|to) support_(?:of|from) consultations?_of consult(?:ing|ed)"
)
_THEY_DO = loose(rf"{_THEY}(?P<after>[^;]{{0,40}}?\b{_TAKES_PART}\b[^;]{{0,120}})")
_DONE_WITH = loose(rf"[^;]{{0,160}}\b{_TOGETHER_WITH}\b[^;]{{0,100}}?{_THEY}")
_NOT_MENTIONED = (
    loose(rf"\b(?:not|no|never|without)\b[^;⟦]{{0,40}}\b(?:mention\w*|refer\w*)\b[^;⟦]{{0,60}}{_THEY}"),
    loose(
        rf"{_THEY}[^;⟦]{{0,50}}\b(?:is|are|was|were) (?:not|never|nowhere) (?:[a-z]+ly )?(?:mentioned|referred"
        rf"|referenced)\b"
    ),
)
_NEGATED = loose(
    r"\b", words(r"not(?!_only) no without lack\w* excluded exclusion nor neither never limited little"), r"\b"
)
_WISHED = loose(r"\b(?:should|could|recommend\w*|urge[sd]?|would|demand\w*)\b")
_RELATIVE = loose(r" ?\b(?:which|who)\b")
_ENDS_WITH_THEM = loose(rf"{_THEY}(?: [a-z]+)?, ?\Z")

# Words of the stages that mean something else here.
_OTHER_SENSE = loose(
    r"\bdevelopment (?:partners?|cooperation|aid|agenc\w+|assistance|goals?|programmes?)",
    r"|\b(?:sustainable|economic|social|international|rural) development\b",
)
_IN_A_NAME = re.compile(r"(?<=[a-z,] )(?:Development|Implementation|Monitoring|Review|Evaluation)\b")
_ITS_OBJECT = loose(
    r"\b(monitor\w*|review\w*|evaluat\w*|assess\w*|oversee\w*)"
    r"( (?:and (?:evaluat|report)\w+ )?(?:of |on )?(?:the )?)implementation\b"
)
_M_AND_E = loose(r"\bmonitor(?:ing|ed|s)? ?(?:and|&|,) ?evaluat\w+|\bM ?& ?E\b")


def read_civil_society(view: View) -> Iterator[Fact]:
    """`civil_society`: development, implementation, monitoring, review, consultation; or not_mentioned."""
    before = ""
    for clause in clauses(view):
        text = clause.text
        if _RELATIVE.match(text) and _ENDS_WITH_THEM.search(before):
            text = _RELATIVE.sub("civil society", text)
        before = text
        if any(pattern.search(text) for pattern in _NOT_MENTIONED):
            yield Fact("civil_society", "not_mentioned", "civil_society_not_mentioned", clause.plan)
        elif not _NEGATED.search(text) and not _WISHED.search(text):
            for part in _parts(_plain(text)):
                yield Fact("civil_society", part, f"civil_society_{part}", clause.plan)


def _plain(text: str) -> str:
    """A clause without the words that only look like stages: "development partners", names of ministries."""
    text = _M_AND_E.sub("monitoring", _OTHER_SENSE.sub(" ", text))
    return _ITS_OBJECT.sub(r"\1\2", _IN_A_NAME.sub(" ", text))


def _parts(text: str) -> list[str]:
    they_do = [found["after"] for found in _THEY_DO.finditer(text)]
    done_with = [found[0] for found in _DONE_WITH.finditer(text)]
    said = " ; ".join(they_do + done_with)
    return [part for part, stage in _STAGES.items() if re.search(rf"\b{stage}\b", said, re.IGNORECASE)]
