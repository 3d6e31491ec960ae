"""A backup in the journal's place: whatever happens, the journal is the old one or the new one."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from opsplan.journal import restore
from opsplan.journal.backups import copy_to
from opsplan.journal.database import JournalError
from opsplan.journal.restore import put_back
from opsplan.journal.sqlite import SqliteStore
from opsplan.values.problem import OpsplanError


def journal(path: Path, *ids: str, log: bool = False) -> Path:
    """A journal with entries of these ids, with its log still beside it if wanted."""
    path.parent.mkdir(exist_ok=True)
    for each in ids:
        add(path, each)
    if not log:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def add(path: Path, name: str) -> None:
    """Write one more entry."""
    sql = (
        "INSERT INTO entries (id, at, moment, by, shop, kind, playbook, duty, nominal, slot)"
        " VALUES (?, '', 0, '', 'main', 'note', 'p', 'd', '', 0)"
    )
    SqliteStore(path).change(lambda db: db.execute(sql, (name,)))


def ids(path: Path) -> list[str]:
    """What a journal holds; it is whole, and one of ours."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    found: list[str] = SqliteStore(path).read(
        lambda db: [str(each[0]) for each in db.execute("SELECT id FROM entries ORDER BY seq")], []
    )
    return found


def dump(path: Path) -> list[str]:
    """Everything in a database, its header included."""
    with closing(sqlite3.connect(path)) as db:
        pragmas = [db.execute(f"PRAGMA {p}").fetchone() for p in ("user_version", "application_id")]
        return [*db.iterdump(), *map(str, pragmas)]


def test_the_journal_is_what_the_backup_was_and_the_old_one_is_kept(tmp_path: Path) -> None:
    path = journal(tmp_path / "journal.db", "a", "b", log=True)
    source = journal(tmp_path / "source.db", "c")
    before = dump(path)
    kept = put_back(source, path, "before")
    assert kept is not None
    assert (dump(path), dump(kept)) == (dump(source), before)
    assert (ids(path), ids(kept)) == (["c"], ["a", "b"])
    assert not list(tmp_path.glob(".*"))


def test_one_of_an_older_format_is_put_back_as_it_is(tmp_path: Path) -> None:
    path = journal(tmp_path / "journal.db", "a")
    source = journal(tmp_path / "source.db", "c")
    with closing(sqlite3.connect(source)) as db:
        db.executescript("DROP TABLE claims; DROP TABLE runs; PRAGMA user_version = 1")
    put_back(source, path, "before")
    assert dump(path) == dump(source)


def test_from_a_medium_on_which_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = journal(tmp_path / "journal.db", "a")
    source = journal(tmp_path / "usb" / "journal.db", "c")
    source.chmod(0o444)
    source.parent.chmod(0o555)
    monkeypatch.setattr(os, "access", lambda place, _: source.parent not in (place, place.parent))
    try:
        put_back(source, path, "before")
        assert [each.name for each in source.parent.iterdir()] == ["journal.db"]
    finally:
        source.parent.chmod(0o755)
    assert ids(path) == ["c"]


@pytest.mark.parametrize("step", ["copy", "keep", "write"])
def test_a_restore_that_fails_leaves_the_journal_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = journal(tmp_path / "journal.db", "a", "b")
    source = journal(tmp_path / "source.db", "c")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    def copy(one: Path, other: Path) -> None:
        full() if (one == path) == (step == "keep") else copy_to(one, other)

    if step == "write":
        monkeypatch.setattr(restore, "_make_like_ready", full)
    else:
        monkeypatch.setattr(restore, "copy_to", copy)
    with pytest.raises(JournalError) as caught:
        put_back(source, path, "before")
    assert "is full" in str(caught.value.message)
    assert ids(path) == ["a", "b"]
    assert not [*(tmp_path / "backups").glob("*"), *tmp_path.glob(".*")]


def test_no_entry_comes_between_what_is_kept_and_what_is_written_over(tmp_path: Path) -> None:
    path = journal(tmp_path / "journal.db", "a")
    source = journal(tmp_path / "source.db", *(f"new {n}" for n in range(200)))
    done: list[str] = []
    begun = threading.Event()

    def tick() -> None:
        for n in range(40):
            add(path, f"tick {n}")
            done.append(f"tick {n}")
            if n == 5:
                begun.set()

    ticking = threading.Thread(target=tick)
    ticking.start()
    begun.wait(timeout=60)
    kept = put_back(source, path, "before")
    ticking.join()
    assert kept is not None
    after = ids(path)
    assert [each for each in (*ids(kept), *after) if each.startswith("tick")] == done
    assert len(after) >= 200


def test_root_puts_nothing_into_another_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = journal(tmp_path / "source.db", "c")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    if os.getuid() == 0:  # else the folder is another user's already
        os.chown(tmp_path, 12345, -1)
    with pytest.raises(OpsplanError, match="belongs to"):
        put_back(source, tmp_path / "journal.db", "before")
    assert not (tmp_path / "journal.db").exists()
