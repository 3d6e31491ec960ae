"""A duty's occurrences on the days of a window, the last before each, and the next after each.

They are expanded once for all days of the window; only what lies outside is looked for beside it.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import cached_property

from opsplan.planning.expand import dated, span_last, spanning
from opsplan.planning.plan import PlannedDuty
from opsplan.values.cadence import Floating, Once
from opsplan.values.occurrence import DAY, Mark, Occurrence
from opsplan.values.playbook import DEFAULT_TAKES
from opsplan.values.window import Window

LOOK_BACK = (8, 40, 400, 1600, 4000)
"""How many days back a carried occurrence is looked for, step by step."""
_LOOK_AHEAD = (8, 40, 400, 10_000)


class Spread:
    """The occurrences of a duty whose phrases give dates, around the days of a window; `first_day`
    is the shop's, `today` the day from which the window is seen."""

    def __init__(self, duty: PlannedDuty, window: Window, first_day: date, today: date) -> None:
        self.duty = duty
        self._window = window
        self._first_day = first_day
        self._today = today
        self._superseded: dict[tuple[date, int], datetime | None] = {}
        self._has_spans = any(
            isinstance(phrase.phrase.cadence, Floating | Once) for phrase in duty.phrases
        )

    @cached_property
    def _by_day(self) -> dict[date, list[Occurrence]]:
        """The occurrences of each day of the window that has any, by date."""
        found: dict[date, list[Occurrence]] = {}
        for each in dated(self.duty, self._window):
            found.setdefault(each.date, []).append(each)
        return found

    @cached_property
    def _days(self) -> list[date]:
        return [*self._by_day]

    def on(self, day: date) -> list[Occurrence]:
        """What stands on a day of the window; of what has a span, on each day of it."""
        if self._has_spans:
            return [
                each
                for each in self._spanning
                if each.date <= day <= span_last(each) and not self._is_of_before(each, day)
            ]
        return self._by_day.get(day, [])

    def _is_of_before(self, occurrence: Occurrence, day: date) -> bool:
        """Whether it had to be done by a day before the shop's first: a span that runs on brings
        nothing of that into the shop's days."""
        return occurrence.due_day < self._first_day <= day

    @cached_property
    def _spanning(self) -> list[Occurrence]:
        """What has a span that touches the window."""
        return spanning(self.duty, self._window)

    def opens_on(self, day: date) -> datetime | None:
        """When the first occurrence of a day of the window opens."""
        found = self.on(day)
        return found[0].opens if found else None

    def last_before(self, day: date) -> list[Occurrence]:
        """The occurrences of the last date before a day that can still matter on it; () where
        there is none since the shop's first day."""
        if day <= self._first_day or not (self._carries or self._runs_on):
            return []
        if self._has_spans:
            return self._looked_for(day)
        at = bisect_left(self._days, day)
        found = self._by_day[self._days[at - 1]] if at else self._before_window
        if not found or found[0].date < self._first_day:
            return []
        # What only runs on past midnight is of no use on the day after the next.
        return found if self._carries or found[0].date == day - timedelta(days=1) else []

    @cached_property
    def _before_window(self) -> list[Occurrence]:
        """The same of the window's first day, which holds until its first date."""
        start = self._window.start
        return self._looked_for(start) if start > self._first_day else []

    def _looked_for(self, day: date) -> list[Occurrence]:
        first_day = self._first_day
        for back in LOOK_BACK if self._carries else (1,):
            start = max(first_day, day - timedelta(days=back))
            found = [
                each
                for each in dated(self.duty, Window(start, day))
                if span_last(each) < day or self._runs_on
            ]
            if found:
                return [each for each in found if each.date == found[-1].date]
            if start == first_day:
                break
        return []

    def superseded_at(self, occurrence: Occurrence) -> datetime | None:
        """When the next occurrence of the duty opened, as far as that has happened by today."""
        if occurrence.mark.policy != "carry" or occurrence.date > self._today:
            return None
        if not self._has_spans and occurrence.date in self._window:
            return self._next_in_window(occurrence)
        key = occurrence.date, occurrence.slot
        if key not in self._superseded:
            self._superseded[key] = self._next_after(occurrence)
        return self._superseded[key]

    def _next_in_window(self, occurrence: Occurrence) -> datetime | None:
        later = [e for e in self._by_day[occurrence.date] if e.slot > occurrence.slot]
        if later:
            return later[0].opens
        at = bisect_right(self._days, occurrence.date)
        if at == len(self._days):
            return None if self._today in self._window else self._next_after(occurrence)
        following = self._days[at]
        return self._by_day[following][0].opens if following <= self._today else None

    def _next_after(self, occurrence: Occurrence) -> datetime | None:
        end = self._today + timedelta(days=1)
        for ahead in _LOOK_AHEAD:
            until = min(occurrence.date + timedelta(days=ahead), end)
            following = [
                each
                for each in dated(self.duty, Window(occurrence.date, until))
                if (each.date, each.slot) > (occurrence.date, occurrence.slot)
                and each.mark.span == occurrence.mark.span
            ]
            if following:
                return following[0].opens
            if until == end:
                return None
        return None

    @cached_property
    def _carries(self) -> bool:
        return any(mark.policy == "carry" for mark in self._marks)

    @cached_property
    def _runs_on(self) -> bool:
        """Whether a slot or window ends only after the shop's next day has begun."""
        takes = self.duty.planned.duty.takes or DEFAULT_TAKES
        return any(_runs_on(mark, takes, self.duty.planned.day_starts) for mark in self._marks)

    @property
    def _marks(self) -> list[Mark]:
        return [mark for phrase in self.duty.phrases for mark in phrase.marks]


def _runs_on(mark: Mark, takes: int, day_starts: int) -> bool:
    if mark.start is None:
        return False
    end = mark.start + takes if mark.end is None else mark.end
    return (end + DAY if mark.start < day_starts else end) > DAY + day_starts
