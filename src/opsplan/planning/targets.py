"""Targets: a year's months shared among their days, and how far a month has come."""

from datetime import date, timedelta

from opsplan.planning.plan import Plan
from opsplan.values.figures import Figures, Progress, Target
from opsplan.values.window import month_window


def targets_of(plan: Plan, day: date | None = None) -> list[Target]:
    """The targets in force (on that day): the shop's own first, each metric, year and kind once."""
    every = list(plan.shop.targets)
    for book in plan.playbooks:
        every += [
            target
            for target in book.targets
            if plan.has(f"{book.id}/{target.metric}", target.applies, day)
        ]
    unique: dict[tuple[str, int, bool], Target] = {}
    for target in every:
        unique.setdefault((target.metric, target.year, target.limit), target)
    return list(unique.values())


def share_of_day(plan: Plan, metric: str, day: date) -> float | None:
    """What a day has to bring of its month's target; None where there is no target."""
    for target in targets_of(plan, day):
        if target.metric == metric and target.year == day.year:
            return _share(plan, target, day)
    return None


def progress_of(plan: Plan, target: Target, figures: Figures, today: date) -> Progress:
    """The state of a target's month at the start of `today`; figures of today do not count yet."""
    month = month_window(today)
    amount = target.months[today.month - 1]
    past = [day for day in month if day < today]
    values = [figures.value(target.metric, day) for day in past]
    to_date = sum(value for value in values if value is not None)
    ahead = [day for day in month if day >= today and _weight(plan, target, day) > 0]
    weights = sum(_weight(plan, target, day) for day in ahead)
    left = max(amount - to_date, 0)
    typical = weights / len(ahead) if ahead else 0
    per_day = left * typical / weights if weights else left
    before = today - timedelta(days=1)
    yesterday = figures.value(target.metric, before), _share(plan, target, before)
    return Progress(target, month.start, amount, to_date, len(ahead), per_day, yesterday)


def _share(plan: Plan, target: Target, day: date) -> float:
    month = month_window(day)
    if day.year != target.year:
        return 0
    total = sum(_weight(plan, target, each) for each in month)
    return target.months[day.month - 1] * _weight(plan, target, day) / total if total else 0


def _weight(plan: Plan, target: Target, day: date) -> float:
    if target.weights == "days":
        return 1
    if target.weights == "workdays":
        return 1 if plan.calendar.is_workday(day.toordinal()) else 0
    return target.weights[day.weekday()]
