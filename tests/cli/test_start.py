"""What a command loads: its own module, and nothing of the others."""

import time

import pytest
import typer
import typer.main

from house import Home, modules_after
from opsplan.cli.app import COMMANDS, make_app


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        (("today", "--role", "me"), {"opsplan.cli.lists"}),
        (("remind", "--digest", "morning"), {"opsplan.cli.remind"}),
        (("when", "每天"), {"opsplan.cli.when"}),
        (("journal", "export"), {"opsplan.cli.journals"}),
    ],
)
def test_a_command_loads_its_own_module(home: Home, words: tuple[str, ...], ours: set[str]) -> None:
    modules = modules_after(home, *words)
    assert ours <= modules
    assert "opsplan.cli.cron" not in modules
    assert "opsplan.views.report" not in modules
    assert not modules & {"textual", "psycopg", "apprise", "fpdf", "icalendar"}


QUICK = ("today", "remind", "remind --notify", "remind --dry-run")
"""The command lines of every morning and of every five minutes."""
HEAVY = {"typer", "pydantic", "yaml", "dateutil", "textual", "rich.console", "inspect", "json"}
HEAVY |= {"chinese_calendar", "borax", "threading"}
"""What takes long to load."""


@pytest.mark.parametrize("line", QUICK)
def test_quick_ones_load_nothing_that_takes_long(home: Home, line: str) -> None:
    home.write("config.yaml", "channels: [{id: me, kind: desktop}]\n")
    home.write("calendars/cn.yaml", "country: CN\nyear: 2027\noff: {2027-01-01: 元旦}\n")
    time.sleep(1.1)  # what was written just now is not kept
    for _ in range(3):  # the first remind of all looks at no calendar
        modules = modules_after(home, *line.split())
    assert not modules & HEAVY


@pytest.mark.parametrize("line", QUICK)
@pytest.mark.parametrize("more", [(), ("--json",), ("--lang", "zh"), ("--plain",)])
def test_quick_ones_say_what_typers_do(home: Home, line: str, more: tuple[str, ...]) -> None:
    home.write("config.yaml", "channels: [{id: me, kind: desktop}]\n")
    home.run("remind", now="2026-11-25T08:00+08:00")
    now = "2026-11-25T08:40+08:00"
    is_list = line == "today"
    quick = home.run(*line.split(), *more, *(() if is_list else ("--dry-run",)), now=now)
    # An option that is typed out leads through typer.
    more = (*more, "--date", "today") if is_list else (*more, "--dry-run", "--catch-up", "2h")
    assert home.run(*line.split(), *more, now=now) == quick


def test_the_table_is_what_the_modules_have() -> None:
    for module, names in COMMANDS.items():
        command = typer.main.get_command(make_app(names[0]))
        assert tuple(command.commands) == names, module  # type: ignore[attr-defined]
    every = [name for names in COMMANDS.values() for name in names]
    whole = typer.main.get_command(make_app())
    assert sorted(whole.commands) == sorted(every)  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", ["todya", "jurnal", "shops"])
def test_a_slip_is_held_against_all_commands(home: Home, word: str) -> None:
    ran = home.run(word)
    assert ran.code == 2
    assert "did you mean" in ran.err
