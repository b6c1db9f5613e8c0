"""Resolutions: each listed defect of the source, in small."""

from collections.abc import Callable
from typing import Any

import pytest

from extractors.core.records import Page, PageError, Parsed
from extractors.sources.un_resolutions.parse import parse

from .conftest import document, heading, nested, para, point, recital

PATH = "2030/English/S_RES_9001 (2030)-300001E.xml"
Read = Callable[[str, str], Parsed]


def paragraphs(parsed: Parsed) -> dict[str, dict[str, Any]]:
    return {one.payload["local_id"]: dict(one.payload) for one in parsed.records if one.kind == "paragraph"}


def resolution(parsed: Parsed) -> dict[str, Any]:
    return next(dict(one.payload) for one in parsed.records if one.kind == "resolution")


def test_sublist_is_a_sibling_after_its_point(read: Read) -> None:
    items = point("(a)", "one") + f"<sublist>{point('(i)', 'under one')}</sublist>" + point("(b)", "two")
    found = paragraphs(read(PATH, document(nested("42.", "*Decides* that the tasks are:", items))))
    assert found["op-42-a-i"]["locator"] == "42 (a) (i)"
    assert found["op-42-a-i"]["parent_local_id"] == "op-42-a"
    assert found["op-42-a-i"]["chapeau_verb"] == "Decides"
    assert found["op-42-a-i"]["chapeau_text"] == "Decides that the tasks are: one"
    assert found["op-42-b"]["path"] == ["42", "b"]
    assert found["op-42-a-i"]["structure"] == "nested"


def test_sublists_nest_deeper(read: Read) -> None:
    deep = f"<sublist>{point('(i)', 'x')}<sublist>{point('a.', 'deep')}</sublist></sublist>"
    found = paragraphs(read(PATH, document(nested("1.", "*Asks*:", point("(a)", "one") + deep))))
    assert found["op-1-a-i-a"]["parent_local_id"] == "op-1-a-i"


def test_flat_items_go_on_from_nested_ones(read: Read) -> None:
    items = (
        point("(a)", "one;") + f"<sublist>{point('(i)', 'x;')}</sublist>" + point("(b)", "two;") + point("(c)", "Help")
    )
    body = nested("42.", "*Decides*:", items) + para("", "To bring help;") + para("(d)", "Safety", style="H23")
    body += para("", "To keep safe;") + para("(i)", "inner;") + para("(ii)", "inner;") + para("43.", "*Ends*.")
    found = paragraphs(read(PATH, document(body)))
    assert found["op-42-c-text-1"]["parent_local_id"] == "op-42-c"
    assert (found["op-42-c-text-1"]["part"], found["op-42-c-text-1"]["locator"]) == ("unnumbered", "42 (c)")
    assert found["op-42-d"]["structure"] == "flat"
    assert found["op-42-d-ii"]["locator"] == "42 (d) (ii)"
    assert found["op-43"]["top_level"]


def test_letters_run_on_across_headings_and_bullets(read: Read) -> None:
    labels = ["(a)", "–", "–", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)", "(i)", "(j)"]
    body = para("1.", "*Decides* this mandate:") + heading("Tasks") + "".join(para(one, "text;") for one in labels)
    found = paragraphs(read(PATH, document(body)))
    assert found["op-1-a-bullet-2"]["locator"] == "1 (a) bullet 2"
    assert "op-1-i" in found
    assert "op-1-j" in found
    assert found["heading-1"]["part"] == "heading"
    assert not any(one["flags"] for one in found.values())


def test_text_after_the_items_hangs_on_the_paragraph(read: Read) -> None:
    body = nested("10.", "*Asks*:", point("(a)", "one;") + point("(b)", "two,")) + para("", "*allows* it to act;")
    body += nested("11.", "*Asks*:", point("(a)", "one;") + "<wrapUp><p>and more;</p></wrapUp>")
    found = paragraphs(read(PATH, document(body)))
    assert found["op-10-text-1"]["parent_local_id"] == "op-10"
    assert found["op-11-text-1"]["text"] == "and more;"
    assert found["op-11-text-1"]["structure"] == "wrap_up"


def test_unnumbered_paragraphs_and_what_hangs_on_them(read: Read) -> None:
    body = para("", "*Decides*:") + para("(a)", "to call;") + para("", "*Decides* to stay at it.")
    found = paragraphs(read(PATH, document(body)))
    assert found["unnumbered-1"]["flags"] == ["unnumbered_operative"]
    assert found["unnumbered-1-a"]["parent_local_id"] == "unnumbered-1"
    assert found["unnumbered-1-a"]["chapeau_verb"] == "Decides"
    assert found["unnumbered-2"]["top_level"]


def test_headings_without_heading_elements_are_flagged(read: Read) -> None:
    bold = '<paragraph class="MercuryDocument"><content><p><span class="bold">Measures</span></p></content></paragraph>'
    found = paragraphs(read(PATH, document(bold + para("", "* * *".replace("*", "-")) + para("1.", "*Asks*."))))
    assert found["unnumbered-1"]["flags"] == ["heading_like"]
    assert found["unnumbered-2"]["flags"] == ["heading_like"]


def test_labels_and_numbers_in_the_text(read: Read) -> None:
    body = para("6.", "*Asks*;") + para("", "7 *Further asks* for:") + para("", "(1) one;") + para("", "(2) two.")
    found = paragraphs(read(PATH, document(body)))
    assert found["op-7"]["flags"] == ["label_in_text"]
    assert (found["op-7"]["opening_verb"], found["op-7-2"]["chapeau_verb"]) == ("Further asks", "Further asks")
    assert found["op-7-2"]["text"] == "two."
    assert resolution(read(PATH, document(body)))["operative_count"] == 2


def test_operative_paragraphs_nested_in_a_recital_or_an_item(read: Read) -> None:
    listed = "<blockList><listIntroduction>Acting as before:</listIntroduction><item><num>1.</num><p>"
    listed += '<span class="italic">Decides</span> to go on:</p></item></blockList>'
    body = para("(a)", "here;") + nested("2.", "*Asks*:", point("(a)", "x;") + point("3.", "*Ends*."))
    found = paragraphs(read(PATH, document(body, preamble=f'<container name="Acting">{listed}</container>')))
    assert found["op-1"]["flags"] == ["nested_in_xml"]
    assert found["op-1-a"]["parent_local_id"] == "op-1"
    assert found["op-3"]["top_level"]
    assert found["op-1"]["xml_paragraph"] is None


def test_recitals_blocks_lists_and_cross_headings(read: Read) -> None:
    listed = (
        "<blockList><listIntroduction>*</listIntroduction><item><num>(a)</num><p>that it ends,</p></item></blockList>"
    )
    preamble = recital("*Hoping* for it,") + '<block name="subheading">Place</block>'
    preamble += f'<container name="Stressing">{listed.replace("*", "Stressing this:")}</container>'
    body = "<section><num>A</num><crossHeading>Noting the need,</crossHeading><crossHeading>Tasks</crossHeading>"
    found = paragraphs(read(PATH, document(body + para("1.", "*Asks*.") + "</section>", preamble=preamble)))
    assert (found["pp-1"]["locator"], found["pp-1"]["opening_verb"]) == ("PP 1", "Hoping")
    assert found["heading-1"]["text"] == "Place"
    assert found["pp-2-a"]["locator"] == "PP 2 (a)"
    assert (found["pp-3"]["structure"], found["pp-3"]["in_body"]) == ("cross_heading", False)
    assert [found["heading-2"]["label"], found["heading-3"]["text"]] == ["A", "Tasks"]
    assert found["op-1"]["in_body"]


def test_annexes_in_the_main_body_are_not_operative(read: Read) -> None:
    body = (
        para("1.", "*Decides*.")
        + heading("Annex to resolution 9001")
        + para("1.", "A rule.")
        + para("(a)", "Its part.")
    )
    found = paragraphs(read(PATH, document(body)))
    assert resolution(read(PATH, document(body)))["operative_count"] == 1
    assert found["annex-1-1-a"]["locator"] == "annex, 1 (a)"
    assert found["annex-1-1-a"]["annex_title"] == "Annex to resolution 9001"
    assert found["annex-1-1"]["in_body"]


def test_tables_and_attachments_are_annex(read: Read) -> None:
    table = "<container><table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td/></tr></table></container>"
    inner = heading("Annex II", name="heading") + para("3.", "A rule.") + heading("Article 2") + para("3.", "Another.")
    after = "<attachments><attachment><doc><meta>not text</meta><mainBody>" + inner
    after += "</mainBody></doc></attachment></attachments>"
    parsed = read(PATH, document(para("1.", "*Decides*.") + table, after=after))
    found = paragraphs(parsed)
    assert found["annex-1-table-1-row-1"]["text"] == "a | b"
    assert not found["annex-1-table-1-row-1"]["in_body"]
    assert found["annex-2-3~2"]["flags"] == ["locator_repeated"]
    assert found["annex-2-3"]["annex_title"] == "Annex II"
    assert resolution(parsed)["text_characters"] == resolution(parsed)["text_characters_kept"]


def test_notes_are_kept_apart_and_characters_exact(read: Read) -> None:
    note = '<authorialNote marker="1"><p>See the list.</p></authorialNote>'
    body = f"<paragraph><num>1.</num><content><p>\t*Asks*\u00a0 non\u2011State{note} groups,</p></content></paragraph>"
    parsed = read(
        PATH, document(body.replace("*Asks*", '<span class="italic">Also</span> <span class="italic">asks</span>'))
    )
    found = paragraphs(parsed)
    assert found["op-1"]["text"] == "Also asks non\u2011State groups,"
    assert (found["op-1"]["opening_verb"], found["op-1"]["italic_verbs"]) == ("Also asks", ["Also asks"])
    assert (found["op-1-note-1"]["text"], found["op-1-note-1"]["label"]) == ("See the list.", "1")
    assert resolution(parsed)["text_characters"] == resolution(parsed)["text_characters_kept"]


def test_text_outside_any_element_is_kept_and_flagged(read: Read) -> None:
    parsed = read(PATH, document("adrift" + para("1.", "*Asks*.") + "<odd>odder</odd>"))
    assert {one["text"] for one in paragraphs(parsed).values()} >= {"adrift", "odder"}
    assert resolution(parsed)["flags"] == ["text_outside_elements:mainBody", "unexpected_element:odd"]


@pytest.mark.parametrize(
    ("number", "symbol", "origin", "flags"),
    [
        ("S/RES/9001(2030)", "S/RES/9001 (2030)", "docNumber", ["symbol_spelt_differently"]),
        ("\tS/RES/9001\t(2030)", "S/RES/9001 (2030)", "docNumber", []),
        ("", "S/RES/9001 (2030)", "path", ["symbol_from_path"]),
        ("S/PRST/2030/4", "S/RES/9001 (2030)", "path", ["symbol_from_path"]),
        ("S/RES/9002 (2030)", "S/RES/9002 (2030)", "docNumber", ["path_names_another_resolution"]),
    ],
)
def test_symbol(read: Read, number: str, symbol: str, origin: str, flags: list[str]) -> None:
    found = resolution(read(PATH, document(para("1.", "*Asks* the test."), number=number)))
    assert (found["symbol"], found["symbol_from"], found["flags"]) == (symbol, origin, flags)


def test_head_dates_and_votes(read: Read) -> None:
    meta = (
        '<FRBRWork><FRBRdate date="0001-01-01" name="adoption"/></FRBRWork>'
        '<voting><count value="013" refersTo="inFavour">'
        '<organization>AA</organization></count></voting><step outcome="adopted" as="S/PV.1" refersTo="Chapter VII"/>'
    )
    found = resolution(read(PATH, document(para("1.", "*Asks*."), meta=meta)))
    assert (found["xml_adoption_date"], found["flags"]) == (None, ["xml_adoption_date_missing"])
    assert (found["in_favour_count"], found["in_favour"], found["against_count"]) == (13, ["AA"], 0)
    assert (found["chapter_vii"], found["meeting_record"]) == (True, "S/PV.1")


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("PRST/2030/test.txt", " ", "unwanted_file"),
        ("2030/French/S_RES_9001.xml", "<x/>", "not_english"),
        (PATH, "x", "unreadable_xml"),
        (PATH, "<other/>", "not_akoma_ntoso"),
        (PATH, "", "empty_file"),
        (PATH, "<!DOCTYPE html><html><body>Please wait</body></html>", "html_page"),
        (PATH, document(para("1.", "*Asks* the rest."))[:-40], "cut_off"),
        (PATH, document("", number="x").replace("The Council of the test,", ""), "no_text"),
        ("2030/English/odd.xml", document(para("1.", "*Asks*."), number="S/PRST/2030/4"), "no_symbol"),
        (PATH, document(para("1.", "le conseil et les membres de la force dans la zone")), "not_english"),
    ],
)
def test_rejects(read: Read, path: str, body: str, reason: str) -> None:
    parsed = read(path, body)
    assert ([one.reason for one in parsed.rejects], parsed.records) == ([reason], ())


def test_an_address_of_another_source() -> None:
    with pytest.raises(PageError, match="not of this source"):
        parse(Page("https://example.org/x.xml", b"<x/>"))


def test_entities_stay_as_they_are_written(read: Read) -> None:
    kind = '<!DOCTYPE x [<!ENTITY inside "secret"><!ENTITY out SYSTEM "file:///etc/hostname">]>'
    found = paragraphs(read(PATH, kind + document(para("1.", "*Asks* the &inside; &out; files."))))
    assert found["op-1"]["text"] == "Asks the &inside; &out; files."


def test_draft(read: Read) -> None:
    meta = (
        '<FRBRWork><FRBRdate date="2030-02-03" name="voting"/></FRBRWork><step outcome="draftResolution"/>'
        '<step outcome="veto" as="S/PV.2" by="a negative vote"/>'
    )
    body = document(para("1.", "*Asks*."), number="S/2030/12", preamble=recital("*Hoping*,"), meta=meta)
    parsed = read("Not adopted/English/S_2030_12-3000E.xml", body)
    found = parsed.records[0].payload
    assert (parsed.records[0].kind, parsed.records[0].key) == ("draft", "S/2030/12")
    assert (found["outcome"], found["reason"], found["xml_adoption_date"]) == ("veto", "a negative vote", "2030-02-03")
    assert [one["locator"] for one in found["paragraphs"]] == ["", "PP 1", "1"]
