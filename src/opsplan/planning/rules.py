"""What figures ask for: conditions held against what was logged, and the rows that follow."""

from collections.abc import Iterator
from datetime import date, timedelta

from opsplan.planning.plan import Plan, PlannedDuty
from opsplan.planning.targets import share_of_day
from opsplan.values.cadence import Triggered
from opsplan.values.classes import dataclass
from opsplan.values.figures import TARGET, Because, Change, Comparison, Figures, Rule, Term
from opsplan.values.journal import Entry, figure_identity, valid_entries
from opsplan.values.occurrence import Mark, Occurrence
from opsplan.values.phases import Begun
from opsplan.values.playbook import Playbook
from opsplan.values.text import Text

REMEMBERED = 62
"""For so many days a figure can still ask for something that nobody has settled."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A duty that a figure asks for on the day after it; `arrived` is when the figure was."""

    occurrence: Occurrence
    arrived: str


def figures_of(plan: Plan, entries: list[Entry]) -> Figures:
    """The figures that these journal entries give, with the shop's derived metrics."""
    logged: dict[str, dict[date, float]] = {}
    arrived: dict[tuple[str, date], str] = {}
    causes: dict[tuple[str, date], str] = {}
    standing: dict[tuple[str, date], str] = {}
    for entry in valid_entries(entries):
        if entry.kind == "metric" and entry.count is not None:
            metric, day = entry.identity.duty, entry.identity.nominal
            logged.setdefault(metric, {})[day] = entry.count
            arrived.setdefault((metric, day), entry.id)
            standing[metric, day] = entry.id
            if entry.text:
                causes[metric, day] = entry.text
    formulas = {
        metric.id: metric.formula
        for book in plan.playbooks
        for metric in book.metrics
        if metric.formula
    }
    return Figures(logged, arrived, formulas, causes, standing)


def asked(plan: Plan, figures: Figures, day: date) -> list[Asked]:
    """What the figures of the day before ask for on `day`, in the order in which they arrived."""
    found: dict[object, Asked] = {}
    for book, rule in plan_rules(plan, day):
        because = fires(plan, rule, figures, day - timedelta(days=1))
        if because is None:
            continue
        for name in rule.duties:
            duty = plan.duty(f"{book.id}/{name}")
            if duty is None or not _may_come(duty, day):
                continue
            row = Asked(row_of(duty, day, because), _arrival(figures, because))
            first = found.setdefault(row.occurrence.identity, row)
            if row.arrived < first.arrived:
                found[row.occurrence.identity] = row
    return sorted(found.values(), key=lambda each: each.arrived)


def _may_come(duty: PlannedDuty, day: date) -> bool:
    """Whether a figure can ask for the duty on that day: bounds confine what has no dates too."""
    is_bounded = isinstance(duty.cadence, Triggered)
    held = not is_bounded or any(each.phrase.holds(day) for each in duty.phrases)
    return held and duty.is_there(day)


def plan_rules(plan: Plan, day: date | None = None) -> Iterator[tuple[Playbook, Rule]]:
    """The rules that are in force in the shop (on that day), with their playbooks."""
    return plan.having(lambda book: book.rules, day)


def fires(plan: Plan, rule: Rule, figures: Figures, day: date) -> Because | None:
    """Why the rule asks for its duties after the figures of `day`; None where it does not."""
    held = [
        _holds(plan, term, rule, index, figures, day)
        for index, term in enumerate(rule.condition.terms)
    ]
    if any(each is None for each in held):
        return None
    whole = all(each[0] for each in held if each)
    if whole == rule.keep:
        return None
    decisive = next((each for each in held if each and each[0] != rule.keep), held[0])
    assert decisive is not None
    _, metric, value, bar = decisive
    known = plan.metrics.get(metric)
    measure = known.measure if known else Text()
    name = plan.metric_name(metric)
    return Because(rule.id, metric, name, day, value, bar, rule.covers, measure)


def begun_phases(plan: Plan, figures: Figures) -> dict[str, Begun]:
    """When the phases that wait for a figure have begun, by `playbook/phase`: the day after it
    first said so."""
    began: dict[str, Begun] = {}
    for book in plan.playbooks:
        for phase in book.phases:
            if phase.condition is None:
                continue
            rule = Rule(phase.id, phase.name, phase.condition, False, ())
            for day in figures.days(phase.condition.terms[0].metric):
                because = fires(plan, rule, figures, day)
                if because is not None:
                    arrived = _arrival(figures, because)
                    began[f"{book.id}/{phase.id}"] = Begun(day + timedelta(days=1), arrived)
                    break
    return began


def bar_of(plan: Plan, rule: Rule, index: int) -> float | str | None:
    """The bar of a comparison, which a shop may set for a rule's first term."""
    term = rule.condition.terms[index]
    if not isinstance(term, Comparison):
        return None
    return plan.shop.thresholds.get(rule.id, term.bar) if index == 0 else term.bar


def bar_on(plan: Plan, rule: Rule, index: int, figures: Figures, day: date) -> float | None:
    """What that bar comes to on a day: the number itself, the figure of the metric that it names,
    or the day's share of the target; None where that is missing."""
    bar = bar_of(plan, rule, index)
    if bar == TARGET:
        return share_of_day(plan, rule.condition.terms[index].metric, day)
    return figures.value(bar, day) if isinstance(bar, str) else bar


Held = tuple[bool, str, float, float]


def _holds(
    plan: Plan, term: Term, rule: Rule, index: int, figures: Figures, day: date
) -> Held | None:
    """(whether it holds, metric, value, bar); None where a figure is missing."""
    value = figures.value(term.metric, day)
    if value is None:
        return None
    if isinstance(term, Change):
        return _changed(plan, term, rule, index, figures, day)
    bar = bar_on(plan, rule, index, figures, day)
    return None if bar is None else (term.holds(value, bar), term.metric, value, bar)


def _changed(
    plan: Plan, term: Change, rule: Rule, index: int, figures: Figures, day: date
) -> Held | None:
    value, before = figures.value(term.metric, day), figures.before(term.metric, day)
    if value is None or before is None:
        return None
    percent = term.percent
    if index == 0 and rule.id in plan.shop.thresholds:
        percent = plan.shop.thresholds[rule.id]
    change = value - before if term.direction == "rises" else before - value
    if percent is None:
        return change > 0, term.metric, value, before
    return change > 0 and change * 100 >= percent * abs(before), term.metric, value, before


def asked_by_people(plan: Plan, asks: tuple[Entry, ...], day: date) -> list[Asked]:
    """What somebody has asked for by `day`."""
    found: list[Asked] = []
    for entry in valid_entries(asks):
        identity = entry.identity
        duty = plan.duty(f"{identity.playbook}/{identity.duty}")
        if duty is not None and identity.nominal <= day:
            found.append(Asked(row_of(duty, identity.nominal, None), entry.id))
    return found


def row_of(duty: PlannedDuty, day: date, because: Because | None) -> Occurrence:
    """The occurrence of a duty that is asked for on a day.

    Times and blocks of a duty with dates of its own are about those dates, and say nothing here.
    """
    mark = Mark("day", "carry", goal=duty.planned.duty.goal)
    if isinstance(duty.cadence, Triggered):
        mark = duty.phrases[0].marks[0]
    return Occurrence(duty.planned, day, 1, day, day, mark, 1, because)


def _arrival(figures: Figures, because: Because) -> str:
    """The id of the entry that made the rule fire (derived figures: the latest of their parts)."""
    identity = figure_identity(because.metric, because.date)
    direct = figures.arrived.get((identity.duty, because.date))
    if direct:
        return direct
    ids = [entry for (_, day), entry in figures.arrived.items() if day == because.date]
    return max(ids, default="")
