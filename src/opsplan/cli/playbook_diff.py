"""playbook diff: which dates appear and vanish between two versions of a playbook."""

from datetime import timedelta

from typer import Argument, Context, Exit

from opsplan.cli.given import check_zone, loaded_books, window_between
from opsplan.cli.help import Commands
from opsplan.cli.options import ALL_OPTIONS, FROM, LAUNCH, TO, TZ
from opsplan.cli.session import Session
from opsplan.planning.diff import changes
from opsplan.planning.plan import make_plan
from opsplan.values.playbook import Shop
from opsplan.views.diff import change_data, diff_text

app = Commands()

DAYS = 28
"""Without `--to` so many days are compared."""


@app.command()
def diff(
    ctx: Context,
    old: str = Argument(metavar="OLD", help="The playbook as it is."),
    new: str = Argument(metavar="NEW", help="The playbook as it will be."),
    first: str = FROM,
    last: str = TO,
    launch: str = LAUNCH,
    all_options: bool = ALL_OPTIONS,
    zone: str = TZ,
) -> None:
    """The dates that appear, vanish or move when NEW takes the place of OLD; each a file or an id.

    opsplan playbook diff 1688-shop mine.yaml --from 2026-12-01 --to 2026-12-31
    """
    session: Session = ctx.obj
    check_zone(zone)
    start = session.day(first)
    end = session.day(last) if last else start + timedelta(days=DAYS - 1)
    window = window_between(start, end)
    shop = Shop("", timezone=zone, launch=session.day(launch) if launch else None)
    before, after = (
        make_plan(
            shop,
            loaded_books(session, [name]),
            every_choice=all_options,
            calendars=session.calendars,
        )
        for name in (old, new)
    )
    found = changes(before, after, window)
    session.show(
        lambda: diff_text(found, session.words, session.screen.width),
        lambda: {
            "from": window.start.isoformat(),
            "to": window.last.isoformat(),
            "items": [change_data(each, session.words) for each in found],
        },
    )
    raise Exit(session.report_problems())
