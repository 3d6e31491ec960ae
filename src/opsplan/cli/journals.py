"""journal export, merge: the entries as lines of JSON, and two journals made one."""

from pathlib import Path

from typer import Argument, Context, Exit

from opsplan.cli.given import read_given
from opsplan.cli.help import Commands
from opsplan.cli.options import DRY_RUN
from opsplan.cli.output import PRIVATE, write_whole
from opsplan.cli.paper import STDOUT
from opsplan.cli.session import Session
from opsplan.journal import open_journal
from opsplan.journal.lines import lines_of, read_lines
from opsplan.journal.merging import Merged, merge
from opsplan.values.journal import Entry
from opsplan.values.problem import Problem, ProblemsError
from opsplan.values.text import say
from opsplan.views.visible import visible

app = Commands(
    "journal", help="Take the journal out, and another's in.\n\nopsplan journal export ticks.jsonl"
)

_SQLITE = b"SQLite format 3\0"
MOST = 3
"""Of a file that is something else altogether, so many lines are named."""


@app.command()
def export(
    ctx: Context,
    file: str = Argument(STDOUT, metavar="[FILE]", help="Where to; - is the screen."),
) -> None:
    """All entries as lines of JSON, of all shops or of the one of --shop.

    opsplan journal export ticks.jsonl
    opsplan journal export | grep '"skip"'
    """
    session: Session = ctx.obj
    entries = session.journal.every(session.options.shop)
    if not entries and session.options.shop:
        _ = session.shop  # says so where there is no such shop
    text = "".join(lines_of(entries))
    if file == STDOUT:
        session.out.write(text)
        raise Exit(session.report_problems())
    path = Path(file).expanduser()
    # What people did is for its owner alone, wherever it lies.
    write_whole(path, text, PRIVATE)
    said = session.words("{path} is written", path=path)
    session.show(
        lambda: f"{said}\n", lambda: {"file": str(path.absolute()), "entries": len(entries)}
    )
    raise Exit(session.report_problems())


@app.command("merge")
def merge_(
    ctx: Context,
    files: list[str] = Argument(metavar="FILE…", help="Exports, or journals."),
    dry_run: bool = DRY_RUN,
) -> None:
    """Take in what another journal has and yours has not: an export, or a journal.db. Doing it
    again changes nothing.

    opsplan journal merge laptop.jsonl
    """
    session: Session = ctx.obj
    items: list[dict[str, object]] = []
    lines: list[str] = []
    for name, (entries, problems) in {name: _read(name) for name in files}.items():
        merged = merge(session.journal, entries, is_dry=dry_run)
        session.problems += [*problems, *(_conflict(each, name) for each in merged.conflicts)]
        lines.append(_said(session, name, merged, len(problems)))
        items.append(
            {
                "file": str(Path(name).expanduser().absolute()),
                "new": merged.new,
                "known": merged.known,
                "conflicts": [entry.id for entry in merged.conflicts],
                "refused": len(problems),
            }
        )
    if dry_run:
        session.err.write(session.words("nothing is written") + "\n")
    session.show(lambda: "".join(lines), lambda: {"items": items})
    raise Exit(session.report_problems())


def _read(name: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of an export or of a journal's database, and what is wrong with it."""
    data = read_given(name)
    if not data.startswith(_SQLITE):
        entries, problems = read_lines(data, name)
        if not entries and problems:
            _refuse(name, problems)
        return entries, problems
    other = open_journal(Path(name).expanduser())
    found = other.every()
    what = say("this entry is damaged and left out")
    return found, [Problem(name, 0, 0, entry_id, what) for entry_id in sorted(other.damaged)]


def _refuse(name: str, problems: list[Problem]) -> None:
    raise ProblemsError(say("{path} is no export of a journal", path=name), tuple(problems[:MOST]))


def _conflict(entry: Entry, name: str) -> Problem:
    what = say("your journal says something else under this id, and that stays")
    return Problem(name, 0, 0, entry.id, what)


def _said(session: Session, name: str, merged: Merged, refused: int) -> str:
    counts = session.words("new {new}, known {known}", new=merged.new, known=merged.known)
    line = f"{visible(name)}: {counts}\n"
    if not refused:
        return line
    return line + session.words("refused lines: {count}", count=refused) + "\n"
