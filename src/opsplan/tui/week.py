"""The week: duties by days, one mark each."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content

from opsplan.tui.keys import SPAN_KEYS, bindings
from opsplan.tui.lines import STYLES, Columns, item_line
from opsplan.tui.rows import Line, blank, heading
from opsplan.tui.view import DatedView
from opsplan.values.checklist import Item
from opsplan.values.text import say
from opsplan.values.window import week_window
from opsplan.views.bands import by_duty_and_day, week_parts
from opsplan.views.items import cell_text, done_by_slot, grid_legend
from opsplan.views.paint import padded

SELECTED = "on $primary 25%"
"""How the column of the day is drawn; its heading is marked as well."""


class WeekView(DatedView):
    """A row for each duty, a column for each day; left and right go from day to day."""

    KEYS = SPAN_KEYS
    TITLE = say("week")
    ADVANCES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(SPAN_KEYS)
    cells: dict[str, dict[date, list[Item]]] = {}

    def refill(self) -> None:
        """Read the week again."""
        window = week_window(self.state.day)
        self.checklist = self.state.shown(self.state.desk.checklist(window))
        self.draw()

    def draw(self) -> None:
        """The rows of what was read."""
        if self.checklist is None:
            return
        days = list(self.checklist.window)
        parts = week_parts(self.checklist)
        self.items = {i.occurrence.identity: i for _, group in parts.lists for i in group}
        self.cells = by_duty_and_day(parts.grid)
        lines = [Line(partial(self._row, key, days), key) for key in self.cells]
        done = done_by_slot(self.checklist)
        for title, group in parts.lists:
            columns = Columns.of(group, self.words)
            lines += [blank(), heading(self.words.message(title))]
            lines += [item_line(item, columns, done, self.words) for item in group]
        self.rows.show(lines, top=Line(partial(self._top, days)))
        self.post_message(self.Changed())

    def head(self) -> Content:
        """From when to when."""
        days = list(week_window(self.state.day))
        first, last = self.words.day(days[0]), self.words.short_day(days[-1])
        return self.noted(self.words("Week of {first} to {last}", first=first, last=last))

    def summary(self) -> Content:
        """What the marks mean."""
        return Content.styled(grid_legend(self.words.boxes, self.words), "$muted")

    def item(self) -> Item | None:
        """The item of the row on the day: the first that is not settled, else the last."""
        if (item := super().item()) is not None:
            return item
        ours = self.cells.get(str(self.rows.key), {}).get(self.state.day, [])
        return next((i for i in ours if not i.is_settled), ours[-1] if ours else None)

    def action_details(self) -> None:
        """Two clicks open the day, as enter does."""
        self.action_open()

    def go(self, day: date) -> None:
        """To that day's column, in another week where it lies there."""
        before = week_window(self.state.day)
        if day in before:
            self.state.day = day
            self.draw()
        else:
            self.move(day)

    def _top(self, days: Sequence[date], width: int) -> Content:
        titles, column = _widths(width)
        parts = [Content.styled(padded("", titles))]
        for day in days:
            name = self.words.weekday(day)
            text = f"{name} {day.day}" if column >= 8 else name if column >= 5 else f"{day.day}"
            text += "*" if self.checklist and day == self.checklist.today else ""
            parts.append(_cell(text, column, "bold", is_selected=day == self.state.day))
        return Content("").join(parts)

    def _row(self, key: str, days: Sequence[date], width: int) -> Content:
        cells = self.cells[key]
        titles, column = _widths(width)
        planned = next(iter(cells.values()))[0].occurrence.planned
        title = Content(f" {self.words.text(planned.duty.name)}")
        parts = [title.truncate(titles - 1, ellipsis=True, pad=True), Content(" ")]
        for day in days:
            items = cells.get(day, [])
            text, style = "·", "$rail"
            if items:
                text, status = cell_text(items, self.words.boxes)
                style = STYLES[status]
            parts.append(_cell(text, column, style, is_selected=day == self.state.day))
        return Content("").join(parts)


def _widths(width: int) -> tuple[int, int]:
    """The columns of the titles, and of each day."""
    column = 8 if width >= 90 else 6 if width >= 64 else 4
    return max(width - 7 * column, 8), column


def _cell(text: str, width: int, style: str, *, is_selected: bool) -> Content:
    before = max((width - cell_len(text)) // 2, 0)
    shown = padded(" " * before + text, width)
    return Content.styled(shown, f"{style} {SELECTED}" if is_selected else style)
