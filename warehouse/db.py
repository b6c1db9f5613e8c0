"""Connections to the warehouse, each as the role that its step may use."""

from typing import Literal
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse import bootstrap, embedded, passfile
from warehouse.errors import WpsError
from warehouse.settings import Settings

DATABASE = "warehouse"
Role = Literal["wps_loader", "wps_transformer", "wps_publisher", "wps_reader"]


def admin_dsn(settings: Settings) -> str:
    """How the administrator connects: the address that was set, or the embedded server (started if need be)."""
    if settings.database_url:
        return settings.database_url
    return embedded.start(settings.home).admin_dsn(DATABASE)


def parameters(settings: Settings, role: Role) -> dict[str, str]:
    """host, port, dbname, user and passfile for a role, as libpq names them; no password among them."""
    given = {key: str(value) for key, value in conninfo_to_dict(admin_dsn(settings)).items() if value is not None}
    given.pop("password", None)
    return {**given, "user": role, "passfile": str(passfile.path(settings.home))}


def connect(settings: Settings, role: Role | None = None) -> psycopg.Connection:
    """An autocommit connection as `role`, or as the administrator.

    Raises WpsError where the database cannot be reached or was not initialised.
    """
    try:
        dsn = admin_dsn(settings) if role is None else make_conninfo(**parameters(settings, role))
        return psycopg.connect(dsn, autocommit=True, connect_timeout=10, application_name=f"wps {role or 'admin'}")
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise WpsError(
            f"The warehouse's database cannot be reached as {role or 'administrator'} ({said}). "
            "Look at WPS_DATABASE_URL and whether the server runs; `wps init` makes what is missing."
        ) from None


def init(settings: Settings) -> list[str]:
    """Make the database, its roles and its schemas, or bring them up to date; safe to run again.

    Returns the names of the migrations applied.
    """
    if not settings.database_url:
        server = embedded.start(settings.home)
        bootstrap.ensure_database(server.admin_dsn("postgres"), DATABASE)
    with connect(settings) as admin:
        return bootstrap.migrate(admin, settings.home)


def public_url(settings: Settings, role: Role | None = None) -> str:
    """An address to show: a postgresql:// URL that holds no password (it names the passfile that does)."""
    given = conninfo_to_dict(admin_dsn(settings)) if role is None else parameters(settings, role)
    host, port, user, dbname = (str(given.get(key) or "") for key in ("host", "port", "user", "dbname"))
    url = f"postgresql://{user}@{host}" + (f":{port}" if port else "") + f"/{dbname}"
    return f"{url}?passfile={quote(str(given['passfile']))}" if given.get("passfile") else url


def archive(settings: Settings, connection: psycopg.Connection) -> Literal["sample", "official"]:
    """Which archive this warehouse holds, or is to hold: the setting, else what it holds, else the sample.

    Raises WpsError where the setting contradicts what is held.
    """
    row = connection.execute("select archive from raw.origin").fetchone()
    held = row[0] if row else None
    wanted = "official" if settings.sources == "live" else settings.archive
    if held and wanted and held != wanted:
        raise WpsError(
            f"WPS_ARCHIVE or WPS_SOURCES asks for the {wanted} archive, but this warehouse holds the {held} one; they "
            f"never mix. Set WPS_ARCHIVE={held}, or another WPS_HOME for a second warehouse."
        )
    return held or wanted or ("official" if settings.archive_dir else "sample")
