"""Registers: tables that the operator keeps, such as inquiries or after-sales cases."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from opsplan.values.applies import Applies
from opsplan.values.classes import dataclass
from opsplan.values.text import Text

ColumnType = Literal["text", "number", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a register's rows; `choices` are (value, name), the first being the default."""

    id: str
    name: Text
    type: ColumnType = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Remind:
    """A row is on the list from so many days before the date in the field `before`."""

    before: str
    days: tuple[int, ...]
    say: Text


@dataclass(frozen=True, slots=True)
class Register:
    """A table. Rows in which a field has the value of `open_while` stand on each day's list."""

    id: str
    name: Text
    columns: tuple[Column, ...]
    role: str | None = None
    open_while: tuple[str, str] | None = None
    title: Text = Text()
    remind: Remind | None = None
    covers: tuple[str, ...] = ()
    line: int = 0
    applies: Applies = Applies()

    def column(self, name: str) -> Column | None:
        """The field of that id."""
        return next((column for column in self.columns if column.id == name), None)


@dataclass(frozen=True, slots=True)
class Tick:
    """Who has done or skipped a row, and when (aware); `id` is that of the entry, `fields` are
    what the row had then."""

    id: str
    at: datetime
    by: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register: its number, the day on which it was added, and its fields as text.

    `tick` is the latest, None where there is none; `written` the id of the entry that wrote its
    fields last.
    """

    number: int
    opened: date
    fields: Mapping[str, str]
    tick: Tick | None = None
    written: str = ""
