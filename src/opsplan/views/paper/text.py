"""A sheet as plain text for a printer: at most 100 columns, form feeds between pages."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len

from opsplan.values.occurrence import Status
from opsplan.views.breaking import broken
from opsplan.views.marks import ASCII_BOXES, BOXES
from opsplan.views.paint import padded
from opsplan.views.paper.sheet import Box, Part, Row, Section, Sheet
from opsplan.views.words import Words

WIDTH = 100
PAGE_LINES = 60
"""Lines of a page: A4 upright at six lines an inch, with margins."""
NOTE_LINES = 4
MOST_ROLE, MOST_ROLE_BY_DAY = 16, 10
LEAST_DAY, MOST_DAY = 7, 8
GAP = " "

Lines = list[str]


def sheet_text(sheet: Sheet, words: Words, boxes: dict[Status, str] | None = None) -> str:
    """The pages of a sheet; each has its head, and a form feed stands between two."""
    paper = _Paper(sheet, words, boxes or BOXES)
    pages = [page for part in sheet.parts for page in paper.pages(part)]
    return "\f".join("".join(f"{line.rstrip()}\n" for line in page) for page in pages)


class _Paper:
    """The columns of a sheet in text, and how its rows are drawn in them."""

    def __init__(self, sheet: Sheet, words: Words, boxes: dict[Status, str]) -> None:
        self.sheet, self.words, self.boxes = sheet, words, boxes
        self.rule = "-" * WIDTH if boxes is ASCII_BOXES else "─" * WIDTH
        rows = list(sheet.rows)
        self.code = max((cell_len(row.code) for row in rows), default=3)
        roles = max((cell_len(row.role) for row in rows), default=0)
        most = MOST_ROLE_BY_DAY if sheet.days else MOST_ROLE
        self.role = min(roles, most) if sheet.has_roles else 0
        self.day = self._day_width() if sheet.days else 0
        used = self.code + 1 + (self.role + 1 if self.role else 0)
        self.title = WIDTH - used - len(sheet.days) * (self.day + 1)

    def pages(self, part: Part) -> Iterator[Lines]:
        """The pages of a part, each with the head."""
        blocks = [
            (block, section.by_day) for section in part.sections for block in self._blocks(section)
        ]
        blocks.append((self._foot(part), False))
        head, heads = self._head(part), self._column_heads()
        room = max(PAGE_LINES - len(head), len(heads) + NOTE_LINES * 4)
        most = room - len(heads)
        page: Lines = []
        for block, by_day in ((piece, d) for each, d in blocks for piece in _pieces(each, most)):
            if page and len(page) + len(block) > room:
                yield [*head, *page]
                page = []
            if not page and by_day:
                page += heads
            page += block
        yield [*head, *page]

    def _head(self, part: Part) -> Lines:
        sheet = self.sheet
        name = "  ".join(filter(None, (sheet.shop, part.role)))
        lines = self._sides(f"{name}  {sheet.title}", sheet.printed)
        lines += [line for remark in sheet.remarks for line in _wrapped(remark, WIDTH)]
        lines.append(self.rule)
        if sheet.nothing or not part.sections:
            return [*lines, sheet.nothing]
        return lines

    def _column_heads(self) -> Lines:
        """The days above the rows that have a cell for each of them."""
        if not self.sheet.days:
            return []
        days = self.sheet.days
        marks = [("*" if d.is_today else "") + ("?" if d.is_provisional else "") for d in days]
        heads = [
            [f"{day.weekday}{mark}", *_wrapped(day.date, self.day), *_wrapped(day.name, self.day)]
            for day, mark in zip(days, marks, strict=True)
        ]
        duty = [self.words("Duty")]
        lines = self._columns([""], duty, [self.words("Role")] if self.role else [], heads)
        return [*lines, self.rule]

    def _blocks(self, section: Section) -> Iterator[Lines]:
        """The rows of a section, the heading in one piece with the first of them."""
        heading = ["", section.title] if section.title else []
        marks = max(cell_len(self._marks(row)) for row in section.rows)
        for row in section.rows:
            drawn = self._grid_row(row) if section.by_day else self._list_row(row, marks)
            yield [*heading, *drawn]
            heading = []

    def _grid_row(self, row: Row) -> Lines:
        times = row.times
        beside = "  ".join(filter(None, times or ()))
        said = "  ".join(filter(None, (row.title, beside, row.note)))
        title = [*_wrapped(said, self.title), *self._details(row, self.title)]
        cells = [self._cell(cell, with_times=times is None) for cell in row.cells]
        return self._columns([row.code], title, _wrapped(row.role, self.role), cells)

    def _cell(self, cell: Sequence[Box], *, with_times: bool) -> Lines:
        shown = [self._box(box, with_times=with_times) for box in cell]
        joint = "" if all(each in self.boxes.values() for each in shown) else " "
        lines: Lines = []
        for each in shown:
            if lines and cell_len(lines[-1] + joint + each) <= self.day:
                lines[-1] += joint + each
            elif cell_len(each) <= self.day:
                lines.append(each)
            else:
                lines += _wrapped(each.replace("-", " -"), self.day)
        return lines

    def _box(self, box: Box, *, with_times: bool) -> str:
        mark = self.boxes[box.mark]
        return " ".join(filter(None, (mark, box.time if with_times else "", box.count)))

    def _list_row(self, row: Row, marks: int) -> Lines:
        """Boxes, time, title and notes, role; the code at the same place as in the grid."""
        time = next(row.boxes).time
        lead = [padded(self._marks(row), marks)]
        if self._times:
            lead.append(padded(time, self._times))
        indent = sum(map(cell_len, lead)) + len(lead)
        room = WIDTH - self.code - 1 - indent - (self.role + 1 if self.role else 0)
        said = "  ".join(filter(None, (row.title, row.note)))
        title = _wrapped(said, room) + self._details(row, room)
        roles = _wrapped(row.role, self.role) if self.role else []
        lines: Lines = []
        for code, text, role in zip_longest([row.code], title, roles, fillvalue=""):
            start = " " * indent if lines else f"{GAP.join(lead)} "
            lines.append(f"{padded(code, self.code)} {start}{padded(text, room)} {role}")
        return lines

    def _marks(self, row: Row) -> str:
        return " ".join(self.boxes[box.mark] for box in row.boxes)

    @property
    def _times(self) -> int:
        """The width of the times before titles; a week has its times in the grid."""
        if self.sheet.days:
            return 0
        return max((cell_len(box.time) for box in self.sheet.boxes), default=0)

    def _details(self, row: Row, width: int) -> Lines:
        return [
            f"{'- ' if index == 0 else '  '}{line}"
            for detail in row.details
            for index, line in enumerate(_wrapped(detail, width - 2))
        ]

    def _columns(self, code: Lines, title: Lines, role: Lines, cells: Iterable[Lines]) -> Lines:
        widths = [self.code, self.title, *([self.role] if self.role else [])]
        columns = [code, title, *([role] if self.role else [])]
        for cell in cells:
            widths.append(self.day)
            columns.append(cell)
        return [
            GAP.join(padded(text, width) for text, width in zip(line, widths, strict=True))
            for line in zip_longest(*columns, fillvalue="")
        ]

    def _day_width(self) -> int:
        texts = [text for day in self.sheet.days for text in (f"{day.weekday}*?", day.name)]
        for row in self.sheet.rows:
            with_times = row.times is None
            texts += [self._box(box, with_times=with_times) for box in row.boxes]
        widest = max(map(cell_len, texts), default=LEAST_DAY)
        return min(max(widest, LEAST_DAY), MOST_DAY)

    def _foot(self, part: Part) -> Lines:
        words = self.words
        legend = "  ".join(f"{self.boxes[mark]} {words.status(mark)}" for mark in self.sheet.marks)
        if any(day.is_today for day in self.sheet.days):
            legend += "  * " + words("today")
        lines = ["", words("Notes")]
        lines += ["_" * WIDTH if n % 2 else "" for n in range(NOTE_LINES * 2)]
        return [*lines, "", legend, *_wrapped(part.way_back, WIDTH)]

    def _sides(self, left: str, right: str) -> Lines:
        """Two texts at the ends of a line, or below each other where there is no room."""
        room = WIDTH - cell_len(left) - cell_len(right)
        if room >= 2:
            return [left + " " * room + right]
        return [*_wrapped(left, WIDTH), right]


def _pieces(lines: Lines, most: int) -> Iterator[Lines]:
    """A block in pieces that fit on a page."""
    for first in range(0, len(lines), most):
        yield lines[first : first + most]


def _wrapped(text: str, width: int) -> Lines:
    return broken(text, width, cell_len) if text else []
