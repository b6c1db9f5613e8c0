"""As of a past time: what was known then is still given, read by today's parser."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from scratch_warehouse import only

from extractors.core.records import Parsed
from extractors.sources.un_resolutions import parse as parser
from reports import extract
from warehouse import build, db, fingerprint, steps
from warehouse.errors import WpsError

SOURCE = "un_resolutions"
FILE = "2020/English/S_RES_2538 (2020)-2011254E.xml"
OLD, NEW = "that women make peacekeeping work better", "that women make peacekeeping work far better"
HELD = "select count(*) filter (where text like %s), count(*) filter (where text like %s) from {}.fct_paragraph"
LIVE = (
    "select count(*) filter (where payload ->> 'text' like %s), count(*) filter (where payload ->> 'text' like %s)"
    " from raw.live_record(%s) where kind = 'paragraph'"
)
WORDS = (f"%{OLD}%", f"%{NEW}%")


@pytest.fixture
def before(published, site, copied_sample) -> datetime:
    """The time between the first crawl and one that saw a corrected sentence."""
    moment = datetime.now(UTC)
    file = copied_sample / FILE
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    steps.crawl(published, SOURCE)
    return moment


def test_after_a_correction_the_earlier_answer_is_still_given(published, before, rows, tmp_path):
    folder = extract.from_parameters(
        published, {"year": 2020, "as_of": before.isoformat(), "out": tmp_path / "as it was"}
    )
    with (folder / "data" / "fct_paragraph.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert (sum(OLD in text for text in texts), sum(NEW in text for text in texts)) == (1, 0)
    then = build.as_of_schema(before)
    with db.connect(published) as admin:  # what is built as of then is what was published then
        assert fingerprint.fingerprint(admin, then) == fingerprint.fingerprint(admin, "marts_r1")
    assert rows(published, HELD.format(then), *WORDS) == [(1, 0)]
    now = build.build_as_of(published, datetime.now(UTC))
    assert rows(published, HELD.format(now.schema), *WORDS) == [(0, 1)]
    loaded = "select distinct resource_type from audit.model_run where build_id = %s order by 1"
    assert rows(published, loaded, now.build_id) == [("model",), ("test",)]  # no seed: the project is the same
    assert rows(published, HELD.format(then), *WORDS) == [(1, 0)]
    assert rows(published, HELD.format("marts"), *WORDS) == [(1, 0)]  # an as-of build publishes nothing
    assert rows(published, "select count(*) from audit.release") == [(1,)]
    left = rows(published, "select nspname from pg_namespace where nspname like '%%asof%%' order by 1")
    assert left == sorted([(then,), (now.schema,)])
    assert rows(published, "select schema_name, as_of, succeeded from audit.build where as_of = %s", before) == [
        (then, before, True)
    ]


def test_before_the_first_crawl_nothing_was_known(published, rows):
    ((first,),) = rows(published, "select min(seen_at) from raw.page_version")
    with pytest.raises(WpsError, match=r"Nothing was known as of .*the first accepted crawl saw its first page"):
        build.build_as_of(published, first - timedelta(seconds=1))
    assert rows(published, "select count(*) from pg_namespace where nspname like '%%asof%%'") == [(0,)]


def test_where_nothing_was_crawled_nothing_was_ever_known(fresh):
    with pytest.raises(WpsError, match="Run a crawl first"):
        build.build_as_of(fresh, datetime.now(UTC))


def test_a_refused_crawl_is_no_knowledge(published, site, copied_sample, rows):
    file = copied_sample / FILE
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    gone = copied_sample / "data_extract"
    for name in ("2001.json", "2002.json"):
        (gone / name).unlink()
    with pytest.raises(WpsError, match="expected at least 102"):
        steps.crawl(published, SOURCE)
    assert rows(published, LIVE, *WORDS, datetime.now(UTC)) == [(1, 0)]


def shouting(page):
    """A later parser: it reads one sentence in another way."""
    parsed: Parsed = parse(page)
    records = tuple(
        replace(record, payload={**record.payload, "text": record.payload["text"].replace(OLD, OLD.upper())})
        if record.kind == "paragraph"
        else record
        for record in parsed.records
    )
    return replace(parsed, records=records)


parse = parser.parse


@pytest.fixture
def newer_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "PARSER_VERSION", parser.PARSER_VERSION + 1)
    monkeypatch.setattr(parser, "parse", shouting)


def test_a_newer_parser_reads_stored_bytes_again_without_the_network(
    published, before, site, rows, newer_parser, monkeypatch
):
    only(monkeypatch, "fct_paragraph")
    asked = len(site.requests)
    count = f"select count(*) from raw.record where source = '{SOURCE}' and parser_version = %s and not tombstone"
    result = steps.replay(published, SOURCE)
    assert len(site.requests) == asked
    assert result.counts["pages"] == 104  # both versions of the corrected file
    assert rows(published, count, parser.PARSER_VERSION) == rows(published, count, parser.PARSER_VERSION - 1)
    shouted = (f"%{OLD.upper()}%", f"%{NEW}%")
    assert rows(published, LIVE, *shouted, before) == [(1, 0)]
    assert rows(published, LIVE, *shouted, datetime.now(UTC)) == [(0, 1)]
    built = build.build_as_of(published, before)
    assert rows(published, HELD.format(built.schema), *shouted) == [(1, 0)]
    assert steps.replay(published, SOURCE).counts["pages"] == 0
    assert steps.crawl(published, SOURCE).counts["fetched"] == 1  # the listing


def test_a_newer_parser_that_loses_records_is_refused_and_the_older_reading_stays(
    published, site, rows, newer_parser, monkeypatch
):
    monkeypatch.setattr(parser, "parse", lambda page: replace(parse(page), records=()))
    before = rows(published, "select count(*) from raw.live_record('infinity')")
    with pytest.raises(WpsError, match=r"Replay \d+ of un_resolutions is refused.*0 records of kind .*expected"):
        steps.replay(published, SOURCE)
    assert rows(published, "select count(*) from raw.live_record('infinity')") == before
    assert rows(published, "select verdict from raw.crawl where mode = 'replay'") == [("refused",)]
    assert steps.nightly(published).refused  # a crawl by the same parser is refused for the same reason
    assert rows(published, "select count(*) from raw.live_record('infinity')") == before
