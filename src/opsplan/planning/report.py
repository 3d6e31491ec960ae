"""The report of a day, a week or a month. Each number comes from one function."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from opsplan.planning.campaigns import campaign_days
from opsplan.planning.completion import completion, counted, was_on_time
from opsplan.planning.expand import expand
from opsplan.planning.plan import Plan
from opsplan.planning.registers import RowKey, is_open, is_ticked, registers_of, row_title
from opsplan.planning.targets import progress_on
from opsplan.values.checklist import Checklist, Item
from opsplan.values.figures import Figures, Metric
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Playbook
from opsplan.values.register import Column, Register, Row
from opsplan.values.report import (
    Coming,
    Comparison,
    Issue,
    Kept,
    Measured,
    Person,
    Report,
    ReportKind,
)
from opsplan.values.text import Text
from opsplan.values.window import Window, day_window, month_window, week_window

SAME_WEEKDAY = 364
"""Days back to the same weekday of the year before."""
LOOKED_BACK = 400
"""For so many days before a report figures may be compared with."""
WINDOWS = {"day": day_window, "week": week_window, "month": month_window}

_LEVELS = ("分", "points", "%")
"""Units of what is measured anew each day."""

Rows = Mapping[RowKey, Mapping[int, Row]]


def report_of(
    kind: ReportKind, plan: Plan, checklist: Checklist, figures: Figures, rows: Rows
) -> Report:
    """The report of the checklist's window as far as it has come by the checklist's today.

    `figures` reach back LOOKED_BACK days before it, `rows` are those of the shop's registers.
    """
    window = checklist.window
    until = min(window.last, checklist.today)
    following = WINDOWS[kind](window.end)
    return Report(
        kind,
        checklist.shop,
        window,
        checklist.today,
        completion(checklist),
        people_of(checklist),
        tuple(item for item in counted(checklist) if item.status == "skipped"),
        tuple(sorted(_issues(checklist, plan, rows, until), key=lambda each: each.since)),
        tuple(measured(plan, kind, figures, window)),
        progress_on(plan, figures, until, at_end=True),
        _causes(figures, window),
        tuple(_asked(checklist)),
        tuple(_listed(checklist)) if kind == "day" else (),
        tuple(_kept(book, each, rows, window, until) for book, each in registers_of(plan)),
        checklist.calendar,
        following,
        coming(plan, following),
        tuple(campaign_days(plan, following.start, following.last)),
        {role.id: role.name for book in plan.playbooks for role in book.roles},
    )


def _listed(checklist: Checklist) -> Iterator[Item]:
    """What stood on a day's list, without what was left undone before the shop's first day: none
    of that was due."""
    for item in checklist.items:
        is_before = min(item.occurrence.due_day, checklist.window.last) < checklist.first_day
        if not (is_before and item.status == "open"):
            yield item


def people_of(checklist: Checklist) -> tuple[Person, ...]:
    """Who has settled how much of what counts in the window, the busiest first."""
    done: Counter[str] = Counter()
    on_time: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for item in counted(checklist):
        settled = item.record.settled
        if settled is None:
            continue
        if item.status == "skipped":
            skipped[settled.by] += 1
        elif item.status == "done":
            done[settled.by] += 1
            on_time[settled.by] += was_on_time(item)
    names = sorted({*done, *skipped}, key=lambda name: (-done[name], -skipped[name], name))
    return tuple(
        Person(name, done[name], on_time[name], done[name] - on_time[name], skipped[name])
        for name in names
    )


def measured(plan: Plan, kind: ReportKind, figures: Figures, window: Window) -> Iterator[Measured]:
    """The metrics of the shop that have a figure in the window."""
    seen: set[str] = set()
    for metric in (metric for book in plan.playbooks for metric in book.metrics):
        days = tuple((day, figures.value(metric.id, day)) for day in window)
        known = [value for _, value in days if value is not None]
        level = level_of(figures, metric, window)
        if metric.id in seen or not known or level is None:
            continue
        seen.add(metric.id)
        earlier = {
            name: level_of(figures, metric, span) for name, span in compared(kind, window).items()
        }
        total = sum(known) if adds_up(metric) else None
        yield Measured(metric, days, total, level, known[-1], earlier)


def adds_up(metric: Metric) -> bool:
    """Whether the figures of several days make one together: not shares, scores, or what is one
    metric by another."""
    is_level = metric.type != "number" or metric.unit.zh in _LEVELS or metric.unit.en in _LEVELS
    return not is_level and not _is_ratio(metric)


def level_of(figures: Figures, metric: Metric, window: Window) -> float | None:
    """The figure of a day on average; of what is one metric by another, that of the sums over the
    days that have both. None where no day has one."""
    days = [day for day in window if figures.value(metric.id, day) is not None]
    formula = metric.formula
    if not days:
        return None
    if formula is None or not _is_ratio(metric):
        return sum(figures.value(metric.id, day) or 0 for day in days) / len(days)
    both = [
        (left, right)
        for day in days
        if (left := figures.value(formula.left, day)) is not None
        and (right := figures.value(formula.right, day)) is not None
    ]
    under = sum(right for _, right in both)
    if not under:
        return sum(figures.value(metric.id, day) or 0 for day in days) / len(days)
    return sum(left for left, _ in both) / under


def compared(kind: ReportKind, window: Window) -> dict[Comparison, Window]:
    """The spans that a report's figures are compared with."""
    year = timedelta(days=SAME_WEEKDAY)
    if kind == "month":
        before = month_window(window.start - timedelta(days=1))
        return {"before": before, "year": month_window(_year_before(window.start))}
    length = window.end - window.start
    found: dict[Comparison, Window] = {
        "before": Window(window.start - length, window.start),
        "year": Window(window.start - year, window.end - year),
    }
    if kind == "day":
        week = timedelta(days=7)
        found["week"] = Window(window.start - week, window.end - week)
    return found


def without_conclusion(report: Report) -> list[Item]:
    """The items of a day that nobody has done, left out for a reason, or written anything about:
    the daily report is about every one (documents S3-042 to S3-045)."""
    return [
        item
        for item in report.items
        if item.record.settled is None
        and not item.record.notes
        and item.status != "upcoming"
        and item.occurrence.mark.kind not in ("floating", "row")
    ]


def coming(plan: Plan, window: Window) -> tuple[Coming, ...]:
    """The duties of a span in the order of the playbooks, with how often and when first."""
    found: dict[str, Coming] = {}
    for each in expand(plan, window):
        before = found.get(each.planned.key)
        count = before.count + 1 if before else 1
        first = before.first if before else each.date
        found[each.planned.key] = Coming(each.planned, count, first)
    return tuple(sorted(found.values(), key=lambda each: each.planned.position))


def _causes(figures: Figures, window: Window) -> dict[str, tuple[tuple[date, str], ...]]:
    found: dict[str, list[tuple[date, str]]] = {}
    for (metric, day), cause in sorted(figures.causes.items(), key=lambda each: each[0][1]):
        if day in window:
            found.setdefault(metric, []).append((day, cause))
    return {metric: tuple(causes) for metric, causes in found.items()}


def _asked(checklist: Checklist) -> Iterator[Item]:
    """What figures have asked for on the window's days."""
    for item in checklist.items:
        if item.occurrence.because is not None and item.occurrence.date in checklist.window:
            yield item


def _issues(checklist: Checklist, plan: Plan, rows: Rows, until: date) -> Iterator[Issue]:
    """What can still be done after its time, and the open rows of registers."""
    late: dict[str, list[Occurrence]] = {}
    for item in checklist.items:
        if item.status == "late" and item.occurrence.mark.kind != "row":
            late.setdefault(item.occurrence.planned.key, []).append(item.occurrence)
    for found in late.values():
        planned, since = found[0].planned, min(each.date for each in found)
        duty, age = planned.duty, (until - since).days
        yield Issue(duty.name, since, age, len(found), duty.role, planned.playbook)
    for book, register in registers_of(plan):
        for row in rows.get((book.id, register.id), {}).values():
            if row.opened <= until and is_open(register, row):
                age = (until - row.opened).days
                yield Issue(row_title(register, row), row.opened, age, 1, register.role, book)


def _kept(book: Playbook, register: Register, rows: Rows, window: Window, until: date) -> Kept:
    known = [row for row in rows.get((book.id, register.id), {}).values() if row.opened <= until]
    added = [row for row in known if row.opened in window]
    still = [row for row in known if is_open(register, row)]
    oldest = max(((until - row.opened).days for row in still), default=None)
    choices = tuple(
        (column, _counted(column.choices, _values(register, column, added)))
        for column in register.columns
        if column.choices
    )
    listed = tuple(row for row in known if row in added or row in still)
    return Kept(register, len(known), len(added), len(still), oldest, choices, listed)


def _values(register: Register, column: Column, rows: Iterable[Row]) -> Iterator[str]:
    """What the rows have in a column; of one that was ticked off it is not that it is open."""
    for row in rows:
        value = row.fields.get(column.id, "")
        if not is_ticked(register, row) or register.open_while != (column.id, value):
            yield value


def _counted(
    choices: Iterable[tuple[str, Text]], values: Iterable[str]
) -> tuple[tuple[Text, int], ...]:
    counts = Counter(values)
    return tuple((name, counts[value]) for value, name in choices if counts[value])


def _is_ratio(metric: Metric) -> bool:
    return metric.formula is not None and metric.formula.operator == "/"


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=1)
