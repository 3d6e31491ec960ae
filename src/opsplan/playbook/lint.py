"""Warnings about a valid playbook: what will work otherwise than its author may think."""

from collections.abc import Iterator, Sequence
from datetime import date

from opsplan.calendars import PUBLISHED
from opsplan.phrase import write
from opsplan.playbook.faults import near_miss
from opsplan.recurrence import Frame, phrase_dates
from opsplan.values.applies import Applies
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
from opsplan.values.figures import Rule, Target
from opsplan.values.playbook import Campaign, Duty, Phase, Playbook
from opsplan.values.problem import Problem
from opsplan.values.register import Register
from opsplan.values.text import Message, say

_Entry = Duty | Campaign | Phase | Rule | Target | Register
_SAMPLE = range(2024, 2027)


def warnings_of(book: Playbook) -> tuple[Problem, ...]:
    """What a shop keeper should know about the playbook's phrases and stages."""
    phases = {phase.id for phase in book.phases}
    stages = tuple(
        Problem(book.file, line, 1, path, *_unknown_stage(stage, phases), "warning")
        for path, line, applies in _conditions(book)
        for stage in applies.stage
        if stage not in phases
    )
    return stages + tuple(
        Problem(book.file, duty.line, 1, f"duties[{index}].when", what, fix, "warning")
        for index, duty in enumerate(book.duties)
        for what, fix in _duty_warnings(duty, book)
    )


def _unknown_stage(stage: str, phases: set[str]) -> tuple[Message, Message | None]:
    what = say("the playbook has no phase '{word}'; another of the shop's must", word=stage)
    return what, near_miss(stage, phases)


def _conditions(book: Playbook) -> Iterator[tuple[str, int, Applies]]:
    """Each entry's place and for whom it is."""
    sections: tuple[tuple[str, Sequence[_Entry]], ...] = (
        ("duties", book.duties),
        ("campaigns", book.campaigns),
        ("phases", book.phases),
        ("rules", book.rules),
        ("targets", book.targets),
        ("registers", book.registers),
    )
    for name, entries in sections:
        for index, entry in enumerate(entries):
            yield f"{name}[{index}].applies.stage", entry.line, entry.applies


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
    calendar = PUBLISHED.named(book.calendar)
    if not rare:
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
