"""What can be written: a table for each command, and the help that tells of it."""

import re
from collections.abc import Mapping

import pytest

from opsplan.cli import export, lists, remind, report
from opsplan.cli.reminding import SHEETS
from opsplan.cli.reporting import report_formats
from opsplan.values.text import LANGUAGES
from opsplan.views.formats import EXPORT, PAPER, SUFFIXES, FormatName
from opsplan.views.words import Words

TABLES: dict[str, Mapping[FormatName, object]] = {
    export.FILE_HELP: EXPORT,
    lists.OUT_HELP: PAPER,
    report.OUT_HELP: report_formats(),
    remind.OUTPUT_HELP: SHEETS,
}


@pytest.mark.parametrize("help_text", TABLES)
def test_the_help_names_each_format_of_its_table(help_text: str) -> None:
    """It is written by hand, in both languages."""
    wanted = {SUFFIXES[name][0] for name in TABLES[help_text]}
    for language in LANGUAGES:
        assert {*re.findall(r"\.[a-z]+\b", Words(language)(help_text))} == wanted
