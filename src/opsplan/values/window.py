"""The one kind of date range: half-open, in whole days."""

from collections.abc import Iterator
from datetime import date, timedelta

from opsplan.values.classes import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `start` up to, and without, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a window ends before it starts: {self.start}, {self.end}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        for number in range(self.start.toordinal(), self.end.toordinal()):
            yield date.fromordinal(number)

    @property
    def last(self) -> date:
        """The last day in it; the day before `start` where it is empty."""
        return self.end - timedelta(days=1)


def day_window(day: date) -> Window:
    """That day alone."""
    return Window(day, day + timedelta(days=1))


def closed_window(first: date, last: date) -> Window:
    """From `first` to `last`, both in, as people give it."""
    return Window(first, last + timedelta(days=1))


def week_window(day: date) -> Window:
    """Monday to Sunday around `day`."""
    monday = day - timedelta(days=day.weekday())
    return Window(monday, monday + timedelta(days=7))


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """The days of a month; what `calendar` knows, too, which loads more than it is worth."""
    is_leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LENGTHS[month - 1] + is_leap


def month_window(day: date) -> Window:
    """The whole month of `day`."""
    first = day.replace(day=1)
    return Window(first, (first + timedelta(days=32)).replace(day=1))


def days_on(day: date, n: int) -> date:
    """The day that lies `n` days on; the last one that there is where that is beyond it."""
    return date.fromordinal(min(day.toordinal() + n, date.max.toordinal()))


def months_on(day: date, n: int) -> date:
    """The same day `n` months on, or the last of a shorter month; the last day that there is where
    that is beyond it."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))
