"""Running PostgreSQL's programs as a user it accepts: it refuses root."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import WpsError

NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """How to run a program: behind a prefix, or as another user, or (neither) as we are."""

    prefix: tuple[str, ...] = ()
    user: int | None = None

    def run(self, command: Sequence[str | Path], output: Path) -> int:
        """Run one program to its end, what it writes into a file; its exit code."""
        # Never a pipe: the server inherits it, and the pipe would stay open as long as the server runs.
        with output.open("wb") as file:
            self.own(output)
            return subprocess.run(  # noqa: S603
                [*self.prefix, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "LC_ALL": "C"},
                cwd=output.parent,
                check=False,
                **self._identity(),
            ).returncode

    def own(self, path: Path) -> None:
        """Give a path we made to the user who runs the programs."""
        if self.user is not None:
            os.chown(path, self.user, self.user, follow_symlinks=False)

    def reaches(self, folder: Path, program: Path) -> bool:
        """Whether that user can write the folder and run the program."""
        test = [shutil.which("test") or "test", "-w", str(folder), "-a", "-x", str(program)]
        return subprocess.run(test, check=False, **self._identity()).returncode == 0  # noqa: S603

    def _identity(self) -> dict[str, Any]:
        return {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}


def account(folder: Path, data: Path, program: Path) -> Account:
    """The account for a server whose files are in the folder, its data (if made already) in `data`."""
    owner = data.stat().st_uid if data.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise WpsError(
                f"{data} belongs to user id {owner}, this is user id {me}: run as that user, "
                "or set WPS_HOME to a folder of your own"
            )
        return Account()
    if owner != NOBODY and may_unshare():
        # In place, even under a 0700 home: the files stay root's, only the name is another.
        return Account(prefix=tuple(_unshare()))
    nobody = Account(user=NOBODY)
    for path in (folder, *folder.rglob("*")):
        nobody.own(path)
    if not nobody.reaches(folder, program):
        raise WpsError(
            "this is root, which PostgreSQL refuses; user namespaces are not allowed here, and user nobody cannot "
            f"reach both {folder} and {program}: run as an ordinary user, or open those folders to others (chmod o+x)"
        )
    return nobody


def may_unshare() -> bool:
    """Whether this machine lets us run a program under another name in a user namespace."""
    try:
        return subprocess.run([*_unshare(), "true"], capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def _unshare() -> list[str]:
    return [shutil.which("unshare") or "unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
