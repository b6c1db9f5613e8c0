"""`python -m bench.night [--archive DIR]`: the steps of a night in seconds and memory, next to two peers.

Prints a table and judges nothing. Each step runs in a process of its own, on a server and a WPS_HOME of its own that
are removed at the end. The archive is DIR, else WPS_ARCHIVE_DIR, else the bundled sample.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from replica.server import SAMPLE
from warehouse import embedded, postgres_binaries
from warehouse.settings import PROJECT

Measured = dict[str, Any]
ROWS = (  # what it is, the step, its peer
    ("crawl: HTTP fetch", "fetch", None),
    ("parse", "parse", "peer_parse"),
    ("land", "land", "peer_land"),
    ("gate raw", "gate_raw", None),
    ("build (dbt), first", "build", None),
    ("gate marts", "gate_marts", None),
    ("publish", "publish", None),
)
NOTES = """\
Seconds: wall clock of the step, without the start of Python and what is imported at its top. CPU: of our process.
MB: highest resident memory of our process (ru_maxrss), Python and libraries included; PostgreSQL is not counted,
neither its memory nor its CPU. Ratio: our seconds / the peer's.
  peer of parse: lxml (recovering) and json.loads over the same bytes, to trees, nothing read out of them.
  peer of land:  COPY of the same record rows, as ready text in one stream, into a logged table without index,
                 constraint or check; ours also serialises, hashes, logs each fetch, keeps each body, and commits
                 twice a page.
The replica that serves the files is another process on the same machine, not counted."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.night", description="Measure the steps of a night.")
    parser.add_argument("--archive", type=Path, default=os.environ.get("WPS_ARCHIVE_DIR") or SAMPLE)
    archive = parser.parse_args().archive.resolve()
    if not (archive / "data_extract").is_dir():
        parser.error(f"no data_extract in {archive}: give a folder in the shape of UNxml/SCresolutions")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was begun is cleaned up
    print("\n".join(_header(archive)), flush=True)
    print(f"\n{'step':22}{'seconds':>9}{'CPU':>8}{'MB':>7}{'peer s':>9}{'ratio':>8}  what it did", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="wps bench "))
    try:
        with _replica(archive) as urls:
            _measure(folder, archive, urls)
    finally:
        for home in folder.iterdir():
            embedded.stop(home)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{NOTES}")


def _measure(folder: Path, archive: Path, urls: tuple[str, str]) -> None:
    """Each step on one warehouse, then a whole night and one without change on another."""
    _step("init", folder / "steps", archive, urls)
    for label, step, peer in ROWS:
        ours = _step(step, folder / "steps", archive, urls)
        _print(label, ours, _step(peer, folder / "steps", archive, urls) if peer else None)
    embedded.stop(folder / "steps")
    _step("init", folder / "night", archive, urls)
    for label in ("whole night, the first", "night without change"):
        _print(label, _step("night", folder / "night", archive, urls), None)


def _step(name: str, home: Path, archive: Path, urls: tuple[str, str]) -> Measured:
    done = subprocess.run(
        [sys.executable, "-m", "bench.step", name, home, archive, *urls],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"step {name} failed:\n{done.stderr.strip()}")
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def _print(label: str, ours: Measured, peer: Measured | None) -> None:
    beside = f"{peer['seconds']:9.2f}{ours['seconds'] / peer['seconds']:8.1f}" if peer else f"{'-':>9}{'-':>8}"
    print(
        f"{label:22}{ours['seconds']:9.2f}{ours['cpu']:8.2f}{ours['peak_mb']:7.0f}{beside}  {ours['did']}", flush=True
    )


@contextmanager
def _replica(archive: Path) -> Iterator[tuple[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "replica", "--archive", archive], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout  # noqa: S101 - it is a pipe
    try:
        words = process.stdout.readline().rstrip(")\n").rpartition("(tree ")[2].split()  # URL, the word raw, URL
        yield words[0], words[2]
    finally:
        process.terminate()
        process.wait()


def _header(archive: Path) -> Iterator[str]:
    files = [path for path in archive.rglob("*") if path.is_file()]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, revision {_revision()}"
    yield f"machine: {os.cpu_count()} cores, {memory:.0f} GB, {platform.platform()}; load before: {load}"
    names = ("dbt-core", "great-expectations", "psycopg", "lxml")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    server = postgres_binaries.major(postgres_binaries.find())
    yield f"Python {platform.python_version()}, PostgreSQL {server}, {libraries}"
    kind = "the bundled sample" if archive == SAMPLE.resolve() else str(archive)
    yield f"archive: {kind}, {len(files)} files, {sum(file.stat().st_size for file in files) / 2**20:.1f} MB"


def _revision() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=PROJECT, capture_output=True, text=True, check=False).stdout.strip()

    commit = git("rev-parse", "--short", "HEAD") or "unknown"
    return commit + (" with changes" if git("status", "--porcelain", "--untracked-files=no") else "")


if __name__ == "__main__":
    main()
