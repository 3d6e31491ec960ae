"""Duties whose dates come from the journal: after done, and one-time steps."""

from collections.abc import Iterable
from datetime import date

from opsplan.planning.expand import anchor_of, check_days, first_offered, single
from opsplan.planning.plan import Plan, PlannedDuty
from opsplan.values.cadence import AfterDone
from opsplan.values.journal import Entry, valid_entries
from opsplan.values.occurrence import OPEN_END, Occurrence, day_of
from opsplan.values.window import day_window, days_on, months_on

HALF_MONTH = 15


def counts_from_journal(plan: Plan) -> list[str]:
    """The duties (`playbook/duty`) whose newest entries a plan needs to know."""
    return [
        duty.planned.key
        for duty in plan.duties
        if duty.is_setup or isinstance(duty.cadence, AfterDone)
    ]


def offered(
    duty: PlannedDuty, day: date, entries: Iterable[Entry], first_day: date
) -> Occurrence | None:
    """The occurrence of an after-done duty that these entries (of this duty alone) put into the
    list of `day`; None on days on which it is not offered."""
    occurrence = next_offered(duty, entries, first_day)
    if occurrence is None or occurrence.date > day:
        return None
    return occurrence if check_days(duty, day_window(day)) else None


def next_offered(duty: PlannedDuty, entries: Iterable[Entry], first_day: date) -> Occurrence | None:
    """The occurrence of an after-done duty that follows its last settled one, whenever it comes."""
    cadence = duty.cadence
    assert isinstance(cadence, AfterDone)
    phrase = duty.phrases[0].phrase
    last = last_settled(entries)
    if last is None:
        nominal = anchor_of(duty, phrase)
        start = max(nominal, first_day)
    else:
        nominal = start = after(
            cadence, day_of(last.at, duty.planned.zone, duty.planned.day_starts)
        )
    if phrase.until and nominal > phrase.until:
        return None
    day = first_offered(duty, start)
    return single(duty, nominal, day, day) if day else None


def setup_step(duty: PlannedDuty) -> Occurrence:
    """The one occurrence of a one-time step."""
    nominal = anchor_of(duty, duty.phrases[0].phrase)
    return single(duty, nominal, nominal, OPEN_END)


def last_settled(entries: Iterable[Entry]) -> Entry | None:
    """The latest valid completion or skip."""
    settled = [each for each in valid_entries(entries) if each.kind in ("done", "skip")]
    return max(settled, key=lambda entry: entry.at, default=None)


def after(cadence: AfterDone, day: date) -> date:
    """The nominal date that follows a completion on `day`; months keep the day or the last one."""
    match cadence.unit:
        case "day":
            return days_on(day, cadence.n)
        case "week":
            return days_on(day, 7 * cadence.n)
        case "half-month":
            return days_on(day, HALF_MONTH * cadence.n)
        case "month":
            return months_on(day, cadence.n)
