"""The environment Airflow runs in on one machine: all of its state under `<home>/airflow`.

The variables must be set before `airflow` is imported. The database's password is in no variable:
psycopg2 and asyncpg both read the passfile.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from warehouse import passfile, ports, supervisor
from warehouse.embedded import Server
from warehouse.files import locked, write_private

DATABASE = "airflow"
ROLE = "airflow"
ADMIN = "admin"


@dataclass(frozen=True)
class GivenServer:
    """The server of an administrator's address (WPS_DATABASE_URL), in place of the embedded one."""

    home: Path
    url: str

    def admin_dsn(self, dbname: str) -> str:
        """A connection string of the administrator."""
        return make_conninfo(self.url, dbname=dbname)


def environment(home: Path, project: Path, *, host: str, port: int) -> dict[str, str]:
    """The variables for every Airflow process, to be laid over `os.environ`. `host` and `port` are PostgreSQL's."""
    home, project = home.absolute(), project.absolute()
    folder = _folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    passfile.ensure(home, ROLE)
    with locked(folder):
        api = f"http://{ports.HOST}:{_port(home)}"
        keys = _keys(home)
        _ensure_admin_password(home)
    local = ",".join(filter(None, [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1,localhost"]))
    return {
        "AIRFLOW_HOME": str(folder),
        "PGPASSFILE": str(passfile.path(home)),
        "PYTHONPATH": str(project),
        "WPS_HOME": str(home),
        "DO_NOT_TRACK": "1",
        # Tasks talk to the API server here; a proxy for the internet must not get in between.
        "NO_PROXY": local,
        "no_proxy": local,
        **{
            f"AIRFLOW__{section.upper()}__{name.upper()}": value
            for section, name, value in [
                ("core", "dags_folder", str(project / "dags")),
                ("core", "load_examples", "False"),
                ("core", "executor", "LocalExecutor"),
                ("core", "parallelism", "4"),
                ("core", "dags_are_paused_at_creation", "True"),
                ("core", "hostname_callable", "socket.gethostname"),  # the default may wait for a name server
                ("core", "execution_api_server_url", f"{api}/execution/"),
                ("core", "fernet_key", keys["fernet"]),
                ("core", "simple_auth_manager_users", f"{ADMIN}:admin"),
                ("core", "simple_auth_manager_all_admins", "False"),
                ("core", "simple_auth_manager_passwords_file", str(admin_password_file(home))),
                ("core", "min_serialized_dag_update_interval", "5"),
                ("database", "sql_alchemy_conn", f"postgresql+psycopg2://{ROLE}@{host}:{port}/{DATABASE}"),
                ("database", "load_default_connections", "False"),
                ("api", "host", ports.HOST),
                ("api", "port", api.rpartition(":")[2]),
                ("api", "base_url", api),
                ("api", "secret_key", keys["api"]),
                ("api_auth", "jwt_secret", keys["jwt"]),
                ("scheduler", "scheduler_idle_sleep_time", "0.1"),
                ("dag_processor", "refresh_interval", "10"),
                ("dag_processor", "bundle_refresh_check_interval", "2"),
                # A changed file is read at once; an unchanged one need not be read often.
                ("dag_processor", "min_file_process_interval", "30"),
            ]
        },
    }


def ensure_airflow_database(server: Server | GivenServer) -> None:
    """Make Airflow's role and database where they are missing; the role's password is the passfile's."""
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    with psycopg.connect(server.admin_dsn("postgres"), autocommit=True) as connection:
        password = sql.Literal(passfile.verifier(connection, ROLE, passfile.ensure(server.home, ROLE)))
        if not connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("create role {} login").format(role))
        connection.execute(sql.SQL("alter role {} password {}").format(role, password))
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(database, role))
        connection.execute(sql.SQL("revoke all on database {} from public").format(database))


def api_url(home: Path) -> str:
    """Where Airflow's pages and REST API are."""
    return f"http://{ports.HOST}:{json.loads(_ports_file(home).read_text(encoding='utf-8'))['api']}"


def admin_password_file(home: Path) -> Path:
    """The file with the administrator's name and password, as JSON; only its owner may read it."""
    return _folder(home) / "admin_password.json"


def _port(home: Path) -> int:
    file = _ports_file(home)
    kept = json.loads(file.read_text(encoding="utf-8"))["api"] if file.exists() else None
    # Taken by our own running API server, it is still ours.
    if kept is not None and (supervisor.status(home).get("api-server") or ports.is_free(int(kept))):
        return int(kept)
    chosen = ports.free()
    write_private(file, json.dumps({"api": chosen}) + "\n")
    return chosen


def _keys(home: Path) -> dict[str, str]:
    file = _folder(home) / "secrets"
    if not file.exists():
        made = {
            "fernet": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "jwt": secrets.token_urlsafe(48),
            "api": secrets.token_urlsafe(32),
        }
        write_private(file, json.dumps(made, indent=1) + "\n")
    return dict(json.loads(file.read_text(encoding="utf-8")))


def _ensure_admin_password(home: Path) -> None:
    # Made here, since Airflow would print the one it makes to its log.
    if not admin_password_file(home).exists():
        write_private(admin_password_file(home), json.dumps({ADMIN: secrets.token_urlsafe(12)}) + "\n")


def _ports_file(home: Path) -> Path:
    return _folder(home) / "ports.json"


def _folder(home: Path) -> Path:
    return home / "airflow"
