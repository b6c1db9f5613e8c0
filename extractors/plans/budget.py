"""Whether and how a plan is paid for: none, costed, allocated, funded elsewhere or mentioned. It is not yes or no."""

import re
from collections.abc import Iterator

from extractors.plans.facts import Clause, Fact, clauses
from extractors.plans.patterns import loose, words
from extractors.plans.view import MONEY, PLAN, View

_ANY = r"[^;⟦]"
_BUDGET = r"\b" + words(
    "budgets? budget_lines? funding funds financing finances financed"
    " financial_(?:resources|allocations?|means|provisions?)"
)
_BUDGET += r"\b"
_OWN = words("allocated dedicated specific earmarked separate own designated independent ring-?fenced")
_GIVEN = words("allocated earmarked set_aside dedicated committed reserved pledged assigned")
_GIVES = words(r"allocat\w+ earmark\w+ sets?_aside dedicat\w+ commit\w+ pledg\w+")
_HAVE = words(
    r"includ\w* contain\w* have has had provid\w* allocat\w* set_aside establish\w* earmark\w* come\w*_with"
    r" feature\w* specif\w* present\w* offer\w* possess\w* receiv\w* foresee\w* envisage\w* mention\w* refer\w*"
    r" dedicat\w*"
)
_DOES_NOT = words("do does did is are was were has have had") + " not"

# "Cannot be done without a budget" speaks of a need; "no information on the budget" leaves open whether there is one.
_NEEDED = loose(
    rf"\b(?:(?:not|im) ?possible|cannot|can not|could not|difficult|unlikely|hardly)\b"
    rf"{_ANY}{{0,60}}\bwithout\b{_ANY}{{0,60}}{_BUDGET}"
)
_UNTOLD = loose(
    rf"\b(?:no|not|lack\w*)\b{_ANY}{{0,30}}\b",
    words("information details? data sources? indication additional extra new how"),
    rf"\b{_ANY}{{0,50}}{_BUDGET}",
)
_NONE = (
    loose(rf"\b{_DOES_NOT} (?:{_ANY}{{0,30}} )?{_HAVE}\b{_ANY}{{0,60}}{_BUDGET}"),
    loose(rf"\b(?:no|without(?: any)?|lacks?|lacked|lacking|nor|neither) (?:{_ANY}{{0,35}} )?{_BUDGET}"),
    loose(rf"\b(?:lack|absence) of (?:an? )?(?:(?:\w+ )?budgets?|{_OWN} (?:fund\w*|financ\w*))\b"),
    loose(rf"{_BUDGET}{_ANY}{{0,40}}\b(?:not|never) (?:yet )?(?:been )?(?:{_GIVEN}|included|provided|available)\b"),
)
_NOT_COSTED = loose(r"\b(?:not|never|nor) (?:yet |been |fully )*costed\b|\bun-?costed\b")
_UNFUNDED = loose(r"\bun-?funded\b|\bnot (?:been )?funded\b")
_COSTED = loose(
    r"\bcosted\b|\bbudgeted\b|\bcost(?:ing)? (?:estimates?|of (?:the )?activities)|\bbudget estimates?\b",
    r"|\b(?:detailed|estimated|indicative|provisional|itemi[sz]ed|activity-based) (?:[a-z]+ )?(?:budgets?|costs?"
    r"|costing)\b",
    r"|\bbudget (?:is |was )?(?:estimated|broken down|itemi[sz]ed)\b",
)
_ALLOCATED = (
    loose(rf"\b(?:{_HAVE}|with) (?:(?:an?|the|its|some) )?(?:\w+ )?{_OWN} (?:\w+ ){{0,2}}?{_BUDGET}"),
    loose(
        rf"(?:{_BUDGET}|{MONEY}|\b(?:amounts?|sums?)\b)[^;]{{0,40}}\b(?:is|are|was|were|been) (?:[a-z]+ly )?{_GIVEN}\b"
    ),
    loose(rf"\b{_GIVES} [^;⟦]{{0,30}}{MONEY}"),
    loose(rf"{MONEY} (?:[a-z]+ ){{0,3}}{_GIVEN}\b"),
)
_BUDGET_OF = loose(rf"\bbudget of (?:[a-z]+ ){{0,3}}{MONEY}")
_FROM_EXISTING = loose(
    rf"\b(?:within|from|through|under|by|out of|in|of|via|using|on) {_ANY}{{0,50}}\b",
    words(
        "existing regular ordinary general respective own several various different normal current ministries[’']"
        " ministerial departmental institutional sectoral state"
    ),
    r"\b[^;⟦,]{0,40}\b(?:budgets?|budget(?:ary)? (?:lines?|allocations?|resources)|resources|appropriations)\b",
)
_PAYING = loose(
    r"\b",
    words(
        r"fund\w* financ\w* cover\w* paid resourc\w* implement\w* support\w* absorb\w* draw\w* met borne comes?"
        r" taken"
    ),
    r"\b",
)
_FUNDED_BY = loose(
    r"\b(?:funded|financed|paid for|funding (?:comes |came |(?:is|was) provided )?|financial support) ?(?:by|from"
    r"|through|of) ",
    rf"{_ANY}{{0,60}}\b",
    words(
        r"donors? embass(?:y|ies) UN[_-]?Women UNDP UNFPA partners international_(?:community|organi[sz]ations)"
        r" European_Union EU trust_fund foundation development_agency governments?_of"
    ),
    r"\b",
)
_NAMED = loose(
    r"\b",
    words(
        r"mention\w* refer\w* recogni[sz]\w* note[sd]? noting acknowledg\w* state[sd]? stress\w* highlight\w*"
        r" section chapter discuss\w* address\w* include[sd]? contain\w* has have had calls?_for importance_of"
        r" need_for"
    ),
    rf"\b{_ANY}{{0,80}}{_BUDGET}",
)
_FOR_PLAN = loose(rf" ?(?:(?:was|were|is) )?(?:[a-z]+ ){{0,3}}for ({PLAN})")
_ABOUT_MONEY = loose(
    rf"{_BUDGET}|\b",
    words("fund allocat financ cost earmark invest grant commit spen[dt] resourc pledg set_aside amount receiv"),
    rf"|\b(?:has|have|had|with|comprises?|totals?) (?:[a-z]+ ){{0,2}}{MONEY}",
)
_ABOUT_A_PLAN = loose(r"\b(?:implementation|plan)\b")


def read_budget(view: View) -> Iterator[Fact]:
    """`budget` by kind, and `budget_amount` (unit: the currency, None where the sentence does not tell it)."""
    on_money = bool((view.plans or _ABOUT_A_PLAN.search(view.text)) and _ABOUT_MONEY.search(view.text))
    for clause in clauses(view):
        kinds = list(_kinds(clause.text))
        for value, rule in kinds:
            yield Fact("budget", value, rule, clause.plan)
        if kinds or on_money:
            yield from _amounts(view, clause)


def _kinds(text: str) -> Iterator[tuple[str, str]]:
    none = _none(text)
    if none:
        yield "none", none
    elif _NEEDED.search(text):
        yield "mentioned", "budget_mentioned"
        return
    if _FUNDED_BY.search(text) and not _UNFUNDED.search(text):
        yield "funded_elsewhere", "budget_funded_by_others"
    elif _FROM_EXISTING.search(text) and _PAYING.search(text):
        yield "funded_elsewhere", "budget_existing_lines"
    elif none is None and not _UNTOLD.search(text):
        yield from _own(text)


def _none(text: str) -> str | None:
    if _NOT_COSTED.search(text):
        return "budget_not_costed"
    if _UNFUNDED.search(text):
        return "budget_unfunded"
    if _UNTOLD.search(text) or _NEEDED.search(text):
        return None
    return "budget_none" if any(pattern.search(text) for pattern in _NONE) else None


def _own(text: str) -> Iterator[tuple[str, str]]:
    costed = _COSTED.search(text)
    allocated = any(pattern.search(text) for pattern in _ALLOCATED) or (not costed and _BUDGET_OF.search(text))
    if costed:
        yield "costed", "budget_costed"
    if allocated:
        yield "allocated", "budget_allocated"
    if not costed and not allocated and _NAMED.search(text):
        yield "mentioned", "budget_mentioned"


def _amounts(view: View, clause: Clause) -> Iterator[Fact]:
    for found in re.finditer(MONEY, clause.text):
        amount = view.amount(found[0])
        named = _FOR_PLAN.match(clause.text, found.end())
        plan = view.plan(named[1]) if named else clause.plan
        yield Fact("budget_amount", amount.value, "budget_amount", plan, unit=amount.currency)
