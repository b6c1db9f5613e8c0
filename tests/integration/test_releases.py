"""Releases: what readers see while one is published, rolled back, refused or dropped."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import psycopg
import pytest
from made_candidates import candidate, numbered
from psycopg import sql

from warehouse import db, fingerprint, releases
from warehouse.errors import WpsError
from warehouse.settings import Settings


@contextmanager
def reader(settings: Settings) -> Iterator[psycopg.Connection]:
    with db.connect(settings, "wps_reader") as connection:
        yield connection


def title_and_count(connection: psycopg.Connection) -> tuple[str, str, int]:
    row = connection.execute(
        "select min(title), max(title), (select count(*) from fct_paragraph) from dim_resolution"
    ).fetchone()
    assert row is not None
    return row


def schemas(settings: Settings) -> set[str]:
    with db.connect(settings) as admin:
        found = admin.execute("select nspname from pg_namespace where nspname like 'marts\\_r%'").fetchall()
    return {row[0] for row in found}


def test_readers_see_one_release_or_another_and_never_a_mixture_or_an_error(published):
    numbered(published, 107)
    releases.publish(published)
    seen: set[tuple[str, str, int]] = set()
    failures: list[Exception] = []
    stop = threading.Event()

    def poll() -> None:
        try:
            with reader(published) as connection:
                while not stop.is_set():
                    seen.add(title_and_count(connection))
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=poll) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(106, 99, -1):  # far enough that old releases are dropped meanwhile
        numbered(published, number)
        releases.publish(published)
    releases.rollback(published)
    with reader(published) as connection:
        last = title_and_count(connection)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert last == ("101", "101", 101)
    assert len(seen) > 1
    assert [state for state in seen if not state[0] == state[1] == str(state[2])] == []


def test_every_view_and_every_column_that_readers_see_is_described(published, rows):
    views = "pg_class where relnamespace = 'marts'::regnamespace and relkind = 'v' and relname not in" + (
        " ('rpt_source_freshness', 'rpt_gate', 'rpt_reject')"  # live views
    )
    assert rows(published, f"select relname from {views} and obj_description(oid) is null") == []
    assert (
        rows(
            published,
            f"select relname, attname from {views.replace('pg_class', 'pg_class join pg_attribute on attrelid = oid')}"
            " and attnum > 0 and coalesce(col_description(attrelid, attnum), '') = ''",
        )
        == []
    )
    tables = rows(published, "select tablename from pg_tables where schemaname = 'marts_r1' order by 1")
    assert rows(published, f"select relname from {views} order by 1") == tables


def test_rollback_goes_back_and_forward_again(published):
    numbered(published, 7)
    releases.publish(published)
    with reader(published) as connection:
        assert title_and_count(connection) == ("7", "7", 7)
        assert releases.rollback(published).release_id == 1
        assert title_and_count(connection)[2] > 1000
        with pytest.raises(WpsError, match="Release 1 is the earliest there is"):
            releases.rollback(published)
        assert releases.rollback(published, 2).is_current
        assert title_and_count(connection) == ("7", "7", 7)
        with pytest.raises(WpsError, match="There is no release 9; there is: 2, 1"):
            releases.rollback(published, 9)


def test_without_a_build_there_is_nothing_to_publish(fresh):
    with pytest.raises(WpsError, match="There is no build to publish"):
        releases.publish(fresh)
    with pytest.raises(WpsError, match="Nothing is published yet"):
        releases.rollback(fresh)


def test_publish_needs_a_new_build_that_passed_its_gate(published):
    with pytest.raises(WpsError, match="Build 1 is published already, as release 1"):
        releases.publish(published)
    candidate(published, gate=None)
    with pytest.raises(WpsError, match="Build 2 has not been through its gate"):
        releases.publish(published)
    candidate(published, gate="closed")
    with pytest.raises(WpsError, match="The gate is closed to build 3"):
        releases.publish(published)
    candidate(published, succeeded=False)
    with pytest.raises(WpsError, match="There is no build to publish: the last one failed"):
        releases.publish(published)
    candidate(published, gate="warning")
    assert releases.publish(published).verdict == "warning"
    with pytest.raises(WpsError, match="published already, as release 2"):
        releases.publish(published)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("alter table marts_candidate.dim_resolution drop column agenda_item", "lacks the column agenda_item"),
        ("drop table marts_candidate.fct_vote", "lacks the mart fct_vote"),
        ("alter table marts_candidate.fct_vote alter column year type text", "column year as text.*as integer"),
    ],
    ids=["column", "mart", "type"],
)
def test_what_would_break_readers_is_refused_and_they_keep_the_old_release(published, rows, change, said):
    candidate(published, change)
    with pytest.raises(WpsError, match=said):
        releases.publish(published)
    with reader(published) as connection:
        assert connection.execute("select count(agenda_item) > 0 from dim_resolution").fetchone() == (True,)
        assert connection.execute("select min(year) from fct_vote").fetchone() == (2000,)
    assert rows(published, "select release_id, is_current from audit.release") == [(1, True)]
    assert schemas(published) == {"marts_r1"}


def test_a_new_column_comes_with_its_release_and_is_null_after_a_rollback(published):
    candidate(published, "alter table marts_candidate.fct_vote add column weight integer default 1")
    releases.publish(published)
    with reader(published) as connection:
        assert connection.execute("select distinct weight from fct_vote").fetchall() == [(1,)]
        releases.rollback(published)
        assert connection.execute("select distinct weight from fct_vote").fetchall() == [(None,)]


def test_a_new_mart_comes_with_its_release_and_is_empty_after_a_rollback(published):
    candidate(
        published,
        "create table marts_candidate.fct_new (one integer primary key);"
        " grant select on marts_candidate.fct_new to wps_publisher; insert into marts_candidate.fct_new values (1);"
        " alter table marts_candidate.fct_new owner to wps_transformer",
    )
    releases.publish(published)
    with reader(published) as connection:
        assert connection.execute("select * from fct_new").fetchall() == [(1,)]
        releases.rollback(published)
        assert connection.execute("select * from fct_new").fetchall() == []
        releases.rollback(published, 2)
        assert connection.execute("select * from fct_new").fetchall() == [(1,)]


def test_of_two_publications_at_once_one_goes_through(published, rows):
    numbered(published, 5)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(releases.publish, published) for _ in range(2)]
        errors = [future.exception(60) for future in both]
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "WpsError"]
    assert len(rows(published, "select from audit.release where is_current")) == 1
    assert rows(published, "select count(*) from audit.release") == [(2,)]
    with reader(published) as connection:
        assert title_and_count(connection) == ("5", "5", 5)


def test_the_last_five_the_extracted_and_the_current_releases_are_kept(published, rows):
    for number in range(2, 9):
        candidate(published)
        releases.publish(published)
        if number == 2:
            rows(published, "update audit.release set extracted = true where release_id = 2 returning 1")
    assert schemas(published) == {f"marts_r{number}" for number in (2, 4, 5, 6, 7, 8)}
    kept = rows(published, "select release_id from audit.release where dropped_at is null order by 1")
    assert kept == [(number,) for number in (2, 4, 5, 6, 7, 8)]
    assert releases.rollback(published, 2).release_id == 2
    with pytest.raises(WpsError, match="There is no release 1;"):
        releases.rollback(published, 1)


def test_a_long_reader_delays_the_publication_and_not_the_other_readers(published):
    numbered(published, 5)
    with reader(published) as long, ThreadPoolExecutor(1) as pool, reader(published) as other:
        slowest = 0.0
        with long.transaction():
            long.execute("select count(*) from dim_resolution")
            publication = pool.submit(releases.publish, published)
            end = time.monotonic() + 3
            while time.monotonic() < end:
                begin = time.monotonic()
                assert title_and_count(other)[2] > 1000
                slowest = max(slowest, time.monotonic() - begin)
            assert not publication.done()
        assert publication.result(60).is_current
        assert slowest < 2
        assert title_and_count(other) == ("5", "5", 5)


def test_a_snapshot_older_than_the_build_delays_the_publication_and_never_finds_a_mart_empty(published):
    """It has touched no mart yet, so no lock holds the publication back; the new tables would have no rows for it."""
    with reader(published) as early, ThreadPoolExecutor(1) as pool, reader(published) as other:
        with early.transaction():
            early.execute("set transaction isolation level repeatable read")
            early.execute("select count(*) from rpt_gate")
            numbered(published, 5)
            publication = pool.submit(releases.publish, published)
            assert not wait([publication], timeout=3).done
            assert title_and_count(early)[2] > 1000
        assert publication.result(60).is_current
        assert title_and_count(other) == ("5", "5", 5)


def test_equal_marts_have_equal_fingerprints_and_a_changed_row_another(published):
    candidate(
        published,
        "create table kept as table marts_candidate.fct_vote; truncate marts_candidate.fct_vote;"
        " insert into marts_candidate.fct_vote select * from kept order by symbol desc, country_id desc",
    )
    with db.connect(published) as admin:
        first = fingerprint.fingerprint(admin, "marts_r1")
        assert fingerprint.fingerprint(admin, "marts_candidate") == first  # whatever the rows' place in the table
        admin.execute(
            "update marts_candidate.fct_vote set vote = 'against' where ctid = (select min(ctid) from"
            " marts_candidate.fct_vote where vote = 'in_favour')"
        )
        second = fingerprint.fingerprint(admin, "marts_candidate")
        assert {mart for mart in first if first[mart] != second[mart]} == {"fct_vote", "all"}
        admin.execute(
            sql.SQL("alter table marts_candidate.fct_vote drop constraint {}").format(
                sql.Identifier(
                    admin.execute(
                        "select conname from pg_constraint where conrelid = 'marts_candidate.fct_vote'::regclass"
                        " and contype = 'p'"
                    ).fetchone()[0]
                )
            )
        )
        with pytest.raises(LookupError, match="fct_vote has no primary key"):
            fingerprint.fingerprint(admin, "marts_candidate")
