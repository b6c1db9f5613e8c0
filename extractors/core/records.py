"""What a parser is given and what it gives back: plain data, no database, no network."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_NUL_OR_SURROGATE = re.compile("[\x00\ud800-\udfff]")
_NUL_IN_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""NUL as JSON writes it: an odd number of backslashes before `u0000`, else it is text about NUL."""


@dataclass(frozen=True)
class Page:
    """One fetched page: the bytes exactly as served, and the address that names it for ever.

    `url` is the canonical address in the publisher's own space, also when a replica served the bytes.
    """

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers kept of the answer, names in lower case: they may lead a walk on, they are never part of a record."""


@dataclass(frozen=True)
class Record:
    """One thing a page says. `key` is unique within a page and kind; `payload` is JSON and holds
    nothing that changes between two readings of the same bytes (no times, no headers, no address of a replica)."""

    kind: str
    key: str
    payload: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Hex sha256 of the payload as canonical JSON: equal payloads, equal hash. Any text has one."""
        return hashlib.sha256(self.json.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def json(self) -> str:
        """The payload as canonical JSON: sorted keys, no spaces, non-ASCII characters kept."""
        return json.dumps(self.payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def unfit_for_postgres(record: Record) -> str | None:
    """Why Postgres could not keep a record, as a reject's reason; None where it can keep all of it."""
    text = record.json
    if _NUL_OR_SURROGATE.search(record.key) or _NUL_OR_SURROGATE.search(text) or _NUL_IN_JSON.search(text):
        return "unstorable_character"
    if "NaN" in text or "Infinity" in text:  # as text they are welcome, as numbers they are no JSON
        try:
            json.dumps(record.payload, allow_nan=False)
        except ValueError:
            return "unstorable_number"
    return None


@dataclass(frozen=True)
class Reject:
    """A thing that could not be read: kept, counted and shown, never dropped.

    `reason` is a stable word to count by; `place` says where in the page (a line, an element, "page").
    """

    reason: str
    place: str
    expected: str
    seen: str


@dataclass(frozen=True)
class Parsed:
    """All that one page gave."""

    records: tuple[Record, ...]
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True)
class Target:
    """A page to be had: its canonical URL, the address to ask, and the listing's change cursor for it."""

    url: str
    address: str
    cursor: str | None = None


@dataclass(frozen=True)
class Listing:
    """What a complete listing names: pages, things it could not place, and how many were left out by rule."""

    targets: tuple[Target, ...]
    rejects: tuple[Reject, ...] = ()
    ignored: int = 0


@dataclass(frozen=True)
class Leads:
    """Where a page of a walk leads. A walk is how a source is crawled whose things stand in paged lists, newest first.

    A page belongs to at most one list; what it lists are the records that `parse` reads from it.
    """

    next_page: Target | None = None
    """The page after this one in the same list; None at the list's end."""
    pages_in_list: int | None = None
    """How many pages the list says it has, where it says so."""
    lists: tuple[Target, ...] = ()
    """First pages of lists that this page names."""
    pages: tuple[Target, ...] = ()
    """Pages to read on every walk, for they are rewritten in place and no list tells."""
    details: Mapping[tuple[str, str], Target] = field(default_factory=dict)
    """(kind, key) of a record on this page -> the page of its own that says more; asked when the record is new."""


class PageError(Exception):
    """A page is not what its source promises (a block page, a truncated file, a changed shape).

    The message is one line: what was seen, what was expected, what to do.
    """
