"""Copies of the journal's database: whole or not there at all, for their owner alone."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date
from itertools import count
from pathlib import Path

FOLDER = "backups"
DAYS, WEEKS, MONTHS = 7, 4, 6
"""Of the daily copies stay those of so many latest days, and the first of so many latest weeks and
months."""


LARGEST = 64_000_000
"""Bytes. Some 190,000 entries, years of a shop: a larger journal is not copied by itself, since a
tick would wait for it and the copies would fill the disk."""


def copy_to(source: Path, target: Path) -> None:
    """Copy the database at `source`, as it stands at one moment, to `target`.

    sqlite3.Error or OSError where that cannot be done; then nothing is at `target` that was not
    there before.
    """
    unfinished = target.with_name(f".{target.name}.{os.urandom(4).hex()}.new")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(_reader(source)) as old, closing(sqlite3.connect(unfinished)) as copy:
            old.backup(copy)
            # The copy is one file: it needs no log beside it to be whole.
            copy.execute("PRAGMA journal_mode = DELETE")
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that reads the database at `path`, also from a medium on which SQLite cannot
    keep its own files beside it; without a log there is nothing that these would tell."""
    if all(os.access(each, os.W_OK) for each in (path, path.parent)):
        return sqlite3.connect(path)
    log = path.with_name(f"{path.name}-wal")
    alone = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True)


def folder_of(path: Path) -> Path:
    """The folder of a journal's backups, which is made where it is missing."""
    folder = path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def free_name(path: Path, label: str) -> Path:
    """A name that no backup has yet: `journal-LABEL.db`, `journal-LABEL-2.db`, …"""
    folder = folder_of(path)
    names = (f"{path.stem}-{label}{'' if n == 1 else f'-{n}'}{path.suffix}" for n in count(1))
    return next(folder / name for name in names if not os.path.lexists(folder / name))


def back_up_daily(path: Path, day: date) -> None:
    """Before the first entry of a day, keep what was there, and let old daily copies go.

    A tick is worth more than a copy of those before it: where none can be made, nothing is said
    here; `doctor` tells how old the newest is.
    """
    target = path.parent / FOLDER / f"{path.stem}-{day.isoformat()}{path.suffix}"
    if target.exists() or path.stat().st_size > LARGEST:
        return
    with suppress(OSError, sqlite3.Error):
        folder_of(path)
        copy_to(path, target)
        _rotate(path)


def daily(path: Path) -> dict[date, Path]:
    """The daily copies of the journal at `path`, by day."""
    found: dict[date, Path] = {}
    for each in (path.parent / FOLDER).glob(f"{path.stem}-????-??-??{path.suffix}"):
        with suppress(ValueError):
            found[date.fromisoformat(each.stem[len(path.stem) + 1 :])] = each
    return found


def kept(days: Iterable[date]) -> set[date]:
    """The days whose copies stay."""
    ordered = sorted(days)
    weeks = _first_of_each({day: day.isocalendar()[:2] for day in ordered})
    months = _first_of_each({day: (day.year, day.month) for day in ordered})
    return {*ordered[-DAYS:], *weeks[-WEEKS:], *months[-MONTHS:]}


def _first_of_each(spans: dict[date, tuple[int, int]]) -> list[date]:
    firsts: dict[tuple[int, int], date] = {}
    for day, span in spans.items():
        firsts.setdefault(span, day)
    return list(firsts.values())


def _rotate(path: Path) -> None:
    copies = daily(path)
    for day in copies.keys() - kept(copies):
        copies[day].unlink(missing_ok=True)
