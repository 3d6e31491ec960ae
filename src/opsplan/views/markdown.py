"""A checklist as Markdown (GitHub's): task lists, and a table for a week."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from opsplan.values.checklist import Checklist, Item
from opsplan.values.window import Window
from opsplan.views.bands import banded, by_duty_and_day, week_parts
from opsplan.views.items import (
    BAND_TITLES,
    SlotsDone,
    done_by_slot,
    grid_legend,
    notes,
    remarks,
    role_text,
    shop_name,
    time_text,
)
from opsplan.views.marks import BOXES, GRID_LATE
from opsplan.views.screen import calendar_notes
from opsplan.views.words import Words

_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~#!$@]|:(?=//|[a-z_+-]\w*:)|(?<=www)\.", re.I)
"""What can begin markup within a line, a link or an emoji's name included."""


def escaped(text: str) -> str:
    """A text (already safe to show) of which no Markdown reader makes anything but text."""
    return _MARKUP.sub(r"\\\g<0>", text.strip())


def day_markdown(checklist: Checklist, words: Words) -> str:
    """A day's list as a task list under the headings of the screen."""
    day = checklist.window.start
    lines = _head(f"{words.day(day)} {words.weekday(day)}", checklist, words)
    done = done_by_slot(checklist)
    for band, items in banded(checklist):
        lines += _section(words.message(BAND_TITLES[band]), items, done, words)
    return _text(lines)


def week_markdown(checklist: Checklist, words: Words) -> str:
    """A table of duties by days with a box for each occurrence; other work as task lists."""
    window = checklist.window
    lines = _head(_span(window, words), checklist, words)
    parts = week_parts(checklist)
    lines += _table(parts.grid, window, words)
    done = done_by_slot(checklist)
    for title, items in parts.lists:
        lines += _section(words.message(title), items, done, words)
    return _text(lines)


def list_markdown(checklist: Checklist, words: Words) -> str:
    """The items of any days as a task list under a heading for each date."""
    lines = _head(_span(checklist.window, words), checklist, words)
    done = done_by_slot(checklist)
    by_date = sorted(checklist.items, key=_date)
    for day, items in groupby(by_date, _date):
        lines += _section(f"{words.day(day)} {words.weekday(day)}", items, done, words)
    return _text(lines)


def _date(item: Item) -> date:
    return item.occurrence.date


def _head(title: str, checklist: Checklist, words: Words) -> list[str]:
    settled = sum(item.is_settled for item in checklist.items)
    total = len(checklist.items)
    facts = [words("  {settled} of {total} settled", settled=settled, total=total).strip()]
    facts += calendar_notes(checklist, words)
    shop = escaped(shop_name(checklist, words))
    return [f"# {shop} · {title}", "", " · ".join(facts)]


def _span(window: Window, words: Words) -> str:
    return f"{words.day(window.start)} – {words.day(window.last)}"


def _section(title: str, items: Iterable[Item], done: SlotsDone, words: Words) -> list[str]:
    return ["", f"## {title}", "", *(_task(item, done, words) for item in items)]


def _task(item: Item, done: SlotsDone, words: Words) -> str:
    """`- [ ] 08:30 Repost · ops · 0/4 · late · A05#1`."""
    box = "x" if item.status == "done" else " "
    title = escaped(words.text(item.occurrence.planned.duty.name))
    if item.status == "skipped":
        title = f"~~{title}~~"
    said = [role_text(item, words), *(note for note, _ in notes(item, done, words))]
    said += remarks(item, words)
    time = escaped(time_text(item, words, wide=True))
    head = f"{time} {title}".strip()
    code = item.occurrence.paper_code
    parts = [head, *(escaped(each) for each in said if each), *([f"`{code}`"] if code else [])]
    return f"- [{box}] {' · '.join(parts)}"


def _table(items: Sequence[Item], window: Window, words: Words) -> list[str]:
    if not items:
        return []
    days = list(window)
    header = ["", words("Duty"), *(f"{words.weekday(day)} {day.day}" for day in days)]
    lines = ["", table_row(header), table_row(["---", "---", *(":-:" for _ in days)])]
    for by_day in by_duty_and_day(items).values():
        planned = next(iter(by_day.values()))[0].occurrence.planned
        cells = ("".join(map(_mark, by_day.get(day, []))) for day in days)
        lines.append(table_row([planned.code, escaped(words.text(planned.duty.name)), *cells]))
    return [*lines, "", grid_legend(BOXES, words)]


def _mark(item: Item) -> str:
    return BOXES[item.status] + (GRID_LATE if item.status == "late" else "")


def table_row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
