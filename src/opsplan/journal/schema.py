"""The tables of the journal's database, and the steps from one format of them to the next."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

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
MIGRATIONS: tuple[tuple[str, ...], ...] = (_ENTRIES, _REMINDERS)
"""The statements that lead from format 0 (nothing) to 1, from 1 to 2, and so on."""
SCHEMA_VERSION = len(MIGRATIONS)
REMINDERS_SINCE = 2
"""The format that has the tables of reminders."""


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
    while format_of(db) < SCHEMA_VERSION:
        _transaction(db, lambda: _step(db, path))


def _step(db: sqlite3.Connection, path: Path) -> None:
    version = format_of(db)
    if version < SCHEMA_VERSION:
        _back_up(path, version)
        _run(db, MIGRATIONS[version], version + 1)


def _run(db: sqlite3.Connection, statements: Iterable[str], version: int = SCHEMA_VERSION) -> None:
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


def _back_up(path: Path, version: int) -> None:
    """A copy of the database, whole or not there at all; an earlier copy of that format stays."""
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / f"{path.stem}-format-{version}.db"
    number = 1
    while made.exists():
        number += 1
        made = folder / f"{path.stem}-format-{version}-{number}.db"
    unfinished = made.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(made)
    finally:
        unfinished.unlink(missing_ok=True)
