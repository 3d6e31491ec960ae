"""What a screen can show, and what screens of a day have in common; nothing here draws."""

from datetime import date

from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Status
from opsplan.values.text import Message, say
from opsplan.views.items import pause_notes, provisional_note
from opsplan.views.marks import BOXES
from opsplan.views.words import Words, holiday_name

NARROW = 64
"""Below so many columns role and code are left out."""
WIDEST = 112
"""Wider screens are not filled: what belongs to a title must stay near it."""
HOURS_WITHOUT_REMINDERS = 24
"""From so many hours on today's list says that reminders have not run."""
STYLES: dict[Status, str] = {
    "upcoming": "",
    "open": "bold",
    "late": "bold red",
    "done": "dim green",
    "skipped": "dim",
    "missed": "red",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """What the output can show: columns, colour, and the boxes that its encoding has."""

    width: int = 80
    colour: bool = False
    boxes: dict[Status, str] | None = None
    command: str = "opsplan"
    """How opsplan is called for this shop."""

    @property
    def marks(self) -> dict[Status, str]:
        """The boxes to draw."""
        return self.boxes or BOXES


def day_type(day: date, checklist: Checklist) -> Message:
    """What kind of day it is: workday, weekend, holiday, or a weekend day that is worked."""
    calendar = checklist.workdays
    number = day.toordinal()
    works, name = calendar.is_workday(number), calendar.holiday(number)
    if name and not works:
        return say("holiday ({name})", name=holiday_name(name))
    if works:
        return say("make-up workday") if day.weekday() >= 5 else say("workday")
    return say("weekend")


def calendar_notes(checklist: Checklist, words: Words) -> list[str]:
    """That the year's holidays are not official, and the days on which the shop is closed."""
    notes = pause_notes(checklist, words)
    note = provisional_note(checklist.calendar, checklist.window, words)
    return [note, *notes] if note else notes


def reminders_late(checklist: Checklist, words: Words) -> str:
    """How long ago reminders ran for the last time, where that is too long; else nothing."""
    late = _hours_without_reminders(checklist)
    if not late:
        return ""
    return words("reminders last ran {count} h ago: see opsplan remind --help", count=late)


def _hours_without_reminders(checklist: Checklist) -> int:
    """The hours since reminders ran, on today's list and only where that is too long ago."""
    if checklist.reminded is None or checklist.window.start != checklist.today:
        return 0
    hours = int((checklist.now.timestamp() - checklist.reminded.timestamp()) // 3600)
    return hours if hours >= HOURS_WITHOUT_REMINDERS else 0
