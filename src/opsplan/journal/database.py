"""What the journal asks of a database, whichever it is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from opsplan.journal.schema import SCHEMA_VERSION
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Message, say

T = TypeVar("T")
Values = tuple[object, ...]


class JournalError(OpsplanError):
    """The database cannot be used; the message names it and the way out."""


class AwayError(JournalError):
    """The database cannot be reached for now, by anybody; asking for something else is no use."""


def newer(name: object, version: int) -> JournalError:
    """That a newer opsplan has written the journal of that name, in a format not known here."""
    return JournalError(
        say("{path} was written by a newer opsplan (format {version})", path=name, version=version),
        say("upgrade opsplan; this one knows format {version}", version=SCHEMA_VERSION),
    )


def in_use(name: object) -> tuple[Message, Message]:
    """That another program holds the journal of that name, and what to do."""
    return (
        say("{path} is in use by another program", path=name),
        say("try again when it has finished"),
    )


class Rows(Protocol):
    """What a statement gives back: rows as tuples, and how many it has changed."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement has changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows one by one."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: `execute(sql, values)` with `?` for each value, the format of its tables
    (`schema.SCHEMA_VERSION` where it is up to date), and `execute_each(sql, several values)`: the
    rows of the same question about one after the other, for which a server is asked once."""

    execute: Callable[..., Rows]
    format: int
    execute_each: Callable[[str, Sequence[Values]], Iterator[Any]]


def one_by_one(execute: Callable[..., Rows]) -> Callable[[str, Sequence[Values]], Iterator[Any]]:
    """`Database.execute_each` of a database that is no way off."""

    def execute_each(sql: str, several: Sequence[Values]) -> Iterator[Any]:
        for values in several:
            yield from execute(sql, values)

    return execute_each


class Store(Protocol):
    """Where a journal's database is, and the two ways into it."""

    @property
    def name(self) -> str:
        """What people call it: a path, or an address without its password."""

    def read(self, ask: Callable[[Database], T], without: T) -> T:
        """What the database answers; `without` where there is none yet. Changes nothing."""

    def change(self, make: Callable[[Database], T]) -> T:
        """Run `make` in one transaction that nobody else writes in. What it has done is on the
        disk when this returns, and an error in it leaves no trace."""

    def faults(self) -> list[str] | None:
        """What the database finds wrong with itself; None where there is none yet."""

    def obstacle(self) -> Message | None:
        """The way out of what keeps entries from being written; None where nothing does, or where
        there is nothing yet. Of a file its permissions tell, and this is None."""

    def stamp(self) -> object:
        """What is different once anybody has written."""

    def close(self) -> None:
        """Let go of the database."""
