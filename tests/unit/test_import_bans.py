"""The linter forbids extraction to import what comes after it; this shows that it does."""

import subprocess
import sys

import pytest

from warehouse.settings import PROJECT


def _lint(folder: str, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", f"{folder}/planted.py", "--select", "TID251", "-"],
        input=code,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("package", ["airflow", "dbt", "great_expectations", "warehouse", "expectations", "reports"])
def test_extractors_may_not_import(package):
    assert "TID251" in _lint("extractors/core", f"import {package}\n").stdout


def test_the_replica_may_not_share_code_with_what_it_tests():
    assert "TID251" in _lint("replica", "from extractors.core import fetch\n").stdout


def test_what_is_allowed_passes():
    assert _lint("extractors/core", "import requests\n").returncode == 0
