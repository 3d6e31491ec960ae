"""The tables of the journal's database, and the steps from one format of them to the next."""

import sqlite3
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from opsplan.journal.backups import copy_to, free_name

_ENTRIES = (
    """
CREATE TABLE entries (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    at       TEXT NOT NULL,
    moment   INTEGER NOT NULL,
    by       TEXT NOT NULL,
    shop     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    playbook TEXT NOT NULL,
    duty     TEXT NOT NULL,
    nominal  TEXT NOT NULL,
    slot     INTEGER NOT NULL,
    count    REAL,
    text     TEXT,
    undoes   TEXT
) STRICT""",
    "CREATE INDEX entries_by_nominal ON entries (shop, nominal)",
    "CREATE INDEX entries_by_duty ON entries (shop, playbook, duty, seq)",
    "CREATE INDEX entries_by_moment ON entries (shop, moment)",
    "CREATE INDEX entries_of_rows ON entries (shop, playbook, duty) WHERE kind = 'row'",
    "CREATE INDEX entries_by_undoes ON entries (undoes) WHERE undoes IS NOT NULL",
)
_REMINDERS = (
    """
CREATE TABLE runs (
    shop    TEXT NOT NULL,
    channel TEXT NOT NULL,
    started INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    reached INTEGER NOT NULL,
    PRIMARY KEY (shop, channel)
) STRICT""",
    """
CREATE TABLE claims (
    seq      INTEGER NOT NULL,
    shop     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    playbook TEXT NOT NULL,
    duty     TEXT NOT NULL,
    nominal  TEXT NOT NULL,
    slot     INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    state    TEXT NOT NULL,
    moment   INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_try INTEGER,
    message  TEXT NOT NULL,
    updated  INTEGER NOT NULL,
    PRIMARY KEY (shop, channel, playbook, duty, nominal, slot, occasion)
) STRICT""",
    "CREATE INDEX claims_by_moment ON claims (shop, channel, moment)",
    "CREATE INDEX claims_by_state ON claims (shop, channel, state)",
    "CREATE INDEX claims_by_seq ON claims (seq)",
)
_CHECKSUMS = (
    "ALTER TABLE entries ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE entries SET checksum = opsplan_checksum("
    "id, at, by, shop, kind, playbook, duty, nominal, slot, count, text, undoes)",
    "DROP INDEX entries_by_duty",
    "CREATE INDEX entries_by_duty ON entries (shop, playbook, duty, id)",
    "CREATE INDEX entries_by_id ON entries (shop, id)",
)
MIGRATIONS: tuple[tuple[str, ...], ...] = (_ENTRIES, _REMINDERS, _CHECKSUMS)
"""The statements that lead from format 0 (nothing) to 1, from 1 to 2, and so on."""
SCHEMA_VERSION = len(MIGRATIONS)
REMINDERS_SINCE = 2
"""The format that has the tables of reminders."""
CHECKSUMS_SINCE = 3
"""The format whose entries have checksums."""


def checksum(values: Iterable[object]) -> int:
    """The CRC-32 of an entry's values, in the order of the table's columns."""
    text = "\x1f".join("\0" if value is None else str(value) for value in values)
    return zlib.crc32(text.encode())


def format_of(db: sqlite3.Connection) -> int:
    """The format of an open database; 0 where it has no tables yet."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def create_tables(db: sqlite3.Connection) -> None:
    """All tables in a new database."""
    _transaction(db, lambda: _run(db, (each for step in MIGRATIONS for each in step)))


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring an older database at `path`, open in `db`, to our format: each step is one
    transaction, and before the first the file is copied into `backups/`.

    Of several processes that do so at once one does the work; the others wait and find it done.
    """
    if format_of(db) < SCHEMA_VERSION:
        _transaction(db, lambda: _steps(db, path))


def _steps(db: sqlite3.Connection, path: Path) -> None:
    found = format_of(db)
    if found == SCHEMA_VERSION:
        return
    copy = free_name(path, f"format-{found}")
    copy_to(path, copy)
    try:
        for version in range(found, SCHEMA_VERSION):
            _run(db, MIGRATIONS[version], version + 1)
    except sqlite3.Error:
        copy.unlink()  # nothing was changed, and cron tries again every five minutes
        raise


def _run(db: sqlite3.Connection, statements: Iterable[str], version: int = SCHEMA_VERSION) -> None:
    db.create_function("opsplan_checksum", -1, lambda *values: checksum(values))
    for statement in statements:
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {version}")


def _transaction(db: sqlite3.Connection, change: Callable[[], None]) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        change()
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
