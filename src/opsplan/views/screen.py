"""Checklists on a terminal, drawn by Rich into text of a given width."""

import io
from collections.abc import Iterable
from datetime import date

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from opsplan.calendars import lunar_name
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Status
from opsplan.values.text import Message, say
from opsplan.views.bands import banded
from opsplan.views.items import (
    BAND_TITLES,
    SlotsDone,
    cell_text,
    done_by_slot,
    notes,
    nudge,
    pause_notes,
    remarks,
    role_text,
    shop_name,
    time_text,
)
from opsplan.views.marks import BOXES, FILLED, GRID_LATE, UNFILLED
from opsplan.views.phases import phase_lines
from opsplan.views.targets import head_lines
from opsplan.views.words import Words, holiday_name

NO_BREAK = "\ue000"
"""Keeps a note in one piece while Rich breaks lines (which it does at U+00A0 too)."""
NARROW = 64
"""Below so many columns role and code are left out."""
WIDEST = 112
"""Wider screens are not filled: what belongs to a title must stay near it."""
HOURS_WITHOUT_REMINDERS = 24
"""From so many hours on today's list says that reminders have not run."""
WIDE = 100
"""From so many columns the days of a week are headed by weekday and date."""
_STYLES: dict[Status, str] = {
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


def day_screen(checklist: Checklist, words: Words, screen: Screen, *, setup: bool = False) -> str:
    """A day's list by bands; with `setup` the one-time steps instead."""
    parts: list[RenderableType] = [_head(checklist, words, setup=setup)]
    if not setup:
        if checklist.phases:
            phases = "\n".join(phase_lines(checklist.phases, words))
            parts.append(RichText(phases, style="dim", no_wrap=True, overflow="ellipsis"))
        lines = head_lines(checklist.targets, words)
        parts += [lines] if lines else []
    if setup:
        parts += _setup_parts(checklist, words, screen)
    else:
        for band, items in banded(checklist):
            parts.append(RichText(words.message(BAND_TITLES[band]), style="bold cyan"))
            parts.append(item_rows(items, checklist, words, screen))
        parts += _foot(checklist, words, screen)
    return drawn(Group(*parts), screen)


def week_screen(checklist: Checklist, words: Words, screen: Screen) -> str:
    """A grid of duties by days, with marks; floating work below."""
    days = list(checklist.window)
    last = words.short_day(days[-1])
    title = words("Week of {first} to {last}", first=words.day(days[0]), last=last)
    head = RichText.assemble((shop_name(checklist, words), "bold"), "  ", (title, ""))
    add_calendar(head, checklist, words)
    add_pauses(head, checklist, words)
    planned = [item for item in checklist.items if item.occurrence.mark.kind != "floating"]
    planned = [item for item in planned if item.occurrence.mark.kind != "row"]
    rows = [item for item in planned if item.occurrence.date >= days[0]]
    parts: list[RenderableType] = [head, _grid(rows, days, checklist, words, screen)]
    for title, items in (
        (words("Carried over"), [item for item in planned if item.occurrence.date < days[0]]),
        (words("On whatever day"), [i for i in checklist.items if i.occurrence.mark.span]),
        (words("From registers"), [i for i in checklist.items if i.occurrence.mark.kind == "row"]),
    ):
        if items:
            parts.append(RichText(title, style="bold cyan"))
            parts.append(item_rows(items, checklist, words, screen, numbered=False))
    parts.append(RichText(_legend(words, screen), style="dim"))
    return drawn(Group(*parts), screen)


def _head(checklist: Checklist, words: Words, *, setup: bool = False) -> RenderableType:
    day = checklist.window.start
    head = RichText()
    head.append(shop_name(checklist, words), style="bold")
    head.append(f"  {words.day(day)} {words.weekday(day)}")
    lunar = lunar_name(day)
    if lunar and words.language == "zh":
        head.append(f"  农历{lunar}")
    head.append(f"  {words.message(day_type(day, checklist))}")
    if day == checklist.today:
        head.append(f"  {checklist.now:%H:%M}")
    add_calendar(head, checklist, words)
    add_pauses(head, checklist, words)
    _add_campaign(head, checklist, words)
    counted = checklist.setup if setup else checklist.items
    settled = sum(item.status in ("done", "skipped") for item in counted)
    total = len(counted)
    head.append("\n")
    filled = round(20 * settled / total) if total else 0
    head.append(FILLED * filled, style="green")
    head.append(UNFILLED * (20 - filled), style="dim")
    head.append(words("  {settled} of {total} settled", settled=settled, total=total))
    late = checklist.summary["late"]
    if late and not setup:
        head.append("  " + words("{count} late", count=late), style="bold red")
    return head


def _add_campaign(head: RichText, checklist: Checklist, words: Words) -> None:
    """The campaign of the day with its day of so many, or the next one with the days left."""
    found, day = checklist.campaign, checklist.window.start
    if found is None:
        return
    name = words.text(found.campaign.name)
    if found.first <= day:
        no, days = (day - found.first).days + 1, (found.last - found.first).days + 1
        text = words("{name}: day {no} of {days}", name=name, no=no, days=days)
        head.append(f"\n{text}", style="bold magenta")
        return
    left, on = (found.first - day).days, words.short_day(found.first)
    text = words("{name} in {left} days, on {day}", name=name, left=left, day=on)
    head.append(f"\n{text}", style="magenta")


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


def add_calendar(head: RichText, checklist: Checklist, words: Words) -> None:
    if checklist.calendar != "official":
        note = words("holidays of {year} are provisional", year=checklist.window.last.year)
        head.append(f"  {note}", style="yellow")


def add_pauses(head: RichText, checklist: Checklist, words: Words) -> None:
    """The days on which the shop is closed, as far as the checklist is about them."""
    for note in pause_notes(checklist, words):
        head.append(f"  {note}", style="yellow")


def item_rows(
    items: Iterable[Item],
    checklist: Checklist,
    words: Words,
    screen: Screen,
    *,
    numbered: bool = True,
) -> Table:
    """A row for each item; numbers are those of a day's list, so a week has none."""
    wide = screen.width >= NARROW
    table = Table.grid(padding=(0, 1), expand=wide)
    done = done_by_slot(checklist)
    table.add_column(justify="right", min_width=3, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(min_width=5 if not wide else 11, no_wrap=True)
    table.add_column(ratio=1 if wide else None, overflow="fold")
    if wide:
        every = (*checklist.items, *checklist.setup)
        roles = max((cell_len(role_text(item, words)) for item in every), default=0)
        table.add_column(no_wrap=True, justify="right", min_width=roles)
        table.add_column(no_wrap=True, min_width=5)
    for item in items:
        style = _STYLES[item.status]
        cells = [
            RichText(str(item.no) if numbered else "", style="dim"),
            RichText(screen.marks[item.status], style=style),
            RichText(time_text(item, words, wide=wide), style=style),
            _title(item, done, words, style),
        ]
        if wide:
            cells += [
                RichText(role_text(item, words), style="dim"),
                RichText(item.occurrence.paper_code, style="dim"),
            ]
        table.add_row(*cells)
    return table


def _title(item: Item, done: SlotsDone, words: Words, style: str) -> RichText:
    duty = item.occurrence.planned.duty
    title = RichText(words.text(duty.name), style=style)
    for note, note_style in notes(item, done, words):
        title.append("  ").append(note.replace(" ", NO_BREAK), style=note_style)
    for remark in remarks(item, words):
        title.append(f"  {remark}", style="dim italic")
    return title


def _foot(checklist: Checklist, words: Words, screen: Screen) -> list[RenderableType]:
    parts: list[RenderableType] = []
    left = sum(item.status == "open" for item in checklist.setup)
    if left:
        command = f"{screen.command} today --setup"
        text = words("{count} set-up steps are still open: {command}", count=left, command=command)
        parts.append(RichText(text, style="dim"))
    if text := reminders_late(checklist, words):
        parts.append(RichText(text, style="dim"))
    if told := nudge(checklist, words):
        parts.append(RichText(told, style="yellow"))
    if not checklist.items:
        parts.append(RichText(words("Nothing stands on this day.")))
    elif all(not item.record.settled for item in checklist.items):
        first = next(item.no for item in checklist.items)
        text = words("Tick one off with: {command}", command=f"{screen.command} done {first}")
        parts.append(RichText(text, style="dim"))
    return parts


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


def _setup_parts(checklist: Checklist, words: Words, screen: Screen) -> list[RenderableType]:
    if not checklist.setup:
        return [RichText(words("There are no set-up steps."))]
    title = RichText(words("Set-up steps, each done once"), style="bold cyan")
    return [title, item_rows(checklist.setup, checklist, words, screen)]


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
    return RichText(text, style=_STYLES[status])


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


def drawn(content: RenderableType, screen: Screen) -> str:
    """What Rich makes of it at the width of the screen, at most WIDEST."""
    console = Console(
        file=io.StringIO(),
        width=min(screen.width, WIDEST),
        force_terminal=screen.colour,
        color_system="truecolor" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with console.capture() as capture:
        console.print(content)
    lines = capture.get().replace(NO_BREAK, " ").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"
