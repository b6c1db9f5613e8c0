"""Choices that look random and are the same on every machine and day: made from words, never from a clock or a seed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def number(*words: object) -> int:
    """A number of 64 bits that depends on the words alone."""
    text = "|".join(str(word) for word in words)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def one_of(choices: Sequence[T], *words: object) -> T:
    """One of the choices, by the words."""
    return choices[number(*words) % len(choices)]


def pick(name: str, candidates: Iterable[T], one_in: int, key: Callable[[T], str]) -> list[T]:
    """About one candidate in `one_in`, in their order; at least one where there is any.

    Whether a candidate is picked depends on `name` and its key, not on the others (but for the one that is picked
    because none was): a site whose archive gained a file keeps its plants.
    """
    ranked = [(number(name, key(candidate)), candidate) for candidate in candidates]
    picked = [candidate for rank, candidate in ranked if rank % one_in == 0]
    if not picked and ranked:
        picked = [min(ranked, key=lambda pair: pair[0])[1]]
    return picked
