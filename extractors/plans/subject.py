"""Whose plan a sentence speaks of, where it says so: "Chile adopted its ...", "Chile's second NAP"."""

import re
import unicodedata

from extractors.plans.patterns import loose, word_set, words
from extractors.plans.view import PLAN, View

_WORD = r"[^\W\d_a-z][\w’'.-]*"
_NAME = rf"{_WORD}(?: (?:(?:of|and|the|de|da|do|du|des|la|el) ){{0,3}}{_WORD}| ?\({_WORD}[^()⟦]{{0,30}}\)){{0,8}}"
_VERB = words(
    "adopted launched approved released published endorsed announced developed finali[sz]ed drafted extended"
    " introduced unveiled (?:is|are)_(?:currently_)?(?:developing|drafting|preparing|finali[sz]ing|updating)"
    " (?:was|became)_the_[a-z-]+_country"
)
_OPENING = words(
    "However Moreover Furthermore Additionally Later Subsequently Previously Currently Today Earlier Recently"
)
_ALSO = words("has have had also officially formally recently then first")
_ACTOR = re.compile(
    rf"\A(?:{_OPENING},? )?(?:[^,⟦]{{0,30}}⟦D\d+⟧,? )?(?P<name>{_NAME})(?:, [^,⟦]{{0,60}},)? (?:{_ALSO}"
    rf" ){{0,3}}{_VERB}\b"
    rf"[^⟦;.]{{0,80}}{PLAN}"
)
_OWNER = re.compile(rf"(?P<name>{_NAME})[’']s? (?:[a-z-]+ ){{0,2}}{PLAN}|{PLAN} of (?:the )?(?P<of>{_NAME})")
_NO_COUNTRY = loose(
    r"\b",
    words(
        "ministry ministries ministers? governments? parliament cabinet presidents? prime council committee"
        " commission agency department office assembly secretary secretariat senate congress authority forum network"
        " women un nations nato group task force union institute civil society security country nation general"
        " [cn][sg]os? organi[sz]ations? activists plans? stakeholders experts"
    ),
    r"\b|\A",
    words(
        "it this that these those they he she we there both each all one most many some several its their no in on"
        " at by since after before following under with while although as for"
    ),
    r"\b",
)
_OTHERS = loose(
    r"\b(?:another|other|neighbou?ring|several|many|most|some|all|few|fewer|\d+) (?:[a-z]+ ){0,2}?",
    rf"(?:country|countries|states|nations|governments|neighbours?)\b[^⟦]{{0,60}}{PLAN}",
)
_LOOSE = word_set(
    "the of and a republic state kingdom federation federal islamic plurinational bolivarian government former"
)
"""Words that one spelling of a country's name may have and another leave out."""


def subjects(view: View) -> list[str]:
    """The names of countries whose plan the sentence says it speaks of, as spelt, in order."""
    found = []
    actor = _ACTOR.match(view.text)
    if actor:
        found.append(actor["name"])
    found += [owner["name"] or owner["of"] for owner in _OWNER.finditer(view.text)]
    names = (re.sub(r"\A(?:The )?(?:Federal )?(?:Government of )?(?:the )?", "", name) for name in found)
    return [name for name in names if name and not _NO_COUNTRY.search(name)]


def is_of_others(view: View) -> bool:
    """Whether a sentence speaks of plans of other countries without their names: "most countries", "a neighbour"."""
    return bool(_OTHERS.search(view.text))


def same_country(one: str, other: str) -> bool:
    """Whether two spellings may be of the same country: without "the", "Republic of" and the like, or as initials."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    if "".join(first) == "".join(second) or set(first) - _LOOSE == set(second) - _LOOSE:
        return True
    if set(first) ^ set(second) <= {"of", "america", "the"}:
        return True
    return _initials(first, second) or _initials(second, first)


def _words(name: str) -> list[str]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", plain.casefold().replace(".", "").replace("’", "").replace("'", ""))


def _initials(short: list[str], long: list[str]) -> bool:
    if len(short) != 1 or len(long) < 2:
        return False
    letters = [word[0] for word in long if word not in ("of", "the", "and")]
    return len(short[0]) > 1 and short[0] in ("".join(letters), "".join(letters[:2]))
