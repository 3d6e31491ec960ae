"""Targets: twelve months shared among their days, and how far a month has come."""

from collections.abc import Iterable
from datetime import date, timedelta

from opsplan.planning.plan import Plan
from opsplan.values.figures import Figures, Progress, Target
from opsplan.values.window import Window, closed_window, day_window, month_window, week_window


def amount_of(plan: Plan, target: Target, day: date) -> float | None:
    """What the target asks of the month of `day`; None outside of its twelve months."""
    launch = plan.shop.launch
    if target.year == "launch" and launch is not None:
        index = (day.year - launch.year) * 12 + day.month - launch.month
        return target.months[index] if 0 <= index < len(target.months) else None
    if isinstance(target.year, int) and target.year != day.year:
        return None
    return target.months[day.month - 1]


def targets_on(plan: Plan, day: date) -> list[Target]:
    """The targets of the month of `day`: for each metric one to reach, and one to keep within.

    A shop's own win over those of its playbooks, an earlier playbook over a later one. Within one
    playbook the last wins: it is the optional one that the shop asks for, or that of a playbook
    that extends another.
    """
    sources = [list(plan.shop.targets)]
    for book in plan.playbooks:
        ours = [
            each for each in book.targets if plan.has(f"{book.id}/{each.id}", each.applies, day)
        ]
        sources.append(ours[::-1])
    found: dict[tuple[str, bool], tuple[int, int, Target]] = {}
    for place, source in enumerate(sources):
        for target in source:
            if amount_of(plan, target, day) is not None:
                found.setdefault((target.metric, target.limit), (place, target.line, target))
    return [target for _, _, target in sorted(found.values(), key=lambda each: each[:2])]


def target_on(plan: Plan, metric: str, day: date, *, limit: bool = False) -> Target | None:
    """The target of a metric in the month of `day`: one to reach or, with `limit`, a limit."""
    return next(
        (each for each in targets_on(plan, day) if (each.metric, each.limit) == (metric, limit)),
        None,
    )


def share_of_day(plan: Plan, metric: str, day: date) -> float | None:
    """What a day has to bring of its month's target, or may cost where the metric has a limit
    only; None where there is neither."""
    target = target_on(plan, metric, day) or target_on(plan, metric, day, limit=True)
    return share_of(plan, target, day_window(day)) if target else None


def share_of(plan: Plan, target: Target, window: Window) -> float:
    """What the days of a window have to bring together; months without a target bring nothing.

    In each month the target of the same metric and kind counts that holds there.
    """
    total = 0.0
    start = window.start
    while start < window.end:
        month = month_window(start)
        end = min(month.end, window.end)
        held = target_on(plan, target.metric, start, limit=target.limit)
        amount = amount_of(plan, held, start) if held else None
        if held and amount:
            whole = sum(_weights(plan, held, month))
            part = sum(_weights(plan, held, Window(start, end)))
            total += amount * part / whole if whole else 0
        start = end
    return total


def progress_of(
    plan: Plan, target: Target, figures: Figures, today: date, *, at_end: bool
) -> Progress:
    """The state of a target's month at the start of `today`, when figures of today do not count
    yet, or at its end, when they do."""
    month, week = month_window(today), week_window(today)
    until = today + timedelta(days=at_end)
    amount = amount_of(plan, target, today) or 0
    to_date = figures.total(target.metric, Window(month.start, until))
    ahead = len(_weights(plan, target, Window(until, month.end)))
    left = max(amount - to_date, 0)
    before = until - timedelta(days=1)
    yesterday = figures.value(target.metric, before), share_of(plan, target, day_window(before))
    so_far = figures.total(target.metric, Window(week.start, until))
    return Progress(
        target,
        today,
        amount,
        to_date,
        ahead,
        left / ahead if ahead else left,
        yesterday,
        week,
        (so_far, share_of(plan, target, week)),
        tuple(_above_cap(target, figures, closed_window(month.start, today))),
        plan.metric_name(target.metric),
    )


def progress_on(
    plan: Plan, figures: Figures, today: date, *, at_end: bool = False
) -> tuple[Progress, ...]:
    """The state of all targets of the month of `today`, at its start or its end."""
    return tuple(
        progress_of(plan, target, figures, today, at_end=at_end)
        for target in targets_on(plan, today)
    )


def _above_cap(target: Target, figures: Figures, days: Window) -> Iterable[tuple[date, float]]:
    cap = target.daily_cap
    for day in days if cap is not None else ():
        value = figures.value(target.metric, day)
        if value is not None and cap is not None and value > cap:
            yield day, value


def _weights(plan: Plan, target: Target, window: Window) -> list[float]:
    """The weights of those days of the window that have one."""
    first, last = window.start.toordinal(), window.end.toordinal()
    match target.weights:
        case "days":
            return [1] * (last - first)
        case "workdays":
            return [1] * len(plan.calendar.workdays(first, last))
        case weights:
            return [weight for day in window if (weight := weights[day.weekday()])]
