"""Warnings about a valid playbook: what will work otherwise than its author may think."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from opsplan.calendars import PUBLISHED
from opsplan.phrase.wording import write
from opsplan.playbook.clashes import clashes_of
from opsplan.recurrence.dates import Frame, phrase_dates
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
    RRule,
    Yearly,
    YearlyLunar,
)
from opsplan.values.figures import Metric
from opsplan.values.playbook import Playbook
from opsplan.values.problem import Place, Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say

_SAMPLE = range(2024, 2027)
_FEW = 10
"""A rule that names that many weeks of the year means every other one."""

Warning_ = tuple[Message, Message | None]
"""What is odd about a phrase, and what would be right."""


def warnings_of(book: Playbook) -> tuple[Problem, ...]:
    """What a shop keeper should know about the playbook's phrases and stages, each at its place."""
    found = (*_stage_warnings(book), *_phrase_warnings(book), *clashes_of(book))
    return tuple(each for each in found if each.file == book.file)


def _stage_warnings(book: Playbook) -> Iterator[Problem]:
    phases = {phase.id for phase in book.phases}
    for path, line, applies in _conditions(book):
        for stage in applies.stage:
            if stage not in phases:
                place = Place(book.file, line, 1, path)
                yield place.warning(*_unknown_stage(stage, phases))


def _phrase_warnings(book: Playbook) -> Iterator[Problem]:
    for duty in book.duties:
        places = duty.places or (Place(duty.file or book.file, duty.line, 1, duty.id),)
        for index, phrase in enumerate(duty.phrases):
            place = places[min(index, len(places) - 1)]
            for what, fix in _warnings(phrase, book):
                yield place.warning(say("{duty}: {what}", duty=duty.id, what=what), fix)


def _unknown_stage(stage: str, phases: set[str]) -> tuple[Message, Message | None]:
    what = say("the playbook has no phase '{word}'; another of the shop's must", word=stage)
    return what, near_miss(stage, phases)


def _conditions(book: Playbook) -> Iterator[tuple[str, int, Applies]]:
    """Each entry's place and for whom it is."""
    for section, entries in book.sections():
        for index, entry in enumerate(entries):
            if not isinstance(entry, Metric):
                yield f"{section}[{index}].applies.stage", entry.line, entry.applies


def _warnings(phrase: Phrase, book: Playbook) -> Iterator[Warning_]:
    if any(isinstance(part, AtPeaks) for part in phrase.parts) and not book.peaks:
        yield say("the playbook has no peaks"), say("without a shop's own it is a plain day")
    if phrase.start and phrase.until and phrase.until < phrase.start:
        yield say("'{phrase}' never falls on a date", phrase=write(phrase, "en")), None
    match phrase.cadence:
        case Monthly() | Quarterly() as cadence:
            yield from _monthly_warnings(phrase, cadence, book)
        case Yearly(days) if (2, 29) in days:
            yield say("29 February falls back to the 28th in other years"), None
        case YearlyLunar(days) if any(day == 30 for _, day in days):
            yield say("the 30th of a lunar month falls back to the 29th in short ones"), None
        case RRule() as rule:
            yield from _rule_warnings(rule, phrase, book)


def _monthly_warnings(
    phrase: Phrase, cadence: Monthly | Quarterly, book: Playbook
) -> Iterator[Warning_]:
    worded = write(phrase, "en")
    if any(isinstance(place, DayOfMonth) and place.day > 28 for place in cadence.places):
        yield say("'{phrase}' falls on the last day of shorter months", phrase=worded), None
    rare = [p for p in cadence.places if isinstance(p, NthWeekday | NthWorkday) and p.n != LAST]
    if not rare:
        return
    if isinstance(cadence, Quarterly):
        plain, spans = Phrase(Quarterly(tuple(rare))), 4 * len(_SAMPLE)
    else:
        plain, spans = Phrase(Monthly(tuple(rare))), 12 * len(_SAMPLE)
    first, last = date(_SAMPLE[0], 1, 1), date(_SAMPLE[-1] + 1, 1, 1)
    found = len(_days(plain, first, last, book))
    if found == 0:
        yield say("'{phrase}' never falls on a date", phrase=worded), None
    elif found < spans * len(rare):
        yield say("'{phrase}' is silent in some months", phrase=worded), None


def _rule_warnings(rule: RRule, phrase: Phrase, book: Playbook) -> Iterator[Warning_]:
    """What other programs read otherwise, and what people seldom mean."""
    parts = rule.parts
    freq = parts["FREQ"]
    if freq in ("MINUTELY", "SECONDLY"):
        yield say("FREQ={freq} falls more often than once an hour", freq=freq), None
    if "BYWEEKNO" in parts and "BYDAY" not in parts:
        yield (
            say("programs differ about BYWEEKNO without BYDAY: here it is the start's weekday"),
            say("say which day: BYDAY=MO"),
        )
    if "BYWEEKNO" in parts and parts.get("INTERVAL", "1") != "1":
        what = say("programs differ about BYWEEKNO with INTERVAL: here years of weeks are counted")
        yield what, None
    if freq == "YEARLY" and "BYMONTHDAY" in parts and not {"BYMONTH", "BYWEEKNO"} & set(parts):
        yield (
            say("programs differ about BYMONTHDAY without BYMONTH: here it is every month"),
            say("say which month: BYMONTH=1"),
        )
    if "BYWEEKNO" in parts and _is_every_other(parts["BYWEEKNO"]):
        yield (
            say("weeks 53 and 1 follow each other, so that odd ones come twice in a row"),
            say("every 2 weeks on wed from 2026-01-07"),
        )
    if freq == "MONTHLY" and _is_silent(rule, phrase, book):
        yield say("'{phrase}' is silent in some months", phrase=write(phrase, "en")), None


def _is_every_other(weeks: str) -> bool:
    numbers = [int(each) for each in weeks.split(",")]
    return len(numbers) >= _FEW and len({number % 2 for number in numbers}) == 1


def _is_silent(rule: RRule, phrase: Phrase, book: Playbook) -> bool:
    """Whether some of the months that a monthly rule visits have no date."""
    parts = rule.parts
    if {"COUNT", "UNTIL", "BYMONTH"} & {*parts}:
        return False
    begin = rule.start.date() if isinstance(rule.start, datetime) else rule.start
    first = begin.replace(day=1)
    if first.year > date.max.year - 8:
        return False
    last = date(first.year + 7, first.month, 1)
    visited = -(-84 // int(parts.get("INTERVAL", "1")))
    months = {date.fromordinal(day).replace(day=1) for day in _days(phrase, first, last, book)}
    return len(months - {first}) < visited - 1


def _days(phrase: Phrase, first: date, last: date, book: Playbook) -> Sequence[int]:
    frame = Frame(PUBLISHED.named(book.calendar))
    return phrase_dates(phrase, first.toordinal(), last.toordinal(), frame).dates
