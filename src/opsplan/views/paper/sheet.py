"""What stands on a sheet of paper, in the reader's language, before any renderer draws it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Status
from opsplan.values.text import Language

FONT = Path(__file__).parent.parent / "fonts" / "OpsplanSansSC-Regular.ttf"
"""The subset of Source Han Sans that files embed; its licence lies beside it."""

BoxMark = Literal["open", "done", "skipped", "missed"]
"""How a box is drawn; what is late is still to be ticked."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick: how it stands, what is written beside it, and what is typed to give it back.

    `time` is `08:30`, `10:30-11:00` or a block's name, `count` such as `__/7` or `3/7`.
    """

    status: Status
    ref: str
    time: str = ""
    count: str = ""

    @property
    def mark(self) -> BoxMark:
        """How it is drawn."""
        if self.status in ("done", "skipped", "missed"):
            return self.status
        return "open"


@dataclass(frozen=True, slots=True)
class Row:
    """A duty: its cells are those of the sheet's days, or a single one where a section has none.

    `note` stands beside the title (a goal, a last day), `details` below it (steps, remarks).
    """

    code: str
    title: str
    role: str
    cells: tuple[tuple[Box, ...], ...]
    note: str = ""
    details: tuple[str, ...] = ()

    @property
    def boxes(self) -> Iterator[Box]:
        """All boxes of the row."""
        for cell in self.cells:
            yield from cell

    @property
    def times(self) -> tuple[str, ...] | None:
        """The times that all its days share; None where they differ."""
        every = {tuple(box.time for box in cell) for cell in self.cells if cell}
        return every.pop() if len(every) == 1 else None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading; with `by_day` they have a cell for each of the sheet's days."""

    title: str
    rows: tuple[Row, ...]
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What begins on a page of its own: the whole sheet, or the duties of one role.

    `way_back` says how its ticks are given back.
    """

    role: str
    sections: tuple[Section, ...]
    way_back: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        """All rows of the part."""
        for section in self.sections:
            yield from section.rows


@dataclass(frozen=True, slots=True)
class Day:
    """The head of a day's column. `name` is a holiday's, or says that a weekend day is worked."""

    weekday: str
    date: str
    name: str = ""
    is_off: bool = False
    is_today: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, for a week (with `days`) or for one day (without).

    `remarks` stand in the head of every page (what is provisional). `now` is when it was printed,
    `nothing` what is said where there are no rows.
    """

    language: Language
    shop: str
    title: str
    days: tuple[Day, ...]
    parts: tuple[Part, ...]
    printed: str
    now: datetime
    remarks: tuple[str, ...] = ()
    nothing: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        """All rows of the sheet."""
        for part in self.parts:
            yield from part.rows

    @property
    def boxes(self) -> Iterator[Box]:
        """All boxes of the sheet."""
        for row in self.rows:
            yield from row.boxes

    @property
    def has_roles(self) -> bool:
        """Whether rows must say who does them: not where a whole part is one role's."""
        return any(row.role for part in self.parts if not part.role for row in part.rows)

    @property
    def marks(self) -> tuple[BoxMark, ...]:
        """The kinds of boxes that a legend has to explain."""
        used = {box.mark for box in self.boxes}
        order: tuple[BoxMark, ...] = ("open", "done", "skipped", "missed")
        return tuple(mark for mark in order if mark in used or mark in ("open", "done"))
