"""What the rest of the house may ask of a working calendar."""

from collections.abc import Sequence
from typing import Literal, Protocol

CalendarState = Literal["official", "provisional", "missing"]


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
