"""The command line as typer sees it: all commands, each in the module of its group."""

import contextlib
import gc
from importlib import import_module
from typing import Any

import typer
import typer.main

from opsplan.cli import offers
from opsplan.cli.help import Commands, translate, usage_error
from opsplan.cli.session import Session

UsageFault: Any = typer.BadParameter.__base__
"""What typer raises for a command line that it cannot take."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "lists": ("today", "day", "week", "month"),
    "ticks": ("done", "skip", "note", "snooze", "undo"),
    "review": ("review",),
    "log": ("log",),
    "imports": ("import",),
    "figures": ("standards", "ask"),
    "stats": ("stats",),
    "money": ("targets", "scorecard"),
    "registers": ("add", "rows", "set"),
    "why": ("why",),
    "remind": ("remind",),
    "when": ("when",),
    "next": ("next",),
    "expand": ("expand",),
    "export": ("export",),
    "upkeep": ("doctor", "backup", "restore"),
    "init": ("init",),
    "terminal": ("tui",),
    "completion": ("completion",),
    "report": ("report",),
    "playbooks": ("playbook",),
    "shops": ("shop",),
    "phase": ("phase",),
    "channels": ("channels",),
    "cron": ("cron",),
    "calendars": ("calendar",),
    "journals": ("journal",),
}
"""The modules of this folder with their commands, as help lists them; one that is called loads its
own module alone."""


def make_app(wanted: str | None = None) -> Commands:
    """The command line; with the module of `wanted` alone where that is a command."""
    app = Commands(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_options)
    called = [module for module, names in COMMANDS.items() if wanted in names]
    for module in called or COMMANDS:
        app.add_typer(import_module(f"opsplan.cli.{module}").app)
    return app


def _options(
    ctx: typer.Context,
    shop: str = typer.Option(
        None, "--shop", metavar="SHOP", help="Which shop, by its id.", autocompletion=offers.shops
    ),
    lang: str = typer.Option(None, "--lang", metavar="zh|en", help="The language of the answer."),
    plain: bool = typer.Option(False, "--plain", help="No colour, ASCII boxes."),
    as_json: bool = typer.Option(False, "--json", help="The answer as JSON."),
    version: bool = typer.Option(False, "--version", help="Print the version.", is_eager=True),
) -> None:
    """The day's checklist of a shop, from its playbooks.

    opsplan
    opsplan done 1
    opsplan week --print | lp
    """
    # `main` has read these already; they are declared here for the help.


def complete(session: Session, instruction: str) -> int:
    """Tell a shell what may stand in the place of the word that is being typed."""
    from opsplan.cli.completion import offer, typed_words

    words = [word for word in typed_words(session.environ) if not word.startswith("-")]
    known = {name for names in COMMANDS.values() for name in names}
    app = make_app(next((word for word in words[:-1] if word in known), None))
    command = typer.main.get_command(app)
    translate(command, session.words)
    with contextlib.redirect_stdout(session.out):
        return offer(session, command, instruction)


def run(session: Session, arguments: list[str]) -> int:
    """Do what a command line says; the exit code. UsageError where typer cannot take it."""
    # The entry point turns it off, for commands that are over at once. What is there by now stays,
    # and is not looked through.
    gc.freeze()
    gc.enable()
    command = typer.main.get_command(make_app(arguments[0]))
    translate(command, session.words)
    try:
        with contextlib.redirect_stdout(session.out):
            code = command.main(arguments, prog_name="opsplan", standalone_mode=False, obj=session)
    except UsageFault as error:
        raise usage_error(error) from None
    if session.tells:
        session.report_problems()
    return code if isinstance(code, int) else 0
