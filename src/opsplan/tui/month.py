"""The month: how much of each day is settled, by number and by height."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content

from opsplan.planning.load import heaps, load_of
from opsplan.tui.details import section
from opsplan.tui.keys import MONTH_KEYS, bindings
from opsplan.tui.rows import Line, blank
from opsplan.tui.view import DatedView
from opsplan.tui.week import SELECTED
from opsplan.values.checklist import Item
from opsplan.values.text import say
from opsplan.values.window import month_window
from opsplan.views.month import day_mark, hours_text
from opsplan.views.paint import padded
from opsplan.views.screen import day_type
from opsplan.views.spark import bar as heat

NARROW = 9
"""Below so many columns a day has no room for its counts."""


class MonthView(DatedView):
    """A row for each week; the arrows go from day to day."""

    KEYS = MONTH_KEYS
    TITLE = say("month")
    FOLLOWS_CLOCK = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(MONTH_KEYS)
    by_day: dict[date, list[Item]] = {}
    load: dict[date, int] = {}
    heaps: frozenset[date] = frozenset()

    def refill(self) -> None:
        """Read the month again."""
        window = month_window(self.state.day)
        self.checklist = self.state.shown(self.state.desk.checklist(window))
        self.load = load_of(item.occurrence for item in self.checklist.items)
        known = {d: m for d, m in self.load.items() if d >= self.checklist.first_day}
        self.heaps = frozenset(heaps(known, self.checklist.shop.hours))
        self.by_day = {}
        for item in self.checklist.items:
            occurrence = item.occurrence
            if not occurrence.mark.span and occurrence.mark.kind != "row":
                self.by_day.setdefault(occurrence.date, []).append(item)
        self.draw()

    def draw(self) -> None:
        """The weeks of what was read."""
        if self.checklist is None:
            return
        first = self.state.day.replace(day=1)
        monday = first - timedelta(days=first.weekday())
        lines: list[Line] = []
        while monday < month_window(first).end:
            lines += [Line(partial(self._week, monday), monday), blank()]
            monday += timedelta(days=7)
        day = self.state.day
        self.rows.show(lines, day - timedelta(days=day.weekday()), top=Line(self._top))
        self.post_message(self.Changed())

    def head(self) -> Content:
        """Which month."""
        return self.noted(self.words.month(self.state.day))

    def summary(self) -> Content:
        """What the numbers are."""
        text = self.words("settled/planned of each day, ! a heavy day; floating work not counted")
        return Content.styled(text, "$muted")

    def pane(self, width: int) -> Content:
        """What is settled and what is left of the day."""
        day = self.state.day
        items = self.by_day.get(day, [])
        if self.checklist is None:
            return Content("")
        kind = self.words.message(day_type(day, self.checklist))
        hours = self.words("{hours} h of work", hours=hours_text(self.load.get(day, 0)))
        if day in self.heaps:
            hours += "  " + self.words("a heavy day")
        parts = [
            Content.styled(f"{self.words.day(day)} {self.words.weekday(day)}", "bold"),
            Content(f"{kind}  {hours}"),
        ]
        for is_settled, title in (
            (False, self.words("not settled")),
            (True, self.words("settled")),
        ):
            ours = [item for item in items if item.is_settled == is_settled]
            names = [f"{self.words.boxes[item.status]} {self.name_of(item)}" for item in ours]
            parts += section(f"{title} {len(ours)}", names, width)
        return Content("\n").join(parts)

    def on_rows_moved(self) -> None:
        """The week under the cursor is another one: the same weekday of it."""
        monday = self.rows.key
        day = self.state.day
        if isinstance(monday, date) and not monday <= day < monday + timedelta(days=7):
            window = month_window(day)
            other = monday + timedelta(days=day.weekday())
            self.state.day = min(max(other, window.start), window.last)
            self.rows.refresh()
            self.post_message(self.Changed())
        super().on_rows_moved()

    def action_previous(self) -> None:
        """The month before."""
        self.go(month_window(self.state.day).start - timedelta(days=1))

    def action_following(self) -> None:
        """The month after."""
        self.go(month_window(self.state.day).end)

    def action_details(self) -> None:
        """Two clicks open the day, as enter does."""
        self.action_open()

    def action_done(self) -> None:
        """A click on a week's first cells is no tick."""

    def go(self, day: date) -> None:
        """To that day, in another month where it lies there."""
        is_here = day in month_window(self.state.day)
        if is_here:
            self.state.day = day
            self.draw()
        else:
            self.move(day)

    def _top(self, width: int) -> Content:
        column = width // 7
        monday = self.state.day - timedelta(days=self.state.day.weekday())
        names = [self.words.weekday(monday + timedelta(days=n)) for n in range(7)]
        return Content.styled("".join(padded(f" {name}", column) for name in names), "bold")

    def _week(self, monday: date, width: int) -> Content:
        column = width // 7
        days = [monday + timedelta(days=number) for number in range(7)]
        return Content("").join([self._cell(day, column) for day in days])

    def _cell(self, day: date, width: int) -> Content:
        assert self.checklist is not None
        if day not in self.checklist.window:
            return Content(" " * width)
        items = self.by_day.get(day, [])
        settled = sum(item.is_settled for item in items)
        number = f"[{day.day}]" if day == self.checklist.today else f" {day.day} "
        counts = bar = ""
        if items and (day >= self.checklist.first_day or settled):
            bar = heat(settled, len(items))
            counts = f"{settled}/{len(items)}"
        style = SELECTED if day == self.state.day else ""
        bold = f"bold {style}".strip()
        if width < NARROW:
            return _joined(
                [(number.strip("[] ").rjust(2), bold), (bar, "$text-success")], width, style
            )
        mark = day_mark(day, self.checklist)
        off = self.words(mark) if mark and width > NARROW + 3 else ""
        if day in self.heaps:
            off += "!"
        parts = [
            (number.rjust(4), bold),
            (f"{bar} ", "$text-success"),
            (counts, ""),
            (off, "$text-warning"),
        ]
        if sum(cell_len(text) for text, _ in parts) >= width:
            del parts[1]  # the counts say it, too
        return _joined(parts, width, style)


def _joined(parts: Sequence[tuple[str, str]], width: int, style: str) -> Content:
    content = Content.assemble(*parts).truncate(width, pad=True)
    return content.stylize(style) if style else content
