"""Footnotes, which python-docx cannot write: their part, its relations, and the marks that point to them."""

from dataclasses import dataclass, field

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from reports.docx_xml import el, paragraph, run, text_run

TEXT_STYLE = "footnotetext"
MARK_STYLE = "FootnoteReference"
_FIRST = 1  # -1 and 0 are the rules above the notes, which every part of footnotes has


@dataclass
class Footnotes:
    """The footnotes of one document, numbered by the program that shows them, in the order of their marks."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    """Text, and the address that it leads to."""

    def mark(self, text: str, address: str) -> BaseOxmlElement:
        """Add a note; returns the run that marks its place in the text."""
        self.notes.append((text, address))
        return run(el("footnoteReference", id=len(self.notes) - 1 + _FIRST), style=MARK_STYLE)

    def put_into(self, document: Document) -> None:
        """Add the part to a document in which all marks stand already. Once for each document."""
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, b"", document.part.package)
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        root.append(_rule(-1, "separator"))
        root.append(_rule(0, "continuationSeparator"))
        for number, (text, address) in enumerate(self.notes, _FIRST):
            relation = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = el("hyperlink", text_run(text))
            link.set(qn("r:id"), relation)
            own_mark = run(el("footnoteRef"), style=MARK_STYLE)
            root.append(el("footnote", paragraph(TEXT_STYLE, [own_mark, text_run(" "), link]), id=number))
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _rule(number: int, kind: str) -> BaseOxmlElement:
    return el("footnote", paragraph(TEXT_STYLE, [run(el(kind))]), id=number, type=kind)
