"""The pages of the archive, each from what it shows and nothing else."""

import html
from collections.abc import Iterable, Sequence

from replica.sites.peacewomen import markup
from replica.sites.peacewomen.markup import text
from replica.sites.peacewomen.model import Item
from replica.sites.peacewomen.topics import OXFORD_COMMA, THEMES, Theme

DENIED = "You are not authorized to access this page."

INDEX_LINKS = {
    21: "http://www.peacewomen.org/taxonomy/term/21",
    25: "https://mail.peacewomen.org/taxonomy/term/25",
    28: "http://peacewomen.org./taxonomy/term/28",
    33: "https://peacewomen.org/taxonomy/term/33",
}
"""Themes that their index links under other spellings of the site's host."""


def front() -> str:
    """The site's first page."""
    body = '<h1 class="title">PeaceWomen</h1>\n<p>See the menu.</p>'
    return markup.frame("Home", body, "front")


def theme_index() -> str:
    """The index of themes, from which their term ids are to be learnt."""
    entries = list[str]()
    for theme in THEMES:
        link = INDEX_LINKS.get(theme.term_id, f"/taxonomy/term/{theme.term_id}")
        name = OXFORD_COMMA if theme.term_id == 30 else theme.name
        entries.append(f'  <div class="views-row"><h3><a href="{link}">{text(name)}</a></h3></div>')
    listed = "\n".join(entries)
    body = f'<h1 class="title">PeaceWomen Themes</h1>\n<div class="view-content">\n{listed}\n</div>'
    return markup.frame("PeaceWomen Themes", body, "page-security-council page-pw-themes")


def term_list(theme: Theme, shown: Iterable[Item], path: str, page: int, pages: int, denied: str) -> str:
    """One page of a theme's list. `denied` says how it claims that access is denied: "", "heading" or "message"."""
    nodes = [drawn for item in shown for drawn in _rows_of(item)]
    parts = list[str]()
    if denied == "heading":
        parts.append(f'  <h1 class="title">Access denied</h1>\n  <p>{DENIED}</p>')
    elif denied == "message":
        parts.append(f'  <div class="messages error"><h2>Access denied</h2>\n  <p>{DENIED}</p></div>')
    parts.append(f'  <h1 class="title">{text(theme.name)}</h1>')
    parts.append(
        f'  <div class="taxonomy-term-description">\n    <p>{text(theme.about)}</p>\n'
        '    <p><a href="/resource-center">More on this in the Resource Center &gt;&gt;</a></p>\n  </div>'
    )
    parts.append(markup.rows(nodes) + markup.pager(path, page, pages))
    term_class = f"page-taxonomy page-taxonomy-term page-taxonomy-term-{theme.term_id}"
    return markup.frame(theme.name, "\n".join(parts), term_class)


def _rows_of(item: Item) -> list[str]:
    whole = _teaser(item)
    if item.shown == "twice":
        return [whole, whole]
    if item.shown == "preview_and_full":
        return [markup.node(item, markup.fields(item, cut=True)), whole]
    return [whole]


def _teaser(item: Item) -> str:
    """An item as lists show it: of a whole resolution, its title alone."""
    return markup.node(item, markup.fields(item, cut=item.preview))


def item_page(item: Item, extracts: Sequence[Item]) -> str:
    """An item's own page: all of it, and what a list leaves out. `extracts` are those of a whole resolution."""
    if item.kind == "whole_resolution":
        inner = markup.date_field(item) + markup.countries_field(item) + markup.files_field(item, markup.REFERENCE)
        if extracts:
            inner += markup.field("field-extracts", markup.EXTRACTS, ["\n" + _teaser(one) for one in extracts], "node")
    elif item.kind in {"statement", "mission_report"}:
        inner = markup.date_field(item, markup.DATE) + markup.countries_field(item)
        inner += markup.fields(item) + markup.files_field(item, markup.DOCUMENT)
    else:
        inner = markup.date_field(item) + markup.fields(item) + markup.files_field(item, markup.DOCUMENT)
    heading = f'  <h1 class="title">{text(item.title)}</h1>\n'
    body = heading + markup.node(item, inner, f"node-{_node_type(item)}", title=False)
    head, classes = "", f"page-node node-type-{_node_type(item)}"
    if item.shows_node_id:
        canonical = html.escape(f"/{item.alias}")
        head = f'<link rel="canonical" href="{canonical}"><link rel="shortlink" href="/node/{item.node_id}">'
        classes = f"page-node page-node-{item.node_id} node-type-{_node_type(item)}"
    return markup.frame(item.title, body, classes, head)


def _node_type(item: Item) -> str:
    return {
        "whole_resolution": "sc-resolution",
        "mission_report": "document",
        "news": "article",
        "report_analysis": "sg-report",
    }.get(item.kind, "extract")


def access_denied() -> str:
    """Drupal's page for what is not published."""
    return markup.frame("Access denied", f'<h1 class="title">Access denied</h1>\n<p>{DENIED}</p>', "page-node")


def not_found(path: str) -> str:
    """Drupal's page for what is not there."""
    told = f'<p>The requested page "/{text(path)}" could not be found.</p>'
    return markup.frame("Page not found", f'<h1 class="title">Page not found</h1>\n{told}', "page-404")
