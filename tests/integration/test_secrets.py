"""No secret in what a night writes, in what the commands say, in the database or in the repository.

What Airflow keeps and serves is looked through in test_pipeline_in_airflow.py, where a real one runs.
"""

import subprocess

import psutil
import psycopg
import pytest
import secrets_scan
from test_cli import wps

from replica.server import Replica
from warehouse import airflow_env, backup, db, passfile
from warehouse.settings import PROJECT, Settings


@pytest.fixture(scope="module")
def night(server, template_published) -> Settings:
    """What a night left behind: marts, logs, gates' pages, dbt's artefacts."""
    return server.clone("t_secrets", template_published)


@pytest.fixture(scope="module")
def secrets(night) -> dict[str, str]:
    found = secrets_scan.of(night.home)
    assert {"postgres", "wps_loader", "wps_transformer", "wps_publisher", "wps_reader"} <= set(found)
    assert all(len(secret) >= 16 for secret in found.values())
    return found


def test_the_scan_sees_a_secret(secrets, tmp_path, night):
    (tmp_path / "log").write_text(f"connecting as wps_loader with {secrets['wps_loader']}\n")
    assert secrets_scan.in_files(secrets, tmp_path.rglob("*")) == [(str(tmp_path / "log"), "wps_loader")]
    with db.connect(night) as admin, admin.transaction(force_rollback=True):
        admin.execute(
            "insert into audit.alert (subject, message, runbook) values ('s', %s, 'r')", [f"x{secrets['wps_reader']}x"]
        )
        assert secrets_scan.in_database(secrets, admin) == [("audit.alert", "wps_reader")]


def test_no_secret_in_what_a_night_writes(night, secrets):
    files = [
        file
        for file in night.home.rglob("*")
        if night.home / "postgres/data" not in file.parents
        and file.relative_to(night.home).as_posix() not in secrets_scan.KEPT_IN
    ]
    looked_at = {file.relative_to(night.home).parts[0] for file in files}
    assert {"dbt", "gates", "postgres"} <= looked_at
    assert secrets_scan.in_files(secrets, iter(files)) == []


def test_no_secret_in_the_database(night, secrets):
    with db.connect(night) as admin:
        assert secrets_scan.in_database(secrets, admin) == []


def test_a_server_that_logs_every_statement_learns_no_password(server, night, secrets):
    """What is sent to set a password is what the server keeps of it anyway, its SCRAM verifier."""
    log = server.home / "postgres/log"
    begin = log.stat().st_size
    with db.connect(night) as admin:
        admin.execute(f"alter database \"{admin.info.dbname}\" set log_statement = 'all'")
    db.init(night)
    given = airflow_env.GivenServer(server.home, night.database_url or "")
    with psycopg.connect(given.admin_dsn("postgres"), autocommit=True) as admin:
        admin.execute("alter database postgres set log_statement = 'all'")
        try:
            airflow_env.ensure_airflow_database(given)
        finally:
            admin.execute("alter database postgres reset log_statement")
    told = log.read_bytes()[begin:].decode()
    for role in ("wps_loader", "wps_reader", "airflow"):
        assert f'alter role "{role}" password \'SCRAM-SHA-256$' in told
        assert (passfile.password(server.home, role) or "none") not in told
    for role in ("wps_loader", "wps_reader"):
        db.connect(night, role).close()  # and it is the right one


@pytest.mark.parametrize("command", ["status", "status --json", "doctor", "releases", "hash", "gate raw", "backup"])
def test_no_command_says_a_secret(server, night, secrets, command):
    address = f"postgresql://postgres:{secrets['postgres']}@127.0.0.1:{server.embedded.port}/t_secrets"
    done = wps(*command.split(), settings=night, WPS_DATABASE_URL=address)
    assert done.returncode == 0, done.stderr
    assert [name for name, secret in secrets.items() if secret in done.stdout + done.stderr] == []


def test_no_secret_in_a_backup_or_its_record(night, secrets, tmp_path):
    file = backup.backup(night, tmp_path / "wps.dump")  # its content is read in test_backup.py
    assert secrets_scan.in_files(secrets, iter([file])) == []


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no git checkout")
    return [name for name in done.stdout.split("\0") if name]


def test_no_secret_in_the_repository(secrets):
    files = [PROJECT / name for name in tracked()]
    assert len(files) > 200
    assert secrets_scan.in_files(secrets, iter(files)) == []
    assert [file for file in files if file.name in {".env", "pgpass", "secrets", "admin_password.json"}] == []
    keys = {"a private key": "-----BEGIN " + "PRIVATE KEY", "an RSA key": "-----BEGIN RSA " + "PRIVATE KEY"}
    assert secrets_scan.in_files(keys, iter(files)) == []


def test_where_secrets_are_kept_git_does_not_look():
    tracked()
    for name in (".env", ".wps/pgpass", ".wps/airflow/secrets", ".wps/airflow/admin_password.json"):
        assert subprocess.run(["git", "check-ignore", "-q", name], cwd=PROJECT, check=False).returncode == 0, name


def test_what_keeps_secrets_is_its_owners_alone(night):
    assert (night.home / "pgpass").stat().st_mode & 0o777 == 0o600


def test_the_replica_listens_on_loopback_only():
    with Replica() as replica:
        port = int(replica.base_url.rpartition(":")[2])
        heard = {
            connection.laddr.ip
            for connection in psutil.Process().net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        }
    assert heard == {"127.0.0.1"}
    assert "--host" not in wps("replica", "serve", "--help").stdout
