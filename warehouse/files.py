"""Files that several processes share, or only their owner may read."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WpsError


def write_private(target: Path, text: str) -> None:
    """Write a file only its owner may read, whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WpsError(
            f"cannot write {target}: {error.strerror}; free some space or make the folder writable"
        ) from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder against other processes that take the same lock; it is let go even by a killed one."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
