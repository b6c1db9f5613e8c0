"""Drupal 7 markup: the frame of a page, fields with labels, rows of a list, a pager."""

import html
import re
from collections.abc import Iterable, Sequence

from replica.sites.peacewomen import topics
from replica.sites.peacewomen.model import Item, long_date

THEMES = "PeaceWomen Consolidated Themes:"
GEOGRAPHIC = "Security Council Agenda Geographical Topic:"
THEMATIC = "Security Council Agenda Thematic Topic:"
COUNTRIES = "Countries:"
DATE = "Date:"
REFERENCE = "Resolution Reference PDF:"
EXTRACTS = "Resolution Extracts:"
DOCUMENT = "Document PDF:"

RENAMED = {
    THEMES: "Themes covered:",
    GEOGRAPHIC: "Where:",
    THEMATIC: "Subject:",
    COUNTRIES: "States:",
    DATE: "Published:",
    REFERENCE: "Download:",
    EXTRACTS: "Passages:",
    DOCUMENT: "File:",
    "Extract:": "Passage:",
    "Report Analysis:": "What we read:",
}
"""What the fault `redesign` calls the labels."""

_TERM_OF = {theme.name: theme.term_id for theme in topics.THEMES} | {topics.OXFORD_COMMA: 30, topics.MISSPELT: 23}
_CLASS = re.compile(r' class="[^"]*"')
PREVIEW_LENGTH = 300


def text(words: str) -> str:
    """Words as HTML."""
    return html.escape(words, quote=False)


def frame(title: str, body: str, body_class: str, head: str = "") -> str:
    """A whole page; `body` is what stands below the site's menu."""
    return f"""<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8">{head}<title>{text(title)} | PeaceWomen</title></head>
<body class="html {"" if body_class == "front" else "not-front "}{body_class}">
<div id="header"><a href="/" id="logo">PeaceWomen</a>
  <ul class="menu"><li><a href="/security-council/pw-themes">Themes</a></li>\
<li><a href="/member-states">Member States</a></li></ul>
</div>
<div id="content">
{body}
</div>
<div id="footer"><p>A copy for tests and demonstrations, made up from resolutions. Not the real site.</p></div>
</body>
</html>
"""


def relabelled(page: str) -> str:
    """The page after a redesign: other labels, no classes."""
    for old, new in RENAMED.items():
        page = page.replace(f">{old}&nbsp;<", f">{new}&nbsp;<")
    return _CLASS.sub("", page)


def field(name: str, label: str, values: Sequence[str], kind: str = "text") -> str:
    """A field with its label (none where it is empty) and its values as HTML; a field may have no values."""
    shown = f'<div class="field-label">{text(label)}&nbsp;</div>' if label else ""
    items = "".join(
        f'\n            <div class="field-item {"odd" if place % 2 else "even"}">{value}</div>'
        for place, value in enumerate(values)
    )
    above = "above" if label else "hidden"
    return (
        f'          <div class="field field-name-{name} field-type-{kind} field-label-{above}">{shown}'
        f'<div class="field-items">{items}\n          </div></div>\n'
    )


def date_field(item: Item, label: str = "") -> str:
    """The item's date, bare unless a label is given; nothing where it has none."""
    if item.dated is None:
        return ""
    return field("field-date", label, [f'<span class="date-display-single">{long_date(item.dated)}</span>'], "datetime")


def countries_field(item: Item) -> str:
    """The item's countries; nothing where it has none."""
    return field("field-countries", COUNTRIES, [text(c) for c in item.countries], "list-text") if item.countries else ""


def files_field(item: Item, label: str) -> str:
    """Links to the item's files; nothing where it has none."""
    links = [f'<a href="{html.escape(address)}">{text(name)}</a>' for name, address in item.pdf]
    return field("field-document", label, links, "file") if links else ""


def fields(item: Item, cut: bool = False) -> str:
    """The fields that an item shows wherever it stands, in its own order; `cut` ends its body early, in "..."."""
    drawn = {
        "themes": lambda: field("field-themes", THEMES, _themes(item), "taxonomy-term-reference"),
        "geographic": lambda: field("field-geographic-topic", GEOGRAPHIC, [text(t) for t in item.geographic]),
        "thematic": lambda: field("field-thematic-topic", THEMATIC, [text(t) for t in item.thematic]),
        "body": lambda: _body(item, cut),
    }
    shown = [drawn[name]() for name in item.labels]
    if item.unknown_label:
        label, value = item.unknown_label
        shown.insert(1, field("field-more", label, [text(value)]))
    return "".join(shown)


def _themes(item: Item) -> list[str]:
    if not item.linked_themes:
        return [text(name) for name in item.themes]
    return [f'<a href="/taxonomy/term/{_TERM_OF[name]}">{text(name)}</a>' for name in item.themes]


def _body(item: Item, cut: bool) -> str:
    lines = preview(item.text) if cut else item.text
    paragraphs = "".join(f"\n              <p>{text(line)}</p>" for line in lines)
    return field("body", item.body_label, [paragraphs + "\n            "], "text-with-summary")


def preview(lines: Sequence[str]) -> tuple[str, ...]:
    """The beginning of a body, cut within a word or after one, with "..." at its end."""
    room = min(PREVIEW_LENGTH, sum(map(len, lines)) // 2)
    kept = list[str]()
    for line in lines:
        if len(line) >= room:
            return (*kept, line[:room].rstrip() + "...")
        kept.append(line)
        room -= len(line)
    return (*kept[:-1], kept[-1] + "...")


def node(item: Item, inner: str, view: str = "node-teaser", title: bool = True) -> str:
    """An item in its box: with its node id, or, where the site never shows it, with its address alone."""
    identity = f' id="node-{item.node_id}"' if item.shows_node_id else ""
    about = f"/node/{item.node_id}" if item.shows_node_id else f"/{item.alias}"
    heading = f'        <h2><a href="{html.escape(item.link)}">{text(item.title)}</a></h2>\n' if title else ""
    return (
        f'      <div{identity} class="node {view} clearfix" about="{about}">\n{heading}'
        f'        <div class="content">\n{inner}        </div>\n      </div>\n'
    )


def rows(nodes: Iterable[str]) -> str:
    """The rows of a list."""
    drawn = "".join(
        f'    <div class="views-row views-row-{place} views-row-{"odd" if place % 2 else "even"}">\n{one}    </div>\n'
        for place, one in enumerate(nodes, start=1)
    )
    return f'  <div class="view-content">\n{drawn}  </div>\n' if drawn else ""


def pager(path: str, page: int, pages: int) -> str:
    """Links to the other pages of a list; nothing where there are none, or beyond the list's end."""
    if pages < 2 or page >= pages:
        return ""

    def link(kind: str, to: int, name: str) -> str:
        return f'<li class="{kind}"><a href="{html.escape(path)}?page={to}">{name}</a></li>'

    entries = [link("pager-first first", 0, "« first"), link("pager-previous", page - 1, "‹ previous")] if page else []
    for to in range(max(0, page - 4), min(pages, page + 5)):
        here = "pager-current" if page else "pager-current first"
        entries.append(f'<li class="{here}">{to + 1}</li>' if to == page else link("pager-item", to, str(to + 1)))
    if page < pages - 1:
        entries += [link("pager-next", page + 1, "next ›"), link("pager-last last", pages - 1, "last »")]
    return f'  <h2 class="element-invisible">Pages</h2>\n  <ul class="pager">{"".join(entries)}</ul>\n'
