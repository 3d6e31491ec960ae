"""Duties whose dates come from the journal: after done, and one-time steps."""

from collections.abc import Iterable
from datetime import date

from opsplan.planning.expand import anchor_of, check_days, first_offered, single
from opsplan.planning.plan import Plan, PlannedDuty
from opsplan.values.cadence import AfterDone
from opsplan.values.journal import Entry, EntryKind, records, valid_entries
from opsplan.values.occurrence import OPEN_END, Identity, Occurrence, day_of
from opsplan.values.playbook import Goal
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
    settled = _settlings(entries, duty.phrases[0].marks[0].goal)
    if not settled:
        nominal = anchor_of(duty, phrase)
        start = max(nominal, first_day)
    else:
        nominal = start = _following(duty, cadence, settled)
    if not phrase.holds(nominal):
        return None
    day = first_offered(duty, start)
    return single(duty, nominal, day, day) if day else None


def _following(duty: PlannedDuty, cadence: AfterDone, settled: list[Entry]) -> date:
    """The nominal date that follows the newest settling. One that was settled ahead (left out, or
    done before its time) is over for good, so that the one after it follows."""
    newest = max(settled, key=lambda entry: entry.at)
    start = duty.phrases[0].phrase.start or date.min
    done_on = day_of(newest.at, duty.planned.zone, duty.planned.day_starts)
    taken = {entry.identity.nominal for entry in settled}
    nominal = max(after(cadence, done_on), start)
    while nominal in taken and nominal < date.max:
        nominal = after(cadence, nominal)
    return nominal


def setup_step(duty: PlannedDuty) -> Occurrence | None:
    """The one occurrence of a one-time step; None where its phrase ended before it began."""
    phrase = duty.phrases[0].phrase
    nominal = anchor_of(duty, phrase)
    return single(duty, nominal, nominal, OPEN_END) if phrase.holds(nominal) else None


def last_settled(entries: Iterable[Entry]) -> Entry | None:
    """The latest completion or skip that stands."""
    return max(_settlings(entries), key=lambda entry: entry.at, default=None)


def _settlings(entries: Iterable[Entry], goal: Goal | None = None) -> list[Entry]:
    """The completions and skips that stand: neither taken back, nor a skip of what was done later,
    or the other way round. With a `goal` that was lowered, what was counted by then is one."""
    known = list(entries)
    kinds: dict[Identity, EntryKind] = {}
    for identity, record in records(known).items():
        if record.settled:
            kinds[identity] = record.settled.kind
        elif goal and record.progress >= goal.count:
            kinds[identity] = "progress"
    return [entry for entry in valid_entries(known) if entry.kind == kinds.get(entry.identity)]


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
