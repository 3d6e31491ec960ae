"""Warnings about a valid playbook: what will work otherwise than its author may think."""

from collections.abc import Iterator
from datetime import date

from opsplan.calendars import calendar_named
from opsplan.phrase import write
from opsplan.recurrence import Frame, phrase_dates
from opsplan.values.cadence import (
    LAST,
    AtPeaks,
    DayOfMonth,
    Monthly,
    NthWeekday,
    NthWorkday,
    Phrase,
    Quarterly,
)
from opsplan.values.playbook import Duty, Playbook
from opsplan.values.problem import Problem
from opsplan.values.text import Message, say

_SAMPLE = range(2024, 2027)


def warnings_of(book: Playbook) -> tuple[Problem, ...]:
    """What a shop keeper should know about the playbook's phrases."""
    return tuple(
        Problem(book.file, duty.line, 1, f"duties[{index}].when", what, fix, "warning")
        for index, duty in enumerate(book.duties)
        for what, fix in _duty_warnings(duty, book)
    )


def _duty_warnings(duty: Duty, book: Playbook) -> Iterator[tuple[Message, Message | None]]:
    for phrase in duty.phrases:
        if any(isinstance(part, AtPeaks) for part in phrase.parts) and not book.peaks:
            what = say("{duty}: the playbook has no peaks", duty=duty.id)
            yield what, say("without a shop's own it is a plain day")
        if phrase.start and phrase.until and phrase.until < phrase.start:
            worded = write(phrase, "en")
            yield say("{duty}: '{phrase}' never falls on a date", duty=duty.id, phrase=worded), None
        if isinstance(phrase.cadence, Monthly | Quarterly):
            yield from _monthly_warnings(duty, phrase, phrase.cadence, book)


def _monthly_warnings(
    duty: Duty, phrase: Phrase, cadence: Monthly | Quarterly, book: Playbook
) -> Iterator[tuple[Message, Message | None]]:
    worded = write(phrase, "en")
    if any(isinstance(place, DayOfMonth) and place.day > 28 for place in cadence.places):
        what = say(
            "{duty}: '{phrase}' falls on the last day of shorter months",
            duty=duty.id,
            phrase=worded,
        )
        yield what, None
    rare = [p for p in cadence.places if isinstance(p, NthWeekday | NthWorkday) and p.n != LAST]
    calendar = calendar_named(book.calendar or "CN")
    if not rare or calendar is None:
        return
    first, last = date(_SAMPLE[0], 1, 1).toordinal(), date(_SAMPLE[-1] + 1, 1, 1).toordinal()
    if isinstance(cadence, Quarterly):
        plain, spans = Phrase(Quarterly(tuple(rare))), 4 * len(_SAMPLE)
    else:
        plain, spans = Phrase(Monthly(tuple(rare))), 12 * len(_SAMPLE)
    found = len(phrase_dates(plain, first, last, Frame(calendar)).dates)
    if found == 0:
        yield say("{duty}: '{phrase}' never falls on a date", duty=duty.id, phrase=worded), None
    elif found < spans * len(rare):
        what = say("{duty}: '{phrase}' is silent in some months", duty=duty.id, phrase=worded)
        yield what, None
