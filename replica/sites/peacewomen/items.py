"""Drafts and resolutions become items: titles are spelt, bodies get their numbers, lists are chosen."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from replica import seeded
from replica.sites.peacewomen import titles, topics
from replica.sites.peacewomen.drafts import Draft, node_of
from replica.sites.peacewomen.model import Item
from replica.sites.peacewomen.official import Resolution

T = TypeVar("T")
Note = Callable[[str, Item], None]

_SPELLINGS = {
    "operative": titles.OPERATIVE,
    "range": titles.RANGES,
    "list": titles.LISTS,
    "preamble": titles.PREAMBLE,
    "recital": titles.RECITAL,
}
_AS_USUAL = 2387
"""A resolution whose page keeps the usual address: it is the example that people look up."""
_KINDS = {"preamble": "preamble_extract", "recital": "preamble_extract"}


def shares(names: Sequence[tuple[str, int]], things: Iterable[T], key: Callable[[T], str]) -> dict[str, str]:
    """Key of a thing -> the name that falls to it; each name has its share, at least one thing while there are any.

    The last name takes what is left, so its own share does not count.
    """
    free, given = list(things), dict[str, str]()
    for name, one_in in names[:-1]:
        chosen = {key(thing) for thing in seeded.pick(name, free, one_in, key)}
        given |= dict.fromkeys(chosen, name)
        free = [thing for thing in free if key(thing) not in chosen]
    return given | {key(thing): names[-1][0] for thing in free}


def extracts(drafts: Sequence[Draft], note: Note) -> list[Item]:
    """An item for each draft; `note` is told of each plant and the item that holds it."""
    spelt = _spellings(drafts)
    by_words = _titled_by_words(drafts)
    starts = shares(
        [(start.name, start.one_in) for start in titles.STARTS],
        [draft for draft in drafts if draft.form in {"operative", "range", "list"} and draft.name not in by_words],
        lambda draft: draft.name,
    )
    made = list[Item]()
    for draft in drafts:
        start = starts.get(draft.name) or _usual_start(draft)
        item = _item(draft, spelt.get(draft.name), start, by_words.get(draft.name))
        named = [by_words.get(draft.name) or (spelt[draft.name].name if draft.name in spelt else None), start]
        held = ["elision"] * any(body.elided for _, body in draft.parts)
        held += ["inherited_letter"] * any(body.inherits for _, body in draft.parts)
        for plant in (*draft.plants, *held, *(name for name in named if name)):
            note(plant, item)
        made.append(item)
    return made


def _spellings(drafts: Sequence[Draft]) -> dict[str, titles.Spelling]:
    """Name of a draft -> how its title is spelt; a bundle's form is its spelling."""
    found = dict[str, titles.Spelling]()
    for form, spellings in _SPELLINGS.items():
        by_name = {spelling.name: spelling for spelling in spellings}
        those = [draft for draft in drafts if draft.form == form]
        names = [(spelling.name, spelling.one_in) for spelling in spellings]
        given = shares(names, [d for d in those if "same_title" not in d.plants], lambda draft: draft.name)
        for draft in those:  # items that share a title share its spelling
            shared = seeded.one_of(spellings, "same_title", draft.resolution.number, draft.at)
            found[draft.name] = by_name[given[draft.name]] if draft.name in given else shared
    return found


def _titled_by_words(drafts: Sequence[Draft]) -> dict[str, str]:
    """Name of a draft -> plant, for extracts whose title is the beginning of their own words."""
    free = [d for d in drafts if d.form in {"operative", "preamble"} and not d.plants and _opens_as_its_part(d)]
    found = dict[str, str]()
    for name, one_in, least in (("titled_by_255", 40, titles.TITLED_LONG), ("titled_by_77", 40, 100)):
        long = [d for d in free if d.name not in found and len(" ".join(d.parts[0][1].lines)) > least]
        found |= {draft.name: name for draft in seeded.pick(name, long, one_in, lambda draft: draft.name)}
    return found


def _opens_as_its_part(draft: Draft) -> bool:
    """Whether the first word tells a recital from an operative paragraph: without a number nothing else does."""
    first = draft.parts[0][1].lines[0].partition(" ")[0]
    return first.endswith("ing") is (draft.form == "preamble")


def _usual_start(draft: Draft) -> str | None:
    if draft.form == "recital":
        return "starts_pp"
    if draft.form.startswith("bundle"):
        return "starts_paragraph_word" if "numbered_through" in draft.plants else None
    return None


def _item(draft: Draft, spelling: titles.Spelling | None, start: str | None, by_words: str | None) -> Item:
    resolution = draft.resolution
    lines = tuple(_lines(draft, start))
    if by_words:
        length = titles.TITLED_SHORT if by_words == "titled_by_77" else titles.TITLED_LONG
        title = titles.by_its_words(" ".join(lines), length)
    elif spelling:
        title = spelling.write(resolution.number, resolution.year, draft.at)
    else:
        template = next(template for name, _, template, _ in titles.BUNDLES if name == draft.form)
        title = template.format(n=resolution.number, theme=draft.at)
    terms = topics.terms_of(draft.name)
    if draft.form.startswith("bundle"):
        theme = titles.THEME_OF_BUNDLE.get(draft.at, draft.at)
        terms = tuple(sorted({*terms, *(t.term_id for t in topics.THEMES if t.name == theme)}))
    geographic, _ = topics.place_of(resolution.agenda)
    thematic = topics.subject_of(resolution.agenda)
    return Item(
        key=f"node/{draft.node_id}",
        node_id=draft.node_id,
        alias="",
        kind="bundle" if draft.form.startswith("bundle") else _KINDS.get(draft.form, "paragraph_extract"),
        title=title,
        resolution_number=resolution.number,
        resolution_year=resolution.year if spelling and "{year}" in spelling.template and not by_words else None,
        locators=() if by_words else _locators(draft),
        official=tuple(name for _, body in draft.parts for name in body.locators),
        themes=tuple(topics.BY_TERM[term].name for term in terms),
        terms=terms,
        geographic=geographic,
        thematic=thematic,
        text=lines,
        labels=("themes", *["geographic"] * bool(geographic), *["thematic"] * bool(thematic), "body"),
    )


def _locators(draft: Draft) -> tuple[str, ...]:
    if draft.form == "operative":
        return (draft.at,)
    if draft.form == "recital":
        return (f"PP{draft.at}",)
    if draft.form in {"range", "list"}:
        return tuple(str(paragraph.number) for paragraph, _ in draft.parts)
    return ()


def _lines(draft: Draft, start: str | None) -> Iterable[str]:
    template = next((s.template for s in titles.STARTS if s.name == start), "PP{n}: " if start == "starts_pp" else "")
    if "starts_pp" in draft.plants:
        template = "PP{n}: "
    for paragraph, body in draft.parts:
        number = paragraph.number
        if "numbered_through" in draft.plants and paragraph.part == "operative":
            number += draft.resolution.recitals
        first, *rest = body.lines
        yield template.format(n=number) + first
        yield from rest[:-1]
        if rest:
            yield rest[-1] + ('"' if start == "starts_quote" else "")


def whole_resolutions(resolutions: Sequence[Resolution], made: Sequence[Item], note: Note) -> list[Item]:
    """An item for each resolution that gave extracts, and for a few that hold no word on women."""
    held = dict[int, list[str]]()
    for item in made:
        if item.resolution_number is not None:
            held.setdefault(item.resolution_number, []).append(item.key)
    without = [r for r in resolutions if r.number not in held]
    listed_anyway = {r.number for r in seeded.pick("no_wps_word", without, 60, lambda r: str(r.number))}
    chosen = [r for r in resolutions if r.number in held or r.number in listed_anyway]
    names = [(spelling.name, spelling.one_in) for spelling in titles.WHOLE]
    spelt = shares(names, chosen, lambda r: f"whole {r.number}")
    usual_or_old = [r for r in chosen if r.number != _AS_USUAL]
    old = {r.number for r in seeded.pick("old_style_address", usual_or_old, 25, lambda r: str(r.number))}
    items = list[Item]()
    for resolution in chosen:
        name = spelt[f"whole {resolution.number}"]
        spelling = next(spelling for spelling in titles.WHOLE if spelling.name == name)
        item = _whole(resolution, spelling, tuple(held.get(resolution.number, ())), resolution.number in old)
        items.append(item)
        plants = ["no_wps_word"] * (resolution.number in listed_anyway)
        plants += ["old_style_address"] * (resolution.number in old)
        for plant in (*plants, name):
            note(plant, item)
    return items


def _whole(resolution: Resolution, spelling: titles.Spelling, extracts: tuple[str, ...], old: bool) -> Item:
    number, year = resolution.number, resolution.year
    node = node_of(number, 0)
    last = f"resolution-{number}-{year}-0" if old else f"security-council-resolution-{number}"
    _, countries = topics.place_of(resolution.agenda)
    return Item(
        key=f"node/{node}",
        node_id=node,
        alias=f"security-council/resolution/{last}",
        kind="whole_resolution",
        title=spelling.write(number, year),
        resolution_number=number,
        resolution_year=year if "{year}" in spelling.template else None,
        terms=topics.terms_of(f"whole {number}")[:2],
        countries=countries,
        dated=resolution.adopted,
        labels=(),
        pdf=((spelling.write(number, year), f"/sites/default/files/sc_res_{number}_{year}.pdf"),),
        extracts=extracts,
    )
