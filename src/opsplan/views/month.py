"""A month as a calendar: what each day holds, how much work that is, and which days are heaps."""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from opsplan.planning.load import heaps, load_of
from opsplan.values.checklist import Checklist, Item
from opsplan.values.text import say
from opsplan.views.drawing import drawn
from opsplan.views.items import shop_name
from opsplan.views.screen import Screen, calendar_notes
from opsplan.views.words import Words

_WIDEST_DAY = 9
_NARROWEST_DAY = 6


def month_screen(checklist: Checklist, words: Words, screen: Screen) -> str:
    """A calendar of the month with what is settled, planned and to be worked on each day."""
    first = checklist.window.start
    head = RichText.assemble((shop_name(checklist, words), "bold"), "  ", words.month(first))
    for note in calendar_notes(checklist, words):
        head.append(f"  {note}", style="yellow")
    load = load_of(item.occurrence for item in checklist.items)
    column = max(min(screen.width // 7, _WIDEST_DAY), _NARROWEST_DAY) - 1
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    monday = first - timedelta(days=first.weekday())
    for index in range(7):
        name = words.weekday(monday + timedelta(days=index))
        table.add_column(name, justify="right", width=column, no_wrap=True)
    too_much = {*heaps(load, checklist.shop.hours)}
    while monday < checklist.window.end:
        days = [monday + timedelta(days=index) for index in range(7)]
        table.add_row(*(_cell(day, checklist, load, day in too_much, words) for day in days))
        monday += timedelta(days=7)
    note = words("settled/planned, hours of work; floating work not counted")
    parts: list[RenderableType] = [
        head,
        table,
        *_load_lines(checklist, load, words),
        RichText(note, style="dim"),
    ]
    return drawn(Group(*parts), screen)


def _cell(
    day: date, checklist: Checklist, load: Mapping[date, int], is_heap: bool, words: Words
) -> RichText:
    if day not in checklist.window:
        return RichText("")
    ours = [item for item in checklist.items if _is_on(item, day)]
    settled = sum(item.status in ("done", "skipped") for item in ours)
    number = f"[{day.day}]" if day == checklist.today else f"{day.day}"
    cell = RichText(number, style="bold")
    if special := day_mark(day, checklist):
        cell.append(words(special), style="not bold dim")
    if day >= checklist.first_day or settled:
        cell.append(f"\n{settled}/{len(ours)}", style="not bold dim")
        hours = f"{hours_text(load.get(day, 0))}h"
        style = "not bold red" if is_heap else "not bold dim"
        cell.append(f"\n{'!' if is_heap else ''}{hours}", style=style)
    return cell


def _is_on(item: Item, day: date) -> bool:
    return item.occurrence.date == day and item.occurrence.mark.kind != "floating"


def day_mark(day: date, checklist: Checklist) -> str:
    """What a printed calendar would say of a day that is not what its weekday says."""
    works = checklist.workdays.is_workday(day.toordinal())
    if works == (day.weekday() < 5):
        return ""
    return _WORKED if works else _OFF


_OFF, _WORKED = " off", " on"
DAY_MARKS = (say(" off"), say(" on"))
"""The marks of days, so that the catalog's maker finds them."""


def hours_text(minutes: int) -> str:
    """Minutes as hours: one decimal below ten, none from there on."""
    hours = minutes / 60
    return f"{hours:.1f}".removesuffix(".0") if hours < 9.95 else f"{hours:.0f}"


def _load_lines(checklist: Checklist, load: Mapping[date, int], words: Words) -> list[RichText]:
    """A warning for days that are heaps, and one where an ordinary day is too much already."""
    hours = checklist.shop.hours
    lines: list[RichText] = []
    known = {day: minutes for day, minutes in load.items() if day >= checklist.first_day}
    if found := heaps(known, hours):
        named = [
            words(
                "{day} with {hours} hours", day=words.short_day(day), hours=hours_text(known[day])
            )
            for day in found
        ]
        text = words(
            "Heavy days: {days}; a working day is {hours} h", days=named, hours=hours_text(hours)
        )
        lines.append(RichText(text, style="red"))
    if known and median(known.values()) > hours:
        usual = hours_text(int(median(known.values())))
        text = words(
            "An ordinary day holds {usual} h of work; a working day is {hours} h",
            usual=usual,
            hours=hours_text(hours),
        )
        lines.append(RichText(text, style="yellow"))
    return lines
