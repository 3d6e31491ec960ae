"""Workdays of China: the official table (chinesecalendar) where there is one, else an estimate.

The estimate of a year that the State Council has not announced yet takes the statutory days off
(办法 of 2024: New Year 1, Spring Festival 4, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1,
National Day 3) and no make-up days; it is always called provisional.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from opsplan.calendars.years import YearsCalendar, YearTable
from opsplan.values.calendar import Calendar, CalendarState, Notice

NAME = "CN"
ESTIMATE = "estimate"
"""The source of a year that is computed from the law alone."""


def china(notices: Iterable[Notice] = ()) -> Calendar:
    """Mainland China, with its make-up workdays (调休)."""
    return YearsCalendar(NAME, _table, _state, notices=notices)


def _state(year: int) -> CalendarState:
    return "official" if year in official_years() else "provisional"


@lru_cache(maxsize=1)
def official_years() -> range:
    """The years of the official table: from its first to its last full one."""
    from chinese_calendar import constants  # 16 ms: only where workdays are asked for

    years = [day.year for day in constants.holidays]
    return range(min(years), max(years) + 1)


@lru_cache(maxsize=64)
def _table(year: int) -> YearTable:
    if year not in official_years():
        return YearTable("provisional", ESTIMATE, _estimate(year))
    from chinese_calendar import constants

    off = {d.toordinal(): str(name) for d, name in constants.holidays.items() if d.year == year}
    work = frozenset(d.toordinal() for d in constants.workdays if d.year == year)
    return YearTable("official", "chinesecalendar", off, work)


def _estimate(year: int) -> dict[int, str]:
    from opsplan.calendars.lunar import lunar_to_solar  # loads borax

    days = {
        date(year, 1, 1): "New Year's Day",
        _qingming(year): "Tomb-sweeping Day",
        date(year, 5, 1): "Labour Day",
        date(year, 5, 2): "Labour Day",
        **{date(year, 10, day): "National Day" for day in (1, 2, 3)},
    }
    lunar = {
        (1, 1): "Spring Festival",
        (5, 5): "Dragon Boat Festival",
        (8, 15): "Mid-autumn Festival",
    }
    for (month, number), name in lunar.items():
        solar = lunar_to_solar(year, month, number)
        if solar is None:
            continue
        first = solar.toordinal()
        span = range(first - 1, first + 3) if month == 1 else range(first, first + 1)
        days |= {date.fromordinal(day): name for day in span}
    return {day.toordinal(): name for day, name in days.items()}


def _qingming(year: int) -> date:
    """The solar term 清明; 5 April outside the years that borax knows."""
    from borax.calendars.lunardate import TermUtils

    from opsplan.calendars.lunar import FIRST_YEAR, LAST_YEAR

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return date(year, 4, 5)
    day: date = TermUtils.nth_term_day(year, _QINGMING)
    return day


_QINGMING = 6
"""The place of 清明 among the year's solar terms, 小寒 being 0."""
