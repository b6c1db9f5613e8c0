"""`python -m bench.step NAME HOME ARCHIVE TREE_URL RAW_URL`: measure one step in this process; prints JSON.

Seconds are those of the step alone: imports at the top of this file and preparations are not counted.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import requests
from lxml import etree

from expectations import gate
from extractors.core import acceptance, landing, source
from extractors.core.fetch import Client, Exchange, Limits
from extractors.core.records import Page, Parsed, Target
from extractors.sources.un_resolutions import crawl as un_crawl
from extractors.sources.un_resolutions.parse import PARSER_VERSION, parse
from replica.server import SAMPLE
from warehouse import build, db, releases, steps
from warehouse.settings import Settings

SOURCE = "un_resolutions"
COLUMNS = "source, kind, key, canonical_url, record_sha256, payload, body_sha256, parser_version, crawl_id, seen_at"


class Stopwatch:
    """Adds up wall clock and this process's CPU time over the parts that it is held to."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


class Bench:
    """The steps, each named as on the command line; each returns what it did, as a few words."""

    def __init__(self, home: Path, archive: Path, tree_url: str, raw_url: str) -> None:
        kind: Literal["sample", "official"] = "sample" if archive.resolve() == SAMPLE.resolve() else "official"
        self.settings = Settings(_env_file=None, home=home, archive=kind, archive_dir=archive)  # type: ignore[call-arg]
        self.archive = archive
        self.urls = {"tree": tree_url, "raw": raw_url}
        os.environ["WPS_UN_RESOLUTIONS_TREE_URL"] = tree_url
        os.environ["WPS_UN_RESOLUTIONS_RAW_URL"] = raw_url
        self.measured = Stopwatch()

    def targets(self) -> tuple[Page, tuple[Target, ...]]:
        page = Page(un_crawl.CANONICAL_TREE, requests.get(self.urls["tree"], timeout=60).content)
        return page, un_crawl.read_listing(page, self.urls).targets

    def page(self, target: Target) -> Page:
        path = unquote(target.url.removeprefix(un_crawl.CANONICAL_RAW))
        return Page(target.url, (self.archive / path).read_bytes())

    def init(self) -> str:
        with self.measured():
            done = db.init(self.settings)
        return f"{len(done)} migrations"

    def fetch(self) -> str:
        _, targets = self.targets()
        limits = Limits(frozenset({"127.0.0.1"}), 0.0, 0.05, 60.0, 3, 2**27, allow_private_addresses=True)
        client = Client(limits, lambda exchange: None)
        with self.measured():
            sizes = [len(client.get(target.address, target.url).body or b"") for target in targets]
        client.close()
        return f"{len(sizes)} pages, {sum(sizes) / 2**20:.1f} MB"

    def parse(self) -> str:
        records = 0
        for target in self.targets()[1]:
            page = self.page(target)
            with self.measured():
                records += len(parse(page).records)
        return f"{records} records"

    def peer_parse(self) -> str:
        """The same bytes to trees only: lxml for XML, json for the metadata's lines."""
        nodes = 0
        for target in self.targets()[1]:
            body = self.page(target).body
            with self.measured():
                if target.url.endswith(".xml"):
                    tree = etree.fromstring(body, etree.XMLParser(recover=True, resolve_entities=False))
                    nodes += tree is not None
                else:
                    nodes += len([json.loads(line) for line in body.decode("utf-8-sig").splitlines() if line.strip()])
        return f"{nodes} documents and lines"

    def land(self) -> str:
        """A first crawl without its HTTP and its parsing: fetches, bodies and records of each page, acceptance."""
        declared = source.load(SOURCE)
        listing, targets = self.targets()
        with db.connect(self.settings, "wps_loader") as connection:
            crawl_id = landing.open_crawl(connection, SOURCE, "sweep", PARSER_VERSION, "bench")
            where = landing.Where(SOURCE, crawl_id, PARSER_VERSION)
            counts = {"listed": len(targets), "new_records": 0, "rejects": 0}
            for target in (Target(listing.url, listing.url), *targets):
                page = listing if target.url == listing.url else self.page(target)
                parsed = Parsed(()) if page is listing else parse(page)
                with self.measured():
                    seen = Exchange(
                        target.address, page.url, datetime.now(UTC), 0, "ok", 200, {"etag": "bench"}, page.body
                    )
                    landing.land_fetch(connection, where, seen)
                    done = landing.land_page(
                        connection, where, page, parsed, seen_at=seen.fetched_at, cursor=target.cursor
                    )
                counts["new_records"] += done.records
                counts["rejects"] += done.rejects
            present = [listing.url, *(target.url for target in targets)]
            with self.measured():
                acceptance.accept(connection, declared, where, self.settings.archive or "sample", counts, present)
        return f"{counts['new_records']} records of {len(targets)} pages, each in its transaction, accepted"

    def peer_land(self) -> str:
        """COPY of the records that landed, as ready text in one stream, into a logged table without index or check."""
        with db.connect(self.settings) as admin:
            copied = f"select {COLUMNS} from raw.record where not tombstone"  # noqa: S608 - our own words only
            with admin.cursor().copy(f"copy ({copied}) to stdout") as copy:
                rows = [bytes(chunk) for chunk in copy]
            admin.execute(f"create table public.peer as {copied} limit 0")
            with self.measured(), admin.cursor().copy("copy public.peer from stdin") as copy:
                for row in rows:
                    copy.write(row)
            admin.execute("drop table public.peer")
        return f"{len(rows)} rows, {sum(map(len, rows)) / 2**20:.1f} MB"

    def gate_raw(self) -> str:
        return self._gate("raw")

    def gate_marts(self) -> str:
        return self._gate("marts")

    def _gate(self, name: gate.Gate) -> str:
        with self.measured():
            run = gate.run(self.settings, name)
        return f"{len(run.outcomes)} expectations: {run.verdict}"

    def build(self) -> str:
        with self.measured():
            done = build.build(self.settings)
        with db.connect(self.settings) as admin:
            row = admin.execute("select count(*) from audit.model_run where build_id = %s", [done.build_id]).fetchone()
        return f"{row[0] if row else 0} nodes"

    def publish(self) -> str:
        with self.measured():
            release = releases.publish(self.settings)
        return f"{sum(release.mart_rows.values())} rows in {len(release.mart_rows)} marts"

    def night(self) -> str:
        with self.measured():
            done = steps.nightly(self.settings)
        if done.refused:
            raise SystemExit(f"the crawl was refused: {done.refused}")
        counts = done.crawls[SOURCE]
        published = f"release {done.release.release_id}" if done.release else "nothing to publish"
        return f"{counts['fetched']} fetched, {counts['new_records']} new records, {published}"


def main(name: str, home: str, archive: str, tree_url: str, raw_url: str) -> None:
    for setting in [setting for setting in os.environ if setting.startswith("WPS_")]:
        del os.environ[setting]
    bench = Bench(Path(home), Path(archive), tree_url, raw_url)
    step: Callable[[], str] = getattr(bench, name)
    did = step()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": bench.measured.seconds, "cpu": bench.measured.cpu, "peak_mb": peak, "did": did}))


if __name__ == "__main__":
    main(*sys.argv[1:])
