"""The look of the workbook: one font, dark on light, so that it prints in black and white."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from reports.sheets.model import Kind

FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 10}
DARK = "#1F3550"
PALE = "#E4E8EE"
GREY = "#5A5A5A"
RULE = "#BFBFBF"

_APART = "_)_)"
"""Keeps a number apart from the text at its right; programs differ on indents of numbers."""
_LOOKS: dict[Kind, dict[str, Any]] = {
    Kind.COUNT: {"num_format": f"#,##0{_APART}", "align": "right"},
    Kind.NUMBER: {"num_format": "0", "align": "center"},
    Kind.PLAIN: {"num_format": "0", "align": "left"},
    Kind.SHARE: {"num_format": f"0.0%{_APART}", "align": "right"},
    Kind.PERCENT: {"num_format": f"0.0{_APART}", "align": "right"},
    Kind.SHARE_CHANGE: {"num_format": '+0.0%" pts"_);-0.0%" pts"_);0.0%" pts"_)', "align": "right"},
    Kind.DIFFERENCE: {"num_format": f"+#,##0.0{_APART};-#,##0.0{_APART};0.0{_APART}", "align": "right"},
    Kind.RATIO: {"num_format": f"0.000{_APART}", "align": "right"},
    # The number of the language keeps the months English wherever the file is opened.
    Kind.DATE: {"num_format": f"[$-809]d mmmm yyyy{_APART}", "align": "right"},
    Kind.TIME: {"num_format": '[$-809]d mmmm yyyy, hh:mm" UTC"', "align": "left"},
    Kind.WORDS: {"align": "center"},
    Kind.YES_NO: {"align": "center"},
    Kind.LINK: {"font_color": "#0B3D91", "underline": 1},
    Kind.CODE: {"font_size": 8, "font_color": GREY},
}


def _look(kind: Kind) -> dict[str, Any]:
    """Texts are wrapped, numbers are not."""
    look = _LOOKS.get(kind, {})
    return look if "num_format" in look else {"text_wrap": True, **look}


class Formats:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def _format(self, **properties: Any) -> Format:
        key = repr(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**FONT, "valign": "top", **properties})
        return self._made[key]

    def title(self) -> Format:
        """The title of a sheet."""
        return self._format(bold=True, font_size=14, valign="vcenter", font_color=DARK)

    def heading(self) -> Format:
        """The heading of a part of a page."""
        return self._format(bold=True, font_size=11, valign="bottom", font_color=DARK)

    def banner(self) -> Format:
        """SAMPLE and PROVISIONAL: white on dark, also in print."""
        return self._format(bold=True, bg_color="#7A1212", font_color="#FFFFFF", valign="vcenter")

    def note(self) -> Format:
        """A line of notes above the table."""
        return self._format(font_size=9, font_color="#333333", valign="vcenter")

    def back(self) -> Format:
        """The link to the cover, which may be wider than its column."""
        return self._format(font_size=9, font_color="#0B3D91", underline=1)

    def header(self, upright: bool) -> Format:
        """A header in words."""
        turned = {"rotation": 90, "valign": "bottom"} if upright else {"valign": "vcenter"}
        return self._format(
            bold=True, text_wrap=True, align="center", bg_color=DARK, font_color="#FFFFFF", border=1, border_color=RULE,
            **turned,
        )  # fmt: skip

    def name(self, upright: bool) -> Format:
        """The name of a mart's column below a header."""
        turned = {"rotation": 90, "valign": "bottom"} if upright else {"valign": "vcenter"}
        return self._format(
            text_wrap=True, align="center", font_size=8, bg_color=PALE, font_color="#333333", border=1,
            border_color=RULE, **turned,
        )  # fmt: skip

    def cell(self, kind: Kind, *, new_part: bool = False) -> Format:
        """A cell of a table."""
        return self._format(**self._edges(new_part), **_look(kind))

    def missing(self, kind: Kind, *, new_part: bool = False) -> Format:
        """Words where a value is not there."""
        side = _LOOKS.get(kind, {}).get("align", "left")
        apart = {"indent": 1} if side == "right" else {}
        return self._format(text_wrap=True, italic=True, font_color=GREY, align=side, **apart, **self._edges(new_part))

    def marked(self, kind: Kind, *, new_part: bool = False) -> Format:
        """A value on which sources disagree: bold, in a frame."""
        look = {**_look(kind), "bold": True, "bg_color": PALE, "border": 1, "border_color": DARK}
        return self._format(**{**self._edges(new_part), **look})

    @staticmethod
    def _edges(new_part: bool) -> dict[str, Any]:
        edges: dict[str, Any] = {"bottom": 4, "bottom_color": RULE}
        return {**edges, "top": 1, "top_color": DARK} if new_part else edges
