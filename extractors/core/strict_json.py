"""JSON that says each thing once: what a reader would have to choose between is refused, not chosen."""

import json
from typing import Any


def load(text: str | bytes) -> Any:
    """Read JSON. Raises ValueError for what is none, for a name that an object holds twice, for NaN and Infinity.

    Raises RecursionError where it is nested deeper than Python reads.
    """
    return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise ValueError(f"{twice[:60]!r} is said twice")
    return found


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")
