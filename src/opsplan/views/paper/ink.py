"""What a PDF is drawn with: text in the shipped font, lines, shades and tick boxes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from opsplan.views.breaking import JOINER, broken
from opsplan.views.paper.sheet import FONT, BoxMark

MM = 25.4 / 72
"""Millimetres of a point."""
UNKNOWN = "□"
"""Stands for a character that no font has."""
_SPELLED = {0x27E8: "〈", 0x27E9: "〉"} | {0x2400 + n: f"〈{n:04X}〉" for n in (*range(0x21), 0x7F)}
"""How the visible forms of control characters are written, for which fonts rarely have a glyph."""
_INVISIBLE = frozenset((JOINER, "\ufe0e", "\ufe0f", "\u200c", "\u2060"))

Colour = tuple[int, int, int]
BLACK: Colour = (28, 33, 38)
SOFT: Colour = (96, 105, 113)
LINE: Colour = (208, 213, 217)
STRONG: Colour = (125, 134, 142)
SHADE: Colour = (242, 244, 246)
TODAY: Colour = (230, 239, 250)
ACCENT: Colour = (31, 95, 168)
WHITE: Colour = (255, 255, 255)


class Ink:
    """A PDF under way. Lengths are millimetres from the top left, sizes are points.

    A character that the shipped font lacks is taken from the first of `fallbacks` (font files) that
    has it; `missing` are those that no font has.
    """

    def __init__(self, pdf: FPDF, fallbacks: Sequence[Path] = ()) -> None:
        self.pdf = pdf
        self.missing: set[str] = set()
        self._fonts: list[tuple[str, TTFFont]] = []
        self._units: dict[str, float] = {}
        for index, path in enumerate((FONT, *fallbacks)):
            family = f"opsplan{index}"
            pdf.add_font(family, "", path)
            font = pdf.fonts[family]
            assert isinstance(font, TTFFont)
            self._fonts.append((family, font))

    def width(self, text: str, size: float) -> float:
        """How wide the text is."""
        units = self._units.get(text)
        if units is None:  # a page is tried in nine sizes
            units = self._units[text] = self._measured(text.translate(_SPELLED))
        return units * size * MM / 1000

    def _measured(self, text: str) -> float:
        """How wide the text is, in thousandths of its size."""
        own = self._fonts[0][1]
        if all(ord(char) in own.cmap for char in text):
            return sum(own.cw[ord(char)] for char in text)
        return sum(font.cw[ord(char)] for _, font, run in self._runs(text) for char in run)

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """The text in lines of that width; none for an empty text."""
        spelled = text.translate(_SPELLED)
        return broken(spelled, width, lambda part: self.width(part, size)) if text else []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: Colour = BLACK,
        *,
        bold: bool = False,
    ) -> float:
        """Write on the baseline `y`; where the text ends. Bold is the same font, drawn thicker."""
        pdf = self.pdf
        pdf.set_text_color(*colour)
        for family, font, run in self._runs(text):
            pdf.set_font(family, size=size)
            if bold:
                pdf.set_draw_color(*colour)
                with pdf.local_context(text_mode="FILL_STROKE", line_width=size * 0.028):
                    pdf.text(x, y, run)
            else:
                pdf.text(x, y, run)
            x += sum(font.cw[ord(char)] for char in run) * size * MM / 1000
        return x

    def right(self, x: float, y: float, text: str, size: float, colour: Colour = BLACK) -> None:
        """Write so that the text ends at `x`."""
        self.text(x - self.width(text, size), y, text, size, colour)

    def line(
        self, x: float, y: float, to_x: float, colour: Colour = LINE, thick: float = 0.12
    ) -> None:
        """A horizontal line."""
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(thick)
        self.pdf.line(x, y, to_x, y)

    def shade(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle without an edge."""
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(x, y, width, height, style="F")

    def box(self, x: float, y: float, side: float, mark: BoxMark) -> None:
        """A tick box with its mark; `x`, `y` is its upper left corner."""
        pdf = self.pdf
        is_off = mark in ("skipped", "missed")
        pdf.set_draw_color(*(STRONG if is_off else BLACK))
        pdf.set_fill_color(*WHITE)
        pdf.set_line_width(0.22)
        pdf.rect(x, y, side, side, style="DF")
        if mark == "done":
            pdf.set_line_width(side * 0.13)
            points = [(0.2, 0.52), (0.43, 0.76), (0.84, 0.2)]
            pdf.polyline([(x + side * across, y + side * down) for across, down in points])
        if is_off:
            pdf.line(x, y + side, x + side, y)
        if mark == "missed":
            pdf.line(x, y, x + side, y + side)

    def _runs(self, text: str) -> Iterator[tuple[str, TTFFont, str]]:
        """The text in pieces of one font each."""
        placed = [
            self._placed(char) for char in text if char not in _INVISIBLE or self._known(char)
        ]
        for index, run in groupby(placed, key=lambda each: each[0]):
            family, font = self._fonts[index]
            yield family, font, "".join(char for _, char in run)

    def _placed(self, char: str) -> tuple[int, str]:
        """The font that has a character, and what is drawn for it."""
        for index, (_, font) in enumerate(self._fonts):
            if ord(char) in font.cmap:
                return index, char
        self.missing.add(char)
        return 0, UNKNOWN

    def _known(self, char: str) -> bool:
        return ord(char) in self._fonts[0][1].cmap
