"""Fifty readers, short and long, while releases are published and rolled back: no error, no mixture, no long wait."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from killed import AllAlong
from made_candidates import numbered
from psycopg.conninfo import make_conninfo

from warehouse import db, releases
from warehouse.settings import Settings

pytestmark = pytest.mark.long

RELEASES, ROLLBACKS = 20, 5
CROWD = Path(__file__).with_name("crowd.py")
WAITING = """
select max(extract(epoch from clock_timestamp() - waitstart))::float8
from pg_locks
inner join pg_stat_activity as reader using (pid)
where not granted and reader.application_name like 'reader %' and exists (
    select from pg_stat_activity as ours
    where ours.pid = any(pg_blocking_pids(reader.pid)) and ours.application_name like 'wps %'
)
"""
"""How long the reader who waits for us the longest has waited, in seconds."""


@contextmanager
def crowd(settings: Settings) -> Iterator[dict[str, object]]:
    """Fifty readers; what they met is in the dictionary afterwards."""
    met: dict[str, object] = {}
    address = make_conninfo(**db.parameters(settings, "wps_reader"))
    process = subprocess.Popen(
        [sys.executable, CROWD, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield met
        told, _ = process.communicate(timeout=60)
        met.update(json.loads(told))
    finally:
        process.kill()
        process.wait()


class Clock(AllAlong):
    """Looks all along who waits for us, and for how long."""

    def __init__(self, settings: Settings) -> None:
        self.longest, self.looked = 0.0, 0
        self._settings = settings

    def go(self) -> None:
        with db.connect(self._settings) as admin:
            while not self.over.wait(0.02):
                row = admin.execute(WAITING).fetchone()
                self.longest = max(self.longest, row[0] or 0.0 if row else 0.0)
                self.looked += 1


def test_the_clock_sees_who_waits_for_us(published):
    with db.connect(published, "wps_publisher") as ours, Clock(published) as clock:
        reader = subprocess.Popen(
            [sys.executable, CROWD, make_conninfo(**db.parameters(published, "wps_reader"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        with ours.transaction(force_rollback=True):
            ours.execute("alter view marts.dim_resolution owner to wps_publisher")  # a lock, and no change
            time.sleep(3)
        reader.communicate(timeout=60)
    assert clock.longest > 0.5


def test_nobody_meets_an_error_or_a_mixture_or_waits_for_us(published, tally):
    numbered(published, 107)
    releases.publish(published)
    with crowd(published) as met, Clock(published) as clock:
        for number in range(RELEASES):
            numbered(published, 106 - number)
            releases.publish(published)
            if number % (RELEASES // ROLLBACKS) == 1:
                releases.rollback(published)
    assert met["wrong"] == []
    done = met["done"]
    assert isinstance(done, dict)
    assert min(done.values()) >= 10, done
    assert clock.looked > 500
    assert clock.longest < 1.0
    for kind, times in done.items():
        tally("statements of 50 readers, no error, none mixed", kind, times)
    tally("releases published meanwhile", number=RELEASES)
    tally("rolled back meanwhile", number=ROLLBACKS)
    tally("longest wait for us in ms", number=round(clock.longest * 1000))
