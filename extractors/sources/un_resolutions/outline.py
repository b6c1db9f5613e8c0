"""The outline of a resolution: which unit is which paragraph, below which other one, under which label path."""

import re
from dataclasses import dataclass, field

from extractors.sources.un_resolutions import labels
from extractors.sources.un_resolutions.labels import Level
from extractors.sources.un_resolutions.units import Unit

_PARAGRAPH_NUMBER = re.compile(r"(\d{1,3})\s*\.?")
_ANNEX_HEADING = re.compile(r"[“\"‘]?\s*(?:annex|appendix|enclosure|attachment)\b", re.IGNORECASE)
_ANNEX_TITLE = re.compile(
    r"[“\"‘]?\s*(?:Annex|ANNEX|Appendix|Enclosure|Attachment)(?=\s*$|\s*[:—–-]|\s+(?:[A-Z]|[IVX]+|\d+|to)\b)"
)
_SECTION_LABEL = re.compile(r"[A-Z]{1,4}\.?")
_GERUND = re.compile(r"(?:deeply |strongly |gravely |further |also |once again )*\w+ing\b", re.IGNORECASE)
_SIGN_ONLY = re.compile(r"[\W_]*(?:[IVX]{1,4})?[\W_]*")
_ENDED = re.compile(r"[.;,!?][”\"’)]*$")
_PLAIN_VERBS = re.compile(
    r"(?:Accept|Adopt|Affirm|Appeal|Appoint|Approve|Authori[sz]e|Call|Commend|Condemn|Confirm|Decide|Declare|Demand|"
    r"Determine|Emphasi[sz]e|Encourage|Endorse|Expresse|Forward|Invite|Not|Notice|Note|Pledge|Reaffirm|Recall|Recogni[sz]e|"
    r"Recommend|Reiterate|Remain|Renew|Request|Resolve|Stresse|Support|Take|Underline|Underscore|Urge|Warn|Welcome)s\b"
)


@dataclass
class Node:
    """A unit with its place. `parent` indexes the outline; `chain` is its levels from the outermost in."""

    unit: Unit
    part: str
    label: str
    text: str
    structure: str
    path: tuple[str, ...] = ()
    number: int | None = None
    parent: int | None = None
    annex: int | None = None
    annex_title: str | None = None
    belongs: bool = False
    chain: list[Level] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    def opening(self) -> str | None:
        """Give the verb the paragraph opens with; one behind a label that stood in the text counts too."""
        first = self.unit.emphasised[0] if self.unit.emphasised else None
        behind_label = self.label != self.unit.label and first is not None and self.text.startswith(first)
        return self.unit.opening or (first if behind_label else None)


class Outline:
    """Places units one after the other; what it remembers is where in the document it stands."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._of_unit: dict[int, int] = {}
        self._anchor: int | None = None
        self._levels: list[Level] = []
        self._last_item: int | None = None
        self._last_number = 0
        self._recitals = 0
        self._annex: int | None = None
        self._annex_title: str | None = None
        self._annexes = 0
        self._zone = "preamble"
        self._next_label = ""

    def add(self, index: int, unit: Unit, next_label: str) -> None:
        """Place the next unit; `index` is its number among the units, `next_label` the label after its own."""
        self._next_label = next_label
        self._enter(unit)
        node = Node(unit, "unnumbered", unit.label, unit.text, _structure(unit), flags=set(unit.flags))
        node.annex, node.annex_title = self._annex, self._annex_title
        if unit.parent is not None and unit.parent in self._of_unit:
            self._place_nested(node, self._of_unit[unit.parent])
        elif unit.tag in {"recital", "cross_heading"}:
            self._place_recital(node)
        elif self._annex is not None:
            self._place_in_annex(node)
        else:
            self._place_in_body(node)
        self._of_unit[index] = len(self.nodes)
        self.nodes.append(node)

    def _enter(self, unit: Unit) -> None:
        """Notice that a new part or a new annex begins with this unit."""
        starts_attachment = unit.zone == "attachment" and self._zone != "attachment"
        if unit.zone != self._zone:
            self._zone = unit.zone
            # An operative paragraph filed in the preamble has its sub-items at the start of the main body (1977).
            if self._anchor is None or self.nodes[self._anchor].part != "operative" or unit.zone == "attachment":
                self._close()
        title = _is_annex_title(unit)
        # A table straight in the main body is an annex without a title (1409).
        untitled = unit.zone == "main" and unit.tag == "table_row" and self._annex is None and self.nodes
        if unit.zone == "preamble" or not (title or starts_attachment or untitled):
            return
        self._annexes += 1
        self._annex, self._annex_title = self._annexes, (unit.text if title else None)
        self._close()

    def _close(self) -> None:
        self._anchor, self._levels, self._last_item = None, [], None

    def _place_nested(self, node: Node, parent: int) -> None:
        """Place what the XML itself nests: points, items, wrap-ups, notes, rows of a table inside a paragraph."""
        above = self.nodes[parent]
        if self._is_operative_in_a_list(node, parent):
            node.flags.add("nested_in_xml")
            self._place_operative(node, self._last_number + 1)
            return
        node.parent, node.part, node.number = parent, above.part, above.number
        node.annex, node.annex_title = above.annex, above.annex_title
        if node.unit.tag == "item":
            before = next((kin.chain[-1].reading for kin in self._items_of(parent)), None)
            reading = labels.first_reading(node.label, before)
            self._open_item(node, above.chain, reading)
            self._levels = node.chain
            return
        node.path, node.belongs, node.chain = above.path, True, above.chain

    def _is_operative_in_a_list(self, node: Node, parent: int) -> bool:
        """Tell whether a list's item is really the next operative paragraph.

        Seven files nest some so: the first ones below the last recital (1977, 1991, 2053, 2103, 2157), the last ones
        below an item of the paragraph before (1591, 1996). It opens with a verb and has the number that comes next.
        """
        verb, found = node.unit.opening, _PARAGRAPH_NUMBER.fullmatch(node.label)
        if node.unit.tag != "item" or self._annex is not None or not found or int(found[1]) != self._last_number + 1:
            return False
        numbered = any(_PARAGRAPH_NUMBER.fullmatch(kin.label) for kin in self._items_of(parent))
        return verb is not None and verb[0].isupper() and not _GERUND.match(verb) and not numbered

    def _items_of(self, parent: int) -> list[Node]:
        """List the items already placed below a node, the last first."""
        return [kin for kin in reversed(self.nodes[parent + 1 :]) if kin.parent == parent and not kin.belongs]

    def _open_item(self, node: Node, above: list[Level], reading: labels.Reading) -> None:
        parent_path = self.nodes[node.parent].path if node.parent is not None else ()
        node.path = (*parent_path, labels.path_token(node.label, reading.ordinal))
        node.chain = [*above, Level(reading, len(self.nodes))]
        self._last_item = len(self.nodes)

    def _place_recital(self, node: Node) -> None:
        """A container of the preamble is a recital; so is a crossHeading that reads like one (domain.md, section 2)."""
        if node.unit.tag == "cross_heading" and not _GERUND.match(node.text):
            node.part = "heading"
            return
        self._recitals += 1
        node.part, node.number = "preamble", self._recitals
        self._anchor, self._levels, self._last_item = len(self.nodes), [], len(self.nodes)

    def _place_in_body(self, node: Node) -> None:
        """Place a unit of the main body outside annexes, or of the preamble."""
        unit = node.unit
        if unit.tag in {"formula", "block", "section", "heading", "stray", "conclusions"} or _is_labelled_heading(unit):
            node.part = "unnumbered" if unit.tag in {"stray", "conclusions"} else "heading"
            return
        found = _PARAGRAPH_NUMBER.fullmatch(unit.label)
        if not unit.label:
            self._split_label(node)
            found = _PARAGRAPH_NUMBER.fullmatch(node.label)
        if found:
            self._place_operative(node, int(found[1]))
        elif node.label:
            self._place_flat(node)
        else:
            self._place_unnumbered(node)

    def _split_label(self, node: Node) -> None:
        """Move a label that stands in the text to where labels stand."""
        label, text = labels.split_number(node.text, self._last_number + 1)
        if not label:
            label, text = labels.split_label(node.text)
        if label:
            node.label, node.text = label, text
            node.flags.add("label_in_text")

    def _place_operative(self, node: Node, number: int) -> None:
        node.part, node.number, node.path = "operative", number, (str(number),)
        if number != self._last_number + 1:
            node.flags.add("number_out_of_order")
        self._last_number = number
        self._anchor, self._levels, self._last_item = len(self.nodes), [], len(self.nodes)

    def _place_flat(self, node: Node) -> None:
        """Place a flat item below the paragraph that is open, at the level its label tells."""
        depth, reading, in_order = labels.place(node.label, self._levels, self._next_label)
        # The numbers of an annex run on under its headings, which closed the levels before.
        if not in_order and not (self._annex is not None and reading.style.startswith("number") and depth == 0):
            node.flags.add("label_out_of_order")
        above = self._levels[:depth]
        node.structure = "flat"
        node.parent = above[-1].node if above else self._anchor
        anchor = self.nodes[node.parent] if node.parent is not None else None
        node.part = anchor.part if anchor else node.part
        node.number = anchor.number if anchor else None
        if anchor is None and self._last_number == 0 and _GERUND.match(node.text):
            node.flags.add("recital_in_main_body")
        self._open_item(node, above, reading)
        self._levels = node.chain

    def _place_unnumbered(self, node: Node) -> None:
        """Place text without a label: a heading, a paragraph of its own, or more text of what stands before it."""
        words = node.unit
        if _looks_like_heading(words):
            node.flags.add("heading_like")
            return
        if node.text.startswith("*") or (words.style_class or "").startswith("Footnote"):
            node.flags.add("footnote_like")
            return
        starts = words.opening or (found[0] if (found := _PLAIN_VERBS.match(node.text)) else None)
        if starts and starts[0].isupper():
            node.flags.add("recital_in_main_body" if _GERUND.match(starts) else "unnumbered_operative")
            self._anchor, self._levels, self._last_item = len(self.nodes), [], len(self.nodes)
            return
        self._append_to_open(node)

    def _append_to_open(self, node: Node) -> None:
        """Hang text on the open item if that one is a bare title or unfinished, else on the open paragraph."""
        target = self._anchor
        ended = self._last_item is not None and _ENDED.search(self.nodes[self._last_item].text)
        if ended and len(node.text) < 60 and node.text[0].isupper() and node.text[-1].isalpha():
            node.flags.add("heading_like")
            return
        if self._last_item is not None and not ended:
            target = self._last_item
        if target is None:
            return
        above = self.nodes[target]
        node.parent, node.path, node.number = target, above.path, above.number
        node.belongs, node.chain, node.structure = True, above.chain, "continuation"

    def _place_in_annex(self, node: Node) -> None:
        """Place a unit of an annex: headings start its numbering anew, labels tell the rest."""
        node.part = "annex"
        if node.unit.tag == "heading" or _is_annex_title(node.unit) or _is_labelled_heading(node.unit):
            node.structure = "heading"
            self._close()
            return
        if node.unit.tag not in {"paragraph", "item"}:
            return
        if not node.label:
            self._split_label_of_annex(node)
        if node.label and labels.readings(node.label):
            self._place_flat(node)
            node.part = "annex"
            node.number = int(node.path[0]) if node.path[0].isdigit() else None
        elif self._last_item is not None and not _ENDED.search(self.nodes[self._last_item].text):
            self._append_to_open(node)
            node.part = "annex"

    def _split_label_of_annex(self, node: Node) -> None:
        label, text = labels.split_label(node.text)
        if label:
            node.label, node.text = label, text
            node.flags.add("label_in_text")


def _structure(unit: Unit) -> str:
    if unit.tag == "table_row":
        return "table"
    return {"item": "nested", "paragraph": "paragraph", "recital": "paragraph"}.get(unit.tag, unit.tag)


def _is_annex_title(unit: Unit) -> bool:
    """Tell whether a unit titles an annex: a heading, or short text without a label, that starts so."""
    if unit.tag == "heading":
        return _ANNEX_HEADING.match(unit.text) is not None
    return unit.tag == "paragraph" and not unit.label and len(unit.text) < 200 and bool(_ANNEX_TITLE.match(unit.text))


def _is_labelled_heading(unit: Unit) -> bool:
    """Tell whether a unit is a heading that carries a section's label ('I. Political process', 2085)."""
    is_heading_class = (unit.style_class or "").startswith("H")
    return is_heading_class and bool(_SECTION_LABEL.fullmatch(unit.label)) and not _ENDED.search(unit.text)


def _looks_like_heading(unit: Unit) -> bool:
    """Tell whether text without a label has the look of a heading: all in styled spans, or rules and numerals only."""
    chapeau = unit.text.endswith(":") and _PLAIN_VERBS.match(unit.text)
    return bool(unit.wholly_styled and len(unit.text) < 200 and not chapeau) or bool(_SIGN_ONLY.fullmatch(unit.text))


def outline(units: list[Unit]) -> list[Node]:
    """Place every unit of a resolution or draft. One node per unit, in the same order."""
    out = Outline()
    for index, unit in enumerate(units):
        following = (later.label or labels.split_label(later.text)[0] for later in units[index + 1 : index + 8])
        out.add(index, unit, next((label for label in following if label), ""))
    return out.nodes
