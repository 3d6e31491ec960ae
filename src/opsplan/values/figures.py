"""Figures that a shop logs, the conditions that are put on them, and what follows from these."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from opsplan.values.applies import Applies
from opsplan.values.classes import dataclass, field
from opsplan.values.text import Text
from opsplan.values.window import Window

MetricType = Literal["number", "percent", "yes_no"]
Operator = Literal["<", "<=", ">", ">=", "="]
_HOLDS: Mapping[Operator, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
TARGET = "target"
"""The bar of a term that compares a metric with the day's share of its target."""


Sign = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A metric that is worked out from two others, such as sales / ad_spend."""

    left: str
    operator: Sign
    right: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that is logged once a day, or worked out from others."""

    id: str
    name: Text
    unit: Text = Text()
    type: MetricType = "number"
    formula: Formula | None = None
    covers: tuple[str, ...] = ()
    line: int = 0

    @property
    def measure(self) -> Text:
        """What stands behind its values: its unit, or the sign of a percentage."""
        return Text("%", "%") if self.type == "percent" else self.unit


@dataclass(frozen=True, slots=True)
class Comparison:
    """`inquiries < 10`: a metric against a number, another metric, or its target."""

    metric: str
    operator: Operator
    bar: float | str

    def holds(self, value: float, bar: float) -> bool:
        """Whether a figure of the metric stands so to the figure that the bar came to."""
        return _HOLDS[self.operator](value, bar)


@dataclass(frozen=True, slots=True)
class Change:
    """`visitors falls 20%`: against the entry before; any change where no percent is given."""

    metric: str
    direction: Literal["falls", "rises"]
    percent: float | None = None


Term = Comparison | Change


@dataclass(frozen=True, slots=True)
class Condition:
    """Terms that must all hold. `text` is what was written."""

    terms: tuple[Term, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that asks for duties. A standard (`keep`) asks for them where it does not hold.

    `duties` are ids of the same playbook.
    """

    id: str
    name: Text
    condition: Condition
    keep: bool
    duties: tuple[str, ...]
    covers: tuple[str, ...] = ()
    line: int = 0
    applies: Applies = Applies()


TargetYear = int | Literal["every", "launch"]
"""Which twelve months a target is for: those of one calendar year, of every one, or the twelve from
that of the shop's launch on (of every calendar year where there is no launch)."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a metric is to reach in each of twelve months.

    `weights` share a month among its days: "workdays", "days", or seven weights from Monday on.
    A `limit` is not to be exceeded (a budget); `daily_cap` bounds a single day. `id` is what
    options and shops call it by: the metric's, where the file does not say.
    """

    metric: str
    year: TargetYear
    months: tuple[float, ...]
    weights: Literal["workdays", "days"] | tuple[float, ...] = "workdays"
    limit: bool = False
    daily_cap: float | None = None
    name: Text = Text()
    covers: tuple[str, ...] = ()
    line: int = 0
    applies: Applies = Applies()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target's month has come at the start of a `day`. `name` is the metric's.

    `to_date` sums the figures logged so far, `per_day` is what each remaining day of weight must
    bring (of a limit: may cost); `yesterday` is (the figure or None, its share of the month),
    `of_week` (the figures so far, the share) of the days of `week`. `over_cap` are the figures of
    the month above the daily cap, that of the day itself included.
    """

    target: Target
    day: date
    amount: float
    to_date: float
    remaining_days: int
    per_day: float
    yesterday: tuple[float | None, float]
    week: Window
    of_week: tuple[float, float]
    over_cap: tuple[tuple[date, float], ...] = ()
    name: Text = Text()

    @property
    def month(self) -> date:
        """The month's first day."""
        return self.day.replace(day=1)

    @property
    def left(self) -> float:
        """What the month still has to bring, or may still cost; below 0 where it is exceeded."""
        return self.amount - self.to_date


@dataclass(frozen=True, slots=True)
class Because:
    """Why a rule asks for a duty: the figure, what people call it, and the bar that it was held
    against."""

    rule: str
    metric: str
    name: Text
    date: date
    value: float
    bar: float
    covers: tuple[str, ...] = ()
    measure: Text = Text()


@dataclass(frozen=True, slots=True)
class Figures:
    """The logged figures of a shop by metric and date, with the metrics that are worked out.

    `arrived` orders figures by when they were written, `entries` are the ids of the entries that
    they stand in now, `causes` are what people said of them.
    """

    logged: Mapping[str, Mapping[date, float]] = field(default_factory=dict)
    arrived: Mapping[tuple[str, date], str] = field(default_factory=dict)
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    causes: Mapping[tuple[str, date], str] = field(default_factory=dict)
    entries: Mapping[tuple[str, date], str] = field(default_factory=dict)

    def value(self, metric: str, day: date) -> float | None:
        """The figure of that day; None where it, or a part of its formula, is missing."""
        found = self.logged.get(metric, {}).get(day)
        formula = self.formulas.get(metric)
        if found is not None or formula is None:
            return found
        left, right = self.value(formula.left, day), self.value(formula.right, day)
        if left is None or right is None or (formula.operator == "/" and right == 0):
            return None
        match formula.operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right

    def sources(self, metric: str, day: date) -> tuple[str, ...]:
        """The ids of the entries that the figure of that day was made of."""
        if (metric, day) in self.entries:
            return (self.entries[metric, day],)
        formula = self.formulas.get(metric)
        if formula is None:
            return ()
        return (*self.sources(formula.left, day), *self.sources(formula.right, day))

    def total(self, metric: str, window: Window) -> float:
        """The sum of the figures of a window's days; days without a figure add nothing."""
        return sum(self.value(metric, day) or 0 for day in window)

    def days(self, metric: str) -> list[date]:
        """The days on which the metric has a figure, in order."""
        formula = self.formulas.get(metric)
        if formula is None:
            return sorted(self.logged.get(metric, {}))
        days = sorted({*self.days(formula.left)} & {*self.days(formula.right)})
        return [day for day in days if self.value(metric, day) is not None]

    def before(self, metric: str, day: date) -> float | None:
        """The figure of the entry before that day."""
        earlier = [each for each in self.days(metric) if each < day]
        return self.value(metric, earlier[-1]) if earlier else None
