"""Reading English phrases. Each cadence is one small reader; the first that fits is taken."""

import re
from collections.abc import Callable
from typing import TypeVar

from opsplan.phrase.scan import Scanner, clock, take_date
from opsplan.phrase.shared import (
    A_TIME,
    FURTHEST_FROM_PEAK,
    Blocks,
    Grammar,
    Parts,
    a_block_of,
    listed,
    month_day,
    take_rrule,
    weekday_range,
)
from opsplan.values.cadence import (
    LAST,
    AfterDone,
    AtPeaks,
    Cadence,
    CampaignDay,
    ClockWindow,
    Daily,
    DayOfMonth,
    DayPart,
    EveryDays,
    EveryWeeks,
    EveryWorkdays,
    Floating,
    HalfMonthly,
    Hourly,
    InBlock,
    Monthly,
    NthWeekday,
    NthWorkday,
    Once,
    OnDates,
    PhaseDay,
    Place,
    Quarterly,
    ShiftKind,
    Slot,
    Span,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.text import say

T = TypeVar("T")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(mon|tue|wed|thu|fri|sat|sun)"
    r"(?:(?<=mon)days?|(?<=tue)s(?:days?)?|(?<=wed)(?:nesdays?)|(?<=thu)(?:rs?(?:days?)?)"
    r"|(?<=fri)days?|(?<=sat)(?:urdays?)|(?<=sun)days?)?(?![a-z])"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": LAST}
_ORDINAL = r"(\d{1,4})(?:st|nd|rd|th)(?![a-z])|(first|second|third|fourth|fifth|last)(?![a-z])"
_SEPARATOR = r"(?:,\s*and(?![a-z])|,|/|and(?![a-z])|&)"
_COUNT = {"once": 1, "twice": 2}
_SPANS: dict[str, Span] = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}

A_WEEKDAY = say("a weekday (mon, tue, wed, thu, fri, sat, sun)")
A_NUMBER = say("a number")
A_MONTH_DAY = say("a day of the month from 1 to 31")
A_PLACE = say("a day such as 15, last day, 2nd tue or first workday")


def _listed(s: Scanner, read: Callable[[Scanner], T | None]) -> tuple[T, ...]:
    return tuple(listed(s, read, _SEPARATOR))


def _weekday(s: Scanner) -> int | None:
    match = s.take(_WEEKDAY, A_WEEKDAY)
    return WEEKDAYS.index(match[1]) if match else None


def _weekday_range(s: Scanner) -> tuple[int, ...] | None:
    return weekday_range(s, _weekday, r"-|to(?![a-z])")


def weekdays(s: Scanner) -> tuple[int, ...]:
    """`mon, wed`, `mon-sat` or both, sorted; () where there is none."""
    return tuple(sorted({day for days in _listed(s, _weekday_range) for day in days}))


def _ordinal(s: Scanner) -> int | None:
    match = s.take(_ORDINAL)
    if match is None:
        return None
    return int(match[1]) if match[1] else _ORDINALS[match[2]]


def _place(s: Scanner) -> Place | None:
    before = s.at
    s.take(r"the(?![a-z])")
    nth = _ordinal(s)
    if nth is not None:
        if s.word("workday"):
            return NthWorkday(nth)
        after_nth = s.at
        weekday = _weekday(s)
        if weekday is not None:
            if nth == LAST or 1 <= nth <= 5:
                return NthWeekday(nth, weekday)
            s.fail(say("one of the first five, or the last"), before)
        elif nth in (1, LAST) and s.word("day"):
            return DayOfMonth(nth)
        elif 1 <= nth <= 31:
            s.at = after_nth
            return DayOfMonth(nth)
    elif match := s.take(r"(\d{1,2})(?![\d:-])", A_PLACE):
        if 1 <= int(match[1]) <= 31:
            return DayOfMonth(int(match[1]))
        s.fail(A_MONTH_DAY, match.start())
    s.at = before
    return None


def _places(s: Scanner) -> tuple[Place, ...]:
    start = s.at
    places: tuple[Place, ...] = tuple(dict.fromkeys(_listed(s, _place)))
    # `1st and 3rd mon` means two Mondays to people, and would be the 1st and a Monday.
    bare = re.match(r"\s*(?:the\s+)?\d+(?:st|nd|rd|th)\s*(?:,|and|/|&)", s.text[start:])
    if bare and any(not isinstance(place, DayOfMonth) for place in places):
        s.at = start
        s.fail(say("each with its weekday, such as 1st mon, 3rd mon"), start)
        return ()
    return places


def _every_day(s: Scanner) -> Cadence | None:
    return Daily() if s.word("daily") or (s.word("every") and s.word("day")) else None


def _every_workday(s: Scanner) -> Cadence | None:
    if s.take(r"workdays(?![a-z])") or (s.word("every") and s.word("workday")):
        return Workdays()
    return None


def _every_weekday(s: Scanner) -> Cadence | None:
    if s.take(r"weekdays(?![a-z])"):
        return Weekly((0, 1, 2, 3, 4))
    if not s.word("every"):
        return None
    if s.word("weekday"):
        return Weekly((0, 1, 2, 3, 4))
    days = weekdays(s)
    return Weekly(days) if days else None


def _every_n(s: Scanner) -> Cadence | None:
    if not s.word("every"):
        return None
    match = s.take(r"(\d{1,4})(?!\d)(?!st|nd|rd|th)|(other)(?![a-z])", A_NUMBER)
    if match is None:
        return None
    n = int(match[1]) if match[1] else 2
    if n == 0:
        s.fail(say("a number from 1"), match.start())
        return None
    if s.word("days", "day"):
        return EveryDays(n) if n > 1 else Daily()
    if s.word("workdays", "workday"):
        return EveryWorkdays(n) if n > 1 else Workdays()
    if s.word("weeks", "week"):
        if not s.word("on"):
            return EveryWeeks(n)
        days = weekdays(s)
        return (Weekly(days) if n == 1 else EveryWeeks(n, days)) if days else None
    if s.word("months", "month"):
        if not s.word("on"):
            return Monthly((), n)
        places = _places(s)
        return Monthly(places, n) if places else None
    days = weekdays(s) if match[2] else ()  # `every other mon`, but not `every 3 mon`
    return EveryWeeks(2, days) if days else None


def _floating(s: Scanner) -> Cadence | None:
    match = s.take(r"(once|twice)(?![a-z])|(\d{1,4})\s*(?:times|x)(?![a-z])")
    if match is None:
        return None
    count = _COUNT[match[1]] if match[1] else int(match[2])
    if not (s.take(r"(?:an?|per|each|every)(?![a-z])") and count):
        return None
    span = s.take(r"(week|month|quarter|year)(?![a-z])", say("week, month, quarter or year"))
    if span is None:
        return None
    return Floating(count, _SPANS[span[1]], _by(s, _SPANS[span[1]]))


def _by(s: Scanner, span: Span) -> int | tuple[int, int] | None:
    before = s.at
    if not s.take(r"by(?![a-z])"):
        return None
    by: int | tuple[int, int] | None = None
    if span == "week":
        by = _weekday(s)
    elif span == "month":
        by = _month_day(s)
    elif span == "year":
        by = _year_day(s)
    if by is None:
        s.at = before
    return by


def _month_day(s: Scanner) -> int | None:
    place = _place(s)
    return place.day if isinstance(place, DayOfMonth) else None


def _every_half_month(s: Scanner) -> Cadence | None:
    return HalfMonthly() if s.word("every") and s.word("half month", "half a month") else None


def _monthly(s: Scanner) -> Cadence | None:
    if not (s.word("every") and s.word("month") and s.word("on")):
        return None
    places = _places(s)
    return Monthly(places) if places else None


def _quarterly(s: Scanner) -> Cadence | None:
    if not (s.word("every") and s.word("quarter") and s.word("on")):
        return None
    start = s.at
    places = _places(s)
    if any(isinstance(place, DayOfMonth) and place.day not in (1, LAST) for place in places):
        s.fail(say("first day, last day, 2nd tue or first workday"), start)
        return None
    return Quarterly(places) if places else None


def _year_day(s: Scanner) -> tuple[int, int] | None:
    match = s.take(r"(\d{1,2})-(\d{1,2})(?!\d)", say("a month and day such as 03-28"))
    return month_day(s, int(match[1]), int(match[2]), match.start()) if match else None


def _lunar_day(s: Scanner) -> tuple[int, int] | None:
    match = s.take(r"(\d{1,2})-(\d{1,2})(?!\d)", say("a lunar month and day such as 08-15"))
    if match is None:
        return None
    return month_day(s, int(match[1]), int(match[2]), match.start(), lunar=True)


def _yearly(s: Scanner) -> Cadence | None:
    if not (s.word("every") and s.word("year") and s.word("on")):
        return None
    if s.word("lunar"):
        lunar = _listed(s, _lunar_day)
        return YearlyLunar(lunar) if lunar else None
    days = _listed(s, _year_day)
    return Yearly(tuple(sorted(set(days)))) if days else None


def _after_done(s: Scanner) -> Cadence | None:
    if s.take(r"half a month after done(?![a-z])"):
        return AfterDone(1, "half-month")
    match = s.take(r"(\d{1,4}|an?)\s+(day|week|month)s?\s+after(?![a-z])")
    if match is None or not s.word("done"):
        return None
    n = 1 if match[1].startswith("a") else int(match[1])
    if n == 0:
        return None
    unit = match[2]
    return AfterDone(n, "day" if unit == "day" else "week" if unit == "week" else "month")


def _on_dates(s: Scanner) -> Cadence | None:
    if not s.word("on"):
        return None
    dates = _listed(s, take_date)
    return OnDates(tuple(sorted(set(dates)))) if dates else None


def _once(s: Scanner) -> Cadence | None:
    return Once() if s.word("once") else None


def _phase_day(s: Scanner) -> Cadence | None:
    if not (s.word("on") and s.take(r"day(?![a-z])")):
        return None
    match = s.take(r"(\d{1,4})(?!\d)", A_NUMBER)
    return PhaseDay(int(match[1])) if match and int(match[1]) else None


def _campaign_day(s: Scanner) -> Cadence | None:
    if s.take(r"on the day(?![a-z])"):
        return CampaignDay(0)
    match = s.take(r"(\d{1,4}|an?)\s+(workday|day|week)s?\s+(before|after)(?![a-z])(?!\s*done)")
    if match is None:
        return None
    n = 1 if match[1].startswith("a") else int(match[1])
    if n == 0:
        return None
    offset = -n if match[3] == "before" else n
    if match[2] == "workday":
        return CampaignDay(offset, "workday")
    return CampaignDay(offset * (7 if match[2] == "week" else 1))


def _triggered(s: Scanner) -> Cadence | None:
    return Triggered() if s.word("when triggered") else None


def _hourly_alone(s: Scanner) -> Cadence | None:
    before = s.at
    if s.word("hourly"):
        s.at = before
        return Daily()
    return None


def _rrule(s: Scanner) -> Cadence | None:
    return take_rrule(s, r"from(?![a-z])", "")


CADENCES: tuple[Callable[[Scanner], Cadence | None], ...] = (
    _rrule,
    _floating,
    _after_done,
    _campaign_day,
    _every_day,
    _every_workday,
    _every_half_month,
    _every_n,
    _every_weekday,
    _monthly,
    _quarterly,
    _yearly,
    _phase_day,
    _on_dates,
    _triggered,
    _once,
    _hourly_alone,
)


def _clock(s: Scanner) -> int | None:
    match = s.take(r"(\d{1,2}):(\d{2})\s*(am|pm)?(?![\d:])|(\d{1,2})\s*(am|pm)(?![a-z])", A_TIME)
    if match is None:
        return None
    hour, minute = int(match[1] or match[4]), int(match[2] or 0)
    half = match[3] or match[5]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half and not (half == "pm" and 13 <= hour < 24):
        s.fail(A_TIME, match.start())
        return None
    minutes = clock(hour, minute)
    if minutes is None:
        s.fail(A_TIME, match.start())
    return minutes


def _slot_or_window(s: Scanner) -> DayPart | None:
    before = s.at
    start = _clock(s)
    if start is None or start == 1440:
        s.at = before
        return None
    after_start = s.at
    if s.take(r"-|to(?![a-z])"):
        end = _clock(s)
        if end is not None and end != start:
            return ClockWindow(start, end if end > start else end + 1440)
        if end is not None:
            s.fail(say("an end other than the start"), after_start)
        s.at = before
        return None
    return Slot(start)


def _hourly(s: Scanner) -> tuple[DayPart, ...] | None:
    if not s.word("hourly"):
        return None
    window = _slot_or_window(s)
    if isinstance(window, ClockWindow):
        return (Hourly(window.start, window.end),)
    s.fail(say("a first and a last hour such as 08:00-16:00"))
    return None


def _peaks(s: Scanner) -> tuple[DayPart, ...] | None:
    if not (s.take(r"at(?![a-z])") and s.word("peaks")):
        return None
    match = s.take(r"([+-])\s*(\d{1,4})\s*(m(?:in(?:ute)?s?)?|h(?:ours?)?)(?![a-z])")
    if match is None:
        return (AtPeaks(),)
    minutes = int(match[2]) * (60 if match[3].startswith("h") else 1)
    if minutes > FURTHEST_FROM_PEAK:
        s.fail(say("a span of a day at most"), match.start())
        return None
    return (AtPeaks(-minutes if match[1] == "-" else minutes),)


def _at(s: Scanner) -> tuple[DayPart, ...] | None:
    return (_listed(s, _slot_or_window) or None) if s.word("at") else None


def _block(s: Scanner, blocks: Blocks) -> tuple[DayPart, ...] | None:
    if not s.word("in"):
        return None
    s.take(r"the(?![a-z-])")
    for name, block in blocks.names("en"):
        if s.take(re.escape(name) + r"(?![a-z0-9-])"):
            return (InBlock(block),)
    if blocks.known:
        s.fail(a_block_of(blocks))
        return None
    match = s.take(r"[a-z][a-z0-9-]*", say("the id of a block"))
    return (InBlock(match[0]),) if match else None


def times(s: Scanner, blocks: Blocks) -> tuple[DayPart, ...] | None:
    """`at …`, `hourly …`, `at peaks …` or `in BLOCK`; None where there is none."""
    start = s.at
    for read in (_hourly, _peaks, _at, lambda s: _block(s, blocks)):
        s.at = start
        found = read(s)
        if found:
            return found
    s.at = start
    return None


def shift(s: Scanner) -> ShiftKind | None:
    """`skip holidays`, `next workday`, `previous workday`; None where there is none."""
    if s.word("skip holidays", "skip holiday"):
        return "skip"
    if s.word("next workday"):
        return "next"
    return "previous" if s.word("previous workday") else None


def bound(s: Scanner, parts: Parts) -> bool:
    """`from DATE` or `until DATE` into `parts`; whether there was one."""
    before = s.at
    for word, field in (("from", "start"), ("until", "until")):
        if getattr(parts, field) is None and s.word(word):
            day = take_date(s)
            if day is not None:
                setattr(parts, field, day)
                return True
        s.at = before
    return False


GRAMMAR = Grammar(CADENCES, times, shift, bound)
