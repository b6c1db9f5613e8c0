"""What a path holds."""

import pytest

from extractors.sources.un_resolutions.paths import (
    classify,
    draft_in_path,
    path_of,
    resolution_in_path,
    statement_in_path,
    url_of,
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data_extract/2017.json", "metadata"),
        ("Pre-2020/2017/S_RES_2387_1720324E.xml", "resolution"),
        ("2021/English/S_RES_2600 (2021)-1E.xml", "resolution"),
        ("2021/French/S_RES_2600.xml", "other_language"),
        ("PRST/2016/S_PRST_2016_9.xml", "statement"),
        ("Not adopted/English/S_2023_212.xml", "draft"),
        ("Not adopted/French/S_2023_212.xml", "other_language"),
        ("PRST/2016/test.txt", "junk"),
        ("Pre-2020/2004/desktop.ini", "junk"),
        ("README.md", "junk"),
        ("2021/French/notes.txt", "junk"),
        ("", "junk"),
    ],
)
def test_classify(path: str, kind: str) -> None:
    assert classify(path) == kind


def test_addresses_are_percent_encoded() -> None:
    path = "Not adopted/English/S_2023_212 (é).xml"
    assert url_of(path).endswith("/HEAD/Not%20adopted/English/S_2023_212%20%28%C3%A9%29.xml")
    assert path_of(url_of(path)) == path
    assert path_of("https://example.org/x") is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("Pre-2020/2017/S_RES_2387_1720324E.xml", (2387, 2017)),
        ("Pre-2020/2000/N0023963_RES_1285.xml", (1285, 2000)),
        ("Pre-2020/2019/S_RES_2464 (2019)-1906112E.xml", (2464, 2019)),
        ("2015/English/S_RES_2193 (2014)-1E.xml", (2193, 2014)),
        ("2015/English/S_PRST_2015_4.xml", None),
    ],
)
def test_resolution_in_path(path: str, found: tuple[int, int] | None) -> None:
    assert resolution_in_path(path) == found


def test_statement_and_draft_in_path() -> None:
    assert statement_in_path("PRST/2007/S_PRST_2007_36_0-0753079E.xml") == (2007, 36, None)
    assert statement_in_path("PRST/2000/S_PRST_2000_27_Corr.1-0060049E.xml") == (2000, 27, 1)
    assert draft_in_path("Not adopted/English/S_2023_212-2305680E.xml") == (2023, 212)
