"""Resolutions and drafts: one record for the document, one for each of its paragraphs."""

from typing import Any

from extractors.core.records import Parsed, Record, Reject
from extractors.sources.un_resolutions import header, paths, symbols
from extractors.sources.un_resolutions.outline import Node, outline
from extractors.sources.un_resolutions.paragraphs import characters, payloads
from extractors.sources.un_resolutions.symbols import Symbol
from extractors.sources.un_resolutions.text import Element, storable
from extractors.sources.un_resolutions.units import UnitReader

# What a draft keeps of each of its paragraphs.
_OF_A_DRAFT = ("local_id", "parent_local_id", "locator", "part", "label", "text")


def parse_resolution(path: str, root: Element, flags: set[str]) -> Parsed:
    """Read a resolution: a `resolution` record and its `paragraph` records.

    The key is docNumber where it is a resolution's, else the symbol of the path, flagged `symbol_from_path`.
    Rejects: no_symbol (neither tells a resolution), no_text, not_english.
    """
    given = header.given_symbol(root)
    found, origin = symbols.resolution_symbol(given), "docNumber"
    stated = paths.resolution_in_path(path)
    if found is None and stated is not None:
        found, origin = symbols.make_resolution(*stated), "path"
        flags.add("symbol_from_path")
    if found is None:
        return _reject("no_symbol", "docNumber", "S/RES/<number> (<year>)", given)
    if stated and stated[0] != found.number:
        flags.add("path_names_another_resolution")
    if given and given != found.text and origin == "docNumber":
        flags.add("symbol_spelt_differently")
    read = read_document(root, flags)
    if isinstance(read, Reject):
        return Parsed((), (read,))
    nodes, counted = read
    about = {"symbol": found.text, "resolution_number": found.number, "year": found.year}
    written = payloads(nodes, about)
    head = {
        **about,
        "symbol_as_given": storable(given) or None,
        "symbol_from": origin,
        "path": storable(path),
        **_head(root, flags),
        **counted,
        **_counts(nodes),
        "flags": sorted(flags),
    }
    records = [Record("resolution", found.text, head)]
    records += [Record("paragraph", f"{found.text}|{one['local_id']}", one) for one in written]
    return Parsed(tuple(records))


def parse_draft(path: str, root: Element, flags: set[str]) -> Parsed:
    """Read a draft that was not adopted: one `draft` record. Rejects as parse_resolution."""
    given = header.given_symbol(root)
    found: Symbol | None = symbols.draft_symbol(given)
    origin, stated = "docNumber", paths.draft_in_path(path)
    if found is None and stated is not None:
        found, origin = symbols.make_draft(*stated), "path"
        flags.add("symbol_from_path")
    if found is None:
        return _reject("no_symbol", "docNumber", "S/<year>/<number>", given)
    read = read_document(root, flags)
    if isinstance(read, Reject):
        return Parsed((), (read,))
    nodes, counted = read
    written = payloads(nodes, {})
    kind, reason, _ = header.outcome(root)
    payload = {
        "symbol": found.text,
        "symbol_as_given": storable(given) or None,
        "symbol_from": origin,
        "year": found.year,
        "draft_number": found.number,
        "path": storable(path),
        "outcome": kind,
        "reason": reason,
        **_head(root, flags),
        **counted,
        **_counts(nodes),
        "paragraphs": [
            {name: one[name] for name in ("local_id", "locator", "part", "label", "text")} for one in written
        ],
        "flags": sorted(flags),
    }
    return Parsed((Record("draft", found.text, payload),))


def read_document(root: Element, flags: set[str]) -> tuple[list[Node], dict[str, int]] | Reject:
    """Read a document's outline and count its characters. Rejects: no_text, not_english."""
    statement = header.statement_of(root)
    parts = header.parts_of(root, statement) if statement is not None else []
    reader = UnitReader()
    for part, zone in parts:
        reader.read(part, zone)
    if not any(unit.text for unit in reader.units):
        return Reject("no_text", "mainBody", "a preamble and a main body with text", "no text")
    text = " ".join(unit.text for unit in reader.units)
    if not header.is_english(text):
        return Reject("not_english", "mainBody", "English text", storable(text[:80]))
    nodes = outline(reader.units)
    flags.update(flag for node in nodes for flag in node.unit.flags)
    counted = {"text_characters": header.text_characters(parts), "text_characters_kept": characters(nodes)}
    if counted["text_characters"] != counted["text_characters_kept"]:
        flags.add("text_incomplete")
    return nodes, counted


def _head(root: Element, flags: set[str]) -> dict[str, Any]:
    statement = header.statement_of(root)
    assert statement is not None  # noqa: S101  (read_document has rejected documents without one)
    return {
        "meeting": header.meeting(root),
        "meeting_record": header.meeting_record(root),
        **header.dates(root, statement, flags),
        "chapter_vii": header.outcome(root)[2],
        **header.votes(root),
        "title": header.keyword(root, "title"),
        "xml_agenda_item": header.keyword(root, "agenda"),
    }


def _counts(nodes: list[Node]) -> dict[str, int]:
    def count(part: str) -> int:
        return sum(1 for node in nodes if node.part == part and node.parent is None)

    return {
        "recital_count": count("preamble"),
        "operative_count": count("operative"),
        "paragraph_count": len(nodes),
        "attachment_count": len({node.annex for node in nodes if node.part == "annex"}),
    }


def _reject(reason: str, place: str, expected: str, seen: str) -> Parsed:
    return Parsed((), (Reject(reason, place, expected, storable(seen[:200])),))
