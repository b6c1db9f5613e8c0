"""Pages on action plans: prose, header facts, tabs in any markup that links or heads them."""

import re
from collections.abc import Callable

import pytest

from extractors.core.records import PageError, Parsed
from extractors.plans.claims import read_claims

from .conftest import SITE, page

Read = Callable[[str, str], Parsed]
PATH = "action-plan/national-action-plan-atlantis"
PROSE = "<p>Atlantis adopted a plan. It is the first.</p><p>It runs for five years.</p>"
TABS = {
    "Actors": ["The Ministry of Waves leads.", "Others follow."],
    "Actions/Activities": ["Training."],
    "M&amp;E": ["Reports each year."],
    "Budget": ["None is allocated."],
    "NAP Development": ["Civil society was heard."],
}
SECTIONS = {
    "Actors": "The Ministry of Waves leads.\nOthers follow.",
    "Actions/Activities": "Training.",
    "M&E": "Reports each year.",
    "Budget": "None is allocated.",
    "NAP Development": "Civil society was heard.",
}
TEXT = (
    "Atlantis adopted a plan. It is the first.\nIt runs for five years.\n"
    "Actors\nThe Ministry of Waves leads.\nOthers follow.\nActions/Activities\nTraining.\nM&E\nReports each year.\n"
    "Budget\nNone is allocated.\nNAP Development\nCivil society was heard."
)


def menu(link: str) -> str:
    entries = "".join(f'<li><a href="{link.format(n=n)}">{tab}</a></li>' for n, tab in enumerate(TABS))
    return f'<ul class="quicktabs-tabs">{entries}</ul>'


def panes(shape: str) -> str:
    return "".join(
        shape.format(n=n, tab=tab, told="".join(f"<p>{one}</p>" for one in told))
        for n, (tab, told) in enumerate(TABS.items())
    )


SHAPES = {
    "linked panes with headings": menu("#tab-{n}") + panes('<div id="tab-{n}"><h3>{tab}</h3>{told}</div>'),
    "linked panes without headings": menu("/x?qt=1#tab-{n}") + panes('<div id="tab-{n}">{told}</div>'),
    "panes in the menu's order": menu("?tab={n}") + panes('<div class="quicktabs-tabpage">{told}</div>'),
    "headings": panes("<h3>{tab}</h3>{told}"),
    "bold lines": panes("<p><strong>{tab}:</strong></p>{told}"),
    "boxes": panes("<div><h2>{tab}</h2><div>{told}</div></div>"),
    "wrapped headings": panes("<div><div><h2>{tab}</h2></div><div>{told}</div></div>"),
    "fields": panes(
        '<div class="field"><div class="field-label">{tab}:&nbsp;</div><div class="field-items">{told}</div></div>'
    ),
    "menu and headings": menu("#gone") + panes("<h3>{tab}</h3>{told}"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_tabs(read: Read, shape: str) -> None:
    (record,) = read(PATH, page(PROSE + shape, title="Atlantis")).records
    assert record.payload["sections"] == SECTIONS
    assert record.payload["text"] == TEXT
    assert record.payload["flags"] == []


@pytest.mark.parametrize("shape", ["linked panes with headings", "headings", "boxes", "menu and headings"])
def test_tabs_without_classes(read: Read, shape: str) -> None:
    text = re.sub(r' class="[^"]*"', "", page(PROSE + SHAPES[shape], title="Atlantis"))
    assert read(PATH, text).records[0].payload["sections"] == SECTIONS


def test_what_follows_a_box_is_not_of_its_tab(read: Read) -> None:
    text = page(PROSE + SHAPES["boxes"] + "<div><p>See also others.</p></div>", title="Atlantis")
    payload = read(PATH, text).records[0].payload
    assert payload["sections"] == SECTIONS
    assert payload["text"] == TEXT + "\nSee also others."


@pytest.mark.parametrize(
    "shape",
    [
        '<div class="field"><div class="field-label">Lead:&nbsp;</div><div class="field-item">Waves</div></div>',
        "<dl><dt>Lead</dt><dd>Waves</dd></dl>",
        "<table><tr><th>Lead</th><td>Waves</td></tr></table>",
        "<table><tr><td>Lead:</td><td>Waves</td></tr></table>",
        "<p>Lead: Waves</p>",
    ],
)
def test_header_facts_are_lines(read: Read, shape: str) -> None:
    payload = read(PATH, page(shape + PROSE, title="Atlantis")).records[0].payload
    assert payload["text"].split("\n")[0] == "Lead: Waves"
    assert (payload["sections"], payload["flags"]) == ({}, ["no_tabs"])


@pytest.mark.parametrize(
    ("title", "country"),
    [
        ("Atlantis", "Atlantis"),
        ("National Action Plan: Atlantis", "Atlantis"),
        ("National Action Plan of the Republic of Atlantis", "the Republic of Atlantis"),
        ("Atlantis’s National Action Plan", "Atlantis"),
        ("Bosnia and Atlantis", "Bosnia and Atlantis"),
    ],
)
def test_the_country(read: Read, title: str, country: str) -> None:
    payload = read("nap-atlantis", page(PROSE, title=title, body_class="page-node page-node-12")).records[0].payload
    assert (payload["title"], payload["country_as_given"]) == (title, country)
    assert (payload["page_id"], payload["slug"]) == (12, "nap-atlantis")


def test_the_record(read: Read) -> None:
    (record,) = read(PATH, page(PROSE, title="Atlantis")).records
    payload = record.payload
    assert (record.kind, record.key, payload["url"]) == ("plan_page", PATH, SITE + PATH)
    assert payload["slug"] == "national-action-plan-atlantis"
    assert (payload["page_id"], payload["modified_gmt"], payload["published_gmt"]) == (None, None, None)
    assert payload["claims"] == read_claims(payload["text"], "Atlantis")


def test_a_page_that_says_nothing_or_refuses(read: Read) -> None:
    with pytest.raises(PageError, match="lines of text, expected at least 1"):
        read(PATH, page("", title="Atlantis"))
    with pytest.raises(PageError, match="Access denied"):
        read(PATH, page("<p>No.</p>", title="Access denied"))
