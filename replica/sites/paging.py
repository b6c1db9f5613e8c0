"""Which things a page of a list shows: as it should, or with the faults that paging has."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from replica.faults import Faults

T = TypeVar("T")


def shown(listed: Sequence[T], page: int, per_page: int, faults: Faults, made_up: Callable[[T, int], T]) -> list[T]:
    """What page number `page` (the first is 0) of a list shows. `made_up` gives the n-th of new things without end."""
    if faults.empty_list:
        return []
    if faults.late_rows:
        listed = listed[::-1]
    first = 0 if faults.repeated_page else page * per_page
    if faults.moving_items and first:
        first += 1
    here = list(listed[first : first + per_page])
    if faults.duplicate_rows and here:
        here = [*listed[max(0, first - 1) : first], here[0], *here]
    if faults.endless_list and listed:
        here += [made_up(listed[0], first + place) for place in range(len(here), per_page)]
    return here
