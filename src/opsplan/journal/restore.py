"""A backup in the journal's place: all of it or nothing, and what was there is kept."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from opsplan.journal.backups import copy_to, free_name
from opsplan.journal.places import refuse_foreign
from opsplan.journal.sqlite import BUSY_SECONDS, explained

_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""What says that a file is no database, or none any more; other errors pass."""
_OURS = "name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"


def put_back(source: Path, path: Path, label: str) -> Path | None:
    """Put the backup at `source` in the place of the journal at `path`; where the old one is kept
    (None where there was none).

    A journal that can be read is kept and written over in one transaction, so that no entry comes
    between the two, and other programs see the one or the other. One that cannot be read is moved
    away as it is, once the new one lies ready beside it. JournalError where it cannot be done, and
    then the journal is as it was.
    """
    refuse_foreign(path.parent)
    with explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ready = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
        try:
            copy_to(source, ready)
            return _put(ready, path, label)
        finally:
            ready.unlink(missing_ok=True)


def _put(ready: Path, path: Path, label: str) -> Path | None:
    if not path.exists():
        ready.replace(path)
        return None
    kept = free_name(path, label)
    try:
        _write_over(path, ready, kept)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _UNREADABLE:
            raise
        for end in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                Path(f"{path}{end}").replace(f"{kept}{end}")
        ready.replace(path)
    return kept


def _write_over(path: Path, ready: Path, kept: Path) -> None:
    """Keep the journal at `path`, then make it what is in `ready`, while nobody else may write."""
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        db.execute("ATTACH ? AS ready", (str(ready),))
        db.execute("BEGIN IMMEDIATE")
        try:
            copy_to(path, kept)
            _make_like_ready(db)
            db.execute("COMMIT")
        except BaseException:
            kept.unlink(missing_ok=True)
            raise  # to close the connection is to roll back


def _make_like_ready(db: sqlite3.Connection) -> None:
    """Make `main` what `ready` is: its tables with their rows, its indexes, its header."""
    old = db.execute(f"SELECT name FROM main.sqlite_master WHERE type = 'table' AND {_OURS}")
    for (name,) in old.fetchall():
        db.execute(f'DROP TABLE main."{name}"')
    made = db.execute(
        f"SELECT type, name, sql FROM ready.sqlite_master WHERE {_OURS}"
        " AND type IN ('table', 'index') ORDER BY type = 'index', rowid"
    )
    for kind, name, sql in made.fetchall():
        db.execute(sql)
        if kind == "table":
            db.execute(f'INSERT INTO main."{name}" SELECT * FROM ready."{name}"')
    for pragma in ("user_version", "application_id"):
        (value,) = db.execute(f"PRAGMA ready.{pragma}").fetchone()
        db.execute(f"PRAGMA main.{pragma} = {value}")
