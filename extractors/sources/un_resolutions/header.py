"""What the head of an XML document says about it: symbol, dates, meeting, title, votes."""

import re
from typing import Any

from extractors.sources.un_resolutions.symbols import attribute_day
from extractors.sources.un_resolutions.text import (
    Element,
    all_text,
    children,
    count_characters,
    descendants,
    local_name,
    storable,
)

_VOTES = {"inFavour": "in_favour", "against": "against", "abstaining": "abstaining"}
_NOT_ENGLISH = re.compile(r"\b(?:le|la|les|des|et|du|une|que|dans|sur|el|los|las|del|por|para|der|und|die|das)\b", re.I)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|on|its|by|with|for|is|hereby)\b", re.I)
_FOREIGN_SCRIPT = re.compile(r"[\u0400-\u04ff\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]")


def statement_of(root: Element) -> Element | None:
    """Give the `statement` element of an Akoma Ntoso document, None when the document is something else."""
    if local_name(root) != "akomaNtoso":
        return None
    return next(iter(children(root, "statement")), None)


def parts_of(root: Element, statement: Element) -> list[tuple[Element, str]]:
    """List the parts that hold the document's text, each with its zone.

    In malformed files the recovering parser closes `mainBody` early and leaves the rest beside it, so whatever
    follows the cover page is text, and attachments may stand in the statement or beside it.
    """
    found: list[tuple[Element, str]] = []
    for child in (*children(statement), *(kin for kin in children(root) if kin is not statement)):
        name = local_name(child)
        if name not in {"meta", "coverPage", "preface"}:
            zone = {"preamble": "preamble", "attachments": "attachment", "attachment": "attachment"}.get(name, "main")
            found.append((child, zone))
    return found


def text_characters(parts: list[tuple[Element, str]]) -> int:
    """Count the characters of the parts, white space aside; the metadata of attachments is not text."""
    return sum(_characters(part) for part, _ in parts)


def _characters(node: Element) -> int:
    if not local_name(node) or local_name(node) == "meta":
        return 0
    own = count_characters(node.text or "")
    return own + sum(_characters(child) + count_characters(child.tail or "") for child in node)


def is_english(text: str) -> bool:
    """Tell whether a text is English, by its commonest small words (domain.md: S/PRST/2000/25 is filed in French too).

    A text with no small word of either kind counts as English, one mostly in another script does not.
    """
    if len(_FOREIGN_SCRIPT.findall(text)) * 2 > count_characters(text):
        return False
    return len(_ENGLISH.findall(text)) >= len(_NOT_ENGLISH.findall(text))


def given_symbol(root: Element) -> str:
    """Give `docNumber` as it is written; '' when there is none."""
    return next((all_text(found) for found in descendants(root, "docNumber")), "")


def dates(root: Element, statement: Element, flags: set[str]) -> dict[str, str | None]:
    """Give the XML's dates: adoption (or voting), issue (cover page) and title; 0001-01-01 is None, flagged."""
    work = next((found for found in descendants(statement, "FRBRWork")), None)
    named = {} if work is None else {day.get("name"): day.get("date") for day in children(work, "FRBRdate")}
    adoption = named.get("adoption") or named.get("voting")
    if adoption and attribute_day(adoption) is None:
        flags.add("xml_adoption_date_missing")
    covers = {day.get("refersTo"): day.get("date") for day in descendants(root, "docDate")}
    return {
        "xml_adoption_date": attribute_day(adoption),
        "xml_doc_date": attribute_day(covers.get("#dateOfIssuance")),
        "xml_title_date": attribute_day(covers.get("#adoptionDate")),
    }


def meeting(root: Element) -> str | None:
    """Give the meeting a resolution's title names, as given ('8102nd meeting')."""
    named = (all_text(found) for found in descendants(root, "inline") if found.get("name") == "adoptionMeeting")
    return storable(next(iter(named), "")) or None


def meeting_record(root: Element) -> str | None:
    """Give the symbol of the meeting's record ('S/PV.8102'), from the workflow's steps."""
    steps = (found.get("as") or "" for found in descendants(root, "step"))
    return next((storable(given.strip()) for given in steps if given.startswith("S/PV")), None)


def outcome(root: Element) -> tuple[str | None, str | None, bool]:
    """Give the last step's outcome ('adopted', 'veto'), its words, and whether it refers to Chapter VII."""
    steps = [found for found in descendants(root, "step") if not (found.get("outcome") or "").startswith("draft")]
    if not steps:
        return None, None, False
    last = steps[-1]
    chapter = "chapter vii" in (last.get("refersTo") or "").lower()
    return last.get("outcome") or None, storable((last.get("by") or "").strip()) or None, chapter


def keyword(root: Element, refers_to: str) -> str | None:
    """Give the last keyword of a kind ('title', 'agenda') as shown; the last agenda keyword is the item's name."""
    shown = [found.get("showAs") or "" for found in descendants(root, "keyword") if found.get("refersTo") == refers_to]
    return storable(shown[-1].strip()) or None if shown else None


def votes(root: Element) -> dict[str, Any]:
    """Give the XML's votes: a count and the names for each of in_favour, against, abstaining.

    A kind the XML does not mention counts 0 when it mentions another one, else null.
    """
    found: dict[str, tuple[str, list[str]]] = {}
    for count in descendants(root, "count"):
        kind = _VOTES.get(count.get("refersTo") or "")
        if kind and kind not in found:
            names = [storable(all_text(voter)) for voter in descendants(count, "organization")]
            found[kind] = (count.get("value") or "", [name for name in names if name])
    out: dict[str, Any] = {}
    for kind in _VOTES.values():
        value, names = found.get(kind, ("0" if found else "", []))
        out[f"{kind}_count"] = int(value) if re.fullmatch(r"\d{1,4}", value) else None
        out[kind] = names
    return out
