"""The part of footnotes: what a word processor needs to find in it."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.oxml.ns import qn
from lxml import etree

from reports import document_styles, docx_file
from reports.docx_footnotes import Footnotes
from reports.docx_xml import paragraph, text_run

PARTS = "http://schemas.openxmlformats.org/package/2006/content-types"


def _written(path: Path, *texts: str) -> zipfile.ZipFile:
    document, notes = docx.Document(), Footnotes()
    document_styles.define(document)
    for text in texts:
        document.element.body.insert(
            0, paragraph("Numberedparagraph", [text_run("See"), notes.mark(text, "https://x.example/1")])
        )
    notes.put_into(document)
    docx_file.save(document, path, title="T", subject="S", author="A", dated=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    return zipfile.ZipFile(path)


def test_notes_are_a_part_of_their_own_that_the_document_names(tmp_path: Path) -> None:
    parts = _written(tmp_path / "a.docx", "S/RES/1325 (2000), para. 1.", "<&\x05")
    types = etree.fromstring(parts.read("[Content_Types].xml"))
    named = {one.get("PartName"): one.get("ContentType") for one in types.iter(f"{{{PARTS}}}Override")}
    assert named["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    relations = etree.fromstring(parts.read("word/_rels/document.xml.rels"))
    assert [one.get("Target") for one in relations if one.get("Type").endswith("/footnotes")] == ["footnotes.xml"]
    notes = etree.fromstring(parts.read("word/footnotes.xml"))
    assert [(one.get(qn("w:id")), one.get(qn("w:type"))) for one in notes] == [
        ("-1", "separator"), ("0", "continuationSeparator"), ("1", None), ("2", None),
    ]  # fmt: skip
    assert ["".join(one.itertext(qn("w:t"))).strip() for one in notes][2:] == [
        "S/RES/1325 (2000), para. 1.",
        "<&\ufffd",
    ]


def test_python_docx_reads_it_back(tmp_path: Path) -> None:
    _written(tmp_path / "a.docx", "note").close()
    document = docx.Document(str(tmp_path / "a.docx"))
    assert document.paragraphs[0].text == "See"
    assert document.core_properties.created == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_bytes_depend_on_nothing_but_the_content(tmp_path: Path) -> None:
    _written(tmp_path / "a.docx", "note").close()
    _written(tmp_path / "b.docx", "note").close()
    _written(tmp_path / "c.docx", "another").close()
    one, same, other = ((tmp_path / f"{name}.docx").read_bytes() for name in "abc")
    assert one == same
    assert one != other


def test_nothing_of_the_template_is_left(tmp_path: Path) -> None:
    names = _written(tmp_path / "a.docx", "note").namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "WithEffects" in name]
