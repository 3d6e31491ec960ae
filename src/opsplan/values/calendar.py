"""What the rest of the house may ask of a working calendar, and what people tell it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from opsplan.values.classes import dataclass

CalendarState = Literal["official", "provisional", "missing"]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """How well a year is known: where from, how many days off it names, how many weekend days are
    worked. `source` is None for a year that nobody knows."""

    state: CalendarState
    source: str | None
    days_off: int
    make_up: int


@dataclass(frozen=True, slots=True)
class YearTable:
    """What one source knows of a year: the names of the days off, and the weekend days worked, by
    `date.toordinal()`."""

    state: CalendarState
    source: str | None
    off: Mapping[int, str]
    work: frozenset[int] = frozenset()


YearTables = Mapping[int, YearTable]
"""What one source knows, by year."""


@dataclass(frozen=True, slots=True)
class CountryYears:
    """What a library knows of some years of a country, whose `weekend` are days of the week from
    Monday, 0."""

    weekend: frozenset[int]
    tables: YearTables


@dataclass(frozen=True, slots=True)
class Notice:
    """What a published notice says of dates of a country: the days `off` by name, the weekend days
    that are `work`. It settles all of `years`; other dates that it names stand by themselves.

    Where notices differ about a date, the one `published` later holds.
    """

    country: str
    years: tuple[int, ...]
    off: Mapping[date, str]
    work: frozenset[date]
    source: str
    published: date


class Calendar(Protocol):
    """Which days are workdays. Days are `date.toordinal()` numbers, windows `[first, last)`."""

    @property
    def name(self) -> str:
        """The name that playbooks use, such as `CN`."""

    def workdays(self, first: int, last: int) -> Sequence[int]:
        """The workdays of the window, in order."""

    def is_workday(self, day: int) -> bool:
        """Whether people work on that day."""

    def holiday(self, day: int) -> str | None:
        """The name of the holiday that the day belongs to; None for plain days and weekends."""

    def state(self, year: int) -> CalendarState:
        """Whether the year's holidays are officially published, estimated, or not known at all."""

    def facts(self, year: int) -> YearFacts:
        """The same, with the source and the numbers behind it."""


def state_of(calendar: Calendar, years: Iterable[int]) -> CalendarState:
    """Whether the holidays of all these years are officially published."""
    is_official = all(calendar.state(year) == "official" for year in years)
    return "official" if is_official else "provisional"
