"""What can be made to go wrong, switched on and off while the replica runs."""

import math
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Self

from replica import seeded

SECONDS = frozenset({"slow", "drip"})
"""Faults whose value is a time; every other one's is a rate."""
PER_FILE = frozenset({"malformed_xml", "entity_bomb"})
"""Faults of a file, not of a request: its place in the listing and its bytes have to agree."""


@dataclass
class Faults:
    """Faults by name: the share of requests that meet one, 0 to 1 (True is 1). They may be combined.

    Set one at any time; assign a new `Faults()` to be healthy again. Whether a request meets a fault depends on the
    seed, the fault, the address and how often that was asked for, so that a run can be repeated.

    `status_500`, `status_503_once` and `slow` touch every request, the others only a site's own pages, so that
    robots.txt stays readable and the fault is met where it is planted.
    """

    # How an answer travels, whatever the site: replica/wire.py
    status_500: float = 0.0
    """Answered 500."""
    status_503_once: float = 0.0
    """The first request of each path is answered 503 with Retry-After: 0; later ones are served."""
    status_429: float = 0.0
    """Answered 429 without Retry-After."""
    status_429_retry_after: float = 0.0
    """Answered 429 with Retry-After: 1."""
    status_503: float = 0.0
    """Answered 503 without Retry-After."""
    status_503_retry_after: float = 0.0
    """Answered 503 with Retry-After: 1."""
    slow: float = 0.0
    """Seconds to wait before each response."""
    drip: float = 1.0
    """Seconds between two pieces of `slow_headers` and `slow_body`."""
    slow_headers: float = 0.0
    """Sixty needless headers come one at a time."""
    slow_body: float = 0.0
    """The body comes in sixty pieces."""
    reset: float = 0.0
    """The connection is closed in the middle of the body."""
    truncated_gzip: float = 0.0
    """The packed body lacks its second half, and its length says so."""
    gzip_bomb: float = 0.0
    """A small packed body unpacks to 100 MB."""
    length_too_long: float = 0.0
    """Content-Length announces more than comes before the connection is closed."""
    length_too_short: float = 0.0
    """Content-Length announces half of what comes; the connection stays open."""
    wrong_charset: float = 0.0
    """Text comes in UTF-16 and is called UTF-8."""
    empty_200: float = 0.0
    """Status 200 without a body."""
    empty_202: float = 0.0
    """Status 202 without a body."""
    login_page: float = 0.0
    """A login form with status 200 in place of the page."""
    redirect_private: float = 0.0
    """A redirect to the address at which clouds tell their secrets."""
    redirect_loop: float = 0.0
    """A redirect to the page itself."""
    malformed_json: float = 0.0
    """JSON is cut in the middle, though all of it is said to have come."""
    etag_lies: float = 0.0
    """Whatever ETag a client holds, the page is called unchanged."""
    robots_forbid: float = 0.0
    """robots.txt forbids everything."""

    # What un_resolutions says
    tree_truncated: float = 0.0
    """The listing stops half-way and says so (`truncated: true`)."""
    tree_short: float = 0.0
    """The listing holds one entry in ten and says that it is whole."""
    empty_folder: float = 0.0
    """The listing holds nothing; the files can still be fetched."""
    malformed_xml: float = 0.0
    """XML files hold no element; the listing names them as they are."""
    entity_bomb: float = 0.0
    """XML files hold entities that unfold to gigabytes; the listing names them as they are."""

    # What the sites that are made up say
    block_page: float = 0.0
    """An HTML block page with status 200 in place of each page; of un_resolutions, in place of each file."""
    denied_above_list: float = 0.0
    """Lists of the archive say "Access denied" above items that are as ever."""
    empty_list: float = 0.0
    """Lists of items and of pages come without any, though they say as ever how long they are."""
    endless_list: float = 0.0
    """Lists go on for ever, with new things on each page."""
    repeated_page: float = 0.0
    """Every page of a list after the first holds what the first holds, however far one pages."""
    moving_items: float = 0.0
    """Each page of a list but the first begins one item late, as when one was taken down above it meanwhile."""
    duplicate_rows: float = 0.0
    """The first row of each page of a list comes twice, and again on the page after it."""
    late_rows: float = 0.0
    """Lists show the oldest first: what is new stands at their end."""
    redesign: float = 0.0
    """Labels and fields are called otherwise and classes are gone."""

    seed: int = 0
    _asked: Counter[str] = field(default_factory=Counter, init=False, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Every fault's name."""
        return tuple(f.name for f in fields(cls) if f.init and f.name != "seed")

    @classmethod
    def from_names(cls, names: Iterable[str]) -> Self:
        """Faults as the command line writes them: `reset`, `reset:0.1` (one request in ten), `slow:2.5` (seconds)."""
        faults = cls()
        for text in names:
            name, colon, value = text.partition(":")
            if name not in cls.names():
                raise ValueError(f"no fault is named {name!r}; there are: {', '.join(cls.names())}")
            setattr(faults, name, _number(name, value) if colon else 1.0)
        return faults

    def drawn(self, target: str) -> Self:
        """The faults that this request of a target meets: each wholly or not at all."""
        with self._lock:
            before = self._asked[target]
            self._asked[target] += 1
        drawn = replace(self)
        for name in self.names():
            if name not in SECONDS | PER_FILE and getattr(self, name):
                setattr(drawn, name, float(self.strikes(name, target, before)))
        if before:
            drawn.status_503_once = 0.0
        return drawn

    def strikes(self, name: str, *words: object) -> bool:
        """Whether a fault is met in a case that these words name."""
        return seeded.number(self.seed, name, *words) / 2**64 < float(getattr(self, name))


def _number(name: str, text: str) -> float:
    most, example = (threading.TIMEOUT_MAX, "0.5 seconds") if name in SECONDS else (1.0, "0.5")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        raise ValueError(f"fault {name}:{text} is not from 0 to {most:g}; write for example {name}:0.5 ({example})")
    return number
