"""What can be made to go wrong, switched on and off while the replica runs."""

import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Self


@dataclass
class Faults:
    """Faults by name. Set one at any time; assign a new `Faults()` to be healthy again.

    `status_500`, `status_503_once` and `slow` touch every request, the others only a site's own pages, so that
    robots.txt stays readable and the fault is met where it is planted. `tree_truncated`, `tree_short` and
    `empty_folder` are of un_resolutions; `empty_list`, `repeated_page` and `relabelled` of the sites that are made up.
    """

    tree_truncated: bool = False
    """The listing stops half-way and says so (`truncated: true`)."""
    tree_short: bool = False
    """The listing holds one entry in ten and says that it is whole."""
    empty_folder: bool = False
    """The listing holds nothing; the files can still be fetched."""
    block_page: bool = False
    """An HTML block page with status 200 in place of each file, and of each page of the sites that are made up."""
    empty_list: bool = False
    """Lists of items and of pages come without any, though they say as ever how long they are."""
    repeated_page: bool = False
    """Every page of a list after the first holds what the first holds, however far one pages."""
    relabelled: bool = False
    """Labels and fields are called otherwise and classes are gone, as after a redesign."""
    reset: bool = False
    """The connection is closed in the middle of each body."""
    status_500: bool = False
    """Every request is answered 500."""
    status_503_once: bool = False
    """The first request of each path is answered 503 with Retry-After: 0; later ones are served."""
    slow: float = 0.0
    """Seconds to wait before each response."""

    _asked: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Every fault's name."""
        return tuple(f.name for f in fields(cls) if f.init)

    @classmethod
    def from_names(cls, names: Iterable[str]) -> Self:
        """Faults as the command line writes them: `reset`, `slow` (one second), `slow=2.5`."""
        faults = cls()
        for text in names:
            name, equals, value = text.partition("=")
            if name not in cls.names():
                raise ValueError(f"no fault is named {name!r}; there are: {', '.join(cls.names())}")
            if name == "slow":
                faults.slow = _seconds(value) if equals else 1.0
            elif equals:
                raise ValueError(f"fault {name} takes no value, but {value!r} was given; write it as {name}")
            else:
                setattr(faults, name, True)
        return faults

    def is_first_request(self, target: str) -> bool:
        """True the first time this is asked of a path since these faults were made."""
        with self._lock:
            first = target not in self._asked
            self._asked.add(target)
        return first


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= threading.TIMEOUT_MAX:
        raise ValueError(f"fault slow={text!r} is not a number of seconds; write for example slow=0.5")
    return seconds
