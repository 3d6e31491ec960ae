"""The columns of a PDF page, and how rows are drawn in them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from opsplan.views.paper.ink import (
    ACCENT,
    BLACK,
    LINE,
    MM,
    SHADE,
    SOFT,
    STRONG,
    TODAY,
    Colour,
    Ink,
)
from opsplan.views.paper.sheet import Box, Day, Part, Row, Sheet
from opsplan.views.words import Words

SMALL = 7.0
HAIR = 0.06
"""Half of a line between rows, which shades leave free."""
GAP = 2.5
"""Between two columns."""
INSET = 1.6
"""Before the first box of a cell."""
WIDEST_DAY, WIDEST_ROLE, LEAST_TITLE = 28.0, 24.0, 38.0


class DrawnRow(NamedTuple):
    """How high a row is, and what draws it from its top edge."""

    height: float
    draw: Callable[[float], None]


class Frame(ABC):
    """The columns of a part in text of one size."""

    sizes_for_one: ClassVar[Sequence[float]]
    """The sizes, largest first, in which a part may fill a page."""
    sizes_for_two: ClassVar[Sequence[float]]
    heads_height = 0.0

    def __init__(
        self, sheet: Sheet, part: Part, words: Words, ink: Ink, left: float, width: float, size: float
    ) -> None:
        self.sheet, self.part, self.words, self.ink = sheet, part, words, ink
        self.left, self.right, self.size = left, left + width, size
        self.small = max(SMALL, size - 1)
        self.side = max(size * MM * 0.95, 2.7)
        self.step = max(size * MM * 1.3, self.side + 0.9)
        self.pad = size * MM * 0.22
        rows = list(part.rows)
        self.code = self._widest([row.code for row in rows], self.small) + GAP
        self.role = 0.0
        if sheet.has_roles and not part.role:
            roles = self._widest([row.role for row in rows], self.small)
            self.role = min(roles, WIDEST_ROLE) + GAP

    @property
    def heading_height(self) -> float:
        """The height of a section's heading."""
        return self.step + 3.4

    def heading(self, y: float, text: str) -> None:
        """A section's heading from its top edge."""
        baseline = y + self.heading_height - 1.4
        self.ink.text(self.left, baseline, text, self.size + 0.5, ACCENT, bold=True)
        self.ink.line(self.left, y + self.heading_height - 0.05, self.right, STRONG, 0.2)

    def heads(self, y: float) -> None:
        """The headings of the columns from their top edge."""

    @abstractmethod
    def row(self, row: Row, *, by_day: bool) -> DrawnRow:
        """A row, measured and ready to be drawn."""

    def height(self, lines: int) -> float:
        """The height of a row of so many lines."""
        return max(lines * self.step, self.side + 0.6) + 2 * self.pad

    def baseline(self, y: float, line: int = 0) -> float:
        """The baseline of a line of a row that begins at `y`."""
        return y + self.pad + self.size * MM * 1.0 + line * self.step

    def write(
        self, x: float, y: float, lines: Sequence[str], size: float, colour: Colour = BLACK
    ) -> None:
        """Lines below each other, from the first of a row."""
        for index, line in enumerate(lines):
            self.ink.text(x, self.baseline(y, index), line, size, colour)

    def box(self, x: float, baseline: float, box: Box) -> float:
        """A box that stands on the baseline; where it ends."""
        top = baseline - self.size * MM * 0.36 - self.side / 2
        self.ink.box(x, top, self.side, box.mark)
        return x + self.side

    def _widest(self, texts: Sequence[str], size: float) -> float:
        return max((self.ink.width(text, size) for text in texts), default=0.0)


class WeekFrame(Frame):
    """Code, title, role, and a column for each day."""

    sizes_for_one = (9.0, 8.5, 8.0)
    sizes_for_two = (9.0, 8.5, 8.0, 7.5, 7.0)

    def __init__(
        self, sheet: Sheet, part: Part, words: Words, ink: Ink, left: float, width: float, size: float
    ) -> None:
        super().__init__(sheet, part, words, ink, left, width, size)
        titles = self._widest([row.title for row in part.rows], size) + GAP
        rest = width - self.code - self.role
        token = self._widest([_label(box) for row in part.rows for box in row.boxes], self.small)
        needed = INSET * 2 + self.side + (1 + token if token else 0)
        days = len(sheet.days)
        day = min((rest - max(titles, LEAST_TITLE)) / days, WIDEST_DAY)
        self.day = min(max(day, needed), (rest - LEAST_TITLE) / days)
        self.title = rest - self.day * days
        self.days_left = left + width - self.day * days
        self.named = any(day.name for day in sheet.days)
        self.heads_height = 6.2 + (3.2 if self.named else 0)

    def heads(self, y: float) -> None:
        """Weekdays and dates, today with a bar above it, days off shaded."""
        ink, words = self.ink, self.words
        bottom = y + self.heads_height
        first = y + 4.3
        self._shades(y, self.heads_height)
        ink.text(self.left + self.code, bottom - 1.9, words("Duty"), SMALL + 1, SOFT)
        if self.role:
            x = self.left + self.code + self.title
            ink.text(x, bottom - 1.9, words("Role"), SMALL + 1, SOFT)
        for x, day in self._columns():
            if day.is_today:
                ink.shade(x, y, self.day, 0.8, ACCENT)
            colour = ACCENT if day.is_today else BLACK
            end = ink.text(x + INSET, first, day.weekday, 9, colour, bold=True)
            date = f"{day.date} ?" if day.is_provisional else day.date
            ink.text(end + 1.4, first, date, SMALL + 0.5, SOFT)
            for line in ink.lines(day.name, self.day - INSET, SMALL)[:1]:
                ink.text(x + INSET, first + 3.2, line, SMALL, SOFT)
        ink.line(self.left, bottom, self.right, STRONG, 0.3)

    def row(self, row: Row, *, by_day: bool) -> DrawnRow:
        """A duty with its boxes by day, or with boxes and a note across all days."""
        ink = self.ink
        title = ink.lines(row.title, self.title - GAP, self.size)
        details = [
            line for detail in row.details for line in ink.lines(detail, self.title - GAP, self.small)
        ]
        roles = ink.lines(row.role, self.role - GAP / 2, self.small) if self.role else []
        cells = [self._grid(cell, self.day) for cell in row.cells] if by_day else []
        across = [] if by_day else self._across(row)
        lines = max(len(title) + len(details), len(roles), len(across), *map(len, cells), 1)
        height = self.height(lines)

        def draw(y: float) -> None:
            if by_day:
                self._shades(y, height)
            ink.line(self.left, y + height, self.right)
            self.write(self.left, y, [row.code], self.small, SOFT)
            x = self.left + self.code
            self.write(x, y, title, self.size)
            for index, line in enumerate(details, len(title)):
                ink.text(x, self.baseline(y, index), line, self.small, SOFT)
            self.write(x + self.title, y, roles, self.small, SOFT)
            for (left, _), cell in zip(self._columns(), cells, strict=False):
                self._draw_cell(left + INSET, y, cell)
            if not by_day:
                self._draw_across(row, y, across)

        return DrawnRow(height, draw)

    def _columns(self) -> list[tuple[float, Day]]:
        return [(self.days_left + n * self.day, day) for n, day in enumerate(self.sheet.days)]

    def _shades(self, y: float, height: float) -> None:
        for x, day in self._columns():
            if day.is_today or day.is_off:
                colour = TODAY if day.is_today else SHADE
                self.ink.shade(x, y + HAIR, self.day, height - 2 * HAIR, colour)

    def _grid(self, cell: Sequence[Box], width: float) -> list[list[tuple[float, Box, str]]]:
        """The boxes of a cell in lines: (where from the left, the box, its label)."""
        labels = [_label(box) for box in cell]
        widest = self._widest(labels, self.small)
        pitch = self.side + (1 + widest if widest else 0) + 1.6
        each_line = max(int((width - INSET + 1.6) / pitch), 1)
        placed = [
            (index % each_line * pitch, box, label)
            for index, (box, label) in enumerate(zip(cell, labels, strict=True))
        ]
        lines = [placed[n : n + each_line] for n in range(0, len(placed), each_line)]
        room = width - INSET - self.side - 1
        if widest <= room or each_line > 1:
            return lines
        return [part for line in lines for part in self._broken_label(line[0], room)]

    def _broken_label(
        self, placed: tuple[float, Box, str], room: float
    ) -> list[list[tuple[float, Box, str]]]:
        """A label that is too long for its cell (the name of a block), on several lines."""
        x, box, label = placed
        return [[(x, box, part)] for part in self.ink.lines(label, room, self.small)] or [[placed]]

    def _draw_cell(self, x: float, y: float, cell: list[list[tuple[float, Box, str]]]) -> None:
        drawn: set[int] = set()
        for index, line in enumerate(cell):
            baseline = self.baseline(y, index)
            for offset, box, label in line:
                if id(box) not in drawn:
                    self.box(x + offset, baseline, box)
                    drawn.add(id(box))
                self.ink.text(x + offset + self.side + 1, baseline, label, self.small, SOFT)

    def _across(self, row: Row) -> list[str]:
        """The note beside the boxes, in lines."""
        boxes = len(list(row.boxes))
        room = self.right - self.days_left - INSET - boxes * (self.side + 1.6) - 1
        return self.ink.lines(row.note, room, self.small)

    def _draw_across(self, row: Row, y: float, note: list[str]) -> None:
        x = self.days_left + INSET
        for box in row.boxes:
            x = self.box(x, self.baseline(y), box) + 1.6
        self.write(x, y, note, self.small, SOFT)


class DayFrame(Frame):
    """Box, time, title with what is said of it, role, code."""

    sizes_for_one = (11.0, 10.5, 10.0, 9.5, 9.0)
    sizes_for_two = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)

    def __init__(
        self, sheet: Sheet, part: Part, words: Words, ink: Ink, left: float, width: float, size: float
    ) -> None:
        super().__init__(sheet, part, words, ink, left, width, size)
        self.pad = size * MM * 0.36
        self.side = size * MM * 1.02
        times = [box.time for row in part.rows for box in row.boxes]
        widest = self._widest(times, self.small)
        self.time = widest + GAP if widest else 0.0
        self.title_left = left + self.side + GAP + self.time
        self.title = left + width - self.title_left - self.role - self.code

    def row(self, row: Row, *, by_day: bool) -> DrawnRow:
        """A row of the day's list; what is said of it follows its title where there is room."""
        ink = self.ink
        title = ink.lines(row.title, self.title - GAP, self.size)
        beside = ink.width(title[-1], self.size) + 2 if title else 0.0
        fits = beside + ink.width(row.note, self.small) <= self.title - GAP
        below = [] if fits else ink.lines(row.note, self.title - GAP, self.small)
        for detail in row.details:
            below += ink.lines(detail, self.title - GAP, self.small)
        roles = ink.lines(row.role, self.role - GAP / 2, self.small) if self.role else []
        height = self.height(max(len(title) + len(below), len(roles), 1))
        box = next(row.boxes)

        def draw(y: float) -> None:
            ink.line(self.left, y + height, self.right)
            self.box(self.left, self.baseline(y), box)
            self.write(self.left + self.side + GAP, y, [box.time], self.small, SOFT)
            self.write(self.title_left, y, title, self.size)
            if fits and row.note:
                last = self.baseline(y, len(title) - 1)
                ink.text(self.title_left + beside, last, row.note, self.small, SOFT)
            for index, line in enumerate(below, len(title)):
                ink.text(self.title_left, self.baseline(y, index), line, self.small, SOFT)
            self.write(self.title_left + self.title, y, roles, self.small, SOFT)
            ink.right(self.right, self.baseline(y), row.code, self.small, SOFT)

        return DrawnRow(height, draw)


def frame_of(
    sheet: Sheet, part: Part, words: Words, ink: Ink, left: float, width: float, size: float
) -> Frame:
    """The columns that a sheet's part has on its pages."""
    kind = WeekFrame if sheet.days else DayFrame
    return kind(sheet, part, words, ink, left, width, size)


def _label(box: Box) -> str:
    return " ".join(filter(None, (box.time, box.count)))
