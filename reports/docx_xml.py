"""Elements of WordprocessingML, where python-docx has no call for what a document needs (ECMA-376, part 1, 17)."""

from collections.abc import Iterable
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.inert import in_xml


def el(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """The element `w:tag` with these children; attributes without a prefix are in the same namespace."""
    element = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), in_xml(str(value)))
    element.extend(children)
    return element


def text_run(text: str, style: str | None = None) -> BaseOxmlElement:
    """A run of text in the character style with this id, or as its paragraph's style has it."""
    words = el("t")
    words.text = in_xml(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run(words, style=style)


def run(*content: BaseOxmlElement, style: str | None = None) -> BaseOxmlElement:
    """A run, which never has formatting of its own: only a character style."""
    properties = [] if style is None else [el("rPr", el("rStyle", val=style))]
    return el("r", *properties, *content)


def paragraph(style: str, content: Iterable[BaseOxmlElement] = ()) -> BaseOxmlElement:
    """A paragraph in the style with this id."""
    return el("p", el("pPr", el("pStyle", val=style)), *content)


def field(code: str, shown: str) -> list[BaseOxmlElement]:
    """The runs of a field such as PAGE; `shown` stands until the reader's program works it out."""
    instruction = el("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        run(el("fldChar", fldCharType="begin")),
        run(instruction),
        run(el("fldChar", fldCharType="separate")),
        text_run(shown),
        run(el("fldChar", fldCharType="end")),
    ]
