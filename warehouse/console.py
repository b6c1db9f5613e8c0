"""What a person sees of a step: progress while it goes on, one clear line when it fails."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

LINE_EVERY_SECONDS = 5.0
"""Where there is no terminal, progress is a line now and then instead of a bar."""


@contextmanager
def progress(lines_to: Console = err) -> Iterator[Callable[[str, int, int], None]]:
    """A callback (what, done, total) that shows how far long work is: a bar, or lines where there is no terminal."""
    if not sys.stderr.isatty():
        yield _lines(lines_to)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        tasks: dict[str, object] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield show


def _lines(to: Console) -> Callable[[str, int, int], None]:
    last = 0.0
    began: dict[str, tuple[float, int]] = {}

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        since, first = began.setdefault(what, (now, done))
        if now - last >= LINE_EVERY_SECONDS:
            last = now
            to.print(f"  {what} {done}/{total}{_to_go(now - since, done - first, total - done)}", markup=False)

    return show


def _to_go(seconds: float, done: int, left: int) -> str:
    """How long it has to go at the pace so far; nothing where that is less than a minute or no pace is known."""
    minutes = seconds / done * left / 60 if done else 0.0
    return f", about {minutes:.0f} min to go" if minutes >= 1 else ""
