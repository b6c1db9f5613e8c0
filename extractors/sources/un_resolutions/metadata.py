"""The rows of data_extract/<year>.json: what the UN's library knows of each resolution, and who voted how."""

import re
from typing import Any

from extractors.core import strict_json
from extractors.core.records import Parsed, Record, Reject
from extractors.sources.un_resolutions.symbols import Symbol, find_day, find_place, resolution_symbol
from extractors.sources.un_resolutions.text import collapse, storable
from extractors.sources.un_resolutions.voting import VOTES, read_votes

_KNOWN = frozenset({
    "symbol", "resolution_number", "document_title", "adoption_meeting", "adoption_date", "agenda_item_name",
    "adoption_type", "draft_resolution", "draft_resolution_date", "outcome_letter", "resolution_title", "outcome",
    "chapter_VII", "MS_in_favour_count", "MS_against_count", "MS_abstaining_count", "MS_in_favour", "MS_against",
    "MS_abstaining", "sponsors", "additional_sponsors", "SDGs", "subjects",
})  # fmt: skip
_ALWAYS = ("symbol", "adoption_date", "agenda_item_name", "adoption_type", "outcome_letter", "resolution_title")


def parse_metadata(body: bytes) -> Parsed:
    """Read a file of JSON Lines: a `resolution_metadata` record a row, a `vote` record a voter.

    Rejects: not_utf8, not_json and not_an_object (a line), no_rows, no_symbol, duplicate_row (the first row of a
    symbol is kept), duplicate_voter; cut_off for a file that ends amid a row: nothing of it is read.
    """
    rejects: list[Reject] = []
    first: dict[str, dict[str, Any]] = {}
    differing: set[str] = set()
    lines = body.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _read_line(line, f"line {number}")
        if isinstance(row, Reject):
            if row.reason == "not_json" and number == len(lines) and first:
                return Parsed((), (Reject("cut_off", "page", "whole JSON lines", f"an end amid line {number}"),))
            rejects.append(row)
            continue
        symbol = resolution_symbol(_text(row, "symbol", set()))
        if symbol is None:
            rejects.append(_reject("no_symbol", number, "S/RES/<number> (<year>)", row.get("symbol")))
        elif symbol.text in first:
            if row != first[symbol.text]:
                differing.add(symbol.text)
            rejects.append(_reject("duplicate_row", number, "one row a symbol", symbol.text))
        else:
            first[symbol.text] = row
    if not first and not rejects:
        rejects.append(Reject("no_rows", "page", "one JSON object a line", "no line"))
    return _records(first, differing, rejects)


def _read_line(given: bytes, place: str) -> dict[str, Any] | Reject:
    try:
        line = given.decode("utf-8")
    except UnicodeDecodeError as error:
        return Reject("not_utf8", place, "UTF-8", repr(given[error.start :][:20]))
    try:
        row = strict_json.load(line)
    except (ValueError, RecursionError) as error:
        return Reject("not_json", place, "a JSON object", storable(f"{_why(error)}: {line[:80]}"))
    if not isinstance(row, dict):
        return Reject("not_an_object", place, "a JSON object", storable(line[:80]))
    return row


def _why(error: Exception) -> str:
    """What is wrong with a line: its defect where it is JSON in form, else the kind of error."""
    return str(error) if type(error) is ValueError else type(error).__name__


def _reject(reason: str, line: int, expected: str, seen: object) -> Reject:
    return Reject(reason, f"line {line}", expected, storable(str(seen)[:200]))


def _records(first: dict[str, dict[str, Any]], differing: set[str], rejects: list[Reject]) -> Parsed:
    records: list[Record] = []
    for row in first.values():
        flags: set[str] = set()
        symbol = resolution_symbol(_text(row, "symbol", set()))
        assert symbol is not None  # noqa: S101  (only rows with a symbol are in `first`)
        if symbol.text in differing:
            flags.add("duplicate_row_differs")
        payload = _payload(row, symbol, flags)
        repeated, votes = _votes(payload)
        rejects += [Reject("duplicate_voter", symbol.text, "each voter once", name) for name in repeated]
        if repeated:
            flags.add("voter_repeated")
        records.append(Record("resolution_metadata", symbol.text, {**payload, "flags": sorted(flags)}))
        records += votes
    return Parsed(tuple(records), tuple(rejects))


def _payload(row: dict[str, Any], symbol: Symbol, flags: set[str]) -> dict[str, Any]:
    flags.update(f"unknown_field:{storable(name)}" for name in row if name not in _KNOWN)
    flags.update(f"missing_field:{name}" for name in _KNOWN if name not in row)
    words = {name: _text(row, name, flags) for name in sorted(_KNOWN)}
    flags.update(f"empty:{name}" for name in _ALWAYS if name in row and not words[name])
    if row.get("symbol") != symbol.text:
        flags.add("symbol_spelt_differently")
    meeting = words["adoption_meeting"]
    return {
        "symbol": symbol.text,
        "symbol_as_given": storable(str(row.get("symbol"))),
        "resolution_number": symbol.number,
        "year": symbol.year,
        "meeting": meeting or None,
        "meeting_record": words["outcome_letter"] or None,
        **_adoption(words["adoption_date"], row, symbol, flags),
        "agenda_item": words["agenda_item_name"] or None,
        "adoption_type": words["adoption_type"] or None,
        "draft_symbol": words["draft_resolution"] or None,
        "draft_date": find_day(words["draft_resolution_date"]),
        "title": words["resolution_title"] or None,
        "document_title": words["document_title"] or None,
        "outcome": words["outcome"] or None,
        "chapter_vii": _chapter_vii(words["chapter_VII"], flags),
        "chapter_vii_as_given": words["chapter_VII"] or None,
        **read_votes({kind: (words[f"MS_{kind}_count"], _names(row, f"MS_{kind}", flags)) for kind in VOTES},
                     words["adoption_type"], meeting, flags),
        "sponsors": _names(row, "sponsors", flags),
        "additional_sponsors": _names(row, "additional_sponsors", flags),
        "subjects": _subjects(row.get("subjects"), flags),
        "sdgs": _names(row, "SDGs", flags),
    }  # fmt: skip


def _text(row: dict[str, Any], name: str, flags: set[str]) -> str:
    """Give a field as one line of text; a number is its digits, null is ''; a list is another function's."""
    value = row.get(name)
    if value is None or isinstance(value, list):
        return ""
    if not isinstance(value, str):
        flags.add(f"field_type:{name}")
    return storable(collapse(str(value)))


def _names(row: dict[str, Any], name: str, flags: set[str]) -> list[str]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        flags.add(f"field_type:{name}")
        value = [value]
    if not all(isinstance(one, str) for one in value):
        flags.add(f"field_type:{name}")
    names = (storable(collapse(str(one))) for one in value)
    return [one for one in names if one]


def _subjects(value: object, flags: set[str]) -> list[list[str]]:
    if value is None:
        return []
    pairs = value if isinstance(value, list) else [value]
    well_formed = [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2]
    if len(well_formed) != len(pairs) or not isinstance(value, list):
        flags.add("field_type:subjects")
    return [[storable(collapse(str(word))) for word in pair] for pair in well_formed]


def _adoption(words: str, row: dict[str, Any], symbol: Symbol, flags: set[str]) -> dict[str, str | None]:
    day = find_day(words)
    if words and day is None:
        flags.add("adoption_date_unreadable")
    if day and not day.startswith(f"{symbol.year:04}-"):
        flags.add("adoption_date_in_another_year")
    given = row.get("adoption_date")
    return {
        "adoption_date_as_given": storable(given) if isinstance(given, str) else None,
        "adoption_date": day,
        "adoption_place": find_place(words),
    }


def _chapter_vii(words: str, flags: set[str]) -> bool:
    if words and not re.fullmatch(r"chapter vii\.?", words, re.IGNORECASE):
        flags.add("chapter_vii_spelt_differently")
        return bool(re.search(r"\bVII\b|\btrue\b|\byes\b", words, re.IGNORECASE))
    return bool(words)


def _votes(payload: dict[str, Any]) -> tuple[list[str], list[Record]]:
    """Make a record for each voter; a name listed again is told, not recorded."""
    repeated: list[str] = []
    records: dict[str, Record] = {}
    about = {name: payload[name] for name in ("symbol", "resolution_number", "year")}
    for kind in VOTES:
        for voter in payload[kind]:
            key = f"{payload['symbol']}|{voter}"
            if key in records:
                repeated.append(voter)
            else:
                records[key] = Record("vote", key, {**about, "voter": voter, "vote": kind})
    return repeated, list(records.values())
