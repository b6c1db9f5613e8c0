"""Which plan is meant: its edition, the plans before it, the one to come."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.plans.facts import Fact, clauses, is_head
from extractors.plans.naming import Plan
from extractors.plans.patterns import loose, words
from extractors.plans.view import PLAN, SPAN_MARK, View

_AFTER = loose(
    r"\b(?:succe(?:eds|eded)|follow(?:s|ed|ing)|replac(?:es|ed|ing)|supersed(?:es|ed|ing)|buil(?:ds|t|ding) (?:up)?on",
    rf"|successor (?:to|of))(?! by\b)(?: on)?(?: from)? (?:(?!\bof\b)[^⟦,;]){{0,20}}({PLAN})",
)
_PRECEDED_BY = loose(rf"\bpreceded by [^⟦,;]{{0,20}}({PLAN})(?P<rest>[^;]*)")
_HAS_HAD = loose(
    r"\bha(?:s|d|ve) (?:(?:so far|since|already|to date) )?",
    rf"(?:adopted|had|launched|developed|implemented|published|approved) ({PLAN})",
)
_MAKE = "(?:develop|draft|prepar|elaborat|finali[sz]|formulat)"
_IS_MAKING = loose(
    rf"\b(?:(?:is|are) (?:(?:currently|now|also|in the process of) )*(?:{_MAKE}ing|working on)|currently {_MAKE}ing",
    rf"|ha(?:s|ve) (?:begun|started) (?:(?:the )?(?:development|preparation|elaboration|drafting) of|{_MAKE}ing))",
    rf" (?:and [a-z]+ing )?(?:(?:an? )?(?:update|revision|successor) (?:of|to) |[a-z]+ )?({PLAN})(?![’']s)",
)
_IN_MAKING = loose(
    rf"({PLAN})(?: ?\(?(?:(?:for|covering) )?(?:the )?(?:period )?{SPAN_MARK}\)?,?)?(?: (?:is|are))?",
    r"(?: (?:currently|now|also|still))* (?:(?:under|in) (?:active )?(?:development|preparation|elaboration|drafting)",
    rf"|(?:in the process of )?being {_MAKE}ed)\b",
)
_THIS_IS = re.compile(
    rf"\A(?:This|It|{PLAN})(?: (?:(?:for|of|covering) )?\(?{SPAN_MARK}\)?)? (?:is|constitutes|represents) "
    rf"(?:the country[’']s |(?:[A-Z][\w’'.-]* ){{1,5}}?)?({PLAN})(?! to\b)"
    rf"|\b(?:call|count|describe|consider|regard|label)(?:l?s|l?ed)? (?:it|this|{PLAN}) (?:as )?({PLAN})"
)
_TO_COME = loose(
    rf"({PLAN})(?: ?\(?(?:(?:for|covering) )?(?:the )?(?:period )?{SPAN_MARK}\)?,?)? (?:is|are|will be) ",
    r"(?:planned|expected|envisaged|foreseen|scheduled|due|adopted|launched|released)\b",
    rf"|\b(?:plans|intends|aims|expects) to (?:adopt|launch|develop|draft|prepare|release) ({PLAN})",
)
_NOT = loose(r"\b(?:no|not|never|without|nor|neither|if|whether|while|when|as|before)\b[^⟦,;]{0,50}\Z")
_WISHED = loose(
    r"\b",
    words(
        r"no not never without should could recommend\w* urge[sd]? encourage[sd]? need(?:s|ed)?_(?:for|to)"
        r" call(?:s|ed)?_for if"
    ),
    r"\b[^⟦;]{0,50}\Z",
)
_A_NEW_FORM = loose(r"\b(?:update|revision|(?:new|revised|updated) version|successor) (?:of|to) \Z")


def give_roles(view: View) -> None:
    """Note in a view which of its plans it says came before ("preceded by ..."), and which are in the making."""
    for found in _AFTER.finditer(view.text):
        _give(view, found[1], "predecessor")
    for found in _PRECEDED_BY.finditer(view.text):
        for mark in (found[1], *re.findall(PLAN, found["rest"])):
            _give(view, mark, "predecessor")
    for this in _THIS_IS.finditer(view.text):
        _give(view, this[1] or this[2], "current")
    for mark in _marks_in_making(view):
        _give(view, mark, "successor")
    for coming in _TO_COME.finditer(view.text):
        if not _NOT.search(view.text, 0, coming.start()):
            _give(view, coming[1] or coming[2], "successor")


def _give(view: View, mark: str, role: str) -> None:
    plan = view.plan(mark)
    if plan.of is None or role == "successor":
        view.plans[int(mark[2:-1])] = replace(plan, of=role, named="plan")  # type: ignore[arg-type]


def _marks_in_making(view: View) -> list[str]:
    """The marks of plans of which the sentence says that they are being written now."""
    marks = []
    for clause in clauses(view):
        for pattern in (_IS_MAKING, _IN_MAKING):
            for found in pattern.finditer(clause.text):
                start = clause.start + found.start(1)
                new_form = _A_NEW_FORM.search(view.text, 0, start)
                if pattern is _IN_MAKING and not (new_form or is_head(view, start)):
                    continue
                if not _NOT.search(clause.text[: found.start()]):
                    marks.append(found[1])
    return marks


def read_lineage(view: View) -> Iterator[Fact]:
    """`edition` as stated, `predecessors`, and `in_development`; the edition that follows from a count is for later."""
    said: set[int] = set()
    for found in re.finditer(PLAN, view.text):
        plan = view.plan(found[0])
        if len(plan.editions) == 1 and plan.editions[0] not in said and not _WISHED.search(view.text, 0, found.start()):
            said.add(plan.editions[0])
            yield Fact("edition", str(plan.editions[0]), "edition_stated", plan)
    for found in _PRECEDED_BY.finditer(view.text):
        count = view.plan(found[1]).count
        if count:
            yield Fact("predecessors", str(count), "predecessors_stated", Plan(of="current"))
    for found in _HAS_HAD.finditer(view.text):
        plan = view.plan(found[1])
        if plan.count and plan.of is None and not _NOT.search(view.text, 0, found.start()):
            yield Fact("edition", str(plan.count), "edition_total", Plan(of="current"))
    for mark in dict.fromkeys(_marks_in_making(view)):
        yield Fact("in_development", "yes", "in_development", view.plan(mark))
