"""Processes by pid and start time, so that a recycled pid is never taken for the process that had it."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Process:
    """A process of this machine: the pid alone would be recycled."""

    pid: int
    started: str


def identify(pid: int) -> Process | None:
    """The process that has this pid now; None where there is none or it is dead (a zombie)."""
    try:
        found = psutil.Process(pid)
        if found.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return None
        return Process(pid, _started(found))
    except (psutil.NoSuchProcess, ProcessLookupError, FileNotFoundError):
        return None


def alive(process: Process) -> bool:
    """Whether that very process still runs."""
    return identify(process.pid) == process


def works_in(pid: int, folder: Path, name: str) -> bool:
    """Whether a live process of that pid and name has the folder as its working directory.

    Where the system does not say (root in a container may not look), every such process of the
    folder's owner counts: better one too many than one overlooked.
    """
    try:
        process = psutil.Process(pid)
        if process.name() != name or identify(pid) is None:
            return False
        try:
            return Path(process.cwd()) == folder.resolve()
        except psutil.AccessDenied:
            return folder.exists() and process.uids().effective == folder.stat().st_uid
    except psutil.Error:  # gone meanwhile
        return False


def working_in(folder: Path, name: str) -> list[int]:
    """Pids of live processes of that name whose working directory is the folder."""
    return [pid for pid in psutil.pids() if works_in(pid, folder, name)]


def pid_taken(pid: int) -> bool:
    """Whether the pid is in use, be it by a zombie."""
    return bool(psutil.pid_exists(pid))


def tree(leader: Process) -> set[Process]:
    """The live processes of a leader's group, and all that came from them whatever their group."""
    if identify(leader.pid) not in (leader, None):
        return set()  # the pid, and so the group, is another's by now
    found = set()
    for pid in psutil.pids():
        try:
            if os.getpgid(pid) == leader.pid:
                found |= {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}
        except (OSError, psutil.Error):  # gone meanwhile
            continue
    return {process for process in map(identify, found) if process}


def reap(process: Process) -> None:
    """Take note of a dead child, so that it does not stay a zombie; nothing happens where it is not ours."""
    try:
        os.waitpid(process.pid, os.WNOHANG)
    except ChildProcessError:
        return


def send(process: Process, number: signal.Signals) -> None:
    """Signal that very process; nothing happens where it has ended."""
    if alive(process):
        try:
            os.kill(process.pid, number)
        except ProcessLookupError:
            return


def gone(processes: Iterable[Process], seconds: float) -> bool:
    """Wait until all have ended; False where some have not in time."""
    waited = list(processes)
    return until(lambda: not any(alive(process) for process in waited), seconds)


def until(reached: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Wait for a condition; False where it does not come in time."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def _started(process: psutil.Process) -> str:
    """When it started, as a word that stays the same when the clock is set."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    if not boot.exists():
        return str(process.create_time())
    ticks = (
        Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    )
    return f"{boot.read_text(encoding='ascii').strip()}:{ticks}"
