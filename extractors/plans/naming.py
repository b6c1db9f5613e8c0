"""How prose names a plan: "its second NAP", "the previous National Action Plan on ...", "two other NAPs", "NAP III"."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from extractors.plans.patterns import loose, word_set, words
from extractors.plans.words import NUMBER, ORDINAL, ROMAN, number

Of = Literal["current", "predecessor", "successor"]


@dataclass(frozen=True)
class Plan:
    """A plan, or several, as a sentence names it."""

    editions: tuple[int, ...] = ()
    """Which one, where the sentence gives an ordinal; several for "the first two NAPs"."""
    of: Of | None = None
    """Where its name says whether it is the plan in force, an earlier or a coming one."""
    count: int | None = None
    """How many, for "two other NAPs"."""
    plural: bool = False
    just_before: bool = False
    """The one directly before the plan in force: "the previous NAP"."""
    named: Literal["plan", "the plan", "it"] = "plan"
    """`it` and `the plan` are understood from the sentences before."""

    @property
    def general(self) -> bool:
        """Plans in general, or of others ("most NAPs"): nothing said of them is said of a plan of the country."""
        return self.plural and not self.editions and self.count is None and self.of is None


_EARLIER = word_set("previous preceding former earlier prior older past")
_LATER = word_set("next upcoming forthcoming future")
_NOW = word_set("most_recent latest current present existing")
_WHEN = (
    r"(?:most recent|latest|current|present|existing|previous|preceding|former|earlier|prior|older|past"
    r"|next|upcoming|forthcoming|future|other|new|revised|updated|draft)"
)

_WPS = r"(?:women,? (?:and )?peace,? (?:and|&) security|(?-i:WPS))(?: agenda)?"
_RESOLUTION = (
    r"(?:(?:UN|U\.N\.|United Nations) )?(?:Security Council )?(?:Resolutions?|UNSCRs?|SCRs?) 1325"
    r"(?: and (?:its )?(?:related|subsequent|associated|follow-up) resolutions)?"
)
_TOPIC = rf"(?:{_RESOLUTION}(?: on {_WPS})?|{_WPS}|1325)"
_CALLED = (
    r" ?\((?:the )?[\"“'‘]?(?-i:NAPs?|WPS|[A-Z][A-Za-z]{0,9}[- ]?NAP(?:[- ]?[A-Z0-9]+)?|NAP[- ]?[A-Z0-9]+)[\"”'’]?\)"
)
_COMPLEMENT = (
    rf"(?:{_CALLED}| (?:on|for|to|of|implementing) (?:the )?(?:implement(?:ation|ing)? (?:of )?(?:the )?)?"
    rf"(?:UN )?{_TOPIC})"
)
_FULL_NOUN = r"(?:(?:national )?action plans?|national plans? of action|plans? of action|(?-i:[A-Za-z]{0,8}NAPs?))\b"
_PLAN = re.compile(
    rf"(?:\b(?P<article>its|their|the|this|that|a|an) )?"
    rf"(?:\b(?P<when>{_WHEN})(?:, ?| ))?"
    rf"(?:\b(?P<firsts>first) (?=(?:{NUMBER}) ))?(?:(?P<count>{NUMBER}) )?"
    rf"(?:(?P<more>{ORDINAL}(?:, {ORDINAL})*) and )?"
    rf"(?:(?:(?P<ordinal>{ORDINAL})|(?P<roman>(?-i:{ROMAN})))(?:[- ]ever)?(?:[- ]generation)?(?:,? and)?,? )?"
    rf"(?:\b(?P<when_too>{_WHEN}),? )?(?:\b(?:1325|{_RESOLUTION}|{_WPS})[ -]+)?"
    rf"\b(?:(?P<noun>{_FULL_NOUN})|(?P<bare>plans?\b))"
    rf"(?:[- ]?(?:1325|(?-i:WPS))\b)?"
    rf"(?: ?(?:(?P<roman_after>(?-i:{ROMAN}))| (?P<digit>[1-9])(?!\d|[.,/-]\d| ?(?:million|per)\b)))?"
    rf"(?:{_COMPLEMENT}){{0,3}}",
    re.IGNORECASE,
)
_OF_OTHERS = loose(
    r"\b",
    words(
        "regional local state provincial district municipal county sectoral annual joint ministerial departmental"
        " global implementation monitoring work strategic communication"
    ),
    r"[ -]+\Z",
)
_ON_OTHER_MATTERS = loose(
    r" (?:on|for|of|against|to) (?:[A-Za-z,'’-]+ ){0,4}?",
    words(
        "gender_equality violence human_rights trafficking business child children HIV climate youth racism"
        " terrorism extremism empowerment advancement"
    ),
    r"\b",
)
_SHORT = loose(
    rf"\b(?P<whose>the|its|[A-Z][\w-]*[’']s?) (?P<ordinal>{ORDINAL})(?: one)?",
    r"(?= ?(?:[(⟦,;.]|\Z)| (?:was|were|covers?|covered|ran|runs|is|has|had|did|does|and)\b",
    r"| (?:in|for|from|on|during) ⟦)",
    rf"|\b(?P<count>{NUMBER}) others?(?= ?(?:[(⟦,;.]|\Z)| (?:in|for|from|adopted|covering|implemented)\b)",
    r"|\b(?:its|their|whose) (?:immediate )?(?P<relation>predecessor|successor)\b",
)
_OWNED = re.compile(r"\w(?:[’']s|s[’']) \Z")
_ROMAN_IN_NAME = re.compile(rf"NAP[- ]?({ROMAN})[\"”'’]?\)")
_RELATION = loose(r"\A(?:its|their) (?:immediate )?(?:predecessor|successor)\b")
_IS_SAID_OF_IT = words(
    "was were is covers? covered ran runs includes? included contains? contained does did lacks? lacked makes?"
    " mentions? refers? expired succeeds succeeded replaces replaced follows followed had will spans?"
    " has_(?:an?|no|been|not)"
)
_PRONOUN = re.compile(rf"\A(?:It|They)(?= {_IS_SAID_OF_IT}\b)")


def find_plans(text: str) -> list[tuple[int, int, Plan]]:
    """Where a sentence names plans on women, peace and security, in order: (start, end, what it says).

    Dates and spans have to be marked before, so that a year is not taken for the number of a plan.
    """
    found = []
    for match in _PLAN.finditer(text):
        plan = _read(match)
        other = _OF_OTHERS.search(text, max(0, match.start() - 20), match.start())
        if plan and not other and not _ON_OTHER_MATTERS.match(text, match.end()):
            found.append((match.start(), match.end(), plan))
    found = _merged(text, found)
    if found or _RELATION.search(text):
        found += [
            one for one in _short_names(text) if not any(one[0] < end and start < one[1] for start, end, _ in found)
        ]
    pronoun = _PRONOUN.match(text)
    if pronoun:
        found.append((0, pronoun.end(), Plan(named="it")))
    return sorted(found, key=lambda one: one[0])


def _merged(text: str, found: list[tuple[int, int, Plan]]) -> list[tuple[int, int, Plan]]:
    """Make one of a plan and its other name: "its second plan, KNAP II, ..."."""
    merged: list[tuple[int, int, Plan]] = []
    for start, end, plan in found:
        before = merged[-1] if merged else None
        if before and not plan.plural and not plan.of and re.fullmatch(r", | \(", text[before[1] : start]):
            same = plan.editions in ((), before[2].editions) or not before[2].editions
            if same and plan.named == "plan" and text[end : end + 1] in (",", ")"):
                both = replace(before[2], editions=before[2].editions or plan.editions, named="plan")
                merged[-1] = (before[0], end + 1, both)
                continue
        merged.append((start, end, plan))
    return merged


def _short_names(text: str) -> list[tuple[int, int, Plan]]:
    found = []
    for match in _SHORT.finditer(text):
        plan = _read_short(match)
        if plan:
            found.append((match.start(), match.end(), plan))
    return found


def _read_short(match: re.Match[str]) -> Plan | None:
    """Read "its second", "two others", "its predecessor". "The first" by itself may be the first of its kind."""
    if match["relation"]:
        earlier = match["relation"].lower() == "predecessor"
        return Plan(of="predecessor" if earlier else "successor", just_before=earlier)
    if match["count"]:
        return Plan(of="predecessor", count=number(match["count"]), plural=True)
    edition = number(match["ordinal"])
    if edition == 1 and match["whose"].lower() == "the" and re.match(r" ?[,;.]| ?\Z", match.string[match.end() :]):
        return None
    return Plan(editions=(edition,)) if edition else None


def _read(match: re.Match[str]) -> Plan | None:
    said = match.groupdict()
    article = (said["article"] or "").lower()
    whens = {" ".join(said[name].lower().split()) for name in ("when", "when_too") if said[name]}
    ordinals = [said[name] for name in ("ordinal", "roman", "roman_after", "digit") if said[name]]
    owned = article in ("the", "this", "that", "its", "their") or _OWNED.search(match.string, 0, match.start())
    if said["bare"] and not (ordinals or whens or owned):
        return None  # a plan of any kind
    plural = (said["noun"] or said["bare"]).lower().endswith("s")
    count = number(said["count"]) if said["count"] else None
    if said["firsts"] and count:
        return Plan(tuple(range(1, count + 1)), plural=True)
    ordinals = ordinals or _ROMAN_IN_NAME.findall(match[0])  # "(SiLNAP II)"
    editions = tuple(edition for word in ordinals[:1] if (edition := number(word)))
    if said["more"]:
        editions = (
            tuple(n for word in re.findall(ORDINAL, said["more"], re.IGNORECASE) if (n := number(word))) + editions
        )
    return Plan(
        editions=editions,
        of=_of(whens, count),
        count=count,
        plural=plural,
        just_before=bool(whens & {"previous", "preceding"}) and not plural,
        named=_named(article, plain=not (editions or whens or count or plural)),
    )


def _of(whens: set[str], count: int | None) -> Of | None:
    if whens & _EARLIER or ("other" in whens and count):
        return "predecessor"
    if whens & _LATER:
        return "successor"
    return "current" if whens & _NOW else None


def _named(article: str, *, plain: bool) -> Literal["plan", "the plan", "it"]:
    if plain and article in ("this", "that"):
        return "it"
    return "the plan" if plain and article == "the" else "plan"
