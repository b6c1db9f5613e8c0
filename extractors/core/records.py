"""What a parser is given and what it gives back: plain data, no database, no network."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Page:
    """One fetched page: the bytes exactly as served, and the address that names it for ever.

    `url` is the canonical address in the publisher's own space, also when a replica served the bytes.
    """

    url: str
    body: bytes


@dataclass(frozen=True)
class Record:
    """One thing a page says. `key` is unique within a page and kind; `payload` is JSON and holds
    nothing that changes between two readings of the same bytes (no times, no headers, no address of a replica)."""

    kind: str
    key: str
    payload: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Hex sha256 of the payload as canonical JSON: equal payloads, equal hash."""
        return hashlib.sha256(self.json.encode()).hexdigest()

    @cached_property
    def json(self) -> str:
        """The payload as canonical JSON: sorted keys, no spaces, non-ASCII characters kept."""
        return json.dumps(self.payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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


class PageError(Exception):
    """A page is not what its source promises (a block page, a truncated file, a changed shape).

    The message is one line: what was seen, what was expected, what to do.
    """
