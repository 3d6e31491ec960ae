"""calendar status, import: how sure holidays are, and the notice that makes them so."""

from datetime import date
from pathlib import Path

from typer import Argument, Context, Exit

from opsplan.calendars import DEFAULT_CALENDAR, Calendars
from opsplan.cli.given import read_given
from opsplan.cli.help import Commands
from opsplan.cli.intake import Preview, finish, wants_to_write
from opsplan.cli.options import DRY_RUN, YES
from opsplan.cli.output import PRIVATE, write_whole
from opsplan.cli.session import Session
from opsplan.values.calendar import Notice
from opsplan.values.problem import ProblemsError, UsageError
from opsplan.values.text import say
from opsplan.views.calendars import (
    Known,
    changes_of,
    changes_text,
    doubts_of,
    notice_data,
    status_text,
)

app = Commands("calendar", help="Holidays, and how sure they are.\n\nopsplan calendar status")

YEARS = range(-1, 3)
"""`status` tells of these years, counted from this one."""


@app.command()
def status(ctx: Context) -> None:
    """For each country and year whether its holidays are official, and by what source.

    opsplan calendar status
    """
    session: Session = ctx.obj
    known = [
        Known(country, session.today.year + years, session.calendars.named(country))
        for country in _countries(session)
        for years in YEARS
        if date.min.year <= session.today.year + years <= date.max.year
    ]
    session.show(
        lambda: status_text(known, session.words, session.screen.width),
        lambda: {"items": [each.data() for each in known]},
    )
    raise Exit(session.report_problems())


@app.command("import")
def import_(
    ctx: Context,
    file: str = Argument(help="The notice.", metavar="FILE"),
    yes: bool = YES,
    dry_run: bool = DRY_RUN,
) -> None:
    """Take a published notice over: the JSON of holiday-cn, an .ics file, or a small YAML file with
    the keys country, year, off (dates and names) and work (dates).

    opsplan calendar import 2027.json
    opsplan calendar import notice.yaml --yes
    """
    from opsplan.playbook.notices import notice_text

    session: Session = ctx.obj
    notice = _read(session, file)
    before = session.calendars.named(notice.country)
    after = Calendars([*session.calendars.notices, notice]).named(notice.country)
    target = _target(session, notice)
    text = notice_text(notice)
    is_new = not target.exists() or target.read_text(encoding="utf-8") != text
    changes = changes_of(before, after, notice)
    preview = Preview(
        doubts_of(notice, session.words),
        changes_text(changes, notice, session.words, session.screen.width),
        (),
        is_new,
    )
    agreed = is_new and wants_to_write(session, preview, yes=yes, dry_run=dry_run)
    if not is_new:
        session.show(str, lambda: notice_data(changes, notice, written=False))
    if agreed:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(target, text, PRIVATE)
    if session.options.json and is_new:
        session.show(str, lambda: notice_data(changes, notice, written=agreed))
    written = session.words("{path} is written", path=target)
    finish(session, preview, written, agreed=agreed, dry_run=dry_run)


def _countries(session: Session) -> list[str]:
    """The calendars of the shops and of their playbooks, China's first."""
    shops = session.config.shops.values()
    named = {shop.calendar for shop in shops} | {book.calendar for book in session.books}
    named |= {notice.country for notice in session.calendars.notices}
    return [DEFAULT_CALENDAR, *sorted(filter(None, named - {DEFAULT_CALENDAR}))]


def _read(session: Session, file: str) -> Notice:
    from opsplan.playbook.notices import read_notice

    name = Path(file).name
    notice, problems = read_notice(read_given(file), file, source=name, published=session.today)
    if notice is None:
        raise ProblemsError(say("{path} cannot be read as a notice", path=file), problems)
    if notice.published > session.today:
        what = say("the notice is published on {day}, which has not come", day=notice.published)
        raise UsageError(what)
    return notice


def _target(session: Session, notice: Notice) -> Path:
    """One file for what a country's notice of a year says; a later one has a name of its own."""
    years = "-".join(map(str, notice.years)) or f"{min((*notice.off, *notice.work)):%Y}"
    name = f"{notice.country}-{years}-{notice.published}.yaml"
    return session.home.calendars / name
