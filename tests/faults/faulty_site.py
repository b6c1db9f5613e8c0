"""What the tests of site faults share: a site that has changed since it was crawled, and crawls that lose patience."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.core import crawl as crawling
from extractors.core import source as sources
from extractors.core.visit import Mode
from replica.server import DERIVED, SAMPLE, Replica
from warehouse import db
from warehouse.settings import Settings

UN, ARCHIVE, NAPS = "un_resolutions", "peacewomen", "naps_1325"
FILE = "2020/English/S_RES_2538 (2020)-2011254E.xml"
DOUBLED = (
    "select kind, key from raw.record where not tombstone"
    " group by source, kind, key, canonical_url, body_sha256, parser_version having count(*) > 1"
)

Live = set[tuple[str, str, str]]
"""(kind, key, sha256) of live records."""


@dataclass(frozen=True)
class Warehouse:
    """A warehouse that crawls a replica."""

    settings: Settings

    def crawl(self, name: str, mode: Mode = "incremental", timeout: float = 20.0, attempts: int = 2) -> crawling.Result:
        """Crawl with a patience of our own. Raises CrawlRefusedError as a crawl does."""
        declared = sources.load(name)
        polite = declared.politeness.model_copy(update={"timeout_seconds": timeout, "attempts": attempts})
        with db.connect(self.settings, "wps_loader") as connection:
            return crawling.crawl(
                connection,
                declared.model_copy(update={"politeness": polite}),
                mode,
                archive="sample",
                replica=True,
                derived=name in DERIVED,
            )

    def ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with db.connect(self.settings) as connection:
            return connection.execute(query, parameters).fetchall()

    def live(self, source: str) -> Live:
        return set(
            self.ask("select kind, key, record_sha256 from raw.live_record('infinity') where source = %s", source)
        )

    def landed(self) -> list[tuple[Any, ...]]:
        """What must never become less, and that nothing is there twice."""
        assert self.ask(DOUBLED) == []
        tables = ("body", "fetch", "page_version", "parse", "record", "reject")
        return self.ask("select " + ", ".join(f"(select count(*) from raw.{table})" for table in tables))


def changed_archive(folder: Path) -> Path:
    """The sample, with one sentence changed."""
    archive = Path(shutil.copytree(SAMPLE, folder / "archive"))
    file = archive / FILE
    text = file.read_text(encoding="utf-8")
    assert text.count("work better") == 1
    file.write_text(text.replace("work better", "work far better"), encoding="utf-8")
    return archive


def change(site: Replica) -> None:
    """New and altered things on the sites that the replica makes up."""
    archive = site.archive_site
    archive.add("Security Council Resolution 2242: para. 7", ["7. Asks for more women in its work."], terms=(23, 32))
    old = [item for item in archive.items if 20 in item.terms and item.shows_node_id][-1]
    archive.retitle(old.key, "Security Council Resolution 1325: para. 99")
    naps = site.naps_site
    naps.add("atlantis", "Atlantis", "<p>Atlantis adopted its first NAP in 2019.</p>", f"{_root(naps)}atlantis/")
    naps.rewrite(naps.pages[-1].id, content="<p>Rewritten by its editors.</p>")


def _root(naps: Any) -> str:
    return str(naps.pages[0].link).partition("index.php/")[0] + "index.php/"
