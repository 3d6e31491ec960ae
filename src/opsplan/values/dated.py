"""Dates that were found: of a phrase in a window, and of a whole shop in the weeks around a day.

Days are `date.toordinal()` numbers, windows `[first, last)`.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from opsplan.values.classes import dataclass, field


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates of a phrase in order, beside the nominal date of each (the same where not shifted).

    `clocks` holds the minutes of an RRULE whose instances have times, by nominal date.
    """

    dates: Sequence[int]
    nominals: Sequence[int]
    clocks: Mapping[int, tuple[int, ...]] | None = None

    def between(self, first: int, last: int) -> "Dated":
        """Those of a window that lies within the one that they were found in."""
        part = slice(bisect_left(self.dates, first), bisect_left(self.dates, last))
        dates = self.dates[part]
        nominals = dates if self.nominals is self.dates else self.nominals[part]
        return Dated(dates, nominals, self.clocks)


@dataclass(frozen=True, slots=True)
class Known:
    """All dates of a window, which need not be looked for again."""

    first: int
    last: int
    dated: Dated

    def between(self, first: int, last: int) -> Dated | None:
        """The dates of a window; None where not all of it is known."""
        if first < self.first or last > self.last:
            return None
        return self.dated.between(first, last)


@dataclass(frozen=True, slots=True)
class Weeks:
    """What is known of a shop's dates around a day: those of the phrases of each duty, and the
    first days of each campaign, by `playbook/entry`."""

    duties: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    campaigns: Mapping[str, Known] = field(default_factory=dict)


NO_WEEKS = Weeks()
