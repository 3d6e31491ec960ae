"""doctor, backup, restore: whether everything is well, and copies of the journal."""

from pathlib import Path

from typer import Argument, Context, Exit, Option

from opsplan.cli.asking import agrees, has_terminal
from opsplan.cli.checkup import checkup
from opsplan.cli.help import Commands
from opsplan.cli.session import Session
from opsplan.journal.backups import copy_to, free_name
from opsplan.journal.database import JournalError
from opsplan.journal.health import Health, health_of
from opsplan.journal.places import refuse_foreign
from opsplan.journal.restore import put_back
from opsplan.journal.sqlite import explained
from opsplan.journal.store import open_journal
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import say
from opsplan.views.health import finding_data, findings_text

app = Commands()


@app.command()
def doctor(
    ctx: Context,
    fix: bool = Option(False, "--fix", help="Mend what can be mended without a question."),
) -> None:
    """Look over everything: config, playbooks, journal, backups, calendars, reminders. Ends with 1
    where something is broken, with 0 where there is only advice.

    opsplan doctor
    opsplan doctor --fix
    """
    session: Session = ctx.obj
    session.tells = False
    found = checkup(session)
    mends = [each for each in found if each.mend is not None]
    if fix and mends:
        for each in mends:
            if each.mend is not None:
                each.mend()
            session.err.write(session.words("mended: {what}", what=each.what) + "\n")
        session.close()
        again = Session(session.options, session.environ, session.is_terminal)
        found = checkup(again)
        again.close()
    elif mends:
        session.err.write(session.words("opsplan doctor --fix mends what it can") + "\n")
    session.show(
        lambda: findings_text(found, session.words, session.screen.width),
        lambda: {"items": [finding_data(each, session.words) for each in found]},
    )
    raise Exit(1 if any(each.state == "broken" for each in found) else 0)


@app.command()
def backup(
    ctx: Context,
    file: str = Argument(None, metavar="[FILE]", help="Where to; without, into backups/."),
) -> None:
    """Copy the journal as it is now.

    opsplan backup
    opsplan backup /media/usb/journal.db
    """
    session: Session = ctx.obj
    path = _journal_file(session)
    health = _health(path)
    refuse_foreign(Path(file).expanduser().parent if file else path.parent)
    target = (
        Path(file).expanduser() if file else free_name(path, f"{session.clock():%Y%m%dT%H%M%S}")
    )
    if target.exists():
        raise OpsplanError(say("{path} is there already", path=target))
    with explained(target):
        copy_to(path, target)
    said = session.words("{path} is written", path=target)
    session.show(
        lambda: f"{said}\n", lambda: {"file": str(target.absolute()), "entries": health.entries}
    )


@app.command()
def restore(
    ctx: Context,
    file: str = Argument(metavar="FILE", help="The backup."),
    yes: bool = Option(False, "--yes", help="Do not ask."),
) -> None:
    """Put a backup in the journal's place; what was there is kept beside the backups.

    opsplan restore backups/journal-2026-11-25.db
    """
    session: Session = ctx.obj
    if session.database is not None:
        raise UsageError(say("a shared database is restored by its own tools"))
    source, path = Path(file).expanduser(), session.home.journal_file
    another = say("nothing was changed; choose another backup")
    try:
        health = _health(source)
    except JournalError as error:
        raise OpsplanError(error.message, another) from None
    if health.faults or health.damaged:
        what = say("{path} is damaged: {error}", path=source, error=_first(health))
        raise OpsplanError(what, another)
    question = session.words(
        "put {count} entries in the place of the journal?", count=health.entries
    )
    if not yes and not (has_terminal() and agrees(session, question)):
        session.err.write(session.words("nothing is written; --yes writes it") + "\n")
        raise Exit(0 if has_terminal() else 2)
    kept = put_back(source, path, f"before-restore-{session.clock():%Y%m%dT%H%M%S}")
    said = session.words("{count} entries are back", count=health.entries)
    if kept is not None:
        said += "\n" + session.words("what was there is kept in {path}", path=kept)
    session.show(
        lambda: f"{said}\n",
        lambda: {"entries": health.entries, "kept": str(kept) if kept else None},
    )


def _first(health: Health) -> str:
    return (*health.faults, *health.damaged)[0]


def _health(path: Path) -> Health:
    found = health_of(open_journal(path))
    if found is None:
        raise OpsplanError(say("there is no file {path}", path=path))
    return found


def _journal_file(session: Session) -> Path:
    if session.database is not None:
        what = say("a shared database is backed up by its own tools")
        raise UsageError(what, say("opsplan journal export FILE writes all its entries"))
    if not session.home.journal_file.exists():
        raise OpsplanError(say("there is no journal yet; the first tick begins it"))
    return session.home.journal_file
