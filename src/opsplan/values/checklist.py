"""A checklist: the occurrences of some days of a shop, joined with the journal."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from opsplan.values.calendar import Calendar, CalendarState
from opsplan.values.classes import dataclass, field
from opsplan.values.figures import Progress
from opsplan.values.journal import Record
from opsplan.values.occurrence import SETTLED, STATUSES, Occurrence, Status
from opsplan.values.phases import PhaseState
from opsplan.values.playbook import Campaign, Shop
from opsplan.values.window import Window


@dataclass(frozen=True, slots=True)
class Item:
    """An occurrence with its place in its day's list and what has become of it.

    `carried_days` are the whole days since it should have been done, 0 on its own day.
    """

    occurrence: Occurrence
    no: int
    status: Status
    record: Record
    carried_days: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether somebody has done it or left it out."""
        return self.status in SETTLED

    @property
    def progress(self) -> float:
        """How much is done: the goal itself once settled as done."""
        goal = self.occurrence.mark.goal
        if self.status == "done" and goal:
            return max(goal.count, self.record.progress)
        return self.record.progress


@dataclass(frozen=True, slots=True)
class CampaignDays:
    """A campaign with the days on which it is once, both in."""

    campaign: Campaign
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items of `window` for a shop as they stand at `now`; set-up steps are kept apart.
    Before the shop's `first_day` nothing was due.

    `workdays` is the shop's calendar, `calendar` how sure that is of the window's years; `pauses`
    are the stretches of the window on which the shop is closed.
    `later` are those after-done occurrences that no list offers yet; they have no number.
    `targets` tell how far the month has come; `campaign` is the one of its first day, or the next;
    `phases` are those that the shop is in on that day. `reminded` is when its reminders last ran.
    """

    shop: Shop
    window: Window
    today: date
    now: datetime
    calendar: CalendarState
    items: tuple[Item, ...]
    first_day: date = date.min
    setup: tuple[Item, ...] = ()
    later: tuple[Item, ...] = ()
    targets: tuple[Progress, ...] = ()
    campaign: CampaignDays | None = None
    phases: tuple[PhaseState, ...] = ()
    reminded: datetime | None = None
    pauses: tuple[Window, ...] = ()
    workdays: Calendar = field(kw_only=True, compare=False)

    @property
    def summary(self) -> dict[Status, int]:
        """How many items have each status, every status named."""
        return summary_of(self.items)


def summary_of(items: Iterable[Item]) -> dict[Status, int]:
    """How many of these have each status, every status named."""
    counts = Counter(item.status for item in items)
    return {status: counts[status] for status in STATUSES}
