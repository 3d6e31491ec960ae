"""Lines of styled text on a terminal: broken to a width, and painted with its colours.

A day's list is drawn with these rather than with tables of Rich, which take four times as long as
all the rest of `opsplan today`.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from opsplan.views.breaking import NO_BREAK, broken, clusters

Piece = tuple[str, str]
"""A text and its style: words such as `bold red`, or nothing."""
Line = Sequence[Piece]

_CODES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
}
"""ECMA-48, 8.3.117: what Select Graphic Rendition calls them."""


def painted(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as text, each ended; without `colour` there are no escape sequences."""
    return "".join(f"{_painted(line, colour)}\n" for line in lines)


def folded(line: Line, width: int) -> list[Line]:
    """A line in as many as it needs at `width` columns."""
    text = "".join(piece for piece, _ in line)
    if cell_len(text) <= width:
        return [line]
    found: list[Line] = []
    at = 0
    for part in broken(text, width, cell_len):
        at = text.index(part, at)
        found.append(_cut(line, at, at + len(part)))
        at += len(part)
    return found


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


def _cut(line: Line, start: int, end: int) -> Line:
    """The characters of a line from `start` up to `end`, in their styles."""
    return [*_within(line, start, end)]


def _within(line: Line, start: int, end: int) -> Iterator[Piece]:
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
