"""The HTML of a page's content to plain text: a line for each block, spaces collapsed, nothing that is not read."""

import re

from extractors.core.html import lines, parse_html, storable
from extractors.core.records import PageError

_UNSEEN = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
_TAG = re.compile(r"<[^<>]*>")


def html_text(html: str) -> str:
    """The text of an HTML fragment: a line for each block and after each `<br>`, blank ones left out.

    Any string will do, none raises: of one nested too deep to be read, the words are given without their shape.
    """
    html = _UNSEEN.sub("", storable(html))
    try:
        root = parse_html("content", f"<html><body>{html}</body></html>".encode())
    except PageError:
        stripped = (" ".join(line.split()) for line in _TAG.sub("\n", html).split("\n"))
        return "\n".join(line for line in stripped if line)
    return "\n".join(line.text for line in lines(root))
