"""The whole archive, made from a folder of official files: same folder, same items, down to the byte."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from replica.sites.peacewomen import plants
from replica.sites.peacewomen.companions import companions
from replica.sites.peacewomen.drafts import drafts_of
from replica.sites.peacewomen.items import extracts, whole_resolutions
from replica.sites.peacewomen.model import Item, slug
from replica.sites.peacewomen.official import read_resolutions

LAST_YEAR = 2018
"""The real archive's last extract is of December 2018; nothing younger is derived, though the folder may hold it."""


@dataclass(frozen=True)
class Derived:
    """The items, newest first, and the plants: name -> keys of the items that hold it, in the same order."""

    items: tuple[Item, ...]
    plants: dict[str, list[str]]


def derive(folder: Path) -> Derived:
    """Make the archive. An unreadable file is left out; a folder without resolutions gives no items."""
    noted = dict[str, set[int]]()

    def note(plant: str, item: Item) -> None:
        noted.setdefault(plant, set()).add(item.node_id)

    resolutions = [r for r in read_resolutions(folder) if r.year <= LAST_YEAR and r.adopted.year <= LAST_YEAR]
    made = extracts(drafts_of(resolutions), note)
    made += whole_resolutions(resolutions, made, note)
    with_extracts = {item.resolution_number for item in made}
    made += companions([r for r in resolutions if r.number in with_extracts], note)
    items = finished(plants.apply(made, note))
    for item in items:
        if len(item.terms) > 1:
            note("several_themes", item)
    by_plant = {name: [item.key for item in items if item.node_id in nodes] for name, nodes in sorted(noted.items())}
    return Derived(items, by_plant)


def finished(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items newest first, with their addresses and keys; items that have theirs keep them.

    No two items share an alias, and alias-only items are keyed by it.
    """
    used = set[str]()
    done = dict[int, Item]()
    next_number = dict[str, int]()
    for item in sorted(items, key=lambda item: item.node_id):
        wanted = alias = item.alias or f"content/{slug(item.title)}"
        while alias in used:
            number = next_number.get(wanted, 0)
            next_number[wanted], alias = number + 1, f"{wanted}-{number}"
        used.add(alias)
        key = f"node/{item.node_id}" if item.shows_node_id else alias
        link = f"/{alias}" if item.link == "alias" else item.link or f"/node/{item.node_id}"
        done[item.node_id] = replace(item, alias=alias, key=key, link=link)
    key_of = {f"node/{node}": item.key for node, item in done.items()} | {i.alias: i.key for i in done.values()}
    for node, item in done.items():
        keys = tuple(key_of[key] for key in item.extracts if key in key_of)
        done[node] = replace(item, extracts=keys) if keys != item.extracts else item
    return tuple(done[node] for node in sorted(done, reverse=True))
