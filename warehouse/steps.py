"""The steps of a night, each as one function: the same for the CLI, for Airflow's tasks and for the tests."""

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations import gate
from extractors.core import crawl as crawling
from extractors.core import declare
from extractors.core import replay as replaying
from extractors.core import source as sources
from extractors.core.acceptance import CrawlRefusedError
from extractors.core.landing import MixedArchiveError
from extractors.core.visit import Mode
from replica.server import DERIVED, SAMPLE, Replica, ReplicaError
from warehouse import build as building
from warehouse import db, releases
from warehouse.errors import WpsError
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
REMEMBERED = "archive_dir"
"""File in WPS_HOME that names the folder which the replica served last."""


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Night:
    """What `nightly` did."""

    crawls: dict[str, dict[str, Any]]
    refused: dict[str, str]
    release: releases.Release | None
    """The release published; None where no record changed."""


def crawl(settings: Settings, name: str, mode: Mode = "incremental", progress: Progress = _silent) -> crawling.Result:
    """Crawl one source. Raises WpsError when the crawl is refused or the source cannot be crawled."""
    with _errors(), db.connect(settings, "wps_loader") as connection:
        archive = db.archive(settings, connection)
        with site(settings, archive):
            return crawling.crawl(
                connection,
                sources.load(name),
                mode,
                archive=archive,
                replica=settings.sources == "replica",
                derived=settings.sources == "replica" and name in DERIVED,
                contact=settings.contact,
                progress=progress,
            )


def replay(settings: Settings, name: str, progress: Progress = _silent) -> crawling.Result:
    """Parse a source's stored bytes again. Raises WpsError when the outcome is refused."""
    with _errors(), db.connect(settings, "wps_loader") as connection:
        return replaying.replay(
            connection, sources.load(name), archive=db.archive(settings, connection), progress=progress
        )


def accept(settings: Settings, crawl_id: int, because: str) -> tuple[str, dict[str, Any]]:
    """Accept a crawl that was refused for a removal; returns its source and counts.

    Raises WpsError, and changes nothing, where it may not be accepted.
    """
    with _errors(), db.connect(settings, "wps_loader") as connection:
        archive = db.archive(settings, connection)
        return declare.accept_declared(connection, crawl_id, because=because, by=_person(), archive=archive)


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return f"user {os.getuid()}"


def nightly(settings: Settings, progress: Progress = _silent) -> Night:
    """All steps in order: crawl every source, then build, gate and publish on each source's last accepted data.

    A refused source does not stop the night; it is told at the end. Raises WpsError when a gate closes or a step
    behind the crawls fails.
    """
    crawls: dict[str, dict[str, Any]] = {}
    refused: dict[str, str] = {}
    for name in sources.names():
        try:
            crawls[name] = dict(crawl(settings, name, progress=progress).counts)
        except WpsError as error:
            refused[name] = str(error)
    return Night(crawls, refused, release(settings, progress))


def release(settings: Settings, progress: Progress = _silent) -> releases.Release | None:
    """Build, gate and publish what is live; None where no record changed since the current release."""
    gate.run(settings, "raw")
    if building.build(settings, progress).unchanged:
        return None
    gate.run(settings, "marts")
    return releases.publish(settings)


@contextmanager
def _errors() -> Iterator[None]:
    """The extractors know no warehouse: their errors become ours, with the same one line."""
    try:
        yield
    except (CrawlRefusedError, MixedArchiveError, ReplicaError, ValueError) as error:
        raise WpsError(str(error)) from error


@contextmanager
def site(settings: Settings, archive: sources.Archive) -> Iterator[None]:
    """The other end of a crawl: the live sites, a replica that somebody runs (its URLs are set), or one of our own."""
    names = [f"WPS_{name}_{url}_URL".upper() for name in sources.names() for url in sources.load(name).urls]
    if settings.sources == "live" or all(os.environ.get(name) for name in names):
        yield
        return
    with Replica(archive_dir(settings, archive)) as replica:
        ours = {name: url for name, url in replica.environment().items() if not os.environ.get(name)}
        os.environ.update(ours)
        try:
            yield
        finally:
            for name in ours:
                del os.environ[name]


def archive_dir(settings: Settings, archive: sources.Archive | None) -> Path:
    """The folder that the replica serves: the setting, else what was used last, else the sample.

    Raises WpsError where official files are wanted and no folder is known.
    """
    if settings.archive_dir:
        return settings.archive_dir
    remembered = settings.home / REMEMBERED
    if remembered.exists():
        return Path(remembered.read_text(encoding="utf-8"))
    if archive == "official":
        raise WpsError(
            "The official archive with WPS_SOURCES=replica needs a folder of official files: set WPS_ARCHIVE_DIR, "
            "or WPS_SOURCES=live for the real site."
        )
    return SAMPLE
