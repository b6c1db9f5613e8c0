"""Ids of figures: every number of a workbook or document has one, and `trace.csv` lists what it was counted from.

council_year/2017/A/body/numerator is the column numerator of that row of rpt_council_year. A part of a key that is
words (an agenda item) stands with a hyphen for whatever is no letter or digit; where that was more than a space, four
digits of its sha256 follow, for sources write one item in several ways (People's and People’s, both in 2017).
"""

import hashlib
import re
from collections.abc import Iterable

_ELSE = re.compile(r"[^\w]+")
_WORDS = re.compile(r"\w+( \w+)*")


def figure_id(mart: str, key: Iterable[object], column: str) -> str:
    """The id of the figure in `column` of the row of `mart` with this primary key (its values, in order)."""
    return f"{row_id(mart, key)}/{column}"


def row_id(mart: str, key: Iterable[object]) -> str:
    """What the ids of all figures of a row begin with."""
    return "/".join([mart.removeprefix("rpt_"), *(_part(str(part)) for part in key)])


def _part(text: str) -> str:
    plain = _ELSE.sub("-", text).strip("-")
    return plain if _WORDS.fullmatch(text) else f"{plain}.{hashlib.sha256(text.encode()).hexdigest()[:4]}"
