"""log, standards, ask: the figures of a shop and what they ask for."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import typer

from opsplan.cli.help import Command
from opsplan.cli.session import Session
from opsplan.journal.store import Writing
from opsplan.planning.reference import duty_named
from opsplan.planning.rules import REMEMBERED, asked, bar_of, plan_rules
from opsplan.playbook.conditions import YES_NO, write_term
from opsplan.playbook.faults import near_miss
from opsplan.values.figures import Comparison, Figures, Metric, Rule
from opsplan.values.journal import figure_identity
from opsplan.values.occurrence import Identity
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import say
from opsplan.views.lists import table_text

DATE_HELP = "The day of the figures (yesterday if not said)."
LOOK_BACK = 400
"""Days in which a standard's last figure is looked for."""


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(
        cls=Command,
        help="Log figures; without any, say which days have none yet.\n\n"
        "\b\nopsplan log inquiries=7 visitors=320\nopsplan log --date mon inquiries=12",
    )(log)
    app.command(cls=Command, help="Each bar that a figure has to keep, and the last figure.")(
        standards
    )
    app.command(
        cls=Command,
        help="Put a duty on today's list.\n\n"
        '\b\nopsplan ask join-themed-campaign --why "new campaign opened"',
    )(ask)


@dataclass(frozen=True, slots=True)
class _Logged:
    """A figure that is to be logged, with the one that stood there before."""

    metric: Metric
    value: float
    previous: float | None


def log(
    ctx: typer.Context,
    figures: list[str] = typer.Argument(None, metavar="[METRIC=VALUE…]", help="The figures."),
    day: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
) -> None:
    """Log figures."""
    session: Session = ctx.obj
    if not figures:
        _show_missing(session)
        return
    on = session.day(day) if day else session.today - timedelta(days=1)
    if on > session.today:
        raise UsageError(say("{time} has not come yet", time=on))
    known = session.plan.metrics
    before = _figures(session, on)
    typed = [_parsed(text, known) for text in figures]
    logged = [_Logged(m, value, before.value(m.id, on)) for m, value in typed]

    def write(writing: Writing) -> None:
        for each in logged:
            identity = figure_identity(each.metric.id, on)
            writing.add(
                session.now, session.me, session.shop.id, "metric", identity, count=each.value
            )

    session.journal.write(write)
    _show_logged(session, on, logged)


def standards(ctx: typer.Context) -> None:
    """Each bar and the last figure."""
    session: Session = ctx.obj
    figures = _figures(session, session.today, LOOK_BACK)
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


def _figures(session: Session, day: date, days: int = REMEMBERED) -> Figures:
    return session.figures(day - timedelta(days=days), day)


def _parsed(text: str, known: dict[str, Metric]) -> tuple[Metric, float]:
    name, equals, typed = (part.strip() for part in text.partition("="))
    metric = known.get(name)
    if not equals:
        raise UsageError(say("'{text}' is not METRIC=VALUE", text=text))
    if metric is None:
        raise OpsplanError(
            say("there is no metric '{word}' in this shop", word=name), near_miss(name, known)
        )
    if metric.formula is not None:
        raise OpsplanError(say("{metric} is worked out from other figures", metric=name))
    value = _value(metric, typed)
    if value is None:
        wanted = say("yes or no") if metric.type == "yes_no" else say("a number")
        what = say("'{value}' is no value for {metric}", value=typed, metric=name)
        raise OpsplanError(what, wanted)
    return metric, value


def _value(metric: Metric, typed: str) -> float | None:
    if metric.type == "yes_no":
        return {**YES_NO, "是": 1.0, "否": 0.0}.get(typed.lower())
    plain = typed.replace(",", "").removesuffix("%" if metric.type == "percent" else "")
    return float(plain) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", plain) else None


def _show_logged(session: Session, on: date, logged: list[_Logged]) -> None:
    words = session.words
    fired = asked(session.plan, _figures(session, on), on + timedelta(days=1))
    lines = [
        f"{on} {words.text(each.metric.name)} {words.number(each.value)}"
        + ("" if each.previous is None else f" ({words.number(each.previous)})")
        for each in logged
    ]
    for row in fired:
        reason = row.occurrence.because
        assert reason is not None
        title = words.text(row.occurrence.planned.duty.name)
        lines.append(words("asks for: {title} ({rule})", title=title, rule=reason.rule))
    session.show(
        lambda: "".join(f"{line}\n" for line in lines),
        lambda: {
            "items": [
                {
                    "metric": each.metric.id,
                    "date": on.isoformat(),
                    "value": each.value,
                    "previous": each.previous,
                }
                for each in logged
            ],
            "asked": [row.occurrence.ref for row in fired],
        },
    )


def _show_missing(session: Session) -> None:
    """The days since the last figure of each metric that was logged in the weeks before."""
    yesterday = session.today - timedelta(days=1)
    figures = _figures(session, yesterday)
    items: list[dict[str, object]] = []
    for name in sorted(figures.logged):
        last = figures.days(name)[-1]
        missing = [last + timedelta(days=n) for n in range(1, (yesterday - last).days + 1)]
        items += [{"metric": name, "date": day.isoformat()} for day in missing]
    rows = [(str(item["date"]), str(item["metric"])) for item in items]
    nothing = session.words("No figure is missing.") + "\n"
    session.show(
        lambda: table_text(rows, session.screen.width) or nothing, lambda: {"items": items}
    )


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
