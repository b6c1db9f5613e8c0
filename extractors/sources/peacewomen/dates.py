"""Dates as the site writes them: "Wednesday, June 29, 2016"."""

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_FORMS = (
    re.compile(rf"{_DAYS}{_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})", re.IGNORECASE),
    re.compile(rf"{_DAYS}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>[0-9]{{4}})", re.IGNORECASE),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)
_LONGEST = 80
_TIME = re.compile(r"\s*[-\u2013,]?\s*(?:[0-9]{1,2}:[0-9]{2}(?:\s*[ap]m)?|\(All day\))$", re.IGNORECASE)


def read_date(text: str) -> str | None:
    """A date as ISO text, "2016-06-29"; None for a text that is not one date and nothing else."""
    bare = _TIME.sub("", text.strip()[:_LONGEST])
    for form in _FORMS:
        found = form.fullmatch(bare)
        month = _month(found["month"]) if found else None
        if found and month:
            try:
                return date(int(found["year"]), month, int(found["day"])).isoformat()
            except ValueError:
                return None
    return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return next(
        (number for number, name in enumerate(_MONTHS, 1) if len(text) >= 3 and name.startswith(text.lower())), None
    )
