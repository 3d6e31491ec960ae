"""What a command loads: its own module, and nothing of the others."""

import pytest
import typer
import typer.main

from house import Home, modules_after
from opsplan.cli.main import COMMANDS, make_app


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        (("today",), {"opsplan.cli.lists"}),
        (("remind",), {"opsplan.cli.remind"}),
        (("when", "每天"), {"opsplan.cli.expansion"}),
        (("journal", "export"), {"opsplan.cli.journals"}),
    ],
)
def test_a_command_loads_its_own_module(home: Home, words: tuple[str, ...], ours: set[str]) -> None:
    modules = modules_after(home, *words)
    assert ours <= modules
    assert "opsplan.cli.cron" not in modules
    assert "opsplan.views.report" not in modules
    assert not modules & {"textual", "psycopg", "apprise", "fpdf", "icalendar"}


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
