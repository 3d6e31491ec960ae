"""What a day, a week or a month came to: the value that every form of a report is drawn from."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from opsplan.values.calendar import CalendarState
from opsplan.values.checklist import CampaignDays, Item
from opsplan.values.classes import dataclass
from opsplan.values.completion import Completion
from opsplan.values.figures import Metric, Progress
from opsplan.values.occurrence import Planned
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.register import Column, Register, Row
from opsplan.values.text import Text
from opsplan.values.window import Window

ReportKind = Literal["day", "week", "month"]
Comparison = Literal["before", "week", "year"]
"""The span before of the same length, the same day a week ago, the same span a year ago."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric over the report's days: `days` has each day's figure, None where there is none.

    `total` is their sum (None for shares and for what is one metric by another), `level` the
    figure of a day on average, or of all days together where it is one metric by another; `last`
    the newest. `earlier` are the levels of the spans that it is compared with.
    """

    metric: Metric
    days: tuple[tuple[date, float | None], ...]
    total: float | None
    level: float
    last: float
    earlier: Mapping[Comparison, float | None]

    def change(self, comparison: Comparison) -> float | None:
        """By how much of it the level has changed (0.1 is a tenth more); None where there is
        nothing to compare with."""
        before = self.earlier.get(comparison)
        return None if not before else self.level / before - 1


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody has settled: done at all, on time, late, and left out."""

    name: str
    done: int
    on_time: int
    late: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that is still to be done after its time: since when, how old, and whose; how many
    of a duty's occurrences are."""

    title: Text
    since: date
    age: int
    count: int
    role: str | None
    playbook: Playbook


@dataclass(frozen=True, slots=True)
class Kept:
    """A register over the report's days. `choices` counts the rows that were added by the values
    of each column of choices."""

    register: Register
    rows: int
    added: int
    open: int
    oldest: int | None
    choices: tuple[tuple[Column, tuple[tuple[Text, int], ...]], ...]
    listed: tuple[Row, ...] = ()
    """Those that were added, and those that are still open."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A duty in the next span: how often, and when first."""

    planned: Planned
    count: int
    first: date


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says. `skipped` are the items left out, `asked` those that figures asked
    for, `items` all that stood on a day's list (of a day only); `next` is the span that follows."""

    kind: ReportKind
    shop: Shop
    window: Window
    today: date
    duties: tuple[Completion, ...]
    people: tuple[Person, ...]
    skipped: tuple[Item, ...]
    issues: tuple[Issue, ...]
    measured: tuple[Measured, ...]
    targets: tuple[Progress, ...]
    causes: Mapping[str, tuple[tuple[date, str], ...]]
    """What people said of a metric's figures on the report's days."""
    asked: tuple[Item, ...]
    items: tuple[Item, ...]
    registers: tuple[Kept, ...]
    calendar: CalendarState
    """How sure the holidays of its years are."""
    next: Window
    coming: tuple[Coming, ...]
    campaigns: tuple[CampaignDays, ...]
    roles: Mapping[str, Text]
