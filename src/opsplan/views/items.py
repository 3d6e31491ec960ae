"""What every view says of an item besides its title: its time, role, progress, age, remarks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from opsplan.values.calendar import CalendarState
from opsplan.values.checklist import Checklist, Item
from opsplan.values.figures import Because
from opsplan.values.occurrence import Status
from opsplan.values.playbook import Playbook
from opsplan.values.register import Column
from opsplan.values.text import Message, say
from opsplan.values.window import Window
from opsplan.views.bands import Band
from opsplan.views.marks import GRID_LATE
from opsplan.views.words import Words

BAND_TITLES: dict[Band, Message] = {
    "carried": say("Carried over"),
    "now": say("Now"),
    "next": say("Next"),
    "later": say("Later"),
    "clock": say("By the clock"),
    "anytime": say("Any time"),
    "week": say("This week"),
    "month": say("This month"),
    "quarter": say("This quarter"),
    "year": say("This year"),
    "phase": say("This phase"),
    "rows": say("From registers"),
    "missed": say("Missed"),
    "settled": say("Settled"),
}
"""The headings of a day's list."""

NUDGED_FROM = 11
"""The month in which the State Council announces the next year's holidays."""
SlotsDone = Counter[tuple[str, date]]
"""How many slots of a duty (`playbook/duty`) are done on a date."""


def shop_name(checklist: Checklist, words: Words) -> str:
    """What the shop is called, by its id where it has no name."""
    return words.text(checklist.shop.name) or checklist.shop.id


def pause_notes(checklist: Checklist, words: Words) -> list[str]:
    """Until when the shop is closed on a day's list; when it is closed on one of several days."""
    only = checklist.window.last == checklist.window.start
    return [
        words("closed until {day}", day=words.short_day(pause.last))
        if only
        else words(
            "closed {first} to {last}",
            first=words.short_day(pause.start),
            last=words.short_day(pause.last),
        )
        for pause in checklist.pauses
    ]


def provisional_note(calendar: CalendarState, window: Window, words: Words) -> str | None:
    """That the holidays of a window's year are not official; None where they are."""
    if calendar == "official":
        return None
    return words("holidays of {year} are provisional", year=window.last.year)


def nudge(checklist: Checklist, words: Words) -> str | None:
    """From November on: that the next year's holidays are still an estimate."""
    today = checklist.today
    if today.month < NUDGED_FROM or checklist.window.start != today or today.year == date.max.year:
        return None
    if checklist.workdays.state(today.year + 1) == "official":
        return None
    return words(
        "holidays of {year} are not announced yet; then: opsplan calendar import FILE",
        year=today.year + 1,
    )


def time_text(item: Item, words: Words, *, wide: bool) -> str:
    """`08:30`, with its end where there is room (`wide`), or the block's name; else nothing."""
    occurrence = item.occurrence
    if occurrence.mark.kind in ("floating", "standing"):
        return ""
    if not occurrence.is_clocked:
        block = occurrence.planned.playbook.block(occurrence.mark.block or "")
        return words.text(block.name) if block else ""
    start = f"{occurrence.opens:%H:%M}"
    if wide and occurrence.mark.kind in ("window", "block") and occurrence.due:
        return f"{start}-{occurrence.due:%H:%M}"
    return start


def notes(item: Item, done: SlotsDone, words: Words) -> Iterable[tuple[str, str]]:
    """What stands behind a title, each with its style: progress, lateness, age, the last or
    the first day."""
    occurrence = item.occurrence
    goal = occurrence.mark.goal
    if goal and goal.count > 1:
        progress = words.number(item.progress)
        unit = words.text(goal.unit)
        yield f"{progress}/{words.number(goal.count)} {unit}".strip(), "dim"
    if occurrence.slots > 1:
        yield f"{done[occurrence.planned.key, occurrence.date]}/{occurrence.slots}", "dim"
    if occurrence.mark.kind == "row":
        yield from _age(item, words)
    elif item.status == "missed":
        yield words("missed"), "red"
    elif item.carried_days and item.status == "late":
        yield words("{days} d late", days=item.carried_days), "red"
    elif item.status == "late":
        yield words("late"), "red"
    if item.record.snoozed:
        yield words("snoozed until {time}", time=snoozed_text(item, words)), "dim"
    has_end = occurrence.due is not None
    if occurrence.mark.kind == "floating" and has_end and item.status in ("open", "late"):
        yield words("by {day}", day=words.short_day(occurrence.due_day)), "dim"
    if occurrence.mark.kind == "once" and item.status == "upcoming":
        yield words("from {day} on", day=words.short_day(occurrence.date)), "dim"


def snoozed_text(item: Item, words: Words) -> str:
    """Until when an item is put off: `15:00`, with its day where that is another one."""
    occurrence = item.occurrence
    until = (item.record.snoozed or occurrence.opens).astimezone(occurrence.planned.zone)
    is_same_day = until.date() == occurrence.date
    return f"{until:%H:%M}" if is_same_day else f"{words.short_day(until.date())} {until:%H:%M}"


def _age(item: Item, words: Words) -> Iterable[tuple[str, str]]:
    """How old a register's row is, or by when it must be seen to."""
    occurrence = item.occurrence
    if occurrence.due is not None:
        yield words("by {day}", day=words.short_day(occurrence.due_day)), "bold"
    yield words("since {day}", day=words.short_day(occurrence.nominal)), "dim"


def cause_text(because: Because, words: Words) -> str:
    """The figure that asks for a duty: `inquiries 7 on 24 Nov, bar 10`."""
    return words(
        "{metric} {value} on {day}, bar {bar}",
        metric=words.text(because.name),
        value=words.amount(because.value, because.measure, because.name),
        day=words.short_day(because.date),
        bar=words.amount(because.bar, because.measure, because.name),
    )


def remarks(item: Item, words: Words) -> Iterable[str]:
    """What people wrote about it: free text, which may be long."""
    settled = item.record.settled
    if because := item.occurrence.because:
        yield cause_text(because, words)
    if settled and settled.kind == "skip":
        yield words("skipped: {why}", why=settled.text or "")
    elif settled and settled.text:
        yield words("note: {text}", text=settled.text)
    for note in item.record.notes:
        yield words("note: {text}", text=note.text or "")


def done_by_slot(checklist: Checklist) -> SlotsDone:
    """How many slots are done, for `notes`."""
    return Counter(
        (item.occurrence.planned.key, item.occurrence.date)
        for item in checklist.items
        if item.status == "done"
    )


def role_text(item: Item, words: Words) -> str:
    """Who does it, as people call that role."""
    role = item.occurrence.planned.duty.role
    if role is None:
        return ""
    return role_name(item.occurrence.planned.playbook, role, words)


def choice_name(column: Column, value: str, words: Words) -> str:
    """What is shown for a field's value: the name of a choice, else the value itself."""
    return next((name.read(words.language) for key, name in column.choices if key == value), value)


def role_name(playbook: Playbook, role: str, words: Words) -> str:
    """What people call a role of a playbook."""
    name = playbook.role_name(role)
    return words.text(name) if name else role


def grid_legend(boxes: Mapping[Status, str], words: Words) -> str:
    """What the marks of `cell_text` mean."""
    shown: tuple[Status, ...] = ("open", "done", "skipped", "missed")
    marks = [*((boxes[status], status) for status in shown), (GRID_LATE, "late")]
    return "  ".join(f"{mark} {words.status(status)}" for mark, status in marks)


def cell_text(items: Sequence[Item], marks: Mapping[Status, str]) -> tuple[str, Status]:
    """What a grid has room for of a duty's items on a day (one at least): a mark, or how many of
    them are done; with the status that colours it."""
    if len(items) == 1:
        status = items[0].status
        return GRID_LATE if status == "late" else marks[status], status
    done = sum(item.status == "done" for item in items)
    worst: Status = "done" if done == len(items) else "open"
    if any(item.status in ("late", "missed") for item in items):
        worst = "late"
    return f"{done}/{len(items)}", worst
