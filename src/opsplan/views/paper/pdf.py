"""A sheet as PDF: A4 landscape for a week, portrait for a day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF

from opsplan.views.paper.frame import Frame, WeekFrame, frame_of
from opsplan.views.paper.ink import ACCENT, BLACK, LINE, MM, SOFT, Ink
from opsplan.views.paper.sheet import Part, Section, Sheet, mark_names
from opsplan.views.words import Words

MARGIN, TOP, BOTTOM = 10.0, 9.0, 9.0
SMALL = 7.0
"""The smallest text, in points."""
FOOT_LINE = 3.4
NOTE_LINE, LEAST_NOTES = 7.5, 16.0
GIVEN_UP = 8.0
"""The size of text where nothing makes a sheet short."""


class Drawn(NamedTuple):
    """A PDF, and the characters that came from fonts of the system or from none."""

    data: bytes
    borrowed: frozenset[str]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands in one piece: a row, or a heading with the row below it."""

    height: float
    draw: Callable[[float], None]
    by_day: bool


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
    return Drawn(bytes(pdf.output()), frozenset(ink.borrowed), frozenset(ink.missing))


class _Part:
    """The pages of a part, in the largest text with which they are few."""

    def __init__(self, sheet: Sheet, part: Part, words: Words, ink: Ink) -> None:
        self.sheet, self.part, self.words, self.ink = sheet, part, words, ink
        self.width = ink.pdf.w - 2 * MARGIN
        self.right = ink.pdf.w - MARGIN
        self.remarks = ink.lines("  ".join(sheet.remarks), self.width, 8)
        foot = self._legend_width() + 6
        self.way_back = ink.lines(part.way_back, self.width - foot - 14, SMALL)
        self.frame = frame_of(sheet, part, words, ink, MARGIN, self.width, GIVEN_UP)

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
        self.frame = frame_of(
            self.sheet, self.part, self.words, self.ink, MARGIN, self.width, size
        )
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
        return TOP + 7.5 + len(self.remarks) * 4

    def _blocks(self, section: Section) -> Iterator[_Block]:
        frame = self.frame
        heading = section.title
        for row in section.rows:
            drawn = frame.row(row, by_day=section.by_day)
            above = frame.heading_height if heading else 0.0

            def draw(
                y: float,
                drawn: "Callable[[float], None]" = drawn.draw,
                heading: str = heading,
                above: float = above,
            ) -> None:
                if heading:
                    frame.heading(y, heading)
                drawn(y + above)

            yield _Block(drawn.height + above, draw, section.by_day)
            heading = ""

    def _page(self, blocks: list[_Block], *, is_last: bool) -> Callable[[str], None]:
        frame, room = self.frame, self._room

        def draw(number: str) -> None:
            self._head()
            y = self._body_top
            if any(block.by_day for block in blocks):
                frame.heads(y)
            y += frame.heads_height
            bottom = y + room
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

    def _head(self) -> None:
        ink, sheet = self.ink, self.sheet
        y = TOP + 4.2
        ink.right(self.right, y, sheet.printed, SMALL, SOFT)
        x = ink.text(MARGIN, y, sheet.shop, 13, bold=True) + 3.5
        if self.part.role:
            x = ink.text(x, y, self.part.role, 11.5, ACCENT, bold=True) + 3.5
        ink.text(x, y, sheet.title, 10)
        for line in self.remarks:
            y += 4
            ink.text(MARGIN, y + 0.6, line, 8, ACCENT)

    def _notes(self, y: float, bottom: float) -> None:
        """Lines to write on, down to the foot."""
        ink = self.ink
        y += 5.2
        ink.text(MARGIN, y, self.words("Notes"), 8, ACCENT, bold=True)
        y += NOTE_LINE
        while y <= bottom - 0.5:
            ink.line(MARGIN, y, self.right, LINE)
            y += NOTE_LINE

    def _legend_width(self) -> float:
        names = mark_names(self.words)
        return sum(self.ink.width(names[mark], SMALL) + 6.6 for mark in self.sheet.marks)

    def _foot(self, number: str) -> None:
        ink, names = self.ink, mark_names(self.words)
        lines = max(len(self.way_back), 1)
        top = ink.pdf.h - BOTTOM - (lines - 1) * FOOT_LINE
        x = MARGIN
        side = SMALL * MM * 0.95
        for mark in self.sheet.marks:
            ink.box(x, top - side * 0.86, side, mark)
            x = ink.text(x + side + 1, top, names[mark], SMALL, SOFT) + 3.2
        x = MARGIN + self._legend_width() + 4
        for index, line in enumerate(self.way_back):
            ink.text(x, top + index * FOOT_LINE, line, SMALL, SOFT)
        ink.right(self.right, top, number, SMALL, BLACK)


__all__ = ["Drawn", "Frame", "WeekFrame", "sheet_pdf"]
