"""What people name on the command line: files, days, time zones, playbooks."""

import stat
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from opsplan.cli.session import Session
from opsplan.playbook.zones import zone_problem
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError, Problem, ProblemsError, UsageError, os_reason
from opsplan.values.text import say
from opsplan.values.window import Window, closed_window


def read_given(name: str) -> bytes:
    """The bytes of a file, or of a pipe, which shells give for `<(…)`; OpsplanError where it cannot
    be read, or is anything else: a device may never end."""
    path = Path(name).expanduser()
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise OpsplanError(say("cannot read {path}", path=name), say("this is not a file"))
        return path.read_bytes()
    except OSError as error:
        raise OpsplanError(say("cannot read {path}", path=name), os_reason(error)) from None


def check_zone(zone: str | None) -> None:
    """UsageError where there is no such time zone."""
    if zone is None:
        return
    if problem := zone_problem(zone):
        raise UsageError(*problem)


def window_between(first: date, last: date) -> Window:
    """Both days in; UsageError where the last lies before the first."""
    if last < first:
        raise UsageError(
            say("the last day, {last}, lies before the first, {first}", last=last, first=first)
        )
    return closed_window(first, last)


def loaded_books(session: Session, files: Iterable[str]) -> list[Playbook]:
    """The playbooks of these files or ids; ProblemsError with all that is wrong with them."""
    books: list[Playbook] = []
    problems: list[Problem] = []
    for name in files:
        book, found = session.library.find(name)
        problems += found
        if book is not None and any(book.id == each.id for each in books):
            problems.append(
                Problem(book.file, 0, 0, "id", say("the id {id} stands twice", id=book.id))
            )
        elif book is not None:
            books.append(book)
    if problems:
        raise ProblemsError(say("not all of these playbooks can be used"), tuple(problems))
    return books
