"""Every title that was seen on the real site, and some that were not."""

import csv
import re
from pathlib import Path

import pytest

from extractors.sources.peacewomen.titles import Reading, read_title

PARAGRAPHS = {
    "SECURITY COUNCIL RESOLUTION 2275: para. 4.": (2275, "4"),
    "Security Council Resolution 2243: para. 14.": (2243, "14"),
    "Security Council Resolution 2274: para. 13.": (2274, "13"),
    "Security Council Resolution 2274: para. 51.": (2274, "51"),
    "Security Council Resolution 2275: para. 17.": (2275, "17"),
    "Security Council Resolution 2275: para. 20.": (2275, "20"),
    "Security Council Resolution 2277: para. 16.": (2277, "16"),
    "Security Council Resolution 2358: Paragragh 20": (2358, "20"),
    "Security Council Resolution 2359: Paragraph 2": (2359, "2"),
    "Security Council Resolution 2359: Paragraph 3": (2359, "3"),
    "Security Council Resolution 2360: Paragraph 9": (2360, "9"),
    "Security Council Resolution 2382: para.13": (2382, "13"),
    "Security Council Resolution 2382: para.4(c)": (2382, "4 (c)"),
    "Security Council Resolution 2382: para.6(a)": (2382, "6 (a)"),
    "Security Council Resolution 2387: Para.42": (2387, "42"),
    "Security Council Resolution 2388: para.16": (2388, "16"),
    "Security Council Resolution 2391 (2017): para.18": (2391, "18"),
    "Security Council Resolution 2423: Para 10": (2423, "10"),
    "Security Council Resolution 2423: Para 61": (2423, "61"),
    "Security Council Resolution 2429: Para 35": (2429, "35"),
    "Security Council Resolution 2431: Para 53": (2431, "53"),
    "Security Council Resolution 2436: Para 16": (2436, "16"),
    "Security Council Resolution 2436: Para 18": (2436, "18"),
    "Security Council Resolution 2448: OP57": (2448, "57"),
    "Security Council Resolution 2450: OP11": (2450, "11"),
    "Security Council Resolution 2451: OP11": (2451, "11"),
    "Security Council Resolution 2451: OP4": (2451, "4"),
    "Security Council Resolution S/RES/2295: para. 19": (2295, "19"),
    "Security Council Resolution S/RES/2295: para. 26": (2295, "26"),
    "Security Council Resolution S/RES/2297: para. 42": (2297, "42"),
}
PREAMBLES = {
    "Security Council Resolution 2367: Preamble": 2367,
    "Security Council Resolution 2374: Preamble": 2374,
    "Security Council Resolution 2386: Preamble": 2386,
    "Security Council Resolution 2398 (Preamble)": 2398,
    "Security Council Resolution 2429: Preamble": 2429,
    "Security Council Resolution 2447: Preamble": 2447,
    "Security Council Resolution 2448: Preamble": 2448,
}
BUNDLES = {
    "2349 HR": (2349, "HR"),
    "Resolution 2331, General WPS": (2331, "General WPS"),
    "Resolution 2331, Human Rights": (2331, "Human Rights"),
    "Resolution 2331, Protection": (2331, "Protection"),
    "Statement of Security Council, Resolution 2313, Human Rights": (2313, "Human Rights"),
    "Statement of the Security Council, Resolution 2313, Participation": (2313, "Participation"),
}
WHOLE = {
    "Security Council Resolution 2220": 2220,
    "Security Council Resolution 2364": 2364,
    "Security Council Resolution 2382": 2382,
    "Security Council Resolution 2385": 2385,
    "Security Council Resolution 2387": 2387,
}
# The facts give the first words of these two and of the statement below, with a note on their real length.
CUT_TEXTS = {
    "Calls upon Member States, United Nations entities, interg...": "paragraph_extract",
    "Emphasizing that the illicit trafficking in small arms an...": "preamble_extract",
    "Encourages Member States to better understand the impact ...": "paragraph_extract",
    "In terms of the Security Council's Charter-based functions, its attention sho...": "statement",
    "Reaffirming the importance of the United Nations, in particular the United Na...": "preamble_extract",
    "The draft resolution to be adopted by the Council today consolidates that app...": "statement",
    "We know that during the course of history the definition of human rights and ...": "statement",
}
OTHERS = {
    "Report of the Security Council mission to Ethiopia (6 to 8 September 2017)": "mission_report",
    "Report of the Security Council mission to Ethiopia, 6 to 8 September 2017": "mission_report",
    "Report of the Secretary-General on the Implementation of Security Council resolution 2299 (2016) in Iraq "
    "(S/2017/592)": "report_analysis",
    "Report of the Secretary-General on the United Nations Support Mission in Libya (S/2015/144) (S/2015/624).": (
        "report_analysis"
    ),
    "Report of the Secretary-General pursuant to resolution 2367 (2017) (S/2017/881)": "report_analysis",
    "STATEMENT OF RWANDA, October, 2015": "statement",
    "STATEMENT OF THE RUSSIAN FEDERATION, October, 2015": "statement",
    "Statement by Brazil": "statement",
    "Statement of Afghanistan, May 11, 2016": "statement",
    "Statement of Andorra at the UNGA72": "statement",
    "Statement of Maynmar at the Open Debate on THREATS TO INT...": "statement",
    "Statement of Palestine, May 2016": "statement",
    "Central African Republic (S/PV.7153)": "other",
    "IEG 2242 July 2016 Meeting on Afghanistan": "other",
    "Implementation": "other",
    "Monthly Action Points (MAP) for the Security Council: January 2019": "other",
    "Norway": "other",
    "Security Council Open Debate on Women, Peace and Security, October 2005": "other",
}
EXPECTED = {
    **{title: ("paragraph_extract", "title", *named) for title, named in PARAGRAPHS.items()},
    **{title: ("preamble_extract", "title", number, None) for title, number in PREAMBLES.items()},
    **{title: ("bundle", "title", number, None) for title, (number, _) in BUNDLES.items()},
    **{title: ("whole_resolution", "title", number, None) for title, number in WHOLE.items()},
    **{title: (kind, "opening_words", None, None) for title, kind in CUT_TEXTS.items()},
    **{title: (kind, None if kind == "other" else "title", None, None) for title, kind in OTHERS.items()},
}
NOTE = re.compile(r" \([0-9]+ characters as seen\)$")


def locators(reading: Reading) -> list[str]:
    """The paragraphs of a reading, recitals as `PP5`, the preamble as a whole as `PP`."""
    named = (one.as_json() for one in reading.locators)
    return [f"PP{one['locator'] or ''}" if one["part"] == "preamble" else str(one["locator"]) for one in named]


@pytest.mark.parametrize("title", EXPECTED)
def test_a_title_that_was_seen(title: str) -> None:
    kind, kind_from, number, paragraph = EXPECTED[title]
    reading = read_title(title)
    named = ["PP"] if kind == "preamble_extract" and number else [paragraph] if paragraph else []
    assert (reading.kind, reading.kind_from, reading.number) == (kind, kind_from, number)
    assert locators(reading) == named
    assert reading.bundle_theme == BUNDLES.get(title, (None, None))[1]
    assert reading.year == (2017 if "2391 (2017)" in title else None)
    flags = {"titled_by_its_text"} if title in CUT_TEXTS else {"title_unparsed"} if kind == "other" else set()
    assert reading.flags == flags


def test_no_title_that_was_seen_is_missing_from_the_table(facts: Path) -> None:
    rows = (facts / "titles_seen.txt").read_text(encoding="utf-8").splitlines()
    seen = {row.split("\t")[1] for row in rows if row and not row.startswith("#")}
    with (facts / "pw_tags.csv").open(encoding="utf-8", newline="") as tags:
        seen |= {row["title"] for row in csv.DictReader(tags)}
    assert len(seen) > 60
    assert {NOTE.sub("", title) for title in seen} == set(EXPECTED)


@pytest.mark.parametrize(
    ("title", "kind", "number", "named"),
    [
        ("United Nations Security Council Resolution 9101", "whole_resolution", 9101, []),
        ("S/RES/1325 (2000)", "whole_resolution", 1325, []),
        ("s/res/1325(2000): op 3.", "paragraph_extract", 1325, ["3"]),
        ("UNSCR 1325: OP 3, 5(a)-(c), Preamble", "paragraph_extract", 1325, ["3", "5 (a)", "5 (b)", "5 (c)", "PP"]),
        ("Resolution 2242, paras 5-7 and 9 (a), (c)", "paragraph_extract", 2242, ["5", "6", "7", "9 (a)", "9 (c)"]),
        ("Resolution 2382: para. 42 (a) (iii), (b) (ii)", "paragraph_extract", 2382, ["42 (a) (iii)", "42 (b) (ii)"]),
        ("Resolution 2242 (OP13)", "paragraph_extract", 2242, ["13"]),
        ("Security Council Resolution 2447: PP18", "preamble_extract", 2447, ["PP18"]),
        ("Resolution 2467: PP 3-5", "preamble_extract", 2467, ["PP3", "PP4", "PP5"]),
        ("SECURITY COUNCIL RESOLUTION 2467: PREAMBLE.", "preamble_extract", 2467, ["PP"]),
        ("Resolution 2331 – Human Rights", "bundle", 2331, []),
        ("Resolution 2331 Protection", "bundle", 2331, []),
        ("2349 SGBV", "bundle", 2349, []),
        ("2349: OP 4", "paragraph_extract", 2349, ["4"]),
        ("Resolution 2220, May 22, 2015", "whole_resolution", 2220, []),
        ("Security Council Resolution 2274: para. 51 (Extract 2).", "paragraph_extract", 2274, ["51"]),
        ("Report of the Security Council Mission to Atlantis, 3-5 May 2017", "mission_report", None, []),
        ("SPECIAL REPORT OF THE SECRETARY-GENERAL ON ATLANTIS (S/2015/113)", "report_analysis", None, []),
        ("statement of Atlantis, April 14, 2016 (Extract 2).", "statement", None, []),
        ("Statement by H.E. Ms. A. Author on behalf of others", "statement", None, []),
    ],
)
def test_other_forms(title: str, kind: str, number: int | None, named: list[str]) -> None:
    reading = read_title(title)
    assert (reading.kind, reading.number, locators(reading)) == (kind, number, named)


@pytest.mark.parametrize(
    "title",
    [
        "2331",  # a number alone may be anything
        "2016/9",
        "2000 women march for peace",
        "1325 NAP Initiative Update",
        "Security Council Resolution 1325 on the way to the next decade",
        "Security Council Resolutions 2331 and 2332",
        "Resolution 12345: para. 3",
        "Resolution 12: para. 3",
        "Notes on resolution 2242, para. 5",
        "100 days, 13 themes",
        "",
    ],
)
def test_numbers_that_are_no_resolution(title: str) -> None:
    reading = read_title(title)
    assert (reading.kind, reading.number) == ("other", None)
    assert reading.flags == {"title_unparsed"}


@pytest.mark.parametrize(
    "title",
    [
        "Resolution 2242: paras 7-5",
        "Resolution 2242: para. 5 and the rest",
        "Resolution 2242: para.",
        "Resolution 2242: 13",
        "Resolution 2242: paras 1-900",
        "Resolution 2242: para. 5 (a)-7",
        "Resolution 2242: paras 5 -",
    ],
)
def test_a_locator_that_cannot_be_read_is_kept(title: str) -> None:
    reading = read_title(title)
    assert (reading.kind, reading.number, reading.locators) == ("paragraph_extract", 2242, ())
    assert reading.flags == {"locator_unparsed"}
    assert reading.locator_as_given == title.removeprefix("Resolution 2242: ").removesuffix(".")


def test_the_year_is_the_titles_alone() -> None:
    assert read_title("Resolution 2391 (2017), Participation").year == 2017
    assert read_title("Resolution 2391, Participation").year is None


def test_a_path_and_a_label_explain_what_a_title_does_not() -> None:
    assert read_title("What a year", path="e-news/article/what-a-year").kind == "news"
    assert read_title("Resolution 2242 (2015)", path="e-news/article/x").kind == "news"
    by_path = read_title("On arms", path="security-council/resolution/resolution-2220-2015-0")
    assert (by_path.kind, by_path.kind_from, by_path.number, by_path.year) == ("whole_resolution", "path", 2220, 2015)
    by_label = read_title("Atlantis (S/PV.7153)", report_label=True)
    assert (by_label.kind, by_label.kind_from, by_label.flags) == ("report_analysis", "label", frozenset())
    assert read_title("Statement of Atlantis", report_label=True).kind == "statement"


def test_a_title_that_is_all_of_a_long_text_is_known_by_its_body_or_its_length() -> None:
    text = "Urges all concerned to count what they promised, and to publish the count each year, " + "again " * 40
    assert read_title(text[:255]).kind == "paragraph_extract"
    assert read_title(text[:60]).kind == "other"
    of_body = read_title(text[:60], body="“23.  " + text)
    assert (of_body.kind, of_body.flags) == ("paragraph_extract", {"titled_by_its_text"})
    assert read_title("Also strongly emphasising " + "that " * 45).kind == "preamble_extract"


def test_a_title_of_any_length_is_read_at_once() -> None:
    assert read_title("Resolution 2242: paras " + "5, " * 50_000).kind == "paragraph_extract"
    assert read_title("," * 200_000).kind == "other"
    assert read_title("Resolution 2242: " + "(" * 100_000).number in (2242, None)
