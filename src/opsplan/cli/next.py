"""next: the next dates of a duty."""

from datetime import timedelta

from typer import Context, Exit, Option

from opsplan.cli.help import Commands
from opsplan.cli.options import DUTY
from opsplan.cli.session import Session
from opsplan.planning.expand import calendar_state, dated
from opsplan.planning.plan import PlannedDuty
from opsplan.planning.reference import duty_named
from opsplan.planning.undated import next_offered
from opsplan.values.cadence import AfterDone
from opsplan.values.occurrence import Occurrence
from opsplan.values.window import Window, days_on
from opsplan.views.data import occurrence_data
from opsplan.views.lists import occurrences_text, unsure_line

app = Commands()

SEARCH = (2, 40, 400, 4_000, 40_000)
"""How many days ahead the next dates are looked for, step by step."""
DEFAULT_COUNT = 5


@app.command("next")
def next_(
    ctx: Context,
    duty: str = DUTY,
    count: int = Option(DEFAULT_COUNT, "-n", metavar="N", min=1, max=10_000, help="How many."),
) -> None:
    """The next dates of a duty.

    opsplan next repost -n 8
    """
    session: Session = ctx.obj
    planned = duty_named(duty, session.plan)
    found = next_of(session, planned, count)
    state = calendar_state(session.plan, found)
    session.show(
        lambda: (
            occurrences_text(found, session.words, session.screen.width)
            + unsure_line(state, session.words)
            or session.words("It has no dates of its own.") + "\n"
        ),
        lambda: {
            "calendar": state,
            "items": [occurrence_data(each, session.words) for each in found],
        },
    )
    raise Exit(session.report_problems())


def next_of(session: Session, duty: PlannedDuty, count: int) -> list[Occurrence]:
    """The next occurrences of a duty from now on, as many as there are up to `count`."""
    now = session.now
    if isinstance(duty.cadence, AfterDone):
        facts = session.journal.facts(session.shop.id, [duty.planned.key])
        following = next_offered(duty, facts.newest.get(duty.planned.key, ()), session.today)
        return [following] if following else []
    if duty.is_setup:
        steps = session.list_of(session.today).setup
        ours = [item for item in steps if item.occurrence.planned.key == duty.planned.key]
        return [item.occurrence for item in ours if item.status in ("open", "upcoming")]
    found: list[Occurrence] = []
    for ahead in SEARCH:
        start = session.today - timedelta(days=366 if duty.phrases[0].marks[0].span else 1)
        every = dated(duty, Window(start, days_on(session.today, ahead)))
        found = [each for each in every if each.due is None or each.due >= now]
        if len(found) >= count:
            break
    return found[:count]
