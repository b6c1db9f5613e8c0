"""The document of the extract: numbers from the marts, styles only, nothing of others, nothing unknown as nought."""

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from extract_editions import Figures, as_shown, edition_of
from lxml import etree

from reports import charts, document
from reports.chart_style import Chart
from reports.edition import SAMPLE, Edition
from warehouse.settings import Settings

YEAR = 2017
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEXT_PARTS = re.compile(r"word/(document|footnotes|header\d|footer\d)\.xml")


@dataclass(frozen=True)
class Written:
    path: Path
    document: Document
    charts: list[Chart]
    figures: Figures
    edition: Edition

    def part(self, name: str) -> Any:
        with zipfile.ZipFile(self.path) as parts:
            return etree.fromstring(parts.read(name))


@pytest.fixture(scope="module")
def warehouse(server: Any, template_published: str) -> Settings:
    return server.clone("document_of_the_sample", template_published)


@pytest.fixture(scope="module")
def written(warehouse: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    folder = tmp_path_factory.mktemp("extract")
    with edition_of(warehouse, YEAR) as edition:
        drawn = charts.write(edition, folder)
        path = folder / f"wps-{YEAR}.docx"
        document.write(edition, path, drawn)
        yield Written(path, docx.Document(str(path)), drawn, Figures(edition), edition)


def _style(element: Any) -> str:
    return str(element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")))


def _text(element: Any) -> str:
    return "".join(element.itertext(qn("w:t")))


def _all_text(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return "\n".join(
            _text(paragraph)
            for name in parts.namelist()
            if TEXT_PARTS.fullmatch(name)
            for paragraph in etree.fromstring(parts.read(name)).iter(qn("w:p"))
        )


def _planted(edition: Edition, folder: Path, drawn: list[Chart], *queries: str) -> Path:
    for query in queries:
        edition.connection.execute(query.encode())
    path = folder / "planted.docx"
    document.write(edition, path, drawn)
    return path


def _said(text: str) -> Decimal:
    if text == "none":
        return Decimal(0)
    return Decimal(WORDS.index(text)) if text in WORDS else Decimal(text.replace(",", "").replace("−", "-"))


def test_paragraphs_are_numbered_by_their_style(written: Written) -> None:
    body = written.document.element.body
    numbered = [one for one in body.iter(qn("w:p")) if _style(one) == "Numberedparagraph"]
    assert len(numbered) > 20
    for one in body.iter(qn("w:p")):
        assert one.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is None
        if _style(one) in {"Numberedparagraph", "Subparagraph", "heading1", "heading2"}:
            assert not re.match(r"\(?([0-9]+|[a-zA-Z]|[IVX]+)[.)]\s", _text(one)), _text(one)
    numbering = written.part("word/numbering.xml")
    levels = {
        level.find(qn("w:pStyle")).get(qn("w:val")): (
            level.find(qn("w:numFmt")).get(qn("w:val")),
            level.find(qn("w:lvlText")).get(qn("w:val")),
        )
        for level in numbering.iter(qn("w:lvl"))
    }
    assert levels == {
        "Numberedparagraph": ("decimal", "%1."),
        "Subparagraph": ("lowerLetter", "(%2)"),
        "heading1": ("upperRoman", "%1."),
        "heading2": ("upperLetter", "%2."),
    }


def test_the_index_names_paragraphs_by_the_number_that_they_get(written: Written) -> None:
    body = written.document.element.body
    numbered = [one for one in body.iter(qn("w:p")) if _style(one) == "Numberedparagraph"]
    shown = {
        row[0]: row[1] for row in ([_text(cell) for cell in line.iter(qn("w:tc"))] for line in _index(written)[1:])
    }
    places = [int(place.removeprefix("Para. ")) for place in shown if place.startswith("Para. ")]
    assert places
    for number in places:
        linked = [link.get(qn("w:tooltip")) for link in numbered[number - 1].iter(qn("w:hyperlink"))]
        assert any(one.startswith(f"{shown[f'Para. {number}']}/") for one in linked)


def _index(written: Written) -> list[Any]:
    return list(list(written.document.element.body.iter(qn("w:tbl")))[-1].iter(qn("w:tr")))


def test_formatting_is_in_styles_only(written: Written) -> None:
    with zipfile.ZipFile(written.path) as parts:
        names = [name for name in parts.namelist() if TEXT_PARTS.fullmatch(name)]
    defined = {one.get(qn("w:styleId")) for one in written.part("word/styles.xml").iter(qn("w:style"))}
    for name in names:
        root = written.part(name)
        for properties in root.iter(qn("w:rPr")):
            assert {child.tag for child in properties} <= {qn("w:rStyle")}
        for properties in root.iter(qn("w:pPr")):
            assert {child.tag for child in properties} <= {qn("w:pStyle")}
        used = {one.get(qn("w:val")) for tag in ("w:pStyle", "w:rStyle", "w:tblStyle") for one in root.iter(qn(tag))}
        assert used <= defined


def test_tables_have_captions_in_order_and_heads_that_repeat(written: Written) -> None:
    captions = [
        _text(one) for one in written.document.element.body if one.tag == qn("w:p") and _style(one) == "caption"
    ]
    tables = [one for one in captions if one.startswith("Table ")]
    assert [int(one.split()[1].rstrip(".")) for one in tables] == list(range(1, len(tables) + 1))
    assert [one for one in captions if one.startswith("Figure ")] == [
        f"Figure {number}. {chart.title}" for number, chart in enumerate(_in_order(written), 1)
    ]
    for table in written.document.element.body.iter(qn("w:tbl")):
        first = next(table.iter(qn("w:tr")))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    named = {int(number) for number in re.findall(r"[Tt]able (\d+)", _all_text(written.path))}
    assert named == set(range(1, len(tables) + 1))


def _in_order(written: Written) -> list[Chart]:
    of = {chart.title: chart for chart in written.charts}
    return [of[one.get("title")] for one in written.document.element.body.iter(qn("wp:docPr"))]


def test_every_picture_has_alternative_text(written: Written) -> None:
    pictures = list(written.document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == len(written.charts) == 5
    assert {one.get("descr") for one in pictures} == {chart.alt for chart in written.charts}


def test_footnotes_cite_paragraphs_that_are_there(written: Written) -> None:
    known = {
        row["citation"]: row["document_url"]
        for row in written.edition.ask(
            "select citation, document_url from fct_paragraph join dim_resolution using (symbol)"
        )
    }
    notes = {one.get(qn("w:id")): one for one in written.part("word/footnotes.xml") if one.get(qn("w:type")) is None}
    links = {
        one.get("Id"): (one.get("Target"), one.get("TargetMode"))
        for one in written.part("word/_rels/footnotes.xml.rels")
    }
    marks = [one.get(qn("w:id")) for one in written.document.element.body.iter(qn("w:footnoteReference"))]
    assert marks
    assert marks == list(notes)
    for note in notes.values():
        citation = _text(note).strip().removesuffix(".")
        assert re.fullmatch(r"S/RES/\d+ \(\d{4}\), para\. \d+( \(\w+\))*", citation)
        [link] = note.iter(qn("w:hyperlink"))
        assert links[link.get(qn("r:id"))] == (known[citation], "External")


def test_every_figure_equals_its_mart(written: Written) -> None:
    seen = 0
    for link in written.document.element.body.iter(qn("w:hyperlink")):
        figure_id, shown = link.get(qn("w:tooltip")), _text(link)
        column = figure_id.rpartition("/")[2]
        if column.startswith("stated_") and figure_id.startswith("reconciliation/"):
            assert shown == written.figures.row(figure_id)["value_as_stated"].replace(",", ".")
        else:
            assert _said(shown) == as_shown(written.figures.value(figure_id), column), figure_id
        seen += 1
    assert seen > 200


def test_every_figure_leads_to_its_line_of_the_index(written: Written) -> None:
    lines = {row.find(f".//{qn('w:bookmarkStart')}").get(qn("w:name")): row for row in _index(written)[1:]}
    for link in written.document.element.body.iter(qn("w:hyperlink")):
        row, _, column = link.get(qn("w:tooltip")).rpartition("/")
        _, named, figures = (_text(cell) for cell in lines[link.get(qn("w:anchor"))].iter(qn("w:tc")))
        assert named == row
        assert f"{column}: " in figures


def test_counts_of_plans_stand_beside_their_coverage(written: Written) -> None:
    counted = [
        one
        for one in written.document.element.body.iter(qn("w:p"), qn("w:tr"))
        if any("nap_year/" in (link.get(qn("w:tooltip")) or "") for link in one.iter(qn("w:hyperlink")))
        and "/with_" not in "".join(link.get(qn("w:tooltip")) for link in one.iter(qn("w:hyperlink")))
    ]
    assert counted
    whole = _all_text(written.path)
    for one in counted:
        ids = [link.get(qn("w:tooltip")) for link in one.iter(qn("w:hyperlink"))]
        told = any(figure_id.endswith("/coverage") for figure_id in ids) or "nobody stated" in _text(one)
        assert told or one.tag == qn("w:p"), _text(one)
    assert "Coverage is" in whole


def test_words_of_the_archive_and_of_plan_pages_are_nowhere(
    written: Written, warehouse: Settings, tmp_path: Path
) -> None:
    with edition_of(warehouse, YEAR) as edition:
        path = _planted(
            edition,
            tmp_path,
            written.charts,
            "update fct_extract set text = 'zzarchive' || extract_id",
            "update fct_nap_claim set sentence = 'zzplans' || claim_id",
            "update fct_archive_item set title = 'zztitle'",
        )
    assert "zz" not in _all_text(path)


def test_sample_is_at_the_head_of_every_page(written: Written) -> None:
    section = written.document.sections[0]
    assert len(written.document.sections) == 1
    assert section.different_first_page_header_footer
    for header in (section.header, section.first_page_header):
        assert header.paragraphs[0].text == SAMPLE
    assert "SAMPLE" in written.document.core_properties.title
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text.startswith("Not a United Nations document")


def test_the_same_edition_gives_the_same_bytes(written: Written, tmp_path: Path) -> None:
    again = tmp_path / written.path.name
    document.write(written.edition, again, written.charts)
    assert again.read_bytes() == written.path.read_bytes()
    assert written.document.core_properties.created.date() == written.edition.origin.dated.date()


def test_unknown_is_said_and_not_nought(written: Written, warehouse: Settings, tmp_path: Path) -> None:
    of_the_year = f"where year = {YEAR}"
    with edition_of(warehouse, YEAR) as edition:
        path = _planted(
            edition,
            tmp_path,
            written.charts,
            f"update rpt_council_year set numerator = 0, denominator = 0, share = null {of_the_year}",
            "update rpt_theme_year set paragraphs = null, operative_paragraphs = null, resolutions = null,"
            f" share = null, resolutions_read = 0, unknown_because = 'no_english_text' {of_the_year}",
            "update rpt_commitment_year set commitments = null, numerator = null, share = null, inherited = null,"
            f" with_due = null, resolutions = null, unknown_because = 'no_english_text' {of_the_year}",
            f"update rpt_nap_year set stated_count = null, coverage = null, known_count = null {of_the_year}",
        )
    text = _all_text(path)
    assert f"No English text of a resolution of {YEAR} is among the sources" in text
    assert "holds the English text of none, so no share is known" in text
    assert f"There is no English text of {YEAR}, so it is not known what the Council asked for." in text
    assert "The coverage is not known" in text
    body = docx.Document(str(path)).element.body
    ids = [link.get(qn("w:tooltip")) for link in body.iter(qn("w:hyperlink"))]
    assert not [one for one in ids if one.startswith(f"council_year/{YEAR}/") and one.endswith(("/share", "_change"))]
    assert not [one for one in ids if one.startswith(f"theme_year/{YEAR}/") and not one.endswith("resolutions_read")]


@pytest.mark.parametrize("year", [2000, 2020])
def test_the_first_and_the_last_year_can_be_written(
    written: Written, warehouse: Settings, tmp_path: Path, year: int
) -> None:
    with edition_of(warehouse, year) as edition:
        text = _all_text(_planted(edition, tmp_path, written.charts))
    assert {
        2000: "There is no figure of 1999 to compare it with.",
        2020: "The English text of one resolution is not among the sources.",
    }[year] in text


def test_texts_that_xml_cannot_hold_are_written(written: Written, warehouse: Settings, tmp_path: Path) -> None:
    with edition_of(warehouse, YEAR) as edition:
        path = _planted(
            edition,
            tmp_path,
            written.charts,
            "update dim_country set name = E'<w:b/>{name}\\x03 & Co' where country_id = 'NOR'",
        )
    assert "<w:b/>{name}\ufffd & Co" in _all_text(path)


def test_no_pdf_without_libreoffice_or_where_it_fails(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert document.to_pdf(written.path) is None
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    assert document.to_pdf(written.path) is None
    assert not written.path.with_suffix(".pdf").exists()
