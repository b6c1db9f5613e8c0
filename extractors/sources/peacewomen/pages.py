"""What holds for every page of the site: it is whole, it is the site's, and it calls itself something."""

import re
from functools import lru_cache

from extractors.core.html import Element, lines, parse_html, select, words_of
from extractors.core.records import PageError
from extractors.sources.peacewomen.showing import is_chrome, main_of

_REFUSAL = re.compile(
    r"access denied|you are not authori[sz]ed.*|(?:40[134]|50[0234])\b.*|forbidden|(?:page )?not found|log ?in|sign in"
    r"|user (?:account|login)|just a moment|attention required.*|sorry, you have been blocked|checking your browser.*"
    r"|are you (?:a )?(?:human|robot).*|verify .*human.*|one moment, please.*|too many requests|bad gateway"
    r"|(?:site )?(?:off-?line|under maintenance).*|service (?:temporarily )?unavailable|gateway time-?out"
    r"|(?:an? )?(?:unexpected )?error.*|.*encountered an unexpected error.*",
    re.IGNORECASE,
)
_LINES_OF_A_REFUSAL = 5
"""A page that refuses says so in its first lines."""


@lru_cache(maxsize=1)  # a page under way is opened to be checked, to be followed and to be read
def open_page(url: str, body: bytes) -> Element:
    """Parse a page; the tree is shared, nobody may change it.

    Raises PageError for a body that is no whole HTML page: empty, not HTML, cut short.
    """
    if b"</html" not in body[-4000:].lower():
        raise PageError(
            f"{url}: {len(body)} bytes that do not end with </html>, expected a whole page; "
            f"they begin {body[:60]!r}. Cut short, or not the site's page: ask again, then look at it."
        )
    return parse_html(url, body)


def first_headings(area: Element) -> list[str]:
    """The first-level headings in a part of a page."""
    return [heading for heading in map(words_of, area.iterdescendants("h1")) if heading]


def document_title(root: Element) -> str | None:
    """The title of the document without the site's name behind a bar."""
    title = next(root.iterdescendants("title"), None)
    return None if title is None else words_of(title).split(" | ")[0].strip() or None


def name_of(root: Element) -> str | None:
    """What a page calls itself. "Access denied", which may stand above a normal page, is no name."""
    named = [*first_headings(main_of(root)), document_title(root), *first_headings(root)]
    return next((words for words in named if words and not is_refusal(words)), None)


def is_refusal(words: str) -> bool:
    """Whether words are those of a block, login or error page."""
    return bool(_REFUSAL.fullmatch(words.strip(" .!…")[:200]))


def refuse_block_page(url: str, root: Element) -> None:
    """Raise PageError where a page that shows no item denies access, asks for a login or checks for robots."""
    main = main_of(root)
    said = [*first_headings(root)[:1], *(line.text for line in lines(main, is_chrome)[:_LINES_OF_A_REFUSAL])]
    refusing = [words for words in said if is_refusal(words)]
    if not refusing and select(main, lambda at: at.get("type") == "password", "input"):
        refusing = ["a field for a password"]
    if refusing:
        raise PageError(
            f"{url}: saw {refusing[0]!r} and no item, expected a page of the archive. "
            "Look whether the site still answers visitors who are not logged in, and how often we ask it."
        )
