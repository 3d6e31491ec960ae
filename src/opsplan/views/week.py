"""A week as a grid."""

from collections.abc import Iterator, Sequence
from datetime import date

from opsplan.values.checklist import Checklist, Item
from opsplan.views.bands import by_duty_and_day, week_parts
from opsplan.views.columns import Column, Row, aligned
from opsplan.views.day import item_rows
from opsplan.views.items import cell_text, grid_legend, shop_name
from opsplan.views.paint import GAP, HEADING, Line, clipped, folded, painted
from opsplan.views.screen import NARROW, STYLES, WIDEST, Screen, calendar_notes
from opsplan.views.words import Words

WIDE = 100
"""From so many columns the days of a week are headed by weekday and date."""


def week_screen(checklist: Checklist, words: Words, screen: Screen) -> str:
    """A grid of duties by days, with marks; floating work below."""
    days = list(checklist.window)
    last = words.short_day(days[-1])
    title = words("Week of {first} to {last}", first=words.day(days[0]), last=last)
    head = [(shop_name(checklist, words), "bold"), (f"{GAP}{title}", "")]
    head += [(f"{GAP}{note}", "yellow") for note in calendar_notes(checklist, words)]
    parts = week_parts(checklist)
    width = min(screen.width, WIDEST)
    lines = [*folded(head, width), *_grid(parts.grid, days, checklist, words, screen)]
    for heading, items in parts.lists:
        lines.append([(words.message(heading), HEADING)])
        lines += item_rows(items, checklist, words, screen, numbered=False)
    lines += folded([(grid_legend(screen.marks, words), "dim")], width)
    return painted(lines, colour=screen.colour)


def _grid(
    items: Sequence[Item], days: list[date], checklist: Checklist, words: Words, screen: Screen
) -> Iterator[Line]:
    """A row for each duty, a column for each day."""
    column = 8 if screen.width >= WIDE else 5 if screen.width >= NARROW else 3
    codes = max((len(item.occurrence.planned.code) for item in items), default=4)
    room = min(screen.width, WIDEST) - codes - len(days) * (column + 1) - 1
    heads = [_grid_head(day, checklist.today, words, screen) for day in days]
    lines: list[Row] = [[[], [(words("Duty"), "bold")], *heads]]
    for cells in by_duty_and_day(items).values():
        planned = next(iter(cells.values()))[0].occurrence.planned
        title = clipped(words.text(planned.duty.name), room)
        marks = [_grid_cell(cells.get(day, []), column, screen) for day in days]
        lines.append([[(planned.code, "dim")], [(title, "")], *marks])
    shapes = [Column(width=codes), Column(), *(Column("centre", width=column) for _ in days)]
    return aligned(lines, shapes, min(screen.width, WIDEST), gap=1)


def _grid_head(day: date, today: date, words: Words, screen: Screen) -> Line:
    name = str(day.day)
    if screen.width >= NARROW:
        name = f"{words.weekday(day)} {day.day}" if screen.width >= WIDE else words.weekday(day)
    return [(name, "bold reverse"), ("*", "bold")] if day == today else [(name, "bold")]


def _grid_cell(items: list[Item], width: int, screen: Screen) -> Line:
    if not items:
        return []
    text, status = cell_text(items, screen.marks)
    return [(clipped(text, width), STYLES[status])]
