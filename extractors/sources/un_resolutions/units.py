"""The text of a document cut into units in document order: every character of it in exactly one unit."""

from collections.abc import Callable
from dataclasses import dataclass

from extractors.sources.un_resolutions.text import (
    Element,
    Words,
    all_text,
    children,
    collapse,
    descendants,
    local_name,
    read_words,
)

# Elements that become a unit of their own ...
_BLOCKS = {
    "paragraph": "paragraph",
    "alinea": "paragraph",
    "p": "paragraph",
    "point": "item",
    "item": "item",
    "formula": "formula",
    "block": "block",
    "crossHeading": "cross_heading",
    "wrapUp": "wrap_up",
    "conclusions": "conclusions",
}
# ... and those that only hold such elements. A container is one or the other: see _emit_container.
_HOLDERS = frozenset({"list", "sublist", "blockList", "section", "attachments", "attachment", "doc", "mainBody"})
# Blocks that have a unit of their own even inside another block.
_BLOCKS_WITHIN = frozenset({"paragraph", "alinea", "point", "item", "crossHeading", "wrapUp"})
_SKIPPED = frozenset({"meta", "coverPage"})


@dataclass(frozen=True)
class Unit:
    """One piece of a document's text.

    `tag`: formula, recital, block, item, cross_heading, section, paragraph, heading, wrap_up, conclusions,
    table_row, note or stray. `parent` is the index of the unit it hangs on in the XML. `element` counts the
    `paragraph` elements of the statement's own main body (None elsewhere). `in_body` is domain.md's Body.
    """

    zone: str
    tag: str
    label: str
    text: str
    emphasised: tuple[str, ...]
    opening: str | None
    wholly_styled: bool
    parent: int | None
    element: int | None
    in_body: bool
    style_class: str | None
    table: int | None = None
    row: int | None = None
    flags: tuple[str, ...] = ()


class UnitReader:
    """Walks a document's parts and gathers its units; it remembers how many paragraphs and tables it has passed."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._elements = 0
        self._tables = 0

    def read(self, part: Element, zone: str) -> None:
        """Read one part (preamble, mainBody, attachments ...) under a zone: 'preamble', 'main' or 'attachment'."""
        self._hold(part, zone, None, element=None, in_body=False)

    def _hold(self, holder: Element, zone: str, parent: int | None, *, element: int | None, in_body: bool) -> None:
        """Read the children of an element that has no text of its own; text found in it all the same is a stray."""
        self._stray(holder.text, holder, zone, parent, in_body)
        last = parent
        for child in holder:
            name = local_name(child)
            if name == "num":
                self._add_plain("section", child, zone, parent, in_body)
            elif name in {"sublist", "list"}:
                # A sublist is a sibling after the point it belongs to, not its child.
                self._hold(child, zone, last, element=element, in_body=in_body)
            elif name:
                before = len(self.units)
                self._emit(child, zone, parent, element=element, in_body=in_body)
                last = before if name in {"point", "item"} and len(self.units) > before else last
            self._stray(child.tail, holder, zone, parent, in_body)

    def _emit(self, node: Element, zone: str, parent: int | None, *, element: int | None, in_body: bool) -> None:
        name = local_name(node)
        if name in _SKIPPED:
            return
        if name == "container":
            self._emit_container(node, zone, parent)
        elif name == "table":
            self._emit_table(node, zone, parent, in_body)
        elif name in _HOLDERS:
            self._hold(node, zone, parent, element=element, in_body=in_body)
        elif name == "paragraph" and zone == "main" and parent is None:
            self._elements += 1
            self._emit_block(node, zone, parent, element=self._elements, in_body=True)
        elif name in _BLOCKS:
            self._emit_block(node, zone, parent, element=element, in_body=in_body)
        else:
            self._emit_unknown(node, zone, parent, in_body)

    def _emit_container(self, node: Element, zone: str, parent: int | None) -> None:
        """A container is a recital in the preamble; in a main body it only wraps a table."""
        if zone == "preamble" and parent is None:
            self._emit_block(node, zone, None, element=None, in_body=True, tag="recital", opening=node.get("name"))
        else:
            self._hold(node, zone, parent, element=None, in_body=False)

    def _emit_block(
        self,
        node: Element,
        zone: str,
        parent: int | None,
        *,
        element: int | None,
        in_body: bool,
        tag: str | None = None,
        opening: str | None = None,
    ) -> None:
        tag = tag or _tag_of(node)
        label = collapse(" ".join(all_text(num) for num in children(node, "num")))
        words = read_words(node, _not_own(node))
        index = len(self.units)
        if not (label or words.text() or words.notes or any(True for _ in descendants(node, *_BLOCKS_WITHIN - {tag}))):
            return  # an empty element: six in 2000-2019
        self.units.append(
            Unit(
                zone,
                tag,
                label,
                words.text(),
                tuple(words.emphasised()),
                opening or words.opening(),
                words.wholly_styled(),
                parent,
                element,
                in_body,
                node.get("class"),
            )
        )
        self._emit_notes(words, zone, index, element, in_body)
        self._emit_below(node, zone, index, element=element, in_body=in_body)

    def _emit_below(self, node: Element, zone: str, index: int, *, element: int | None, in_body: bool) -> None:
        """Read what hangs below a block: points, sublists, wrap-ups, tables, wherever in it they stand."""
        last = index
        for child in children(node):
            name = local_name(child)
            if name in {"num", "authorialNote"}:
                continue
            if name == "sublist":
                self._emit_below(child, zone, last, element=element, in_body=in_body)
            elif name == "table" or name in _BLOCKS_WITHIN:
                last = len(self.units) if name in {"point", "item"} else last
                self._emit(child, zone, index, element=element, in_body=in_body)
            else:
                self._emit_below(child, zone, index, element=element, in_body=in_body)

    def _emit_notes(self, words: Words, zone: str, parent: int, element: int | None, in_body: bool) -> None:
        for note in words.notes:
            inner = read_words(note)
            unit = Unit(
                zone, "note", note.get("marker") or "", inner.text(), (), None, False, parent, element, in_body, None
            )
            self.units.append(unit)
            self._emit_notes(inner, zone, parent, element, in_body)

    def _emit_table(self, table: Element, zone: str, parent: int | None, in_body: bool) -> None:
        """One unit per row that holds text, its cells joined by ' | '."""
        self._tables += 1
        for number, row in enumerate(descendants(table, "tr"), start=1):
            cells = [read_words(cell) for cell in children(row)]
            text = " | ".join(cell.text() for cell in cells)
            index = len(self.units)
            if any(cell.text() for cell in cells):
                self.units.append(
                    Unit(
                        zone,
                        "table_row",
                        "",
                        text,
                        tuple(span for cell in cells for span in cell.emphasised()),
                        None,
                        False,
                        parent,
                        None,
                        in_body,
                        None,
                        table=self._tables,
                        row=number,
                    )
                )
                for cell in cells:
                    self._emit_notes(cell, zone, index, None, in_body)

    def _emit_unknown(self, node: Element, zone: str, parent: int | None, in_body: bool) -> None:
        if all_text(node):
            self._add_plain("stray", node, zone, parent, in_body, f"unexpected_element:{local_name(node)}")

    def _add_plain(self, tag: str, node: Element, zone: str, parent: int | None, in_body: bool, *flags: str) -> None:
        text = all_text(node)
        if text:
            label, text = (text, "") if tag == "section" else ("", text)
            unit = Unit(zone, tag, label, text, (), None, False, parent, None, in_body, node.get("class"), flags=flags)
            self.units.append(unit)

    def _stray(self, text: str | None, holder: Element, zone: str, parent: int | None, in_body: bool) -> None:
        if text and text.strip():
            flags = (f"text_outside_elements:{local_name(holder)}",)
            unit = Unit(zone, "stray", "", collapse(text), (), None, False, parent, None, in_body, None, flags=flags)
            self.units.append(unit)


def _tag_of(node: Element) -> str:
    name = local_name(node)
    if name == "paragraph" and children(node, "heading", "subheading") and not children(node, "content", "list"):
        return "heading"
    return _BLOCKS.get(name, "paragraph")


def _not_own(block: Element) -> Callable[[Element], bool]:
    """Tell which elements inside a block have a unit of their own, or are its label."""

    def skip(node: Element) -> bool:
        name = local_name(node)
        if name == "num":
            return node.getparent() is block
        return name in _BLOCKS_WITHIN or name in {"sublist", "table"}

    return skip
