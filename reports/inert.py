"""Texts of others that a spreadsheet must take for texts: nothing in our files is ever reckoned or run.

A text that begins with a mark by which spreadsheets know a formula gets an apostrophe in front; so does one that begins
with an apostrophe, so that taking away one apostrophe gives back every text as it was. Numbers, dates and truth values
are no texts, and stay as they are.
"""

import re

_MARKS = "=+-@\t\r\n'＝＋－＠"  # the wide ones are the same signs to spreadsheets in East Asian settings
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""

NOTE = (
    "In the CSV files a text that begins with =, +, -, @ (also as wide characters), an apostrophe, a tab or a line end "
    "has an apostrophe in front, so that no spreadsheet takes it for a formula: take one apostrophe away to have the "
    "text as it is in the warehouse."
)
"""The rule as an extract states it."""


def inert(text: str) -> str:
    """The text as it may stand in a CSV cell."""
    return f"'{text}" if text.startswith(tuple(_MARKS)) else text


def recovered(cell: str) -> str:
    """The text that `inert` was given."""
    return cell.removeprefix("'")


def in_xml(text: str) -> str:
    """The text as an XML file can hold it: what it cannot becomes U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


def inert_in_workbook(text: str) -> str:
    """The text as it may stand in a cell of a workbook, which is XML: what that cannot hold becomes U+FFFD.

    Write it as a text cell. Longer texts end with an ellipsis, for a workbook that holds them is called damaged.
    """
    cell = in_xml(inert(text))
    return cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"
