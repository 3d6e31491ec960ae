"""A week as a grid, drawn by Rich."""

from datetime import date

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text as RichText

from opsplan.values.checklist import Checklist, Item
from opsplan.views.day import item_rows
from opsplan.views.drawing import drawn
from opsplan.views.items import cell_text, shop_name
from opsplan.views.marks import GRID_LATE
from opsplan.views.paint import Line, painted
from opsplan.views.screen import NARROW, STYLES, WIDEST, Screen, calendar_notes
from opsplan.views.words import Words

WIDE = 100
"""From so many columns the days of a week are headed by weekday and date."""


def week_screen(checklist: Checklist, words: Words, screen: Screen) -> str:
    """A grid of duties by days, with marks; floating work below."""
    days = list(checklist.window)
    last = words.short_day(days[-1])
    title = words("Week of {first} to {last}", first=words.day(days[0]), last=last)
    head = RichText.assemble((shop_name(checklist, words), "bold"), "  ", (title, ""))
    for note in calendar_notes(checklist, words):
        head.append(f"  {note}", style="yellow")
    planned = [item for item in checklist.items if item.occurrence.mark.kind != "floating"]
    planned = [item for item in planned if item.occurrence.mark.kind != "row"]
    rows = [item for item in planned if item.occurrence.date >= days[0]]
    lines: list[Line] = []
    for title, items in (
        (words("Carried over"), [item for item in planned if item.occurrence.date < days[0]]),
        (words("On whatever day"), [i for i in checklist.items if i.occurrence.mark.span]),
        (words("From registers"), [i for i in checklist.items if i.occurrence.mark.kind == "row"]),
    ):
        if items:
            lines.append([(title, "bold cyan")])
            lines += item_rows(items, checklist, words, screen, numbered=False)
    legend = RichText(_legend(words, screen), style="dim")
    grid = drawn(Group(head, _grid(rows, days, checklist, words, screen)), screen)
    return grid + painted(lines, colour=screen.colour) + drawn(legend, screen)


def _grid(
    items: list[Item], days: list[date], checklist: Checklist, words: Words, screen: Screen
) -> Table:
    column = 8 if screen.width >= WIDE else 5 if screen.width >= NARROW else 3
    codes = max((len(item.occurrence.planned.code) for item in items), default=4)
    room = min(screen.width, WIDEST) - codes - 1 - len(days) * (column + 1) - 1
    titles = (words.text(item.occurrence.planned.duty.name) for item in items)
    longest = max((cell_len(title) for title in titles), default=4)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, style="dim", width=codes)
    table.add_column(words("Duty"), overflow="ellipsis", no_wrap=True, width=min(longest, room))
    for day in days:
        header = RichText(_grid_header(day, words, screen))
        header.stylize("bold reverse" if day == checklist.today else "bold")
        if day == checklist.today:
            header.append("*")
        table.add_column(header, justify="center", no_wrap=True, width=column)
    rows: dict[str, dict[date, list[Item]]] = {}
    for item in sorted(items, key=lambda each: each.occurrence.planned.position):
        cells = rows.setdefault(item.occurrence.planned.key, {})
        shown = max(item.occurrence.date, days[0])
        cells.setdefault(shown, []).append(item)
    for cells in rows.values():
        planned = next(iter(cells.values()))[0].occurrence.planned
        marks = [_grid_cell(cells.get(day, []), screen) for day in days]
        table.add_row(planned.code, RichText(words.text(planned.duty.name)), *marks)
    return table


def _grid_header(day: date, words: Words, screen: Screen) -> str:
    if screen.width >= WIDE:
        return f"{words.weekday(day)} {day.day}"
    return words.weekday(day) if screen.width >= NARROW else str(day.day)


def _grid_cell(items: list[Item], screen: Screen) -> RichText:
    if not items:
        return RichText("")
    text, status = cell_text(items, screen.marks)
    return RichText(text, style=STYLES[status])


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
