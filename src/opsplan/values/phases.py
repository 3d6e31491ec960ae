"""Where a shop stands in the phases of its life."""

from datetime import date
from typing import Literal

from opsplan.values.classes import dataclass
from opsplan.values.occurrence import OPEN_END
from opsplan.values.playbook import Phase
from opsplan.values.window import Window

PhaseWord = Literal["past", "current", "coming", "waiting"]


@dataclass(frozen=True, slots=True)
class Begun:
    """The first day of a phase that a figure started, and the id of the entry that told it."""

    day: date
    arrived: str


@dataclass(frozen=True, slots=True)
class PhaseState:
    """A phase of a shop's playbook, seen from `day`.

    `window` is None where it is not known when it begins; `is_ended` says that somebody ended it.
    """

    playbook: str
    phase: Phase
    day: date
    window: Window | None
    is_ended: bool = False

    @property
    def key(self) -> str:
        """`playbook/phase`."""
        return f"{self.playbook}/{self.phase.id}"

    @property
    def word(self) -> PhaseWord:
        """Past, current or coming; waiting where a launch or a figure must come first."""
        if self.window is None:
            return "waiting"
        if self.day < self.window.start:
            return "coming"
        return "current" if self.day in self.window else "past"

    @property
    def last(self) -> date | None:
        """The last day, the latest where its length is a range; None where that is open."""
        if self.window is None or self.window.end >= OPEN_END:
            return None
        return self.window.last

    @property
    def day_no(self) -> int:
        """Which day of the phase `day` is, from 1."""
        return (self.day - self.window.start).days + 1 if self.window else 0

    @property
    def days(self) -> int | None:
        """How many days it has, at most where its length is a range; None where that is open."""
        if self.window is None or self.last is None:
            return None
        return (self.window.end - self.window.start).days

    @property
    def least(self) -> int | None:
        """How many days it has at least, where its length is a range of days that still holds."""
        length = self.phase.length
        if length is None or self.is_ended or length.unit == "month":
            return None
        least = length.least * (7 if length.unit == "week" else 1)
        return least if self.days is not None and least < self.days else None
