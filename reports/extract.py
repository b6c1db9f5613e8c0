"""The yearly extract: workbook, document, figures and open data of a year, from one release or as-of build, in one
transaction."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from reports import charts, document, open_data, package, trace, workbook
from reports import edition as editions
from reports.citation import citation_cff
from reports.edition import Edition
from reports.read_me import read_me
from warehouse import build, db, fingerprint, releases
from warehouse.errors import WpsError
from warehouse.files import locked
from warehouse.settings import Settings

MANIFEST = "MANIFEST.sha256"


def latest_complete_year(settings: Settings) -> int:
    """The newest year of the current release that had ended when it was published and lacks no English text.

    Raises WpsError where there is none.
    """
    with db.connect(settings, "wps_publisher") as connection:
        release = releases.current(connection)
        row = connection.execute(
            sql.SQL("select max(year) from {} where without_english_text = 0 and year < %s").format(
                sql.Identifier(release.schema, "rpt_council_year")
            ),
            [release.published_at.year],
        ).fetchone()
    if row is None or row[0] is None:
        raise WpsError(f"Release {release.release_id} holds no complete year. Name one: wps extract YEAR.")
    return int(row[0])


def extract(
    settings: Settings,
    year: int,
    *,
    release_id: int | None = None,
    as_of: datetime | None = None,
    out: Path | None = None,
    printed: bool = True,
) -> Path:
    """Write the extract of a year; returns its folder, which appears whole or not at all.

    Without `release_id` and `as_of` it is made from the current release. The same year and origin give the same
    bytes, but for the PDF, which is made where `printed`. Raises WpsError for a year outside the data, an unknown
    release, a figure that is not what stands behind it, or a folder that holds something else or cannot be written.
    """
    with db.connect(settings, "wps_publisher") as connection:
        origin = editions.origin(settings, connection, release_id, as_of)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            years = _years(connection, origin.schema)
            if year not in years:
                raise WpsError(f"There is no data for {year}: {origin.label} holds {years[0]} to {years[-1]}.")
            edition = editions.edition(connection, year, origin)
            folder = out or settings.home / "extracts" / edition.name
            _write_whole(folder, lambda draft: _write(edition, draft, printed=printed))
        if origin.release_id is not None:
            connection.execute(
                "update audit.release set extracted = true, compared_with = %s where release_id = %s and not extracted",
                [origin.compared_with, origin.release_id],
            )
        return folder


def from_parameters(settings: Settings, parameters: Mapping[str, Any], *, printed: bool = True) -> Path:
    """The extract that `year`, `release` and `as_of` ask for; each may be None. Raises WpsError as `extract` does."""
    if parameters.get("as_of") is not None and parameters.get("release") is not None:
        raise WpsError("An as-of time and a release exclude each other: give one of them.")
    year = parameters.get("year")
    as_of = parameters.get("as_of")
    return extract(
        settings,
        latest_complete_year(settings) if year is None else int(year),
        release_id=parameters.get("release"),
        as_of=None if as_of is None else build.parse_as_of(as_of),
        out=parameters.get("out"),
        printed=printed,
    )


def _years(connection: psycopg.Connection, schema: str) -> list[int]:
    rows = connection.execute(
        sql.SQL("select distinct year from {} order by year").format(sql.Identifier(schema, "rpt_council_year"))
    ).fetchall()
    if not rows:
        raise WpsError(f"{schema} holds no year. Crawl and publish first.")
    return [row[0] for row in rows]


def _write_whole(folder: Path, write: Callable[[Path], None]) -> None:
    """Write beside, then rename: nobody meets half a folder. An equal folder that is there already is left alone.

    The lock makes a draft that is found a dead one's, killed before it was done.
    """
    folder = folder.absolute()  # so that `.` has a name too
    if _holds_something(folder) and not (folder / MANIFEST).is_file():
        raise _not_empty(folder)
    draft = folder.with_name(f".{folder.name}.draft")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.parent):
            try:
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                write(draft)
                _put_in_place(draft, folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise WpsError(
            f"The extract could not be written to {folder}: {error.strerror}. Nothing is left there; free some "
            "space or choose a folder this user may write."
        ) from None


def _put_in_place(draft: Path, folder: Path) -> None:
    if _holds_something(folder):
        if not _same(folder, draft):
            raise _not_empty(folder)
        return
    if folder.exists():
        folder.rmdir()
    draft.replace(folder)


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _not_empty(folder: Path) -> WpsError:
    return WpsError(
        f"{folder} is not empty and holds something else; expected a new or an empty folder. "
        "Choose another with --out, or move it away."
    )


def _same(folder: Path, draft: Path) -> bool:
    manifest = folder / MANIFEST
    return manifest.is_file() and manifest.read_bytes() == (draft / MANIFEST).read_bytes()


def _write(edition: Edition, folder: Path, *, printed: bool) -> None:
    trace.write(edition, folder)  # first, for it checks every figure
    (folder / "figures").mkdir()
    drawn = charts.write(edition, folder / "figures")
    workbook.write(edition, folder / f"wps-{edition.year}.xlsx")
    text = folder / f"wps-{edition.year}.docx"
    document.write(edition, text, drawn)
    _write_open_data(edition, folder, drawn)
    (folder / "README.txt").write_text(read_me(edition), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    (folder / MANIFEST).write_text(
        "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files), encoding="utf-8"
    )
    if printed:
        document.to_pdf(text)  # not in the manifest: LibreOffice writes no file twice with the same bytes


def _write_open_data(edition: Edition, folder: Path, drawn: Sequence[charts.Chart]) -> None:
    origin, connection = edition.origin, edition.connection
    (folder / "data").mkdir()
    tables = []
    for mart in fingerprint.marts(connection, origin.schema):
        described = package.describe(connection, origin.schema, mart)
        rows = open_data.write(connection, origin.schema, described, edition.year, folder / "data")
        tables.append((described, rows))
    described_package = package.datapackage(edition, tables, drawn, folder)
    descriptor = json.dumps(described_package, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(f"{descriptor}\n", encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation_cff(edition), encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
