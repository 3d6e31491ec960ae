"""A calendar that is made year by year: a table of the year, with the notices over it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from opsplan.values.calendar import CalendarState, Notice, YearFacts, YearTable

SATURDAY_AND_SUNDAY = frozenset({5, 6})


class YearsCalendar:
    """Workdays of a country. A notice about a date stands over the table of its year, the later
    notice over the earlier; a year that a notice settles is official."""

    def __init__(
        self,
        name: str,
        table: Callable[[int], YearTable],
        state: Callable[[int], CalendarState],
        *,
        weekend: frozenset[int] = SATURDAY_AND_SUNDAY,
        notices: Iterable[Notice] = (),
    ) -> None:
        """`state` must tell what the `table` of a year would, without making it."""
        self.name = name
        self._table_of = table
        self._state_of = state
        self._weekend = weekend
        self._notices = sorted(notices, key=lambda each: each.published)
        self._tables: dict[int, YearTable] = {}
        self._workdays: dict[int, Sequence[int]] = {}
        self._sets: dict[int, frozenset[int]] = {}

    def workdays(self, first: int, last: int) -> Sequence[int]:
        """See `values.calendar.Calendar`."""
        if last <= first:
            return ()
        years = range(_year(first), _year(last - 1) + 1)
        days = [day for year in years for day in self._of_year(year)]
        return days[bisect_left(days, first) : bisect_left(days, last)]

    def is_workday(self, day: int) -> bool:
        """See `values.calendar.Calendar`."""
        year = _year(day)
        if year not in self._sets:
            self._sets[year] = frozenset(self._of_year(year))
        return day in self._sets[year]

    def holiday(self, day: int) -> str | None:
        """See `values.calendar.Calendar`."""
        return self._table(_year(day)).off.get(day)

    def state(self, year: int) -> CalendarState:
        """See `values.calendar.Calendar`."""
        return "official" if self._is_settled(year) else self._state_of(year)

    def facts(self, year: int) -> YearFacts:
        """See `values.calendar.Calendar`."""
        table = self._table(year)
        return YearFacts(table.state, table.source, len(table.off), len(table.work))

    def _is_settled(self, year: int) -> bool:
        return any(year in notice.years for notice in self._notices)

    def _of_year(self, year: int) -> Sequence[int]:
        if year not in self._workdays:
            table = self._table(year)
            first = date(year, 1, 1).toordinal()
            self._workdays[year] = [
                day
                for day in range(first, date(year, 12, 31).toordinal() + 1)
                if day in table.work
                or ((day + 6) % 7 not in self._weekend and day not in table.off)
            ]
        return self._workdays[year]

    def _table(self, year: int) -> YearTable:
        if year not in self._tables:
            self._tables[year] = self._with_notices(year)
        return self._tables[year]

    def _with_notices(self, year: int) -> YearTable:
        """The year's own table, or nothing where that is an estimate that a notice replaces, with
        what the notices say of its dates."""
        settled = self._is_settled(year)
        if settled and self._state_of(year) != "official":
            table = YearTable("official", None, {})
        else:
            table = self._table_of(year)
        for notice in self._notices:
            off = {day.toordinal(): name for day, name in notice.off.items() if day.year == year}
            work = {day.toordinal() for day in notice.work if day.year == year}
            if not off and not work and year not in notice.years:
                continue
            kept = {day: name for day, name in table.off.items() if day not in work}
            table = YearTable(
                table.state,
                f"{table.source}; {notice.source}" if table.source else notice.source,
                kept | off,
                (table.work - off.keys()) | work,
            )
        return table


def _year(day: int) -> int:
    return date.fromordinal(day).year
