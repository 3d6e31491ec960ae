"""The dates of a phrase within a window.

Days are `date.toordinal()` numbers here, since arithmetic on plain integers is what makes a long
window cheap; windows are `[first, last)`. Every function costs what its answer costs, whatever
the distance to the anchor.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, assert_never

from opsplan.values.cadence import (
    LAST,
    AfterDone,
    Cadence,
    CampaignDay,
    Daily,
    DayOfMonth,
    EveryDays,
    EveryWeeks,
    EveryWorkdays,
    Floating,
    HalfMonthly,
    Monthly,
    NthWeekday,
    Once,
    OnDates,
    PhaseDay,
    Phrase,
    Place,
    Quarterly,
    RRule,
    ShiftKind,
    Span,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.calendar import Calendar
from opsplan.values.classes import dataclass, replace
from opsplan.values.dated import Dated
from opsplan.values.window import month_length

if TYPE_CHECKING:
    from opsplan.recurrence.rrule import Skipped

DEFAULT_ANCHOR = date(2024, 1, 1)
LONGEST_SHIFT = 60
"""No calendar has that many days off in a row; a shift that finds no workday leaves the date."""
_LAST_DAY = date.max.toordinal()


Stretches = Callable[[int, int], Sequence[tuple[int, int]]]
"""The stretches `[first, last)` of a campaign or phase that touch a window, in order."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What dates depend on besides the phrase: the calendar, the anchor, the zone of an UNTIL,
    and the stretches of the campaign or phase that it lives in. Nominal dates outside any of
    `only` are dropped, and so is what stands on days of `closed`, `[first, last)` each."""

    calendar: Calendar
    anchor: date = DEFAULT_ANCHOR
    zone: tzinfo | None = None
    stretches: Stretches | None = None
    only: tuple[Stretches, ...] = ()
    closed: tuple[tuple[int, int], ...] = ()

    def is_closed(self, day: int, end: int | None = None) -> bool:
        """Whether the shop is closed on that day, or on all days up to (without) `end`."""
        last = day + 1 if end is None else end
        return any(low <= day and last <= high for low, high in self.closed)


def phrase_dates(phrase: Phrase, first: int, last: int, frame: Frame) -> Dated:
    """The dates of `phrase` in `[first, last)`, after its shift, within its bounds.

    Floating phrases give the first days of their spans; phrases without dates of their own
    (after done, once, triggered, days of a phase or campaign) give none.
    """
    if phrase.shift:
        found = _shifted(phrase, first, last, frame)
    else:
        nominals, clocks = _nominals(phrase, first, last, frame)
        found = Dated(nominals, nominals, clocks)
    touched = any(low < last and high > first for low, high in frame.closed)
    return _open_days(phrase, found, frame) if touched else found


def _open_days(phrase: Phrase, found: Dated, frame: Frame) -> Dated:
    """Without what stands on closed days; a span is dropped where all of it is closed."""
    cadence = phrase.cadence

    def is_open(day: int) -> bool:
        if isinstance(cadence, Floating):
            return not frame.is_closed(day, span_end(cadence.span, day))
        if isinstance(cadence, Once) and frame.stretches is not None:
            ends = [end for start, end in frame.stretches(day, day + 1) if start == day]
            return not (ends and frame.is_closed(day, ends[0]))
        return not frame.is_closed(day)

    if found.dates is found.nominals:
        kept = [day for day in found.dates if is_open(day)]
        return Dated(kept, kept, found.clocks)
    pairs = [(to, day) for to, day in zip(found.dates, found.nominals, strict=True) if is_open(to)]
    return Dated([to for to, _ in pairs], [day for _, day in pairs], found.clocks)


Nominals = tuple[Sequence[int], dict[int, tuple[int, ...]] | None]


def _nominals(phrase: Phrase, first: int, last: int, frame: Frame) -> Nominals:
    """The unshifted dates within the window, the phrase's bounds, and what they are confined to."""
    nominals, clocks = _bounded(phrase, first, last, frame)
    for find in frame.only:
        spans = find(first, last)
        nominals = [day for day in nominals if any(start <= day < end for start, end in spans)]
    return nominals, clocks


def _bounded(phrase: Phrase, first: int, last: int, frame: Frame) -> Nominals:
    """The unshifted dates within the window and the phrase's bounds."""
    if phrase.start:
        first = max(first, phrase.start.toordinal())
    if phrase.until:
        last = min(last, phrase.until.toordinal() + 1)
    first, last = max(first, 1), min(last, _LAST_DAY + 1)
    if first >= last:
        return (), None
    if frame.stretches is not None:
        return _inside(phrase, first, last, frame, frame.stretches)
    if isinstance(phrase.cadence, RRule):
        skipped = frame.calendar.holiday if phrase.shift == "skip" else None
        return _rrule_days(phrase.cadence, first, last, frame, skipped)
    if isinstance(phrase.cadence, DATELESS):
        return (), None
    anchor = (phrase.start or frame.anchor).toordinal()
    return FINDERS[type(phrase.cadence)](phrase.cadence, first, last, anchor, frame.calendar), None


def _inside(phrase: Phrase, first: int, last: int, frame: Frame, stretches: Stretches) -> Nominals:
    """The dates of a phrase within the stretches of its campaign or phase."""
    cadence = phrase.cadence
    if isinstance(cadence, CampaignDay):
        reach = abs(cadence.offset) * 3 + LONGEST_SHIFT
        around = stretches(first - reach, last + reach)
        days = [day for span in around if (day := _campaign_day(cadence, *span, frame.calendar))]
        return _within(sorted(set(days)), first, last), None
    if isinstance(cadence, PhaseDay | Once):
        offset = cadence.n - 1 if isinstance(cadence, PhaseDay) else 0
        around = stretches(first - offset, last)
        days = [start + offset for start, end in around if start + offset < end]
        return _within(days, first, last), None
    plain = replace(frame, stretches=None)
    found: list[int] = []
    clocks: dict[int, tuple[int, ...]] = {}
    for start, end in stretches(first, last):
        inner = plain if phrase.start else replace(plain, anchor=date.fromordinal(start))
        days_in, clocks_in = _nominals(phrase, max(first, start), min(last, end), inner)
        found += days_in
        clocks |= clocks_in or {}
    return found, clocks or None


def _campaign_day(day: CampaignDay, start: int, end: int, calendar: Calendar) -> int | None:
    """So many days before the first day of a campaign, or after its last."""
    if day.offset == 0:
        return start
    if day.unit == "day":
        return start + day.offset if day.offset < 0 else end - 1 + day.offset
    reach = abs(day.offset) * 3 + LONGEST_SHIFT
    if day.offset < 0:
        before = calendar.workdays(start - reach, start)
        return before[day.offset] if -day.offset <= len(before) else None
    after = calendar.workdays(end, end + reach)
    return after[day.offset - 1] if day.offset <= len(after) else None


def _shifted(phrase: Phrase, first: int, last: int, frame: Frame) -> Dated:
    """Widen the window by what can be shifted into it, then shift; holidays skipped are dropped."""
    calendar, kind = frame.calendar, phrase.shift
    low = _workday_from(calendar, first - 1, -1) + 1 if kind == "next" else first
    high = _workday_from(calendar, last, 1) if kind == "previous" else last
    nominals, clocks = _nominals(phrase, low, high, frame)
    pairs = [(_shift(calendar, kind, day), day) for day in nominals]
    kept = [(to, day) for to, day in pairs if to is not None and first <= to < last]
    return Dated([to for to, _ in kept], [day for _, day in kept], clocks)


def _shift(calendar: Calendar, kind: ShiftKind | None, day: int) -> int | None:
    if kind == "skip":
        return None if calendar.holiday(day) else day
    return _workday_from(calendar, day, 1 if kind == "next" else -1)


def _workday_from(calendar: Calendar, day: int, step: int) -> int:
    """The first workday at or beyond `day` in that direction; `day` itself where there is none."""
    for far in range(LONGEST_SHIFT):
        moved = day + far * step
        if not 1 <= moved <= _LAST_DAY or calendar.is_workday(moved):
            return moved
    return day


def _rrule_days(
    cadence: RRule, first: int, last: int, frame: Frame, skipped: "Skipped | None"
) -> Nominals:
    from opsplan.recurrence.rrule import rule_instances  # loads dateutil, which few duties need

    clocks: dict[int, tuple[int, ...]] = {}
    days: list[int] = []
    for day, minute in rule_instances(cadence, first, last, frame.zone, skipped):
        if not days or days[-1] != day:
            days.append(day)
        if minute is not None and minute not in clocks.get(day, ()):
            clocks[day] = (*clocks.get(day, ()), minute)
    return days, clocks or None


def _daily(_: Daily, first: int, last: int, anchor: int, calendar: Calendar) -> Sequence[int]:
    return range(first, last)


def _workdays(_: Workdays, first: int, last: int, anchor: int, cal: Calendar) -> Sequence[int]:
    return cal.workdays(first, last)


def _weekly(rule: Weekly, first: int, last: int, anchor: int, cal: Calendar) -> Sequence[int]:
    runs = [range(first + (day + 1 - first) % 7, last, 7) for day in rule.weekdays]
    return runs[0] if len(runs) == 1 else sorted(day for run in runs for day in run)


def _every_days(rule: EveryDays, first: int, last: int, anchor: int, _: Calendar) -> Sequence[int]:
    return range(first + (anchor - first) % rule.n, last, rule.n)


def _every_weeks(
    rule: EveryWeeks, first: int, last: int, anchor: int, _: Calendar
) -> Sequence[int]:
    monday = anchor - (anchor - 1) % 7
    weekdays = rule.weekdays or ((anchor - 1) % 7,)
    step = 7 * rule.n
    runs = [range(first + (monday + day - first) % step, last, step) for day in weekdays]
    return runs[0] if len(runs) == 1 else sorted(day for run in runs for day in run)


def _every_workdays(
    rule: EveryWorkdays, first: int, last: int, anchor: int, calendar: Calendar
) -> Sequence[int]:
    days = calendar.workdays(max(first, anchor), last)
    if not days:
        return ()
    passed = len(calendar.workdays(anchor, days[0]))
    return days[-passed % rule.n :: rule.n]


def _monthly(rule: Monthly, first: int, last: int, anchor: int, calendar: Calendar) -> list[int]:
    day = date.fromordinal(anchor)
    places = rule.places or (DayOfMonth(day.day),)
    phase = (day.year * 12 + day.month - 1) % rule.n
    found: list[int] = []
    for year, month in _months(first, last):
        if rule.n == 1 or (year * 12 + month - 1) % rule.n == phase:
            start = date(year, month, 1).toordinal()
            length = month_length(year, month)
            found += _placed(places, start, start + length, calendar)
    return _within(found, first, last)


def _half_monthly(_: HalfMonthly, first: int, last: int, anchor: int, cal: Calendar) -> list[int]:
    days = [date(y, m, d).toordinal() for y, m in _months(first, last) for d in (1, 16)]
    return _within(days, first, last)


def _quarterly(
    rule: Quarterly, first: int, last: int, anchor: int, calendar: Calendar
) -> list[int]:
    found: list[int] = []
    for start in _span_starts("quarter", first, last, before=True):
        found += _placed(rule.places, start, span_end("quarter", start), calendar)
    return _within(found, first, last)


def _placed(places: Sequence[Place], start: int, end: int, calendar: Calendar) -> Iterator[int]:
    """The days of these places in the month or quarter `[start, end)`, each once, in order."""
    days = {_place(place, start, end, calendar) for place in places}
    yield from sorted(day for day in days if day is not None)


def _place(place: Place, start: int, end: int, calendar: Calendar) -> int | None:
    if isinstance(place, DayOfMonth):
        return end - 1 if place.day == LAST else min(start + place.day, end) - 1
    if isinstance(place, NthWeekday):
        days: Sequence[int] = range(start + (place.weekday + 1 - start) % 7, end, 7)
    else:
        days = calendar.workdays(start, end)
    index = -1 if place.n == LAST else place.n - 1
    return days[index] if index < len(days) and days else None


def _yearly(rule: Yearly, first: int, last: int, anchor: int, cal: Calendar) -> list[int]:
    found = [_year_day(year, *day) for year in _years(first, last) for day in rule.days]
    return _within(sorted(set(found)), first, last)


def _year_day(year: int, month: int, day: int) -> int:
    length = month_length(year, month)
    return date(year, month, min(day, length)).toordinal()


def _yearly_lunar(rule: YearlyLunar, first: int, last: int, anchor: int, _: Calendar) -> list[int]:
    from opsplan.calendars.lunar import lunar_to_solar  # loads borax

    years = _years(first, last)
    found = {
        solar.toordinal()
        for year in range(years.start - 1, years.stop + 1)
        for month, day in rule.days
        if (solar := lunar_to_solar(year, month, day))
    }
    return _within(sorted(found), first, last)


def _on_dates(rule: OnDates, first: int, last: int, anchor: int, cal: Calendar) -> list[int]:
    return _within([day.toordinal() for day in rule.dates], first, last)


def _floating(rule: Floating, first: int, last: int, anchor: int, cal: Calendar) -> Sequence[int]:
    return list(_span_starts(rule.span, first, last))


def span_start(span: Span, day: int) -> int:
    """The first day of the week, month, quarter or year that `day` lies in."""
    if span == "week":
        return day - (day - 1) % 7
    at = date.fromordinal(day)
    month = 1 if span == "year" else at.month if span == "month" else (at.month - 1) // 3 * 3 + 1
    return date(at.year, month, 1).toordinal()


def span_end(span: Span, start: int) -> int:
    """The day after the last day of the span that starts on `start`."""
    if span == "week":
        return start + 7
    at = date.fromordinal(start)
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else _LAST_DAY + 1


def _span_starts(span: Span, first: int, last: int, *, before: bool = False) -> Iterator[int]:
    """First days of spans within the window; with `before`, also of the one that lies over it."""
    start = span_start(span, first)
    if start < first and not before:
        start = span_end(span, start)
    while start < last:
        yield start
        start = span_end(span, start)


def _months(first: int, last: int) -> Iterator[tuple[int, int]]:
    start, end = date.fromordinal(first), date.fromordinal(last - 1)
    for index in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield index // 12, index % 12 + 1


def _years(first: int, last: int) -> range:
    return range(date.fromordinal(first).year, date.fromordinal(last - 1).year + 1)


def _within(days: list[int], first: int, last: int) -> list[int]:
    return days[bisect_left(days, first) : bisect_left(days, last)]


DATELESS = (AfterDone, Once, PhaseDay, CampaignDay, Triggered)
"""The cadences that have no dates by themselves; in a phase or campaign, some have."""

FINDERS: Mapping[type, Callable[..., Sequence[int]]] = {
    Daily: _daily,
    Workdays: _workdays,
    Weekly: _weekly,
    EveryDays: _every_days,
    EveryWorkdays: _every_workdays,
    EveryWeeks: _every_weeks,
    Monthly: _monthly,
    HalfMonthly: _half_monthly,
    Quarterly: _quarterly,
    Yearly: _yearly,
    YearlyLunar: _yearly_lunar,
    OnDates: _on_dates,
    Floating: _floating,
}
"""What finds the dates of every other cadence, but for RRULEs, which may have clock times."""


def days_a_week(cadences: Sequence[Cadence]) -> float:
    """On how many days of a usual week these cadences fall together (7 for `every day`)."""
    weekdays = {day for each in cadences if isinstance(each, Weekly) for day in each.weekdays}
    return len(weekdays) + sum(_rate(each) for each in cadences if not isinstance(each, Weekly))


def _rate(cadence: Cadence) -> float:
    match cadence:
        case Weekly(days):
            return len(days)
        case Daily():
            return 7
        case Workdays():
            return 5
        case EveryDays(n):
            return 7 / n
        case EveryWorkdays(n):
            return 5 / n
        case EveryWeeks(n, days):
            return max(len(days), 1) / n
        case Monthly(places, n):
            return max(len(places), 1) * 12 / 52 / n
        case HalfMonthly():
            return 24 / 52
        case Quarterly(places):
            return len(places) * 4 / 52
        case Yearly(days) | YearlyLunar(days):
            return len(days) / 52
        case RRule() as rule:
            return _rrule_rate(rule.parts)
        case (
            OnDates() | Floating() | AfterDone() | Once() | PhaseDay() | CampaignDay() | Triggered()
        ):
            return 0
    assert_never(cadence)


def _rrule_rate(parts: Mapping[str, str]) -> float:
    interval = int(parts["INTERVAL"]) if parts.get("INTERVAL", "").isdecimal() else 1
    if any(part in parts for part in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYSETPOS")):
        return 0
    days = len(parts["BYDAY"].split(",")) if "BYDAY" in parts else None
    if parts.get("FREQ") == "WEEKLY":
        return (days or 1) / max(interval, 1)
    if parts.get("FREQ") in ("DAILY", "HOURLY", "MINUTELY", "SECONDLY"):
        return days or (7 / max(interval, 1) if parts["FREQ"] == "DAILY" else 7)
    return 0
