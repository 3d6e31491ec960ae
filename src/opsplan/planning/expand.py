"""The one expansion: a plan and a window to occurrences. Every view and command starts here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, timedelta, tzinfo
from functools import lru_cache, partial
from itertools import chain, repeat
from typing import cast

from opsplan.planning.plan import Plan, PlannedDuty, PlannedPhrase
from opsplan.recurrence.dates import LONGEST_SHIFT, phrase_dates, span_end, span_start
from opsplan.values.cadence import AfterDone, Floating, Once, Phrase
from opsplan.values.calendar import CalendarState, state_of
from opsplan.values.classes import replace
from opsplan.values.dated import Dated
from opsplan.values.occurrence import OPEN_END, Mark, Occurrence, wall
from opsplan.values.window import Window, days_on

FAR = 800
"""How many days ahead a next check day is looked for."""

ANCHORED = 7305
"""For how many days after a launch the beginning of a phase is looked for."""

_UNTIMED = -1
_KINDS_FIRST = ("slot", "window", "block")


def expand(plan: Plan, window: Window) -> list[Occurrence]:
    """All occurrences whose date lies in the window, without a journal, in the day's order.

    What counts from its last completion stands once, on the first day on which it is offered.
    """
    tracks = [track for duty in plan.duties for track in _tracks(duty, window)]
    tracks.sort(key=lambda track: track[0])
    first = window.start.toordinal()
    days: list[list[Occurrence]] = [[] for _ in range(window.end.toordinal() - first)]
    for _, numbers, occurrences in tracks:
        for number, occurrence in zip(numbers, occurrences, strict=True):
            days[number - first].append(occurrence)
    return list(chain.from_iterable(days))


def calendar_state(
    plan: Plan, found: Iterable[Occurrence], years: Iterable[int] = ()
) -> CalendarState:
    """How sure the holidays are of the years of these occurrences, and of others."""
    every = {day.year for each in found for day in (each.date, each.nominal)}
    return state_of(plan.calendar, every.union(years))


def count_of(plan: Plan, window: Window) -> int:
    """How many occurrences `expand` gives, from the dates alone wherever these tell."""
    return sum(_count(duty, window) for duty in plan.duties)


def dated(duty: PlannedDuty, window: Window) -> list[Occurrence]:
    """The dated and floating occurrences of one duty, by date and slot."""
    first, last = window.start.toordinal(), window.end.toordinal()
    if len(duty.phrases) == 1:
        return _of_one_phrase(duty, duty.phrases[0], first, last)
    return _of_several_phrases(duty, first, last)


def spanning(duty: PlannedDuty, window: Window) -> list[Occurrence]:
    """Like `dated`, with the floating occurrences whose spans began before the window."""
    if isinstance(duty.cadence, Once):
        return _whole_phase(duty, window)
    if not isinstance(duty.cadence, Floating):
        return dated(duty, window)
    first = window.start.toordinal()
    starts = [
        span_start(phrase.phrase.cadence.span, first)
        for phrase in duty.phrases
        if isinstance(phrase.phrase.cadence, Floating)
    ]
    widened = Window(date.fromordinal(min(starts)), window.end)
    return [each for each in dated(duty, widened) if span_last(each) >= window.start]


def _whole_phase(duty: PlannedDuty, window: Window) -> list[Occurrence]:
    """The one-time steps of the phases that touch the window."""
    first, last = window.start.toordinal(), window.end.toordinal()
    spans = duty.frame.stretches(first, last) if duty.frame.stretches else ()
    starts = [date.fromordinal(min(start, last - 1)) for start, _ in spans]
    return dated(duty, Window(min(starts), window.end)) if starts else []


def day_order(occurrence: Occurrence) -> tuple[object, ...]:
    """Clock times first, then blocks, untimed work, standing duties, and what floats."""
    return (*_place(occurrence), occurrence.date, occurrence.slot)


def _place(occurrence: Occurrence) -> tuple[object, ...]:
    """The place within a day, the same on all days."""
    mark = occurrence.mark
    group = {"standing": 3, "floating": 4, "once": 5}.get(mark.kind, 2)
    if mark.start is not None and mark.kind != "standing":
        early = mark.start < occurrence.planned.day_starts
        minutes = mark.start + 1440 if early else mark.start
        rank = _KINDS_FIRST.index(mark.kind) if mark.kind in _KINDS_FIRST else 0
        inner: tuple[int, ...] = (0, minutes, rank)
    elif mark.block is not None:
        inner = (1, mark.place, 0)
    else:
        spans = ("week", "month", "quarter", "year", "phase")
        inner = (group, spans.index(mark.span) if mark.span in spans else 0, 0)
    return (*inner, occurrence.planned.position)


def check_days(duty: PlannedDuty, window: Window) -> list[date]:
    """The days on which a duty with `check_on` is offered at all."""
    phrase = duty.check_on
    if phrase is None:
        return [day for day in window if duty.is_there(day)]
    first, last = window.start.toordinal(), window.end.toordinal()
    return [date.fromordinal(day) for day in duty.dates(phrase, first, last).dates]


def first_offered(duty: PlannedDuty, day: date) -> date | None:
    """The first day from `day` on which the duty is offered; None where its days have ended."""
    if duty.check_on is None and duty.is_there(day):
        return day
    for ahead in (10, 60, FAR):
        if found := check_days(duty, Window(day, days_on(day, ahead))):
            return found[0]
    return None


def shifted_to(duty: PlannedDuty, nominal: date) -> set[date]:
    """The dates to which the duty's shifts move a nominal date, merged with another or not."""
    day = nominal.toordinal()
    found: set[date] = set()
    for phrase in duty.phrases:
        reach = LONGEST_SHIFT if phrase.phrase.shift else 0
        days = duty.dates(phrase, day - reach, day + reach + 1)
        pairs = zip(days.dates, days.nominals, strict=True)
        found |= {date.fromordinal(to) for to, each in pairs if each == day}
    return found


def merged_into(duty: PlannedDuty, occurrence: Occurrence) -> tuple[date, ...]:
    """The other nominal dates that shifts have put onto an occurrence's day, slot by slot: to
    settle it settles them too."""
    if not any(phrase.phrase.shift for phrase in duty.phrases):
        return ()
    day = occurrence.date.toordinal()
    slots: dict[int, int] = {}
    for phrase in duty.phrases:
        for nominal in duty.dates(phrase, day, day + 1).nominals:
            slots[nominal] = slots.get(nominal, 0) + len(phrase.marks)
    slots.pop(occurrence.nominal.toordinal(), None)
    return tuple(date.fromordinal(day) for day in sorted(slots) if slots[day] >= occurrence.slot)


def anchor_of(duty: PlannedDuty, phrase: Phrase) -> date:
    """What a duty without dates of its own counts from: the first day of the phase that it lives
    in, or the shop's."""
    anchor = phrase.start or duty.frame.anchor
    if phrase.start is None and duty.frame.stretches is not None:
        number = anchor.toordinal()
        inside = duty.frame.stretches(number, min(number + ANCHORED, date.max.toordinal()))
        return date.fromordinal(max(inside[0][0], number)) if inside else anchor
    return anchor


def single(duty: PlannedDuty, nominal: date, day: date, due_day: date) -> Occurrence:
    """The one occurrence of an after-done or one-time duty."""
    return Occurrence(duty.planned, nominal, 1, day, due_day, duty.phrases[0].marks[0])


Track = tuple[tuple[object, ...], Sequence[int], Sequence[Occurrence]]
"""Occurrences that stand at one place of their days: the place, the days, the occurrences."""


def _tracks(duty: PlannedDuty, window: Window) -> Iterator[Track]:
    """The occurrences of a duty, one track for each slot; to sort tracks is to sort days."""
    first, last = window.start.toordinal(), window.end.toordinal()
    if _is_regular(duty) and not _clock_changes(duty.frame.zone, first, last):
        numbers, slots = _by_slot(duty, duty.phrases[0], first, last)
        for occurrences in slots:
            if occurrences:
                place = (*_place(occurrences[0]), occurrences[0].slot)
                yield place, numbers, occurrences
        return
    tracks: dict[tuple[object, ...], list[Occurrence]] = {}
    for each in _stateless(duty, window):
        tracks.setdefault((*_place(each), each.slot), []).append(each)
    for place, occurrences in tracks.items():
        yield place, [each.date.toordinal() for each in occurrences], occurrences


def _count(duty: PlannedDuty, window: Window) -> int:
    first, last = window.start.toordinal(), window.end.toordinal()
    if not _is_regular(duty) or _clock_changes(duty.frame.zone, first, last):
        return len(_stateless(duty, window))
    phrase = duty.phrases[0]
    days = duty.dates(phrase, first, last)
    dates = days.dates if days.dates is days.nominals else {*days.dates}
    return len(dates) * len(_in_clock_order(phrase.marks))


def _is_regular(duty: PlannedDuty) -> bool:
    """Whether all dates of the duty come from one phrase and have the same marks."""
    return (
        len(duty.phrases) == 1
        and not duty.phrases[0].is_clocked_by_rule
        and not isinstance(duty.cadence, AfterDone)
        and not duty.is_setup
    )


def _stateless(duty: PlannedDuty, window: Window) -> list[Occurrence]:
    if not (duty.is_setup or isinstance(duty.cadence, AfterDone)):
        return dated(duty, window)
    phrase = duty.phrases[0].phrase
    nominal = anchor_of(duty, phrase)
    if not phrase.holds(nominal):
        return []
    if duty.is_setup:
        day = first_offered(duty, nominal)
        return [single(duty, nominal, day, OPEN_END)] if day and day in window else []
    offered = first_offered(duty, max(nominal, window.start))
    return [single(duty, nominal, offered, offered)] if offered in window and offered else []


def _of_one_phrase(
    duty: PlannedDuty, phrase: PlannedPhrase, first: int, last: int
) -> list[Occurrence]:
    if phrase.is_clocked_by_rule:
        return _of_clocked_rule(duty, phrase, first, last)
    _, slots = _by_slot(duty, phrase, first, last)
    if len(slots) == 1:
        return slots[0]
    found = list(chain.from_iterable(zip(*slots, strict=True)))
    return _without_twins(found, duty.frame.zone, first, last)


def _by_slot(
    duty: PlannedDuty, phrase: PlannedPhrase, first: int, last: int
) -> tuple[Sequence[int], list[list[Occurrence]]]:
    """The dates of a phrase, and the occurrences of each of its slots on them."""
    days = duty.dates(phrase, first, last)
    numbers: Sequence[int] = days.dates
    if days.dates is days.nominals:
        dates = nominals = _dates(days.dates, first, last)
    else:
        kept = dict(reversed(_unmerged(days)))
        numbers = sorted(kept)
        dates = _dates(numbers, first, last)
        nominals = [date.fromordinal(kept[to]) for to in numbers]
    due_days = _due_days(duty, phrase.phrase, numbers) or dates
    marks = _in_clock_order(phrase.marks)
    return numbers, [
        list(
            map(
                _occurrence,
                zip(
                    repeat(duty.planned),
                    nominals,
                    repeat(slot),
                    dates,
                    due_days,
                    repeat(mark),
                    repeat(len(marks)),
                    repeat(None),
                ),
            )
        )
        for slot, mark in enumerate(marks, 1)
    ]


_occurrence = cast("Callable[[tuple[object, ...]], Occurrence]", partial(tuple.__new__, Occurrence))
"""An occurrence from the values of its fields in order; a third of the cost of naming them."""


def _of_clocked_rule(
    duty: PlannedDuty, phrase: PlannedPhrase, first: int, last: int
) -> list[Occurrence]:
    """The occurrences of an RRULE that brings its own times, which differ from day to day."""
    days = duty.dates(phrase, first, last)
    kept = dict(reversed(_unmerged(days)))
    found: list[Occurrence] = []
    for to in sorted(kept):
        day, nominal = date.fromordinal(to), date.fromordinal(kept[to])
        marks = _rule_marks(phrase.marks[0], days, kept[to])
        for slot, mark in enumerate(marks, 1):
            found.append(Occurrence(duty.planned, nominal, slot, day, day, mark, len(marks)))
    return _without_twins(found, duty.frame.zone, first, last)


def _due_days(duty: PlannedDuty, phrase: Phrase, numbers: Sequence[int]) -> list[date] | None:
    """The due days of what spans several; None where each is due on its own day."""
    if isinstance(phrase.cadence, Floating):
        return [_due_day(phrase.cadence, number) for number in numbers]
    if isinstance(phrase.cadence, Once) and duty.frame.stretches is not None:
        return [_last_day(duty, number) or date.fromordinal(number) for number in numbers]
    return None


def _dates(numbers: Sequence[int], first: int, last: int) -> list[date]:
    """Day numbers of the window `[first, last)` as dates."""
    if len(numbers) * 4 < last - first:
        return list(map(date.fromordinal, numbers))
    table = _table(first, last)
    if isinstance(numbers, range):
        start = numbers.start - first
        return table[start : start + len(numbers) * numbers.step : numbers.step]
    return [table[number - first] for number in numbers]


@lru_cache(maxsize=8)
def _table(first: int, last: int) -> list[date]:
    """All dates of a window; the duties of a plan share them."""
    return list(map(date.fromordinal, range(first, last)))


def _unmerged(days: Dated) -> list[tuple[int, int]]:
    """(date, nominal) pairs; of several shifted onto one date the unshifted one is first, or the
    earliest (DESIGN section 3, Shift)."""
    pairs = zip(days.dates, days.nominals, strict=True)
    if days.dates is days.nominals:
        return list(pairs)
    return sorted(pairs, key=lambda pair: (pair[0], pair[0] != pair[1], pair[1]))


def _of_several_phrases(duty: PlannedDuty, first: int, last: int) -> list[Occurrence]:
    """The union of several phrases: slots are numbered in clock order within a nominal date.

    What a shift or a pause leaves out keeps its number, so that to change either renames nothing.
    """
    marks_of: dict[tuple[int, int | None], list[tuple[Mark, date]]] = {}
    margin = LONGEST_SHIFT if any(each.phrase.shift for each in duty.phrases) else 0
    for phrase in duty.phrases:
        cadence = phrase.phrase.cadence
        span = cadence if isinstance(cadence, Floating) else None
        days = duty.dates(phrase, first - margin, last + margin)
        whole = _unshifted(duty, phrase, first - margin, last + margin) if margin else days
        left_out = {*whole.nominals}.difference(days.nominals)
        for to, nominal in (*_unmerged(days), *zip(repeat(None), left_out)):
            day = nominal if to is None else to
            due_day = _due_day(span, day) if span else date.fromordinal(day)
            of_day = (
                _rule_marks(phrase.marks[0], whole, nominal)
                if phrase.is_clocked_by_rule
                else phrase.marks
            )
            for mark in of_day:
                marks_of.setdefault((nominal, to), []).append((mark, due_day))
    numbered = [each for each in _numbered(duty, marks_of) if first <= each.date.toordinal() < last]
    return _without_twins(numbered, duty.frame.zone, first, last)


def _unshifted(duty: PlannedDuty, phrase: PlannedPhrase, first: int, last: int) -> Dated:
    """All nominal dates of a phrase, whatever shifts and pauses make of them."""
    is_open = duty.as_if_open()
    return phrase_dates(replace(phrase.phrase, shift=None), first, last, is_open.frame)


def _numbered(
    duty: PlannedDuty, marks_of: dict[tuple[int, int | None], list[tuple[Mark, date]]]
) -> Iterator[Occurrence]:
    by_nominal: dict[int, list[tuple[Mark, int | None, date]]] = {}
    # What is left out comes first, so that the same time in another phrase takes its place.
    for (nominal, to), marks in sorted(marks_of.items(), key=lambda each: each[0][1] is not None):
        by_nominal.setdefault(nominal, []).extend((mark, to, due) for mark, due in marks)
    found: dict[tuple[int, int], Occurrence] = {}
    for nominal in sorted(by_nominal):
        unique = {
            (m.start, m.end, m.block, m.span, m.span and (due, m.goal)): (m, to, due)
            for m, to, due in by_nominal[nominal]
        }
        ordered = sorted(unique.values(), key=lambda each: _clock_order(each[0]))
        stand = sum(to is not None for _, to, _ in ordered)
        for slot, (mark, to, due_day) in enumerate(ordered, 1):
            if to is None:
                continue
            days = date.fromordinal(nominal), slot, date.fromordinal(to), due_day
            occurrence = Occurrence(duty.planned, *days, mark, stand)
            rival = found.get((to, slot))
            if rival is None or (nominal == to and rival.nominal != rival.date):
                found[to, slot] = occurrence
    yield from sorted(found.values(), key=lambda each: (each.date, each.slot))


def _clock_order(mark: Mark) -> tuple[int, int, int]:
    start = _UNTIMED if mark.start is None else mark.start
    return start, mark.place, 0 if mark.end is None else mark.end


def _in_clock_order(marks: tuple[Mark, ...]) -> list[Mark]:
    if len(marks) == 1:
        return list(marks)
    unique = {(mark.start, mark.end): mark for mark in marks}
    return sorted(unique.values(), key=_clock_order)


def _rule_marks(pattern: Mark, days: Dated, nominal: int) -> list[Mark]:
    minutes = (days.clocks or {}).get(nominal, ())
    return [replace(pattern, start=minute) for minute in sorted(minutes)]


def _due_day(floating: Floating, start: int) -> date:
    """The last day on which a floating occurrence is on time."""
    last = span_end(floating.span, start) - 1
    by = floating.by
    if by is None:
        return date.fromordinal(last)
    if isinstance(by, tuple):
        first = date.fromordinal(start)
        month_start = date(first.year, by[0], 1).toordinal()
        return date.fromordinal(min(month_start + by[1], span_end("month", month_start)) - 1)
    if floating.span == "week":
        return date.fromordinal(start + by)
    return date.fromordinal(last if by == -1 else min(start + by - 1, last))


def _last_day(duty: PlannedDuty, day: int) -> date | None:
    """The last day of the phase whose one-time step begins on `day`; None for other duties."""
    if not isinstance(duty.cadence, Once) or duty.frame.stretches is None:
        return None
    ends = [end for _, end in duty.frame.stretches(day, day + 1)]
    if not ends:
        return None
    is_open_ended = ends[0] == OPEN_END.toordinal()
    return OPEN_END if is_open_ended else date.fromordinal(ends[0] - 1)


def span_last(occurrence: Occurrence) -> date:
    """The last day of the span itself, which may lie after the due day."""
    span = occurrence.mark.span
    if span not in ("week", "month", "quarter", "year"):
        return occurrence.due_day
    return date.fromordinal(span_end(span, occurrence.date.toordinal()) - 1)  # type: ignore[arg-type]


def _without_twins(
    found: list[Occurrence], zone: tzinfo | None, first: int, last: int
) -> list[Occurrence]:
    """Two slots of a duty at one instant are one: a DST gap can move one onto another."""
    if zone is None or not _clock_changes(zone, first, last):
        return found
    kept: list[Occurrence] = []
    instants: set[tuple[date, object]] = set()
    for each in found:
        if each.mark.start is not None and _changes_clock(zone, _wall_day(each, each.mark.start)):
            moved = each.opens.strftime("%H:%M")
            key = (each.date, moved)
            if key in instants:
                continue
            instants.add(key)
        kept.append(each)
    return kept


def _wall_day(occurrence: Occurrence, start: int) -> date:
    """The date that clocks show at a slot: the next one before the shop's day starts."""
    early = start < occurrence.planned.day_starts
    return occurrence.date + timedelta(days=1) if early else occurrence.date


@lru_cache(maxsize=512)
def _clock_changes(zone: tzinfo | None, first: int, last: int) -> bool:
    """Whether clocks are changed on a day of the window, or on the morning after it."""
    if zone is None:
        return False
    # Clocks of other zones have no first and no last day of all.
    days = range(max(first, 2), min(last + 1, date.max.toordinal()))
    return any(_changes_clock(zone, date.fromordinal(day)) for day in days)


@lru_cache(maxsize=4096)
def _changes_clock(zone: tzinfo, day: date) -> bool:
    start, end = wall(day, 0, zone), wall(day, 1440, zone)
    elapsed = end.astimezone(UTC) - start.astimezone(UTC)
    return elapsed != timedelta(days=1) or start.utcoffset() != end.utcoffset()
