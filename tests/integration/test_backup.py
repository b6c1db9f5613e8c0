"""`wps backup` and `wps restore`: a round trip to an equal warehouse, and broken files that change nothing."""

import os
import re
import shutil
import stat
import subprocess
import threading
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from test_cli import error_of, wps

from warehouse import backup, bootstrap, db, embedded, fingerprint, passfile, postgres_binaries, releases, rights, steps
from warehouse.errors import WpsError
from warehouse.settings import Settings

OURS = "nspname ~ '^(raw|audit|marts|staging|intermediate|rules|test_failures)'"
KEPT = "nspname ~ '^(raw|audit|marts)' and nspname <> 'marts_candidate'"
"""What is in the other schemas, the next build makes anew."""


def acl(column: str, kind: str, owner: str) -> str:
    """An access list in an order of its own: a dump may change it, and leaves out what is the default."""
    full = f"coalesce({column}, acldefault('{kind}', {owner}))"
    return f"(select array_agg(granted::text order by granted::text) from unnest({full}) as granted)"


WHO_MAY_WHAT = {
    "tables": f"select nspname, relname, relkind, relowner::regrole::text, {acl('relacl', 'r', 'relowner')}"
    f" from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid where {KEPT} order by 1, 2",
    "columns": "select attrelid::regclass::text, attname, attacl::text from pg_attribute where attacl is not null"
    " and attrelid >= 16384 order by 1, 2",
    "schemas": f"select nspname, nspowner::regrole::text, {acl('nspacl', 'n', 'nspowner')} from pg_namespace"
    f" where {OURS} order by 1",
    "functions": f"select oid::regprocedure::text, {acl('proacl', 'f', 'proowner')} from pg_proc order by 1",
    "defaults": "select defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclobjtype,"
    f" {acl('defaclacl', 'r', 'defaclrole')} from pg_default_acl order by 1, 2, 3",
    "database": f"select {acl('datacl', 'd', 'datdba')} from pg_database where datname = current_database()",
    "settings": "select setrole::regrole::text, setconfig from pg_db_role_setting"
    " where setdatabase = (select oid from pg_database where datname = current_database()) order by 1",
}


def state(settings: Settings) -> dict[str, object]:
    """What must come back: who may do what, how many rows each table has, and the hash of what is published."""
    with db.connect(settings) as admin:
        found: dict[str, object] = {name: admin.execute(query).fetchall() for name, query in WHO_MAY_WHAT.items()}
        tables = admin.execute(
            f"select format('%I.%I', nspname, relname) from pg_class inner join pg_namespace"
            f" on relnamespace = pg_namespace.oid where relkind = 'r' and {KEPT} and relname <> 'backup' order by 1"
        ).fetchall()
        found["rows"] = {
            name: admin.execute(f"select count(*), md5(string_agg(t::text, '' order by t::text)) from {name} as t")
            .fetchone()
            for (name,) in tables
        }  # fmt: skip
        found["hash"] = fingerprint.fingerprint(admin, releases.current(admin).schema)
        return found


def databases(settings: Settings) -> list[str]:
    with db.connect(settings) as admin:
        return [name for (name,) in admin.execute("select datname from pg_database order by 1").fetchall()]


@pytest.fixture(scope="module")
def source(server, template_published) -> Settings:
    return server.clone("t_backup", template_published)


@pytest.fixture(scope="module")
def dump(source, tmp_path_factory) -> Path:
    return backup.backup(source, tmp_path_factory.mktemp("backups") / "wps.dump")


def test_a_round_trip_onto_a_new_machine_ends_equal(source, dump, tmp_path):
    settings = Settings(home=tmp_path / "new home")
    try:
        assert backup.restore(settings, dump) == 1
        # Another server has other object ids; all of this is in names.
        there, here = state(settings), state(source)
        assert there.keys() == here.keys()
        for name in here:
            assert there[name] == here[name], name
        with db.connect(settings, "wps_reader") as reader:
            assert reader.execute("select count(*) > 1000 from fct_paragraph").fetchone() == (True,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute("select count(*) from raw.record")
        with db.connect(settings) as admin:
            assert list(rights.differences(admin)) == []
        assert db.init(settings) == []
        assert steps.release(settings) is None  # the next night finds nothing changed
        with db.connect(settings) as admin:
            admin.execute("update audit.build set input_sha256 = 'of yesterday'")
        assert steps.release(settings).marts_sha256 == here["hash"]["all"]  # and can build all of it
        assert databases(settings) == ["postgres", "template0", "template1", "warehouse"]
    finally:
        embedded.stop(settings.home)


def test_it_is_written_whole_for_its_owner_only_and_remembered(source, dump, rows):
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    assert [path.name for path in dump.parent.iterdir()] == [dump.name]
    assert rows(source, "select file, size from audit.backup") == [(str(dump), dump.stat().st_size)]


def test_it_may_be_taken_while_the_next_release_is_built_and_old_ones_go(source, server, tmp_path):
    settings = server.clone("t_backup_meanwhile", "t_backup")
    with db.connect(settings) as admin:
        admin.execute("update audit.build set input_sha256 = 'of yesterday'")
    night = threading.Thread(target=steps.release, args=[settings])
    night.start()
    taken = 0
    while night.is_alive():
        backup.backup(settings, tmp_path / f"{taken}.dump")
        taken += 1
    assert taken > 2
    with db.connect(settings) as admin:
        assert releases.current(admin).release_id == 2


@pytest.mark.parametrize("sort", ["raw.body", "raw.body of garbage"])
def test_bytes_that_are_not_those_fetched_are_not_restored(source, server, fresh, tmp_path, sort):
    settings = server.clone("t_backup_bytes", "t_backup")
    wrong = "'no zlib'::bytea" if "garbage" in sort else "(select bytes from raw.body order by sha256 desc limit 1)"
    with db.connect(settings) as admin:
        admin.execute(f"update raw.body set bytes = {wrong} where sha256 = (select min(sha256) from raw.body)".encode())
    with pytest.raises(WpsError, match=r"is not what was landed: the body \w{12} has other bytes"):
        backup.restore(fresh, backup.backup(settings, tmp_path / "wps.dump"))
    with db.connect(fresh) as admin:
        assert admin.execute("select count(*) from raw.crawl").fetchone() == (0,)


def test_a_second_restore_at_the_same_time_is_refused(fresh, dump):
    with db.connect(fresh) as admin:
        name = admin.info.dbname
        maintenance = psycopg.conninfo.make_conninfo(fresh.database_url, dbname="postgres")
    with psycopg.connect(maintenance, autocommit=True) as other:
        other.execute("select pg_advisory_lock(hashtext(%s))", [f"{name}_restoring"])
        with pytest.raises(WpsError, match="Another restore is under way"):
            backup.restore(fresh, dump)


def test_no_password_is_in_it(source, dump):
    program = postgres_binaries.find() / "pg_restore"
    text = subprocess.run([program, "--file=-", dump], capture_output=True, check=True).stdout.decode()
    assert "S/RES/1325" in text
    for role in (*bootstrap.ROLES, embedded.SUPERUSER):
        assert (passfile.password(source.home, role) or "none") not in text
    assert "SCRAM-SHA-256" not in text


def test_a_warehouse_that_holds_data_is_not_overwritten(published, dump):
    before = state(published)
    line = error_of(wps("restore", str(dump), settings=published))
    assert re.search(r"holds \d+ crawls and 1 releases; a backup is restored into an empty one only", line)
    assert state(published) == before


def test_a_refused_crawl_is_data_too(fresh, dump, rows):
    rows(
        fresh,
        "insert into raw.crawl (source, mode, parser_version, code_version) values ('s', 'sweep', 1, 'c')"
        " returning crawl_id",
    )
    with pytest.raises(WpsError, match="holds 1 crawls and 0 releases"):
        backup.restore(fresh, dump)


def test_a_broken_file_leaves_nothing_half_restored(fresh, dump, tmp_path):
    whole = dump.read_bytes()
    middle = len(whole) // 2
    broken = {
        "cut early": whole[:5000],
        "cut late": whole[:-200],
        "flipped": whole[:middle] + bytes(byte ^ 255 for byte in whole[middle : middle + 64]) + whole[middle + 64 :],
        "not a dump": b"select 1;\n" * 1000,
        "empty": b"",
    }
    file, before = tmp_path / "broken.dump", databases(fresh)
    assert "There is no file" in error_of(wps("restore", str(file), settings=fresh))
    for damage, content in broken.items():
        file.write_bytes(content)
        assert "pg_restore failed" in error_of(wps("restore", str(file), settings=fresh)), damage
        assert databases(fresh) == before, damage
    assert backup.restore(fresh, dump) == 1  # and the whole one still goes in


def test_a_dump_of_another_database_is_refused(server, fresh, tmp_path):
    file = tmp_path / "other.dump"
    program = postgres_binaries.find() / "pg_dump"
    address = server.embedded.admin_dsn("postgres")
    subprocess.run([program, "--format=custom", f"--file={file}", "--dbname", address], check=True)
    before = databases(fresh)
    with pytest.raises(WpsError, match="is a dump of another database"):
        backup.restore(fresh, file)
    assert databases(fresh) == before


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        ("update marts_r1.dim_resolution set title = 'x'", "is not what was published: release 1 hashes to"),
        ("insert into audit.migration values ('9999_to_come.sql', '')", r"made by newer code \(migration 9999_to_come"),
    ],
)
def test_a_file_that_is_not_what_was_published_or_of_newer_code_is_refused(published, server, tmp_path, plant, said):
    with db.connect(published) as admin:
        admin.execute(plant)
    file = backup.backup(published, tmp_path / "planted.dump")
    empty = server.clone("t_empty_for_restore", "template_empty")
    before = databases(empty)
    with pytest.raises(WpsError, match=said):
        backup.restore(empty, file)
    assert databases(empty) == before


def test_a_warehouse_in_use_keeps_its_name(fresh, dump):
    before = databases(fresh)
    with db.connect(fresh, "wps_loader"), pytest.raises(WpsError, match="is in use"):
        backup.restore(fresh, dump)
    assert databases(fresh) == before


def test_a_restore_that_was_killed_is_in_nobodys_way(fresh, dump):
    with db.connect(fresh) as admin:
        name = admin.info.dbname
        admin.execute(f'create database "{name}_restoring"')
    assert backup.restore(fresh, dump) == 1
    assert f"{name}_restoring" not in databases(fresh)


def test_an_existing_file_is_left_alone(source, tmp_path):
    (tmp_path / "mine").write_text("mine")
    assert "exists already" in error_of(wps("backup", str(tmp_path / "mine"), settings=source))
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_one_line(source, tmp_path):
    (tmp_path / "file").write_text("")
    line = error_of(wps("backup", str(tmp_path / "file" / "x.dump"), settings=source))
    assert "could not be written" in line


def test_a_dump_that_fails_leaves_no_file(source, tmp_path, monkeypatch):
    with db.connect(source) as holder, holder.transaction():
        holder.execute("lock table raw.crawl in access exclusive mode")
        monkeypatch.setattr(backup, "LOCK_WAIT", "200ms")
        with pytest.raises(WpsError, match=r"pg_dump failed: .*statement timeout"):
            backup.backup(source, tmp_path / "wps.dump")
    assert list(tmp_path.iterdir()) == []


def test_a_password_in_the_address_is_no_argument(server, source, tmp_path):
    """Arguments can be read by everyone on the machine."""
    real, mine = postgres_binaries.find(), tmp_path / "bin"
    mine.mkdir()
    for program in real.iterdir():
        (mine / program.name).symlink_to(program)
    (mine / "pg_dump").unlink()
    (mine / "pg_dump").write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/arguments"\nexec "{real}/pg_dump" "$@"\n')
    (mine / "pg_dump").chmod(0o755)
    secret = passfile.password(server.home, "postgres") or ""
    address = f"postgresql://postgres:{quote(secret)}@127.0.0.1:{server.embedded.port}/t_backup"
    done = wps(
        "backup", str(tmp_path / "wps.dump"), settings=source, WPS_DATABASE_URL=address, WPS_POSTGRES_BIN=str(mine)
    )
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "arguments").read_text()
    assert "dbname=t_backup" in told
    assert secret not in told + done.stdout
    assert os.access(tmp_path / "wps.dump", os.R_OK)


def test_without_pg_dump_it_says_what_is_missing(source, tmp_path):
    mine = shutil.copytree(postgres_binaries.find(), tmp_path / "bin", symlinks=True)
    (mine / "pg_dump").unlink()
    line = error_of(wps("backup", settings=source, WPS_POSTGRES_BIN=str(mine)))
    assert "cannot be run" in line
    assert "requirements.lock" in line
