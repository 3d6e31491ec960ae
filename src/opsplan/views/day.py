"""A day's list on a terminal, by bands; and the rows of items that other screens have, too."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.cells import cell_len

from opsplan.values.checklist import Checklist, Item
from opsplan.views.bands import banded
from opsplan.views.breaking import NO_BREAK
from opsplan.views.items import (
    BAND_TITLES,
    SlotsDone,
    done_by_slot,
    notes,
    nudge,
    remarks,
    role_text,
    shop_name,
    time_text,
)
from opsplan.views.marks import FILLED, UNFILLED
from opsplan.views.paint import (
    GAP,
    HEADING,
    Line,
    Piece,
    all_folded,
    clipped,
    fitted,
    folded,
    painted,
)
from opsplan.views.phases import phase_lines
from opsplan.views.screen import (
    NARROW,
    STYLES,
    WIDEST,
    Screen,
    calendar_notes,
    day_type,
    reminders_late,
)
from opsplan.views.targets import head_lines
from opsplan.views.words import Words

BAR = 20
"""How long the bar of what is settled is."""


def day_screen(checklist: Checklist, words: Words, screen: Screen, *, setup: bool = False) -> str:
    """A day's list by bands; with `setup` the one-time steps instead."""
    width = min(screen.width, WIDEST)
    lines: list[Line] = list(_head(checklist, words, setup=setup))
    if setup:
        body = _setup_lines(checklist, words, screen)
        return _text([*all_folded(lines, width), *body], screen)
    targets = head_lines(checklist.targets, words)
    rows: list[Line] = []
    for band, items in banded(checklist):
        rows.append([(words.message(BAND_TITLES[band]), HEADING)])
        rows += item_rows(items, checklist, words, screen)
    phases = phase_lines(checklist.phases, words)
    return _text(
        [
            *all_folded(lines, width),
            *([(clipped(phase, width), "dim")] for phase in phases),
            *all_folded(targets, width),
            *rows,
            *all_folded(_foot(checklist, words, screen), width),
        ],
        screen,
    )


def _text(lines: Iterable[Line], screen: Screen) -> str:
    return painted(lines, colour=screen.colour)


def _head(checklist: Checklist, words: Words, *, setup: bool) -> Iterator[Line]:
    """The shop and the day, what is special about it, and how much of it is settled."""
    yield [*_title_of(checklist, words)]
    if campaign := _campaign(checklist, words):
        yield [campaign]
    yield settled_bar(checklist.setup if setup else checklist.items, words, BAR)


def settled_bar(items: Sequence[Item], words: Words, width: int) -> list[Piece]:
    """`━━━━━━────  3 of 50 settled  1 late`, the bar in `width` columns."""
    settled, total = sum(item.is_settled for item in items), len(items)
    filled = round(width * settled / total) if total else 0
    bar: list[Piece] = [
        (FILLED * filled, "green"),
        (UNFILLED * (width - filled), "dim"),
        (words("  {settled} of {total} settled", settled=settled, total=total), ""),
    ]
    if late := sum(item.status == "late" for item in items):
        bar.append((GAP + words("{count} late", count=late), "bold red"))
    return bar


def _title_of(checklist: Checklist, words: Words) -> Iterator[Piece]:
    day = checklist.window.start
    yield shop_name(checklist, words), "bold"
    yield f"  {words.day(day)} {words.weekday(day)}", ""
    if words.language == "zh" and (lunar := _lunar_name(day)):
        yield f"  农历{lunar}", ""
    yield f"  {words.message(day_type(day, checklist))}", ""
    if day == checklist.today:
        yield f"  {checklist.now:%H:%M}", ""
    for note in calendar_notes(checklist, words):
        yield f"  {note}", "yellow"


def _lunar_name(day: date) -> str | None:
    from opsplan.calendars.lunar import lunar_name  # loads borax

    return lunar_name(day)


def _campaign(checklist: Checklist, words: Words) -> Piece | None:
    """The campaign of the day with its day of so many, or the next one with the days left."""
    found, day = checklist.campaign, checklist.window.start
    if found is None:
        return None
    name = words.text(found.campaign.name)
    if found.first <= day:
        no, days = (day - found.first).days + 1, (found.last - found.first).days + 1
        return words("{name}: day {no} of {days}", name=name, no=no, days=days), "bold magenta"
    left, on = (found.first - day).days, words.short_day(found.first)
    return words("{name} in {days} days, on {day}", name=name, days=left, day=on), "magenta"


def item_rows(
    items: Iterable[Item],
    checklist: Checklist,
    words: Words,
    screen: Screen,
    *,
    numbered: bool = True,
) -> list[Line]:
    """A row for each item, broken to the screen; numbers are those of a day's list, so a week has
    none."""
    wide = screen.width >= NARROW
    listed = list(items)
    done = done_by_slot(checklist)
    times = [time_text(item, words, wide=wide) for item in listed]
    time_width = min(_widest(times, 11 if wide else 5), screen.width // 3)
    mark_width = _widest(screen.marks.values(), 1)
    no_width = max((len(str(item.no)) for item in listed if numbered), default=0)
    no_width = max(no_width, 3)
    most = min(screen.width, WIDEST) // 4
    tail = _tail(listed, checklist, words, most) if wide else [[] for _ in listed]
    tail_width = sum(cell_len(text) for text, _ in tail[0]) if listed else 0
    before = no_width + mark_width + time_width + 3
    room = max(min(screen.width, WIDEST) - before - tail_width, 8)
    lines: list[Line] = []
    for item, time, behind in zip(listed, times, tail, strict=True):
        style = STYLES[item.status]
        number = fitted(str(item.no) if numbered else "", no_width, right=True)
        mark = fitted(screen.marks[item.status], mark_width)
        first, *rest = folded(_title(item, done, words, style), room)
        filling = room - sum(cell_len(text) for text, _ in first) if behind else 0
        lines.append(
            [
                (number, "dim"),
                (" ", ""),
                (mark, style),
                (" ", ""),
                (fitted(time, time_width), style),
                (" ", ""),
                *first,
                (" " * filling, ""),
                *behind,
            ]
        )
        lines += [[(" " * before, ""), *more] for more in rest]
    return lines


def _tail(
    items: Sequence[Item], checklist: Checklist, words: Words, most: int
) -> list[list[Piece]]:
    """Role and code of each item, in columns of one width for all lists of the day; a role takes
    `most` columns at the most."""
    every = {item.occurrence.planned: item for item in (*checklist.items, *checklist.setup)}
    roles = min(_widest({role_text(item, words) for item in every.values()}, 0), most)
    codes = _widest((item.occurrence.paper_code for item in items), 5)
    return [
        [
            (" " + fitted(role_text(item, words), roles, right=True), "dim"),
            (" " + fitted(item.occurrence.paper_code, codes), "dim"),
        ]
        for item in items
    ]


def _widest(texts: Iterable[str], least: int) -> int:
    return max([least, *map(cell_len, texts)])


def _title(item: Item, done: SlotsDone, words: Words, style: str) -> list[Piece]:
    pieces = [(words.text(item.occurrence.planned.duty.name), style)]
    for note, note_style in notes(item, done, words):
        pieces.append((GAP + note.replace(" ", NO_BREAK), note_style))
    pieces += [(GAP + remark, "dim italic") for remark in remarks(item, words)]
    return pieces


def _foot(checklist: Checklist, words: Words, screen: Screen) -> Iterator[Line]:
    left = sum(item.status == "open" for item in checklist.setup)
    if left:
        command = f"{screen.command} today --setup"
        text = words("{count} set-up steps are still open: {command}", count=left, command=command)
        yield [(text, "dim")]
    if text := reminders_late(checklist, words):
        yield [(text, "dim")]
    if told := nudge(checklist, words):
        yield [(told, "yellow")]
    if not checklist.items:
        yield [(words("Nothing stands on this day."), "")]
    elif all(not item.record.settled for item in checklist.items):
        first = next(item.no for item in checklist.items)
        text = words("Tick one off with: {command}", command=f"{screen.command} done {first}")
        yield [(text, "dim")]


def _setup_lines(checklist: Checklist, words: Words, screen: Screen) -> list[Line]:
    if not checklist.setup:
        return [[(words("There are no set-up steps."), "")]]
    title: Line = [(words("Set-up steps, each done once"), HEADING)]
    return [title, *item_rows(checklist.setup, checklist, words, screen)]
