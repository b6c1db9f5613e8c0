"""Small pages in the site's shape, with words of our own, and the facts beside the project."""

import html
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extractors.core.records import Page, Parsed, Record
from extractors.sources.peacewomen.parse import parse

SHARED = Path(os.environ.get("WPS_SHARED") or Path(__file__).parents[3].parent / "shared")
SITE = "https://www.peacewomen.org/"
URLS = {"site": "http://127.0.0.1:1/peacewomen/"}
THEMES = "PeaceWomen Consolidated Themes:"


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of facts beside the project."""
    if not (SHARED / "facts" / "titles_seen.txt").is_file():
        pytest.skip(f"the facts are not here ({SHARED}; set WPS_SHARED to where they are)")
    return SHARED / "facts"


@pytest.fixture(scope="session")
def real_page() -> bytes:
    """A page of the real archive."""
    path = SHARED / "archive" / "peacewomen" / "term-32-page-0.html"
    if not path.is_file():
        pytest.skip(f"the archive's page is not here ({path}); it is used for tests only and not distributed")
    return path.read_bytes()


@pytest.fixture
def read() -> Callable[[str, str], Parsed]:
    """Parse a page under a path of the site."""
    return lambda path, text: parse(Page(SITE + path, text.encode()))


def page(content: str, *, title: str = "Participation", body_class: str = "", head: str = "") -> str:
    """A whole page; `content` stands below the first-level heading."""
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{title} | PeaceWomen</title></head>"
        f'<body class="html {body_class}"><div id="header"><a href="/">Home</a></div>'
        f'<div id="content"><h1>{title}</h1>{content}</div></body></html>'
    )


def listing(*nodes: str, pager: str = "", above: str = "", title: str = "Participation") -> str:
    """A page of a theme's listing."""
    rows = "".join(f'<div class="views-row">{node}</div>' for node in nodes)
    about = '<div class="taxonomy-term-description"><p>What this theme is about.</p></div>'
    view = f'<div class="view-content">{rows}</div>' if rows else ""
    return page(above + about + view + pager, title=title, body_class="page-taxonomy")


def pager(path: str, here: int, last: int) -> str:
    """The pager of a list whose last page is `last`."""
    links = "".join(f'<li><a href="{path}?page={number}">{number + 1}</a></li>' for number in {here + 1, last} - {here})
    return f'<h2 class="element-invisible">Pages</h2><ul class="pager">{links}</ul>'


def node(title: str, *parts: str, node_id: int | None = 7, href: str | None = None) -> str:
    """An item as a list shows it."""
    identity = f' id="node-{node_id}"' if node_id is not None else ""
    link = href or f"/node/{node_id}"
    return (
        f'<div{identity} class="node node-teaser"><h2><a href="{html.escape(link)}">{html.escape(title)}</a></h2>'
        f'<div class="content">{"".join(parts)}</div></div>'
    )


def field(label: str, *values: str) -> str:
    """A field in the site's markup; values are HTML."""
    shown = f'<div class="field-label">{label}&nbsp;</div>' if label else ""
    items = "".join(f'<div class="field-item">{value}</div>' for value in values)
    return f'<div class="field field-name-x">{shown}<div class="field-items">{items}</div></div>'


def themes(*names: str) -> str:
    """The field of themes, each linked to its listing."""
    return field(THEMES, *(f'<a href="/taxonomy/term/{20 + at}">{name}</a>' for at, name in enumerate(names)))


def extract(*paragraphs: str, label: str = "Extract:") -> str:
    """The field of the body."""
    return field(label, "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def items(parsed: Parsed) -> list[Record]:
    """The records that are items."""
    return [record for record in parsed.records if record.kind == "item"]


def only(parsed: Parsed) -> dict:
    """The payload of the one item."""
    (record,) = items(parsed)
    return dict(record.payload)


def markers(payload: dict) -> Sequence[str | None]:
    """The markers of an item's pieces."""
    return [piece["marker"] for piece in payload["pieces"]]
