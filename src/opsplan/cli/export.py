"""export: the shop's occurrences as a file for calendars, spreadsheets and scripts."""

import os
from datetime import timedelta
from pathlib import Path

from typer import Argument, Context, Exit, Option

from opsplan.cli.given import window_between
from opsplan.cli.help import Commands
from opsplan.cli.options import ROLE
from opsplan.cli.output import PRIVATE, deliver, target_of, write_whole
from opsplan.cli.roles import of_role, role_ids
from opsplan.cli.session import Session
from opsplan.planning.exported import exported
from opsplan.values.checklist import Checklist
from opsplan.values.problem import OpsplanError, UsageError, reason_of
from opsplan.values.text import say
from opsplan.values.window import Window
from opsplan.views.formats import EXPORT
from opsplan.views.ics_revisions import (
    Component,
    Export,
    Kind,
    Revision,
    read_revisions,
    revised,
    revisions_text,
    safe_floor,
    shown,
)

app = Commands()

DAYS = 28
"""How many days are exported where nothing is said."""
LONGEST = 3660
"""The most days of one file: ten years."""
LARGEST = 64 * 1024 * 1024
"""What is remembered of exports is no longer, in octets: that is about 300,000 entries."""

FILE_HELP = "The file to write, as .ics, .csv, .json or .md; - is standard output, as .ics."


@app.command()
def export(
    ctx: Context,
    file: str = Argument(metavar="FILE", help=FILE_HELP),
    first: str = Option(
        None, "--from", metavar="DATE", help="The first day; today where none is given."
    ),
    last: str = Option(
        None, "--to", metavar="DATE", help="The last day; four weeks in all where none is given."
    ),
    vtodo: bool = Option(
        False, "--vtodo", help="To-dos with due dates instead of events with alarms (.ics)."
    ),
    role: str = ROLE,
) -> None:
    """The shop's occurrences as a file: iCalendar, CSV, JSON or Markdown.

    opsplan export plan.ics
    opsplan export december.csv --from 2026-12-01 --to 2026-12-31
    opsplan export ops.ics --vtodo --role ops
    """
    session: Session = ctx.obj
    target = target_of(file, EXPORT, as_json=session.options.json)
    if vtodo and target.format != "ics":
        raise UsageError(say("--vtodo is for .ics files only"))
    checklist = exported(session.checklist(_window(session, first, last)))
    ours = of_role(checklist, role, session)
    if target.format == "ics":
        content = _calendar(session, checklist, ours, role, "VTODO" if vtodo else "VEVENT")
    else:
        content = Export(ours)
    deliver(session, target, EXPORT[target.format](content, session.words))
    raise Exit(session.report_problems())


def _window(session: Session, first: str | None, last: str | None) -> Window:
    start = session.day(first)
    end = session.day(last) if last is not None else start + timedelta(days=DAYS - 1)
    if (end - start).days >= LONGEST:
        raise UsageError(say("one file holds {count} days at most", count=LONGEST))
    return window_between(start, end)


def _calendar(
    session: Session, checklist: Checklist, ours: Checklist, role: str | None, kind: Kind
) -> Export:
    """The components of `ours` with their revisions, which are remembered before the file is
    written: a number that nobody has seen does no harm, one that stands still does."""
    try:
        from opsplan.views.ics import components
    except ModuleNotFoundError as error:
        if error.name != "icalendar":
            raise
        raise OpsplanError(
            say("iCalendar files need the library icalendar"),
            say('pip install "opsplan[ics]" brings it'),
        ) from None
    made = components(checklist, session.words, kind=kind, lead=session.shop.lead)
    revisions = _remembered(session, made, checklist.window, kind)
    roles = role_ids(role, session) if role else {each.role for each in revisions.values()}
    kept = {id(item) for item in ours.items}
    chosen = tuple(
        each for each, item in zip(made, checklist.items, strict=True) if id(item) in kept
    )
    return Export(ours, kind, chosen, shown(revisions, chosen, checklist.window, roles))


def _remembered(
    session: Session, made: tuple[Component, ...], window: Window, kind: Kind
) -> dict[str, Revision]:
    """The revisions of this export, kept in the data folder for the next one."""
    name = f"{session.shop.id}.{'events' if kind == 'VEVENT' else 'todos'}.jsonl"
    path = session.home.data / "exports" / name
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = _read(path)
        known = read_revisions(text) if text is not None else ({}, 0)
        before, floor = known if known is not None else ({}, _set_aside(session, path))
    except OSError as error:
        reason = reason_of(error)
        raise OpsplanError(say("cannot use {path}: {reason}", path=path, reason=reason)) from None
    # The duties of a playbook that cannot be read just now have not been given up.
    is_whole = not any(problem.severity == "error" for problem in session.problems)
    revisions = revised(before, made, window, session.now, floor, is_whole=is_whole)
    changed = revisions_text(revisions, floor)
    if len(changed.encode()) > LARGEST:
        raise UsageError(say("these are too many for one calendar; choose fewer days"))
    if changed != text:
        write_whole(path, changed, PRIVATE)
    return revisions


def _set_aside(session: Session, path: Path) -> int:
    """Keep a damaged record under another name; the number from which a new one goes on."""
    kept, floor = f"{path.name}.damaged-{session.now:%Y%m%dT%H%M%S}", safe_floor(session.now)
    path.replace(path.with_name(kept))
    said = session.words(
        "{path} is damaged; it is kept as {kept}, and the numbers of changes go on from {no}",
        path=path,
        kept=kept,
        no=floor,
    )
    session.err.write(f"{said}\n")
    return floor


def _read(path: Path) -> str | None:
    """What is remembered; "" (which is damaged) where it is no text of ours, None if nothing."""
    if not os.path.lexists(path):
        return None
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    try:
        return data.decode() if len(data) <= LARGEST else ""
    except UnicodeDecodeError:
        return ""
