"""The parser against the official archive of 2000-2019 and the figures known of it (skipped where it is absent)."""

import csv
import html
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extractors.core.records import Parsed

pytestmark = pytest.mark.official

Payload = Mapping[str, Any]
PER_YEAR = [50, 52, 68, 67, 59, 71, 87, 56, 65, 48, 59, 66, 53, 47, 63, 64, 77, 61, 54, 52]
# facts/definitions.csv. The spellings of an apostrophe do not matter: 'women' is matched before it.
A = re.compile(r"\b(?:woman|women|girls?|gender\w*|female)\b", re.IGNORECASE)
AC = re.compile(
    A.pattern + r"|sexual(?: and gender-based)? (?:violence|exploitation|abuse|slavery)|\brape\b", re.IGNORECASE
)
B = re.compile(
    r"women,? (?:and )?peace,? and security"
    r"|\b(?:1325|1820|1888|1889|1960|2106|2122|2242|2467|2493) ?\(\d{4}\)",
    re.IGNORECASE,
)
# 18,008 `paragraph` elements of main bodies have a number; 18,053 operative paragraphs are read. The differences:
OPERATIVE_DIFFERENCES = {
    "S/RES/1345 (2001)": 1,  # the number of para. 7 stands in its text
    "S/RES/1409 (2002)": -1,  # "17." is of the form annexed in the main body
    "S/RES/1591 (2005)": 6,  # paras. 4-9 are nested as points below para. 3 (g)
    "S/RES/1617 (2005)": -2,  # of annex II in the main body
    "S/RES/1643 (2005)": 1,  # the number of para. 13 stands in its text
    "S/RES/1855 (2008)": -1,  # of the annex in the main body
    "S/RES/1977 (2011)": 5,  # paras. 1-5 are items of the last recital's list
    "S/RES/1991 (2011)": 4,  # paras. 1-4, the same
    "S/RES/1996 (2011)": 25,  # paras. 4-28 are nested as points below para. 3
    "S/RES/2053 (2012)": 4,  # paras. 1-4, as 1977
    "S/RES/2103 (2013)": 1,  # para. 1, as 1977
    "S/RES/2157 (2014)": 1,  # para. 1, as 1977
    "S/RES/2328 (2016)": 1,  # the number of para. 6 stands in its text
}


@pytest.fixture(scope="module")
def resolutions(archive: dict[str, Parsed]) -> dict[str, Payload]:
    """One payload a resolution; of those filed twice the one in its own year's folder, then the first path."""
    found: dict[str, Payload] = {}
    for _, payload in sorted(_of_kind(archive, "resolution"), key=_preference):
        found.setdefault(payload["symbol"], payload)
    return found


def _preference(pair: tuple[str, Payload]) -> tuple[bool, str]:
    path, payload = pair
    return f"/{payload['year']}/" not in path, path


@pytest.fixture(scope="module")
def paragraphs(archive: dict[str, Parsed], resolutions: dict[str, Payload]) -> dict[str, list[Payload]]:
    found = defaultdict(list)
    for path, payload in _of_kind(archive, "paragraph"):
        if resolutions[payload["symbol"]]["path"] == path:
            found[payload["symbol"]].append(payload)
    return found


@pytest.fixture(scope="module")
def metadata(archive: dict[str, Parsed]) -> dict[str, Payload]:
    return {payload["symbol"]: payload for _, payload in _of_kind(archive, "resolution_metadata")}


def _of_kind(archive: dict[str, Parsed], kind: str) -> list[tuple[str, Payload]]:
    return [(path, one.payload) for path, parsed in archive.items() for one in parsed.records if one.kind == kind]


def test_every_file_is_read_or_rejected(archive: dict[str, Parsed]) -> None:
    assert all(parsed.records or parsed.rejects for parsed in archive.values())
    reasons = Counter(one.reason for parsed in archive.values() for one in parsed.rejects)
    # Eleven test.txt and a desktop.ini; the French copy of S/PRST/2000/25.
    assert reasons == {"unwanted_file": 12, "not_english": 1}
    for parsed in archive.values():
        keys = [(one.kind, one.key) for one in parsed.records]
        assert len(keys) == len(set(keys))


def test_resolutions_per_year(resolutions: dict[str, Payload], metadata: dict[str, Payload]) -> None:
    counts = Counter(payload["year"] for payload in resolutions.values())
    assert [counts[year] for year in range(2000, 2020)] == PER_YEAR
    assert set(resolutions) == set(metadata)


def test_filed_twice(archive: dict[str, Parsed]) -> None:
    counts = Counter(payload["resolution_number"] for _, payload in _of_kind(archive, "resolution"))
    assert sorted(number for number, count in counts.items() if count > 1) == [2193, 2194, 2195, 2464]


def test_ten_resolutions_on_women_and_peace_and_security(
    resolutions: dict[str, Payload], metadata: dict[str, Payload]
) -> None:
    ten = sorted(symbol for symbol, row in metadata.items() if row["agenda_item"] == "Women and peace and security")
    assert [resolutions[symbol]["operative_count"] for symbol in ten] == [18, 16, 29, 20, 19, 23, 19, 18, 37, 11]


def test_operative_paragraphs(shared: Path, resolutions: dict[str, Payload]) -> None:
    numbered = {symbol: _numbered(shared / "archive/un_xml" / one["path"]) for symbol, one in resolutions.items()}
    assert sum(numbered.values()) == 18_008
    differences = {symbol: one["operative_count"] - numbered[symbol] for symbol, one in resolutions.items()}
    assert {symbol: difference for symbol, difference in differences.items() if difference} == OPERATIVE_DIFFERENCES


def _numbered(path: Path) -> int:
    body = path.read_text("utf-8").split("<mainBody>", 1)[1].split("</mainBody>", 1)[0]
    return len(re.findall(r"<paragraph [^>]*>\s*<num>\s*\d+\.\s*</num>|<paragraph>\s*<num>\s*\d+\.\s*</num>", body))


def test_operative_paragraphs_are_numbered_without_a_gap(paragraphs: dict[str, list[Payload]]) -> None:
    for symbol, found in paragraphs.items():
        numbers = [one["paragraph_number"] for one in found if one["part"] == "operative" and one["top_level"]]
        assert numbers == list(range(1, len(numbers) + 1)), symbol


def test_labels_out_of_order_outside_annexes(paragraphs: dict[str, list[Payload]]) -> None:
    odd = [one for found in paragraphs.values() for one in found if "label_out_of_order" in one["flags"]]
    # In 2498 "(ii) Exceptions" heads what follows; its "(i)" is not labelled.
    assert [(one["symbol"], one["local_id"]) for one in odd if one["part"] != "annex"] == [
        ("S/RES/2498 (2019)", "op-18-ii")
    ]


def test_every_parent_is_there_and_stands_before(paragraphs: dict[str, list[Payload]]) -> None:
    for found in paragraphs.values():
        seen = {None}
        for one in found:
            assert one["parent_local_id"] in seen
            seen.add(one["local_id"])


def test_2387_locators(paragraphs: dict[str, list[Payload]]) -> None:
    found = {one["locator"]: one for one in reversed(paragraphs["S/RES/2387 (2017)"])}
    for locator in ("42 (a) (iii)", "42 (b) (ii)", "42 (b) (iii)", "42 (b) (iv)"):
        assert (found[locator]["chapeau_verb"], A.search(found[locator]["text"]) is not None) == ("Decides", True)
    assert found["43 (d) (ii)"]["chapeau_verb"] == "Further authorises"
    below = {one["local_id"]: one["parent_local_id"] for one in paragraphs["S/RES/2387 (2017)"]}
    assert below["op-42-c-text-1"] == "op-42-c"
    assert below["op-42-d-text-1"] == "op-42-d"


def test_no_character_is_lost(archive: dict[str, Parsed]) -> None:
    for kind in ("resolution", "statement", "draft"):
        for path, one in _of_kind(archive, kind):
            assert one["text_characters_kept"] == one["text_characters"] > 0, path
            assert "text_incomplete" not in one["flags"]


def test_statements(archive: dict[str, Parsed]) -> None:
    found = dict(_of_kind(archive, "statement"))
    files = [path for path in archive if path.startswith("PRST/") and path.endswith(".xml")]
    # 692 files = 690 statements + 1 corrigendum + 1 French copy.
    assert (len(files), len({one["symbol"] for one in found.values()})) == (692, 691)
    corrigenda = [one for one in found.values() if one["corrects"]]
    assert [(one["symbol"], one["withdraws"]) for one in corrigenda] == [("S/PRST/2000/27/Corr.1", ["S/PRST/2000/27"])]
    origins = Counter(one["held_on_from"] for one in found.values())
    assert origins == {"first_sentence": 690, "xml": 1}
    assert all(one["held_on"].startswith(str(one["year"])) for one in found.values())
    late = {one["symbol"]: one for one in found.values() if "xml_adoption_date_differs" in one["flags"]}
    assert late["S/PRST/2005/10"]["held_on"] == "2005-03-02"
    assert len(late) == 21  # 20 give the date of issue, S/PRST/2005/46 the date of a decision it attaches


def test_malformed_statements_lose_nothing(shared: Path, archive: dict[str, Parsed]) -> None:
    malformed = [path for path, one in _of_kind(archive, "statement") if "malformed_xml" in one["flags"]]
    assert len(malformed) == 118  # and the French copy
    for path, one in _of_kind(archive, "statement"):
        text = (shared / "archive/un_xml" / path).read_text("utf-8").split("</coverPage>", 1)[1]
        text = re.sub(r"<!--.*?-->|<meta>.*?</meta>|<preface>.*?</preface>|<[^>]+>", "", text, flags=re.DOTALL)
        assert len(re.sub(r"\s", "", html.unescape(text))) == one["text_characters_kept"], path


def test_dates_never_fall(resolutions: dict[str, Payload], metadata: dict[str, Payload]) -> None:
    days = {}
    for symbol, row in metadata.items():
        trusted = row["adoption_date"] if row["adoption_date"][:4] == str(row["year"]) else None
        days[row["resolution_number"]] = trusted or resolutions[symbol]["xml_adoption_date"]
    in_order = [days[number] for number in sorted(days)]
    assert in_order == sorted(in_order)
    # domain.md says 497: that takes 29 June, the day and month of 2423's wrong date, for its 28 June 2018.
    shared_days = Counter(in_order)
    assert sum(count for count in shared_days.values() if count > 1) == 496
    other_year = [symbol for symbol, row in metadata.items() if "adoption_date_in_another_year" in row["flags"]]
    assert other_year == ["S/RES/2423 (2018)"]


def test_vote_flags(metadata: dict[str, Payload]) -> None:
    flagged = defaultdict(set)
    for row in metadata.values():
        for flag in row["flags"]:
            flagged[flag].add(row["resolution_number"])
    assert flagged["counts_and_lists_disagree"] == {1559, 2403}
    assert flagged["absence_counted_as_abstention"] == {1287}
    assert flagged["fewer_than_15_voters"] == {1402, 1483}
    assert flagged["adoption_type_empty"] == {1700}
    assert len(flagged["adoption_type_misspelt"]) == 2
    assert flagged["adoption_type_and_lists_disagree"] == {1287, 1987, 2311, 2324, 2403}
    kinds = Counter(row["vote_kind"] for row in metadata.values())
    assert (kinds["without_vote"] + kinds["acclamation"], kinds[None]) == (15, 1)


def test_figures_of_facts(shared: Path, paragraphs: dict[str, list[Payload]]) -> None:
    """Body: in_body. With annexes: every paragraph. Operative: part 'operative' (or xml_paragraph not null)."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for found in paragraphs.values():
        _count(found, counted[found[0]["year"]])
    with (shared / "facts/un_wps_by_year.csv").open(encoding="utf-8") as lines:
        expected = {int(row["year"]): row for row in csv.DictReader(lines)}
    for year, counts in counted.items():
        assert {name: int(expected[year][name]) for name in counts} == dict(counts), year
    assert counted.keys() == expected.keys()


def _count(found: list[Payload], counts: Counter[str]) -> None:
    body = [one for one in found if one["in_body"]]
    elements: dict[int, list[str]] = defaultdict(list)
    for one in body:
        if one["xml_paragraph"] is not None:
            elements[one["xml_paragraph"]].append(f"{one['label'] or ''} {one['text']}")
    recitals = [one for one in body if one["part"] == "preamble" and one["top_level"]]
    with_a = {one["paragraph_number"] for one in body if one["part"] == "preamble" and A.search(one["text"])}
    # The file counts paragraphs that repeat another one's words in the same resolution once (six do: 'Indicators').
    distinct = {" ".join(texts) for texts in elements.values()}
    counts["n"] += 1
    counts["A_any_women_girl_gender"] += any(A.search(one["text"]) for one in body)
    counts["AC_plus_sexual_violence"] += any(AC.search(one["text"]) for one in body)
    counts["B_wps_phrase_or_number"] += any(B.search(one["text"]) for one in body)
    counts["A_in_operative"] += any(A.search(one["text"]) for one in found if one["part"] == "operative")
    counts["A_with_annexes"] += any(A.search(one["text"]) for one in found)
    counts["AC_with_annexes"] += any(AC.search(one["text"]) for one in found)
    counts["operative_paragraph_elements"] += len(distinct)
    counts["operative_paragraph_elements_A"] += sum(1 for text in distinct if A.search(text))
    counts["preambular_elements"] += len(recitals)
    counts["preambular_elements_A"] += len(with_a)
