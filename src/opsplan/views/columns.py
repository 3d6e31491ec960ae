"""Rows of cells in columns, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from opsplan.values.classes import dataclass
from opsplan.views.paint import Line, filled, folded, width_of

Row = Sequence[Line]
"""A cell for each column."""
GAP = 2
"""Spaces between two columns."""
LEAST = 8
"""A column that is folded keeps so many columns of the screen, if it needs as many."""


@dataclass(frozen=True, slots=True)
class Column:
    """How the cells of a column stand. Those that fold share what room the others leave; `width`
    is that of the widest cell, where it is not given."""

    stands: Literal["left", "right", "centre"] = "left"
    folds: bool = False
    width: int | None = None


def aligned(
    rows: Iterable[Row], columns: Sequence[Column], width: int, *, gap: int = GAP
) -> Iterator[Line]:
    """The rows as lines of at most `width` columns; a cell that has to fold makes its row higher.

    Where even folding leaves too little room, every column gives up some.
    """
    listed = list(rows)
    widths = _widths(listed, columns, width - gap * (len(columns) - 1))
    for row in listed:
        cells = [folded(cell, room) for cell, room in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            line: list[tuple[str, str]] = []
            for cell, column, room in zip(cells, columns, widths, strict=True):
                pieces = cell[number] if number < len(cell) else ()
                line += filled(pieces, room, column.stands)
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
    for least, may in ((LEAST, [each.folds for each in columns]), (1, [True for _ in columns])):
        shrinking = [number for number, can in enumerate(may) if can]
        while sum(widths) > room and any(widths[number] > least for number in shrinking):
            widths[max(shrinking, key=lambda number: widths[number])] -= 1
    return widths
