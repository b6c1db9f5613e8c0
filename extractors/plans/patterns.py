"""Two helpers that keep the rules' patterns short enough to read."""

import re


def words(listed: str) -> str:
    """A group of alternatives from a list with spaces between; `_` is a space within one: words("met set_aside")."""
    return f"(?:{'|'.join(listed.split()).replace('_', ' ')})"


def loose(*parts: str) -> re.Pattern[str]:
    """Compile the parts, put together, as a pattern that is blind to case."""
    return re.compile("".join(parts), re.IGNORECASE)


def word_set(listed: str) -> frozenset[str]:
    """A set of words from a list with spaces between; `_` is a space within one."""
    return frozenset(word.replace("_", " ") for word in listed.split())
