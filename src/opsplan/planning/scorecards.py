"""Scorecards: a month's numbers as scores of 1 to 5, a bonus, and points of commission."""

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from opsplan.planning.completion import summed
from opsplan.planning.plan import Plan
from opsplan.planning.targets import amount_of, share_of, target_on
from opsplan.values.completion import Completion
from opsplan.values.figures import Figures
from opsplan.values.playbook import Playbook
from opsplan.values.scorecard import (
    CardScore,
    Commission,
    PartScore,
    Reading,
    Scorecard,
    Source,
    Step,
)
from opsplan.values.window import Window

LOWEST, HIGHEST = 1, 5
DONE_LATE = 0.5
"""What a duty that was done after its time counts; one that was done on time counts whole."""


def scorecards_of(plan: Plan) -> Iterator[tuple[Playbook, Scorecard]]:
    """The scorecards that are in force in the shop, with their playbooks."""
    return plan.having(lambda book: book.scorecards)


def score_card(
    plan: Plan,
    card: Scorecard,
    duties: Iterable[Completion],
    figures: Figures,
    month: Window,
    today: date,
) -> CardScore:
    """The card's scores for a month as far as it has come by `today`.

    `duties` are the completions of that month, `figures` hold its figures. A part without a number
    is left out of the weighted mean. Percentages are cut and scores rounded to two decimals, the
    total is made from the rounded ones, and what is shown decides about the bonus. A month that is
    not over is held against what its days so far had to bring; the commission is about all of it.
    """
    ours = tuple(each for each in duties if each.role == card.role)
    parts: list[PartScore] = []
    for part in card.parts:
        reading = _reading(plan, part.source, ours, figures, month, today)
        parts.append(PartScore(part, reading, score_of(reading.value, part.full)))
    score = _mean([(each.score, each.part.weight) for each in parts])
    bonus = None if score is None else step_at(card.bonus, score)
    if card.commission is None:
        return CardScore(card, tuple(parts), score, bonus)
    attained = _attained(plan, card.commission, ours, figures, month, today)
    value = attained.value
    points = None if value is None else step_at(card.commission.steps, value)
    return CardScore(card, tuple(parts), score, bonus, points, attained)


def score_of(value: float | None, full: float) -> float | None:
    """The score of a part: 1 + 4 x value / full, never below 1 or above 5, to two decimals."""
    if value is None:
        return None
    share = min(max(value / full, 0), 1)
    return rounded(LOWEST + (HIGHEST - LOWEST) * share)


def step_at(steps: Iterable[Step], value: float) -> float:
    """What the highest step gives whose bar the value reaches; 0 below the first."""
    return max(((step.bar, step.gives) for step in steps if value >= step.bar), default=(0, 0.0))[1]


def rounded(value: float) -> float:
    """Two decimals, halves upwards as people do it by hand."""
    return math.floor(value * 100 + 0.5 + 1e-9) / 100


def percent(part: float, whole: float) -> float | None:
    """The part in percent, to two decimals and never rounded up: what is just short of a bar does
    not reach it. None where there is nothing to be a part of."""
    return math.floor(10_000 * part / whole + 1e-6) / 100 if whole else None


def _mean(weighted: list[tuple[float | None, float]]) -> float | None:
    known = [(score, weight) for score, weight in weighted if score is not None]
    whole = sum(weight for _, weight in known)
    return rounded(sum(score * weight for score, weight in known) / whole) if known else None


def _reading(
    plan: Plan,
    source: Source,
    duties: tuple[Completion, ...],
    figures: Figures,
    month: Window,
    today: date,
) -> Reading:
    match source.kind:
        case "completion":
            return _completed(duties)
        case "target":
            return _of_target(plan, source.metric, figures, month, today)
        case "metric":
            return _last_figure(source.metric, figures, month)


def _completed(duties: tuple[Completion, ...]) -> Reading:
    """The share of what was due that got done, in percent; what was skipped is left out."""
    counts = summed(duties)
    asked = counts.due - counts.skipped
    done = counts.on_time + DONE_LATE * counts.done_late
    return Reading(percent(done, asked), counts, duties)


def _of_target(plan: Plan, metric: str, figures: Figures, month: Window, today: date) -> Reading:
    """How much of the share of the month's days so far was reached, in percent.

    Today counts once its figure is logged. Without any figure there is nothing to go by.
    """
    target = target_on(plan, metric, month.start)
    logged = _logged(metric, figures, month)
    entries = _entries(metric, figures, logged)
    if target is None or not logged:
        return Reading(None, figures=logged, entries=entries)
    end = max(min(today, month.end), logged[-1][0] + timedelta(days=1))
    so_far = Window(month.start, end)
    due = share_of(plan, target, so_far)
    reached = sum(value for _, value in logged)
    return Reading(
        percent(reached, due),
        figures=logged,
        entries=entries,
        until=so_far.last,
        reached=reached,
        due=due,
        amount=amount_of(plan, target, month.start),
        name=plan.metric_name(metric),
    )


def _attained(
    plan: Plan,
    commission: Commission,
    duties: tuple[Completion, ...],
    figures: Figures,
    month: Window,
    today: date,
) -> Reading:
    """What the commission is given for: of a target, what was reached of the whole month's."""
    return _reading(plan, commission.source, duties, figures, month, max(today, month.end))


def _last_figure(metric: str, figures: Figures, month: Window) -> Reading:
    """The month's last figure."""
    logged = _logged(metric, figures, month)[-1:]
    entries = _entries(metric, figures, logged)
    return Reading(logged[0][1] if logged else None, figures=logged, entries=entries)


def _entries(
    metric: str, figures: Figures, logged: tuple[tuple[date, float], ...]
) -> tuple[tuple[str, ...], ...]:
    return tuple(figures.sources(metric, day) for day, _ in logged)


def _logged(metric: str, figures: Figures, month: Window) -> tuple[tuple[date, float], ...]:
    return tuple((day, value) for day in month if (value := figures.value(metric, day)) is not None)
