# Two commands: `make run` and `make test`. All paths are relative, so the checkout may stand anywhere.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .tools/bin/uv
COMPILE := $(UV) pip compile --excludes excludes.txt --universal --python-version 3.11 --generate-hashes --no-header

# make run ARCHIVE=DIR: official files through the replica. make run SOURCES=live: the real site.
ifdef ARCHIVE
export WPS_ARCHIVE_DIR := $(ARCHIVE)
export WPS_ARCHIVE := official
endif
ifdef SOURCES
export WPS_SOURCES := $(SOURCES)
endif

.PHONY: help
help:  ## Say what there is
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /|/' | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

.tools/.ready: requirements-tools.lock
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] < (3, 14); ok or sys.exit(f"Python 3.11 to 3.13 is needed, found {sys.version.split()[0]}: set PYTHON=python3.11")'
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@

.venv/.ready: .tools/.ready requirements.lock pyproject.toml
	@test -x .venv/bin/python || $(PYTHON) -m venv --without-pip .venv
	$(UV) pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode requirements.lock
	$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-to-test: .tools/.ready requirements-dev.lock pyproject.toml
	@test -x .venv/bin/python || $(PYTHON) -m venv --without-pip .venv
	$(UV) pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode requirements-dev.lock
	$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@touch .venv/.ready $@

.PHONY: setup
setup: .venv/.ready  ## Make the environment from the lock

.PHONY: run
run: setup  ## The whole night once, through Airflow; ARCHIVE=DIR or SOURCES=live for real data
	@.venv/bin/wps run

.PHONY: up
up: setup  ## Postgres, scheduler and UI for nightly use
	@.venv/bin/wps up

.PHONY: down
down: setup  ## Stop them
	@.venv/bin/wps down

# The tests go in the order of the folders: files with few long tests before those with many short ones, which fill the end.
.PHONY: test
test: .venv/.ready-to-test  ## Every check and every test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/sqlfluff lint --disable-progress-bar --processes 2 dbt_project/models dbt_project/tests warehouse/migrations
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=10

.PHONY: test-all
test-all: test  ## The long set too: every kill, fifty thousand damaged pages
	.venv/bin/python -m pytest -m long

.PHONY: bench
bench: .venv/.ready-to-test  ## Measure the steps; ARCHIVE=DIR for the official archive's size
	@.venv/bin/python -m bench.night

.PHONY: secrets
secrets:  ## Random secrets for docker-compose.yml, into .env
	@$(PYTHON) docker/make_secrets.py

.PHONY: lock
lock: .tools/.ready  ## Resolve the locks anew
	$(COMPILE) --quiet -o requirements.lock requirements.in
	$(COMPILE) --quiet -o requirements-dev.lock -c requirements.lock requirements-dev.in
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements-tools.lock requirements-tools.in

.PHONY: clean
clean: down  ## Remove the environment and all state, the warehouse included
	rm -rf .venv .tools .wps
