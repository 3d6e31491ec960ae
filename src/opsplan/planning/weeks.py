"""The dates of the weeks around a day, found once for all runs of a week: the compiled plan.

With them a list needs neither the libraries of RRULEs and of the lunar calendar nor any search for
the last date of what is carried. What lies outside is found when it is asked for.
"""

from collections.abc import Iterator
from datetime import date

from opsplan.planning.campaigns import AHEAD
from opsplan.planning.plan import Plan, PlannedDuty, PlannedPhrase
from opsplan.planning.spread import LOOK_BACK
from opsplan.values.dated import Dated, Known, Weeks
from opsplan.values.window import week_window

AROUND = 42
"""So many days before and after a week are known of everything, and so is its month."""
_STEPS = (AROUND, *(back for back in LOOK_BACK if back > AROUND))


def weeks_around(plan: Plan, day: date) -> Weeks:
    """The dates of the week of `day` and of those around it; of what is carried back to its last
    date before that week, of campaigns ahead to the next of each."""
    week = week_window(day)
    first, last = week.start.toordinal(), week.end.toordinal()
    shared: dict[Known, Known] = {}
    duties = {
        duty.planned.key: tuple(_shared(found, shared) for found in _found(duty, first, last))
        for duty in plan.duties
    }
    campaigns = {}
    for book in plan.playbooks:
        for each in book.campaigns:
            key = f"{book.id}/{each.id}"
            low, high = first - AROUND, last + AHEAD
            starts = tuple(start for start, _ in plan.campaigns[key](low, high))
            campaigns[key] = Known(low - each.days + 1, high, Dated(starts, starts))
    return Weeks(duties, campaigns)


def _found(duty: PlannedDuty, first: int, last: int) -> Iterator[Known]:
    """The dates of each phrase of a duty around the week `[first, last)`, then its check days."""
    is_carried = any(mark.policy == "carry" for phrase in duty.phrases for mark in phrase.marks)
    for phrase in duty.phrases:
        yield _of_phrase(duty, phrase, first, last, _STEPS if is_carried else _STEPS[:1])
    if duty.check_on:
        yield _of_phrase(duty, duty.check_on, first, last, _STEPS[:1])


def _of_phrase(
    duty: PlannedDuty, phrase: PlannedPhrase, first: int, last: int, steps: tuple[int, ...]
) -> Known:
    """The dates from so far back that those who look back on any day of the week find one."""
    end = last + AROUND
    for back in steps:
        found = duty.dates(phrase, first - back, end)
        if found.between(last - 1 - back, first).dates:
            break
    return Known(first - back, end, _frozen(found))


def _shared(found: Known, shared: dict[Known, Known]) -> Known:
    """The one of many with the same dates, which is kept and read once."""
    return found if found.dated.clocks else shared.setdefault(found, found)


def _frozen(found: Dated) -> Dated:
    """The same dates in tuples, which are kept in less room than lists and compared."""
    dates = tuple(found.dates)
    is_shifted = found.nominals is not found.dates
    return Dated(dates, tuple(found.nominals) if is_shifted else dates, found.clocks)
