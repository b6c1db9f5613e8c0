"""Titles written to break a warehouse go through crawl, build, gate, publish and extract as the texts that they are."""

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from replica.server import Replica
from reports import extract
from reports.inert import NOTE, recovered
from warehouse import steps
from warehouse.settings import Settings

YEAR = 2019
MARKS = tuple("=+-@\t\r\n＝＋－＠")


def _hostile(folder: Path) -> list[str]:
    """Texts of each kind, the kinds first; those for a shell would leave a file in `folder`."""
    return [
        "'); drop table raw.record cascade; --",
        f"$(touch {folder}/dollar)",
        "=cmd|' /C calc'!A0",
        "-2+3",
        "'=already quoted",
        '@SUM(1+1),"next cell"',
        '"; drop schema raw cascade; --',
        "$$; drop table raw.body; $$",
        f"`touch {folder}/backtick`; touch {folder}/semicolon | tee {folder}/pipe",
        f"{{{{ env_var('HOME') }}}} {{% do run_query('drop table raw.crawl') %}} {folder}",
        "%s %(year)s {0} {year} \\copy \\N \\.",
        "+1+cmd|' /C calc'!A0",
        '=HYPERLINK("http://127.0.0.1/","x"),"next cell"',
        "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; &lt;b&gt;",
        "\u202eright to left\u202c, 😀, NULL, NaN, null, true, 1e5",
    ]


def _retitle(archive: Path, texts: list[str]) -> dict[int, str]:
    """Give resolutions of the year these titles in the metadata; returns number -> title."""
    file = archive / "data_extract" / f"{YEAR}.json"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    given = {}
    for row, text in zip(rows, texts, strict=False):
        row["resolution_title"] = text
        given[int(row["symbol"].split("/")[2][:4])] = text
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return given


def _cells(folder: Path) -> list[tuple[str, str, str]]:
    """(type, file and column, cell) of every cell of an extract."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    found = []
    for resource in package["resources"]:
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                assert None not in row, "a text became two cells"
                found += [(types[name], f"{resource['name']}.{name}", cell) for name, cell in row.items()]
    return found


@pytest.mark.long
def test_hostile_titles_stay_texts_from_the_page_to_the_extract(
    fresh: Settings, site: Replica, copied_sample: Path, tmp_path: Path, rows: Callable[..., list[tuple]]
) -> None:
    touched = tmp_path / "touched"
    touched.mkdir()
    texts = _hostile(touched)
    given = _retitle(copied_sample, texts)
    items = [site.archive_site.add(text, ["Extract:", text]) for text in texts]
    steps.nightly(fresh)

    asked = "select resolution_number, title from marts.dim_resolution where resolution_number = any(%s)"
    titles = dict(rows(fresh, asked, [*given]))
    assert len(given) == 6
    assert titles == given
    archive_titles = {title for (title,) in rows(fresh, "select title from marts.fct_archive_item")}
    assert {item.title for item in items} <= archive_titles
    assert list(touched.iterdir()) == []

    folder = extract.extract(fresh, YEAR)
    cells = _cells(folder)
    texts_out = [cell for kind, _, cell in cells if kind == "string"]
    assert [cell for cell in texts_out if cell.startswith(MARKS)] == []
    numbers = [(where, cell) for kind, where, cell in cells if kind in ("integer", "number") and cell]
    assert numbers
    assert [(where, cell) for where, cell in numbers if float(cell) != float(cell.removeprefix("'"))] == []
    written = {cell for _, where, cell in cells if where == "dim_resolution.title"}
    assert set(given.values()) <= {recovered(cell) for cell in written}
    assert {"'=cmd|' /C calc'!A0", "'-2+3", "''=already quoted", '\'@SUM(1+1),"next cell"'} <= written
    assert NOTE in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["description"]
    for line in (folder / extract.MANIFEST).read_text().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
