"""Scorecards: how a role's month is scored, and what a score pays."""

from datetime import date
from typing import Literal

from opsplan.values.applies import Applies
from opsplan.values.classes import dataclass
from opsplan.values.completion import Completion
from opsplan.values.text import Text

SourceKind = Literal["completion", "target", "metric"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part's number comes from: the role's duties, a metric's target, or a metric."""

    kind: SourceKind
    metric: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "completion":
                return "completion"
            case "target":
                return f"target {self.metric}"
            case "metric":
                return self.metric


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scorecard. Its score is highest where the number reaches `full`."""

    id: str
    name: Text
    weight: float
    source: Source
    full: float = 100


@dataclass(frozen=True, slots=True)
class Step:
    """What is given from a bar on: yuan of bonus from a score, or points from a percentage."""

    bar: float
    gives: float


@dataclass(frozen=True, slots=True)
class Commission:
    """Points of commission by a number in percent, the steps in rising order."""

    source: Source
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How a role's month is scored: parts whose weights add up to 100, from 1 to 5.

    `bar` is the score to reach, `bonus` what a score pays, in rising order.
    """

    id: str
    name: Text
    role: str
    parts: tuple[Part, ...]
    bar: float | None = None
    bonus: tuple[Step, ...] = ()
    commission: Commission | None = None
    covers: tuple[str, ...] = ()
    line: int = 0
    applies: Applies = Applies()


@dataclass(frozen=True, slots=True)
class Reading:
    """A number of a month and what it was worked out from.

    `value` is in percent for duties and targets, None where there is nothing to go by. `duties`
    and `counts` stand behind a completion. Behind a target stand the `figures` of the metric of
    that `name`, their sum (`reached`) and what the days up to `until` had to bring of the month's
    `amount` (`due`); behind a metric stands its one figure. `entries` are the ids of the journal's
    entries that each figure was made of.
    """

    value: float | None
    counts: Completion | None = None
    duties: tuple[Completion, ...] = ()
    figures: tuple[tuple[date, float], ...] = ()
    entries: tuple[tuple[str, ...], ...] = ()
    until: date | None = None
    reached: float | None = None
    due: float | None = None
    amount: float | None = None
    name: Text = Text()


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part of a card with its number and its score of 1 to 5, None where there is no number."""

    part: Part
    reading: Reading
    score: float | None


@dataclass(frozen=True, slots=True)
class CardScore:
    """A card's month: `score` is the weighted mean of the parts that have one.

    `bonus` is in yuan, `points` are those of the commission; None where they cannot be told.
    `attained` is the number that the points are given for.
    """

    card: Scorecard
    parts: tuple[PartScore, ...]
    score: float | None
    bonus: float | None
    points: float | None = None
    attained: Reading | None = None

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that have no number and are left out of the mean."""
        return tuple(each.part for each in self.parts if each.score is None)

    @property
    def passed(self) -> bool | None:
        """Whether the score reaches the card's bar; None where either is missing."""
        if self.score is None or self.card.bar is None:
            return None
        return self.score >= self.card.bar
