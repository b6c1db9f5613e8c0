"""Whatever bytes a site sends, they are read, rejected or refused in bounded time and memory; nothing else escapes."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from extractors.core.records import Parsed, Record
from warehouse.settings import PROJECT

from . import worker
from .mutate import mutated
from .readers import check_parsed, read
from .seeds import Seed, seeds

QUICK, LONG = 1_000, 50_000
PROCESSES = 2


def _read_in_a_process(first: int, count: int, note: Path) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'tests'}"}
    command = [sys.executable, "-m", "fuzz.worker", str(first), str(count), str(note)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        at = note.read_text() if note.exists() else "none yet"
        pytest.fail(
            f"the process that read page {at} ended with {done.returncode}: {done.stderr[-1500:]}\n{_again(at)}"
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _again(number: object) -> str:
    return f"read it alone: cd tests && PYTHONPATH=..:. ../.venv/bin/python -m fuzz.worker {number} 1 /dev/null"


def _check(total: int, processes: int, folder: Path, tally: Callable[..., None]) -> None:
    share = total // processes
    with ThreadPoolExecutor(processes) as pool:
        jobs = [pool.submit(_read_in_a_process, n * share, share, folder / f"at{n}") for n in range(processes)]
        answers = [job.result() for job in jobs]
    failures = [failure for answer in answers for failure in answer["failures"]]
    assert not failures, "\n".join(f"{one}\n  {_again(one['number'])}" for one in failures)
    assert sum(answer["read"] for answer in answers) == total
    outcomes = sum((Counter(answer["outcomes"]) for answer in answers), Counter())
    dearest = {what: max(answer["dearest"][what] for answer in answers) for what in ("cpu", "memory")}
    for outcome, count in sorted(outcomes.items()):
        tally("damaged pages read, none failed", outcome.partition(": ")[2], count)
    for what, (part, _) in dearest.items():
        tally(f"the dearest of {total:,} damaged pages by {what}, in % of its limit", number=round(100 * part))
    # What is always refused tries nothing but the refusal.
    for reader in ("un_resolutions", "peacewomen", "naps_1325", "wps_focal_points"):
        of_reader = {name.split(": ")[1]: count for name, count in outcomes.items() if name.startswith(f"{reader}:")}
        assert of_reader["records"] > 0.2 * sum(of_reader.values())
        assert of_reader["refused"] > 0


def test_a_thousand_pages(tmp_path: Path, tally: Callable[..., None]) -> None:
    _check(QUICK, 1, tmp_path, tally)


@pytest.mark.long
def test_fifty_thousand_pages(tmp_path: Path, tally: Callable[..., None]) -> None:
    _check(LONG, PROCESSES, tmp_path, tally)


def test_the_same_number_makes_the_same_page() -> None:
    found = seeds()
    pages = [mutated(number, found) for number in range(200)]
    made_again = seeds.__wrapped__()
    assert pages == [mutated(number, made_again) for number in range(200)]
    assert len({page.page.body for page in pages}) > 190


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a planted fault exceeds soon."""
    for name, value in {"CPU_SECONDS": 0.2, "CPU_SECONDS_PER_MB": 0, "MEMORY_MB": 20, "MEMORY_MB_PER_MB": 0}.items():
        monkeypatch.setattr(worker, name, value)


def _raise(_: Seed) -> str:
    raise KeyError("planted")


def _take_long(_: Seed) -> str:
    began = time.process_time()
    while time.process_time() < began + 0.4:
        pass
    return "records"


def _take_memory(_: Seed) -> str:
    return "records" if len(b"x" * 60_000_000) else ""


def _read_twice(seed: Seed) -> str:
    record = Record("item", "one", {})
    check_parsed(Parsed((record, record)))
    return "records"


def _read_nul(seed: Seed) -> str:
    check_parsed(Parsed((Record("item", "one", {"title": "\0"}),)))
    return "records"


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (_raise, "KeyError: \"'planted'\" at test_mutated_pages.py:"),
        (_take_long, "s of processor time, expected at most 0.2"),
        (_take_memory, "MB of memory, expected at most 20"),
        (_read_twice, "two records of one key"),
        (_read_nul, "unstorable_character"),
        (read, None),
    ],
)
def test_a_fault_in_a_parser_is_told(
    planted: Callable[[Seed], str], told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = next(seed for seed in seeds() if seed.reader == "peacewomen")
    monkeypatch.setattr(worker, "read", planted)
    _, wrong, _, _ = worker.measured(seed)
    assert wrong is None if told is None else wrong is not None and told in wrong, wrong


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="the process that read page none yet ended with 1"):
        _read_in_a_process(0, 1, tmp_path / "no folder" / "at")
