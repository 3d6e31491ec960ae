"""Lines of styled text on a terminal: broken to a width, and painted with its colours.

Screens are drawn with these rather than with tables of Rich, which take four times as long as all
the rest of `opsplan today`; Rich tells how wide a text is.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rich.cells import cell_len

from opsplan.views.breaking import NO_BREAK, broken, clusters

Piece = tuple[str, str]
"""A text and its style: words such as `bold red`, or nothing."""
Line = Sequence[Piece]
GAP = "  "
"""What stands between a text and a remark on it."""
HEADING = "bold cyan"

_CODES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
    "reverse": "7",
}
"""ECMA-48, 8.3.117: what Select Graphic Rendition calls them."""


def painted(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as text, each ended; without `colour` there are no escape sequences."""
    return "".join(f"{_painted(line, colour)}\n" for line in lines)


def folded(line: Line, width: int) -> list[Line]:
    """A line in as many as it needs at `width` columns.

    A piece that begins with GAP goes to the next line as a whole, where it has room there.
    """
    if width_of(line) <= width:
        return [line]
    lines: list[list[Piece]] = [[]]
    for text, style in line:
        if width_of(lines[-1]) + cell_len(text) <= width:
            lines[-1].append((text, style))
        elif text.startswith(GAP) and cell_len(text.strip()) <= width:
            lines.append([(text.strip(), style)])
        else:
            lines[-1:] = _broken([*lines[-1], (text, style)], width)
    return [*lines]


def all_folded(lines: Iterable[Line], width: int) -> Iterator[Line]:
    """Each of the lines in as many as it needs."""
    for line in lines:
        yield from folded(line, width)


def _broken(line: Line, width: int) -> Iterator[list[Piece]]:
    """A line broken wherever the rules of its language allow it."""
    text = "".join(piece for piece, _ in line)
    at = 0
    for part in broken(text, width, cell_len):
        at = text.index(part, at)
        yield [*_within(line, at, at + len(part))]
        at += len(part)


def width_of(line: Line) -> int:
    """How many columns a line takes."""
    return sum(cell_len(text) for text, _ in line)


def filled(line: Line, width: int, stands: Literal["left", "right", "centre"]) -> list[Piece]:
    """A line with spaces around it, in `width` columns."""
    space = max(width - width_of(line), 0)
    before = {"left": 0, "centre": space // 2, "right": space}[stands]
    return [(" " * before, ""), *line, (" " * (space - before), "")]


def padded(text: str, width: int) -> str:
    """A text filled up with spaces to `width` columns at least."""
    return text + " " * (width - cell_len(text))


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """A text in exactly `width` columns: filled up with spaces, or cut with an ellipsis."""
    if cell_len(text) > width:
        text = clipped(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def clipped(text: str, width: int) -> str:
    """A text of at most `width` columns, with an ellipsis where something is cut off."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for cluster in clusters(text):
        if cell_len(kept + cluster) >= width:
            break
        kept += cluster
    return f"{kept}…"


def _within(line: Line, start: int, end: int) -> Iterator[Piece]:
    """The characters of a line from `start` up to `end`, in their styles."""
    at = 0
    for text, style in line:
        cut = text[max(start - at, 0) : max(end - at, 0)]
        if cut:
            yield cut, style
        at += len(text)


def _painted(line: Line, colour: bool) -> str:
    text = "".join(_styled(text, style if colour else "") for text, style in line)
    return text.replace(NO_BREAK, " ").rstrip()


def _styled(text: str, style: str) -> str:
    if not style or not text.strip():
        return text
    codes = ";".join(_CODES[word] for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"
