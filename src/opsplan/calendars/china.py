"""Workdays of China: the official table (chinesecalendar) where there is one, else an estimate.

The estimate of a year that the State Council has not announced yet takes the statutory days off
(办法 of 2024: New Year 1, Spring Festival 4, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1,
National Day 3) and no make-up days; it is always called provisional.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, lru_cache

from opsplan.calendars.years import YearsCalendar
from opsplan.values.calendar import Calendar, CalendarState, Notice, YearTable, YearTables

NAME = "CN"
ESTIMATE = "estimate"
"""The source of a year that is computed from the law alone."""
SOURCE = "chinese_calendar"
"""The module that knows what has been announced, in its `constants`."""


@lru_cache(maxsize=1)
def official_tables() -> YearTables:
    """What has been announced, for each year from the first to the last that SOURCE knows."""
    from chinese_calendar import constants  # 5 ms: only where workdays are asked for

    names = {day.toordinal(): str(name) for day, name in constants.holidays.items()}
    worked = {day.toordinal() for day in constants.workdays}
    years = [date.fromordinal(day).year for day in names]
    tables: dict[int, YearTable] = {}
    for year in range(min(years), max(years) + 1):
        days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        off = {day: names[day] for day in days if day in names}
        work = frozenset(worked.intersection(days))
        tables[year] = YearTable("official", "chinesecalendar", off, work)
    return tables


def china(
    notices: Iterable[Notice] = (), announced: Callable[[], YearTables] = official_tables
) -> Calendar:
    """Mainland China, with its make-up workdays (调休); `announced` is asked for when the first
    year is."""
    years = _Years(announced)
    return YearsCalendar(NAME, years.table, years.state, notices=notices)


class _Years:
    """China's years: those that were announced, and an estimate of the others."""

    def __init__(self, announced: Callable[[], YearTables]) -> None:
        self._announced = announced

    @cached_property
    def _known(self) -> YearTables:
        return self._announced()

    def state(self, year: int) -> CalendarState:
        return "official" if year in self._known else "provisional"

    def table(self, year: int) -> YearTable:
        if year in self._known:
            return self._known[year]
        return YearTable("provisional", ESTIMATE, _estimate(year))


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
