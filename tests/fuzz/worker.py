"""Read mutated pages in a process of its own, within limits: `python -m fuzz.worker FIRST COUNT NOTE`.

Prints one JSON line: what came of the pages, the dearest of them, and each failure with the number that makes it again.
The number of the page under way stands in the file NOTE, for the case that the process does not live to tell.
"""

import json
import re
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from extractors.sources.peacewomen.parse import _read as cached_reading

from .mutate import mutated
from .readers import OUTCOMES, read
from .seeds import Seed, seeds

CPU_SECONDS, CPU_SECONDS_PER_MB = 2.0, 60.0
"""A page may cost this much processor time, and so much more for each megabyte of it."""
MEMORY_MB, MEMORY_MB_PER_MB = 64.0, 250.0
"""A page may add this much to the process's memory at its peak, and so much more for each megabyte of it."""
ADDRESS_SPACE = 4 << 30
BEYOND_HOPE = 30
"""Seconds of processor time over its limit at which a page's process is ended by the kernel."""
MOST_FAILURES = 20


def main(first: int, count: int, note: Path) -> dict[str, Any]:
    """Read the pages of these numbers."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    note.write_text("none yet")
    found = seeds()
    for seed in found:  # whatever is loaded once is loaded now, and is not the first page's
        assert read(seed) in OUTCOMES
    outcomes: Counter[str] = Counter()
    failures: list[dict[str, Any]] = []
    dearest = {"cpu": (0.0, 0), "memory": (0.0, 0)}
    for number in range(first, first + count):
        note.write_text(str(number))
        seed = mutated(number, found)
        size = len(seed.page.body) / 1e6
        last_second = int(time.process_time() + cpu_limit(size) + BEYOND_HOPE) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (last_second, resource.RLIM_INFINITY))
        outcome, wrong, cpu, memory = measured(seed)
        outcomes[f"{seed.reader}: {outcome}"] += 1
        dearest["cpu"] = max(dearest["cpu"], (cpu / cpu_limit(size), number))
        dearest["memory"] = max(dearest["memory"], (memory / memory_limit(size), number))
        if wrong:
            failures.append({"number": number, "reader": seed.reader, "url": seed.page.url, "wrong": wrong})
            if len(failures) >= MOST_FAILURES:
                break
    return {"read": sum(outcomes.values()), "outcomes": outcomes, "failures": failures, "dearest": dearest}


def cpu_limit(megabytes: float) -> float:
    """Seconds of processor time for a page of this size."""
    return CPU_SECONDS + CPU_SECONDS_PER_MB * megabytes


def memory_limit(megabytes: float) -> float:
    """Megabytes of memory for a page of this size."""
    return MEMORY_MB + MEMORY_MB_PER_MB * megabytes


def measured(seed: Seed) -> tuple[str, str | None, float, float]:
    """(outcome, what is wrong, seconds of processor time, megabytes added at the peak) of reading a page."""
    cached_reading.cache_clear()
    size = len(seed.page.body) / 1e6
    began = time.process_time()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _status_mb("VmRSS")
    wrong = None
    try:
        outcome = read(seed)
    except Exception as error:  # noqa: BLE001 - what escapes is what this looks for
        outcome = "failed"
        at = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__}: {str(error)[:300]!r} at {Path(at.filename).name}:{at.lineno}"
    cpu, memory = time.process_time() - began, _status_mb("VmHWM") - before
    if wrong is None and cpu > cpu_limit(size):
        wrong = f"took {cpu:.1f} s of processor time, expected at most {cpu_limit(size):.1f}"
    if wrong is None and memory > memory_limit(size):
        wrong = f"took {memory:.0f} MB of memory, expected at most {memory_limit(size):.0f}"
    return outcome, wrong, cpu, memory


def _status_mb(name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1000


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
