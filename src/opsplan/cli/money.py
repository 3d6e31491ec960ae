"""targets, scorecard: how far a month has come, and what it pays."""

from datetime import timedelta

from typer import Argument, Context, Exit, Option

from opsplan.cli.help import Commands
from opsplan.cli.options import ROLE
from opsplan.cli.roles import role_ids
from opsplan.cli.session import Session
from opsplan.planning.completion import completion, counted
from opsplan.planning.rules import REMEMBERED
from opsplan.planning.scorecards import score_card, scorecards_of
from opsplan.planning.targets import progress_on
from opsplan.values.checklist import Checklist
from opsplan.values.problem import UsageError
from opsplan.values.scorecard import CardScore
from opsplan.values.text import say
from opsplan.values.window import Window, month_window
from opsplan.views.money import scorecards_data, scorecards_text, targets_data, targets_text

app = Commands()

MONTH_HELP = "A month such as 2026-11, last, or any day of it; this month so far if not said."


@app.command()
def targets(ctx: Context) -> None:
    """How far this month's targets and budgets have come.

    opsplan targets
    """
    session: Session = ctx.obj
    today = session.today
    figures = session.figures(today - timedelta(days=REMEMBERED), today)
    every = progress_on(session.plan, figures, today)
    session.show(
        lambda: targets_text(every, session.words, session.screen),
        lambda: targets_data(every),
    )
    raise Exit(session.report_problems())


@app.command()
def scorecard(
    ctx: Context,
    month: str = Argument(None, help=MONTH_HELP, metavar="[MONTH]"),
    role: str = ROLE,
    explain: bool = Option(False, "--explain", help="Every number, down to its figures."),
) -> None:
    """The month's score of each role, with its bonus and its points of commission.

    opsplan scorecard
    opsplan scorecard 2026-10 --role ops --explain
    """
    session: Session = ctx.obj
    window = _month(session, month)
    roles = role_ids(role, session) if role else None
    checklist = session.checklist(window)
    cards = [
        card
        for card in _scored(session, window, checklist)
        if roles is None or card.card.role in roles
    ]
    session.show(
        lambda: scorecards_text(
            cards,
            window,
            session.today,
            session.words,
            session.screen,
            explain=explain,
        ),
        lambda: scorecards_data(
            cards, window, session.words, [*counted(checklist)] if explain else None
        ),
    )
    raise Exit(session.report_problems())


def _month(session: Session, text: str | None) -> Window:
    """The month that somebody typed; one that has not begun has nothing to score."""
    window = month_window(session.month(text))
    if window.start > session.today:
        raise UsageError(say("{time} has not come yet", time=f"{window.start:%Y-%m}"))
    return window


def _scored(session: Session, window: Window, checklist: Checklist) -> list[CardScore]:
    cards = list(scorecards_of(session.plan))
    if not cards:
        return []
    duties = completion(checklist)
    figures = session.figures(window.start, window.last)
    return [
        score_card(session.plan, card, duties, figures, window, session.today) for _, card in cards
    ]
