"""init: the first config of a shop, short and commented, in the reader's language."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import typer

from opsplan.cli.help import Command
from opsplan.cli.session import Session
from opsplan.phrase import read_times
from opsplan.playbook import read_config
from opsplan.playbook.faults import near_miss
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError
from opsplan.values.text import LANGUAGES, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(
        cls=Command,
        help="Write the config of a shop; asks for what is not given, if there is a terminal.\n\n"
        "\b\nopsplan init --name 'Main shop' --launch 2026-11-01\n"
        "opsplan init --playbook 1688-shop --playbook team-year --launch today --yes",
    )(init)


def init(
    ctx: typer.Context,
    shop_name: str = typer.Option(None, "--name", metavar="TEXT", help="The shop's name."),
    launch: str = typer.Option(None, "--launch", metavar="DATE", help="The shop's first day."),
    playbook: list[str] = typer.Option([], "--playbook", metavar="ID", help="A playbook to use."),
    peaks: str = typer.Option(
        None, "--peaks", metavar="TIMES", help="Visitor peaks: 10:00, 15:00."
    ),
    me: str = typer.Option(None, "--me", metavar="TEXT", help="Who you are."),
    yes: bool = typer.Option(False, "--yes", help="Replace a config that is there (kept as .bak)."),
) -> None:
    """Write the config of a shop."""
    session: Session = ctx.obj
    file = session.home.config_file
    if os.path.lexists(file) and not yes:
        raise OpsplanError(
            say("{path} is there already", path=file), say("--yes replaces it and keeps a copy")
        )
    ask = _asking(session)
    known = [book.id for _, book, _ in session.library.all() if book is not None]
    name = ask("The shop's name", shop_name)
    launched = _day(
        session, ask("The first day of the shop (2026-11-01, today; empty: none)", launch)
    )
    chosen = playbook or _words(ask("Playbooks ({names})", None, names=known)) or ["1688-shop"]
    for each in chosen:
        if each not in known:
            raise OpsplanError(
                say("there is no playbook '{word}'", word=each), near_miss(each, known)
            )
    clocks = _clocks(ask("Visitor peaks, such as 10:00, 15:00 (empty: the playbook's)", peaks))
    text = _config(session, name, launched, chosen, clocks, ask("Who you are", me))
    config, problems = read_config(text.encode(), str(file))
    if config is None:
        raise ProblemsError(say("the config cannot be used"), problems)
    _write(file, text)
    said = session.words("{path} is written; see today's list with: opsplan today", path=file)
    session.show(lambda: f"{said}\n", lambda: {"file": str(file), "config": text})


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
    say("Playbooks ({names})"),
    say("Visitor peaks, such as 10:00, 15:00 (empty: the playbook's)"),
    say("Who you are"),
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


def _config(
    session: Session,
    name: str | None,
    launch: date | None,
    playbooks: list[str],
    peaks: list[str],
    me: str | None,
) -> str:
    words = session.words
    optional = words("Every key is optional; the README explains them.")
    from_launch, of_visitors = words("phases count from this day"), words("visitor peaks")
    own_bars, unwanted = words("your own bars for rules"), words("duties that you do not want")
    language = next(lang for lang in LANGUAGES if lang == words.language)
    lines = [
        f"# {optional}",
        "opsplan: 1",
        f"lang: {language}",
    ]
    if me:
        lines.append(f"me: {_quoted(me)}")
    lines += ["shops:", "  main:"]
    if name:
        lines.append(f"    name: {_quoted(name)}")
    lines.append(f"    playbooks: [{', '.join(playbooks)}]  # opsplan playbook list")
    if launch:
        lines.append(f"    launch: {launch}  # {from_launch}")
    if peaks:
        lines.append(f"    peaks: [{', '.join(map(_quoted, peaks))}]  # {of_visitors}")
    lines += [
        f"    # thresholds: {{few-inquiries: 5}}  # {own_bars}",
        f"    # off: [1688-shop/self-check]  # {unwanted}",
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
