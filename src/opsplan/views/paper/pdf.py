"""A sheet as PDF: A4 landscape for a week, portrait for a day."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF

from opsplan.values.classes import dataclass, replace
from opsplan.views.paper.frame import LEAST_NOTES, Drawing, Frame, Place, frame_of
from opsplan.views.paper.ink import ACCENT, BLACK, MM, SOFT, Colour, Ink
from opsplan.views.paper.sheet import Part, Section, Sheet
from opsplan.views.words import Words

MARGIN, TOP, BOTTOM = 10.0, 9.0, 9.0
SMALL = 7.0
"""The smallest text, in points."""
FOOT_LINE = 3.4
HEAD_LINE, HEAD_GAP = 6.0, 3.5
NOTE_LINE = 7.5
GIVEN_UP = 8.0
"""The size of text where nothing makes a sheet short."""


class Drawn(NamedTuple):
    """A PDF, and the characters that no font has."""

    data: bytes
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands in one piece: a row, or a heading and the row below it."""

    drawings: tuple[Drawing, ...]
    by_day: bool

    @property
    def height(self) -> float:
        """The height of all of it."""
        return sum(drawing.height for drawing in self.drawings)

    def draw(self, y: float) -> None:
        """Draw it from its top edge."""
        for drawing in self.drawings:
            drawing.draw(y)
            y += drawing.height


def sheet_pdf(sheet: Sheet, words: Words, fallbacks: Sequence[Path] = ()) -> Drawn:
    """The sheet; the same sheet gives the same bytes."""
    pdf = FPDF(orientation="L" if sheet.days else "P", format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(f"{sheet.shop} · {sheet.title}")
    pdf.set_lang("zh-CN" if sheet.language == "zh" else "en")
    pdf.set_creator("opsplan")
    pdf.set_producer("opsplan")
    pdf.set_creation_date(sheet.now)
    ink = Ink(pdf, fallbacks)
    pages = [page for part in sheet.parts for page in _Part(sheet, part, words, ink).pages()]
    for number, draw in enumerate(pages, 1):
        pdf.add_page()
        draw(f"{number} / {len(pages)}")
    return Drawn(bytes(pdf.output()), frozenset(ink.missing))


@dataclass(frozen=True, slots=True)
class _Said:
    """A piece of the head."""

    text: str
    size: float
    colour: Colour
    bold: bool = False


class _Part:
    """The pages of a part, in the largest text with which they are few."""

    def __init__(self, sheet: Sheet, part: Part, words: Words, ink: Ink) -> None:
        self.sheet, self.part, self.words, self.ink = sheet, part, words, ink
        self.width = ink.pdf.w - 2 * MARGIN
        self.right = ink.pdf.w - MARGIN
        self.remarks = ink.lines("  ".join(sheet.remarks), self.width, 8)
        foot = self._legend_width() + 6
        self.way_back = ink.lines(part.way_back, self.width - foot - 14, SMALL)
        self.head = self._head_lines()
        self.frame = self._frame(GIVEN_UP)

    def pages(self) -> list[Callable[[str], None]]:
        """What draws each page, given its number."""
        chosen = self._chosen()
        return [
            self._page(blocks, is_last=index == len(chosen) - 1)
            for index, blocks in enumerate(chosen)
        ]

    def _chosen(self) -> list[list[_Block]]:
        """The blocks of each page: on one page in readable text, else on two in any, else on as
        many as it takes."""
        frame = type(self.frame)
        for most, sizes in ((1, frame.sizes_for_one), (2, frame.sizes_for_two)):
            for size in sizes:
                pages = self._paginated(size)
                if len(pages) <= most:
                    return pages
        return self._paginated(GIVEN_UP)

    def _paginated(self, size: float) -> list[list[_Block]]:
        self.frame = self._frame(size)
        blocks = [block for section in self.part.sections for block in self._blocks(section)]
        pages: list[list[_Block]] = [[]]
        room = self._room
        left = room
        for block in blocks:
            if pages[-1] and block.height > left:
                pages.append([])
                left = room
            pages[-1].append(block)
            left -= block.height
        if left < LEAST_NOTES:
            pages.append([])
        return pages

    @property
    def _room(self) -> float:
        """The height for rows."""
        foot = max(len(self.way_back), 1) * FOOT_LINE + 2
        return self.ink.pdf.h - BOTTOM - foot - self._body_top - self.frame.heads_height

    @property
    def _body_top(self) -> float:
        return TOP + 1.5 + len(self.head) * HEAD_LINE + len(self.remarks) * 4

    def _frame(self, size: float) -> Frame:
        place = Place(MARGIN, self.width, size)
        return frame_of(self.sheet, self.part, self.words, self.ink, place)

    def _blocks(self, section: Section) -> Iterator[_Block]:
        """The rows of a section, the first of them in one piece with the heading."""
        heading = self.frame.heading(section.title) if section.title else None
        for row in section.rows:
            for drawing in self.frame.rows(row, self._room, by_day=section.by_day):
                parts = [each for each in (heading, drawing) if each]
                yield _Block(tuple(parts), section.by_day)
                heading = None

    def _page(self, blocks: list[_Block], *, is_last: bool) -> Callable[[str], None]:
        frame, room = self.frame, self._room

        def draw(number: str) -> None:
            self._head()
            y = self._body_top
            bottom = y + frame.heads_height + room
            if any(block.by_day for block in blocks):
                self._grounds(y + frame.heads_height, blocks)
                frame.heads(y)
                y += frame.heads_height
            if not self.part.sections:
                self.ink.text(MARGIN, y + 4, self.sheet.nothing, 9)
                y += 8
            for block in blocks:
                block.draw(y)
                y += block.height
            if is_last:
                self._notes(y, bottom)
            self._foot(number)

        return draw

    def _grounds(self, y: float, blocks: list[_Block]) -> None:
        """Shade the columns below the rows by day, before anything is written."""
        for by_day, run in groupby(blocks, lambda block: block.by_day):
            height = sum(block.height for block in run)
            if by_day:
                self.frame.shades(y, height)
            y += height

    def _head_lines(self) -> list[list[_Said]]:
        """Shop, role and days in as many lines as they need; beside the first stands the time."""
        sheet, ink = self.sheet, self.ink
        pieces = (
            _Said(sheet.shop, 13, BLACK, bold=True),
            _Said(self.part.role, 11.5, ACCENT, bold=True),
            _Said(sheet.title, 10, BLACK),
        )
        most = self.width - ink.width(sheet.printed, SMALL) - 4
        lines: list[list[_Said]] = [[]]
        left = most
        for piece in pieces:
            for text in ink.lines(piece.text, most, piece.size):
                width = ink.width(text, piece.size) + HEAD_GAP
                if width - HEAD_GAP > left and lines[-1]:
                    lines.append([])
                    left = most
                lines[-1].append(replace(piece, text=text))
                left -= width
        return lines

    def _head(self) -> None:
        ink = self.ink
        y = TOP + 4.2
        ink.right(self.right, y, self.sheet.printed, SMALL, SOFT)
        for line in self.head:
            x = MARGIN
            for said in line:
                x = ink.text(x, y, said.text, said.size, said.colour, bold=said.bold) + HEAD_GAP
            y += HEAD_LINE
        y -= HEAD_LINE
        for remark in self.remarks:
            y += 4
            ink.text(MARGIN, y + 0.6, remark, 8, ACCENT)

    def _notes(self, y: float, bottom: float) -> None:
        """Lines to write on, down to the foot."""
        ink = self.ink
        y += 5.2
        ink.text(MARGIN, y, self.words("Notes"), 8, ACCENT, bold=True)
        y += NOTE_LINE
        while y <= bottom - 0.5:
            ink.line(MARGIN, y, self.right)
            y += NOTE_LINE

    def _legend_width(self) -> float:
        names = map(self.words.status, self.sheet.marks)
        return sum(self.ink.width(name, SMALL) + 6.6 for name in names)

    def _foot(self, number: str) -> None:
        ink, words = self.ink, self.words
        lines = max(len(self.way_back), 1)
        top = ink.pdf.h - BOTTOM - (lines - 1) * FOOT_LINE
        x = MARGIN
        side = SMALL * MM * 0.95
        for mark in self.sheet.marks:
            ink.box(x, top - side * 0.86, side, mark)
            x = ink.text(x + side + 1, top, words.status(mark), SMALL, SOFT) + 3.2
        x = MARGIN + self._legend_width() + 4
        for index, line in enumerate(self.way_back):
            ink.text(x, top + index * FOOT_LINE, line, SMALL, SOFT)
        ink.right(self.right, top, number, SMALL, BLACK)
