"""Progress where there is no terminal: a line now and then, with the time to go."""

import io

import pytest
from rich.console import Console

from warehouse import console


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr(console.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(console.sys.stderr, "isatty", lambda: False, raising=False)
    said = io.StringIO()

    def tell(steps: list[tuple[float, int, int]]) -> list[str]:
        with console.progress(Console(file=said, width=200)) as show:
            for seconds, done, total in steps:
                now[0] += seconds
                show("archive: pages", done, total)
        return said.getvalue().splitlines()

    return tell


def test_a_line_now_and_then(lines):
    assert lines([(0, 1, 9), (1, 2, 9), (5, 3, 9)]) == ["  archive: pages 1/9", "  archive: pages 3/9"]


def test_long_work_says_how_long_it_has_to_go(lines):
    assert lines([(0, 0, 1200), (120, 100, 1200)])[-1] == "  archive: pages 100/1200, about 22 min to go"


def test_what_a_resumed_sweep_holds_already_is_no_pace(lines):
    assert lines([(0, 1000, 2000), (60, 1060, 2000)])[-1] == "  archive: pages 1060/2000, about 16 min to go"
