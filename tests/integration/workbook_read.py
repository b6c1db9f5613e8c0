"""Reads workbooks of the yearly extract back, with another library than the one that wrote them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reports import edition as editions
from reports import workbook
from reports.edition import Edition
from warehouse import db
from warehouse.settings import Settings


@contextmanager
def edition_of(settings: Settings, year: int = 2017) -> Iterator[Edition]:
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        yield editions.edition(connection, year, editions.origin(settings, connection, None, None))


def written(settings: Settings, path: Path, year: int = 2017) -> openpyxl.Workbook:
    with edition_of(settings, year) as edition:
        workbook.write(edition, path)
    return openpyxl.load_workbook(path)


def header_row(sheet: Worksheet) -> int:
    """The row that the filter stands in: the last above the rows."""
    return int(sheet.auto_filter.ref.split(":")[0].removeprefix("A"))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows of the sheet's table, by the names of its columns."""
    header = header_row(sheet)
    names = [str(cell.value).replace("\n", "") for cell in sheet[header]]
    return [dict(zip(names, values, strict=True)) for values in sheet.iter_rows(min_row=header + 1, values_only=True)]


def links_of(sheet: Worksheet) -> list[Hyperlink]:
    return [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None]


def texts_of(book: openpyxl.Workbook) -> Iterator[str]:
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))
