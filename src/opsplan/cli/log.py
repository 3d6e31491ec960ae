"""log: the figures of a day, typed as METRIC=VALUE or asked for one after the other."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from typer import Argument, Context, Option

from opsplan.cli import offers
from opsplan.cli.asking import answer, has_terminal, tell
from opsplan.cli.help import Commands
from opsplan.cli.session import Session
from opsplan.journal.records import write_figures
from opsplan.planning.figure_table import NewFigure
from opsplan.planning.readings import metrics_named, read_figure
from opsplan.planning.rules import REMEMBERED, Asked, asked
from opsplan.planning.tables import Wrong
from opsplan.values.figures import Figures, Metric
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say
from opsplan.views.conditions import figure_text
from opsplan.views.intake import figures_items
from opsplan.views.lists import table_text

app = Commands()

DATE_HELP = "The day of the figures (yesterday if not said)."
WHY_HELP = "The cause of these figures, which reports show beside the target."
MOST_DAYS = 7
"""So many missing days are named one by one."""
DAY = timedelta(days=1)


@app.command()
def log(
    ctx: Context,
    figures: list[str] = Argument(
        None, metavar="[METRIC=VALUE…]", help="The figures.", autocompletion=offers.metrics
    ),
    day: str = Option(None, "--date", metavar="DATE", help=DATE_HELP),
    why: str = Option(None, "--why", metavar="TEXT", help=WHY_HELP),
) -> None:
    """Log figures; without any, ask for those of the days that have none yet.

    opsplan log inquiries=7 visitors=320
    opsplan log 询盘数=7
    opsplan log --date mon inquiries=12
    opsplan log sales=800 --why 'out of stock'
    """
    session: Session = ctx.obj
    if why is not None and not (figures and why.strip()):
        raise UsageError(say("--why takes the cause of the figures that stand before it"))
    if not figures:
        _log_missing(session)
        return
    on = past_day(session, day) if day else session.today - DAY
    known = session.plan.metrics
    before = _remembered(session, on)
    typed = dict(_parsed(text, known) for text in figures)
    logged = [NewFigure(m, on, value, before.value(m.id, on)) for m, value in typed.items()]
    asked_before = _fired(session, on)
    _write(session, logged, why)
    fired = [row for row in _fired(session, on) if row not in asked_before]
    _show_logged(session, on, logged, fired)
    if day is None:
        session.err.write(_gaps_text(session, before, on, typed))


def past_day(session: Session, text: str) -> date:
    """The day that somebody typed; UsageError where it has not come yet."""
    day = session.day(text)
    if day > session.today:
        raise UsageError(say("{time} has not come yet", time=day))
    return day


def split_pair(text: str) -> tuple[str, str, str]:
    """`访客数=320` as name, sign and value, stripped; the sign may be full-width, or be missing."""
    match = re.search("[=＝]", text)
    if match is None:
        return text.strip(), "", ""
    return text[: match.start()].strip(), "=", text[match.end() :].strip()


def asked_text(session: Session, days: Iterable[date]) -> str:
    """What the figures of these days put on the list of today, a line each."""
    on = session.today - DAY
    return _asked_lines(session, _fired(session, on)) if on in set(days) else ""


def _remembered(session: Session, on: date) -> Figures:
    """The figures of a day and of the weeks before it."""
    return session.figures(on - DAY * REMEMBERED, on)


def _fired(session: Session, on: date) -> list[Asked]:
    return asked(session.plan, _remembered(session, on), on + DAY)


def _asked_lines(session: Session, fired: Sequence[Asked]) -> str:
    lines: list[str] = []
    for row in fired:
        reason = row.occurrence.because
        assert reason is not None
        title = session.words.text(row.occurrence.planned.duty.name)
        lines.append(session.words("asks for: {title} ({rule})", title=title, rule=reason.rule))
    return "".join(f"{line}\n" for line in lines)


def _parsed(text: str, known: dict[str, Metric]) -> tuple[Metric, float]:
    name, equals, typed = split_pair(text)
    if not equals:
        raise UsageError(say("'{text}' is not METRIC=VALUE", text=text))
    found = metrics_named(name, known.values())
    if not found:
        names = [each for m in known.values() for each in (m.id, m.name.zh, m.name.en) if each]
        what = say("there is no metric '{word}' in this shop", word=name)
        raise OpsplanError(what, near_miss(name, names))
    if len(found) > 1:
        ids = [metric.id for metric in found]
        raise OpsplanError(say("'{ref}' can be {keys}", ref=name, keys=ids))
    (metric,) = found
    if metric.formula is not None:
        raise OpsplanError(say("{metric} is worked out from other figures", metric=metric.id))
    value = read_figure(metric, typed)
    if isinstance(value, Wrong):
        raise OpsplanError(value.what, value.fix)
    return metric, value


def _write(session: Session, figures: Iterable[NewFigure], why: str | None = None) -> None:
    values = [(each.metric.id, each.day, each.value) for each in figures]
    cause = why.strip() if why else None
    session.journal.write(lambda writing: write_figures(writing, session.author, values, cause))


def _show_logged(session: Session, on: date, logged: list[NewFigure], fired: list[Asked]) -> None:
    words = session.words
    lines = [
        f"{on} {words.text(each.metric.name)} {figure_text(each.value, each.metric, words)}"
        + ("" if each.previous is None else words.bracketed(words.number(each.previous)))
        for each in logged
    ]
    session.show(
        lambda: "".join(f"{line}\n" for line in lines) + _asked_lines(session, fired),
        lambda: {
            "items": figures_items(logged),
            "asked": [row.occurrence.ref for row in fired],
        },
    )


def _gaps_text(session: Session, figures: Figures, on: date, typed: Iterable[Metric]) -> str:
    """Which days before `on` have no figure of these metrics, though earlier ones have."""
    days = {
        day: None
        for metric in typed
        if (earlier := [each for each in figures.days(metric.id) if each < on])
        for day in _days_between(earlier[-1], on)
    }
    if not days:
        return ""
    listed = sorted(days)
    named: Message | list[date] = listed
    if len(listed) > MOST_DAYS:
        named = say("{count} days from {first}", count=len(listed), first=listed[0])
    note = session.words("still without a figure: {days} (log --date DATE)", days=named)
    return f"{note}\n"


def _days_between(first: date, last: date) -> list[date]:
    """The days between two, neither of them in."""
    return [first + DAY * n for n in range(1, (last - first).days)]


def _log_missing(session: Session) -> None:
    """Ask for what is missing, or list it where nobody can be asked."""
    figures = _remembered(session, session.today - DAY)
    missing = {
        name: _days_between(figures.days(name)[-1], session.today)
        for name in sorted(figures.logged)
    }
    if has_terminal() and not session.options.json and any(missing.values()):
        _ask_for(session, figures, missing)
        return
    items = [
        {"metric": name, "date": day.isoformat()} for name, days in missing.items() for day in days
    ]
    rows = [(item["date"], item["metric"]) for item in items]
    nothing = session.words("No figure is missing.") + "\n"
    session.show(
        lambda: table_text(rows, session.screen.width) or nothing, lambda: {"items": items}
    )


def _ask_for(session: Session, figures: Figures, missing: dict[str, list[date]]) -> None:
    """Go through the missing days, the oldest first; each is written when its last answer is."""
    known = session.plan.metrics
    last = {name: figures.value(name, figures.days(name)[-1]) for name in missing}
    tell(session.words("Enter leaves a figure out, q stops.") + "\n")
    for day in sorted({day for days in missing.values() for day in days}):
        wanted = [known[n] for n, days in missing.items() if day in days and n in known]
        logged, goes_on = _ask_day(session, day, wanted, last)
        if logged:
            _write(session, logged)
            last |= {each.metric.id: each.value for each in logged}
            tell(session.words("figures written: {count}", count=len(logged)) + "\n")
        if not goes_on:
            return


def _ask_day(
    session: Session, day: date, wanted: list[Metric], last: dict[str, float | None]
) -> tuple[list[NewFigure], bool]:
    """The figures of a day, and whether to go on with the next."""
    logged: list[NewFigure] = []
    for metric in wanted:
        value = _ask_figure(session, day, metric, last.get(metric.id))
        if value == "stop":
            return logged, False
        if value is not None:
            logged.append(NewFigure(metric, day, value, None))
    return logged, True


def _ask_figure(
    session: Session, day: date, metric: Metric, last: float | None
) -> float | Literal["stop"] | None:
    """What was typed for a figure; None where it was left out."""
    words = session.words
    before = "" if last is None else f" [{words.number(last)}]"
    question = f"{day} {words.weekday(day)} {words.text(metric.name)}{before}: "
    while True:
        typed = answer(question)
        if typed is None or typed.lower() == "q":
            return "stop"
        if not typed:
            return None
        value = read_figure(metric, typed)
        if not isinstance(value, Wrong):
            return value
        tell(f"{words.sentence(value.what, value.fix)}\n")
