"""Run the whole system on one machine: once, as a demonstration (`run`), or for nightly use (`up`, `down`)."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from psycopg import connect as pg_connect
from psycopg import errors, sql

from extractors.core import source as sources
from replica.server import Replica, ReplicaError
from warehouse import airflow_api, airflow_env, db, embedded, releases, status, steps, supervisor
from warehouse.errors import WpsError
from warehouse.settings import PROJECT, Settings

Say = Callable[[str], None]
DAG_SECONDS = 4 * 3600.0
"""A first sweep of the live site takes most of an hour; a run that takes this long hangs."""

TELL_SECONDS = 10.0


def run(settings: Settings, say: Say) -> None:
    """Everything once, through Airflow's scheduler: crawl, build, gate, publish, extract, and a summary at the end.

    Stops what it started. Raises WpsError with one line when a step fails; what landed stays.
    """
    began = time.monotonic()
    with _database(settings, say):
        _refuse_other_settings(settings)
        prepare(settings, say)
        with _airflow(settings, say) as client:
            for name in sources.names():
                _run_dag(settings, client, f"ingest_{name}", say)
            _run_dag(settings, client, "warehouse", say)
        from reports import extract  # noqa: PLC0415 - after the release that it is made from

        folder = extract.extract(settings, extract.latest_complete_year(settings))
        _summary(settings, folder, time.monotonic() - began, say)


def up(settings: Settings, say: Say) -> None:
    """Start Postgres, the scheduler and the UI for real nightly use, and leave them running.

    Where no archive is asked for, it goes on with the warehouse that is there.
    """
    if _asks_for_an_archive(settings):
        _remember(settings)
    prepare(settings, say, switch=_asks_for_an_archive(settings))
    environment = _environment(settings)
    supervisor.migrate(environment)
    supervisor.up(settings.home, environment, say)
    with _client(settings) as client:
        for dag in _dags():
            client.unpause(dag)
        first = min(filter(None, map(client.next_run, _dags())))
    say(f"Airflow is at {airflow_env.api_url(settings.home)}; user admin, password in")
    say(f"  {airflow_env.admin_password_file(settings.home)}")
    say(f"BI tools read {db.public_url(settings, 'wps_reader')}")
    when = f"next at {first:%Y-%m-%d %H:%M} UTC" if first > datetime.now(UTC) else "and now, for the night missed"
    say(f"The DAGs run every night, {when}. `make down` stops everything.")


def down(settings: Settings, say: Say) -> None:
    """Stop what `up` started, and the embedded Postgres."""
    supervisor.down(settings.home, say)
    if not settings.database_url:
        embedded.stop(settings.home)
    say("Stopped. Nothing is lost; `make up` goes on from here.")


def prepare(settings: Settings, say: Say, *, switch: bool = True) -> None:
    """The databases as they must be: initialised, of the archive that is asked for if `switch`, and Airflow's own."""
    if settings.database_url:
        airflow_env.ensure_airflow_database(airflow_env.GivenServer(settings.home, settings.database_url))
    else:
        server = embedded.start(settings.home)
        if switch:
            _use_archive(settings, server, say)
        airflow_env.ensure_airflow_database(server)
    applied = db.init(settings)
    say(f"Postgres runs; {len(applied)} migrations applied." if applied else "Postgres runs.")


def _asks_for_an_archive(settings: Settings) -> bool:
    return settings.sources == "live" or settings.archive is not None or settings.archive_dir is not None


def _use_archive(settings: Settings, server: embedded.Server, say: Say) -> None:
    """Sample and official files never mix: where the other archive is asked for, its warehouse takes the name.

    The one that was there stays whole under a name of its own, and comes back when its archive is asked for again.
    """
    wanted = "official" if settings.sources == "live" else settings.archive
    if wanted is None:
        wanted = "official" if settings.archive_dir else "sample"
    with pg_connect(server.admin_dsn("postgres"), autocommit=True) as admin:
        names = {row[0] for row in admin.execute("select datname from pg_database").fetchall()}
        held = _held(server) if db.DATABASE in names else None
        if held in (None, wanted):
            return
        for old, new in ((db.DATABASE, f"{db.DATABASE}_{held}"), (f"{db.DATABASE}_{wanted}", db.DATABASE)):
            if old in names:
                rename = sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new))
                try:
                    admin.execute(rename)
                except errors.ObjectInUse:
                    raise WpsError(
                        f"The {held} warehouse is in use, so it cannot make way for the {wanted} one; expected no "
                        "session in it. Close the BI tools and tasks that use it (pg_stat_activity), then run again."
                    ) from None
    say(f"The {held} warehouse is set aside as database {db.DATABASE}_{held}; this one is for the {wanted} archive.")


def _held(server: embedded.Server) -> str | None:
    with pg_connect(server.admin_dsn(db.DATABASE), autocommit=True) as connection:
        if connection.execute("select to_regclass('raw.origin')").fetchone() == (None,):
            return None
        row = connection.execute("select archive from raw.origin").fetchone()
        return row[0] if row else None


def _remember(settings: Settings) -> None:
    """Later commands crawl the same folder without being told again."""
    remembered = settings.home / steps.REMEMBERED
    settings.home.mkdir(parents=True, exist_ok=True)
    if settings.archive_dir:
        remembered.write_text(str(settings.archive_dir), encoding="utf-8")
    elif settings.sources == "replica" and settings.archive in (None, "sample"):
        remembered.unlink(missing_ok=True)


@contextmanager
def _database(settings: Settings, say: Say) -> Iterator[None]:
    """The embedded server for the time of a run; one that was there before stays."""
    ours = not settings.database_url and embedded.running(settings.home) is None
    try:
        yield
    finally:
        if ours:
            embedded.stop(settings.home)
            say("Postgres is stopped.")


@contextmanager
def _site(settings: Settings, say: Say) -> Iterator[None]:
    """The replica of the source sites; Airflow's tasks are told of it through the environment."""
    if settings.sources == "live":
        if not settings.contact:
            say("Set WPS_CONTACT to your mail address, so that the sites can reach you.")
        yield
        return
    _remember(settings)
    try:
        with Replica(steps.archive_dir(settings, settings.archive)) as replica:
            say(f"A replica of the source sites serves {replica.archive.name!r} at {replica.base_url}")
            os.environ.update(replica.environment())
            yield
    except ReplicaError as error:
        raise WpsError(str(error)) from None


@contextmanager
def _airflow(settings: Settings, say: Say) -> Iterator[airflow_api.Client]:
    """Airflow's components for the time of a run; those that were up before stay."""
    if _is_up(settings):
        say("Airflow is up already; its DAGs stay as they are.")
        with _client(settings) as client:
            yield client
        return
    with _site(settings, say):
        environment = _environment(settings)
        say("Airflow migrates its database ...")
        supervisor.migrate(environment)
        supervisor.up(settings.home, environment, say, triggerer=False)
        try:
            with _client(settings) as client:
                yield client
        finally:
            supervisor.down(settings.home, say)


@contextmanager
def _client(settings: Settings) -> Iterator[airflow_api.Client]:
    client = airflow_api.connect(settings.home)
    try:
        _ready(client)
        yield client
    finally:
        client.close()


def _is_up(settings: Settings) -> bool:
    return any(supervisor.status(settings.home).values())


def _refuse_other_settings(settings: Settings) -> None:
    """Tasks of an Airflow that is up crawl what it was started for, whatever this command was told."""
    if _is_up(settings) and not supervisor.has_settings(settings.home, _environment(settings)):
        raise WpsError(
            "Airflow is up in this WPS_HOME with other settings (WPS_SOURCES, WPS_ARCHIVE ...) than this command has. "
            "`make down` first, or give the same settings."
        )


def _environment(settings: Settings) -> dict[str, str]:
    parameters = db.parameters(settings, "wps_loader")
    return {
        **os.environ,
        **airflow_env.environment(
            settings.home, PROJECT, host=parameters["host"], port=int(parameters.get("port", "5432"))
        ),
    }


def _ready(client: airflow_api.Client) -> None:
    for dag in _dags():
        client.await_dag(dag)
    errors = client.import_errors()
    if errors:
        raise WpsError(f"A DAG file cannot be imported: {errors[0]}")
    client.set_pool("dbt", 1, "dbt and what reads as-of builds: never two at once")


def _dags() -> list[str]:
    return [*(f"ingest_{name}" for name in sources.names()), "warehouse", "yearly_extract"]


def _run_dag(settings: Settings, client: airflow_api.Client, dag: str, say: Say) -> None:
    """Trigger a DAG and wait for it. Paused as before at the end: outside nightly use nothing may start by itself."""
    say(f"{dag}: triggered")
    was_paused = client.is_paused(dag)
    client.unpause(dag)
    try:
        with _telling(settings, dag, say):
            finished = client.wait(dag, client.trigger(dag), lambda text: say(f"  {text}"), DAG_SECONDS)
    finally:
        client.pause(dag, was_paused)
    if finished.state != "success":
        raise WpsError(f"{finished.complaint()} The published marts stay as they were.")


@contextmanager
def _telling(settings: Settings, dag: str, say: Say) -> Iterator[None]:
    """Say now and then how far a crawl is: a first sweep of a live site takes most of an hour."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(TELL_SECONDS):
            try:
                said = status.crawl_under_way(settings, dag.removeprefix("ingest_"))
            except WpsError:
                continue  # the run itself will say that the database is gone
            if said:
                say(f"  {said}")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _summary(settings: Settings, folder: Path, seconds: float, say: Say) -> None:
    found = status.status(settings)
    with db.connect(settings, "wps_publisher") as connection:
        release = releases.current(connection)
    is_sample = release.archive == "sample"
    say("")
    say(
        "WPS Accountability Warehouse"
        + ("  -  SAMPLE (summaries for trying it out; never to cite)" if is_sample else "")
    )
    say(f"  release   {release.release_id}, published {release.published_at:%Y-%m-%d %H:%M} UTC")
    for verdict in found["verdicts"]:
        failed = f": {', '.join(verdict['failed'])}" if verdict["failed"] else ""
        say(f"  gate      {verdict['gate']}: {verdict['verdict']}{failed}")
    for mart, rows in sorted(release.mart_rows.items()):
        say(f"  mart      {mart:<24}{rows:>8} rows")
    say(f"  extract   {folder}")
    say(f"  took      {seconds:.0f} s")
    say("Next:")
    for line in _next_steps(settings):
        say(f"  {line}")


def _next_steps(settings: Settings) -> list[str]:
    up = "make up SOURCES=live" if settings.sources == "live" else "make up"
    lines = [
        f"{up:<41}opens Airflow for nightly use: prints address and login",
        ".venv/bin/wps status                     crawls, gates, releases, and the address for BI tools",
        ".venv/bin/wps extract 2017               the extract of another year",
    ]
    if settings.sources == "replica" and not settings.archive_dir:
        lines.append("make run ARCHIVE=DIR                     the same over a folder of official files")
        lines.append("make run SOURCES=live                    the same over the real site")
    return lines
