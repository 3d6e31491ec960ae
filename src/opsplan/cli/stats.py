"""stats: how steadily duties are done."""

from datetime import timedelta

from typer import Context, Exit, Option

from opsplan.cli.help import Commands
from opsplan.cli.options import ROLE
from opsplan.cli.roles import of_role
from opsplan.cli.session import Session
from opsplan.planning.habits import habits
from opsplan.values.window import Window, week_window
from opsplan.views.items import shop_name
from opsplan.views.stats import stats_data, stats_screen

app = Commands()

WEEKS, MOST_WEEKS = 8, 53


@app.command()
def stats(
    ctx: Context,
    weeks: int = Option(
        WEEKS, "--weeks", metavar="N", min=1, max=MOST_WEEKS, help="How many weeks back."
    ),
    role: str = ROLE,
) -> None:
    """How steadily each duty is done: streaks, weeks, best and worst weekday. Only days on which it
    is due count; what was skipped neither keeps nor breaks a streak.

    opsplan stats
    opsplan stats --weeks 26 --role ops
    """
    session: Session = ctx.obj
    this = week_window(session.today)
    window = Window(this.start - timedelta(weeks=weeks - 1), this.end)
    checklist = of_role(session.checklist(window), role, session)
    found = habits(checklist)
    name = shop_name(checklist, session.words)
    session.show(
        lambda: stats_screen(found, window, name, session.words, session.screen),
        lambda: stats_data(found, window),
    )
    raise Exit(session.report_problems())
