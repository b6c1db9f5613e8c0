"""What a path of the repository holds, and the symbol it names. No file is opened here."""

import re
from enum import StrEnum
from urllib.parse import quote, unquote

RAW_ROOT = "https://raw.githubusercontent.com/UNxml/SCresolutions/HEAD/"

ENGLISH = "English"
LANGUAGES = frozenset({"Arabic", "Chinese", "English", "French", "German", "Russian", "Spanish"})


class FileKind(StrEnum):
    """What a path of the repository holds."""

    METADATA = "metadata"
    RESOLUTION = "resolution"
    STATEMENT = "statement"
    DRAFT = "draft"
    OTHER_LANGUAGE = "other_language"
    JUNK = "junk"


_SHAPES = (
    (FileKind.METADATA, re.compile(r"data_extract/\d{4}\.json")),
    (FileKind.RESOLUTION, re.compile(r"Pre-2020/\d{4}/[^/]+\.xml", re.IGNORECASE)),
    (FileKind.RESOLUTION, re.compile(r"\d{4}/English/[^/]+\.xml", re.IGNORECASE)),
    (FileKind.STATEMENT, re.compile(r"PRST/\d{4}/(?:English/)?[^/]+\.xml", re.IGNORECASE)),
    (FileKind.DRAFT, re.compile(r"Not adopted/English/[^/]+\.xml", re.IGNORECASE)),
)
_RESOLUTION_NAME = re.compile(r"RES[\s_/-]*(\d{3,4})(?!\d)(?:[\s_]*\((\d{4})\))?", re.IGNORECASE)
_STATEMENT_NAME = re.compile(
    r"PRST[\s_/-]*(\d{4})[\s_/-]+(\d{1,3})(?!\d)(?:[\s_/-]*Corr\.?[\s_]*(\d{1,3})(?!\d))?", re.IGNORECASE
)
_DRAFT_NAME = re.compile(r"S[\s_/-]*(\d{4})[\s_/-]+(\d{1,4})(?!\d)")
_FOLDER_YEAR = re.compile(r"(?:^|/)(\d{4})/")


def classify(path: str) -> FileKind:
    """Say what a repository-relative, decoded path holds (domain.md, section 2, gives the folders).

    A document in a language folder other than English is OTHER_LANGUAGE; whatever else is not of a known
    shape (test.txt, desktop.ini, README.md) is JUNK. Never raises.
    """
    for kind, shape in _SHAPES:
        if shape.fullmatch(path):
            return kind
    *folders, name = path.split("/")
    if name.lower().endswith(".xml") and any(folder in LANGUAGES - {ENGLISH} for folder in folders):
        return FileKind.OTHER_LANGUAGE
    return FileKind.JUNK


def url_of(path: str) -> str:
    """Give the canonical address of a decoded, repository-relative path."""
    return RAW_ROOT + quote(path)


def path_of(url: str) -> str | None:
    """Give the decoded, repository-relative path of a canonical address; None when it is not of this source."""
    return unquote(url[len(RAW_ROOT) :]) if url.startswith(RAW_ROOT) else None


def folder_year(path: str) -> int | None:
    """Give the year of the folder a file lies in."""
    found = _FOLDER_YEAR.search(path)
    return int(found[1]) if found else None


def resolution_in_path(path: str) -> tuple[int, int] | None:
    """Give (number, year) of the resolution a file name states; the folder's year when the name has none."""
    found = _RESOLUTION_NAME.search(path.rsplit("/", 1)[-1])
    year = int(found[2]) if found and found[2] else folder_year(path)
    return (int(found[1]), year) if found and year else None


def statement_in_path(path: str) -> tuple[int, int, int | None] | None:
    """Give (year, number, corrigendum or None) of the presidential statement a file name states."""
    found = _STATEMENT_NAME.search(path.rsplit("/", 1)[-1])
    return (int(found[1]), int(found[2]), int(found[3]) if found[3] else None) if found else None


def draft_in_path(path: str) -> tuple[int, int] | None:
    """Give (year, number) of the draft a file name states, for example (2023, 212)."""
    found = _DRAFT_NAME.match(path.rsplit("/", 1)[-1])
    return (int(found[1]), int(found[2])) if found else None
