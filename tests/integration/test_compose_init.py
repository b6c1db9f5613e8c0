"""What the containers do first, without containers: docker/init.py with the environment of docker-compose.yml."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import yaml
from werkzeug.security import check_password_hash

from warehouse import embedded, passfile
from warehouse.settings import PROJECT

pytestmark = pytest.mark.airflow


@dataclass
class Container:
    home: Path
    server: embedded.Server
    environment: dict[str, str]

    def run(self, **secrets: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "docker/init.py"],
            cwd=PROJECT,
            env=self.environment | secrets,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def container(tmp_path: Path) -> Iterator[Container]:
    postgres, home = tmp_path / "postgres", tmp_path / "home"
    server = embedded.start(postgres)
    try:
        with psycopg.connect(server.admin_dsn("postgres"), autocommit=True) as admin:
            admin.execute("create database warehouse")  # as POSTGRES_DB does in the image
        secrets = {
            "POSTGRES_PASSWORD": passfile.password(postgres, "postgres"),
            "AIRFLOW_ADMIN_PASSWORD": "the password",
        }
        text = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
        text = re.sub(r"\$\{([A-Z_]+):\?[^}]*\}", lambda found: secrets.get(found[1]) or f"secret {found[1]}", text)
        for there, here in {
            "postgres:5432": f"127.0.0.1:{server.port}",
            "/var/lib/wps": str(home),
            "/opt/wps": str(PROJECT),
            "${WPS_SOURCES:-live}": "live",
        }.items():
            text = text.replace(there, here)
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "AIRFLOW_HOME": str(tmp_path / "airflow")}
        yield Container(home, server, environment | yaml.safe_load(text)["services"]["init"]["environment"])
    finally:
        embedded.stop(postgres)


def test_init_makes_databases_roles_and_the_user(container: Container) -> None:
    done = container.run()
    assert done.returncode == 0, done.stderr
    assert 'airflow: User "admin" created with role "Admin"' in done.stdout
    assert "airflow: Pool dbt created" in done.stdout
    for secret in ("the password", container.environment["WPS_DATABASE_URL"]):
        assert secret not in done.stdout + done.stderr
    with psycopg.connect(container.server.admin_dsn("airflow")) as admin:
        users = admin.execute("select username, password from ab_user").fetchall()
        assert [name for name, _ in users] == ["admin"]
        assert check_password_hash(users[0][1], "the password")
        assert admin.execute("select slots from slot_pool where pool = 'dbt'").fetchall() == [(1,)]
        assert admin.execute("select rolname from pg_roles where rolsuper").fetchall() == [("postgres",)]
    # With what the other containers have, the passfile, tasks get in, and not as the administrator.
    assert passfile.password(container.home, "postgres") is None
    with psycopg.connect(
        host=container.server.host,
        port=container.server.port,
        dbname="warehouse",
        user="wps_loader",
        passfile=str(passfile.path(container.home)),
    ) as loader:
        assert loader.execute("select count(*) from raw.crawl").fetchone() == (0,)


def test_init_says_in_one_line_what_is_missing(container: Container) -> None:
    refused = container.run(AIRFLOW_ADMIN_PASSWORD="")
    assert refused.returncode == 1
    assert refused.stderr.startswith("init: AIRFLOW_ADMIN_PASSWORD is not set")
    url = container.environment["WPS_DATABASE_URL"]
    unreachable = container.run(WPS_DATABASE_URL=url.replace(f":{container.server.port}", ":1"))
    assert unreachable.returncode == 1
    assert re.fullmatch(r"init: The warehouse's database cannot be reached as administrator .*\n", unreachable.stderr)
