"""Help and usage errors in the reader's language: our texts, and the words of typer's own pages."""

import gettext
import os
from typing import Any

from typer.core import TyperCommand, TyperGroup

from opsplan.values.text import Message, say
from opsplan.views.words import LOCALE, Words

TYPERS_WORDS = (
    say("Options"),
    say("Commands"),
    say("Arguments"),
    say("default: {default}"),
    say("required"),
    say("Missing command."),
    say("No such command {name!r}."),
    say("Show this message and exit."),
    say("Usage: "),
    say("[OPTIONS]"),
    say("COMMAND [ARGS]..."),
)
"""What typer's pages say, so that the catalog's maker finds it."""


class _Localized:
    """The two places where typer's pages do not ask the catalog themselves."""

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


def translate(command: Any, words: Words) -> None:
    """Put the help of `command` and all below it, options included, into the reader's language."""
    gettext.bindtextdomain("opsplan", str(LOCALE))
    gettext.textdomain("opsplan")
    os.environ["LANGUAGE"] = words.language
    _translate(command, words)


def usage_message(error: Any) -> Message:
    """What is wrong with the words of a command line, from typer's own error."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return say("there is no option '{text}'", text=error.option_name)
    if kind == "MissingParameter" and error.param is not None:
        option = error.param.opts[0]
        name = option if option.startswith("-") else error.param.metavar or option
        return say("{name} is missing", name=name)
    if kind == "BadParameter" and error.param is not None:
        return say("{name}: {detail}", name=error.param.opts[0], detail=error.message)
    return say("{detail}", detail=error.message.rstrip(".。"))


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
    for each in getattr(command, "commands", {}).values():
        _translate(each, words)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line; examples (after \\b) keep their lines."""
    parts = text.strip().split("\n\n")
    return [part if part.startswith("\b") else " ".join(part.split()) for part in parts if part]
