"""standards, ask: what the figures of a shop have to keep, and what people ask for."""

from datetime import timedelta

import typer

from opsplan.cli.help import Command
from opsplan.cli.session import Session
from opsplan.planning.reference import duty_named
from opsplan.planning.rules import bar_of, plan_rules
from opsplan.playbook.conditions import write_term
from opsplan.values.figures import Comparison, Figures, Rule
from opsplan.values.occurrence import Identity
from opsplan.views.lists import table_text

LOOK_BACK = 400
"""Days in which a standard's last figure is looked for."""


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(cls=Command, help="Each bar that a figure has to keep, and the last figure.")(
        standards
    )
    app.command(
        cls=Command,
        help="Put a duty on today's list.\n\n"
        '\b\nopsplan ask join-themed-campaign --why "new campaign opened"',
    )(ask)


def standards(ctx: typer.Context) -> None:
    """Each bar and the last figure."""
    session: Session = ctx.obj
    figures = session.figures(session.today - timedelta(days=LOOK_BACK), session.today)
    items = [
        item
        for _, rule in plan_rules(session.plan, session.today)
        if rule.keep
        for item in _standard(session, rule, figures)
    ]
    words = session.words
    rows = [
        (
            "" if item["ok"] is None else "✓" if item["ok"] else "✗",
            str(item["rule"]),
            str(item["want"]),
            "" if item["value"] is None else words.number(float(str(item["value"]))),
            "" if item["date"] is None else words("{days} d old", days=item["age_days"]),
        )
        for item in items
    ]
    empty = words("The shop's playbooks have no standards.") + "\n"
    session.show(
        lambda: table_text(rows, session.screen.width, stretch=2) or empty, lambda: {"items": items}
    )
    raise typer.Exit(session.report_problems())


def ask(
    ctx: typer.Context,
    duty: str = typer.Argument(help="A duty of the shop, by id.", metavar="DUTY"),
    why: str = typer.Option(None, "--why", metavar="TEXT", help="The reason."),
) -> None:
    """Put a duty on today's list."""
    session: Session = ctx.obj
    planned = duty_named(duty, session.plan)
    key = planned.planned
    identity = Identity(key.playbook.id, key.duty.id, session.today, 1)
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


def _standard(session: Session, rule: Rule, figures: Figures) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for index, term in enumerate(rule.condition.terms):
        if not isinstance(term, Comparison):
            continue
        bar = bar_of(session.plan, rule, index)
        days = figures.days(term.metric)
        last = days[-1] if days else None
        value = figures.value(term.metric, last) if last else None
        against = figures.value(bar, last) if isinstance(bar, str) and last else bar
        wanted = Comparison(term.metric, term.operator, bar if bar is not None else term.bar)
        found.append(
            {
                "rule": rule.id,
                "metric": term.metric,
                "want": write_term(wanted),
                "value": value,
                "date": last.isoformat() if last else None,
                "age_days": (session.today - last).days if last else None,
                "ok": _keeps(value, term.operator, against),
            }
        )
    return found


def _keeps(value: float | None, operator: str, bar: float | str | None) -> bool | None:
    if value is None or bar is None or isinstance(bar, str):
        return None
    return {
        "<": value < bar,
        "<=": value <= bar,
        ">": value > bar,
        ">=": value >= bar,
        "=": value == bar,
    }[operator]
