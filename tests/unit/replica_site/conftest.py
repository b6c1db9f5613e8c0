"""The replica over a tiny archive, and over the bundled sample."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from replica.server import Replica

from .helpers import FILES, OLD
from .made_up import Client


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for path, content in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, (OLD, OLD))
    return folder


@pytest.fixture
def replica(archive: Path) -> Iterator[Replica]:
    with Replica(archive) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A client of a replica over the sample, for tests that change nothing."""
    with Replica() as running:
        yield Client(running)


@pytest.fixture
def own_client() -> Iterator[Client]:
    """A client of a replica over the sample, for a test that changes it."""
    with Replica() as running:
        yield Client(running)
