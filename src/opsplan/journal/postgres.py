"""A journal's database on a server of PostgreSQL's, for a team or many shops.

The tables and the statements are those of SQLite. They lie in a schema of their own, `opsplan`;
every write is one transaction that holds an advisory lock, so that writers queue.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import RLock
from typing import Any, TypeVar

from opsplan.journal.database import AwayError, Database, JournalError, Rows, Values, in_use, newer
from opsplan.journal.schema import MIGRATIONS, SCHEMA_VERSION
from opsplan.values.text import Message, say

SCHEMA = "opsplan"
LOCK = 0x6F70706C
"""The advisory lock that writers queue for: "oppl"."""
LOCK_SECONDS = 30
CHANGE_IDLE_SECONDS = 20
"""After so long without a word from a program that changes something the server takes it for gone,
and gives its lock to the next: before those who queue are refused."""
READ_IDLE_SECONDS = 300
"""The same while something is read, which keeps nobody waiting."""
CONNECTION = {
    "connect_timeout": "10",
    "application_name": "opsplan",
    "client_encoding": "utf8",
    "tcp_user_timeout": "15000",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}
"""What an address that does not say otherwise is given: a server that is gone is noticed."""
PATIENCE = 40.0
"""Seconds that the server may say nothing. Longer than writers queue, so that it is the server who
tells them that they have queued in vain."""
MIGRATION_PATIENCE = 600.0
"""The same while tables are changed, which may be big."""
RECOVERY_PATIENCE = 15.0
"""The same after a COMMIT without an answer: somebody has waited long enough."""
STAMP_PATIENCE = 5.0
"""The same where it is only asked whether somebody has written: a screen waits for that."""
_TRIES = 3
_TABLE = f"SELECT to_regclass('{SCHEMA}.format')::text"
_FORMAT = f"SELECT version FROM {SCHEMA}.format"
_STATUS = "SELECT pg_xact_status(?::text::xid8)"
_TERMINATE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE backend_xid = (?::text::xid8)::xid"
)
"""Ends the process of a transaction and waits for that (milliseconds)."""
_MAY_WRITE = """
SELECT COALESCE(bool_and(has_table_privilege(c.oid, 'INSERT')
                     AND (c.relname = 'entries' OR has_table_privilege(c.oid, 'UPDATE'))), true),
       current_setting('default_transaction_read_only')::boolean OR pg_is_in_recovery()
FROM pg_class c
WHERE c.oid IN (to_regclass('entries'), to_regclass('runs'), to_regclass('claims'))"""
"""Whether ticks and reminders may be written by this login, and whether nobody may."""
_LET_IN = say("its owner lets you in with GRANT USAGE and GRANT … ON ALL TABLES: docs/team.md")

T = TypeVar("T")


class PostgresStore:
    """The database at an address (`postgresql://user@host/name`), connected to when it is first
    asked for something. A password may come apart from the address."""

    def __init__(self, address: str, password: str | None = None) -> None:
        self._driver = _driver()
        self._address, self._name = _parsed(self._driver, address, password)
        self._connection: Any = None
        self._patience = PATIENCE
        self._is_changing = False
        self._turn = RLock()  # the app reads in a thread beside its screen

    @property
    def name(self) -> str:
        """The address without its password."""
        return self._name

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(self._driver.Error):
                connection.close()

    def read(self, ask: Callable[[Database], T], without: T) -> T:
        """As `Store.read`: all that is asked is answered as of one moment."""
        with self._turn, self._explained(is_change=self._is_changing):
            if self._is_changing:
                return ask(self._database(SCHEMA_VERSION))
            return self._twice(lambda: self._asked(ask, without))

    def change(self, make: Callable[[Database], T]) -> T:
        """As `Store.change`.

        Where the connection is lost while the server commits, it is asked afterwards whether it
        did (`pg_xact_status`). JournalError tells apart what was not written and what nobody knows.
        """
        with self._turn:
            return self._changed(make)

    def _changed(self, make: Callable[[Database], T]) -> T:
        with self._explained(is_change=True):
            self._twice(self._begin)
            self._is_changing = True
            try:
                result = make(self._database(SCHEMA_VERSION))
                (transaction,) = self._execute("SELECT pg_current_xact_id()::text").fetchone()
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._is_changing = False
        self._commit(str(transaction))
        return result

    def faults(self) -> list[str] | None:
        """As `Store.faults`: none that we could see. The server watches over its own files."""
        none: list[str] | None = None
        return self.read(lambda _: [], none)

    def obstacle(self) -> Message | None:
        """As `Store.obstacle`: what the server says of this login, which writes nothing."""

        def ask(db: Database) -> Message | None:
            allowed, is_for_reading = db.execute(_MAY_WRITE).fetchone()
            if is_for_reading:
                return say(
                    "the server only lets it be read: a standby, or default_transaction_read_only"
                )
            return None if allowed else _LET_IN

        none: Message | None = None
        return self.read(ask, none)

    def stamp(self) -> object:
        """What is different once anybody has written: the last number that was given out."""

        def ask(db: Database) -> object:
            return db.execute("SELECT MAX(seq) FROM entries").fetchone()[0]

        with self._turn, self._waiting(min(self._patience, STAMP_PATIENCE)):
            return self.read(ask, None)

    def _asked(self, ask: Callable[[Database], T], without: T) -> T:
        try:
            found = self._read_begun()
            return without if found == 0 else ask(self._database(found))
        finally:
            self._roll_back()

    def _read_begun(self) -> int:
        """Begin to read, as of one moment; the format of the tables, 0 where there are none."""
        opening = _opening("REPEATABLE READ READ ONLY", READ_IDLE_SECONDS)
        try:
            return self._known(self._last(f"{opening}; {_FORMAT}"))
        except self._driver.errors.UndefinedTable:
            return 0

    def _begin(self) -> None:
        """A transaction that nobody else writes in, with all tables there."""
        try:
            (table,) = self._last(
                f"{_opening('READ COMMITTED', CHANGE_IDLE_SECONDS)};"
                f" SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"
                f" SELECT pg_advisory_xact_lock({LOCK}); {_TABLE}"
            )
            if table is None:
                self._create()
            found = self._known(self._execute(_FORMAT).fetchone())
            if found < SCHEMA_VERSION:
                self._bring_along(found)
        except BaseException:
            self._roll_back()
            raise

    def _bring_along(self, found: int) -> None:
        """Bring tables of an older format to ours, which only their owner may do."""
        try:
            for version in range(found, SCHEMA_VERSION):
                self._migrate(MIGRATIONS[version], version + 1)
        except self._driver.errors.InsufficientPrivilege:
            raise JournalError(
                say("{path} has the format of an older opsplan", path=self._name),
                say("the login that its tables belong to writes first: docs/team.md"),
            ) from None

    def _known(self, row: Any) -> int:
        """The format of the tables, as they say themselves; one that is ours."""
        if row is None:
            raise JournalError(
                say("{path}: the table opsplan.format is empty", path=self._name),
                say(
                    "put a backup of the server in its place; where the tables are those of this"
                    " opsplan, its owner can help: INSERT INTO opsplan.format VALUES ({version})",
                    version=SCHEMA_VERSION,
                ),
            )
        (found,) = row
        if found > SCHEMA_VERSION:
            raise newer(self._name, found)
        return int(found)

    def _create(self) -> None:
        (there,) = self._execute("SELECT to_regnamespace(?)::text", (SCHEMA,)).fetchone()
        if there is None:
            self._execute(f"CREATE SCHEMA {SCHEMA}")
        self._execute("CREATE TABLE format (version BIGINT NOT NULL)")
        self._execute("INSERT INTO format VALUES (0)")
        for number, statements in enumerate(MIGRATIONS, 1):
            self._migrate(statements, number)

    def _migrate(self, statements: tuple[str, ...], version: int) -> None:
        with self._waiting(MIGRATION_PATIENCE):
            for statement in statements:
                if "opsplan_checksum" not in statement:  # no server has tables so old
                    self._execute(as_postgres(statement))
            self._execute("UPDATE format SET version = ?", (version,))

    def _commit(self, transaction: str) -> None:
        """Commit; where the answer is lost, find out what became of it."""
        with self._explained(is_change=True):
            try:
                self._execute("COMMIT")
                return
            except self._driver.OperationalError as error:
                self.close()
                fault = error
        if self._was_committed(transaction):
            return
        with self._explained(is_change=True):
            raise fault

    def _was_committed(self, transaction: str) -> bool:
        """Whether the server has committed a transaction whose connection was lost.

        A server that has not noticed yet would keep it open, and all others waiting: it is told.
        """
        for _ in range(_TRIES):
            try:
                with self._waiting(RECOVERY_PATIENCE):
                    (status,) = self._execute(_STATUS, (transaction,)).fetchone()
                    if status != "in progress":
                        return bool(status == "committed")
                    self._execute(_TERMINATE, (transaction,))
            except self._driver.OperationalError as error:
                self.close()
                if self._is_silence(error):
                    break
        raise AwayError(
            say("{path}: the server did not say whether the entry is written", path=self._name),
            say("look at opsplan today when it is back; a second tick of the same does no harm"),
        )

    def _twice(self, work: Callable[[], T]) -> T:
        """Do what changes nothing yet; once more where an old connection turns out to be dead."""
        was_open = self._connection is not None
        try:
            return work()
        except self._driver.OperationalError as error:
            is_dead = self._connection is None or self._connection.closed
            self.close()
            if not (was_open and is_dead) or self._is_silence(error):
                raise
            return work()

    def _is_silence(self, error: Exception) -> bool:
        """Whether the server did not say a word; asking again would only take as long again."""
        from opsplan.journal.patience import SilenceError

        return isinstance(error, (SilenceError, self._driver.errors.ConnectionTimeout))

    @contextmanager
    def _waiting(self, seconds: float) -> Iterator[None]:
        """Be so patient for a while."""
        before, self._patience = self._patience, seconds
        try:
            yield
        finally:
            self._patience = before

    def _roll_back(self) -> None:
        if self._connection is not None:
            with suppress(self._driver.Error):
                self._connection.execute("ROLLBACK")

    def _database(self, form: int) -> Database:
        return Database(self._execute, form, self._execute_each)

    def _execute(self, sql: str, values: Values = ()) -> Rows:
        rows: Rows = self._connected().execute(with_places(sql), values)
        return rows

    def _execute_each(self, sql: str, several: Sequence[Values]) -> Iterator[Any]:
        """As `Database.execute_each`: all are sent before the first is answered."""
        if not several:
            return
        cursor = self._connected().cursor()
        cursor.executemany(with_places(sql), several, returning=True)
        yield from cursor
        while cursor.nextset():
            yield from cursor

    def _last(self, statements: str) -> Any:
        """The row that the last of several statements gives; all of them are one message."""
        cursor = self._connected().execute(statements)
        while cursor.nextset():
            pass
        return cursor.fetchone()

    def _connected(self) -> Any:
        """The connection, made when it is first needed."""
        if self._connection is None:
            from opsplan.journal.patience import PatientConnection

            self._connection = PatientConnection.connect(self._address, autocommit=True)
        self._connection.patience = self._patience
        return self._connection

    @contextmanager
    def _explained(self, *, is_change: bool) -> Iterator[None]:
        """The driver's errors as sentences that name the address, never the password. Those of a
        change say that nothing was written."""
        try:
            yield
        except self._driver.Error as error:
            kind = AwayError if isinstance(error, self._away) else JournalError
            raise kind(*self._reason(error, is_change=is_change)) from None
        except (ValueError, KeyError) as error:  # a row that nobody of us has written
            what = say("{path} is damaged: {error}", path=self._name, error=str(error))
            raise JournalError(what, say("opsplan doctor tells the way out")) from None

    @property
    def _away(self) -> tuple[type[Exception], ...]:
        """The errors after which there is no connection any more."""
        errors = self._driver.errors
        return self._driver.OperationalError, errors.IdleInTransactionSessionTimeout

    def _reason(self, error: Exception, *, is_change: bool) -> tuple[Message, Message | None]:
        errors = self._driver.errors
        said = " ".join(str(error).split())
        if isinstance(error, errors.LockNotAvailable):
            return in_use(self._name)
        if isinstance(error, errors.InsufficientPrivilege):
            # Where the schema is there already, it belongs to a colleague who made the first tick.
            is_there = "permission denied for schema" in said or "for table" in said
            hint = (
                _LET_IN
                if is_there
                else say("its owner can help: CREATE SCHEMA opsplan AUTHORIZATION <user>")
            )
            return say("{path}: {error}", path=self._name, error=said), hint
        if isinstance(error, errors.DiskFull):
            what = say("the disk of {path} is full", path=self._name)
            return what, say("nothing was written") if is_change else None
        if isinstance(error, self._away):
            seconds = getattr(error, "seconds", None)
            why = say("no answer for {count} s", count=int(seconds)) if seconds else said
            return (
                say("cannot reach {path}: {error}", path=self._name, error=why),
                say("nothing was written; is the server up, and are name and password right?")
                if is_change
                else say("is the server up, and are name and password right?"),
            )
        return say("{path}: {error}", path=self._name, error=said), None


_TYPES = (
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    ("INTEGER", "BIGINT"),
    ("REAL", "DOUBLE PRECISION"),
    (" TEXT", ' TEXT COLLATE "C"'),
    (") STRICT", ")"),
)


def as_postgres(statement: str) -> str:
    """A statement that makes a table of SQLite's, with PostgreSQL's types. Texts are compared byte
    by byte, as SQLite does: the order of ids depends on it."""
    for ours, theirs in _TYPES:
        statement = statement.replace(ours, theirs)
    return statement


def _opening(kind: str, idle: int) -> str:
    """What begins a transaction, all in one message. What it sets holds for the transaction alone,
    so that a pooler may lend the connection to somebody else afterwards."""
    return (
        f"BEGIN ISOLATION LEVEL {kind}; SET LOCAL search_path = {SCHEMA};"
        f" SET LOCAL idle_in_transaction_session_timeout = '{idle}s'"
    )


@lru_cache(maxsize=256)
def with_places(sql: str) -> bytes:
    """`?` as `%s`, the driver's sign for a value."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


def _driver() -> Any:
    try:
        import psycopg
    except ImportError:
        what = say("a shared database needs psycopg")
        raise JournalError(what, say("pip install 'opsplan[team]'")) from None
    return psycopg


def _parsed(driver: Any, address: str, password: str | None) -> tuple[str, str]:
    """The address with all that the driver is told, and as people may read it."""
    try:
        given = driver.conninfo.conninfo_to_dict(address)
    except driver.Error as error:
        # The driver quotes the address, or any part of it: the password may be there.
        line = str(error).strip().partition("\n")[0].partition('"')[0].rstrip(" :")
        what = say("the address of the database cannot be read: {error}", error=line)
        raise JournalError(what, say("such as postgresql://anna@db.example.com/shop")) from None
    secret = password or given.pop("password", None)
    given.pop("password", None)
    shown = "postgresql://" + (f"{given['user']}@" if "user" in given else "")
    shown += str(given.get("host", "localhost"))
    shown += f":{given['port']}" if "port" in given else ""
    shown += f"/{given.get('dbname', '')}"
    told = {**CONNECTION, **given} | ({"password": secret} if secret else {})
    return driver.conninfo.make_conninfo(**told), shown
