"""Help and usage errors in the reader's language: our texts, and the words of typer's own pages."""

import gettext
import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import typer
from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandFunctionType

from opsplan.values.problem import UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say
from opsplan.views.breaking import broken
from opsplan.views.words import LOCALE, Words

TYPERS_WORDS = (
    say("Options"),
    say("Commands"),
    say("Arguments"),
    say("default: {default}"),
    say("required"),
    say("Missing command."),
    say("Show this message and exit."),
    say("Usage: "),
    say("[OPTIONS]"),
    say("COMMAND [ARGS]..."),
)
"""What typer's pages say, so that the catalog's maker finds it."""

METAVARS = (
    say("BASE"),
    say("CHOICE"),
    say("DATE"),
    say("DUTY"),
    say("FIELD"),
    say("FILE"),
    say("FORMAT"),
    say("GROUP"),
    say("METRIC"),
    say("MONTH"),
    say("NAME"),
    say("NEW"),
    say("OLD"),
    say("PHRASE"),
    say("REF"),
    say("REGISTER"),
    say("ROLE"),
    say("SHELL"),
    say("SHOP"),
    say("SPAN"),
    say("TEXT"),
    say("TIME"),
    say("TIMES"),
    say("VALUE"),
    say("WORDS"),
    say("ZONE"),
)
"""What stands for the value of an option or an argument."""

_NO_COMMAND = re.compile(r"No such command ['\"](.*?)['\"]\.")
_DETAILS = (
    (
        re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<text>.*)\)", re.DOTALL),
        say("not expected here: {text}"),
    ),
    (re.compile(r"Option '(?P<name>.+)' requires an argument"), say("{name} takes a value")),
    (re.compile(r"'(?P<text>.*)' is not a valid float", re.DOTALL), say("'{text}' is no number")),
    (
        re.compile(r"'(?P<text>.*)' is not a valid int", re.DOTALL),
        say("'{text}' is no whole number"),
    ),
    (
        re.compile(r"(?P<text>\S+) is not in the range (?P<low>\d+)<=x<=(?P<high>\d+)"),
        say("{text} does not lie between {low} and {high}"),
    ),
)
"""Typer's sentences about a command line, which it does not take from a catalog, and ours."""


_PLACE = re.compile(r"[A-Z]{2,}")
_REMARKS = re.compile(r"  \[([^\]]*)\]$")
_RANGE = re.compile(r"(?P<low>\d+)<=x<=(?P<high>\d+)$")
"""A word of a metavar; what typer puts behind a help text, and the part of it that is a range."""

_LONGEST_NAME = 30
"""Columns: what is longer has its help on the next line."""
_NARROWEST_HELP = 10


class _Localized:
    """The places where typer's pages do not ask the catalog themselves, and its measure: it counts
    characters, of which a Chinese one takes two columns."""

    def get_help(self, ctx: Any) -> str:
        """The whole page."""
        formatter = ctx.make_formatter()
        formatter.write_heading = partial(_write_heading, formatter)
        formatter.write_text = partial(_write_text, formatter)
        formatter.write_dl = partial(_write_rows, formatter)
        self.format_help(ctx, formatter)  # type: ignore[attr-defined]
        return str(formatter.getvalue()).rstrip("\n")

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """`Usage: opsplan …`."""
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        usage = gettext.gettext("Usage: ")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=usage)

    def get_help_option(self, ctx: Any) -> Any:
        """The `--help` option."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = gettext.gettext("Show this message and exit.")
        return option


class Command(_Localized, TyperCommand):
    """A command whose help is in the reader's language."""


class Group(_Localized, TyperGroup):
    """A group of commands whose help is in the reader's language."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Each command with the first paragraph of its help."""
        rows = [(name, paragraphs(each.help or "")[0]) for name, each in self.commands.items()]
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl(rows)


class Commands(typer.Typer):
    """The commands of a module; with a name, those of a group."""

    def __init__(self, name: str | None = None, **settings: Any) -> None:
        super().__init__(name=name, cls=Group, **settings)

    def command(
        self, name: str | None = None, **settings: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """What adds the function below it; the function's docstring is the help."""
        return super().command(name, cls=Command, **settings)


def _write_heading(formatter: Any, heading: str) -> None:
    """A heading with the colon of the reader's language, which is that of `Usage:`."""
    colon = gettext.gettext("Usage: ").rstrip()[-1]
    formatter.write(f"{heading}{colon}\n")


def _write_text(formatter: Any, text: str) -> None:
    """Paragraphs, broken to the page; examples (after \\b) keep their lines."""
    indent = " " * formatter.current_indent
    parts: list[str] = []
    for part in text.split("\n\n"):
        is_raw = part.startswith("\b\n")
        width = formatter.width - len(indent)
        lines = part[2:].split("\n") if is_raw else broken(part, width, cell_len)
        parts.append("\n".join(f"{indent}{line}" for line in lines))
    formatter.write("\n\n".join(parts) + "\n")


def _write_rows(formatter: Any, rows: Iterable[tuple[str, str]]) -> None:
    """Options or commands, and beside each what it is."""
    listed = list(rows)
    indent = " " * formatter.current_indent
    column = min(max(cell_len(name) for name, _ in listed), _LONGEST_NAME) + 2
    width = max(formatter.width - len(indent) - column, _NARROWEST_HELP)
    for name, text in listed:
        lines = broken(text, width, cell_len) if text else []
        space = column - cell_len(name)
        if lines and space >= 2:
            formatter.write(f"{indent}{name}{' ' * space}{lines.pop(0)}\n")
        else:
            formatter.write(f"{indent}{name}\n")
        formatter.write("".join(f"{indent}{' ' * column}{line}\n" for line in lines))


def translate(command: Any, words: Words) -> None:
    """Put the help of `command` and all below it, options included, into the reader's language."""
    gettext.bindtextdomain("opsplan", str(LOCALE))
    gettext.textdomain("opsplan")
    os.environ["LANGUAGE"] = words.language
    _translate(command, words)


def usage_error(error: Any) -> UsageError:
    """What is wrong with the words of a command line, and where help is, from typer's own error."""
    path = error.ctx.command_path if error.ctx else "opsplan"
    see = say("see {command} --help", command=path)
    unknown = _NO_COMMAND.match(error.message)
    if unknown is None:
        return UsageError(_what(error), see)
    what = say("there is no command '{word}'", word=unknown[1])
    return UsageError(what, near_miss(unknown[1], error.ctx.command.commands) or see)


def _what(error: Any) -> Message:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return say("there is no option '{text}'", text=error.option_name)
    if kind == "MissingParameter" and error.param is not None:
        option = error.param.opts[0]
        name = option if option.startswith("-") else error.param.metavar or option
        return say("{name} is missing", name=name)
    detail = _detail(error.message)
    if kind == "BadParameter" and error.param is not None:
        return say("{name} is wrong: {detail}", name=error.param.opts[0], detail=detail)
    return detail


def _detail(text: str) -> Message:
    """Typer's sentence in our words, which the catalog knows; its own where we know none."""
    for pattern, what in _DETAILS:
        match = pattern.match(text)
        if match:
            return Message(what.template, match.groupdict())
    return say("{detail}", detail=text.rstrip(".。"))


def _translate(command: Any, words: Words) -> None:
    for field in ("help", "short_help", "epilog"):
        text = getattr(command, field, None)
        if text:
            setattr(command, field, "\n\n".join(map(words, paragraphs(text))))
    for field in ("options_metavar", "subcommand_metavar"):
        if getattr(command, field, None):
            setattr(command, field, words(getattr(command, field)))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = words(parameter.help)
        if parameter.metavar:
            parameter.metavar = _PLACE.sub(lambda found: words(found[0]), parameter.metavar)
        parameter.get_help_record = partial(_help_record, parameter.get_help_record, words)
    for each in getattr(command, "commands", {}).values():
        _translate(each, words)


def _help_record(
    record: Callable[[Any], tuple[str, str] | None], words: Words, ctx: Any
) -> tuple[str, str] | None:
    """A line of a page, what typer remarks behind it in the reader's language."""
    found = record(ctx)
    if found is None:
        return None
    name, text = found
    return name, _REMARKS.sub(lambda remarks: f"  [{_remarks(remarks[1], words)}]", text)


def _remarks(text: str, words: Words) -> str:
    """`default: 14; 1<=x<=366`."""
    parts: list[str] = []
    for part in text.split("; "):
        match = _RANGE.match(part)
        parts.append(words("{low} to {high}", **match.groupdict()) if match else part)
    return words.series(parts)


def paragraphs(text: str) -> list[str]:
    """What a help text says, on one line, and its examples, which keep theirs (after \\b)."""
    what, *examples = text.strip().split("\n\n")
    return [" ".join(what.split()), *("\b\n" + each.removeprefix("\b\n") for each in examples)]
