"""Run the whole system on one machine: once, as a demonstration (`run`), or for nightly use (`up`, `down`)."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import connect as pg_connect
from psycopg import sql

from extractors.core import source as sources
from replica.server import Replica, ReplicaError
from warehouse import airflow_api, airflow_env, db, embedded, releases, status, steps, supervisor
from warehouse.errors import WpsError
from warehouse.settings import PROJECT, Settings

Say = Callable[[str], None]
DAG_SECONDS = 4 * 3600.0
"""A first sweep of the live site takes most of an hour; a run that takes this long hangs."""


def run(settings: Settings, say: Say) -> None:
    """Everything once, through Airflow's scheduler: crawl, build, gate, publish, extract, and a summary at the end.

    Stops what it started. Raises WpsError with one line when a step fails; what landed stays.
    """
    began = time.monotonic()
    with _database(settings, say):
        prepare(settings, say)
        with _site(settings, say), _airflow(settings, say) as client:
            for name in sources.names():
                _run_dag(client, f"ingest_{name}", say)
            _run_dag(client, "warehouse", say)
        from reports import extract  # noqa: PLC0415 - after the release that it is made from

        folder = extract.extract(settings, extract.latest_complete_year(settings))
        _summary(settings, folder, time.monotonic() - began, say)


def up(settings: Settings, say: Say) -> None:
    """Start Postgres, the scheduler and the UI for real nightly use, and leave them running."""
    _remember(settings)
    prepare(settings, say)
    environment = _environment(settings)
    supervisor.migrate(environment)
    supervisor.up(settings.home, environment, say)
    client = airflow_api.connect(settings.home)
    try:
        _ready(client)
        for dag in _dags():
            client.unpause(dag)
    finally:
        client.close()
    say(f"Airflow is at {airflow_env.api_url(settings.home)}; user admin, password in")
    say(f"  {airflow_env.admin_password_file(settings.home)}")
    say(f"BI tools read {db.public_url(settings, 'wps_reader')}")
    say("The DAGs run every night (UTC). `make down` stops everything.")


def down(settings: Settings, say: Say) -> None:
    """Stop what `up` started, and the embedded Postgres."""
    supervisor.down(settings.home, say)
    if not settings.database_url:
        embedded.stop(settings.home)
    say("Stopped. Nothing is lost; `make up` goes on from here.")


def prepare(settings: Settings, say: Say) -> None:
    """The databases as they must be: initialised, of the archive that is asked for, and Airflow's own."""
    if not settings.database_url:
        server = embedded.start(settings.home)
        _use_archive(settings, server, say)
        airflow_env.ensure_airflow_database(server)
    applied = db.init(settings)
    say(f"Postgres runs; {len(applied)} migrations applied." if applied else "Postgres runs.")


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
                admin.execute(
                    sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new))
                )
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
        with Replica(steps.archive_dir(settings)) as replica:
            say(f"A replica of the source sites serves {replica.archive.name!r} at {replica.base_url}")
            os.environ.update(replica.environment())
            yield
    except ReplicaError as error:
        raise WpsError(str(error)) from None


@contextmanager
def _airflow(settings: Settings, say: Say) -> Iterator[airflow_api.Client]:
    """Airflow's components for the time of a run; those that were up before stay."""
    was_up = any(supervisor.status(settings.home).values())
    environment = _environment(settings)
    if not was_up:
        say("Airflow migrates its database ...")
        supervisor.migrate(environment)
        supervisor.up(settings.home, environment, say, triggerer=False)
    try:
        client = airflow_api.connect(settings.home)
        _ready(client)
        yield client
        client.close()
    finally:
        if not was_up:
            supervisor.down(settings.home, say)


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


def _run_dag(client: airflow_api.Client, dag: str, say: Say) -> None:
    """Trigger a DAG and wait for it. Paused again at the end: outside nightly use nothing may start by itself."""
    say(f"{dag}: triggered")
    client.unpause(dag)
    try:
        finished = client.wait(dag, client.trigger(dag), lambda text: say(f"  {text}"), DAG_SECONDS)
    finally:
        client.pause(dag)
    if finished.state != "success":
        raise WpsError(f"{finished.complaint()} The published marts stay as they were.")


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
    lines = [
        "make up                                  Postgres, scheduler and UI for nightly use; prints where",
        ".venv/bin/wps status                     crawls, gates, releases, and the address for BI tools",
        ".venv/bin/wps extract 2017               the extract of another year",
    ]
    if settings.sources == "replica" and not settings.archive_dir:
        lines.append("make run ARCHIVE=DIR                     the same over a folder of official files")
        lines.append("make run SOURCES=live                    the same over the real site")
    return lines
