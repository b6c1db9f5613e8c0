"""The two exact blocks of bounds: what the official archive holds for closed years, and what the bundled sample holds.

A closed year's numbers do not change; a difference is a fault of ours or a correction of theirs, to be explained
before a number here is changed.
"""

from dataclasses import dataclass
from typing import Literal

WPS_AGENDA = {
    1325: 18,
    1820: 16,
    1888: 29,
    1889: 20,
    1960: 19,
    2106: 23,
    2122: 19,
    2242: 18,
    2467: 37,
    2493: 11,
}
"""The ten resolutions under "Women and peace and security" -> operative paragraphs (210; LSE publishes the same)."""


@dataclass(frozen=True)
class Bounds:
    """Exact counts of closed years."""

    is_sample: bool
    """Whether the warehouse is made from the bundled sample, and all that it publishes says so."""
    resolutions: dict[int, int]
    """Year -> resolutions adopted."""
    operative_paragraphs: int
    """Numbered operative paragraphs, top level, of all these years."""
    statements: int
    """Presidential statements with a symbol of these years, corrigenda apart, withdrawn ones included."""
    withdrawn_statements: tuple[str, ...]
    numbers_are_consecutive: bool
    """Whether every resolution between the first and the last must be there."""
    without_english_text: tuple[int, ...]
    """Resolutions that the source names without holding their English text."""
    reconciles: bool
    """Whether the yearly figures must equal the seed measured_council_years."""


OFFICIAL = Bounds(
    is_sample=False,
    resolutions=dict(
        zip(
            range(2000, 2020),
            (50, 52, 68, 67, 59, 71, 87, 56, 65, 48, 59, 66, 53, 47, 63, 64, 77, 61, 54, 52),
            strict=True,
        )
    ),
    # 18,008 numbered `paragraph` elements in main bodies, less 4 in annexes there (1409, 1617, 1855), plus 3 whose
    # number stands in the text (1345, 1643, 2328), plus 46 marked up inside a recital's or an earlier paragraph's list
    # (1591, 1977, 1991, 1996, 2053, 2103, 2157): tests/unit/un_resolutions lists them by file.
    operative_paragraphs=18_053,
    statements=690,
    withdrawn_statements=("S/PRST/2000/27",),
    numbers_are_consecutive=True,
    without_english_text=(2510, 2589, 2762),
    reconciles=True,
)

SAMPLE = Bounds(
    is_sample=True,
    resolutions={
        2000: 9,
        2001: 2,
        2002: 3,
        2003: 3,
        2004: 3,
        2005: 4,
        2006: 1,
        2007: 1,
        2008: 2,
        2009: 2,
        2010: 3,
        2011: 1,
        2012: 1,
        2013: 2,
        2014: 1,
        2015: 3,
        2016: 5,
        2017: 3,
        2018: 3,
        2019: 6,
    },
    operative_paragraphs=407,
    statements=14,
    withdrawn_statements=("S/PRST/2000/27",),
    numbers_are_consecutive=False,
    without_english_text=(2510,),
    reconciles=False,
)


def of(archive: Literal["sample", "official"]) -> Bounds:
    """The block of an archive."""
    return SAMPLE if archive == "sample" else OFFICIAL
