"""What stands behind each figure of an extract: the files read back, recounted, and the command that prints them."""

import csv
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from trace_recount import RECKONED, Recount

from reports import edition as editions
from reports import trace, trace_figures
from reports.edition import Edition
from reports.figure_id import figure_id
from reports.inert import recovered
from reports.trace_council import COUNCIL_YEAR
from reports.trace_figures import MARTS
from warehouse import cli, db
from warehouse.errors import WpsError
from warehouse.settings import Settings

YEAR = 2017
Line = dict[str, str]


@pytest.fixture(scope="module")
def settings(server, template_published) -> Iterator[Settings]:
    yield server.clone("t_trace", template_published)
    with db.connect(server.settings("postgres")) as admin:
        admin.execute("drop database t_trace with (force)")


@pytest.fixture
def warehouse(settings) -> Iterator[psycopg.Connection]:
    """The administrator's connection, in a transaction that comes to nothing: a test may plant what it likes."""
    with db.connect(settings) as admin, admin.transaction(force_rollback=True):
        yield admin


def edition_of(settings: Settings, connection: psycopg.Connection, year: int = YEAR) -> Edition:
    return editions.edition(connection, year, editions.origin(settings, connection, None, None))


@pytest.fixture(scope="module")
def written(settings, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("traced")
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        trace.write(edition_of(settings, connection), folder)
    return folder


@pytest.fixture(scope="module")
def figures(written) -> dict[str, Line]:
    lines = read(written / "figures.csv")
    assert len({line["figure_id"] for line in lines}) == len(lines)
    return {line["figure_id"]: line for line in lines}


@pytest.fixture(scope="module")
def rows(written) -> dict[str, list[Line]]:
    behind = defaultdict(list)
    for line in read(written / "trace.csv"):
        behind[line["figure_id"]].append(line)
    return behind


def read(path: Path) -> list[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_figure_is_recounted_from_the_file(figures, rows):
    assert rows.keys() <= figures.keys()
    seen = defaultdict(int)
    for name, figure in figures.items():
        behind = rows[name]
        seen[figure["how"]] += 1
        assert int(figure["rows"]) == len(behind), name
        if not figure["value"]:
            assert figure["unknown_because"], name
            assert behind == [], name
            continue
        value = Decimal(figure["value"])
        if figure["how"] == "counted":
            assert value == len({(one["kind"], one["object"]) for one in behind}) == len(behind), name
        elif figure["how"] == "stated":
            assert [one["kind"] for one in behind] == ["page"], name
        else:
            assert {one["kind"] for one in behind} == {"figure"}, name
            parts = {one["part"]: Decimal(figures[one["object"]]["value"]) for one in behind}
            made = parts["same"] if figure["how"] == "same" else RECKONED[figure["formula"]](**parts)
            assert made.quantize(value, ROUND_HALF_UP) == value, name
    assert min(seen[how] for how in ("counted", "same", "ratio", "difference", "stated")) > 10


def test_a_figure_of_the_files_is_that_of_its_mart(settings, figures):
    """Ids resolve back to the row and the column that they are made of; each number of a report of the year is here."""
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        edition = edition_of(settings, connection)
        met = set()
        for mart in MARTS:
            for row, key in rows_of(edition, mart):
                for column in mart.columns:
                    name = figure_id(mart.name, key, column.column)
                    value = row.get(column.column)
                    if value is not None and (row.get("year", YEAR) == YEAR or column.column in mart.earlier):
                        assert Decimal(figures[name]["value"]) == value
                        assert (figures[name]["mart"], figures[name]["column"]) == (mart.name, column.column)
                        met.add(name)
    known = {name for name, figure in figures.items() if figure["value"]}
    assert {name.rsplit("/", 1)[1] for name in known - met} == {"share_change", "numerator_change"}


def rows_of(edition: Edition, mart) -> list[tuple[dict, tuple]]:
    key = mart.key or [
        one["attname"]
        for one in edition.ask(
            "select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)"
            " where indrelid = %s::regclass and indisprimary order by array_position(indkey::int2[], attnum)",
            [mart.name],
        )
    ]
    return [(row, tuple(row[name] for name in key)) for row in edition.ask(mart.query, {"year": YEAR})]


def test_figures_taken_at_random_are_recounted_by_another_hand(settings, figures, rows, tally):
    number = random.randrange(2**32)
    print(f"random.seed({number})")
    chance = random.Random(number)
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        edition = edition_of(settings, connection)
        recount = Recount(connection, edition.origin.schema)
        for mart in MARTS:
            listed = [
                (name, row, column.column)
                for row, key in rows_of(edition, mart)
                for column in mart.columns
                if figures.get(name := figure_id(mart.name, key, column.column), {}).get("how") == "counted"
                and figures[name]["value"]
            ]
            chance.shuffle(listed)
            done = 0
            for name, row, column in listed:
                expected = recount.by[mart.name](row, column) if done < 40 else None
                if expected is not None:
                    assert {one["object"] for one in rows[name]} == expected, f"{name}, random.seed({number})"
                    done += 1
            assert done, mart.name
            tally("figures recounted from what they list", mart.name, done)


def test_what_stands_behind_can_be_cited_and_found_again(settings, figures, rows):
    """Addresses, times and bytes are those of raw; a place is one of its resolution; the rest says where it is from."""
    with db.connect(settings, "wps_publisher") as connection:
        seen = {
            (url, body): f"{at:%Y-%m-%dT%H:%M:%SZ}"
            for url, body, at in connection.execute(
                "select canonical_url, body_sha256, min(seen_at) at time zone 'UTC' from raw.page_version group by 1, 2"
            ).fetchall()
        }
        cited = {
            (symbol, place): citation
            for symbol, place, citation in connection.execute(
                "select symbol, locator, citation from marts.fct_paragraph"
            ).fetchall()
        }
        plans = {row[0] for row in connection.execute("select nap_id from marts.fct_nap").fetchall()}
    kinds = defaultdict(int)
    for name, behind in rows.items():
        for one in behind:
            kinds[one["kind"]] += 1
            assert one["definition"]
            assert one["definition"] in figures[name]["definition"]
            assert one["release"] == "release 1, SAMPLE"
            if one["kind"] == "figure":
                continue
            assert one["citation"], one
            assert one["source"], one
            assert one["nap_id"] in plans | {""}
            assert one["fetched_at"] == seen.get((one["source_url"], one["body_sha256"]), ""), one
            if one["source"] in ("un_resolutions", "peacewomen", "naps_1325", "wps_focal_points"):
                assert one["fetched_at"], one
            else:
                assert "kept with this project" in one["source"]
                assert not one["body_sha256"]
            in_places = (
                one["kind"] in ("resolution", "paragraph") or "label" in one["kind"] or "judgement" in one["kind"]
            )
            for place in recovered(one["locator"]).split("; ") if in_places else []:
                assert not place or " text " in place or (one["symbol"], place) in cited, one
            if one["kind"] in ("labelled_paragraph", "theme_judgement", "commitment_judgement"):
                as_cited = cited[one["symbol"], recovered(one["locator"]).split("; ")[0]]
                assert one["citation"].startswith(as_cited), one
    assert {
        "resolution", "paragraph", "commitment", "country", "plan", "vote", "statement", "figure", "page",
        "labelled_paragraph", "theme_judgement", "commitment_judgement",
    } <= kinds.keys()  # fmt: skip


def test_places_are_those_where_the_definition_is_met(settings, rows):
    """Only there: a resolution or paragraph says by which of its places it counts."""
    with db.connect(settings, "wps_publisher") as connection:
        texts = {
            (symbol, place): text
            for symbol, place, text in connection.execute(
                "select symbol, coalesce(nullif(locator, ''), part || ' text ' || ordinal), text"
                " from marts.fct_paragraph"
            ).fetchall()
        }
    women = re.compile(r"\b(wom[ae]n|girls?|gender\w*|female)\b", re.IGNORECASE)
    checked = 0
    for name in ("numerator", "operative_paragraphs_matching", "preambular_paragraphs_matching"):
        for one in rows[f"council_year/{YEAR}/A/body/{name}"]:
            for place in recovered(one["locator"]).split("; "):
                assert women.search(texts[one["symbol"], place]), one
                checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (
            "update rpt_council_year set numerator = numerator + 1"
            " where (year, definition_id, scope) = (2017, 'A', 'body')",
            r"^council_year/2017/A/body/numerator is (\d+) in rpt_council_year, and (\d+) objects stand behind it;",
        ),
        (
            "update rpt_council_year set share = share + 0.1 where (year, definition_id, scope) = (2016, 'AC', 'body')",
            r"^council_year/2016/AC/body/share is ([\d.]+) in rpt_council_year, and what .* gives ([\d.]+) ",
        ),
        (
            "delete from fct_vote where year = 2017",
            r"^country_scorecard/\w+/2017/\w+ is (\d+) in rpt_country_scorecard, and (\d+) objects stand behind it;",
        ),
        (
            "update fct_commitment_judgement set is_found = true where half = 'held_out'",
            r"^commitment_quality/\w+/held_out/\w+ is (\d+) in rpt_commitment_quality, and (\d+) objects stand behind",
        ),
        (
            "update rpt_theme_year set paragraphs = null where year = 2017 and theme_id = 'participation'",
            r"^(\d+) rows stand behind theme_year/2017/participation/(\w+)/paragraphs, which the release does not hold",
        ),
    ],
)
def test_a_figure_that_is_not_what_stands_behind_it_closes_the_extract(settings, warehouse, tmp_path, plant, said):
    edition = edition_of(settings, warehouse)
    warehouse.execute(plant)
    with pytest.raises(WpsError, match=said) as caught:
        trace.write(edition, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert "Build and publish again" in str(caught.value)
    one, other = re.match(said, str(caught.value)).groups()
    assert one != other


def test_two_figures_of_one_id_close_it(settings, warehouse, monkeypatch):
    monkeypatch.setattr(trace_figures, "MARTS", (COUNCIL_YEAR, COUNCIL_YEAR))
    with pytest.raises(
        WpsError, match=r"^2 figures have the id council_year/20\d\d/\w+/\w+/\w+; expected each to have"
    ):
        trace.figures(edition_of(settings, warehouse))


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ("alter table dim_resolution drop column situation_country_ids cascade", "situation_country_ids"),
        ("alter table rpt_reconciliation drop column counted_to cascade", "counted_to"),
        ("drop table fct_theme_judgement cascade", "fct_theme_judgement"),
    ],
)
def test_an_older_release_says_what_it_lacks(settings, warehouse, tmp_path, change, lacking):
    edition = edition_of(settings, warehouse)
    warehouse.execute(change)
    with pytest.raises(WpsError, match=rf"^release 1 lacks .*{lacking}.* older version\. Build and publish"):
        trace.write(edition, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_bytes_again(settings, written, tmp_path):
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        trace.write(edition_of(settings, connection), tmp_path)
    for name in ("figures.csv", "trace.csv"):
        assert sha256((tmp_path / name).read_bytes()).digest() == sha256((written / name).read_bytes()).digest()


def test_commitments_by_force_and_addressee_add_up(settings):
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        edition = edition_of(settings, connection)
        table = trace.force_by_addressee(edition)
        of_year = edition.ask("select * from rpt_commitment_year where year = %s and verb_id = 'all'", [YEAR])
    total = {(row["scope"], row["addressee_class"]): row["commitments"] for row in of_year}
    assert {row["scale_id"] for row in table} > {"lri_2010_legal"}
    for column, scope in (("commitments_wps", "wps"), ("commitments_all", "all")):
        sums = defaultdict(int)
        for row in table:
            if row["level"] != "all":
                sums[row["scale_id"], row["addressee_class"]] += row[column]
            else:
                assert row[column] == total.get((scope, row["addressee_class"]), 0)
        for (_, addressee), found in sums.items():
            assert found == total.get((scope, addressee), 0)
    ranks = [row["rank"] for row in table if row["rank"] is not None]
    assert min(ranks) == 1


@pytest.fixture
def wps(settings, monkeypatch, capsys):
    def run(*arguments: str, of: Settings = settings) -> tuple[list[str], str]:
        monkeypatch.setenv("WPS_HOME", str(of.home))
        monkeypatch.setenv("WPS_DATABASE_URL", of.database_url or "")
        monkeypatch.setattr(sys, "argv", ["wps", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert ended.value.code == (1 if said.err else 0)
        return said.out.splitlines(), said.err

    return run


def test_the_command_shows_a_figure_and_all_that_stands_behind_it(wps, figures, rows):
    share = f"council_year/{YEAR}/A/body/share"
    out, err = wps("trace", share)
    assert err == ""
    assert out[:2] == [editions.SAMPLE, f"{share} = {figures[share]['value']}"]
    assert f"  definition  {figures[share]['definition']}" in out
    for part in ("numerator", "denominator"):
        name = f"council_year/{YEAR}/A/body/{part}"
        assert f"  {part:<12}{name} = {figures[name]['value']}" in out
        assert f"{name} = {figures[name]['value']}" in out
        for one in rows[name]:
            assert one["citation"] == one["object"]  # so it is said once
            where = f"  at {one['locator']}" if one["locator"] else ""
            assert f"  resolution {one['object']}{where}" in out
            assert any(one["source_url"] in line and one["body_sha256"] in line for line in out)


@pytest.mark.parametrize(
    "name", ["nap_year/2019/all/adopted/coverage", "reconciliation/published_figures-wps_share_2016/difference"]
)
def test_the_command_finds_the_year_and_what_is_of_none(wps, name):
    out, err = wps("trace", name, "--release", "1")
    assert err == ""
    assert out[1].startswith(f"{name} = ")
    assert any(line.startswith("  page http") for line in out)


def test_what_is_not_known_says_why(wps, figures):
    name = next(name for name, figure in figures.items() if figure["unknown_because"])
    out, err = wps("trace", name)
    assert err == ""
    assert out[1] == f"{name} = not known"
    assert out[-1] == f"  unknown     {figures[name]['unknown_because']}"


def test_a_wrong_figure_is_shown_with_what_stands_behind_it_then_refused(wps, published):
    name = f"council_year/{YEAR}/A/body/numerator"
    with db.connect(published) as admin:
        admin.execute(f"update marts_r1.rpt_council_year set numerator = 0 where year = {YEAR}")
    out, err = wps("trace", name, of=published)
    assert out[1] == f"{name} = 0"
    assert any(line.startswith("  resolution S/RES/") for line in out)
    assert err.startswith(f"wps: {name} is 0 in rpt_council_year, and ")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            ["council_year/2017/A/body/shares"],
            "wps: There is no figure council_year/2017/A/body/shares in release 1; the nearest:"
            " council_year/2017/A/body/share, ",
        ),
        (["x"], "wps: There is no figure x in release 1. figures.csv of an extract lists all of its year."),
        (["council_year/2017/A/body/share", "--release", "9"], "wps: There is no release 9; there is: 1."),
        (
            ["council_year/2017/A/body/share", "--release", "1", "--as-of", "2026-01-31"],
            "wps: An as-of time and a release exclude each other: give one of them.",
        ),
    ],
)
def test_an_unknown_figure_is_one_line(wps, asked, said):
    out, err = wps("trace", *asked)
    assert out == []
    assert err.startswith(said)
    assert err.count("\n") == 1
