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
from opsplan.values.window import Window, day_window

LOOK_BACK = (8, 40, 400, 1600, 4000)
"""How many days back a carried occurrence is looked for, step by step."""
_LOOK_AHEAD = (8, 40, 400, 10_000)


class Spread:
    """The occurrences of a duty whose phrases give dates, around the days of a window."""

    def __init__(self, duty: PlannedDuty, window: Window) -> None:
        self.duty = duty
        self._window = window
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
            return spanning(self.duty, day_window(day))
        return self._by_day.get(day, [])

    def last_before(self, day: date, first_day: date) -> list[Occurrence]:
        """The occurrences of the last date before a day that can still matter on it; () where
        there is none since the shop's first day."""
        if day <= first_day or not (self._carries or self._runs_on):
            return []
        if not self._has_spans and (at := bisect_left(self._days, day)):
            last = self._days[at - 1]
            return self._by_day[last] if last >= first_day else []
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

    def superseded_at(self, occurrence: Occurrence, today: date) -> datetime | None:
        """When the next occurrence of the duty opened, as far as that has happened by today."""
        if occurrence.mark.policy != "carry" or occurrence.date > today:
            return None
        if not self._has_spans and occurrence.date in self._window:
            return self._next_in_window(occurrence, today)
        return self._next_after(occurrence, today)

    def _next_in_window(self, occurrence: Occurrence, today: date) -> datetime | None:
        later = [e for e in self._by_day[occurrence.date] if e.slot > occurrence.slot]
        if later:
            return later[0].opens
        at = bisect_right(self._days, occurrence.date)
        if at == len(self._days):
            return None if today in self._window else self._next_after(occurrence, today)
        return self._by_day[self._days[at]][0].opens if self._days[at] <= today else None

    def _next_after(self, occurrence: Occurrence, today: date) -> datetime | None:
        end = today + timedelta(days=1)
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
