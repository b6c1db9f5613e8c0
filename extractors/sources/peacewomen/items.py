"""One item of the archive: from what a page shows of it to its payload."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.core.html import Line, storable
from extractors.core.records import Record, Reject
from extractors.sources.peacewomen import urls
from extractors.sources.peacewomen.bodies import Piece, number_differs, read_body
from extractors.sources.peacewomen.dates import read_date
from extractors.sources.peacewomen.labels import LABELS, TEXT_FIELDS, Field, read_fields, values_of
from extractors.sources.peacewomen.showing import Shown
from extractors.sources.peacewomen.titles import EXTRACT_KINDS, Reading, read_title

_READ_MORE = re.compile(r"read more(?: about .*)?[\s»>.…]*", re.IGNORECASE)
_CUT_END = re.compile(r"(?:(?<![.\[(])\.{3}|(?<![\[(])…)[\s\"”’']*\Z")
_PIECED = EXTRACT_KINDS | {"whole_resolution"}
_LABELLED = frozenset(LABELS.values())


@dataclass(frozen=True)
class Item:
    """An item read: its record, and how full it is beside another showing of the same item."""

    record: Record
    fullness: tuple[bool, int, int]


def read_item(shown: Shown, base: str) -> Item | Reject:
    """Read an item. One of which the page tells neither id nor address is a reject: nothing could name it again."""
    if shown.key is None or shown.url is None:
        return Reject(
            "item_without_key", "page", "a node id, or a title that links to the item's page", shown.title[:200]
        )
    fields, bare_date = _without_bare_date(read_fields(shown.lines, shown.container))
    text_lines = [line.text for line in _texts_of(fields) if not _READ_MORE.fullmatch(line.text)]
    path = None if urls.node_of(shown.url) is not None else urls.own_path(shown.url)
    names = {field.name for field in fields}
    reading = read_title(
        shown.title, path=path, report_label="report_analysis" in names, body="\n".join(text_lines[:3])
    )
    pieces = read_body(text_lines, reading.locators) if reading.kind in _PIECED else []
    payload = {
        "node_id": shown.node_id,
        "alias": path,
        "url": shown.url,
        "title": shown.title,
        **_of_title(reading),
        **_of_labels(fields, base),
        **_of_date(fields, bare_date),
        "text": "\n".join(text_lines) or None,
        "pieces": [piece.as_json(position) for position, piece in enumerate(pieces, 1)],
        "is_preview": bool(text_lines) and is_cut(text_lines[-1]),
        "links": _links(_texts_of(fields), base),
        "pdf_links": _links(_lines_of(fields, "pdf"), base),
        "extracts": _extracts(fields, shown.embedded, base),
        "unknown_labels": list(dict.fromkeys(field.label for field in fields if field.name == "unknown")),
    }
    payload["flags"] = _flags(payload, reading, names, pieces)
    fullness = (not payload["is_preview"], len(payload["text"] or ""), len(payload["themes"]))
    return Item(Record("item", shown.key, payload), fullness)


def _without_bare_date(fields: list[Field]) -> tuple[list[Field], str | None]:
    """Take out the date that stands by itself, without a label, before any text of the item."""
    for position, field in enumerate(fields):
        if field.name in TEXT_FIELDS:
            break
        if field.name is None:
            given = field.lines[0].text
            if not read_date(given):
                break
            rest = [Field(None, lines=field.lines[1:], place=field.place)] if field.lines[1:] else []
            return [*fields[:position], *rest, *fields[position + 1 :]], given
    return fields, None


def _texts_of(fields: list[Field]) -> list[Line]:
    return [line for field in fields if field.name is None or field.name in TEXT_FIELDS for line in field.lines]


def _lines_of(fields: list[Field], name: str) -> list[Line]:
    return [line for field in fields if field.name == name for line in field.lines]


def _of_title(reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "kind_from": reading.kind_from,
        "resolution_number": reading.number,
        "resolution_year": reading.year,
        "locator_as_given": reading.locator_as_given,
        "locators": [locator.as_json() for locator in reading.locators],
        "bundle_theme": reading.bundle_theme,
    }


def _of_labels(fields: list[Field], base: str) -> dict[str, Any]:
    values = {name: values_of(_lines_of(fields, name)) for name in _LABELLED}
    names = {field.name for field in fields}
    themes = values["themes"]
    listings = {name: urls.listing_of(urls.canonical(href, base)) for name, href in themes if href}
    filled = "filled" if themes else "empty"
    return {
        "themes": _names(themes),
        "theme_ids": {name: listing[0] for name, listing in listings.items() if listing},
        "themes_label": filled if "themes" in names else "absent",
        "geographic_topics": _names(values["geographic_topics"]),
        "thematic_topics": _names(values["thematic_topics"]),
        "countries": _names(values["countries"]),
        "extract_label": "extract" in names,
        "report_label": "report_analysis" in names,
    }


def _names(values: list[tuple[str, str | None]]) -> list[str]:
    return list(dict.fromkeys(name for name, _ in values))


def _of_date(fields: list[Field], bare: str | None) -> dict[str, Any]:
    given = next((line.text for line in _lines_of(fields, "date")), bare)
    return {"date": read_date(given) if given else None, "date_as_given": given}


def is_cut(text: str) -> bool:
    """Whether a text breaks off: "..." at its end, which is not the mark of an elision "[...]"."""
    return bool(_CUT_END.search(text[-20:])) and bool(text.strip(" .…\"”’'"))


def _links(found: Sequence[Line], base: str) -> list[dict[str, str]]:
    links = [link for line in found for link in line.links() if not _READ_MORE.fullmatch(link.text)]
    return [{"text": link.text, "url": storable(urls.canonical(link.href, base))} for link in links]


def _extracts(fields: list[Field], embedded: tuple[Shown, ...], base: str) -> list[str]:
    """Keys of the items under "Resolution Extracts:": those that the page shows, else those that it links to."""
    keys = [one.key for one in embedded]
    if not keys:
        links = [link for line in _lines_of(fields, "extracts") for link in line.links()]
        linked = [urls.canonical(link.href, base) for link in links]
        keys = [urls.own_path(url) for url in linked if urls.is_item(url)]
    return list(dict.fromkeys(key for key in keys if key))


def _flags(payload: dict[str, Any], reading: Reading, names: set[str | None], pieces: list[Piece]) -> list[str]:
    is_extract = reading.kind in EXTRACT_KINDS
    found = {
        "no_label": is_extract and not names & _LABELLED,
        "no_text": is_extract and payload["text"] is None,
        "unknown_label": bool(payload["unknown_labels"]),
        "date_unparsed": payload["date_as_given"] is not None and payload["date"] is None,
        "body_number_differs": number_differs(pieces, reading.locators),
    }
    return sorted({*reading.flags, *(flag for flag, holds in found.items() if holds)})
