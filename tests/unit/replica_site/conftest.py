"""The replica over a tiny archive."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from replica.server import Replica

from .helpers import FILES, OLD


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
