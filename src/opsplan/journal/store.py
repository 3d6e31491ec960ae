"""The journal: what people did, appended to and never changed. An entry that was acknowledged is
on the disk, and reading changes nothing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from opsplan.journal.database import Database, Store
from opsplan.journal.ids import STEP, EntryIds
from opsplan.journal.queries import COLUMNS, Queries, row_of
from opsplan.journal.schema import checksum
from opsplan.journal.sqlite import SqliteStore
from opsplan.values.entry_ids import first_id, written_at
from opsplan.values.journal import Entry, EntryKind, Facts
from opsplan.values.occurrence import Identity

T = TypeVar("T")

_INSERT = (
    f"INSERT INTO entries ({', '.join(COLUMNS)}, moment, checksum)"
    f" VALUES ({', '.join('?' * (len(COLUMNS) + 2))}) ON CONFLICT DO NOTHING"
)


class Journal:
    """The journal in a store. `damaged` are the ids of entries that were found changed by
    something other than opsplan, and left out."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.damaged: set[str] = set()
        self._ids = EntryIds()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def stamp(self) -> object:
        """What is different once anybody has written; asking costs next to nothing."""
        return self.store.stamp()

    def facts(
        self,
        shop: str,
        duties: Iterable[str],
        since: date = date.max,
        until: date = date.max,
        *,
        dawn: datetime | None = None,
    ) -> Facts:
        """When the shop's first entry happened, the newest entries of some `playbook/duty`, and
        the figures and asks of the days from `since` to `until`, both in.

        With `dawn`, only what was written before it says when the first entry happened.
        """
        wanted = tuple(duties)
        return self.ask(lambda queries: queries.facts(shop, wanted, since, until, dawn), Facts())

    def entries(self, shop: str, nominals: Iterable[date]) -> list[Entry]:
        """The entries about occurrences of these nominal dates, in the order of writing."""
        days = set(nominals)
        return self.ask(lambda queries: queries.entries(shop, days), [])

    def figures(self, shop: str, first: date, last: date) -> list[Entry]:
        """The entries about figures of these days, both in, in the order of writing."""
        return self.ask(lambda queries: queries.figures(shop, first, last), [])

    def snoozes(self, shop: str, since: datetime) -> list[Entry]:
        """The snoozes that were asked for since then and still stand, in the order of writing."""
        return self.ask(lambda queries: queries.snoozes(shop, since), [])

    def endings(self, shop: str, phases: Iterable[str]) -> list[Entry]:
        """The entries that end one of these `playbook/phase` or take that back, in the order of
        writing."""
        keys = tuple(phases)
        return self.ask(lambda queries: queries.endings(shop, keys), [])

    def entry(self, entry_id: str) -> list[Entry]:
        """The entries whose ids begin so."""
        return self.ask(lambda queries: queries.beginning(entry_id), [])

    def latest(self, shop: str, count: int, *, by: str | None = None) -> list[Entry]:
        """The shop's latest entries, the newest first; of one person where `by` names one."""
        return self.ask(lambda queries: queries.latest(shop, by, count), [])

    def subjects(self, shop: str) -> set[str]:
        """The `playbook/entry` of all that has been written about."""
        return self.ask(lambda queries: queries.subjects(shop), set())

    def reminded(self, shop: str) -> datetime | None:
        """When reminders last ran for the shop (aware); None if never."""
        return self.ask(lambda queries: queries.reminded(shop), None)

    def every(self, shop: str | None = None) -> list[Entry]:
        """All entries, of one shop or (None) of all, in the order of writing."""
        return self.ask(lambda queries: list(queries.every(shop)), [])

    def ask(self, question: Callable[[Queries], T], without: T) -> T:
        """What the database answers to a question; `without` where there is none yet."""

        def put(db: Database) -> tuple[T, set[str]]:
            damaged: set[str] = set()
            return question(Queries(db, damaged)), damaged

        answer, damaged = self.store.read(put, (without, set[str]()))
        self.damaged |= damaged
        return answer

    def write(self, make: Callable[["Writing"], T]) -> T:
        """Run `make` in one transaction that nobody else writes in; what it adds is then on disk.

        `make` may look again at what it is about to change; an error in it leaves no trace.
        """
        return self.store.change(lambda db: make(Writing(db, self._ids, self.damaged)))


class Writing(Queries):
    """The open transaction of `Journal.write`: every question as it stands inside it."""

    def __init__(self, db: Database, ids: EntryIds, damaged: set[str]) -> None:
        super().__init__(db, damaged)
        self._ids = ids

    def add(
        self,
        now: datetime,
        by: str,
        shop: str,
        kind: EntryKind,
        identity: Identity,
        *,
        at: datetime | None = None,
        count: float | None = None,
        text: str | None = None,
        undoes: str | None = None,
    ) -> Entry:
        """Append an entry that is written at `now` about something that happened at `at`."""
        # One that a wrong clock has put years ahead must not hide what was written just now.
        reach = first_id(now + STEP)
        (newest,) = self._db.execute(
            "SELECT MAX(id) FROM entries WHERE id < ?", (reach,)
        ).fetchone()
        entry_id = self._ids.make(now, newest)
        happened = (at or now).replace(microsecond=0)
        entry = Entry(
            entry_id, written_at(entry_id), happened, by, shop, kind, identity, count, text, undoes
        )
        self.take(entry)
        return entry

    def take(self, entry: Entry) -> bool:
        """Append an entry as it was written elsewhere, or put it in the place of a damaged one;
        False where its id is known already."""
        row = row_of(entry)
        values = (*row, int(entry.at.timestamp()), checksum(row))
        if self._db.execute(_INSERT, values).rowcount == 1:
            return True
        if any(known.id == entry.id for known in self.beginning(entry.id)):
            return False
        self.remove([entry.id])
        return self._db.execute(_INSERT, values).rowcount == 1

    def remove(self, damaged: Iterable[str]) -> None:
        """Take damaged entries out; nothing else is ever removed."""
        for entry_id in damaged:
            self._db.execute("DELETE FROM entries WHERE id = ?", (entry_id,))
            self._damaged.discard(entry_id)


def open_journal(path: Path, today: Callable[[], date] | None = None) -> Journal:
    """The journal in the file at `path`; nothing is opened or created before it is used.

    With `today`, which tells the day, a backup is made before the first change of each.
    """
    return Journal(SqliteStore(path, today))
