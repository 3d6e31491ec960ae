"""Workdays and lunar dates. Each answer on workdays can say how sure it is (`state`)."""

from collections.abc import Callable, Iterable

from opsplan.calendars.china import NAME, china, official_tables
from opsplan.values.calendar import Calendar, CountryYears, Notice, YearTables

DEFAULT_CALENDAR = NAME
ABROAD = "holidays"
"""The library of all other calendars (extra `intl`)."""


def _years_abroad(name: str) -> CountryYears | None:
    from opsplan.calendars.abroad import country_years  # a library that few have

    return country_years(name)


class Calendars:
    """The calendars by name, with the notices of their countries over them; `announced` gives what
    is published of China's years, `abroad` what is known of another country's."""

    def __init__(
        self,
        notices: Iterable[Notice] = (),
        announced: Callable[[], YearTables] = official_tables,
        abroad: Callable[[str], CountryYears | None] = _years_abroad,
    ) -> None:
        self.notices = tuple(notices)
        self._announced = announced
        self._abroad = abroad
        self._made: dict[str, Calendar | None] = {}

    def named(self, name: str | None) -> Calendar:
        """The calendar of that name, China's where none is given; KeyError where there is none."""
        found = self.find(name or DEFAULT_CALENDAR)
        if found is None:
            raise KeyError(name)
        return found

    def find(self, name: str) -> Calendar | None:
        """The calendar of that name; None where there is none.

        ModuleNotFoundError where it needs a library that is not installed.
        """
        if name not in self._made:
            notices = [each for each in self.notices if each.country == name.partition("-")[0]]
            self._made[name] = self._make(name, notices)
        return self._made[name]

    def _make(self, name: str, notices: Iterable[Notice]) -> Calendar | None:
        if name == NAME:
            return china(notices, self._announced)
        known = self._abroad(name)
        if known is None:
            return None
        from opsplan.calendars.abroad import country

        return country(name, known, notices)


PUBLISHED = Calendars()
"""The calendars as the libraries have them, without notices of one's own."""


def calendar_names() -> list[str]:
    """All names that `Calendars.find` knows; ModuleNotFoundError without the library of most."""
    from opsplan.calendars import abroad

    return [NAME, *(name for name in abroad.country_names() if name != NAME)]


__all__ = [
    "ABROAD",
    "DEFAULT_CALENDAR",
    "PUBLISHED",
    "Calendars",
    "calendar_names",
    "china",
]
