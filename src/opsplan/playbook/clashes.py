"""Warnings about duties of one role that fall on one clock time."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from opsplan.calendars import PUBLISHED
from opsplan.recurrence.dates import Frame, phrase_dates
from opsplan.values.cadence import Hourly, Phrase, Slot
from opsplan.values.classes import dataclass
from opsplan.values.playbook import Duty, Playbook
from opsplan.values.problem import Place, Problem
from opsplan.values.text import WEEKDAYS, say

_FIRST, _DAYS = date(2026, 3, 2), 56
"""Eight plain weeks from a Monday on are looked at."""


@dataclass(frozen=True, slots=True)
class _Timed:
    """A duty with the days on which it falls on a clock time."""

    duty: Duty
    place: Place
    days: frozenset[int]


def clashes_of(book: Playbook) -> Iterator[Problem]:
    """A warning for each duty that shares a role, a day and a clock time with one before it.

    Choices of one option never meet, nor do duties for different platforms, markets or stages.
    """
    choices = _choices(book)
    for (_, minute), timed in _by_time(book).items():
        timed.sort(key=lambda each: each.place.file == book.file)  # one's own is the one to move
        for at, each in enumerate(timed):
            other = _first_met(each, timed[:at], choices)
            if other is not None:
                yield _warning(each, other, minute)


def _by_time(book: Playbook) -> dict[tuple[str, int], list[_Timed]]:
    """The duties of each role and minute of the day, in the order of the file."""
    slots: dict[tuple[str, int], dict[int, list[Phrase]]] = {}
    for number, duty in enumerate(book.duties):
        if duty.role is None or duty.owner is not None:
            continue
        for phrase in duty.phrases:
            for minute in _minutes(phrase):
                slots.setdefault((duty.role, minute), {}).setdefault(number, []).append(phrase)
    shared = {key: duties for key, duties in slots.items() if len(duties) > 1}
    frame = Frame(PUBLISHED.named(book.calendar))
    first = _FIRST.toordinal()
    return {
        key: [
            _Timed(
                book.duties[number],
                _place(book, book.duties[number], phrases[0]),
                frozenset(
                    day
                    for phrase in phrases
                    for day in phrase_dates(phrase, first, first + _DAYS, frame).dates
                ),
            )
            for number, phrases in duties.items()
        ]
        for key, duties in shared.items()
    }


def _minutes(phrase: Phrase) -> Iterator[int]:
    for part in phrase.parts:
        if isinstance(part, Slot):
            yield part.at
        elif isinstance(part, Hourly):
            yield from range(part.start, part.end + 1, 60)


def _place(book: Playbook, duty: Duty, phrase: Phrase) -> Place:
    index = duty.phrases.index(phrase)
    if index < len(duty.places):
        return duty.places[index]
    return Place(duty.file or book.file, duty.line, 1, duty.id)


def _choices(book: Playbook) -> dict[str, dict[str, set[str]]]:
    """By duty and option, the choices that a duty belongs to."""
    found: dict[str, dict[str, set[str]]] = {}
    for option in book.options:
        for choice, duties in option.choices.items():
            for duty in duties:
                found.setdefault(duty, {}).setdefault(option.id, set()).add(choice)
    return found


def _first_met(
    one: _Timed, others: Iterable[_Timed], choices: Mapping[str, Mapping[str, set[str]]]
) -> _Timed | None:
    mine = choices.get(one.duty.id, {})
    for other in others:
        theirs = choices.get(other.duty.id, {})
        excluded = any(not mine[each] & theirs[each] for each in mine.keys() & theirs.keys())
        alike = one.duty.applies == other.duty.applies
        if alike and not excluded and one.days & other.days:
            return other
    return None


def _warning(one: _Timed, other: _Timed, minute: int) -> Problem:
    days = one.days & other.days
    weekdays = sorted({(day - 1) % 7 for day in days})
    what = say(
        "{duty}: {other} is at {time} too, for the same role ({days})",
        duty=one.duty.id,
        other=other.duty.id,
        time=f"{minute // 60:02}:{minute % 60:02}",
        days=say("every day") if len(weekdays) == 7 else [WEEKDAYS[day] for day in weekdays],
    )
    return one.place.warning(what, say("another time, or another role"))
