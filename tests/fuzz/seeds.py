"""The whole pages that fuzzing starts from: the golden examples, the bundled sample, and what the replica serves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.core import source
from extractors.core.records import Page, PageError
from replica.faults import Faults
from replica.server import SAMPLE, Replica

EXAMPLES = Path(__file__).parents[1] / "examples"
LIVE = {
    "un_resolutions": {"tree": "https://api.github.com/x", "raw": "https://raw.githubusercontent.com/x/"},
    "peacewomen": {"site": "https://www.peacewomen.org/"},
    "naps_1325": {"api": "https://1325naps.peacewomen.org/index.php/wp-json/wp/v2/"},
    "wps_focal_points": {"api": "https://wpsfocalpointsnetwork.org/wp-json/wp/v2/"},
}
"""Addresses to ask, as the sources' crawl modules take them."""
WALKED = ("peacewomen", "naps_1325", "wps_focal_points")
PAGES_OF_A_WALK = 60
LARGEST = 60_000
"""Longer pages say the same again: they would only make the run slower."""
ROBOTS = (
    b"User-agent: *\nAllow: /\n",
    b"# notes\r\nUser-agent: wps-accountability-warehouse\nCrawl-delay: 10\nDisallow: /admin/*?x=$\nSitemap: /s.xml\n"
    b"User-agent: *\nRequest-rate: 1/5 0900-1700\nDisallow: /*.pdf$\nAllow: /node/\nVisit-time: 0100-0400\n",
)


@dataclass(frozen=True)
class Seed:
    """A page and who reads it: a source's name, or `robots`."""

    reader: str
    sort: str
    """Sorts of pages are met equally often, however many pages there are of each."""
    page: Page


@cache
def seeds() -> tuple[Seed, ...]:
    """All seeds, in the same order on every machine."""
    found = [*_examples(), *_archive(), *(seed for name in WALKED for seed in _walked(name))]
    found += [Seed("robots", "robots.txt", Page("https://www.peacewomen.org/robots.txt", body)) for body in ROBOTS]
    return tuple(sorted(found, key=lambda seed: (seed.reader, seed.sort, seed.page.url, seed.page.body)))


def _examples() -> Iterator[Seed]:
    for path in sorted(EXAMPLES.glob("*/*/url.txt")):
        (file,) = path.parent.glob("page.*")
        page = Page(path.read_text(encoding="utf-8").strip(), file.read_bytes(), {"x-wp-totalpages": "1"})
        yield Seed(path.parent.parent.name, f"golden {file.suffix}", page)


def _replica() -> Replica:
    """A replica that is asked without being started: its pages name no port that would differ from run to run."""
    return Replica(SAMPLE, port=80)


def _archive() -> Iterator[Seed]:
    """The tree listing, and the files of the sample by their kind."""
    module = source.load("un_resolutions").module("crawl")
    replica = _replica()
    listing = Page(module.CANONICAL_TREE, replica.answer("/un_resolutions/tree", Faults()).body)
    yield Seed("un_resolutions", "tree", Page(listing.url, _of_a_few(listing.body)))
    for target in module.read_listing(listing, LIVE["un_resolutions"]).targets:
        path = target.url.removeprefix(module.CANONICAL_RAW)
        body = replica.answer(f"/un_resolutions/raw/{path}", Faults()).body
        if len(body) <= LARGEST:
            yield Seed("un_resolutions", path.split("/")[0], Page(target.url, body))


def _of_a_few(tree: bytes) -> bytes:
    """A tree listing of every seventh entry: small enough that a mutation meets something."""
    answer = json.loads(tree)
    return json.dumps({**answer, "tree": answer["tree"][::7]}).encode()


def _walked(name: str) -> Iterator[Seed]:
    """The first pages that a walk over the replica would meet."""
    crawl, live, replica = source.load(name).module("crawl"), LIVE[name], _replica()
    served = dict.fromkeys(live, f"/{name}/") if name == "peacewomen" else {"api": f"/{name}/wp-json/wp/v2/"}
    queue, met = list(crawl.starts(served)), set()
    while queue and len(met) < PAGES_OF_A_WALK:
        target = queue.pop(0)
        if target.url in met:
            continue
        met.add(target.url)
        answer = replica.answer(target.address, Faults())
        headers = {key.lower(): value for key, value in answer.headers.items()}
        page = Page(target.url, answer.body, headers)
        try:
            leads = crawl.follow(page, served)
        except PageError:
            continue  # a planted page that is refused
        for seed in _parts(name, page):
            if len(seed.page.body) <= LARGEST:
                yield seed
        more = [*leads.lists, *leads.pages, *leads.details.values(), *([leads.next_page] if leads.next_page else [])]
        queue += more[:40]


def _parts(name: str, page: Page) -> Iterator[Seed]:
    if name == "peacewomen":
        first = page.url.split("/")[3]
        yield Seed(name, "plan" if first.startswith(("nap-", "action-plan")) else first, page)
        return
    entries = json.loads(page.body)
    for start in range(0, len(entries), 2):  # a list of fifty is slow to read, and says no more than one of two
        yield Seed(name, "list", Page(page.url, json.dumps(entries[start : start + 2]).encode(), page.headers))
