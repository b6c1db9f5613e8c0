"""The yearly extract: whole, the same again, described as it is, and verified."""

import csv
import hashlib
import json
import shutil
from datetime import UTC
from pathlib import Path

import frictionless
import pyarrow.parquet
import pytest
import yaml
from made_candidates import candidate
from typer.testing import CliRunner

from reports import document, extract, open_data, trace, units
from reports import edition as editions
from reports.inert import inert
from reports.verify import verify
from warehouse import cli, db, releases
from warehouse.errors import WpsError
from warehouse.settings import Settings


def files(folder: Path) -> dict[str, bytes]:
    """All but the PDF, which LibreOffice never writes twice with the same bytes."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pdf"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def published_once(server, template_published) -> Settings:
    """One warehouse for the tests that change nothing in it."""
    return server.clone("t_extract", template_published)


@pytest.fixture(scope="module")
def extracted(published_once, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("extracts") / "2019"
    done = CliRunner(env=_environment(published_once)).invoke(cli.app, ["extract", "2019", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert str(out) in done.output.replace("\n", "")
    return out


def _environment(settings: Settings) -> dict[str, str | None]:
    return {"WPS_HOME": str(settings.home), "WPS_DATABASE_URL": settings.database_url}


def test_the_same_inputs_give_the_same_bytes(published_once, extracted, tmp_path):
    again = extract.extract(published_once, 2019, release_id=1, out=tmp_path / "again", printed=False)
    assert files(again) == files(extracted)
    assert (
        extract.extract(published_once, 2019, out=again, printed=False) == again
    )  # an equal extract there already is fine


def test_the_manifest_names_every_file_with_its_sha256(extracted):
    lines = (extracted / extract.MANIFEST).read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    present = {name: hashlib.sha256(body).hexdigest() for name, body in files(extracted).items()}
    present.pop(extract.MANIFEST)
    assert listed == present


def test_the_data_package_describes_each_file_as_it_is(extracted, published_once, rows):
    package = json.loads((extracted / "datapackage.json").read_text())
    marts = {name for (name,) in rows(published_once, "select tablename from pg_tables where schemaname = 'marts_r1'")}
    others = {path.stem for path in (extracted / "figures").glob("*.csv")}
    assert {resource["name"] for resource in package["resources"]} == {
        *marts, "figures", "trace", *(f"figures-{name}" for name in others),
    }  # fmt: skip
    for resource in package["resources"]:
        body = (extracted / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert resource["bytes"] == len(body)
        with (extracted / resource["path"]).open(encoding="utf-8", newline="") as file:
            header, *table = csv.reader(file)
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert len(table) == resource["rows"]
        assert all(field["description"] for field in resource["schema"]["fields"])
        if resource["name"] not in marts:
            continue
        assert set(resource["schema"]["primaryKey"]) <= set(header)
        key = [header.index(name) for name in resource["schema"]["primaryKey"]]
        assert len({tuple(row[place] for place in key) for row in table}) == len(table)
        if "year" in header and resource["name"] not in open_data.WHOLE:
            assert {row[header.index("year")] for row in table} <= {"2019"}


def test_what_is_made_from_the_sample_says_so(published_once, extracted):
    package = json.loads((extracted / "datapackage.json").read_text())
    assert package["title"].startswith("SAMPLE: ")
    assert package["description"].startswith("SAMPLE: ")
    assert all(resource["title"].startswith("SAMPLE: ") for resource in package["resources"])
    assert extract.extract(published_once, 2018, printed=False).name == "wps-2018-r1-SAMPLE"


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(published_once, extracted, tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with monkeypatch.context() as patch:
        patch.setattr(trace, "write", lambda *_: pytest.fail("made, though it cannot be put there"))
        with pytest.raises(WpsError, match="is not empty and holds something else"):
            extract.extract(published_once, 2019, out=out)
    assert files(tmp_path) == {"out/mine.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    (tmp_path / "file").write_text("")
    with pytest.raises(WpsError, match=r"could not be written|cannot"):
        extract.extract(published_once, 2019, out=tmp_path / "file" / "out")
    other = Path(shutil.copytree(extracted, tmp_path / "of another year"))
    before = files(other)
    with pytest.raises(WpsError, match="is not empty and holds something else"):
        extract.extract(published_once, 2018, out=other, printed=False)
    assert files(other) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "of another year", "out"]


def test_an_extracted_release_is_marked_so_that_it_is_kept(published_once, extracted, rows):
    assert rows(published_once, "select release_id from audit.release where extracted") == [(1,)]


def test_frictionless_accepts_the_data_package(extracted):
    report = frictionless.validate(extracted / "datapackage.json")
    assert report.valid, report.flatten(["name", "type", "note"])
    assert report.stats["tasks"] > 30


def test_every_number_has_a_unit(extracted):
    resources = json.loads((extracted / "datapackage.json").read_text())["resources"]
    numbers = [
        (resource["name"], field)
        for resource in resources
        for field in resource["schema"]["fields"]
        if field["type"] in ("integer", "number")
    ]
    assert len(numbers) > 100
    assert [(name, field["name"]) for name, field in numbers if not field.get("unit")] == []
    assert units.unit("rpt_council_year", "numerator") == "resolutions"
    assert units.unit("rpt_council_year", "no_such_column") is None


def test_parquet_holds_the_same_rows_with_their_types(extracted):
    for resource in json.loads((extracted / "datapackage.json").read_text())["resources"]:
        if not resource["path"].startswith("data/"):
            continue
        table = pyarrow.parquet.read_table((extracted / resource["path"]).with_suffix(".parquet"))
        with (extracted / resource["path"]).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert table.schema.names == header
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for name, column in zip(header, table.columns, strict=True):
            cells = [row[header.index(name)] for row in rows]
            assert [_read(cell, types[name]) for cell in cells] == [_known(value) for value in column.to_pylist()], name


def _read(cell: str, kind: str) -> object:
    if not cell:
        return None
    readers = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}
    return readers.get(kind, str)(cell)


def _known(value: object) -> object:
    """A value of Parquet as the CSV has it, but for empty texts, which CSV cannot tell from none."""
    if hasattr(value, "tzinfo"):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, str):
        return inert(value) or None
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def test_what_is_not_of_the_year_stays_out(extracted, published_once, rows):
    force = pyarrow.parquet.read_table(extracted / "data/fct_commitment_force.parquet").to_pylist()
    said = {row["commitment_id"] for row in force}
    of_year = {
        key for (key,) in rows(published_once, "select commitment_id from marts.fct_commitment where year = 2019")
    }
    assert said
    assert said <= of_year


def test_words_of_the_archive_and_of_plan_pages_are_not_passed_on(extracted, published_once, rows):
    texts = [text for (text,) in rows(published_once, "select text from marts.fct_extract where length(text) > 60")]
    texts += [
        text for (text,) in rows(published_once, "select sentence from marts.fct_nap_claim where length(sentence) > 20")
    ]
    official = "\n".join(text for (text,) in rows(published_once, "select text from marts.fct_paragraph"))
    own = [text for text in texts if text not in official]
    assert len(own) > 100
    for name, body in files(extracted).items():
        if name.endswith((".csv", ".json", ".cff")):
            said = body.decode()
            assert [text for text in own if text in said] == [], name
    told = {
        one["name"]: one["description"] for one in json.loads((extracted / "datapackage.json").read_text())["resources"]
    }
    assert "Left out, being words of others: sentence." in told["fct_nap_claim"]


def test_the_citation_names_the_extract_and_each_source(extracted):
    citation = yaml.safe_load((extracted / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")
    assert citation["title"] == "SAMPLE: Women, peace and security in the Security Council: 2019"
    assert citation["version"] == "wps-2019-r1-SAMPLE"
    assert [one["authors"][0]["name"] for one in citation["references"]]
    assert all(one["date-accessed"] == citation["date-released"] for one in citation["references"])


def test_verifying_makes_it_again_and_names_what_differs(published_once, extracted, tmp_path, monkeypatch):
    copy = Path(shutil.copytree(extracted, tmp_path / "copy"))
    monkeypatch.setattr(document, "to_pdf", lambda path: pytest.fail("a PDF that nobody compares"))
    assert verify(published_once, copy) == len(files(extracted)) - 1
    (copy / "wps-2019.pdf").write_bytes(b"made by LibreOffice")
    assert verify(published_once, copy) == len(files(extracted)) - 1
    (copy / "data/rpt_council_year.csv").open("a").write("x")
    (copy / "CITATION.cff").unlink()
    (copy / "notes.txt").write_text("mine")
    with pytest.raises(WpsError) as wrong:
        verify(published_once, copy)
    for said in ("CITATION.cff is missing", "data/rpt_council_year.csv differs", "notes.txt is too many", "release 1"):
        assert said in str(wrong.value)
    assert len(str(wrong.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / extract.MANIFEST).unlink(), "holds no MANIFEST.sha256"),
        (lambda folder: (folder / extract.MANIFEST).write_text("x"), "holds no MANIFEST.sha256 that can be read"),
        (lambda folder: (folder / "datapackage.json").write_text("{}"), "does not say what the extract was made from"),
        (lambda folder: (folder / "datapackage.json").unlink(), "does not say what the extract was made from"),
    ],
)
def test_a_folder_that_is_no_extract_cannot_be_verified(published_once, extracted, tmp_path, damage, said):
    copy = Path(shutil.copytree(extracted, tmp_path / "copy"))
    damage(copy)
    with pytest.raises(WpsError, match=said):
        verify(published_once, copy)


def test_the_command_verifies_and_refuses_a_year_beside(published_once, extracted):
    runner = CliRunner(env=_environment(published_once))
    done = runner.invoke(cli.app, ["extract", "--verify", str(extracted)])
    assert (done.exit_code, "is what it says" in done.output) == (0, True)
    done = runner.invoke(cli.app, ["extract", "2019", "--verify", str(extracted)])
    assert "expected no year and no other option" in str(done.exception)


def test_changes_are_told_since_the_extract_before_and_stay_the_same(published, tmp_path, rows):
    """A release between two extracts is looked over; who extracts an older one later changes nothing."""
    title = "update marts_candidate.dim_resolution set title = title || '!' where year = 2017"
    extract.extract(published, 2017, out=tmp_path / "of 1", printed=False)
    for _ in range(3):
        candidate(published, title)
        releases.publish(published)
    assert _changes(published, None) == (1, {("dim_resolution", "rows_changed"): "3"})
    first = files(extract.extract(published, 2017, out=tmp_path / "of 4", printed=False))
    extract.extract(published, 2017, release_id=3, out=tmp_path / "of 3", printed=False)
    assert files(extract.extract(published, 2017, out=tmp_path / "of 4 again", printed=False)) == first
    assert rows(published, "select release_id, compared_with from audit.release where extracted order by 1") == [
        (1, None), (3, 1), (4, 1),
    ]  # fmt: skip
    assert _changes(published, 1) == (None, {})


def _changes(settings: Settings, release_id: int | None) -> tuple[int | None, dict[tuple[str, str], str]]:
    with db.connect(settings, "wps_publisher") as connection, connection.transaction():
        made_from = editions.origin(settings, connection, release_id, None)
        found = editions.edition(connection, 2017, made_from).changes()
    return made_from.compared_with, {(row["mart"], row["column_name"]): row["value_after"] for row in found}
