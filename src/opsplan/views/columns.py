"""Rows of cells in columns, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rich.cells import cell_len

from opsplan.values.classes import dataclass
from opsplan.views.breaking import pieces
from opsplan.views.paint import GAP, Line, filled, folded, width_of

Row = Sequence[Line]
"""A cell for each column."""
LEAST = 8
"""A column that is folded keeps so much of the screen, or its longest word, while that can be."""


@dataclass(frozen=True, slots=True)
class Column:
    """How the cells of a column stand. Those that fold share what room the others leave; `width`
    is that of the widest cell, where it is not given."""

    stands: Literal["left", "right", "centre"] = "left"
    folds: bool = False
    width: int | None = None


def aligned(
    rows: Iterable[Row], columns: Sequence[Column], width: int, *, gap: int = len(GAP)
) -> Iterator[Line]:
    """The rows as lines of at most `width` columns; a cell that has to fold makes its row higher.

    First those fold that may, between words; then all do; at last words are broken, first those of
    the columns that may fold, since the others hold ids and numbers.
    """
    listed = list(rows)
    widths = _widths(listed, columns, width - gap * (len(columns) - 1))
    for row in listed:
        cells = [folded(cell, room) for cell, room in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            line: list[tuple[str, str]] = []
            for cell, column, room in zip(cells, columns, widths, strict=True):
                part = cell[number] if number < len(cell) else ()
                line += filled(part, room, column.stands)
                line.append((" " * gap, ""))
            yield line[:-1]


def _widths(rows: Sequence[Row], columns: Sequence[Column], room: int) -> list[int]:
    """How wide each column is, so that together they have `room`, if that can be."""
    widths = [
        max((width_of(row[number]) for row in rows), default=0)
        if column.width is None
        else column.width
        for number, column in enumerate(columns)
    ]
    if sum(widths) <= room:
        return widths
    words = [_longest_word(row[number] for row in rows) for number in range(len(columns))]
    firm = [
        min(width, max(word, LEAST)) if column.folds else width
        for column, word, width in zip(columns, words, widths, strict=True)
    ]
    every = [min(width, max(word, LEAST)) for word, width in zip(words, widths, strict=True)]
    whole = [min(width, word) for width, word in zip(widths, words, strict=True)]
    broken = [
        min(width, LEAST // 2) if column.folds else width
        for column, width in zip(columns, whole, strict=True)
    ]
    for least in (firm, every, broken, [1 for _ in columns]):
        _shrink(widths, room, least)
    return widths


def _shrink(widths: list[int], room: int, least: Sequence[int]) -> None:
    """Take from the widest column, again and again, until there is room or all are at their
    least."""
    while sum(widths) > room:
        wider = [number for number, width in enumerate(widths) if width > least[number]]
        if not wider:
            return
        widths[max(wider, key=lambda number: widths[number])] -= 1


def _longest_word(cells: Iterable[Line]) -> int:
    """How wide the widest part is that no line break falls into."""
    texts = ("".join(text for text, _ in cell) for cell in cells)
    return max((cell_len(part.strip()) for text in texts for part in pieces(text)), default=0)
