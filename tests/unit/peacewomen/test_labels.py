"""Labels: any order, any markup that keeps lines apart, filled, empty, absent or unknown."""

import itertools
import re
from collections.abc import Callable

import pytest

from extractors.core.records import Parsed

from .conftest import THEMES, extract, field, listing, markers, node, only, themes

Read = Callable[[str, str], Parsed]
PATH = "taxonomy/term/23?page=0"
GEOGRAPHIC = "Security Council Agenda Geographical Topic:"
THEMATIC = "Security Council Agenda Thematic Topic:"
PARTS = {
    "themes": themes("Participation", "Justice, Rule of Law and Security Sector Reform"),
    "geographic": field(GEOGRAPHIC, "Mali/Sahel"),
    "countries": field("Countries:", "Mali"),
    "extract": extract("42. Urges all to count;", "(a) each year;"),
}


def check(payload: dict) -> None:
    assert payload["themes"] == ["Participation", "Justice, Rule of Law and Security Sector Reform"]
    assert payload["themes_label"] == "filled"
    assert payload["geographic_topics"] == ["Mali/Sahel"]
    assert payload["countries"] == ["Mali"]
    assert payload["text"] == "42. Urges all to count;\n(a) each year;"
    assert markers(payload) == ["42.", "(a)"]
    assert payload["extract_label"]
    assert payload["flags"] == []


def without_classes(text: str) -> str:
    return re.sub(r' class="[^"]*"', "", text)


@pytest.mark.parametrize("order", list(itertools.permutations(PARTS)), ids="-".join)
def test_any_order(read: Read, order: tuple[str, ...]) -> None:
    parts = [PARTS[name] for name in order]
    check(only(read(PATH, listing(node("Resolution 9101: para. 42", *parts)))))


@pytest.mark.parametrize("order", list(itertools.permutations(PARTS)), ids="-".join)
def test_any_order_without_any_class(read: Read, order: tuple[str, ...]) -> None:
    parts = [PARTS[name] for name in order]
    text = without_classes(listing(node("Resolution 9101: para. 42", *parts), node("Norway", node_id=8)))
    first, _ = read(PATH, text).records[1:]
    check(dict(first.payload))


@pytest.mark.parametrize(
    "shape",
    [
        "<p><strong>{label}&nbsp;</strong>{value}</p>",
        "<p><strong>{label}</strong>&nbsp;{value}</p>",
        "<div>{label} {value}</div>",
        "<div>{label}</div><div>{value}</div>",
        "<h4>{bare}</h4><p>{value}</p>",
        "<p><b>{bare}</b></p><p>{value}</p>",
        "{label} {value}<br>",
        "<dl><dt>{bare}</dt><dd>{value}</dd></dl>",
        "<table><tr><th>{bare}</th><td>{value}</td></tr></table>",
        '<div class="views-field"><span class="views-label">{label} </span><span>{value}</span></div>',
        '<div class="views-field"><span class="views-label">{bare}</span><div>{value}</div></div>',
        "<p><strong>{shouted}</strong> {value}</p>",
        "<p><strong>{spaced}</strong> {value}</p>",
    ],
)
def test_any_markup(read: Read, shape: str) -> None:
    def written(label: str, value: str) -> str:
        return shape.format(
            label=label,
            bare=label.rstrip(":"),
            shouted=label.upper(),
            spaced=label.replace(" ", "&nbsp; ").replace(":", " :"),
            value=value,
        )

    parts = [
        written(THEMES, '<a href="/taxonomy/term/23">Participation</a>'),
        written(GEOGRAPHIC, "Mali/Sahel"),
        written("Countries:", "Mali"),
        written("Extract:", "42. Urges all to count;"),
        "<p>(a) each year;</p>",
    ]
    payload = only(read(PATH, listing(node("Resolution 9101: para. 42", *parts))))
    assert (payload["themes"], payload["theme_ids"]) == (["Participation"], {"Participation": 23})
    assert (payload["geographic_topics"], payload["countries"]) == (["Mali/Sahel"], ["Mali"])
    assert markers(payload) == ["42.", "(a)"]
    assert payload["text"] == "42. Urges all to count;\n(a) each year;"
    assert payload["unknown_labels"] == []


def test_several_values_on_one_line(read: Read) -> None:
    links = '<a href="/taxonomy/term/23">Participation</a>, Protection; <a href="/taxonomy/term/30">Justice, Law</a>'
    payload = only(read(PATH, listing(node("Norway", f"<p>{THEMES} {links}</p>", "<p>A text of two words.</p>"))))
    assert payload["themes"] == ["Participation", "Protection", "Justice, Law"]
    assert payload["theme_ids"] == {"Participation": 23, "Justice, Law": 30}
    assert payload["text"] == "A text of two words."


@pytest.mark.parametrize("classes", [True, False])
def test_an_empty_label_does_not_take_the_text_below_it(read: Read, classes: bool) -> None:
    body = extract("OP4. Welcomes that all count, and that they tell what they counted;", label="")
    text = listing(node("Resolution 9101: OP4", field(THEMES), field(GEOGRAPHIC), body), node("Norway", node_id=8))
    payload = read(PATH, text if classes else without_classes(text)).records[1].payload
    assert (payload["themes"], payload["themes_label"]) == ([], "empty")
    assert payload["geographic_topics"] == []
    assert not payload["extract_label"]
    assert markers(dict(payload)) == ["OP4."]
    assert payload["flags"] == []


def test_an_absent_label(read: Read) -> None:
    payload = only(read(PATH, listing(node("Resolution 9101: OP4", extract("OP4. Welcomes;")))))
    assert (payload["themes"], payload["themes_label"], payload["theme_ids"]) == ([], "absent", {})


def test_an_extract_without_any_label_is_flagged(read: Read) -> None:
    payload = only(read(PATH, listing(node("Resolution 9101: OP4", "<p>OP4. Welcomes;</p>"))))
    assert payload["flags"] == ["no_label"]
    assert markers(payload) == ["OP4."]


def test_an_unknown_label_is_kept(read: Read) -> None:
    parts = [field("Keywords:", "police", "training"), extract("OP4. Welcomes;")]
    payload = only(read(PATH, listing(node("Resolution 9101: OP4", *parts))))
    assert payload["unknown_labels"] == ["Keywords"]
    assert payload["flags"] == ["unknown_label"]
    assert payload["text"] == "OP4. Welcomes;"


def test_words_in_a_text_are_no_labels(read: Read) -> None:
    body = extract("Two are named:", "Countries: all of them, and each has a plan.", "Date: none.")
    payload = only(read(PATH, listing(node("Statement of Atlantis", body))))
    assert payload["countries"] == []
    assert payload["date_as_given"] is None
    assert payload["text"].count("\n") == 2


def test_spaces_and_odd_spellings(read: Read) -> None:
    body = extract("OP4.&nbsp; Welcomes\tprofessio nals of the&nbsp;FC -G5S and GENDER\n units;")
    payload = only(read(PATH, listing(node("Resolution&nbsp;9101:  OP4".replace("&nbsp;", "\xa0"), body))))
    assert payload["title"] == "Resolution 9101: OP4"
    assert payload["text"] == "OP4. Welcomes professio nals of the FC -G5S and GENDER units;"


@pytest.mark.parametrize(
    ("parts", "iso", "given"),
    [
        (["<div>Wednesday, June 29, 2016</div>"], "2016-06-29", "Wednesday, June 29, 2016"),
        ([field("", "Wednesday, June 29, 2016"), "<p>Text.</p>"], "2016-06-29", "Wednesday, June 29, 2016"),
        ([field("Date:", "29 June 2016")], "2016-06-29", "29 June 2016"),
        ([field("Date:", "in summer")], None, "in summer"),
        ([field("Date:")], None, None),
        (["<p>A text.</p>", "<p>Wednesday, June 29, 2016</p>"], None, None),
        (["<p>February 30, 2016</p>"], None, None),
    ],
)
def test_dates(read: Read, parts: list[str], iso: str | None, given: str | None) -> None:
    payload = only(read(PATH, listing(node("Statement of Atlantis", *parts))))
    assert (payload["date"], payload["date_as_given"]) == (iso, given)
    assert ("date_unparsed" in payload["flags"]) == (given is not None and iso is None)


def test_links_of_the_text_and_of_its_files(read: Read) -> None:
    parts = [
        extract('See <a href="http://peacewomen.org/node/8#x">this</a>, <a href="https://undocs.org/S/1">that</a>'),
        field("Document PDF:", '<a href="/sites/default/files/x.pdf">The paper</a>'),
        '<ul class="links"><li><a href="/node/7">Read more</a></li></ul>',
    ]
    payload = only(read(PATH, listing(node("Statement of Atlantis", *parts))))
    assert payload["links"] == [
        {"text": "this", "url": "https://www.peacewomen.org/node/8"},
        {"text": "that", "url": "https://undocs.org/S/1"},
    ]
    files = "https://www.peacewomen.org/sites/default/files/x.pdf"
    assert payload["pdf_links"] == [{"text": "The paper", "url": files}]
    assert payload["text"] == "See this, that"


def test_a_label_tells_a_report_analysis(read: Read) -> None:
    payload = only(
        read(PATH, listing(node("Atlantis (S/PV.7153)", extract("One word on it.", label="Report Analysis:"))))
    )
    assert (payload["kind"], payload["kind_from"], payload["report_label"]) == ("report_analysis", "label", True)
    assert (payload["text"], payload["pieces"], payload["flags"]) == ("One word on it.", [], [])
