"""The columns of a PDF page, and how rows are drawn in them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from opsplan.values.classes import dataclass
from opsplan.views.paper.ink import (
    ACCENT,
    BLACK,
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
GAP = 2.5
"""Between two columns."""
INSET = 1.6
"""Before the first box of a cell."""
WIDEST_DAY, WIDEST_ROLE, WIDEST_TIME, LEAST_TITLE = 28.0, 24.0, 26.0, 38.0
LEAST_NOTES = 13.0
"""The height that is kept for notes at the end of a part."""


class Place(NamedTuple):
    """Where columns stand, in millimetres, and the size of their text in points."""

    left: float
    width: float
    size: float


class Placed(NamedTuple):
    """A box of a cell (None where its label goes on) so far from the cell's left, and its label."""

    offset: float
    box: Box | None
    label: str


class Drawing(NamedTuple):
    """Something as wide as the page: how high it is, and what draws it from its top edge."""

    height: float
    draw: Callable[[float], None]


class Line(NamedTuple):
    """A line of text in a column."""

    text: str
    size: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the title of a row: how many lines it needs, and what draws it."""

    lines: int
    draw: Callable[[float], None]


class Frame(ABC):
    """The columns of a part in text of one size."""

    sizes_for_one: ClassVar[Sequence[float]]
    """The sizes, largest first, in which a part may fill a page."""
    sizes_for_two: ClassVar[Sequence[float]]
    leading: ClassVar[float]
    """The space above and below a row's text, as a share of its size."""
    heads_height = 0.0
    title_left: float
    title: float
    """The width of the column of titles."""

    def __init__(self, sheet: Sheet, part: Part, words: Words, ink: Ink, place: Place) -> None:
        self.sheet, self.part, self.words, self.ink = sheet, part, words, ink
        self.left, self.right, self.size = place.left, place.left + place.width, place.size
        self.small = max(SMALL, self.size - 1)
        self.side = max(self.size * MM * 0.95, 2.5)
        self.step = max(self.size * MM * 1.3, self.side + 0.9)
        self.pad = self.size * MM * self.leading
        rows = list(part.rows)
        self.code = self._widest([row.code for row in rows], self.small) + GAP
        self.role = 0.0
        if sheet.has_roles and not part.role:
            roles = self._widest([row.role for row in rows], self.small)
            self.role = min(roles, WIDEST_ROLE) + GAP

    def heading(self, text: str) -> Drawing:
        """A section's heading."""
        size = self.size + 0.5
        lines = self.ink.lines(text, self.right - self.left, size)
        height = len(lines) * self.step + 3.4

        def draw(y: float) -> None:
            for index, line in enumerate(lines):
                baseline = y + 2 + (index + 1) * self.step
                self.ink.text(self.left, baseline, line, size, ACCENT, bold=True)
            self.ink.line(self.left, y + height - 0.05, self.right, STRONG, 0.2)

        return Drawing(height, draw)

    @abstractmethod
    def heads(self, y: float) -> None:
        """The headings of the columns from their top edge."""

    @abstractmethod
    def shades(self, y: float, height: float) -> None:
        """What lies below rows by day, from their top edge."""

    def rows(self, row: Row, room: float, *, by_day: bool) -> Iterator[Drawing]:
        """A row; one that is higher than the `room` of a page goes on in others."""
        beside = self.beside(row, by_day=by_day)
        texts = self.texts(row, by_day=by_day)
        most = max(int((room - 2 * self.pad - LEAST_NOTES) / self.step), 1)
        for first in range(0, max(len(texts), 1), most):
            chunk = texts[first : first + most]
            lines = max(len(chunk), beside.lines) if first == 0 else len(chunk)
            height = max(lines * self.step, self.side + 0.6) + 2 * self.pad

            def draw(
                y: float, chunk: list[Line] = chunk, height: float = height, first: int = first
            ) -> None:
                self.ink.line(self.left, y + height, self.right)
                self.write(self.title_left, y, chunk)
                if first == 0:
                    beside.draw(y)

            yield Drawing(height, draw)

    @abstractmethod
    def texts(self, row: Row, *, by_day: bool) -> list[Line]:
        """What stands in the column of titles."""

    @abstractmethod
    def beside(self, row: Row, *, by_day: bool) -> Beside:
        """What stands in the other columns."""

    def baseline(self, y: float, line: int = 0) -> float:
        """The baseline of a line of a row that begins at `y`."""
        return y + self.pad + self.size * MM + line * self.step

    def write(self, x: float, y: float, lines: Sequence[Line]) -> None:
        """Lines below each other, from the first of a row."""
        for index, line in enumerate(lines):
            self.ink.text(x, self.baseline(y, index), line.text, line.size, line.colour)

    def soft(self, text: str, width: float) -> list[Line]:
        """A text that stands back, broken into lines."""
        return [Line(line, self.small, SOFT) for line in self.ink.lines(text, width, self.small)]

    def box(self, x: float, baseline: float, box: Box) -> float:
        """A box in the middle of a line of text; where it ends."""
        top = baseline - self.size * MM * 0.36 - self.side / 2
        self.ink.box(x, top, self.side, box.mark)
        return x + self.side

    def _roles(self, row: Row) -> list[Line]:
        return self.soft(row.role, self.role - GAP / 2) if self.role else []

    def _widest(self, texts: Sequence[str], size: float) -> float:
        return max((self.ink.width(text, size) for text in texts), default=0.0)


class WeekFrame(Frame):
    """Code, title, role, and a column for each day."""

    sizes_for_one = (9.0, 8.5, 8.0)
    sizes_for_two = (9.0, 8.5, 8.0, 7.5, 7.0)
    leading = 0.22

    def __init__(self, sheet: Sheet, part: Part, words: Words, ink: Ink, place: Place) -> None:
        super().__init__(sheet, part, words, ink, place)
        titles = self._widest([row.title for row in part.rows], self.size) + GAP
        rest = place.width - self.code - self.role
        labels = self._widest([_label(box) for row in part.rows for box in row.boxes], self.small)
        needed = min(INSET * 2 + self.side + (1 + labels if labels else 0), WIDEST_DAY)
        days = len(sheet.days)
        day = min((rest - max(titles, LEAST_TITLE)) / days, WIDEST_DAY)
        self.day = min(max(day, needed), (rest - LEAST_TITLE) / days)
        self.title_left = self.left + self.code
        self.title = rest - self.day * days
        self.days_left = self.right - self.day * days
        self.names = [self.soft_name(day.name) for day in sheet.days]
        self.heads_height = 6.2 + 3.2 * max(map(len, self.names), default=0)

    def soft_name(self, name: str) -> list[str]:
        """The name of a holiday in the head of its column."""
        return self.ink.lines(name, self.day - INSET, SMALL)

    def heads(self, y: float) -> None:
        """Weekdays and dates, today with a bar above it, days off shaded."""
        ink, words = self.ink, self.words
        bottom = y + self.heads_height
        first = y + 4.3
        self.shades(y, self.heads_height)
        ink.text(self.title_left, bottom - 1.9, words("Duty"), SMALL + 1, SOFT)
        if self.role:
            ink.text(self.title_left + self.title, bottom - 1.9, words("Role"), SMALL + 1, SOFT)
        for (x, day), names in zip(self._columns(), self.names, strict=True):
            if day.is_today:
                ink.shade(x, y, self.day, 0.8, ACCENT)
            colour = ACCENT if day.is_today else BLACK
            end = ink.text(x + INSET, first, day.weekday, 9, colour, bold=True)
            date = f"{day.date} ?" if day.is_provisional else day.date
            ink.text(end + 1.4, first, date, SMALL + 0.5, SOFT)
            for index, line in enumerate(names, 1):
                ink.text(x + INSET, first + 3.2 * index, line, SMALL, SOFT)
        ink.line(self.left, bottom, self.right, STRONG, 0.3)

    def shades(self, y: float, height: float) -> None:
        """The grounds of today's column and of those of days off."""
        for x, day in self._columns():
            if day.is_today or day.is_off:
                self.ink.shade(x, y, self.day, height, TODAY if day.is_today else SHADE)

    def texts(self, row: Row, *, by_day: bool) -> list[Line]:
        """The title, and below it what is said of the duty; a note, where it is not across."""
        width = self.title - GAP
        title = [Line(line, self.size) for line in self.ink.lines(row.title, width, self.size)]
        title += self.soft(row.note, width) if by_day and row.note else []
        return title + [line for detail in row.details for line in self.soft(detail, width)]

    def beside(self, row: Row, *, by_day: bool) -> Beside:
        """Code, role, and the boxes by day, or boxes and a note across all days."""
        roles = self._roles(row)
        cells = [self._cell(cell) for cell in row.cells] if by_day else []
        across = [] if by_day else self._across(row)

        def draw(y: float) -> None:
            self.write(self.left, y, [Line(row.code, self.small, SOFT)])
            self.write(self.title_left + self.title, y, roles)
            for (left, _), cell in zip(self._columns(), cells, strict=False):
                self._draw_cell(left + INSET, y, cell)
            if not by_day:
                self._draw_across(row, y, across)

        return Beside(max(len(roles), len(across), *map(len, cells), 1), draw)

    def _columns(self) -> list[tuple[float, Day]]:
        return [(self.days_left + n * self.day, day) for n, day in enumerate(self.sheet.days)]

    def _cell(self, cell: Sequence[Box]) -> list[list[Placed]]:
        """The boxes of a cell with their labels, in lines: several on one where there is room."""
        widest = self._widest([_label(box) for box in cell], self.small)
        pitch = self.side + (1 + widest if widest else 0) + 1.6
        each_line = int((self.day - INSET + 1.6) / pitch)
        if each_line > 1:
            placed = [
                Placed(index % each_line * pitch, box, _label(box))
                for index, box in enumerate(cell)
            ]
            return [placed[n : n + each_line] for n in range(0, len(placed), each_line)]
        room = self.day - INSET - self.side - 1
        return [
            [Placed(0, box if index == 0 else None, line)]
            for box in cell
            for index, line in enumerate(self.ink.lines(_label(box), room, self.small) or [""])
        ]

    def _draw_cell(self, x: float, y: float, cell: list[list[Placed]]) -> None:
        for index, line in enumerate(cell):
            baseline = self.baseline(y, index)
            for offset, box, label in line:
                if box:
                    self.box(x + offset, baseline, box)
                self.ink.text(x + offset + self.side + 1, baseline, label, self.small, SOFT)

    def _across(self, row: Row) -> list[Line]:
        """The note beside the boxes."""
        boxes = len(list(row.boxes))
        room = self.right - self.days_left - INSET - boxes * (self.side + 1.6) - 1
        return self.soft(row.note, room)

    def _draw_across(self, row: Row, y: float, note: list[Line]) -> None:
        x = self.days_left + INSET
        for box in row.boxes:
            x = self.box(x, self.baseline(y), box) + 1.6
        self.write(x, y, note)


class DayFrame(Frame):
    """Box, time, title with what is said of it, role, code."""

    sizes_for_one = (11.0, 10.5, 10.0, 9.5, 9.0)
    sizes_for_two = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
    leading = 0.36

    def __init__(self, sheet: Sheet, part: Part, words: Words, ink: Ink, place: Place) -> None:
        super().__init__(sheet, part, words, ink, place)
        times = self._widest([box.time for row in part.rows for box in row.boxes], self.small)
        self.time = min(times, WIDEST_TIME) + GAP if times else 0.0
        self.title_left = self.left + self.side + GAP + self.time
        self.title = self.right - self.title_left - self.role - self.code

    def heads(self, y: float) -> None:
        """None: each column says what it is."""

    def shades(self, y: float, height: float) -> None:
        """None: a day has no columns of days."""

    def texts(self, row: Row, *, by_day: bool) -> list[Line]:
        """The title, then what is said of it: below, where it does not fit beside it."""
        width = self.title - GAP
        lines = [Line(line, self.size) for line in self.ink.lines(row.title, width, self.size)]
        if row.note and not self._note_fits(lines, row):
            lines += self.soft(row.note, width)
        return lines + [line for detail in row.details for line in self.soft(detail, width)]

    def beside(self, row: Row, *, by_day: bool) -> Beside:
        """Box, time, role and code, and a short note behind the title."""
        ink = self.ink
        roles = self._roles(row)
        box = next(row.boxes)
        times = self.soft(box.time, self.time - GAP / 2) if self.time else []
        title = [
            Line(line, self.size) for line in ink.lines(row.title, self.title - GAP, self.size)
        ]

        def draw(y: float) -> None:
            self.box(self.left, self.baseline(y), box)
            self.write(self.left + self.side + GAP, y, times)
            if row.note and self._note_fits(title, row):
                x = self.title_left + self._after(title)
                baseline = self.baseline(y, max(len(title) - 1, 0))
                ink.text(x, baseline, row.note, self.small, SOFT)
            self.write(self.title_left + self.title, y, roles)
            ink.right(self.right, self.baseline(y), row.code, self.small, SOFT)

        return Beside(max(len(roles), len(times), 1), draw)

    def _after(self, title: list[Line]) -> float:
        return self.ink.width(title[-1].text, self.size) + 2 if title else 0.0

    def _note_fits(self, title: list[Line], row: Row) -> bool:
        """Whether the note stands behind a title of one line."""
        end = self._after(title) + self.ink.width(row.note, self.small)
        return len(title) <= 1 and end <= self.title - GAP


def frame_of(sheet: Sheet, part: Part, words: Words, ink: Ink, place: Place) -> Frame:
    """The columns that a sheet's part has on its pages."""
    kind = WeekFrame if sheet.days else DayFrame
    return kind(sheet, part, words, ink, place)


def _label(box: Box) -> str:
    return " ".join(filter(None, (box.time, box.count)))
