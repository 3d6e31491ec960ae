"""init: the first config of a shop, short and commented, in the reader's language."""

import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from opsplan.cli.help import Command
from opsplan.cli.session import Session
from opsplan.phrase import read_times
from opsplan.playbook import read_config
from opsplan.playbook.faults import near_miss
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError
from opsplan.values.text import LANGUAGES, Message, say

PLATFORMS = {
    "1688": "1688-shop",
    "taobao": "taobao-shop",
    "alibaba": "alibaba-intl",
}
"""The playbook that a shop on each platform begins with."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said of the shop; None and empty where nothing was said."""

    name: str | None
    platform: str | None
    market: list[str]
    launch: date | None
    playbooks: list[str]
    peaks: list[str]
    me: str | None
    roles: list[str]


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(
        cls=Command,
        help="Write the config of a shop; asks for what is not given, if there is a terminal.\n\n"
        "\b\nopsplan init --name 'Main shop' --launch 2026-11-01\n"
        "opsplan init --platform taobao --peaks '10:00, 20:00'\n"
        "opsplan init --playbook 1688-shop --playbook team-year --launch today --yes",
    )(init)


def init(
    ctx: typer.Context,
    shop_name: str = typer.Option(None, "--name", metavar="TEXT", help="The shop's name."),
    platform: str = typer.Option(
        None, "--platform", metavar="1688|taobao|alibaba", help="The shop's platform."
    ),
    market: str = typer.Option(
        None, "--market", metavar="WORDS", help="Where its buyers are: eu, us."
    ),
    launch: str = typer.Option(None, "--launch", metavar="DATE", help="The shop's first day."),
    playbook: list[str] = typer.Option([], "--playbook", metavar="ID", help="A playbook to use."),
    peaks: str = typer.Option(
        None, "--peaks", metavar="TIMES", help="Visitor peaks: 10:00, 15:00."
    ),
    me: str = typer.Option(None, "--me", metavar="TEXT", help="Who you are."),
    roles: str = typer.Option(
        None, "--roles", metavar="WORDS", help="Your roles: ops, ads; without: all."
    ),
    yes: bool = typer.Option(False, "--yes", help="Replace a config that is there (kept as .bak)."),
) -> None:
    """Write the config of a shop."""
    session: Session = ctx.obj
    file = session.home.config_file
    if os.path.lexists(file) and not yes:
        raise OpsplanError(
            say("{path} is there already", path=file), say("--yes replaces it and keeps a copy")
        )
    answers = _answers(session, shop_name, platform, market, launch, playbook, peaks, me, roles)
    text = _config(session, answers)
    config, problems = read_config(text.encode(), str(file))
    if config is None:
        raise ProblemsError(say("the config cannot be used"), problems)
    _write(file, text)
    said = session.words("{path} is written; see today's list with: opsplan today", path=file)
    session.show(lambda: f"{said}\n", lambda: {"file": str(file), "config": text})


def _answers(
    session: Session,
    name: str | None,
    platform: str | None,
    market: str | None,
    launch: str | None,
    playbooks: list[str],
    peaks: str | None,
    me: str | None,
    roles: str | None,
) -> Answers:
    """What was given on the command line, and what is asked for on a terminal."""
    ask = _asking(session)
    books = {book.id: book for _, book, _ in session.library.all() if book is not None}
    name = ask("The shop's name", name)
    on = ask("Platform ({names}; empty: 1688)", platform, names=list(PLATFORMS))
    if on is not None:
        _refuse_unknown(on, PLATFORMS, say("there is no platform '{word}'", word=on))
    buyers = "Where the buyers are, such as eu, us (empty: anywhere)"
    where = ask(buyers, market) if on == "alibaba" else market
    first = ask("The first day of the shop (2026-11-01, today; empty: none)", launch)
    usual = PLATFORMS[on or "1688"]
    typed = _words(ask("Playbooks ({names}; empty: {usual})", None, names=list(books), usual=usual))
    chosen = playbooks or typed or [usual]
    for each in chosen:
        _refuse_unknown(each, books, say("there is no playbook '{word}'", word=each))
    clocks = _clocks(ask("Visitor peaks, such as 10:00, 15:00 (empty: the playbook's)", peaks))
    who = ask("Who you are", me)
    known = _roles([books[each] for each in chosen])
    held = _words(ask("Your roles ({names}; empty: all)", roles, names=known)) if who else []
    for each in held:
        _refuse_unknown(each, known, say("there is no role '{word}' in this shop", word=each))
    return Answers(name, on, _words(where), _day(session, first), chosen, clocks, who, held)


def _refuse_unknown(word: str, known: Collection[str], what: Message) -> None:
    if word not in known:
        names = list(known)
        raise OpsplanError(what, near_miss(word, names) or say("there are {names}", names=names))


def _roles(books: list[Playbook]) -> list[str]:
    """The roles of some playbooks, those that their duties name included."""
    named = [role.id for book in books for role in book.roles]
    used = [duty.role for book in books for duty in book.duties if duty.role]
    return list(dict.fromkeys((*named, *used)))


def _asking(session: Session) -> Callable[..., str | None]:
    """Asks on the terminal for what was not given; without one, nothing is asked."""
    has_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(question: str, given: str | None, **values: object) -> str | None:
        if given is not None or not has_terminal:
            return given
        sys.stderr.write(f"{session.words(question, **values)}: ")
        sys.stderr.flush()
        return sys.stdin.readline().strip() or None

    return ask


QUESTIONS = (
    say("The shop's name"),
    say("The first day of the shop (2026-11-01, today; empty: none)"),
    say("Platform ({names}; empty: 1688)"),
    say("Where the buyers are, such as eu, us (empty: anywhere)"),
    say("Playbooks ({names}; empty: {usual})"),
    say("Visitor peaks, such as 10:00, 15:00 (empty: the playbook's)"),
    say("Who you are"),
    say("Your roles ({names}; empty: all)"),
)
"""What `ask` asks, so that the catalog's maker finds it."""


def _day(session: Session, text: str | None) -> date | None:
    return session.day(text) if text else None


def _words(text: str | None) -> list[str]:
    return (text or "").replace(",", " ").replace("、", " ").split()


def _clocks(text: str | None) -> list[str]:
    clocks = [part for part in (text or "").replace("、", ",").split(",") if part.strip()]
    for clock in clocks:
        if not read_times(clock.strip()):
            raise UsageError(say("'{text}' is no time", text=clock))
    return [clock.strip() for clock in clocks]


def _config(session: Session, answers: Answers) -> str:
    words = session.words
    language = next(lang for lang in LANGUAGES if lang == words.language)
    lines = [
        f"# {words('Every key is optional; the README explains them.')}",
        "opsplan: 1",
        f"lang: {language}",
    ]
    if answers.me:
        lines.append(f"me: {_quoted(answers.me)}")
    lines += ["shops:", "  main:"]
    if answers.name:
        lines.append(f"    name: {_quoted(answers.name)}")
    lines.append(f"    playbooks: [{', '.join(answers.playbooks)}]  # opsplan playbook list")
    if answers.platform:
        lines.append(f"    platform: {_quoted(answers.platform)}")
    if answers.market:
        lines.append(f"    market: [{', '.join(map(_quoted, answers.market))}]")
    if answers.launch:
        lines.append(f"    launch: {answers.launch}  # {words('phases count from this day')}")
    if answers.peaks:
        peaks = ", ".join(map(_quoted, answers.peaks))
        lines.append(f"    peaks: [{peaks}]  # {words('visitor peaks')}")
    if answers.me and answers.roles:
        lines.append(f"    people: {{{_quoted(answers.me)}: [{', '.join(answers.roles)}]}}")
    lines += [
        f"    # thresholds: {{few-inquiries: 5}}  # {words('your own bars for rules')}",
        f"    # off: [1688-shop/self-check]  # {words('duties that you do not want')}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(file: Path, text: str) -> None:
    """The config, readable by its owner alone; what was there is kept beside it."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = file.with_name(f"{file.name}.new")
        made.unlink(missing_ok=True)
        descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            file.replace(file.with_name(f"{file.name}.bak"))
        made.replace(file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OpsplanError(say("cannot use {path}: {reason}", path=file, reason=reason)) from None
