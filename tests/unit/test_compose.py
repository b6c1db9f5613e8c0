"""The containers: docker-compose.yml, docker/, .env.example and .dockerignore, as far as they go without an engine."""

import base64
import json
import re
import runpy
import shutil
import stat
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse import airflow_env
from warehouse.settings import PROJECT

FILE = PROJECT / "docker-compose.yml"
AIRFLOW = {"api-server", "scheduler", "dag-processor", "triggerer"}
SECRET = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")
REQUIRED = re.compile(r"\$\{([A-Z_]+):\?set \1 in \.env, for example with: make secrets\}")
NAMES = set(REQUIRED.findall(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    return dict(compose["services"])


def test_the_services_and_what_keeps_them_up(services: dict[str, Any]) -> None:
    assert services.keys() == AIRFLOW | {"postgres", "init"}
    for name in services.keys() - {"init"}:
        assert services[name]["healthcheck"]["test"][0] == "CMD", name
        assert services[name]["restart"] == "unless-stopped", name
    assert "healthcheck" not in services["init"]
    assert services["init"]["restart"] == "no"


def test_each_starts_after_what_it_needs(services: dict[str, Any]) -> None:
    assert services["init"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in AIRFLOW:
        needed = services[name]["depends_on"]
        assert needed["init"] == {"condition": "service_completed_successfully"}, name
        assert ("api-server" in needed) == (name != "api-server")
        assert needed.get("api-server", needed["postgres"]) == {"condition": "service_healthy"}, name


def test_every_secret_is_asked_for(services: dict[str, Any]) -> None:
    seen = 0
    for name, service in services.items():
        for variable, value in service["environment"].items():
            if SECRET.search(variable):
                assert REQUIRED.fullmatch(value), f"{name}: {variable}={value}"
                seen += 1
            for password in re.findall(r"://[^/@:]*:(.*)@", value):
                assert REQUIRED.fullmatch(password), f"{name}: {variable}={value}"
    assert seen >= 3 * len(AIRFLOW) + 2
    defaults = re.findall(r"\$\{([A-Z_]+):?-", FILE.read_text(encoding="utf-8"))
    assert not [name for name in defaults if SECRET.search(name)]


def test_only_init_is_the_administrator(services: dict[str, Any]) -> None:
    for name in AIRFLOW:
        environment = services[name]["environment"]
        assert "PASSWORD" not in json.dumps(environment), name
        assert environment["WPS_DATABASE_URL"] == "postgresql://postgres@postgres:5432/warehouse"
        assert environment["WPS_SOURCES"] == "${WPS_SOURCES:-live}"


def test_a_login_is_needed_and_heard_on_loopback_only(services: dict[str, Any]) -> None:
    manager = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
    assert {services[name]["environment"]["AIRFLOW__CORE__AUTH_MANAGER"] for name in AIRFLOW} == {manager}
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published.keys() == {"api-server"}
    assert all(port.startswith("127.0.0.1:") for port in published["api-server"])
    assert not [name for name, service in services.items() if service.get("network_mode") or service.get("privileged")]


def test_postgres_is_18_and_sorts_as_the_embedded_one(services: dict[str, Any]) -> None:
    postgres = services["postgres"]
    assert postgres["image"] == "postgres:18"
    assert postgres["environment"]["POSTGRES_INITDB_ARGS"] == "--locale-provider=builtin --builtin-locale=C.UTF-8"
    assert postgres["volumes"] == ["postgres-data:/var/lib/postgresql"]
    assert postgres["networks"] == ["inside"]


def test_the_image_of_airflow_is_built_here(services: dict[str, Any]) -> None:
    image = services["init"]["image"]
    assert "/" not in image
    assert services["init"]["build"] == {"context": ".", "dockerfile": "docker/Dockerfile"}
    for name in AIRFLOW:
        assert (services[name]["image"], services[name]["pull_policy"]) == (image, "never")
    # Two services that build one name at the same time get in each other's way.
    assert [name for name, service in services.items() if "build" in service] == ["init"]
    dockerfile = (PROJECT / "docker/Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^FROM (.*)$", dockerfile, re.MULTILINE) == ["python:3.11-slim"]
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in dockerfile
    for text in (dockerfile, FILE.read_text(encoding="utf-8")):
        assert not re.search(r"index[-_]url|find[-_]links|py[p]i|docker\.io|ghcr|quay", text, re.IGNORECASE)


def test_nothing_of_the_host_is_mounted(compose: dict[str, Any], services: dict[str, Any]) -> None:
    mounted = {volume.partition(":")[0] for service in services.values() for volume in service["volumes"]}
    assert mounted == compose["volumes"].keys()
    assert {network for service in services.values() for network in service["networks"]} == compose["networks"].keys()
    assert compose["networks"]["inside"] == {"internal": True}


def test_airflow_is_set_as_without_containers(services: dict[str, Any], tmp_path: Path) -> None:
    own = {
        *("CORE__DAGS_FOLDER", "CORE__EXECUTION_API_SERVER_URL", "CORE__FERNET_KEY", "DATABASE__SQL_ALCHEMY_CONN"),
        *("API__HOST", "API__PORT", "API__BASE_URL", "API__SECRET_KEY", "API_AUTH__JWT_SECRET"),
    }
    here = {
        name.removeprefix("AIRFLOW__"): value
        for name, value in airflow_env.environment(tmp_path, PROJECT, host="127.0.0.1", port=1).items()
        if name.startswith("AIRFLOW__") and "SIMPLE_AUTH_MANAGER" not in name
    }
    for service in AIRFLOW:
        there = {name.removeprefix("AIRFLOW__"): value for name, value in services[service]["environment"].items()}
        assert own <= there.keys()
        assert {name: there.get(name) for name in here.keys() - own} == {name: here[name] for name in here.keys() - own}


def test_the_context_holds_what_the_image_needs_and_no_secret() -> None:
    patterns = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in patterns if line and not line.startswith("#")) == "*"
    allowed = {line[1:] for line in patterns if line.startswith("!")}
    assert [name for name in allowed if not (PROJECT / name).exists()] == []
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], project["project"]["readme"]}
    copied = re.findall(r"^COPY (\S+) \./$", (PROJECT / "docker/Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert needed | {"pyproject.toml", "dags", "dbt_project", "docker", *copied} - {"."} <= allowed
    assert not [name for name in allowed if name.startswith(".") or "*" in name]


def test_the_example_names_each_secret_and_holds_none() -> None:
    lines = (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert values == dict.fromkeys(NAMES, "")
    for number, line in enumerate(lines):
        assert line.startswith("#") or not line or lines[number - 1].startswith("# "), f"{line} has no comment"


def make_secrets(folder: Path) -> str:
    return str(runpy.run_path(str(PROJECT / "docker/make_secrets.py"))["main"](folder))


def values(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines() if line[:1].isalpha())


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    shutil.copy(PROJECT / ".env.example", tmp_path)
    said = make_secrets(tmp_path)
    made = values(tmp_path / ".env")
    assert made.keys() == NAMES
    assert len(set(made.values())) == len(NAMES)
    assert {len(base64.urlsafe_b64decode(value)) for value in made.values()} == {32}
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert not [value for value in made.values() if value in said]
    assert "nothing changed" in make_secrets(tmp_path)
    assert values(tmp_path / ".env") == made


def test_secrets_that_are_set_stay(tmp_path: Path) -> None:
    shutil.copy(PROJECT / ".env.example", tmp_path)
    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    kept = example.replace("POSTGRES_PASSWORD=\n", "POSTGRES_PASSWORD=mine\nWPS_SOURCES=replica\n").rstrip("\n")
    (tmp_path / ".env").write_text(kept, encoding="utf-8")
    make_secrets(tmp_path)
    made = values(tmp_path / ".env")
    assert made.keys() == NAMES | {"WPS_SOURCES"}
    assert (made["POSTGRES_PASSWORD"], made["WPS_SOURCES"]) == ("mine", "replica")
    assert all(made.values())
    assert len((tmp_path / ".env").read_text(encoding="utf-8").splitlines()) == len(kept.splitlines())


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """An API server that answers what the test puts here."""
    health: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/v2/monitor/health" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(health).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/execution/"
        monkeypatch.setenv("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", url)
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        yield health
        server.shutdown()


def test_the_healthcheck_asks_for_one_part(api: dict[str, Any], services: dict[str, Any]) -> None:
    main = runpy.run_path(str(PROJECT / "docker/healthcheck.py"))["main"]
    for name in AIRFLOW:
        *_, script, part = services[name]["healthcheck"]["test"]
        assert script == "docker/healthcheck.py"
        api[part] = {"status": "healthy"}
        assert main(part) is None
        api[part] = {"status": "unhealthy"}
        assert main(part) == f"{part} is unhealthy"
        del api[part]
        assert "no word on" in main(part)


def test_the_healthcheck_fails_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", "http://127.0.0.1:9/execution/")
    said = runpy.run_path(str(PROJECT / "docker/healthcheck.py"))["main"]("scheduler")
    assert said.startswith("no word on scheduler from http://127.0.0.1:9/api/v2/monitor/health: ")


@pytest.fixture(scope="module")
def docker_compose() -> list[str]:
    for command in (["docker-compose"], ["docker", "compose"]):
        if (
            shutil.which(command[0])
            and subprocess.run([*command, "version"], capture_output=True, check=False).returncode == 0
        ):
            return command
    pytest.skip("docker-compose is not installed: docker-compose.yml was checked as YAML, not by its own reader")


def config(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    shutil.copy(FILE, folder)  # away from a developer's .env
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)}
    arguments = [*command, "-f", "docker-compose.yml", "config"]
    return subprocess.run(
        arguments, cwd=folder, env=path | environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_docker_compose_takes_the_file(docker_compose: list[str], tmp_path: Path) -> None:
    dummies = {name: f"dummy-{name}" for name in NAMES}
    done = config(docker_compose, tmp_path, dummies)
    assert (done.returncode, done.stderr) == (0, "")
    resolved = yaml.safe_load(done.stdout)["services"]
    assert resolved.keys() == AIRFLOW | {"postgres", "init"}
    url = resolved["init"]["environment"]["WPS_DATABASE_URL"]
    assert url == "postgresql://postgres:dummy-POSTGRES_PASSWORD@postgres:5432/warehouse"
    assert "set " not in json.dumps([service["environment"] for service in resolved.values()])


@pytest.mark.parametrize("missing", sorted(NAMES))
def test_docker_compose_names_the_secret_that_is_missing(
    docker_compose: list[str], tmp_path: Path, missing: str
) -> None:
    done = config(docker_compose, tmp_path, dict.fromkeys(NAMES - {missing}, "dummy"))
    assert done.returncode != 0
    assert f"set {missing} in .env, for example with: make secrets" in done.stderr
