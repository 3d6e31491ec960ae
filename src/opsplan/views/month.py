"""A month as a calendar: what each day holds, how much work that is, and which days are heaps."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import zip_longest

from opsplan.planning.load import heaps, load_of, ordinary_day
from opsplan.values.checklist import Checklist, Item
from opsplan.values.text import say
from opsplan.views.columns import Column, Row, aligned
from opsplan.views.items import shop_name
from opsplan.views.paint import GAP, Line, all_folded, folded, painted
from opsplan.views.screen import WIDEST, Screen, calendar_notes
from opsplan.views.words import Words

_WIDEST_DAY = 9
_NARROWEST_DAY = 6


def month_screen(checklist: Checklist, words: Words, screen: Screen) -> str:
    """A calendar of the month with what is settled, planned and to be worked on each day."""
    first = checklist.window.start
    head = [(shop_name(checklist, words), "bold"), (f"{GAP}{words.month(first)}", "")]
    head += [(f"{GAP}{note}", "yellow") for note in calendar_notes(checklist, words)]
    load = load_of(item.occurrence for item in checklist.items)
    width = min(screen.width, WIDEST)
    note = words("settled/planned, hours of work; floating work not counted")
    lines = [
        *folded(head, width),
        *_calendar(checklist, load, words, width),
        *all_folded(_load_lines(checklist, load, words), width),
        *folded([(note, "dim")], width),
    ]
    return painted(lines, colour=screen.colour)


def _calendar(
    checklist: Checklist, load: Mapping[date, int], words: Words, width: int
) -> Iterator[Line]:
    """Seven days a row, each as high as its cells need."""
    monday = checklist.window.start - timedelta(days=checklist.window.start.weekday())
    week = [monday + timedelta(days=index) for index in range(7)]
    rows: list[Row] = [[[(words.weekday(day), "bold")] for day in week]]
    too_much = {*heaps(load, checklist.shop.hours)}
    by_day: dict[date, list[Item]] = {}
    for item in checklist.items:
        if item.occurrence.mark.kind != "floating":
            by_day.setdefault(item.occurrence.date, []).append(item)
    while week[0] < checklist.window.end:
        cells = [
            _cell(day, by_day.get(day, []), checklist, load, day in too_much, words) for day in week
        ]
        rows += zip_longest(*cells, fillvalue=())
        week = [day + timedelta(days=7) for day in week]
    column = max(min(width // 7, _WIDEST_DAY), _NARROWEST_DAY) - 1
    return aligned(rows, [Column("right", width=column)] * 7, max(width, 7 * (column + 1)), gap=1)


def _cell(
    day: date,
    ours: list[Item],
    checklist: Checklist,
    load: Mapping[date, int],
    is_heap: bool,
    words: Words,
) -> list[Line]:
    """The day's number with what is special about it, what is settled, the hours."""
    if day not in checklist.window:
        return []
    settled = sum(item.is_settled for item in ours)
    number = f"[{day.day}]" if day == checklist.today else f"{day.day}"
    special = day_mark(day, checklist)
    lines: list[Line] = [[(number, "bold"), (words(special) if special else "", "dim")]]
    if day >= checklist.first_day or settled:
        hours = f"{'!' if is_heap else ''}{hours_text(load.get(day, 0))}h"
        lines.append([(f"{settled}/{len(ours)}", "dim")])
        lines.append([(hours, "red" if is_heap else "dim")])
    return lines


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


def _load_lines(checklist: Checklist, load: Mapping[date, int], words: Words) -> list[Line]:
    """A warning for days that are heaps, and one where an ordinary day is too much already."""
    hours = checklist.shop.hours
    lines: list[Line] = []
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
        lines.append([(text, "red")])
    ordinary = ordinary_day(known)
    if ordinary > hours:
        text = words(
            "An ordinary day holds {usual} h of work; a working day is {hours} h",
            usual=hours_text(ordinary),
            hours=hours_text(hours),
        )
        lines.append([(text, "yellow")])
    return lines
