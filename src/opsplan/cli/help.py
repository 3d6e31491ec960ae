"""Help in the reader's language: the texts of our commands and the words of typer's own pages."""

import gettext
import os
from typing import Any

from opsplan.values.text import say
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
)
"""What typer looks up in the catalog itself, so that the catalog's maker finds it."""


def translate(command: Any, words: Words) -> None:
    """Put the help of `command` and all below it, options included, into the reader's language."""
    gettext.bindtextdomain("opsplan", str(LOCALE))
    gettext.textdomain("opsplan")
    os.environ["LANGUAGE"] = words.language
    _translate(command, words)


def _translate(command: Any, words: Words) -> None:
    for field in ("help", "short_help", "epilog"):
        text = getattr(command, field, None)
        if text:
            setattr(command, field, "\n\n".join(map(words, paragraphs(text))))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = words(parameter.help)
    for each in getattr(command, "commands", {}).values():
        _translate(each, words)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line; examples (after \\b) keep their lines."""
    parts = text.strip().split("\n\n")
    return [part if part.startswith("\b") else " ".join(part.split()) for part in parts if part]
