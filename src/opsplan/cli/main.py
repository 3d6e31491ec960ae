"""The entry point: global options, the reader's language, and one place for all errors."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
import typer.main

from opsplan.cli import expansion, lists, playbooks, ticks
from opsplan.cli.help import Group, translate, usage_message
from opsplan.cli.session import Options, Session
from opsplan.playbook.faults import near_miss
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError
from opsplan.values.text import say
from opsplan.views.lists import problem_line
from opsplan.views.visible import visible
from opsplan.views.words import Words

UsageFault: Any = typer.BadParameter.__base__
"""What typer raises for a command line that it cannot take."""

_FLAGS = ("--plain", "--json")
_VALUED = ("--shop", "--lang")


app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
lists.register(app)
ticks.register(app)
expansion.register(app)
playbooks.register(app)


@app.callback(help="The day's checklist of a shop, from its playbooks.")
def _options(
    ctx: typer.Context,
    shop: str = typer.Option(None, "--shop", metavar="SHOP", help="Which shop, by its id."),
    lang: str = typer.Option(None, "--lang", metavar="zh|en", help="The language of the answer."),
    plain: bool = typer.Option(False, "--plain", help="No colour, ASCII boxes."),
    as_json: bool = typer.Option(False, "--json", help="The answer as JSON."),
    version: bool = typer.Option(False, "--version", help="Print the version.", is_eager=True),
) -> None:
    """Read by `_hoisted` already; declared here for the help."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; what `opsplan` on the shell's path does. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    options, rest = _hoisted(arguments)
    session = Session(options, os.environ)
    try:
        return _run(session, rest)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("OPSPLAN_DEBUG"):
            raise
        sys.stderr.write(
            f"opsplan: internal error: {type(error).__name__}: {visible(str(error))}\n"
        )
        sys.stderr.write("opsplan: OPSPLAN_DEBUG=1 shows where; please report it\n")
        return 1


def _run(session: Session, arguments: list[str]) -> int:
    try:
        words = session.words
    except OpsplanError as error:
        session.__dict__["words"] = Words("en")
        _report(error, session)
        return error.exit_code
    if arguments[:1] == ["--version"]:
        from opsplan import __version__

        session.out.write(f"opsplan {__version__}\n")
        return 0
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["today", *arguments]
    command = typer.main.get_command(app)
    translate(command, words)
    try:
        _refuse_unknown(command, arguments[0])
        code = command.main(arguments, prog_name="opsplan", standalone_mode=False, obj=session)
        session.out.flush()
    except OpsplanError as error:
        _report(error, session)
        return error.exit_code
    except UsageFault as error:
        path = error.ctx.command_path if error.ctx else "opsplan"
        hint = say("see {command} --help", command=path)
        _report(UsageError(usage_message(error), hint), session)
        return UsageError.exit_code
    return code if isinstance(code, int) else 0


def _refuse_unknown(command: Any, name: str) -> None:
    if not name.startswith("-") and name not in command.commands:
        what = say("there is no command '{word}'", word=name)
        raise UsageError(what, near_miss(name, command.commands) or say("see opsplan --help"))


def _hoisted(arguments: list[str]) -> tuple[Options, list[str]]:
    """The options that may stand anywhere, taken out, and the rest."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in _FLAGS:
            flags.add(argument)
        elif name in _VALUED and equals:
            values[name] = value
        elif name in _VALUED:
            values[name] = next(waiting, "")
        else:
            rest.append(argument)
    lang = values.get("--lang")
    options = Options(values.get("--shop"), lang, "--plain" in flags, "--json" in flags)
    return options, rest


def _report(error: OpsplanError, session: Session) -> None:
    words = session.words
    problems = error.problems if isinstance(error, ProblemsError) else ()
    for problem in problems:
        session.err.write(problem_line(problem, words) + "\n")
    sentence = words.message(error.message)
    if error.hint:
        sentence += ("；" if words.language == "zh" else "; ") + words.message(error.hint)
    session.err.write(f"opsplan: {sentence}\n")


def entry() -> None:
    """The console script."""
    sys.exit(main())
