"""A week as a grid."""

from collections.abc import Iterator
from datetime import date

from opsplan.values.checklist import Checklist, Item
from opsplan.views.columns import Column, Row, aligned
from opsplan.views.day import item_rows
from opsplan.views.items import cell_text, shop_name
from opsplan.views.marks import GRID_LATE
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
    planned = [item for item in checklist.items if item.occurrence.mark.kind != "floating"]
    planned = [item for item in planned if item.occurrence.mark.kind != "row"]
    rows = [item for item in planned if item.occurrence.date >= days[0]]
    width = min(screen.width, WIDEST)
    lines = [*folded(head, width), *_grid(rows, days, checklist, words, screen)]
    for title, items in (
        (words("Carried over"), [item for item in planned if item.occurrence.date < days[0]]),
        (words("On whatever day"), [i for i in checklist.items if i.occurrence.mark.span]),
        (words("From registers"), [i for i in checklist.items if i.occurrence.mark.kind == "row"]),
    ):
        if items:
            lines.append([(title, HEADING)])
            lines += item_rows(items, checklist, words, screen, numbered=False)
    lines += folded([(_legend(words, screen), "dim")], width)
    return painted(lines, colour=screen.colour)


def _grid(
    items: list[Item], days: list[date], checklist: Checklist, words: Words, screen: Screen
) -> Iterator[Line]:
    """A row for each duty, a column for each day."""
    column = 8 if screen.width >= WIDE else 5 if screen.width >= NARROW else 3
    codes = max((len(item.occurrence.planned.code) for item in items), default=4)
    room = min(screen.width, WIDEST) - codes - len(days) * (column + 1) - 1
    rows: dict[str, dict[date, list[Item]]] = {}
    for item in sorted(items, key=lambda each: each.occurrence.planned.position):
        cells = rows.setdefault(item.occurrence.planned.key, {})
        shown = max(item.occurrence.date, days[0])
        cells.setdefault(shown, []).append(item)
    heads = [_grid_head(day, checklist.today, words, screen) for day in days]
    lines: list[Row] = [[[], [(words("Duty"), "bold")], *heads]]
    for cells in rows.values():
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


def _legend(words: Words, screen: Screen) -> str:
    marks = screen.marks
    pairs = [
        (marks["open"], words("open")),
        (marks["done"], words("done")),
        (marks["skipped"], words("skipped")),
        (marks["missed"], words("missed")),
        (GRID_LATE, words("late")),
    ]
    return "  ".join(f"{mark} {word}" for mark, word in pairs)
