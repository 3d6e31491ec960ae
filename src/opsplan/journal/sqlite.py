"""A journal's database as a file of SQLite's: opened, created, and read without leaving a trace.

WAL and `synchronous=FULL`; every write is one `BEGIN IMMEDIATE` transaction, so that writers queue
instead of failing.
"""

import os
import sqlite3
from _thread import RLock  # threading's own, without the rest of threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from opsplan.journal.backups import back_up_daily
from opsplan.journal.database import Database, JournalError, in_use, newer, one_by_one
from opsplan.journal.places import refuse_foreign
from opsplan.journal.schema import SCHEMA_VERSION, create_tables, format_of, migrate
from opsplan.values.problem import reason_of
from opsplan.values.text import Message, say

APPLICATION_ID = 0x6F70706C  # "oppl"
BUSY_SECONDS = 30

T = TypeVar("T")


class SqliteStore:
    """The database at a path, opened for each question and each change.

    `today`, where it is given, tells the day: before the first change of each a backup is made.
    """

    def __init__(self, path: Path, today: Callable[[], date] | None = None) -> None:
        self.path = path
        self._today = today
        self._connection: sqlite3.Connection | None = None
        self._was_there = False
        self._turn = RLock()  # the app reads in a thread beside its screen

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def close(self) -> None:
        """Let go of the database."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def stamp(self) -> object:
        """What is different once anybody has written; asking costs no more than two looks at a
        folder, and opens nothing."""
        return tuple(_state(Path(f"{self.path}{end}")) for end in ("", "-wal"))

    def change(self, make: Callable[[Database], T]) -> T:
        """As `Store.change`."""
        with self._turn:
            return self._changed(make)

    def _changed(self, make: Callable[[Database], T]) -> T:
        db = self._writable()
        with self._explained():
            db.execute("BEGIN IMMEDIATE")
            try:
                result = make(_database(db))
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
            self.close()
            return result

    def read(self, ask: Callable[[Database], T], without: T) -> T:
        """As `Store.read`.

        SQLite's readers leave files of their own beside a database in WAL mode, and need to write
        there. So it is first read as a file that nobody changes, and believed if nobody did.
        """
        is_change = self._connection is not None
        with self._turn, self._explained(is_change=is_change):
            if self._connection is not None:
                return ask(_database(self._connection))
            if not self._is_there():
                return without
            before = _untouched(self.path)
            if before is not None:
                with suppress(sqlite3.Error, ValueError, KeyError):
                    answer = _asked(self.path, ask, "mode=ro&immutable=1")
                    if _untouched(self.path) == before:
                        return answer
            return _asked(self.path, ask, "mode=ro")

    def faults(self) -> list[str] | None:
        """As `Store.faults`: what SQLite's own check says."""

        def ask(db: Database) -> list[str]:
            rows = db.execute("PRAGMA integrity_check(20)").fetchall()
            return [str(row[0]) for row in rows if row[0] != "ok"]

        return self.read(ask, None)

    def obstacle(self) -> Message | None:
        """As `Store.obstacle`."""
        return None

    def _is_there(self) -> bool:
        """Whether there is a journal. One that this run has seen and that is gone is refused: what
        was in it would seem undone, and the next tick would begin another."""
        is_there = _exists(self.path)
        if self._was_there and not is_there:
            raise JournalError(
                say("{path} is gone", path=self.path),
                say("put it back, or begin anew with another run of opsplan"),
            )
        self._was_there = is_there
        return is_there

    def _writable(self) -> sqlite3.Connection:
        self.close()
        with self._explained():
            refuse_foreign(self.path.parent)
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_new = not self._is_there()
            if is_new:
                _create(self.path)
            self._connection = _opened(self.path, "mode=rw")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            migrate(self._connection, self.path)
            if self._today and not is_new:
                back_up_daily(self.path, self._today())
            return self._connection

    def _explained(self, *, is_change: bool = True) -> AbstractContextManager[None]:
        return explained(self.path, is_change=is_change)


@contextmanager
def explained(path: Path, *, is_change: bool = True) -> Iterator[None]:
    """SQLite's and the system's errors as JournalErrors that name the file at `path`, and say that
    nothing was written where something was to be."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(*_reason(path, str(error), is_change=is_change)) from None
    except (ValueError, KeyError) as error:  # a row that nobody of us has written
        reason = f"malformed row: {error}"
        raise JournalError(*_reason(path, reason, is_change=is_change)) from None
    except OSError as error:
        what = say("cannot use {path}: {reason}", path=path, reason=reason_of(error))
        raise JournalError(what) from None


def _exists(path: Path) -> bool:
    """Whether there is a journal; an empty file is refused, since SQLite would take it for a new
    database and a lost history would go unnoticed."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    if not S_ISREG(found.st_mode):
        raise JournalError(
            say("{path} is not a file", path=path),
            say("put it elsewhere: the next entry begins a journal, a backup can be restored"),
        )
    if found.st_size == 0:
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


def _asked(path: Path, ask: Callable[[Database], T], mode: str) -> T:
    db = _opened(path, mode)
    try:
        return ask(_database(db))
    finally:
        db.close()


def _database(db: sqlite3.Connection) -> Database:
    return Database(db.execute, format_of(db), one_by_one(db.execute))


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
        raise newer(path, version)


_SAID = {
    "file is not a database": say("file is not a database"),
    "database disk image is malformed": say("database disk image is malformed"),
    "attempt to write a readonly database": say("attempt to write a readonly database"),
    "unable to open database file": say("unable to open database file"),
    "disk I/O error": say("disk I/O error"),
}
"""What SQLite says most often, for the catalog."""


def _reason(path: Path, said: str, *, is_change: bool) -> tuple[Message, Message | None]:
    """What an error of SQLite's means for the person, and the way out."""
    error: Message | str = _SAID.get(said, said)
    if "not a database" in said or "malformed" in said:
        return (
            say("{path} is damaged: {error}", path=path, error=error),
            say("nothing was changed; put a backup in its place"),
        )
    if "locked" in said or "busy" in said:
        return in_use(path)
    if "readonly" in said or "unable to open" in said:
        return (
            say("cannot open {path}: {error}", path=path, error=error),
            say("check the permissions of the file and its folder"),
        )
    if "full" in said:
        hint = say("nothing was written; free some space") if is_change else say("free some space")
        return say("the disk of {path} is full", path=path), hint
    return say("{path}: {error}", path=path, error=error), None
