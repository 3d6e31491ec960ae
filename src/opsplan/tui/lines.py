"""Items as lines of a list: box, time, title with what belongs to it, and who does it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from rich.cells import cell_len
from textual.content import Content

from opsplan.tui.rows import Line, blank, fits, heading
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.values.figures import Progress
from opsplan.values.occurrence import Status
from opsplan.views.bands import banded
from opsplan.views.items import (
    BAND_TITLES,
    SlotsDone,
    done_by_slot,
    notes,
    remarks,
    role_text,
    time_text,
)
from opsplan.views.paint import padded
from opsplan.views.targets import exceeded, goal_line
from opsplan.views.visible import visible
from opsplan.views.words import Words

WIDE = 60
"""From so many columns a row has room for its end, its role and its code."""
MOST_ROLE = 12
"""Longer names of roles are cut, so that the titles have room."""
STYLES: dict[Status, str] = {
    "upcoming": "$muted",
    "open": "",
    "late": "$text-error",
    "done": "$text-success",
    "skipped": "$muted",
    "missed": "$text-error",
}
_NOTE_STYLES = {"dim": "$muted", "red": "$text-error", "bold": "bold"}


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns beside the titles are, so that all rows of a list are aligned."""

    time: int
    time_wide: int
    role: int
    code: int

    @classmethod
    def of(cls, items: Sequence[Item], words: Words) -> "Columns":
        """As wide as the widest of these items."""
        return cls(
            max((cell_len(time_text(item, words, wide=False)) for item in items), default=0),
            max((cell_len(time_text(item, words, wide=True)) for item in items), default=0),
            min(max((cell_len(role_text(item, words)) for item in items), default=0), MOST_ROLE),
            max((len(item.occurrence.paper_code) for item in items), default=0),
        )


def day_lines(checklist: Checklist, words: Words) -> list[Line]:
    """A day's list by bands, with the line of the clock between what has opened and what comes."""
    items = checklist.items
    columns, done = Columns.of(items, words), done_by_slot(checklist)
    lines = target_lines(checklist.targets, words)
    is_today = checklist.window.start == checklist.today
    clock = clock_line(checklist, words) if is_today and items else None
    for band, members in banded(checklist):
        if clock and band not in ("carried", "now"):
            lines += [clock]
            clock = None
        elif lines:
            lines.append(blank())
        lines.append(heading(words.message(BAND_TITLES[band])))
        lines += [item_line(item, columns, done, words) for item in members]
    return [*lines, clock] if clock else lines


def clock_line(checklist: Checklist, words: Words) -> Line:
    """`── 09:05 ──── next 10:30, in 1 h 25 min ──`."""
    now = f"{checklist.now:%H:%M}"
    until = countdown(checklist, words)

    def draw(width: int) -> Content:
        end = f" {until} ──" if until and cell_len(until) + 20 <= width else ""
        head = f"── {now} "
        rule = "─" * max(width - cell_len(head) - cell_len(end), 0)
        return Content.styled(f"{head}{rule}{end}", "$text-warning")

    return Line(draw)


def target_lines(targets: Iterable[Progress], words: Words) -> list[Line]:
    """How the targets of the month stand; what is short or exceeded stands out."""
    lines: list[Line] = []
    for progress in targets:
        value, share = progress.yesterday
        if progress.target.limit:
            amounts = f"{words.number(progress.to_date)}/{words.number(progress.amount)}"
            text = f"{progress.name.read(words.language)}  {amounts}"
        else:
            text = goal_line(progress, words)
        is_short = not progress.target.limit and value is not None and value < share
        lines.append(_told(text, "$text-error" if is_short else "$muted"))
        lines += [_told(each, "bold $text-error") for each in exceeded(progress, words, days=1)]
    return lines


def _told(text: str, style: str) -> Line:
    content = Content.styled(f" {visible(text)}", style)
    return Line(lambda width: content.truncate(width, ellipsis=True))


def countdown(checklist: Checklist, words: Words) -> str:
    """How long it is until the next clock time of the day; nothing where none is left."""
    found = next_opening(checklist)
    if found is None:
        return ""
    minutes = -(-int((found - checklist.now).total_seconds()) // 60)
    hours, rest = divmod(minutes, 60)
    left = words("{hours} h {minutes} min", hours=hours, minutes=rest)
    if not hours:
        left = words("{minutes} min", minutes=rest)
    return words("next {time}, in {left}", time=f"{found:%H:%M}", left=left)


def next_opening(checklist: Checklist) -> datetime | None:
    """When the next item with a clock time opens."""
    moments = [
        item.occurrence.opens
        for item in checklist.items
        if item.occurrence.is_clocked and item.status == "upcoming"
    ]
    found = min(moments, default=None)
    return found if found and found - checklist.now < timedelta(days=1) else None


def item_line(item: Item, columns: Columns, done: SlotsDone, words: Words) -> Line:
    """A row for an item; its key is the item's identity."""

    def draw(width: int) -> Content:
        wide = width >= WIDE
        style = STYLES[item.status]
        room = columns.time_wide if wide else columns.time
        time = padded(time_text(item, words, wide=wide), room)
        left = Content.assemble(" ", (words.boxes[item.status], style), " ")
        if room:
            left += Content.styled(f"{time}  ", style)
        right = _right(item, columns, words) if wide else Content("")
        space = width - left.cell_length - right.cell_length - 1
        middle = title(item, done, words, style).truncate(max(space, 1), ellipsis=True, pad=True)
        return Content.assemble(left, middle, right, " ")

    return Line(draw, item.occurrence.identity)


def title(item: Item, done: SlotsDone, words: Words, style: str) -> Content:
    """The title with progress, lateness, age and remarks behind it."""
    name = words.text(item.occurrence.planned.duty.name)
    bold = "bold" if item.status in ("open", "late") else ""
    content = Content.styled(name, f"{style} {bold}".strip())
    for note, note_style in notes(item, done, words):
        content = content.append_text(f"  {note}", _NOTE_STYLES[note_style])
    for remark in remarks(item, words):
        content = content.append_text(f"  {remark}", "$muted italic")
    return content


def matching(items: Iterable[Item], query: str, words: Words) -> list[Item]:
    """The items in whose titles, ids, codes, roles or notes every word of `query` stands."""
    return [item for item in items if fits(query, _searched(item, words))]


def _searched(item: Item, words: Words) -> str:
    duty = item.occurrence.planned.duty
    texts = (
        duty.name.zh,
        duty.name.en,
        duty.id,
        item.occurrence.paper_code,
        role_text(item, words),
        *(note.text or "" for note in item.record.notes),
    )
    return "\n".join(texts)


def _right(item: Item, columns: Columns, words: Words) -> Content:
    """Role and code; what is settled has the time and the name of who did it instead."""
    room = columns.role + columns.code + 1
    settled = item.record.settled
    if settled:
        local = settled.at.astimezone(item.occurrence.planned.zone)
        text = visible(f"{local:%H:%M} {settled.by}")
        return Content.styled(f"  {' ' * (room - cell_len(text))}{text}", "$muted")
    role = Content(role_text(item, words)).truncate(columns.role, ellipsis=True)
    blanks = " " * (columns.role - role.cell_length)
    code = padded(item.occurrence.paper_code, columns.code)
    return Content.styled(f"  {blanks}{role.plain} {code}", "$muted")
