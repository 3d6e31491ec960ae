"""A slow second opinion on dates: looks at one day after another, by the words of DESIGN.md."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import assert_never

from opsplan.calendars.lunar import lunar_day
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
    NthWorkday,
    Once,
    OnDates,
    PhaseDay,
    Phrase,
    Place,
    Quarterly,
    RRule,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.calendar import Calendar

DAY = timedelta(days=1)
FAR = 60
"""No holiday is longer than that, so no shift moves a date further."""


def shifted_dates(
    phrase: Phrase, first: date, last: date, anchor: date, calendar: Calendar
) -> list[tuple[date, date]]:
    """(date, nominal date) of every occurrence whose date lies between two days, both in."""
    found: list[tuple[date, date]] = []
    for nominal in days_between(first - FAR * DAY, last + FAR * DAY):
        if is_nominal(phrase, nominal, anchor, calendar):
            moved = shift(phrase, nominal, calendar)
            if moved is not None and first <= moved <= last:
                found.append((moved, nominal))
    return sorted(found)


def is_nominal(phrase: Phrase, day: date, anchor: date, calendar: Calendar) -> bool:
    """Whether the phrase falls on `day`, before any shift."""
    if phrase.start and day < phrase.start:
        return False
    if phrase.until and day > phrase.until:
        return False
    return _falls_on(phrase.cadence, day, phrase.start or anchor, calendar)


def shift(phrase: Phrase, nominal: date, calendar: Calendar) -> date | None:
    """Where the shift moves a nominal date to; None where it drops it."""
    if phrase.shift == "skip":
        return None if calendar.holiday(nominal.toordinal()) else nominal
    step = {"next": DAY, "previous": -DAY}.get(phrase.shift or "")
    moved = nominal
    while step and not calendar.is_workday(moved.toordinal()):
        moved += step
    return moved


def days_between(first: date, last: date) -> list[date]:
    """Every day between two days, both in."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def _falls_on(cadence: Cadence, day: date, anchor: date, calendar: Calendar) -> bool:
    match cadence:
        case Daily():
            return True
        case Workdays():
            return calendar.is_workday(day.toordinal())
        case Weekly(weekdays):
            return day.weekday() in weekdays
        case EveryDays(n):
            return (day - anchor).days % n == 0
        case EveryWeeks(n, weekdays):
            weeks = (_monday(day) - _monday(anchor)).days // 7
            return weeks % n == 0 and day.weekday() in (weekdays or (anchor.weekday(),))
        case EveryWorkdays(n):
            return _is_nth_workday_from(anchor, day, n, calendar)
        case Monthly(places, n):
            months = (day.year - anchor.year) * 12 + day.month - anchor.month
            wanted = places or (DayOfMonth(anchor.day),)
            return months % n == 0 and _in_place(wanted, day, _month, calendar)
        case HalfMonthly():
            return day.day in (1, 16)
        case Quarterly(places):
            return _in_place(places, day, _quarter, calendar)
        case Yearly(days):
            return any(_is_year_day(day, *each) for each in days)
        case YearlyLunar(days):
            return any(_is_lunar_day(day, *each) for each in days)
        case OnDates(dates):
            return day in dates
        case Floating(_, span):
            return _span_of(span)(day) != _span_of(span)(day - DAY)
        case AfterDone() | Once() | PhaseDay() | CampaignDay() | Triggered():
            return False
        case RRule():
            raise NotImplementedError("dateutil is the second opinion on these: test_rrule.py")
    assert_never(cadence)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _year(day: date) -> tuple[int, int]:
    return day.year, 0


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _span_of(span: str) -> Callable[[date], tuple[int, int]]:
    return {"week": _week, "month": _month, "quarter": _quarter, "year": _year}[span]


def _is_nth_workday_from(anchor: date, day: date, n: int, calendar: Calendar) -> bool:
    if day < anchor or not calendar.is_workday(day.toordinal()):
        return False
    before = days_between(anchor, day - DAY)
    return sum(calendar.is_workday(each.toordinal()) for each in before) % n == 0


def _in_place(
    places: tuple[Place, ...],
    day: date,
    span: Callable[[date], tuple[int, int]],
    calendar: Calendar,
) -> bool:
    days = [
        each for each in days_between(day - 95 * DAY, day + 95 * DAY) if span(each) == span(day)
    ]
    return any(day == _placed(place, days, calendar) for place in places)


def _placed(place: Place, days: list[date], calendar: Calendar) -> date | None:
    match place:
        case DayOfMonth(number):
            at = len(days) if number == LAST else min(number, len(days))
            return days[at - 1]
        case NthWeekday(n, weekday):
            return _nth(n, [each for each in days if each.weekday() == weekday])
        case NthWorkday(n):
            return _nth(n, [each for each in days if calendar.is_workday(each.toordinal())])


def _nth(n: int, days: list[date]) -> date | None:
    if n == LAST:
        return days[-1] if days else None
    return days[n - 1] if n <= len(days) else None


def _is_year_day(day: date, month: int, number: int) -> bool:
    if (month, number) == (2, 29) and (day.month, day.day) == (2, 28):
        return (day + DAY).month == 3
    return (day.month, day.day) == (month, number)


def _is_lunar_day(day: date, month: int, number: int) -> bool:
    lunar, tomorrow = lunar_day(day), lunar_day(day + DAY)
    if number == 30 and lunar == (month, 29, False) and tomorrow is not None:
        return tomorrow[1] == 1
    return lunar == (month, number, False)
