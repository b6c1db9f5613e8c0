"""One item of the archive, with all that its pages show of it."""

from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

LABELS = ("themes", "geographic", "thematic", "body")
"""Fields of an item in the order in which most items show them."""


@dataclass(frozen=True)
class Item:
    """One item of the archive.

    Tests compare what a crawl made of the site with these; pages.py draws them and knows nothing else.
    """

    key: str
    """Name of the item: `node/<id>`, or its alias where its pages never show an id."""
    node_id: int
    """Order of the lists: newest first is the highest first."""
    alias: str
    """Path of its own page, without a leading slash. The page is at /node/<id> as well."""
    kind: str
    """paragraph_extract, preamble_extract, bundle, whole_resolution, statement, mission_report, report_analysis, news,
    or other where nothing on the page tells."""
    title: str
    resolution_number: int | None = None
    """The resolution it is of, also where the title does not say."""
    resolution_year: int | None = None
    locators: tuple[str, ...] = ()
    """Operative paragraphs that the title names, as `42 (a) (iii)`, or recitals, as `PP7`."""
    official: tuple[str, ...] = ()
    """Official paragraphs whose words the body holds, as `42 (a) (iii)` or `PP7`, whatever the page says."""
    themes: tuple[str, ...] = ()
    """Names under the themes label, as spelt."""
    terms: tuple[int, ...] = ()
    """Ids of the themes on whose lists it stands."""
    geographic: tuple[str, ...] = ()
    thematic: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    dated: date | None = None
    text: tuple[str, ...] = ()
    """Paragraphs of the body, whole, as printed."""
    labels: tuple[str, ...] = LABELS
    """Fields that its markup shows, in order; `themes`, `geographic` and `thematic` may be shown empty."""
    body_label: str = "Extract:"
    """Empty where the body stands without a label."""
    unknown_label: tuple[str, str] | None = None
    """A label that is not one of the site's usual ones, and what follows it."""
    pdf: tuple[tuple[str, str], ...] = ()
    """(text, address) under `Resolution Reference PDF:` or `Document PDF:`, on its own page."""
    extracts: tuple[str, ...] = ()
    """Keys of the items shown under `Resolution Extracts:`."""
    link: str = ""
    """Where its title leads, as written in lists."""
    shows_node_id: bool = True
    linked_themes: bool = True
    """Whether the names under the themes label are links."""
    preview: bool = False
    """Lists show the body cut, with "..." at its end; its own page shows it whole."""
    shown: str = "once"
    """`once`, `twice` (two equal rows), or `preview_and_full` (a cut row, then a whole one), on each list page."""
    published: bool = True
    """Lists still name an item that is not; its own page says that access is denied."""


def long_date(day: date) -> str:
    """A date as the site writes it: `Wednesday, June 29, 2016`."""
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{weekdays[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}"


def slug(text: str, length: int = 60) -> str:
    """A title as part of an address, cut at a word as Drupal cuts it."""
    words = "".join(character if character.isalnum() and character.isascii() else " " for character in text.lower())
    kept = ""
    for word in words.split():
        if len(kept) + len(word) > length:
            break
        kept += f"-{word}" if kept else word
    return kept or "item"
