"""`wps`: each step of the warehouse by hand."""

import errno
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer

from warehouse import alerts, console, settings
from warehouse.errors import WpsError

app = typer.Typer(
    help="The WPS Accountability Warehouse: crawl, build, gate, publish and extract.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
replica_app = typer.Typer(help="A loopback copy of the source sites.", no_args_is_help=True)
app.add_typer(replica_app, name="replica")

SourceName = Annotated[str, typer.Argument(help="Name of a source, such as un_resolutions.")]
AsOf = Annotated[str | None, typer.Option(help="A past day or time: what was known then.")]


def main() -> None:
    """Run a command; a failure is one line on stderr and exit code 1."""
    logging.getLogger().setLevel(logging.WARNING)
    try:
        app()
    except WpsError as error:
        _fail(str(error), error)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        is_full = alerts.known_section(error) == alerts.DISK_FULL
        advice = "the disk is full: free some space" if is_full else "see that the server runs"
        _fail(f"The database ended the work: {said}. What landed stays; {advice}, run again.", error)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        what = error.filename or "A file"
        _fail(f"{what} could not be written: {error.strerror}. Free some space, run again.", error)
    except KeyboardInterrupt:
        console.err.print("wps: stopped by hand; what landed stays, run the command again to go on.")
        sys.exit(130)


def _fail(line: str, error: Exception) -> None:
    """Say what went wrong, and where more of it stands: for what a night may run into, in any case."""
    section = alerts.known_section(error) or (alerts.NIGHT if sys.argv[1:2] == ["nightly"] else None)
    more = f" More: {alerts.RUNBOOKS}/{section}" if section else ""
    console.err.print(f"wps: {line}{more}", markup=False, soft_wrap=True)
    sys.exit(1)


def command(example: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command whose help ends with an example."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        return app.command(function.__name__.replace("_", "-"), epilog=f"Example: {example}")(function)

    return register


def say(text: str) -> None:
    """One line of result."""
    console.out.print(text, markup=False, soft_wrap=True)


@command("wps init")
def init() -> None:
    """Make the database, its roles and schemas, or bring them up to date."""
    from warehouse import db  # noqa: PLC0415 - each command loads only what it needs

    loaded = settings.load()
    applied = db.init(loaded)
    say(f"{len(applied)} migrations applied; the warehouse is at {db.public_url(loaded)}")


@command("wps crawl un_resolutions --mode sweep")
def crawl(
    source: SourceName,
    mode: Annotated[
        str, typer.Option(help="incremental: only what changed; sweep: ask for every page.")
    ] = "incremental",
) -> None:
    """Crawl a source, and decide whether what it gave may be used."""
    from warehouse import steps  # noqa: PLC0415

    if mode not in ("incremental", "sweep"):
        raise WpsError(f"--mode cannot be {mode!r}; expected incremental or sweep.")
    with console.progress() as progress:
        result = steps.crawl(settings.load(), source, mode, progress)  # type: ignore[arg-type]
    say(f"Crawl {result.crawl_id} of {source} is accepted: {_counts(result.counts)}")


@command('wps accept 12 --because "PeaceWomen took its news pages down, mail of 3 May"')
def accept(
    crawl: Annotated[int, typer.Argument(help="Number of a crawl that was refused for a removal.")],
    because: Annotated[str, typer.Option(help="Why things are gone; kept with your name.")],
) -> None:
    """Accept a crawl that was refused only for how much would be gone, for a reason that you declare."""
    from warehouse import steps  # noqa: PLC0415

    source, counts = steps.accept(settings.load(), crawl, because)
    say(f"Crawl {crawl} of {source} is accepted as declared: {_counts(counts)}")


@command("wps replay un_resolutions")
def replay(source: SourceName) -> None:
    """Parse stored bytes again with today's parser; no network."""
    from warehouse import steps  # noqa: PLC0415

    with console.progress() as progress:
        result = steps.replay(settings.load(), source, progress)
    say(f"Replay {result.crawl_id} of {source} is accepted: {_counts(result.counts)}")


@command("wps build --as-of 2026-01-31")
def build(as_of: AsOf = None) -> None:
    """Build the candidate marts with dbt, or with --as-of what was known at a past time, in a schema of its own."""
    from warehouse import build as building  # noqa: PLC0415

    with console.progress() as progress:
        if as_of is not None:
            built = building.build_as_of(settings.load(), building.parse_as_of(as_of), progress)
        else:
            built = building.build(settings.load(), progress)
    if built.unchanged:
        say(f"No record changed since build {built.build_id}, which is published: nothing to build.")
    else:
        say(f"Build {built.build_id} is in {built.schema}.")


@command("wps gate marts")
def gate(which: Annotated[str, typer.Argument(help="raw (before dbt) or marts (before publishing).")]) -> None:
    """Judge what landed, or the candidate marts; a closed gate is a failure."""
    from expectations import gate as gates  # noqa: PLC0415

    if which not in ("raw", "marts"):
        raise WpsError(f"There is no gate {which!r}; expected raw or marts.")
    result = gates.run(settings.load(), which)  # type: ignore[arg-type]
    for outcome in result.outcomes:
        if not outcome.success:
            say(f"warning: {outcome.check.name} ({outcome.failing_rows} rows): expected that {outcome.check.expects}.")
    say(f"Gate {which} is {_opened(result.verdict)}: {len(result.outcomes)} expectations (run {result.gate_run_id}).")
    if result.page:
        say(f"Page: {result.page}")


@command("wps gate-page 12 --out gate.html")
def gate_page(
    run: Annotated[int | None, typer.Argument(help="Number of a gate run; default: the newest.")] = None,
    out: Annotated[Path | None, typer.Option(help="Default: a file in WPS_HOME/gates.")] = None,
) -> None:
    """Write the results of a gate run as a page, which a browser opens without network."""
    from expectations import page  # noqa: PLC0415
    from warehouse import db  # noqa: PLC0415

    loaded = settings.load()
    with db.connect(loaded, "wps_publisher") as connection:
        say(f"Page: {page.write(loaded, connection, run, out)}")


@command("wps publish")
def publish() -> None:
    """Make the candidate the release that readers see."""
    from warehouse import releases  # noqa: PLC0415

    say(_release_line(releases.publish(settings.load())))


@command("wps rollback 3")
def rollback(
    release: Annotated[int | None, typer.Argument(help="Default: the one before the current.")] = None,
) -> None:
    """Show readers an earlier release again."""
    from warehouse import releases  # noqa: PLC0415

    say(_release_line(releases.rollback(settings.load(), release)))


@command("wps releases")
def releases() -> None:
    """List the releases that exist; * marks the one that readers see."""
    from warehouse import db  # noqa: PLC0415
    from warehouse import releases as all_releases  # noqa: PLC0415

    with db.connect(settings.load(), "wps_publisher") as connection:
        listed = all_releases.listed(connection)
    for release in listed:
        say(f"{'*' if release.is_current else ' '} {_release_line(release)}")
    if not listed:
        say("Nothing is published yet.")


@command("wps nightly")
def nightly() -> None:
    """All steps in order, without Airflow: crawl every source, build, gate, publish."""
    from warehouse import steps  # noqa: PLC0415

    with console.progress() as progress:
        night = steps.nightly(settings.load(), progress)
    for source, counts in night.crawls.items():
        say(f"{source}: {_counts(counts)}")
    say("No record changed: no new release." if night.release is None else _release_line(night.release))
    if night.refused:
        raise WpsError(" ".join(night.refused.values()), runbook="ingest.md#crawl")


@command("wps extract 2017 --out extracts/2017")
def extract(
    year: Annotated[int | None, typer.Argument(help="The year of adoption.")] = None,
    as_of: AsOf = None,
    release: Annotated[int | None, typer.Option(help="Number of a release; default: the current one.")] = None,
    out: Annotated[Path | None, typer.Option(help="A new or empty folder.")] = None,
    check: Annotated[
        Path | None, typer.Option("--verify", help="Make the extract in this folder again, and compare.")
    ] = None,
) -> None:
    """Write the yearly extract: workbook, document, open data, figures and a manifest of sha256; or verify one."""
    from reports import extract as extracts  # noqa: PLC0415
    from reports import verify  # noqa: PLC0415

    if check is not None:
        if (year, as_of, release, out) != (None, None, None, None):
            raise WpsError(
                "--verify reads from the folder what to make; expected no year and no other option beside it."
            )
        equal = verify.verify(settings.load(), check)
        say(f"{check} is what it says: all {equal} files are made again with the same bytes.")
        return
    folder = extracts.from_parameters(settings.load(), {"year": year, "release": release, "as_of": as_of, "out": out})
    say(f"The extract is in {folder}")


@command("wps trace council_year/2017/A/body/share")
def trace(
    figure: Annotated[str, typer.Argument(help="Id of a figure, as an extract and its figures.csv have it.")],
    as_of: AsOf = None,
    release: Annotated[int | None, typer.Option(help="Number of a release; default: the current one.")] = None,
) -> None:
    """Show what stands behind a figure: its definition, and each object that it counts, with its page."""
    from reports import trace_find  # noqa: PLC0415
    from warehouse import build as building  # noqa: PLC0415

    as_of_time = None if as_of is None else building.parse_as_of(as_of)
    for line in trace_find.lines(settings.load(), figure, release, as_of_time):
        say(line)


@command("wps hash")
def hash() -> None:
    """One sha256 a mart and one over all, of the current release. Equal marts, equal hashes."""
    from warehouse import db, fingerprint  # noqa: PLC0415
    from warehouse import releases as all_releases  # noqa: PLC0415

    with db.connect(settings.load(), "wps_publisher") as connection:
        found = fingerprint.fingerprint(connection, all_releases.current(connection).schema)
    for mart, digest in found.items():
        say(f"{digest}  {mart}")


@command("wps status --json")
def status(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for machines.")] = False) -> None:
    """Where the database is, the last crawls, the gates' verdicts and the releases."""
    from warehouse import status as state  # noqa: PLC0415

    found = state.status(settings.load())
    if as_json:
        print(json.dumps(found, indent=2, default=str, ensure_ascii=False))
        return
    say(f"database  {found['reader_url']}  (readers)")
    say(f"archive   {found['archive'].upper() if found['archive'] == 'sample' else found['archive']}")
    for crawl_ in found["last_crawls"]:
        said = crawl_["reason"] or _counts(crawl_["counts"])
        say(f"crawl     {crawl_['source']} {crawl_['crawl_id']} {crawl_['verdict'] or 'under way'}: {said}")
    for verdict in found["verdicts"]:
        failed = f" ({', '.join(verdict['failed'])})" if verdict["failed"] else ""
        say(f"gate      {verdict['gate']} {_opened(verdict['verdict'])}{failed}")
    for release in found["releases"]:
        mark = "*" if release["current"] else " "
        say(f"release {mark} {release['release']} of {release['published_at']:%Y-%m-%d %H:%M} UTC")


@command("wps backup /mnt/backups/wps.dump")
def backup(
    file: Annotated[Path | None, typer.Argument(help="A new file; default: one in WPS_HOME/backups.")] = None,
) -> None:
    """Write the whole warehouse into one file, while it goes on working."""
    from warehouse import backup as backups  # noqa: PLC0415

    written = backups.backup(settings.load(), file)
    say(f"The backup is {written} ({written.stat().st_size / 2**20:.1f} MB). Keep it on another machine.")


@command("wps restore /mnt/backups/wps.dump")
def restore(file: Annotated[Path, typer.Argument(help="A file that wps backup wrote.")]) -> None:
    """Fill an empty warehouse from a backup: all of it, checked, or nothing."""
    from warehouse import backup as backups  # noqa: PLC0415

    release = backups.restore(settings.load(), file)
    say(f"Restored and checked: {'nothing was published' if release is None else f'readers see release {release}'}.")


@command("wps doctor")
def doctor() -> None:
    """Look whether machine, database, roles, sources and last runs are as they must be, and say what to do."""
    from warehouse import doctor as doctors  # noqa: PLC0415

    wrong = 0
    for finding in doctors.examine(settings.load()):
        say(f"{finding.state:<8}{finding.name:<26}{finding.seen}")
        if finding.advice:
            say(f"{'':<8}do: {finding.advice}")
        wrong += finding.state == "wrong"
    if wrong:
        raise WpsError(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong; what to do stands with each.")


@command("wps new-source peace_register")
def new_source(name: Annotated[str, typer.Argument(help="One word: lower case, digits, underscores.")]) -> None:
    """Start a new source: its folders and files, with a small parser that works, to be changed."""
    from warehouse import new_source as scaffold  # noqa: PLC0415

    for path in scaffold.new_source(name):
        say(f"made  {path}")
    say("Next: docs/adding_a_source.md says what to fill in, and in which order. `make test` says what is still open.")


@command("wps run")
def run() -> None:
    """Everything once, through Airflow's scheduler, with a summary at the end (`make run`)."""
    from warehouse import operate  # noqa: PLC0415

    operate.run(settings.load(), say)


@command("wps up")
def up() -> None:
    """Start Postgres, Airflow's scheduler and its UI for nightly use (`make up`)."""
    from warehouse import operate  # noqa: PLC0415

    operate.up(settings.load(), say)


@command("wps down")
def down() -> None:
    """Stop what `wps up` started, and the embedded Postgres (`make down`)."""
    from warehouse import operate  # noqa: PLC0415

    operate.down(settings.load(), say)


@replica_app.command("serve", epilog="Example: wps replica serve --archive ../un_xml --fault status_503:0.2")
def serve(
    archive: Annotated[Path | None, typer.Option(help="Folder of official files; default: the bundled sample.")] = None,
    port: Annotated[int, typer.Option(help="0: any free port.")] = 0,
    fault: Annotated[
        list[str] | None, typer.Option(metavar="NAME[:RATE]", help="Misbehave; repeatable. See docs/reliability.md.")
    ] = None,
) -> None:
    """Serve a copy of the source sites on loopback until stopped."""
    from replica.faults import Faults  # noqa: PLC0415
    from replica.server import SAMPLE, ReplicaError, serve_forever  # noqa: PLC0415

    try:
        serve_forever(archive or SAMPLE, port, Faults.from_names(fault or []))
    except (ReplicaError, ValueError) as error:
        raise WpsError(str(error)) from None


def _counts(counts: dict[str, Any] | Any) -> str:
    shown = (
        "listed",
        "fetched",
        "unchanged",
        "reused",
        "failed",
        "pages",
        "pages_expected",
        "new_records",
        "tombstones",
        "rejects",
    )
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in shown if name in counts)


def _opened(verdict: str | None) -> str:
    return {"open": "open", "warning": "open with warnings", "closed": "closed"}.get(verdict or "", "without verdict")


def _release_line(release: Any) -> str:
    sample = "  SAMPLE" if release.archive == "sample" else ""
    return (
        f"release {release.release_id}  {release.published_at:%Y-%m-%d %H:%M} UTC  gate {_opened(release.verdict)}  "
        f"{sum(release.mart_rows.values())} rows in {len(release.mart_rows)} marts  {release.marts_sha256[:12]}{sample}"
    )
