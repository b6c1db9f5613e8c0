"""Paragraphs of a resolution or draft as payloads: their ids, locators and the chapeau they stand under."""

from typing import Any

from extractors.sources.un_resolutions.outline import Node
from extractors.sources.un_resolutions.text import count_characters, storable
from extractors.sources.un_resolutions.units import Unit


def characters(nodes: list[Node]) -> int:
    """Count the characters, white space aside, that the paragraphs hold, labels included."""
    return sum(unit_characters(node.unit) for node in nodes)


def unit_characters(unit: Unit) -> int:
    """Count a unit's characters: a note's marker is an attribute, the ' | ' between cells is ours; neither counts."""
    label = "" if unit.tag == "note" else unit.label
    text = unit.text.replace(" | ", "") if unit.tag == "table_row" else unit.text
    return count_characters(label) + count_characters(text)


def local_ids(nodes: list[Node]) -> list[str]:
    """Give every node its readable id, unique in the document: 'op-42-a-iii', 'pp-3', 'annex-1-3-a', 'heading-2'.

    Where a locator occurs twice the later ones end in '~2', '~3'; they are flagged locator_repeated.
    """
    out: list[str] = []
    counters: dict[str, int] = {}
    taken: dict[str, int] = {}
    for node in nodes:
        base = _base_id(node, out, counters)
        taken[base] = taken.get(base, 0) + 1
        if taken[base] > 1:
            node.flags.add("locator_repeated")
        out.append(base if taken[base] == 1 else f"{base}~{taken[base]}")
    return out


def _base_id(node: Node, given: list[str], counters: dict[str, int]) -> str:
    if node.parent is not None:
        if node.belongs:
            word = {"note": "note", "table": "row"}.get(node.structure, "text")
            return _next(f"{given[node.parent]}-{word}", counters)
        return f"{given[node.parent]}-{_slug(node.path[-1])}"
    if node.part in {"preamble", "operative"}:
        return f"{'pp' if node.part == 'preamble' else 'op'}-{node.number}"
    prefix = f"annex-{node.annex}-" if node.part == "annex" else ""
    if node.path:
        return f"{prefix or 'unnumbered-'}{_slug(node.path[-1])}"
    return _id_of_unlabelled(node, prefix, counters)


def _id_of_unlabelled(node: Node, prefix: str, counters: dict[str, int]) -> str:
    if node.structure == "formula":
        return "formula"
    if node.structure == "table":
        return f"{prefix}table-{node.unit.table}-row-{node.unit.row}"
    is_heading = node.part == "heading" or node.structure == "heading"
    return _next(f"{prefix}{'heading' if is_heading else 'unnumbered'}", counters)


def _next(base: str, counters: dict[str, int]) -> str:
    counters[base] = counters.get(base, 0) + 1
    return f"{base}-{counters[base]}"


def _slug(token: str) -> str:
    return token.replace(" ", "-")


def locator(node: Node) -> str:
    """Give the place as one cites it: '42 (a) (iii)', 'PP 3', 'annex, 3 (a)'; '' for what has none.

    Text that belongs to a paragraph without a label of its own has that paragraph's locator.
    """
    tokens = [_cited(token, first=position == 0) for position, token in enumerate(node.path)]
    if node.part == "preamble":
        tokens.insert(0, f"PP {node.number}")
    if node.part == "annex":
        inner = " ".join(tokens) or (f"table row {node.unit.row}" if node.structure == "table" else "")
        return f"annex, {inner}" if inner else "annex"
    return " ".join(tokens)


def _cited(token: str, *, first: bool) -> str:
    return token if token.startswith("bullet") or (first and token.isdigit()) else f"({token})"


def payloads(nodes: list[Node], about: dict[str, Any]) -> list[dict[str, Any]]:
    """Build the payload of every paragraph, in document order. `about` is what all share (symbol, number, year)."""
    ids = local_ids(nodes)
    return [{**about, **_payload(node, index, nodes, ids)} for index, node in enumerate(nodes)]


def _payload(node: Node, index: int, nodes: list[Node], ids: list[str]) -> dict[str, Any]:
    above = _ancestors(node, nodes)
    chapeau = " ".join(text for text in (other.text for other in reversed(above)) if text)
    return {
        "local_id": ids[index],
        "parent_local_id": ids[node.parent] if node.parent is not None else None,
        "ordinal": index + 1,
        "part": node.part,
        "top_level": node.parent is None,
        "paragraph_number": node.number,
        "path": list(node.path),
        "locator": storable(locator(node)),
        "label": storable(node.label) or None,
        "text": storable(node.text),
        "chapeau_text": storable(chapeau) or None,
        "chapeau_verb": above[-1].opening() if above else None,
        "italic_verbs": list(node.unit.emphasised),
        "opening_verb": node.opening(),
        "style_class": node.unit.style_class,
        "structure": node.structure,
        "in_body": node.unit.in_body,
        "xml_paragraph": node.unit.element,
        "annex_title": node.annex_title if node.part == "annex" else None,
        "flags": sorted(node.flags),
    }


def _ancestors(node: Node, nodes: list[Node]) -> list[Node]:
    """List a node's ancestors, the nearest first."""
    out = []
    while node.parent is not None:
        node = nodes[node.parent]
        out.append(node)
    return out
