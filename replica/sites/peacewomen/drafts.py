"""Which items a resolution gives, and which official paragraphs each holds: before any title is spelt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from replica import seeded
from replica.sites.peacewomen import titles
from replica.sites.peacewomen.bodies import ELISION, Body, body_of, locator, wanted
from replica.sites.peacewomen.official import Paragraph, Resolution

FIRST_NODE = 20_000
FIRST_RESOLUTION = 1_284
SLOTS = 72
"""Node ids that a resolution may use: what one resolution gives does not move the ids of the others."""
MOST_EXTRACTS = 62
FIRST_COMPANION = 64


@dataclass(frozen=True)
class Draft:
    """An extract to be: what it holds, and which form of title suits it."""

    resolution: Resolution
    form: str
    """operative, range, list, preamble, recital, or a bundle's name in titles.BUNDLES"""
    parts: tuple[tuple[Paragraph, Body], ...]
    at: str = ""
    """What its title names: `42 (a)`, `4-6`, or a bundle's theme."""
    node_id: int = 0
    plants: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Says which extract this is, whatever other files the archive holds."""
        return f"{self.resolution.number} {self.form} {self.at} {self.node_id}"


def node_of(resolution: int, slot: int) -> int:
    """The node id at a resolution's slot: 0 is the whole resolution, then come its extracts, then its companions."""
    return FIRST_NODE + (resolution - FIRST_RESOLUTION) * SLOTS + slot


def drafts_of(resolutions: Sequence[Resolution]) -> list[Draft]:
    """The extracts of all resolutions, each with its node id."""
    styles = _styles(resolutions)
    drafts = list[Draft]()
    for resolution in resolutions:
        own = list(_drafts(resolution, styles))[:MOST_EXTRACTS]
        drafts += [replace(d, node_id=node_of(resolution.number, slot)) for slot, d in enumerate(own, start=1)]
    return drafts


def _styles(resolutions: Sequence[Resolution]) -> dict[str, set[str]]:
    """Name of a plant -> names of the resolutions or paragraphs that it touches."""
    styles = dict[str, set[str]]()
    free = [resolution for resolution in resolutions if sum(p.matches for p in resolution.paragraphs) > 2]
    for name, one_in, _, _ in titles.BUNDLES:
        chosen = seeded.pick(name, free, one_in, lambda r: str(r.number))
        styles[name] = {str(resolution.number) for resolution in chosen}
        free = [resolution for resolution in free if str(resolution.number) not in styles[name]]
    operative = [(r, p) for r in free for p in r.paragraphs if p.part == "operative" and p.matches]
    several = [(r, p) for r, p in operative if len(_sub_places(p)) > 1]
    borrowing = [(r, p) for r, p in several if _lender(r, p)]
    styles["borrows"] = {_place(place) for place in seeded.pick("borrows", borrowing, 3, _place)}
    several = [place for place in several if _place(place) not in styles["borrows"]]
    for name, one_in in (("same_title", 4), ("by_sub_paragraph", 3)):
        chosen_places = seeded.pick(name, several, one_in, _place)
        styles[name] = {_place(place) for place in chosen_places}
        several = [place for place in several if _place(place) not in styles[name]]
    runs = [(r, p) for r, p in operative if _run_from(r, p)]
    for name, one_in in (("range", 30), ("list", 40)):
        styles[name] = {_place(place) for place in seeded.pick(name, runs, one_in, _place)}
        runs = [place for place in runs if _place(place) not in styles[name]]
    recitals = [r for r in free if any(p.part == "preamble" and p.matches for p in r.paragraphs)]
    for name, one_in in (("pp_titles", 10), ("pp_marks", 5)):
        styles[name] = {str(r.number) for r in seeded.pick(name, recitals, one_in, lambda r: str(r.number))}
        recitals = [r for r in recitals if str(r.number) not in styles[name]]
    return styles


def _place(place: tuple[Resolution, Paragraph]) -> str:
    return f"{place[0].number} {locator(place[1])}"


def _sub_places(paragraph: Paragraph) -> list[int]:
    return [place for place in wanted(paragraph) if paragraph.pieces[place].path]


def _run_from(resolution: Resolution, paragraph: Paragraph) -> list[Paragraph]:
    """The paragraph and the one or two right after it, where they match and have no sub-items; else nothing."""
    numbered = {p.number: p for p in resolution.paragraphs if p.part == "operative" and p.matches}
    run = [numbered[n] for n in range(paragraph.number, paragraph.number + 3) if n in numbered]
    flat = [p for p in run if not _sub_places(p)]
    together = all(b.number == a.number + 1 for a, b in pairwise(flat))
    return flat if len(flat) > 1 and flat[0] is paragraph and together else []


def _lender(resolution: Resolution, paragraph: Paragraph) -> Paragraph | None:
    """The next paragraph, where a sub-item of it is worth an extract: it can be filed under the wrong number."""
    for other in resolution.paragraphs:
        if other.part == "operative" and other.number == paragraph.number + 1 and _deep(other):
            return other
    return None


def _deep(paragraph: Paragraph) -> list[int]:
    return [place for place in _sub_places(paragraph) if len(paragraph.pieces[place].path) == 2]


def _drafts(resolution: Resolution, styles: dict[str, set[str]]) -> Iterator[Draft]:
    matching = [paragraph for paragraph in resolution.paragraphs if paragraph.matches]
    for name, _, _, themes in titles.BUNDLES:
        if str(resolution.number) in styles[name]:
            yield from _bundles(resolution, matching, name, themes)
            return
    yield from _preambles(resolution, [p for p in matching if p.part == "preamble"], styles)
    taken = set[int]()
    for paragraph in matching:
        if paragraph.part == "operative" and paragraph.number not in taken:
            drafts = list(_operative(resolution, paragraph, styles))
            taken |= {part.number for draft in drafts for part, _ in draft.parts}
            yield from drafts


def _bundles(
    resolution: Resolution, matching: Sequence[Paragraph], name: str, themes: Sequence[str]
) -> Iterator[Draft]:
    through = ("numbered_through",) if name == "bundle_statement_of_council" else ()
    for place, theme in enumerate(themes):
        held = [p for p in matching if seeded.number("bundle", resolution.number, locator(p)) % len(themes) == place]
        if held:
            yield Draft(resolution, name, tuple(_parts(resolution, held)), theme, plants=(name, *through))


def _preambles(resolution: Resolution, recitals: Sequence[Paragraph], styles: dict[str, set[str]]) -> Iterator[Draft]:
    if str(resolution.number) in styles["pp_titles"]:
        for recital in recitals:
            yield Draft(resolution, "recital", tuple(_parts(resolution, [recital])), str(recital.number))
    elif recitals:
        marks = ("starts_pp",) if str(resolution.number) in styles["pp_marks"] else ()
        yield Draft(resolution, "preamble", tuple(_parts(resolution, recitals)), plants=marks)


def _operative(resolution: Resolution, paragraph: Paragraph, styles: dict[str, set[str]]) -> Iterator[Draft]:
    place = _place((resolution, paragraph))
    run = _run_from(resolution, paragraph)
    number = str(paragraph.number)
    if place in styles["range"]:
        at = f"{number}-{run[-1].number}"
        yield Draft(resolution, "range", tuple(_parts(resolution, run)), at)
    elif place in styles["list"]:
        numbers = [str(p.number) for p in run]
        at = " and ".join([", ".join(numbers[:-1]), numbers[-1]])
        yield Draft(resolution, "list", tuple(_parts(resolution, run)), at)
    elif place in styles["same_title"] | styles["by_sub_paragraph"]:
        same = place in styles["same_title"]
        for part in _split(paragraph):
            body = body_of(part, place)
            at = number if same else _named_by(part)
            yield Draft(resolution, "operative", ((part, body),), at, plants=("same_title",) if same else ())
    elif place in styles["borrows"]:
        yield _borrowed(resolution, paragraph)
    else:
        body = body_of(paragraph, place)
        alone = len(body.locators) == 1
        at = body.locators[0] if alone else number
        yield Draft(resolution, "operative", ((paragraph, body),), at)


def _split(paragraph: Paragraph) -> list[Paragraph]:
    """One paragraph for each branch that speaks of women, each with the chapeau."""
    chapeau = tuple(piece for piece in paragraph.pieces[:1] if not piece.path)
    branches = dict.fromkeys(paragraph.pieces[place].path[:1] for place in _sub_places(paragraph))
    groups = [tuple(piece for piece in paragraph.pieces if piece.path[:1] == branch) for branch in branches]
    if len(groups) == 1:  # all below one letter: by roman numeral then
        groups = [(paragraph.pieces[place],) for place in _sub_places(paragraph)]
    return [replace(paragraph, pieces=(*chapeau, *group)) for group in groups]


def _named_by(part: Paragraph) -> str:
    """`42 (a) (iii)` where the part holds that alone, `42 (b)` where it holds several of (b)."""
    paths = [part.pieces[place].path for place in _sub_places(part)]
    return locator(part, paths[0] if len(set(paths)) == 1 else paths[0][:1])


def _borrowed(resolution: Resolution, paragraph: Paragraph) -> Draft:
    """An extract that holds, after its own sub-items, one that belongs to the next paragraph."""
    lender = _lender(resolution, paragraph)
    own = body_of(paragraph, _place((resolution, paragraph)))
    if lender is None:
        raise ValueError(f"paragraph {paragraph.number} of {resolution.number} has nobody to borrow from")
    piece = lender.pieces[_deep(lender)[-1]]
    line = f"{piece.path[0]}. ({piece.path[1]}) {piece.text}"
    body = replace(
        own, lines=(*own.lines, ELISION, line), locators=(*own.locators, locator(lender, piece.path)), elided=True
    )
    at = str(paragraph.number)
    return Draft(resolution, "operative", ((paragraph, body),), at, plants=("piece_of_another_paragraph",))


def _parts(resolution: Resolution, paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, Body]]:
    for paragraph in paragraphs:
        yield paragraph, body_of(paragraph, _place((resolution, paragraph)))
