"""Holidays: what is known of which year, and what a notice changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from opsplan.calendars.china import ESTIMATE, NAME
from opsplan.values.calendar import Calendar, CalendarState, Notice
from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say
from opsplan.views.lists import table_text
from opsplan.views.words import Words, holiday_name

_STATES: dict[CalendarState, Message] = {
    "official": say("official"),
    "provisional": say("provisional"),
    "missing": say("missing"),
}


LEAST_OFF = 11
"""The statutory days off of a year in China (办法 of 2013; 13 since 2025)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A year of a country, with the calendar that knows it."""

    country: str
    year: int
    calendar: Calendar

    def data(self) -> dict[str, object]:
        """The year as JSON."""
        facts = self.calendar.facts(self.year)
        return {
            "country": self.country,
            "year": self.year,
            "state": facts.state,
            "source": facts.source,
            "days_off": facts.days_off,
            "make_up": facts.make_up,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A day that a notice makes a workday, or takes off (`name` is the holiday's)."""

    day: date
    works: bool
    name: str | None


def status_text(known: Iterable[Known], words: Words, width: int) -> str:
    """A line for each country and year."""
    rows = []
    for each in known:
        facts = each.calendar.facts(each.year)
        rows.append(
            (
                each.country,
                str(each.year),
                words.message(_STATES[facts.state]),
                words("{count} days off", count=facts.days_off),
                words("{count} make-up workdays", count=facts.make_up),
                words("estimate") if facts.source == ESTIMATE else facts.source or "",
            )
        )
    return table_text(rows, width, stretch=5)


def doubts_of(notice: Notice, words: Words) -> list[str]:
    """The years that a notice of China settles with fewer days off than the law gives."""
    if notice.country != NAME:
        return []
    off = Counter(day.year for day in notice.off)
    return [
        words(
            "days off of {year}: {count}, and China has at least {least} by law;"
            " does the notice name all?",
            year=year,
            count=off[year],
            least=LEAST_OFF,
        )
        for year in notice.years
        if off[year] < LEAST_OFF
    ]


def changes_of(before: Calendar, after: Calendar, notice: Notice) -> list[Change]:
    """The days of the notice, and of its years, that are not what they were."""
    named = {*notice.off, *notice.work}
    for year in notice.years:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        named |= {date.fromordinal(day) for day in range(first, last + 1)}
    return [
        Change(day, after.is_workday(number), after.holiday(number))
        for day in sorted(named)
        for number in (day.toordinal(),)
        if before.is_workday(number) != after.is_workday(number)
    ]


def changes_text(changes: Sequence[Change], notice: Notice, words: Words, width: int) -> str:
    """What the notice says in one line, then a line for each day that changes."""
    head = words(
        "{country} {years}: {off}, {work}, {count} days change",
        country=notice.country,
        years=words.listed(map(str, notice.years)),
        off=say("{count} days off", count=len(notice.off)),
        work=say("{count} make-up workdays", count=len(notice.work)),
        count=len(changes),
    )
    rows = [
        (
            f"{change.day} {words.weekday(change.day)}",
            words("workday") if change.works else words("day off"),
            "" if change.works or not change.name else words.message(holiday_name(change.name)),
        )
        for change in changes
    ]
    return f"{head}\n{table_text(rows, width, stretch=2)}"


def notice_data(changes: Sequence[Change], notice: Notice, *, written: bool) -> dict[str, object]:
    """The notice and what it changes as JSON."""
    return {
        "country": notice.country,
        "years": list(notice.years),
        "source": notice.source,
        "days_off": len(notice.off),
        "make_up": len(notice.work),
        "written": written,
        "items": [
            {"date": change.day.isoformat(), "workday": change.works, "name": change.name}
            for change in changes
        ],
    }
