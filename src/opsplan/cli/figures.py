"""standards, ask: what the figures of a shop have to keep, and what people ask for."""

from datetime import timedelta

from typer import Context, Exit, Option

from opsplan.cli.help import Commands
from opsplan.cli.options import DUTY
from opsplan.cli.session import Session
from opsplan.planning.reference import duty_named
from opsplan.planning.standards import LOOK_BACK, standings
from opsplan.values.occurrence import Identity
from opsplan.values.problem import OpsplanError
from opsplan.values.text import say
from opsplan.views.standards import standard_data, standards_text

app = Commands()


@app.command()
def standards(ctx: Context) -> None:
    """Each bar that a figure has to keep, and the last figure.

    opsplan standards
    """
    session: Session = ctx.obj
    today, plan = session.today, session.plan
    figures = session.figures(today - timedelta(days=LOOK_BACK), today)
    found = list(standings(plan, figures, today))
    session.show(
        lambda: standards_text(found, plan.metrics, today, session.words, session.screen.width),
        lambda: {"items": [standard_data(each, today) for each in found]},
    )
    raise Exit(session.report_problems())


@app.command()
def ask(
    ctx: Context,
    duty: str = DUTY,
    why: str = Option(None, "--why", metavar="TEXT", help="The reason."),
) -> None:
    """Put a duty on today's list.

    opsplan ask join-themed-campaign --why "new campaign opened"
    """
    session: Session = ctx.obj
    planned = duty_named(duty, session.plan)
    key = planned.planned
    identity = Identity(key.playbook.id, key.duty.id, session.today, 1)
    if any(session.today in pause for pause in session.shop.pauses):
        raise OpsplanError(say("the shop is closed on {day}", day=session.today))
    title = session.words.text(key.duty.name)
    if any(i.occurrence.identity == identity for i in session.list_of(session.today).items):
        text = session.words("{title} is on today's list already", title=title)
        session.show(lambda: text + "\n", lambda: {"ref": str(identity), "entry": None})
        return
    entry = session.journal.write(
        lambda writing: writing.add(
            session.now, session.me, session.shop.id, "ask", identity, text=why
        )
    )
    no = next(
        item.no
        for item in session.list_of(session.today).items
        if item.occurrence.identity == identity
    )
    text = session.words("{no} {title} is on today's list", no=no, title=title)
    session.show(lambda: text + "\n", lambda: {"ref": str(identity), "entry": entry.id, "no": no})
