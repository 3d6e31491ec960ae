"""The manual pages: up to date, whole, and roff that a formatter takes without a word."""

import runpy
import shutil
import subprocess

import pytest

from house import ROOT
from opsplan.cli.app import COMMANDS
from opsplan.values.text import Language
from opsplan.views.words import Words

MANUAL = runpy.run_path(str(ROOT / "docs" / "man.py"))
PAGES = sorted(MANUAL["PAGES"].items())


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_page_is_what_the_commands_say(name: str, language: Language) -> None:
    """`python docs/man.py` writes it."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert page == MANUAL["page"](Words(language))


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_formatter_takes_it(name: str, language: Language) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    path = ROOT / "docs" / name
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-P-cbou", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    for command in (name for names in COMMANDS.values() for name in names):
        assert f"opsplan {command}" in done.stdout
    assert ("环境变量" if language == "zh" else "ENVIRONMENT") in done.stdout


def test_the_first_examples_stand_on_lines_of_their_own() -> None:
    """They ran together: what is not between .nf and .fi is filled."""
    text = (ROOT / "docs" / "opsplan.1").read_text(encoding="utf-8")
    description = text.partition('.SH "DESCRIPTION"')[2].partition(".SH")[0]
    examples = description.partition(".nf\n")[2].partition(".fi")[0]
    assert "\nopsplan done 1\nopsplan week " in examples
