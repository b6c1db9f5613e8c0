"""Every alarm leads to a section of docs/runbooks that exists, and no section tells of what nothing says any more."""

import errno
import re

import psycopg
import pytest

from extractors.core import source
from warehouse import alerts
from warehouse.errors import WpsError
from warehouse.settings import PROJECT

CODE = [
    path
    for folder in ("extractors", "warehouse", "expectations", "reports", "dags")
    for path in (PROJECT / folder).rglob("*.py")
]
DAGS = {
    **{f"ingest_{name}": ["crawl"] for name in source.names()},
    "warehouse": ["gate_raw", "build", "gate_marts", "publish"],
    "yearly_extract": ["extract"],
}
"""As they are: tests/integration/test_dags.py holds the DAG files against the pages too."""

NOT_OURS = {"pg_restore failed", "more expected"}
"""The program's name is in a variable; the other is what a library says of a body that ended early."""


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = (PROJECT / alerts.RUNBOOKS / page).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def exists(section: str) -> bool:
    page, _, anchor = section.partition("#")
    return (PROJECT / alerts.RUNBOOKS / page).is_file() and anchor in anchors(page)


def test_a_section_that_is_not_there_is_seen():
    assert exists("warehouse.md#gate_raw")
    assert not exists("warehouse.md#gate_of_heaven")
    assert not exists("nosuch.md#gate_raw")
    assert not exists("warehouse.md")


@pytest.mark.parametrize("dag", DAGS)
def test_every_task_and_every_run_that_fails_has_its_section(dag):
    sections = [alerts.section_of(dag, task) for task in (*DAGS[dag], None)]
    assert len(set(sections)) == len(sections)
    assert all(map(exists, sections)), sections


def test_a_dag_without_a_page_is_an_error():
    with pytest.raises(KeyError):
        alerts.section_of("another_dag", "task")


@pytest.mark.parametrize(
    ("error", "section"),
    [
        (psycopg.errors.DiskFull("could not extend file"), alerts.DISK_FULL),
        (OSError(errno.ENOSPC, "No space left on device"), alerts.DISK_FULL),
        (WpsError("The extract could not be written to x: No space left on device."), alerts.DISK_FULL),
        (psycopg.errors.AdminShutdown("terminating connection"), alerts.DATABASE),
        (psycopg.OperationalError("server closed the connection unexpectedly"), alerts.DATABASE),
        (WpsError("Gate raw is closed", runbook="warehouse.md#gate_raw"), "warehouse.md#gate_raw"),
        (WpsError("Build 3 failed"), None),
        (ValueError("the page has no title"), None),
    ],
    ids=lambda value: "" if value is None or isinstance(value, str) else f"{type(value).__name__} {value}"[:40],
)
def test_a_cause_that_is_known_decides(error, section):
    assert alerts.known_section(error) == section
    assert alerts.section_of("warehouse", "build", error) == (section or "warehouse.md#build")
    assert exists(alerts.section_of("warehouse", "build", error))


def test_every_section_that_the_code_names_exists():
    named = {
        text.replace("{gate}", gate)
        for path in CODE
        for text in re.findall(r"\b\w+\.md#[\w{}-]+", path.read_text(encoding="utf-8"))
        for gate in ("raw", "marts")
    }
    assert len(named) > 6
    assert [section for section in sorted(named) if not exists(section)] == []


def test_every_section_that_a_document_names_exists():
    linked = [
        (page.name, f"{target.rpartition('/')[2] or page.name}#{anchor}")
        for page in (PROJECT / alerts.RUNBOOKS).glob("*.md")
        for target, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert len(linked) > 10
    assert [found for found in linked if not exists(found[1])] == []


def test_every_message_that_a_page_explains_is_one_that_the_code_says():
    """A page may leave words out (`...`) and stand for others by a capital letter, as `N of M pages`."""
    said = " ".join(re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8")) for path in CODE)
    said = re.sub(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", "X", said)
    stale, explained = [], 0
    for page in ("ingest.md", "yearly.md", "machine.md"):
        text = (PROJECT / alerts.RUNBOOKS / page).read_text(encoding="utf-8")
        for cell in re.findall(r"^\| (`[^|]*`) \|[^|]*\|[^|]*\|$", text, re.MULTILINE):
            for message in re.findall(r"`([^`]+)`", cell):
                words = re.sub(r"\b[A-Z]\b", "X", message)
                parts = [re.escape(part.strip()) for part in words.split("...")]
                explained += 1
                if not re.search(".*?".join(parts), said):
                    stale.append((page, message))
    assert explained > 20
    assert [message for _, message in stale if message not in NOT_OURS] == []
