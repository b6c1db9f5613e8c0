"""The one-shot `init` of docker-compose.yml: databases, roles, tables, the first user. Safe to run again."""

import os
import subprocess
import sys

from warehouse import airflow_env, db, settings, supervisor
from warehouse.errors import WpsError


def main() -> None:
    """Bring both databases up to date, and make the user where there is none."""
    loaded = settings.load()
    if not loaded.database_url:
        raise WpsError("WPS_DATABASE_URL is not set: it is the administrator's address of the database")
    password = os.environ.pop("AIRFLOW_ADMIN_PASSWORD", "")
    if not password:
        raise WpsError("AIRFLOW_ADMIN_PASSWORD is not set: the user admin of Airflow's pages needs a password")
    applied = db.init(loaded)
    print(f"warehouse: {len(applied)} migrations applied", flush=True)
    airflow_env.ensure_airflow_database(airflow_env.GivenServer(loaded.home, loaded.database_url))
    supervisor.migrate({})
    print("airflow: its tables are up to date", flush=True)
    airflow("pools", "set", "dbt", "1", "dbt and what reads as-of builds: never two at once")
    # The password goes through standard input (arguments can be read by everyone on the host), which Airflow reads
    # where its session has no terminal to ask on.
    names = ("--username", "admin", "--role", "Admin", "--firstname", "Admin", "--lastname", "of WPS")
    airflow("users", "create", *names, "--email", "admin@localhost.invalid", typed=f"{password}\n{password}\n")


def airflow(*arguments: str, typed: str = "") -> None:
    """Run an Airflow command and print the last line of its result; all that it said only if it failed."""
    done = subprocess.run(  # noqa: S603 - our own words only
        [sys.executable, "-m", "airflow", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise WpsError(f"airflow {' '.join(arguments[:2])} failed with {done.returncode}: see the lines above")
    print("airflow:", done.stdout.strip().rpartition("\n")[2], flush=True)


if __name__ == "__main__":
    try:
        main()
    except WpsError as error:
        sys.exit(f"init: {error}")
