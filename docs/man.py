"""Writes docs/opsplan.1 and docs/opsplan.zh.1, the manual pages: `python docs/man.py`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from opsplan import __version__
from opsplan.cli.app import make_app
from opsplan.cli.help import paragraphs, translate
from opsplan.values.text import Language, Message, say
from opsplan.views.breaking import pieces
from opsplan.views.words import Words

PAGES: dict[str, Language] = {"opsplan.1": "en", "opsplan.zh.1": "zh"}
FILES = (
    ("config.yaml", say("shops, people, channels, what a shop does otherwise")),
    ("playbooks/", say("playbooks of one's own")),
    ("calendars/", say("notices on holidays that were taken over")),
    ("secrets.env", say("variables with addresses and passwords; for its owner alone")),
    ("journal.db", say("what people did: never changed, only added to")),
    ("backups/", say("a copy of the journal from each day on which it changed")),
    ("cache/", say("what was read and checked once; may be deleted")),
)
VARIABLES = (
    ("OPSPLAN_HOME", say("one folder for everything, instead of the platform's own")),
    ("OPSPLAN_DATABASE", say("the password of a shared database, or its whole address")),
    ("OPSPLAN_NOW", say("the time (ISO 8601) that counts as now")),
    ("OPSPLAN_DEBUG", say("shows where an internal error came from")),
    ("LC_ALL, LC_MESSAGES, LANG", say("the language, where neither --lang nor the config says it")),
    ("NO_COLOR", say("no colours")),
    ("COLUMNS", say("the width of what is printed")),
)
CODES = (
    ("0", say("fine")),
    ("1", say("the input is at fault: a playbook, a reference, a file, the database")),
    ("2", say("wrong usage")),
)


def main() -> None:
    """Write both pages."""
    for name, language in PAGES.items():
        path = Path(__file__).parent / name
        path.write_text(page(Words(language)), encoding="utf-8")


def page(words: Words) -> str:
    """The manual page as roff with man macros."""
    command = typer.main.get_command(make_app())
    translate(command, words)
    lines = [
        f'.TH OPSPLAN 1 "" "opsplan {__version__}" "{words("Manual of opsplan")}"',
        ".ad l",  # Chinese lines cannot be justified with spaces
        ".nh",
        *_section(words("NAME")),
        _text(f"opsplan - {words('the day of a shop as a checklist, from playbooks')}"),
        *_section(words("SYNOPSIS")),
        f'.B opsplan\n{_text(words("[OPTIONS]"))}\n.RI [ {_text(words("command"))} " ..." ]',
        *_section(words("DESCRIPTION")),
        *_help(command.help or ""),
        ".PP",
        _text(words("Without a command it prints today's list.")),
        *_options(command, words),
        *_section(words("COMMANDS")),
        *_commands(command, "opsplan", words),
        *_section(words("FILES")),
        _text(words("In the config folder and the data folder of the platform, or in one:")),
        *_listed(FILES, words),
        *_section(words("ENVIRONMENT")),
        *_listed(VARIABLES, words),
        *_section(words("EXIT STATUS")),
        *_listed(CODES, words),
        *_section(words("SEE ALSO")),
        _text("crontab(5), lp(1)"),
    ]
    return "\n".join(lines) + "\n"


def _commands(group: Any, path: str, words: Words) -> Iterator[str]:
    """Every command below a group with its help, its options and its examples."""
    for name, command in group.commands.items():
        whole = f"{path} {name}"
        if getattr(command, "commands", None):
            yield from _commands(command, whole, words)
            continue
        context = command.context_class(command, info_name=whole)
        pieces = command.collect_usage_pieces(context)
        yield f".SS {_quoted(' '.join([whole, *pieces]))}"
        yield from _help(command.help or "")
        yield from _options(command, words)


def _help(text: str) -> Iterator[str]:
    for paragraph in paragraphs(text):
        if paragraph.startswith("\b"):
            yield f".PP\n.nf\n.RS\n{_text(paragraph[1:].strip())}\n.RE\n.fi"
        else:
            yield f".PP\n{_text(paragraph)}"


def _options(command: Any, words: Words) -> Iterator[str]:
    context = command.context_class(command, info_name="opsplan")
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            yield from _entry(*record)


def _listed(pairs: tuple[tuple[str, Message], ...], words: Words) -> Iterator[str]:
    for name, meaning in pairs:
        yield from _entry(name, words.message(meaning))


def _entry(name: str, meaning: str) -> Iterator[str]:
    yield f".TP\n.B {_text(name)}\n{_text(meaning)}"


def _section(title: str) -> Iterator[str]:
    yield f".SH {_quoted(title)}"


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'.replace('\\"', "\\(dq")


def _text(text: str) -> str:
    """Text in which nothing is a request of roff's, and which may break beside Chinese."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    if not text.isascii():
        escaped = re.sub(r"(?<=\S)\0", "\\:", "\0".join(pieces(escaped))).replace("\0", "")
    lines = (f"\\&{line}" if line.startswith((".", "'")) else line for line in escaped.splitlines())
    return "\n".join(lines)


if __name__ == "__main__":
    main()
