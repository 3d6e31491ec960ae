"""Workdays of other countries, by the library holidays (extra `intl`).

The library answers for years that nobody has decided yet and does not say so. What its release
can know ends with the last year for which it holds China's yearly notice, which comes latest of
all; later years, and years with a day that it calls estimated, are provisional here. Years outside
those that it computes at all are missing: weekends are all that is known of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from opsplan.calendars import ABROAD
from opsplan.calendars.years import YearsCalendar
from opsplan.values.calendar import Calendar, CalendarState, CountryYears, Notice, YearTable

_ESTIMATED = "(estimated)"


def country(name: str, known: CountryYears, notices: Iterable[Notice] = ()) -> Calendar:
    """The calendar of a country that there is; other years than the `known` are asked for."""
    years = _Country(name)

    def table(year: int) -> YearTable:
        return known.tables.get(year) or years.table(year)

    def state(year: int) -> CalendarState:
        return table(year).state

    return YearsCalendar(name, table, state, weekend=known.weekend, notices=notices)


def country_years(name: str, years: Iterable[int] = ()) -> CountryYears | None:
    """What is known of these years of `US`, or of `DE-BY` (a part of a country); None where there
    is no such country.

    ModuleNotFoundError where the library is not installed.
    """
    code, dash, part = name.partition("-")
    known = _countries()
    if code not in known or (dash and part not in known[code]):
        return None
    found = _Country(name)
    return CountryYears(found.weekend, {year: found.table(year) for year in years})


def country_names() -> Sequence[str]:
    """All that `country` knows; ModuleNotFoundError where the library is not installed."""
    return [
        name
        for code, parts in _countries().items()
        for name in (code, *(f"{code}-{part}" for part in parts))
    ]


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    import holidays  # 150 ms: only for those who ask for it

    supported: dict[str, list[str]] = holidays.list_supported_countries()
    return {code: parts for code, parts in supported.items() if len(code) == 2}


@lru_cache(maxsize=1)
def _last_known_year() -> int:
    from holidays.countries.china import ChinaStaticHolidays

    return int(max(ChinaStaticHolidays.special_public_holidays))


class _Country:
    """The library's answers for one country, year by year."""

    def __init__(self, name: str) -> None:
        self._code, _, part = name.partition("-")
        self._part = part or None

    @cached_property
    def _any_year(self) -> Any:
        return self._of(_last_known_year())

    def _of(self, year: int) -> Any:
        import holidays

        return holidays.country_holidays(self._code, subdiv=self._part, years=year)

    @property
    def weekend(self) -> frozenset[int]:
        return frozenset(self._any_year.weekend)

    @lru_cache(maxsize=64)  # noqa: B019 - as long as the calendar, which is as long as the process
    def table(self, year: int) -> YearTable:
        if not self._any_year.start_year <= year <= self._any_year.end_year:
            return YearTable("missing", None, {})
        found = self._of(year)
        off = {day.toordinal(): str(name) for day, name in found.items() if day.year == year}
        work = frozenset(
            day.toordinal()
            for day in found.weekend_workdays
            if isinstance(day, date) and day.year == year
        )
        guessed = any(_ESTIMATED in name for name in off.values())
        is_known = year <= _last_known_year() and not guessed
        return YearTable("official" if is_known else "provisional", ABROAD, off, work)
