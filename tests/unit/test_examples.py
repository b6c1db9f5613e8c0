"""Golden pages: each page under `tests/examples/<source>/<name>/` is read as its `expected.json` says.

`page.*` holds the bytes, `url.txt` the canonical address. A missing `expected.json` is written, and the test then fails
until a person has read it and run the test again. A new page shape is a new folder here, and no new test code.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.core import source
from extractors.core.records import Page, Parsed

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/*/url.txt"))


def _as_json(parsed: Parsed) -> dict[str, Any]:
    return {
        "records": [
            {"kind": record.kind, "key": record.key, "payload": json.loads(record.json)} for record in parsed.records
        ],
        "rejects": [
            {"reason": reject.reason, "place": reject.place, "expected": reject.expected, "seen": reject.seen}
            for reject in parsed.rejects
        ],
    }


def read_example(folder: Path) -> dict[str, Any]:
    """What the source's parser makes of a golden page."""
    (page,) = folder.glob("page.*")
    url = (folder / "url.txt").read_text(encoding="utf-8").strip()
    return _as_json(source.load(folder.parent.name).module("parse").parse(Page(url, page.read_bytes())))


def check_example(folder: Path) -> None:
    seen, golden = read_example(folder), folder / "expected.json"
    if not golden.exists():
        golden.write_text(json.dumps(seen, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        pytest.fail(f"{golden} was missing and is now written: read it beside the page, then run the test again")
    assert seen == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_the_page_is_read_as_a_person_has_read_it(folder: Path) -> None:
    check_example(folder)


def test_every_source_has_an_example() -> None:
    assert {folder.parent.name for folder in FOLDERS} == set(source.names())


def test_a_missing_golden_is_written_and_fails_until_it_is_read(tmp_path: Path) -> None:
    example = FOLDERS[0]
    folder = tmp_path / example.parent.name / example.name
    folder.mkdir(parents=True)
    for path in [*example.glob("page.*"), example / "url.txt"]:
        (folder / path.name).write_bytes(path.read_bytes())
    with pytest.raises(pytest.fail.Exception, match="was missing and is now written"):
        check_example(folder)
    check_example(folder)


def test_another_reading_fails(tmp_path: Path) -> None:
    example = FOLDERS[0]
    folder = tmp_path / example.parent.name / example.name
    folder.mkdir(parents=True)
    for path in example.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    golden = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    golden["records"][0]["key"] += " "
    (folder / "expected.json").write_text(json.dumps(golden), encoding="utf-8")
    with pytest.raises(AssertionError):
        check_example(folder)
