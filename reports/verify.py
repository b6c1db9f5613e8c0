"""Whether an extract is what it says: its files as its manifest has them, and the same when made again."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reports import extract
from warehouse.errors import WpsError
from warehouse.settings import Settings

NOT_MADE_AGAIN = {".pdf"}
"""LibreOffice writes when and by which version it made a PDF: no two are the same."""


def verify(settings: Settings, folder: Path) -> int:
    """Make the extract in `folder` again and compare each file. Returns how many files are equal.

    Raises WpsError that names what differs, or where the folder is no extract or its release is gone.
    """
    stated = _manifest(folder)
    asked = _made_from(folder)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / folder.absolute().name
        again = _manifest(extract.from_parameters(settings, {**asked, "out": out}, printed=False))
    wrong = list(_differences(folder, stated, again))
    if wrong:
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        raise WpsError(
            f"{folder} is not what {_of(asked)} gives: {'; '.join(wrong[:5])}{more}. Expected {len(again)} files, each "
            "with the bytes that are made now. Where the code or its libraries are newer than the extract, verify with "
            "those that made it; otherwise ask whoever sent the folder, and make it anew: wps extract."
        )
    return len(again)


def _manifest(folder: Path) -> dict[str, str]:
    """File -> sha256, as the manifest in `folder` has them."""
    try:
        lines = (folder / extract.MANIFEST).read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError):
        raise WpsError(
            f"{folder} holds no {extract.MANIFEST} that can be read; expected the folder of an extract. "
            "Name the folder that `wps extract` wrote."
        ) from None


def _made_from(folder: Path) -> dict[str, int | str | None]:
    try:
        asked = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["madeFrom"]
        return {name: asked[name] for name in ("year", "release", "as_of")}
    except (OSError, ValueError, KeyError, TypeError):
        raise WpsError(
            f"{folder}/datapackage.json does not say what the extract was made from; expected year, release and as_of "
            "under madeFrom. It was changed, or a version of this software before 0.2 wrote it: make the extract anew."
        ) from None


def _differences(folder: Path, stated: dict[str, str], again: dict[str, str]) -> Iterator[str]:
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    for name in sorted({*stated, *again, *there} - {extract.MANIFEST}):
        path = there.get(name)
        if path is None:
            yield f"{name} is missing"
        elif path.suffix in NOT_MADE_AGAIN:
            continue
        elif name not in again:
            yield f"{name} is too many"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != again[name]:
            yield f"{name} differs" if stated.get(name) == again[name] else f"{name} differs, in the manifest too"


def _of(asked: dict[str, int | str | None]) -> str:
    return f"release {asked['release']}" if asked["release"] is not None else f"the state as of {asked['as_of']}"
