"""Occurrences: which duty, on which nominal date and slot, when it opens and when it is due."""

import datetime as dt
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple

from opsplan.values.classes import dataclass
from opsplan.values.figures import Because
from opsplan.values.playbook import DEFAULT_TAKES, Duty, Goal, IfMissed, Playbook

Kind = Literal["slot", "window", "block", "day", "floating", "standing", "once", "row"]
Status = Literal["upcoming", "open", "late", "done", "skipped", "missed"]
STATUSES: tuple[Status, ...] = ("upcoming", "open", "late", "done", "skipped", "missed")
SETTLED: tuple[Status, ...] = ("done", "skipped")
"""What people have made of an occurrence; the others come from the clock."""

DAY = 1440
ONE_MINUTE = timedelta(minutes=1)
OPEN_END = date.max
"""The due day of what has no due date: a one-time step is open until done."""


class Identity(NamedTuple):
    """What never changes about an occurrence: `playbook/duty@2026-11-25#2` (DESIGN section 4)."""

    playbook: str
    duty: str
    nominal: date
    slot: int

    def __str__(self) -> str:
        return f"{self.playbook}/{self.duty}@{self.nominal}#{self.slot}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in its day an occurrence stands: minutes from midnight, or a block, or nothing.

    `policy` is what happens when it is missed, `place` orders unclocked marks within the day.
    """

    kind: Kind
    policy: IfMissed
    start: int | None = None
    end: int | None = None
    block: str | None = None
    place: int = 0
    goal: Goal | None = None
    span: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A duty within a shop's plan: what all of its occurrences share. Compared by identity."""

    playbook: Playbook
    duty: Duty
    code: str
    position: tuple[int, int]
    zone: tzinfo
    day_starts: int

    @property
    def key(self) -> str:
        """`playbook/duty`."""
        return f"{self.playbook.id}/{self.duty.id}"


class Occurrence(NamedTuple):
    """A duty on one date and slot.

    `nominal` is the date before a shift, `due_day` the last day of what spans several, `slots`
    how many the duty has on that date, `because` the figure that asks for it. Moments are computed
    where they are asked for.
    """

    planned: Planned
    nominal: dt.date
    slot: int
    date: dt.date
    due_day: dt.date
    mark: Mark
    slots: int = 1
    because: Because | None = None

    @property
    def identity(self) -> Identity:
        """The identity within its shop."""
        return Identity(self.planned.playbook.id, self.planned.duty.id, self.nominal, self.slot)

    @property
    def ref(self) -> str:
        """`playbook/duty@date#slot`."""
        return f"{self.planned.playbook.id}/{self.planned.duty.id}@{self.nominal}#{self.slot}"

    @property
    def paper_code(self) -> str:
        """The short code of paper and screen; with its slot where the duty has several that day."""
        code = self.planned.code
        return f"{code}#{self.slot}" if self.slots > 1 else code

    @property
    def is_clocked(self) -> bool:
        """Whether it has a clock time to open at."""
        return self.mark.start is not None

    @property
    def opens(self) -> datetime:
        """When it can first be done (aware, in the shop's zone)."""
        if self.mark.start is None:
            return day_start(self.date, self.planned.zone, self.planned.day_starts)
        return self._moment(self.mark.start)

    @property
    def due(self) -> datetime | None:
        """The last minute in which it is on time; None for what is open until done."""
        mark, zone = self.mark, self.planned.zone
        if self.due_day == OPEN_END:
            return None
        if mark.start is None:
            return day_end(self.due_day, zone, self.planned.day_starts)
        if mark.end is None:
            takes = self.planned.duty.takes or DEFAULT_TAKES
            return _after(self.date, self._shifted(mark.start), takes, zone)
        return max(self._moment(mark.end), self.opens, key=_instant)

    @property
    def closes(self) -> datetime | None:
        """The later of the day's end and `due`: what expires is missed from then on."""
        due = self.due
        if due is None:
            return None
        end = day_end(self.due_day, self.planned.zone, self.planned.day_starts)
        return max(due, end, key=_instant)

    @property
    def at(self) -> str | None:
        """`08:30` where a slot or window really starts that day (later in a DST gap), else None."""
        if self.mark.kind not in ("slot", "window"):
            return None
        opens = self.opens
        return f"{opens.hour:02}:{opens.minute:02}"

    def _moment(self, minutes: int) -> datetime:
        return wall(self.date, self._shifted(minutes), self.planned.zone)

    def _shifted(self, minutes: int) -> int:
        """Minutes from the date's midnight: the small hours belong to the day before."""
        return minutes + DAY if (self.mark.start or 0) < self.planned.day_starts else minutes


@lru_cache(maxsize=65_536)
def wall(day: date, minutes: int, zone: tzinfo) -> datetime:
    """The moment at which clocks in `zone` show so many minutes past that day's midnight.

    A time that a DST gap leaves out moves by the gap's length, one that comes twice is the first
    (RFC 5545, 3.3.5).
    """
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


@lru_cache(maxsize=65_536)
def _after(day: date, start: int, takes: int, zone: tzinfo) -> datetime:
    """So many minutes after a clock time, as time passes and not as clocks show it."""
    opens = wall(day, start, zone)
    return (opens.astimezone(UTC) + timedelta(minutes=takes)).astimezone(zone)


def _instant(moment: datetime) -> datetime:
    """What moments are ordered by: clocks of one zone turn back in autumn."""
    return moment.astimezone(UTC)


def day_start(day: date, zone: tzinfo, day_starts: int = 0) -> datetime:
    """The first minute of a day that begins so many minutes after midnight."""
    return wall(day, day_starts, zone)


@lru_cache(maxsize=65_536)
def day_end(day: date, zone: tzinfo, day_starts: int = 0) -> datetime:
    """The last minute of that day, the one before the next begins."""
    following = wall(day, day_starts + DAY, zone).astimezone(UTC) - timedelta(minutes=1)
    return max(following.astimezone(zone), day_start(day, zone, day_starts), key=_instant)


def day_of(moment: datetime, zone: tzinfo, day_starts: int = 0) -> date:
    """The day of the shop that an aware moment belongs to."""
    local = moment.astimezone(zone)
    minutes = local.hour * 60 + local.minute
    return local.date() - timedelta(days=1) if minutes < day_starts else local.date()


def in_time(at: datetime, due: datetime) -> bool:
    """Whether a moment lies in the last minute of what is due then, or before."""
    # In UTC, since two moments of one zone are compared by their clocks, and these turn back.
    return at.astimezone(UTC) < due.astimezone(UTC) + ONE_MINUTE
