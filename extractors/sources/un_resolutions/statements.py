"""Presidential statements: one record each, its paragraphs in order."""

import re
from typing import Any

from extractors.core.records import Parsed, Record, Reject
from extractors.sources.un_resolutions import header, paths, symbols
from extractors.sources.un_resolutions.paragraphs import unit_characters
from extractors.sources.un_resolutions.symbols import Symbol
from extractors.sources.un_resolutions.text import Element, all_text, descendants, storable
from extractors.sources.un_resolutions.units import Unit, UnitReader

_OPENING = re.compile(r"\b(?:meeting|consultations)\b.{0,200}?\bheld\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(\d{1,5}\s*(?:st|nd|rd|th)(?: \([^)]{1,40}\))? meeting)\b", re.IGNORECASE)
_ITEM = re.compile(r"\bitems?\s+entitled\s+[“\"](.+?)[”\"](?=\s*[,.;:]|\s+(?:and|the|at|on|in)\b|\s*$)")
_WITHDRAWN = re.compile(r"Document\s+(S/PRST/[^\s,;]+)\s+is\s+(?:hereby\s+)?withdrawn", re.IGNORECASE)
_TITLE = re.compile(r"(?:Statement|Note) by the President", re.IGNORECASE)


def parse_statement(path: str, root: Element, flags: set[str]) -> Parsed:
    """Read a presidential statement: one `statement` record.

    The key is docNumber where it is a statement's, else the symbol of the path, flagged `symbol_from_path`
    (S_PRST_2007_22 carries a resolution's number, a corrigendum none). Rejects: no_symbol, no_text, not_english.
    """
    given = header.given_symbol(root)
    found, origin = _symbol(given, path, flags)
    if found is None:
        return Parsed((), (Reject("no_symbol", "docNumber", "S/PRST/<year>/<number>", storable(given[:200])),))
    statement = header.statement_of(root)
    parts = header.parts_of(root, statement) if statement is not None else []
    reader = UnitReader()
    for part, zone in parts:
        reader.read(part, zone)
    lines = [_line(unit) for unit in reader.units]
    text = "\n".join(line for line in lines if line)
    if statement is None or not text:
        return Parsed((), (Reject("no_text", "mainBody", "a main body with text", "no text"),))
    if not header.is_english(text):
        return Parsed((), (Reject("not_english", "mainBody", "English text", storable(text[:80])),))
    titled = (all_text(found) for found in descendants(statement, "docTitle"))
    title = next((line for line in lines if _TITLE.match(line)), next((line for line in titled if line), None))
    paragraphs = [line for line in lines if line and line != title]
    kept = sum(unit_characters(unit) for unit in reader.units)
    total = header.text_characters(parts)
    if kept != total:
        flags.add("text_incomplete")
    dates = header.dates(root, statement, flags)
    payload = {
        "symbol": found.text,
        "symbol_as_given": storable(given) or None,
        "symbol_from": origin,
        "statement_number": found.number,
        "year": found.year,
        "path": storable(path),
        **_held(paragraphs, statement, dates, flags),
        **dates,
        "title": storable(title) if title else None,
        "text": storable("\n".join(paragraphs)),
        "paragraphs": [storable(line) for line in paragraphs],
        "text_characters": total,
        "text_characters_kept": kept,
        "language": "en",
        **_corrects(found, text),
        "flags": sorted(flags),
    }
    return Parsed((Record("statement", found.text, payload),))


def _symbol(given: str, path: str, flags: set[str]) -> tuple[Symbol | None, str]:
    stated = paths.statement_in_path(path)
    of_path = symbols.make_statement(*stated) if stated else None
    found = symbols.statement_symbol(given)
    if found is None:
        if of_path:
            flags.add("symbol_from_path")
        return of_path, "path"
    if of_path and of_path != found:
        flags.add("path_names_another_statement")
    return found, "docNumber"


def _line(unit: Unit) -> str:
    return " ".join(piece for piece in (unit.label, unit.text) if piece)


def _held(
    paragraphs: list[str], statement: Element, dates: dict[str, str | None], flags: set[str]
) -> dict[str, str | None]:
    """Read the first sentence: 'At the <n>th meeting ..., held on <date>, ... the item entitled “X”, ...'.

    Its date is the date (domain.md: the XML gives the date of issue in 20 files); without one, a date the
    conclusions give, then the XML's adoption date, then its date of issue.
    """
    opening = next((line for line in paragraphs[:4] if _OPENING.search(line)), "")
    held_at = _OPENING.search(opening)
    day, origin = symbols.find_day(opening[held_at.end() :]) if held_at else None, "first_sentence"
    if day is None:
        closing = (symbols.find_day(all_text(found)) for found in descendants(statement, "conclusions"))
        day, origin = next((found for found in closing if found), None), "conclusions"
    if day is None:
        day, origin = dates["xml_adoption_date"] or dates["xml_doc_date"], "xml"
    if day and dates["xml_adoption_date"] not in {day, None}:
        flags.add("xml_adoption_date_differs")
    meeting, item = _MEETING.search(opening), _ITEM.search(opening)
    if opening and item is None:
        flags.add("agenda_item_not_found")
    return {
        "held_on": day,
        "held_on_from": origin if day else None,
        "meeting": storable(meeting[1]) if meeting else None,
        "meeting_record": header.meeting_record(statement),
        "agenda_item": storable(item[1]) if item else None,
    }


def _corrects(found: Symbol, text: str) -> dict[str, Any]:
    """Say which statement a corrigendum corrects, and which ones a text withdraws."""
    named = [symbols.statement_symbol(match[1].rstrip(".")) for match in _WITHDRAWN.finditer(text)]
    corrected = symbols.make_statement(found.year, found.number, None).text
    return {
        "corrects": corrected if found.corrigendum is not None else None,
        "withdraws": [one.text for one in named if one],
    }
