"""Workdays of China: the official table (chinesecalendar) where there is one, else an estimate.

The estimate of a year that the State Council has not announced yet takes the statutory days off
(办法 of 2024: New Year 1, Spring Festival 4, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1,
National Day 3) and no make-up days; it is always called provisional.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from borax.calendars.lunardate import TermUtils

from opsplan.calendars.lunar import FIRST_YEAR, LAST_YEAR, lunar_to_solar
from opsplan.values.calendar import Calendar, CalendarState

SATURDAY = 5


class ChinaCalendar:
    """Mainland China, with its make-up workdays (调休)."""

    name = "CN"

    def __init__(self) -> None:
        self._years: dict[int, tuple[Sequence[int], dict[int, str]]] = {}

    def workdays(self, first: int, last: int) -> Sequence[int]:
        """See `values.calendar.Calendar`."""
        if last <= first:
            return ()
        first_year, last_year = _year(first), _year(last - 1)
        days = [day for year in range(first_year, last_year + 1) for day in self._year(year)[0]]
        return days[bisect_left(days, first) : bisect_left(days, last)]

    def is_workday(self, day: int) -> bool:
        """See `values.calendar.Calendar`."""
        return day in self._workday_set(_year(day))

    def holiday(self, day: int) -> str | None:
        """See `values.calendar.Calendar`."""
        return self._year(_year(day))[1].get(day)

    def state(self, year: int) -> CalendarState:
        """See `values.calendar.Calendar`."""
        return "official" if year in _official_years() else "provisional"

    @lru_cache(maxsize=64)  # noqa: B019 - one calendar lives as long as the process
    def _workday_set(self, year: int) -> frozenset[int]:
        return frozenset(self._year(year)[0])

    def _year(self, year: int) -> tuple[Sequence[int], dict[int, str]]:
        """(workdays, named holidays) of a year, computed once."""
        if year not in self._years:
            holidays, make_up = _official(year) if year in _official_years() else _estimate(year)
            first = date(year, 1, 1).toordinal()
            days = range(first, date(year, 12, 31).toordinal() + 1)
            work = [
                day
                for day in days
                if day in make_up or ((day + 6) % 7 < SATURDAY and day not in holidays)
            ]
            self._years[year] = (work, holidays)
        return self._years[year]


def _year(day: int) -> int:
    return date.fromordinal(day).year


@lru_cache(maxsize=1)
def _official_years() -> range:
    """The years of the official table: from its first to its last full one."""
    from chinese_calendar import constants  # 16 ms: only where workdays are asked for

    years = [day.year for day in constants.holidays]
    return range(min(years), max(years) + 1)


def _official(year: int) -> tuple[dict[int, str], set[int]]:
    from chinese_calendar import constants

    holidays = {
        d.toordinal(): str(name) for d, name in constants.holidays.items() if d.year == year
    }
    return holidays, {d.toordinal() for d in constants.workdays if d.year == year}


def _estimate(year: int) -> tuple[dict[int, str], set[int]]:
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
    return {day.toordinal(): name for day, name in days.items()}, set()


def _qingming(year: int) -> date:
    """The solar term 清明; 5 April outside the years that borax knows."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return date(year, 4, 5)
    day: date = TermUtils.nth_term_day(year, _QINGMING)
    return day


_QINGMING = 6
"""The place of 清明 among the year's solar terms, 小寒 being 0."""


CALENDARS: dict[str, Calendar] = {"CN": ChinaCalendar()}


def calendar_named(name: str) -> Calendar | None:
    """The calendar of that name; None where there is none."""
    return CALENDARS.get(name)
