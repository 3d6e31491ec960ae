"""How much work a day holds, and the days that hold too much of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import DEFAULT_TAKES

HEAP = 1.25
"""A day is a heap from so many times an ordinary day of the same month on."""
_NOT_COUNTED = ("floating", "standing", "once", "row")
"""Work that has no day of its own, and states that are kept beside other work."""


def load_of(occurrences: Iterable[Occurrence]) -> dict[date, int]:
    """The minutes of work that is fixed to each day, by what the duties say they take."""
    minutes: Counter[date] = Counter()
    for each in occurrences:
        if each.mark.kind not in _NOT_COUNTED:
            minutes[each.date] += each.planned.duty.takes or DEFAULT_TAKES
    return dict(minutes)


def ordinary_day(load: Mapping[date, int]) -> int:
    """The minutes of a day in the middle: half of the days hold as much or more; 0 for no days."""
    return sorted(load.values())[len(load) // 2] if load else 0


def heaps(load: Mapping[date, int], hours: int) -> list[date]:
    """The days that hold more than `hours` (in minutes) and clearly more than an ordinary day."""
    ordinary = ordinary_day(load)
    return [day for day in sorted(load) if load[day] > max(hours, ordinary * HEAP)]
