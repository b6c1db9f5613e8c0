"""Which warehouse a command takes: the one that is asked for, or the one that is there."""

from pathlib import Path

import psycopg
import pytest

from warehouse import db, embedded, operate, steps
from warehouse.errors import WpsError
from warehouse.settings import Settings


@pytest.fixture
def home(tmp_path: Path):
    yield tmp_path
    embedded.stop(tmp_path)


def hold(settings: Settings, archive: str) -> None:
    with db.connect(settings) as admin:
        admin.execute("insert into raw.origin (archive) values (%s)", [archive])


def databases(home: Path) -> set[str]:
    with psycopg.connect(embedded.start(home).admin_dsn("postgres")) as admin:
        return {name for (name,) in admin.execute("select datname from pg_database where datname like 'warehouse%'")}


def held(settings: Settings) -> str:
    with db.connect(settings) as admin:
        return admin.execute("select archive from raw.origin").fetchone()[0]


def test_up_goes_on_with_the_warehouse_that_is_there(home):
    settings = Settings(home=home)
    db.init(settings)
    hold(settings, "official")
    assert not operate._asks_for_an_archive(settings)
    operate.prepare(settings, lambda text: None, switch=operate._asks_for_an_archive(settings))
    assert (held(settings), databases(home)) == ("official", {"warehouse"})


def test_run_sets_the_other_archive_aside_and_brings_it_back(home):
    sample, official = Settings(home=home), Settings(home=home, archive="official")
    db.init(sample)
    hold(sample, "sample")
    operate.prepare(official, lambda text: None)
    assert databases(home) == {"warehouse", "warehouse_sample"}
    hold(official, "official")
    operate.prepare(sample, lambda text: None)
    assert (held(sample), databases(home)) == ("sample", {"warehouse", "warehouse_official"})


def test_the_sample_is_never_served_to_a_warehouse_of_official_files(fresh):
    hold(fresh, "official")
    with pytest.raises(WpsError, match="needs a folder of official files"):
        steps.crawl(fresh, "un_resolutions")
