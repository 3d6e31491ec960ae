"""The house rules that a machine can check; part of the tests, so that one command runs all."""

import subprocess
import sys

import pytest

from house import ROOT


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def check(*command: str) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_check() -> None:
    check("ruff", "check", "src", "tests", "docs")


def test_ruff_format() -> None:
    check("ruff", "format", "--check", "src", "tests", "docs")


def test_mypy() -> None:
    check("mypy")


def test_import_contract() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("library", ["typer", "pydantic", "yaml", "rich", "dateutil", "textual"])
def test_values_import_no_library(library: str) -> None:
    code = (
        "import sys, opsplan.values.checklist, opsplan.values.problem\n"
        f"raise SystemExit({library!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
