"""Reports of what the Council says, counted again in plain Python; each check asks the marts and compares."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from raw_records import DEFINITIONS, Ask, Records, Resolution, share, top

SCOPES = ("body", "body_and_annexes")


def figures(
    records: Records, chosen: Callable[[Resolution], Iterable[tuple[Any, ...]]]
) -> dict[tuple[Any, ...], list[int]]:
    """Per group, definition and scope: numerator, denominator, adopted, operative paragraphs that meet it."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for resolution in records.resolutions.values():
        for group in chosen(resolution):
            for definition_id in DEFINITIONS:
                for scope in SCOPES:
                    counts = found[(*group, definition_id, scope)]
                    counts[0] += resolution.meets(definition_id, scope)
                    counts[1] += bool(resolution.text)
                    counts[2] += 1
                    counts[3] += len(top(resolution.meeting(definition_id), "operative"))
    return found


def council_years(records: Records, ask: Ask) -> None:
    expected = figures(records, lambda resolution: [(resolution.year,)])
    shown = ask(
        "select year, definition_id, scope, numerator, denominator, resolutions_adopted, operative_paragraphs_matching,"
        " round(share, 6) = round(numerator::numeric / denominator, 6), without_english_text,"
        " operative_paragraphs, preambular_paragraphs from marts.rpt_council_year"
    )
    assert {row[:3]: list(row[3:7]) for row in shown} == expected
    assert all(row[7] for row in shown)
    years = defaultdict(lambda: [0, 0, 0])
    for resolution in records.resolutions.values():
        years[resolution.year][0] += not resolution.text
        years[resolution.year][1] += len(resolution.operative)
        years[resolution.year][2] += len(top(resolution.paragraphs, "preamble"))
    assert {row[0]: list(row[8:]) for row in shown} == years


def council_years_by_agenda_item_and_kind(records: Records, ask: Ask) -> None:
    expected = figures(
        records,
        lambda one: [(one.year, "agenda_item", one.agenda_item or "unknown"), (one.year, "kind", one.kind)],
    )
    shown = ask(
        "select year, by, value, definition_id, scope, numerator, denominator, resolutions_adopted,"
        " operative_paragraphs_matching from marts.rpt_council_year_by"
    )
    assert {row[:5]: list(row[5:]) for row in shown} == expected


def theme_years(records: Records, ask: Ask) -> None:
    """The archive's themes from its items and the paragraphs that their pieces hold (proven by the tests of extracts).

    The lexicon's from the bridge: what it is worth is measured against labels (test_theme_quality.py).
    """
    at = paragraphs(records)
    themes = records.themes()
    said = {
        (paragraph_id, theme, "archive")
        for item, paragraph_id in ask(
            "select archive_item_id, paragraph_id from marts.fct_extract where paragraph_id is not null"
        )
        for theme in themes[item]
    }
    said |= set(
        ask("select paragraph_id, theme_id, said_by from marts.bridge_paragraph_theme where said_by = 'lexicon'")
    )
    tagged: dict[tuple[Any, ...], list[set[Any]]] = defaultdict(lambda: [set(), set(), set(), set()])
    for paragraph_id, theme_id, said_by in said:
        resolution, one = at[paragraph_id]
        counts, above = tagged[resolution.year, theme_id, said_by], resolution.top_of(one)
        counts[0].add(paragraph_id)
        if above["part"] in ("operative", "preamble"):
            counts[1 if above["part"] == "operative" else 2].add((resolution.symbol, above["local_id"]))
        counts[3].add(resolution.symbol)
    with_text = Counter(r.year for r in records.resolutions.values() if r.text)
    read = {("lexicon", year): count for year, count in with_text.items()} | {
        ("archive", year): len(symbols) for year, symbols in _extracted(records, ask, at).items()
    }
    adopted = Counter(r.year for r in records.resolutions.values())
    operative: Counter[int] = Counter()
    for resolution in records.resolutions.values():
        operative[resolution.year] += len(resolution.operative)
    shown = ask(
        "select year, theme_id, said_by, paragraphs, operative_paragraphs, preambular_paragraphs, resolutions,"
        " resolutions_read, denominator, resolutions_adopted, without_english_text, operative_paragraphs_of_year,"
        " unknown_because, share from marts.rpt_theme_year"
    )
    themes = {row[0] for row in ask("select theme_id from marts.dim_theme")}
    sayers = {row[2] for row in shown}
    assert {row[:3] for row in shown} == {(year, theme, by) for year in adopted for theme in themes for by in sayers}
    for row in shown:
        year, said_by = row[0], row[2]
        looked, of = read.get((said_by, year), 0), with_text[year]
        assert row[7:11] == (looked, of, adopted[year], adopted[year] - of)
        assert row[11] == (operative[year] if of else None)
        if looked:
            counted = tuple(map(len, tagged[row[:3]]))
            assert row[3:7] == counted, row
            assert (row[12], row[13]) == (None, share(counted[3], of)), row
        else:
            assert row[3:7] == (None,) * 4
            assert row[12] == ("archive_holds_nothing_of_the_year" if said_by == "archive" else "no_english_text")
            assert row[13] is None


def paragraphs(records: Records) -> dict[str, tuple[Resolution, dict[str, Any]]]:
    """Resolution and paragraph by paragraph_id."""
    return {
        f"{resolution.symbol}|{one['local_id']}": (resolution, one)
        for resolution in records.resolutions.values()
        for one in resolution.paragraphs
    }


def _extracted(records: Records, ask: Ask, at: dict[str, tuple[Resolution, dict[str, Any]]]) -> dict[int, set[str]]:
    """Resolutions of which the archive holds an extract, by its title or by its words, by year."""
    numbers = {one["resolution_number"] for one in records.of("item") if one["kind"].endswith(("_extract", "bundle"))}
    matched = ask("select distinct paragraph_id from marts.fct_extract where paragraph_id is not null")
    by_words = {at[paragraph_id][0].symbol for (paragraph_id,) in matched}
    found: dict[int, set[str]] = defaultdict(set)
    for resolution in records.resolutions.values():
        if int(resolution.symbol.split("/")[2].split()[0]) in numbers or resolution.symbol in by_words:
            found[resolution.year].add(resolution.symbol)
    return found


def the_gap_of_the_archive(records: Records, ask: Ask) -> None:
    """What speaks of women by its own words, and no piece holds."""
    at, words = paragraphs(records), DEFINITIONS["A"][0]
    held = {row[0] for row in ask("select paragraph_id from marts.fct_extract where paragraph_id is not null")}
    covers_to = max(at[paragraph_id][0].adopted_on for paragraph_id in held)
    parts = Counter((at[one][0].symbol, at[one][0].top_of(at[one][1])["local_id"]) for one in held)
    items = Counter(one["resolution_number"] for one in records.items().values())
    # Ten places at most are shown of a piece that may be of several.
    unsure, of_many = defaultdict(set), set()
    for extract_id, count, places in ask(
        "select extract_id, candidate_count, candidate_places from marts.fct_extract where verdict = 'ambiguous'"
    ):
        of_many |= {extract_id} if count > 10 else set()
        for place in places.split("; "):
            unsure[place].add(extract_id)
    expected = {
        paragraph_id: (
            date.fromisoformat(covers_to),
            items[int(resolution.symbol.split("/")[2].split()[0])],
            parts[resolution.symbol, resolution.top_of(one)["local_id"]],
            unsure[f"{resolution.symbol} {one['locator']}"] - of_many,
            resolution.symbol,
            resolution.year,
            date.fromisoformat(resolution.adopted_on),
            one["part"],
            one["locator"],
        )
        for paragraph_id, (resolution, one) in at.items()
        if one["in_body"]
        and one["part"] != "heading"
        and paragraph_id not in held
        and words.search(one["text"] or "")
        and resolution.adopted_on <= covers_to
    }
    shown = ask(
        "select paragraph_id, archive_covers_to, archive_items, pieces_held_of_paragraph, may_be_held_by, symbol, year,"
        " adopted_on, part, locator from marts.rpt_archive_gap"
    )
    assert {
        row[0]: (*row[1:4], set((row[4] or "").split("; ")) - {""} - of_many, *row[5:]) for row in shown
    } == expected


def commitment_years(records: Records, ask: Ask) -> None:
    """From the commitments that ask somebody (docs/quality.md measures them); what is on women from the records."""
    at = paragraphs(records)
    on_women = {
        (resolution.symbol, one["local_id"])
        for resolution in records.resolutions.values()
        for one in top(resolution.meeting("A"), "operative")
    }
    # Commitments, paragraphs, resolutions, with a due rule, with a name, and those that are not inherited.
    expected: dict[tuple[Any, ...], list[set[Any]]] = defaultdict(lambda: [set() for _ in range(6)])
    for addressee, verb, paragraph_id, due, named, inherited in ask(
        "select addressee_class, verb_id, paragraph_id, due_type, named_id, inherited"
        " from marts.fct_commitment where asks"
    ):
        resolution, one = at[paragraph_id]
        place, pair = (resolution.symbol, resolution.top_of(one)["local_id"]), (paragraph_id, verb, addressee)
        for scope in ("wps", "all") if place in on_women else ("all",):
            for group in {(a, v) for a in (addressee, "all") for v in (verb, "all")}:
                counts = expected[(resolution.year, scope, *group)]
                counts[0].add(pair)
                counts[1].add(place)
                counts[2].add(resolution.symbol)
                counts[3] |= {pair} if due is not None else set()
                counts[4] |= {pair} if named is not None else set()
                counts[5] |= set() if inherited else {pair}
    counted: Counter[tuple[int, str]] = Counter()
    adopted, with_text = Counter[int](), Counter[int]()
    for resolution in records.resolutions.values():
        adopted[resolution.year] += 1
        with_text[resolution.year] += bool(resolution.text)
        counted[resolution.year, "all"] += len(resolution.operative)
        counted[resolution.year, "wps"] += len(top(resolution.meeting("A"), "operative"))
    shown = ask(
        "select year, scope, addressee_class, verb_id, commitments, numerator, resolutions, with_due,"
        " with_named_addressee, inherited, denominator, share, resolutions_with_text, resolutions_adopted,"
        " without_english_text, unknown_because from marts.rpt_commitment_year"
    )
    assert {row[:4] for row in shown} == set(expected) | {(*when, "all", "all") for when in counted}
    for row in shown:
        year, read = row[0], with_text[row[0]]
        assert row[12:15] == (read, adopted[year], adopted[year] - read)
        if not read:
            assert row[4:12] == (None,) * 8
            assert row[15] == "no_english_text"
            continue
        counts, of = expected.get(row[:4], [set() for _ in range(6)]), counted[row[:2]]
        assert row[4:10] == (*(len(one) for one in counts[:5]), len(counts[0] - counts[5])), row
        assert (row[10], row[15]) == (of, None)
        assert row[11] == share(row[5], of), row
