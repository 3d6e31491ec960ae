"""What a time phrase means: the cadence, the times of a day, the shift and the bounds.

One class per cadence. `phrase` reads and writes them in two languages, `recurrence` turns them
into dates; a new cadence is a class here, a reader and a wording there, and one function of dates.
Weekdays count from 0 (Monday), minutes from midnight, and -1 means the last one of its kind.
"""

from datetime import date, datetime
from typing import Literal

from opsplan.values.classes import dataclass

LAST = -1
RFC_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays in RFC 5545."""

Span = Literal["week", "month", "quarter", "year"]
ShiftKind = Literal["skip", "next", "previous"]


@dataclass(frozen=True, slots=True)
class Daily:
    """Each day."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """Each workday of the shop's calendar."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Each of these weekdays, blind to holidays."""

    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EveryDays:
    """Every n days from the anchor."""

    n: int


@dataclass(frozen=True, slots=True)
class EveryWorkdays:
    """Every n workdays; the first is the anchor or the next workday after it."""

    n: int


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every n weeks from the anchor's Monday; no weekdays means the anchor's own."""

    n: int
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """The day of that number, falling back to the month's last day; LAST is the last day."""

    day: int


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The n-th weekday of that name within the month or quarter, or the LAST."""

    n: int
    weekday: int


@dataclass(frozen=True, slots=True)
class NthWorkday:
    """The n-th workday within the month or quarter, or the LAST."""

    n: int


Place = DayOfMonth | NthWeekday | NthWorkday


@dataclass(frozen=True, slots=True)
class Monthly:
    """These places of every n-th month from the anchor's; no place means the anchor's day."""

    places: tuple[Place, ...]
    n: int = 1


@dataclass(frozen=True, slots=True)
class HalfMonthly:
    """The 1st and the 16th."""


@dataclass(frozen=True, slots=True)
class Quarterly:
    """These places of each quarter."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Yearly:
    """These (month, day) pairs of each year; 02-29 falls back to 02-28."""

    days: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class YearlyLunar:
    """These (lunar month, lunar day) pairs of each lunar year, never in a leap month."""

    days: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OnDates:
    """These dates and no others."""

    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class RRule:
    """A rule of RFC 5545 as it was written; `start` is its DTSTART, with a time if it has one."""

    rule: str
    start: date | datetime

    @property
    def parts(self) -> dict[str, str]:
        """The values of its parts, such as DAILY of FREQ; what is none of its form is left out."""
        return dict(part.split("=", 1) for part in self.rule.split(";") if "=" in part)


@dataclass(frozen=True, slots=True)
class Floating:
    """`count` times within each span, on whatever days.

    `by` is the latest day: a weekday of the week, a day of the month (LAST for its last), or
    (month, day) of the year.
    """

    count: int
    span: Span
    by: int | tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AfterDone:
    """So long after the last completion; a half month is 15 days."""

    n: int
    unit: Literal["day", "week", "half-month", "month"]


@dataclass(frozen=True, slots=True)
class Once:
    """A one-time step, open until done."""


@dataclass(frozen=True, slots=True)
class PhaseDay:
    """The n-th day of a phase, from 1."""

    n: int


@dataclass(frozen=True, slots=True)
class CampaignDay:
    """So many days after (negative: before) the campaign; 0 is its first day."""

    offset: int
    unit: Literal["day", "workday"] = "day"


@dataclass(frozen=True, slots=True)
class Triggered:
    """Only when a rule or a person asks for it."""


Cadence = (
    Daily
    | Workdays
    | Weekly
    | EveryDays
    | EveryWorkdays
    | EveryWeeks
    | Monthly
    | HalfMonthly
    | Quarterly
    | Yearly
    | YearlyLunar
    | OnDates
    | RRule
    | Floating
    | AfterDone
    | Once
    | PhaseDay
    | CampaignDay
    | Triggered
)
UNDATED = (Floating, AfterDone, Once, Triggered)
"""The cadences that name no dates of their own: no clock times, no shift, no mixed lists."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A clock time, in minutes from midnight."""

    at: int


@dataclass(frozen=True, slots=True)
class ClockWindow:
    """From a clock time to another; an end past 24:00 lies on the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hourly:
    """A slot each hour from `start` to `end`, both in."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InBlock:
    """A named block of the playbook."""

    block: str


@dataclass(frozen=True, slots=True)
class AtPeaks:
    """The visitor peaks of the shop, moved by so many minutes."""

    offset: int = 0


DayPart = Slot | ClockWindow | Hourly | InBlock | AtPeaks


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole time phrase: cadence, times of the day, shift, and bounds (both in)."""

    cadence: Cadence
    parts: tuple[DayPart, ...] = ()
    shift: ShiftKind | None = None
    start: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a nominal date lies within the bounds."""
        return (self.start or day) <= day <= (self.until or day)
