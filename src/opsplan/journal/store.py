"""The journal's database. An entry that was acknowledged is on the disk.

SQLite with WAL and `synchronous=FULL`; every write is one `BEGIN IMMEDIATE` transaction, so that
writers queue instead of failing. Reading never creates or changes a file.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from opsplan.journal.ids import EntryIds, first_id, written_at
from opsplan.journal.schema import (
    REMINDERS_SINCE,
    SCHEMA_VERSION,
    create_tables,
    format_of,
    migrate,
)
from opsplan.values.journal import Entry, EntryKind, Facts
from opsplan.values.occurrence import Identity
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Message, say

APPLICATION_ID = 0x6F70706C  # "oppl"
BUSY_SECONDS = 30
NEWEST = 40
"""How many of a duty's newest completions are looked at."""
MOST_PROGRESS = 1000
LAST_LETTER = "["
"""Sorts behind every letter of an id."""
_CHUNK = 500

_COLUMNS = "id, at, by, shop, kind, playbook, duty, nominal, slot, count, text, undoes"
_COLUMNS_OF_U = ", ".join(f"u.{column}" for column in _COLUMNS.split(", "))

T = TypeVar("T")


class JournalError(OpsplanError):
    """The database cannot be used; the message names the file and the way out."""


class Journal:
    """The journal at a path. `connect` opens the database on the first question or entry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ids = EntryIds()
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the database."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def stamp(self) -> object:
        """What is different once anybody has written; asking costs no more than two looks at a
        folder, and opens nothing."""
        return tuple(_state(Path(f"{self.path}{end}")) for end in ("", "-wal"))

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
        return self.read(lambda db: _facts(db, shop, wanted, since, until, dawn), Facts())

    def entries(self, shop: str, nominals: Iterable[date]) -> list[Entry]:
        """The entries about occurrences of these nominal dates, in the order of writing."""
        return self.read(lambda db: _entries(db, shop, sorted(set(nominals))), [])

    def figures(self, shop: str, first: date, last: date) -> list[Entry]:
        """The entries about figures of these days, both in, in the order of writing."""
        return self.read(lambda db: _figures(db, shop, first, last), [])

    def snoozes(self, shop: str, since: datetime) -> list[Entry]:
        """The snoozes that were asked for since then and still stand, in the order of writing."""
        return self.read(lambda db: _snoozes(db, shop, since), [])

    def endings(self, shop: str, phases: Iterable[str]) -> list[Entry]:
        """The entries that end one of these `playbook/phase` or take that back, in the order of
        writing."""
        keys = [key.split("/", 1) for key in phases]
        return self.read(lambda db: _endings(db, shop, keys), [])

    def entry(self, entry_id: str) -> list[Entry]:
        """The entries whose ids begin so."""
        sql = f"SELECT {_COLUMNS} FROM entries WHERE id >= ? AND id < ? ORDER BY seq"
        bounds = (entry_id, entry_id + LAST_LETTER)
        return self.read(lambda db: [_entry(row) for row in db.execute(sql, bounds)], [])

    def latest(self, shop: str, count: int) -> list[Entry]:
        """The shop's latest entries, the newest first."""
        sql = f"SELECT {_COLUMNS} FROM entries WHERE shop = ? ORDER BY seq DESC LIMIT ?"
        return self.read(lambda db: [_entry(row) for row in db.execute(sql, (shop, count))], [])

    def write(self, make: Callable[["Writing"], T]) -> T:
        """Run `make` in one transaction that nobody else writes in; what it adds is then on disk.

        `make` may look again at what it is about to change; an error in it leaves no trace.
        """
        return self.change(lambda db: make(Writing(db, self._ids)))

    def change(self, make: Callable[[sqlite3.Connection], T]) -> T:
        """Run `make` on the open database, in one transaction that nobody else writes in."""
        db = self._writable()
        with self._explained():
            db.execute("BEGIN IMMEDIATE")
            try:
                result = make(db)
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
            self.close()
            return result

    def read(self, ask: Callable[[sqlite3.Connection], T], without: T) -> T:
        """What the database answers; `without` where there is none yet.

        SQLite's readers leave files of their own beside a database in WAL mode, and need to write
        there. So it is first read as a file that nobody changes, and believed if nobody did.
        """
        with self._explained():
            if self._connection is not None:
                return ask(self._connection)
            if not _exists(self.path):
                return without
            before = _untouched(self.path)
            if before is not None:
                with suppress(sqlite3.Error, ValueError, KeyError):
                    answer = _asked(self.path, ask, "mode=ro&immutable=1")
                    if _untouched(self.path) == before:
                        return answer
            return _asked(self.path, ask, "mode=ro")

    def _writable(self) -> sqlite3.Connection:
        self.close()
        with self._explained():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _exists(self.path):
                _create(self.path)
            self._connection = _opened(self.path, "mode=rw")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            migrate(self._connection, self.path)
            return self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """SQLite's and the system's errors as sentences that name the file."""
        try:
            yield
        except sqlite3.Error as error:
            raise JournalError(*_reason(self.path, str(error))) from None
        except (ValueError, KeyError) as error:  # a row that nobody of us has written
            raise JournalError(*_reason(self.path, f"malformed row: {error}")) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise JournalError(
                say("cannot use {path}: {reason}", path=self.path, reason=reason)
            ) from None


class Writing:
    """The open transaction of `Journal.write`."""

    def __init__(self, db: sqlite3.Connection, ids: EntryIds) -> None:
        self._db = db
        self._ids = ids

    def rows(self, shop: str) -> list[Entry]:
        """All entries about the rows of registers, seen from inside the transaction."""
        return _rows(self._db, shop)

    def entries(self, shop: str, nominals: Iterable[date]) -> list[Entry]:
        """As `Journal.entries`, seen from inside the transaction."""
        return _entries(self._db, shop, sorted(set(nominals)))

    def figures(self, shop: str, first: date, last: date) -> list[Entry]:
        """As `Journal.figures`, seen from inside the transaction."""
        return _figures(self._db, shop, first, last)

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
        entry_id = self._ids.make(now)
        happened = (at or now).replace(microsecond=0)
        entry = Entry(
            entry_id, written_at(entry_id), happened, by, shop, kind, identity, count, text, undoes
        )
        self._db.execute(
            "INSERT INTO entries (id, at, moment, by, shop, kind, playbook, duty, nominal, slot,"
            " count, text, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.id,
                happened.isoformat(),
                int(happened.timestamp()),
                by,
                shop,
                kind,
                identity.playbook,
                identity.duty,
                identity.nominal.isoformat(),
                identity.slot,
                count,
                text,
                undoes,
            ),
        )
        return entry


def open_journal(path: Path) -> Journal:
    """The journal at `path`; nothing is opened or created before it is used."""
    return Journal(path)


def _exists(path: Path) -> bool:
    """Whether there is a journal; an empty file is refused, since SQLite would take it for a new
    database and a lost history would go unnoticed."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    if size == 0:
        raise JournalError(
            say("{path} is empty: the journal that was there is gone", path=path),
            say("put a backup in its place, or delete the empty file to begin anew"),
        )
    return True


def _create(path: Path) -> None:
    """A new journal, whole from its first moment: made beside its place, then linked into it.

    Of several processes that do so at once the first wins and the others use what it made.
    """
    made = path.with_name(f"{path.name}.new-{os.getpid()}")
    made.unlink(missing_ok=True)
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        db = sqlite3.connect(made, isolation_level=None)
        try:
            create_tables(db)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            db.close()
        with suppress(FileExistsError):
            _put(made, path)
    finally:
        made.unlink(missing_ok=True)


def _put(made: Path, path: Path) -> None:
    """Give the file its name, unless that is taken."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if not path.exists():
            made.replace(path)


def _untouched(path: Path) -> tuple[int, int] | None:
    """What tells whether the database's file has changed; None while somebody may write to it."""
    if path.with_name(f"{path.name}-wal").exists():
        return None
    return _state(path)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _asked(path: Path, ask: Callable[[sqlite3.Connection], T], mode: str) -> T:
    db = _opened(path, mode)
    try:
        return ask(db)
    finally:
        db.close()


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    db = sqlite3.connect(
        f"file:{_uri(path)}?{mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        _check(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _uri(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _check(db: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no journal, and a journal that a newer opsplan has written."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    version = format_of(db)
    if application != APPLICATION_ID:
        raise JournalError(say("{path} is not a journal of opsplan", path=path))
    if version > SCHEMA_VERSION:
        raise JournalError(
            say(
                "{path} was written by a newer opsplan (format {version})",
                path=path,
                version=version,
            ),
            say("upgrade opsplan; this one knows format {version}", version=SCHEMA_VERSION),
        )


def _facts(
    db: sqlite3.Connection,
    shop: str,
    duties: tuple[str, ...],
    since: date,
    until: date,
    dawn: datetime | None,
) -> Facts:
    before = first_id(dawn) if dawn else LAST_LETTER
    sql = "SELECT at FROM entries WHERE shop = ? AND id < ? ORDER BY moment LIMIT 1"
    row = db.execute(sql, (shop, before)).fetchone()
    oldest = datetime.fromisoformat(row[0]) if row else None
    newest: dict[str, tuple[Entry, ...]] = {}
    for key in duties:
        if rows := _newest(db, shop, *key.split("/", 1)):
            newest[key] = tuple(_entry(rows[seq]) for seq in sorted(rows))
    asks = "kind IN ('ask', 'undo') AND playbook <> ''"
    return Facts(
        oldest,
        newest,
        tuple(_figures(db, shop, since, until)),
        tuple(_between(db, shop, since, until, asks)),
        tuple(_rows(db, shop)),
        _reminded(db, shop),
    )


def _reminded(db: sqlite3.Connection, shop: str) -> datetime | None:
    """When reminders last ran for the shop, on whichever channel."""
    if format_of(db) < REMINDERS_SINCE:
        return None
    row = db.execute("SELECT MAX(last) FROM runs WHERE shop = ?", (shop,)).fetchone()
    return None if row[0] is None else datetime.fromtimestamp(row[0], UTC)


def _snoozes(db: sqlite3.Connection, shop: str, since: datetime) -> list[Entry]:
    """The snoozes that were asked for since then and still stand, in the order of writing."""
    sql = (
        f"SELECT {_COLUMNS} FROM entries e WHERE shop = ? AND moment >= ? AND kind = 'snooze'"
        " AND NOT EXISTS (SELECT 1 FROM entries u WHERE u.undoes = e.id) ORDER BY seq"
    )
    return [_entry(row) for row in db.execute(sql, (shop, int(since.timestamp())))]


def _rows(db: sqlite3.Connection, shop: str) -> list[Entry]:
    """All entries about rows of registers, and those that take them back."""
    sql = (
        f"SELECT {_COLUMNS}, seq FROM entries WHERE shop = ? AND kind = 'row' UNION ALL"
        f" SELECT {_COLUMNS_OF_U}, u.seq FROM entries u JOIN entries r ON u.undoes = r.id"
        " WHERE u.shop = ? AND r.kind = 'row'"
    )
    rows = db.execute(sql, (shop, shop)).fetchall()
    return [_entry(row) for row in sorted(rows, key=lambda row: int(row[-1]))]


def _endings(db: sqlite3.Connection, shop: str, phases: list[list[str]]) -> list[Entry]:
    sql = (
        f"SELECT {_COLUMNS}, seq FROM entries WHERE shop = ? AND playbook = ? AND duty = ?"
        " AND slot = 0 AND kind IN ('done', 'undo')"
    )
    rows = [row for phase in phases for row in db.execute(sql, (shop, *phase))]
    return [_entry(row) for row in sorted(rows, key=lambda row: int(row[-1]))]


def _figures(db: sqlite3.Connection, shop: str, first: date, last: date) -> list[Entry]:
    return _between(db, shop, first, last, "playbook = ''")


def _between(
    db: sqlite3.Connection, shop: str, first: date, last: date, condition: str
) -> list[Entry]:
    """The entries of nominal dates from `first` to `last` that fit, in the order of writing."""
    sql = (
        f"SELECT {_COLUMNS} FROM entries WHERE shop = ? AND nominal >= ? AND nominal <= ?"
        f" AND {condition} ORDER BY seq"
    )
    return [_entry(row) for row in db.execute(sql, (shop, first.isoformat(), last.isoformat()))]


def _newest(
    db: sqlite3.Connection, shop: str, playbook: str, duty: str
) -> dict[int, tuple[object, ...]]:
    """The rows that tell a duty's last completion and its progress since, by sequence.

    Completions that still stand are asked for apart, so that none is lost behind what came later.
    """
    ours = f"SELECT {_COLUMNS}, seq FROM entries e WHERE shop = ? AND playbook = ? AND duty = ?"
    standing = "NOT EXISTS (SELECT 1 FROM entries u WHERE u.undoes = e.id)"
    rows: dict[int, tuple[object, ...]] = {}
    for condition, limit in (
        ("kind IN ('done', 'skip', 'undo')", NEWEST),
        (f"kind IN ('done', 'skip') AND {standing}", 3),
        (f"kind IN ('progress', 'note') AND {standing}", MOST_PROGRESS),
    ):
        sql = f"{ours} AND {condition} ORDER BY seq DESC LIMIT ?"
        rows |= {row[-1]: row for row in db.execute(sql, (shop, playbook, duty, limit))}
    return rows


def _entries(db: sqlite3.Connection, shop: str, nominals: list[date]) -> list[Entry]:
    found: list[tuple[int, Entry]] = []
    for start in range(0, len(nominals), _CHUNK):
        chunk = [day.isoformat() for day in nominals[start : start + _CHUNK]]
        places = ", ".join("?" * len(chunk))
        sql = f"SELECT {_COLUMNS}, seq FROM entries WHERE shop = ? AND nominal IN ({places})"
        found += [(row[-1], _entry(row)) for row in db.execute(sql, (shop, *chunk))]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _entry(row: tuple[object, ...]) -> Entry:
    entry_id, at, by, shop, kind, playbook, duty, nominal, slot, count, text, undoes = row[:12]
    identity = Identity(str(playbook), str(duty), date.fromisoformat(str(nominal)), int(str(slot)))
    return Entry(
        str(entry_id),
        written_at(str(entry_id)),
        datetime.fromisoformat(str(at)),
        str(by),
        str(shop),
        _KINDS[str(kind)],
        identity,
        None if count is None else float(str(count)),
        None if text is None else str(text),
        None if undoes is None else str(undoes),
    )


_KINDS: Mapping[str, EntryKind] = {
    "done": "done",
    "progress": "progress",
    "skip": "skip",
    "undo": "undo",
    "note": "note",
    "ask": "ask",
    "metric": "metric",
    "row": "row",
    "snooze": "snooze",
}


def _reason(path: Path, error: str) -> tuple[Message, Message | None]:
    """What an error of SQLite's means for the person, and the way out."""
    if "not a database" in error or "malformed" in error:
        return (
            say("{path} is damaged: {error}", path=path, error=error),
            say("nothing was changed; put a backup in its place"),
        )
    if "locked" in error or "busy" in error:
        return (
            say("{path} is in use by another program", path=path),
            say("try again when it has finished"),
        )
    if "readonly" in error or "unable to open" in error:
        return (
            say("cannot open {path}: {error}", path=path, error=error),
            say("check the permissions of the file and its folder"),
        )
    if "full" in error:
        return say("the disk of {path} is full", path=path), say(
            "nothing was written; free some space"
        )
    return say("{path}: {error}", path=path, error=error), None
