"""Document symbols in one spelling, and the dates and meetings that stand beside them."""

import re
from dataclasses import dataclass
from datetime import date

_RESOLUTION = re.compile(r"S\s*/\s*RES\s*/\s*(\d{1,4})\s*\(\s*(\d{4})\s*\)")
_STATEMENT = re.compile(
    r"S\s*/\s*PRST\s*/\s*(\d{4})\s*/\s*(\d{1,3})(?:\s*/\s*Corr\.?\s*(\d{1,3})(?!\d))?", re.IGNORECASE
)
_DRAFT = re.compile(r"S\s*/\s*(\d{4})\s*/\s*(\d{1,4})")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(rf"(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PLACE = re.compile(r"\bin\s+([^\W\d][\w'’ .-]*?)\s*$")
_LONGEST_PLACE = 200
NO_DATE = "0001-01-01"


@dataclass(frozen=True)
class Symbol:
    """A document symbol: its one spelling, its number, its year, and the corrigendum's number if it is one."""

    text: str
    number: int
    year: int
    corrigendum: int | None = None


def resolution_symbol(given: str) -> Symbol | None:
    """Read 'S/RES/1310(2000)', with any spaces or tabs, as 'S/RES/1310 (2000)'; None when it is something else."""
    found = _RESOLUTION.fullmatch(given.strip())
    return make_resolution(int(found[1]), int(found[2])) if found else None


def make_resolution(number: int, year: int) -> Symbol:
    """Build the symbol of a resolution."""
    return Symbol(f"S/RES/{number} ({year})", number, year)


def statement_symbol(given: str) -> Symbol | None:
    """Read a presidential statement's symbol, a corrigendum's too; None when it is something else."""
    found = _STATEMENT.fullmatch(given.strip())
    return make_statement(int(found[1]), int(found[2]), int(found[3]) if found[3] else None) if found else None


def make_statement(year: int, number: int, corrigendum: int | None) -> Symbol:
    """Build the symbol of a presidential statement; a corrigendum is a document of its own."""
    tail = f"/Corr.{corrigendum}" if corrigendum is not None else ""
    return Symbol(f"S/PRST/{year}/{number}{tail}", number, year, corrigendum)


def draft_symbol(given: str) -> Symbol | None:
    """Read a draft's symbol such as 'S/2023/212'; None when it is something else."""
    found = _DRAFT.fullmatch(given.strip())
    return make_draft(int(found[1]), int(found[2])) if found else None


def make_draft(year: int, number: int) -> Symbol:
    """Build the symbol of a draft."""
    return Symbol(f"S/{year}/{number}", number, year)


def statements_named(text: str) -> list[str]:
    """List the statements a text names, in order, each once."""
    found = (make_statement(int(m[1]), int(m[2]), int(m[3]) if m[3] else None).text for m in _STATEMENT.finditer(text))
    return list(dict.fromkeys(found))


def find_day(text: str) -> str | None:
    """Give the first date of a text ('19 November 2004 in Nairobi', '2004-11-19T00:00') as ISO; None if there is none.

    A day that does not exist (31 June) is no date.
    """
    written, iso = _DAY.search(text), _ISO_DAY.search(text)
    try:
        if written:
            return date(int(written[3]), MONTHS.index(written[2].capitalize()) + 1, int(written[1])).isoformat()
        return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat() if iso else None
    except ValueError:
        return None


def find_place(text: str) -> str | None:
    """Give the place a date ends with ('19 November 2004 in Nairobi'); None where the date names none."""
    found = _PLACE.search(text[-_LONGEST_PLACE:])
    return found[1] if found else None


def attribute_day(given: str | None) -> str | None:
    """Read a date attribute of the XML; 0001-01-01, which stands for 'not known' there, is None."""
    return find_day(given) if given and not given.startswith(NO_DATE) else None
