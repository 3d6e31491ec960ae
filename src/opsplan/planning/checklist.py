"""A day's list: what the plan and the journal of that morning put on it, then what became of it.

It is made in two steps, so that the journal is asked for no more than it has to tell: `draft`
says which occurrences stand on the list, `join` adds what the journal says about them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from opsplan.planning.campaigns import next_campaign
from opsplan.planning.expand import dated, day_order, single
from opsplan.planning.phases import phases_on
from opsplan.planning.plan import Plan, PlannedDuty, around
from opsplan.planning.registers import listed, register_of, row_record
from opsplan.planning.rules import asked, asked_by_people, figures_of, row_of
from opsplan.planning.spread import Spread
from opsplan.planning.targets import progress_on
from opsplan.planning.undated import last_settled, next_offered, offered, setup_step
from opsplan.recurrence.dates import LONGEST_SHIFT
from opsplan.values.cadence import AfterDone, Floating, Triggered
from opsplan.values.calendar import CalendarState, state_of
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass, replace
from opsplan.values.figures import Figures, Progress
from opsplan.values.journal import NO_RECORD, Entry, Facts, Record, records, valid_entries
from opsplan.values.occurrence import (
    SETTLED,
    Identity,
    Occurrence,
    Status,
    day_of,
    day_start,
    in_time,
)
from opsplan.values.window import Window, day_window

_DEEDS = ("done", "progress", "skip", "note")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence of a day's list.

    A carried one keeps its place there if it was open that morning. What came back since (a tick
    of yesterday taken back), and what figures and people asked for, stands behind all others in
    the order in which it `arrived`.
    """

    occurrence: Occurrence
    day: date
    carried: bool = False
    superseded_at: datetime | None = None
    arrived: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The lists of the days of a window, before the journal has been asked about their items."""

    plan: Plan
    window: Window
    today: date
    first_day: date
    candidates: tuple[Candidate, ...]
    setup: tuple[Occurrence, ...]
    later: tuple[Occurrence, ...]
    targets: tuple[Progress, ...]
    facts: Facts

    @property
    def nominals(self) -> set[date]:
        """The nominal dates that the journal must be asked about."""
        every = (*(candidate.occurrence for candidate in self.candidates), *self.later)
        return {occurrence.nominal for occurrence in every} | {*self.window}

    @property
    def closed(self) -> set[date]:
        """The days on which the shop is closed; nothing stands there but what people have done."""
        pauses = self.plan.shop.pauses
        return {day for day in self.window if any(day in pause for pause in pauses)}


def draft(plan: Plan, window: Window, now: datetime, facts: Facts) -> Draft:
    """What stands on the lists of the window's days, seen from `now` (aware)."""
    today = day_of(now, plan.zone, plan.shop.day_starts)
    first_day = shop_first_day(plan, facts, today)
    figures = figures_of(plan, list(facts.figures))
    candidates: list[Candidate] = []
    spreads = [Spread(duty, window, first_day, today) for duty in plan.duties if _has_days(duty)]
    for day in window:
        if any(day in pause for pause in plan.shop.pauses):
            continue  # `join` adds what was done all the same
        begun = _begun_since(plan, facts, day)
        planned = [
            _arrived(candidate, begun)
            for spread in spreads
            for candidate in _candidates(spread, day, first_day, facts)
            # What has not even come yet is expected to be done on its day.
            if not (candidate.carried and candidate.occurrence.date > today)
        ]
        candidates += _with_rows(planned, _rows(plan, facts, figures, day))
    setup = tuple(
        step
        for duty in plan.duties
        if duty.is_setup and duty.is_there(window.start) and (step := setup_step(duty))
    )
    dawn = day_start(window.last, plan.zone, plan.shop.day_starts)
    undated = {duty.planned: duty for duty in plan.duties if isinstance(duty.cadence, AfterDone)}
    following = (
        next_offered(
            duty,
            [each for each in facts.newest.get(planned.key, ()) if each.written < dawn],
            first_day,
        )
        for planned, duty in undated.items()
    )
    listed = {
        candidate.occurrence.identity
        for candidate in candidates
        if candidate.occurrence.planned in undated
    }
    later = tuple(each for each in following if each and each.identity not in listed)
    progress = progress_on(plan, figures, window.start)
    return Draft(plan, window, today, first_day, tuple(candidates), setup, later, progress, facts)


def _begun_since(plan: Plan, facts: Facts, day: date) -> dict[str, str]:
    """The phases, by `playbook/phase`, that figures have started since the day began, with the ids
    of those: what they bring has come during the day."""
    dawn = day_start(day, plan.zone, plan.shop.day_starts)
    began = plan.began.items()
    return {key: each.arrived for key, each in began if facts.came_since(each.arrived, dawn)}


def _arrived(candidate: Candidate, begun: Mapping[str, str]) -> Candidate:
    """The candidate, behind what was on the list already where a phase around it has only begun."""
    if not begun:
        return candidate
    planned = candidate.occurrence.planned
    keys = (key for key, _ in around(planned.playbook, planned.duty))
    arrived = max((begun[key] for key in keys if key in begun), default=candidate.arrived)
    return replace(candidate, arrived=arrived)


def shop_first_day(plan: Plan, facts: Facts, today: date) -> date:
    """The launch, else the day of the oldest entry, else today (DESIGN section 4)."""
    if plan.shop.launch:
        return plan.shop.launch
    if facts.oldest:
        return min(day_of(facts.oldest, plan.zone, plan.shop.day_starts), today)
    return today


def join(draft: Draft, entries: Iterable[Entry], now: datetime) -> Checklist:
    """The checklist of a draft, with the journal's entries (in the order of writing) about it."""
    known = list(entries)
    found = records(known)
    at_dawn = _Dawn(known)
    items: dict[Identity, Item] = {}
    planned_rows = 0
    closed = draft.closed
    by_day: dict[date, list[Candidate]] = {day: [] for day in draft.window}
    for candidate in draft.candidates:
        by_day[candidate.day].append(candidate)
    for day, ours in by_day.items():
        kept = [placed for each in ours if (placed := at_dawn.placed(each, day))]
        kept += _touched(draft, day, at_dawn, kept)
        kept += _done_while_closed(draft, day, at_dawn) if day in closed else ()
        kept.sort(key=_place)
        planned_rows = sum(candidate.arrived is None for candidate in kept)
        for no, candidate in enumerate(kept, 1):
            identity = candidate.occurrence.identity
            if identity not in items:
                record = found.get(identity, NO_RECORD)
                if candidate.occurrence.mark.kind == "row":
                    register = register_of(draft.plan, identity)
                    record = row_record(register, at_dawn.of.get(identity, ()), record, day)
                steps = len(draft.setup) if no > planned_rows else 0
                items[identity] = _item(draft, candidate, no + steps, record, now)
    later = tuple(
        _item(draft, Candidate(each, draft.today), 0, found.get(each.identity, NO_RECORD), now)
        for each in draft.later
    )
    return Checklist(
        draft.plan.shop,
        draft.window,
        draft.today,
        now,
        _calendar_state(draft),
        tuple(items.values()),
        draft.first_day,
        _setup_items(draft, planned_rows, now),
        later,
        draft.targets,
        next_campaign(draft.plan, draft.window.start),
        phases_on(draft.plan, draft.window.start),
        draft.facts.reminded,
        pauses_in(draft.plan.shop.pauses, draft.window),
        workdays=draft.plan.calendar,
    )


def _place(candidate: Candidate) -> tuple[object, ...]:
    """Planned rows first, the carried ones of them before the others, then what arrived."""
    return candidate.arrived or "", not candidate.carried, day_order(candidate.occurrence)


def _rows(plan: Plan, facts: Facts, figures: Figures, day: date) -> list[Candidate]:
    """What figures and people have asked for by `day`: each duty's latest, whenever it was.

    A duty with dates of its own is asked for on that day only, as it comes back by itself; and so
    is what expires, unless it runs on past midnight. What was carried into the day stays on its
    list, even if it is asked for again.
    """
    dawn = day_start(day, plan.zone, plan.shop.day_starts)
    latest: dict[str, Candidate] = {}
    outdone: list[Candidate] = []
    after = sorted({each + timedelta(days=1) for days in figures.logged.values() for each in days})
    rows = [row for each in after if each <= day for row in asked(plan, figures, each)]
    rows += asked_by_people(plan, facts.asks, day)
    for row in sorted(rows, key=lambda each: (each.occurrence.nominal, each.arrived)):
        nominal = row.occurrence.nominal
        key = row.occurrence.planned.key
        duty = plan.duty(key)
        if nominal < day and duty and not _is_carried(row.occurrence, duty, dawn):
            continue
        known = latest.get(key)
        if known and known.occurrence.nominal == nominal:
            continue
        if known and known.carried and nominal == day and facts.came_since(row.arrived, dawn):
            outdone.append(replace(known, superseded_at=row.occurrence.opens))
        latest[key] = Candidate(row.occurrence, day, nominal < day, arrived=row.arrived)
    of_registers = [
        Candidate(each, day, each.nominal < day, arrived=arrived)
        for each, arrived in listed(plan, facts.rows, day)
    ]
    return [*outdone, *latest.values(), *of_registers]


def _is_carried(row: Occurrence, duty: PlannedDuty, dawn: datetime) -> bool:
    """Whether what was asked for on a day before still stands on the one that begins at `dawn`."""
    runs_on = row.due is not None and row.due >= dawn
    return isinstance(duty.cadence, Triggered) and (row.mark.policy == "carry" or runs_on)


def _with_rows(planned: list[Candidate], rows: list[Candidate]) -> list[Candidate]:
    """Planned candidates that are asked for as well know why; the other rows are added."""
    if not rows:
        return planned
    because = {row.occurrence.identity: row.occurrence.because for row in rows}
    explained = [
        replace(each, occurrence=each.occurrence._replace(because=because[identity]))
        if (identity := each.occurrence.identity) in because
        else each
        for each in planned
    ]
    known = {each.occurrence.identity for each in planned}
    return explained + [row for row in rows if row.occurrence.identity not in known]


def _touched(draft: Draft, day: date, journal: "_Dawn", kept: list[Candidate]) -> list[Candidate]:
    """What is asked for no longer, or whose phase a corrected figure has taken back, but that
    somebody has ticked, counted or noted."""
    rows: dict[Identity, Candidate] = {}
    for identity, entries in journal.of.items():
        if identity.nominal != day:
            continue
        standing = [entry for entry in valid_entries(entries) if entry.kind != "ask"]
        duty = draft.plan.duty(f"{identity.playbook}/{identity.duty}")
        if not standing or duty is None:
            continue
        arrived = standing[0].id
        if isinstance(duty.cadence, Triggered):
            rows[identity] = Candidate(row_of(duty, day, None), day, arrived=arrived)
        elif _is_of_gone_phase(draft.plan, duty, day):
            for each in dated(duty.as_if_inside(day), day_window(day)):
                if each.identity == identity:
                    rows[identity] = Candidate(each, day, arrived=arrived)
    for candidate in kept if rows else ():
        rows.pop(candidate.occurrence.identity, None)
    return [*rows.values()]


def _is_of_gone_phase(plan: Plan, duty: PlannedDuty, day: date) -> bool:
    """Whether the duty lives in a phase that is not on that day, and that waits for a figure."""
    planned = duty.planned
    awaited = {phase.id for phase in planned.playbook.phases if phase.condition is not None}
    start = len(planned.playbook.id) + 1
    keys = (key for key, _ in around(planned.playbook, planned.duty))
    gone = (key for key in keys if key[start:] in awaited and day not in plan.windows.get(key, ()))
    return any(gone)


def _done_while_closed(draft: Draft, day: date, journal: "_Dawn") -> Iterator[Candidate]:
    """What people have done, left out or noted of a day on which the shop is closed: before
    somebody wrote the pause down, or in spite of it."""
    for identity, entries in journal.of.items():
        duty = draft.plan.duty(f"{identity.playbook}/{identity.duty}")
        is_done = any(each.kind in _DEEDS for each in valid_entries(entries))
        if identity.nominal == day and duty is not None and is_done:
            found = (each for each in _as_if_open(duty, day) if each.identity == identity)
            yield from (Candidate(each, day) for each in found)


def _as_if_open(duty: PlannedDuty, nominal: date) -> Iterable[Occurrence]:
    """The occurrences of a nominal date, or on it, if the shop were not closed."""
    if isinstance(duty.cadence, AfterDone):
        return [single(duty, nominal, nominal, nominal)]
    if not _has_days(duty):
        return []
    reach = timedelta(days=LONGEST_SHIFT)
    return dated(duty.as_if_open(), Window(nominal - reach, nominal + reach))


class _Dawn:
    """What was settled before a day began, by the time of writing: that never changes again."""

    def __init__(self, entries: list[Entry]) -> None:
        self.of: dict[Identity, list[Entry]] = {}
        for entry in entries:
            self.of.setdefault(entry.identity, []).append(entry)

    def placed(self, candidate: Candidate, day: date) -> Candidate | None:
        """The candidate with its place in the day's list; None where it does not stand there."""
        if not candidate.carried or candidate.occurrence.mark.kind == "row":
            return candidate
        occurrence = candidate.occurrence
        planned = occurrence.planned
        start = day_start(day, planned.zone, planned.day_starts)
        entries = self.of.get(occurrence.identity, [])
        before = [entry for entry in entries if entry.written < start]
        at_dawn = records(before).get(occurrence.identity, NO_RECORD)
        if settled_as(occurrence, at_dawn) is None:
            return candidate
        for at, entry in enumerate(entries[len(before) :], len(before) + 1):
            since = records(entries[:at]).get(occurrence.identity, NO_RECORD)
            if settled_as(occurrence, since) is None:
                return replace(candidate, arrived=entry.id)
        return None


def _candidates(spread: Spread, day: date, first_day: date, facts: Facts) -> Iterator[Candidate]:
    duty = spread.duty
    if isinstance(duty.cadence, AfterDone):
        yield from _after_done(duty, day, facts.newest.get(duty.planned.key, ()), first_day)
        return
    for occurrence in spread.on(day):
        yield Candidate(occurrence, day, False, spread.superseded_at(occurrence))
    yield from _carried(spread, day)


def _has_days(duty: PlannedDuty) -> bool:
    """Whether the duty comes to lists by itself: neither a one-time step nor only asked for."""
    return not (duty.is_setup or isinstance(duty.cadence, Triggered))


def _after_done(
    duty: PlannedDuty, day: date, entries: Sequence[Entry], first_day: date
) -> Iterator[Candidate]:
    """What the journal of that morning offers, and what came back to be offered since."""
    start = day_start(day, duty.planned.zone, duty.planned.day_starts)
    at_dawn = offered(duty, day, [entry for entry in entries if entry.written < start], first_day)
    if at_dawn:
        yield Candidate(at_dawn, day, carried=at_dawn.date < day)
    undone = [entry for entry in entries if entry.written >= start and entry.kind == "undo"]
    if not undone:
        return
    # Ticks of today are left out, so that what came back stays when it is ticked again.
    known = [entry for entry in entries if entry.written < start or entry.kind == "undo"]
    since = offered(duty, day, known, first_day)
    if since and (at_dawn is None or since.identity != at_dawn.identity):
        yield Candidate(since, day, arrived=min(entry.id for entry in undone))


def _carried(spread: Spread, day: date) -> Iterator[Candidate]:
    """What was still to be done when `day` began: the last occurrence of a duty that carries,
    and last night's windows that run into the morning."""
    last = spread.last_before(day)
    if not last:
        return
    newest, planned = last[-1], spread.duty.planned
    start = day_start(day, planned.zone, planned.day_starts)
    for occurrence in last:
        due = occurrence.due
        runs_on = due is not None and due >= start and not isinstance(spread.duty.cadence, Floating)
        if runs_on:
            yield Candidate(occurrence, day, True, spread.superseded_at(occurrence))
        elif occurrence is newest and occurrence.mark.policy == "carry":
            superseded_at = spread.superseded_at(occurrence) or spread.opens_on(day)
            if superseded_at is None or superseded_at > start:
                yield Candidate(occurrence, day, True, superseded_at)


def _item(draft: Draft, candidate: Candidate, no: int, record: Record, now: datetime) -> Item:
    occurrence = candidate.occurrence
    status = status_of(occurrence, record, now, candidate.superseded_at, draft.first_day)
    return Item(
        occurrence, no, status, _awake(record, status, now), _carried_days(draft, candidate)
    )


def _awake(record: Record, status: Status, now: datetime) -> Record:
    """The record without a snooze that is over or of no use."""
    if record.snoozed and (status in SETTLED or record.snoozed <= now.astimezone(UTC)):
        return replace(record, snoozed=None)
    return record


def _carried_days(draft: Draft, candidate: Candidate) -> int:
    """The whole days since a carried occurrence was due; 0 for a window that still runs."""
    if not candidate.carried:
        return 0
    return days_since_due(candidate.occurrence, min(candidate.day, draft.today))


def days_since_due(occurrence: Occurrence, day: date) -> int:
    """The whole days from the one on which an occurrence was due to `day`; 0 before that."""
    planned, due = occurrence.planned, occurrence.due
    if due is None:
        return 0
    return max((day - day_of(due, planned.zone, planned.day_starts)).days, 0)


def status_of(
    occurrence: Occurrence,
    record: Record,
    now: datetime,
    superseded_at: datetime | None,
    first_day: date,
) -> Status:
    """What has become of an occurrence at `now` (DESIGN section 4, status and if_missed)."""
    if settled := settled_as(occurrence, record):
        return settled
    # In UTC, since two moments of one zone are compared by their clocks, and these turn back.
    at = now.astimezone(UTC)
    if at < occurrence.opens:
        return "upcoming"
    due = occurrence.due
    if due is None or in_time(at, due) or occurrence.due_day < first_day:
        return "open"
    if occurrence.mark.policy == "expire":
        closes = occurrence.closes or due
        return "late" if in_time(at, closes) else "missed"
    return "missed" if superseded_at and at >= superseded_at else "late"


def settled_as(occurrence: Occurrence, record: Record) -> Status | None:
    """How the record settles the occurrence: skipped, or done by an entry or by its goal."""
    if record.settled:
        return "skipped" if record.settled.kind == "skip" else "done"
    goal = occurrence.mark.goal
    return "done" if goal and record.progress >= goal.count else None


def _setup_items(draft: Draft, already: int, now: datetime) -> tuple[Item, ...]:
    """The one-time steps, numbered after the day's items; done once, they stay done."""
    items: list[Item] = []
    for no, occurrence in enumerate(draft.setup, already + 1):
        entries = draft.facts.newest.get(occurrence.planned.key, ())
        settled = last_settled(entries)
        identity = settled.identity if settled else occurrence.identity
        found = records(entries).get(identity, NO_RECORD)
        status = settled_as(occurrence, found) or _status_of_step(occurrence, now)
        items.append(Item(occurrence, no, status, _awake(found, status, now)))
    return tuple(items)


def _status_of_step(step: Occurrence, now: datetime) -> Status:
    """A one-time step is open until done, and before the launch too; only a date of its own that
    it begins from has it wait."""
    (phrase, *_) = step.planned.duty.phrases
    waits = phrase.start is not None and now.astimezone(UTC) < step.opens
    return "upcoming" if waits else "open"


def pauses_in(pauses: Iterable[Window], window: Window) -> tuple[Window, ...]:
    """The stretches that touch the window on which the shop is closed."""
    return tuple(each for each in pauses if each.start < window.end and each.end > window.start)


def _calendar_state(draft: Draft) -> CalendarState:
    """What is known of the years of the window, and of those that work was moved here from."""
    years = {*range(draft.window.start.year, draft.window.last.year + 1)}
    years |= {candidate.occurrence.nominal.year for candidate in draft.candidates}
    return state_of(draft.plan.calendar, years)
