"""The journal on disk: what is written stays, reading leaves no trace, bad files are refused."""

import hashlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from house import Home
from opsplan.cli.main import main
from opsplan.journal import Journal, JournalError, backups, open_journal
from opsplan.journal.backups import daily, kept
from opsplan.journal.database import Database, one_by_one
from opsplan.journal.schema import format_of
from opsplan.values.problem import OpsplanError
from stores import NOW, REPOST, read, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal of a test lies; nothing is there yet."""
    return tmp_path / "home" / "journal.db"


def everything(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its bytes.

    Left out is what SQLite keeps beside a database for those who read it (an index that is made
    anew, and a log as long as nothing is in it), and what may be deleted at any time (`cache/`).
    """
    return {
        str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
        and each.parent.name != "cache"
        and not each.name.endswith("-shm")
        and not (each.name.endswith("-wal") and each.stat().st_size == 0)
    }


class TestPermissions:
    @pytest.fixture(autouse=True)
    def no_mask(self) -> Iterator[None]:
        """The most careless umask."""
        before = os.umask(0)
        yield
        os.umask(before)

    def test_the_file_is_for_its_owner_alone(self, path: Path) -> None:
        journal = open_journal(path)
        journal.write(lambda writing: writing.add(NOW, "a", "main", "done", REPOST))
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
        journal.close()
        assert "journal.db" in modes
        assert set(modes.values()) == {0o600}

    def test_the_folder_too(self, path: Path) -> None:
        write(path)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_folders_above_it_that_had_to_be_made_too(self, tmp_path: Path) -> None:
        write(tmp_path / "a" / "b" / "journal.db")
        assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


class TestReadingLeavesNoTrace:
    def ask(self, journal: Journal) -> list[object]:
        """Every question that reading commands ask."""
        return [
            journal.entries("main", [REPOST.nominal]),
            journal.facts("main", ["1688-shop/repost"]),
            journal.latest("main", 10),
            journal.entry("0"),
        ]

    def test_of_a_journal_that_is_not_there(self, path: Path) -> None:
        journal = open_journal(path)
        entries, facts, latest, entry = self.ask(journal)
        journal.close()
        assert (entries, latest, entry) == ([], [], [])
        assert getattr(facts, "oldest", "") is None
        assert not path.parent.exists()

    def test_of_one_that_is(self, path: Path) -> None:
        write(path)
        before = everything(path.parent)
        stamp = path.stat().st_mtime_ns
        journal = open_journal(path)
        assert self.ask(journal)[0]
        journal.close()
        assert everything(path.parent) == before
        assert path.stat().st_mtime_ns == stamp

    def test_by_the_commands(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        before = everything(home.folder)
        for command in (["today"], ["week", "--json"], ["day", "mon"], ["next", "repost"]):
            assert home.run(*command).code == 0
        assert everything(home.folder) == before

    def test_by_commands_without_a_journal(self, home: Home) -> None:
        for command in (["today"], ["week"], ["when", "每天"]):
            assert home.run(*command).code == 0
        assert list(home.folder.iterdir()) == []


def damage(path: Path, what: str) -> None:
    """Spoil a journal that has some hundred entries."""
    journal = open_journal(path)
    journal.write(
        lambda writing: [
            writing.add(NOW, "a", "main", "note", REPOST, text="x" * 99) for _ in range(120)
        ]
    )
    journal.close()
    data = path.read_bytes()
    assert len(data) > 5 * 4096
    spoiled = {
        "garbage": b"\x8a\xf3 this is no database at all " * 40,
        "text": "每日安排\n".encode() * 200,
        "truncated": data[:2048],
        "cut in the middle": data[: 4096 * 3],
        "pages of nothing": data[:4096] + b"\0" * (len(data) - 4096),
        "a header of nothing": b"\0" * 100 + data[100:],
    }
    path.write_bytes(spoiled[what])


DAMAGES = (
    "garbage",
    "text",
    "truncated",
    "cut in the middle",
    "pages of nothing",
    "a header of nothing",
)
QUESTIONS: dict[str, Callable[[Path], object]] = {"reading": read, "writing": write}


class TestBadFiles:
    def refused(self, path: Path, how: str) -> tuple[str, str]:
        """What is said about a file that is left alone, and the way out."""
        before = everything(path.parent)
        with pytest.raises(JournalError) as caught:
            QUESTIONS[how](path)
        assert everything(path.parent) == before
        assert caught.value.exit_code == 1
        message, hint = str(caught.value.message), str(caught.value.hint or "")
        assert str(path) in message
        assert "\n" not in message
        return message, hint

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_an_empty_file_where_a_journal_was(self, path: Path, how: str) -> None:
        write(path)
        path.write_bytes(b"")
        message, hint = self.refused(path, how)
        assert "empty" in message
        assert "backup" in hint

    @pytest.mark.parametrize("how", QUESTIONS)
    @pytest.mark.parametrize("what", DAMAGES)
    def test_a_damaged_file(self, path: Path, how: str, what: str) -> None:
        damage(path, what)
        message, hint = self.refused(path, how)
        assert "damaged" in message
        assert "backup" in hint

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_somebody_elses_database(self, path: Path, how: str) -> None:
        path.parent.mkdir()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE entries (id)")
        db.close()
        assert "not a journal of opsplan" in self.refused(path, how)[0]

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_a_newer_journal(self, path: Path, how: str) -> None:
        write(path)
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 999")
        db.close()
        message, hint = self.refused(path, how)
        assert "newer" in message
        assert "999" in message
        assert "upgrade" in hint

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_a_folder_in_its_place(self, path: Path, how: str) -> None:
        path.mkdir(parents=True)
        assert self.refused(path, how)[0]

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_a_file_in_the_place_of_its_folder(self, path: Path, how: str) -> None:
        path.parent.write_text("x")
        with pytest.raises(JournalError) as caught:
            QUESTIONS[how](path)
        assert str(path.parent) in str(caught.value.message)

    def test_what_the_command_says(self, home: Home) -> None:
        file = home.write("journal.db", b"this is no database at all " * 40)
        for command in (["today"], ["done", "repost#1"]):
            ran = home.run(*command)
            assert ran.code == 1
            assert str(file) in ran.err
            assert "Traceback" not in ran.err
        assert file.read_bytes() == b"this is no database at all " * 40

    def test_a_journal_of_this_version_says_so(self, path: Path) -> None:
        write(path)
        db = sqlite3.connect(path)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (mode,) = db.execute("PRAGMA journal_mode").fetchone()
        db.close()
        assert version >= 1
        assert mode == "wal"


@contextmanager
def powerless(folder: Path, mode: int) -> Iterator[None]:
    """A folder with that mode, and a user who is bound by it (root is not)."""
    is_root = os.geteuid() == 0
    before = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(mode)
    try:
        if is_root:
            os.seteuid(65534)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(before)


class TestReadOnly:
    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        """A folder that other users can reach, unlike pytest's own."""
        folder = Path(tempfile.mkdtemp(prefix="opsplan-test-"))
        folder.chmod(0o755)
        yield folder
        shutil.rmtree(folder)

    def test_writing_says_so_and_changes_nothing(self, folder: Path) -> None:
        path = folder / "journal.db"
        write(path)
        path.chmod(0o444)
        before = everything(folder)
        with powerless(folder, 0o555), pytest.raises(JournalError) as caught:
            write(path)
        assert str(path) in str(caught.value.message)
        assert "permission" in str(caught.value.hint)
        assert everything(folder) == before

    def test_reading_works_or_says_so(self, folder: Path) -> None:
        path = folder / "journal.db"
        written = write(path)
        path.chmod(0o444)
        with powerless(folder, 0o555):
            try:
                found = read(path)
            except JournalError as error:
                assert str(path) in str(error.message)
            else:
                assert found == [written]

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_a_file_that_may_not_be_read(self, folder: Path, how: str) -> None:
        path = folder / "journal.db"
        write(path)
        with powerless(folder, 0o755), pytest.raises(JournalError) as caught:
            QUESTIONS[how](path)
        assert str(path) in str(caught.value.message)

    @pytest.mark.parametrize("how", QUESTIONS)
    def test_a_folder_that_may_not_be_entered(self, folder: Path, how: str) -> None:
        path = folder / "journal.db"
        write(path)
        with powerless(folder, 0o700), pytest.raises(JournalError) as caught:
            QUESTIONS[how](path)
        assert str(path) in str(caught.value.message)

    def test_a_home_that_cannot_be_made(self, folder: Path) -> None:
        path = folder / "deep" / "journal.db"
        with powerless(folder, 0o555), pytest.raises(JournalError) as caught:
            write(path)
        assert str(folder / "deep") in str(caught.value.message)


class TestDailyBackups:
    def tick(self, path: Path, today: date) -> None:
        journal = open_journal(path, lambda: today)
        journal.write(lambda writing: writing.add(NOW, "a", "main", "done", REPOST))

    def test_before_the_first_entry_of_a_day(self, path: Path) -> None:
        first, second = date(2026, 11, 25), date(2026, 11, 26)
        self.tick(path, first)
        assert daily(path) == {}
        self.tick(path, second)
        self.tick(path, second)
        assert list(daily(path)) == [second]
        copy = daily(path)[second]
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
        assert len(open_journal(copy).entries("main", [REPOST.nominal])) == 1
        assert [each.name for each in copy.parent.iterdir()] == [copy.name]

    def test_a_tick_is_not_refused_where_none_can_be_made(self, path: Path) -> None:
        write(path)
        (path.parent / "backups").write_text("a file where the folder should be")
        self.tick(path, NOW.date())
        assert len(read(path)) == 2

    def test_a_journal_that_is_very_large_is_not_copied(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(path)
        monkeypatch.setattr(backups, "LARGEST", path.stat().st_size - 1)
        self.tick(path, date(2026, 11, 26))
        assert daily(path) == {}
        monkeypatch.setattr(backups, "LARGEST", 10**9)
        self.tick(path, date(2026, 11, 26))
        assert list(daily(path)) == [date(2026, 11, 26)]

    def test_old_ones_go(self) -> None:
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(329)]
        stay = sorted(kept(days))
        assert stay[-7:] == days[-7:]
        assert date(2026, 11, 1) in stay
        assert date(2026, 6, 1) in stay
        assert date(2026, 5, 1) not in stay
        assert len(stay) <= 7 + 4 + 6

    def test_rotation_comes_to_the_same_day_by_day(self, path: Path) -> None:
        self.tick(path, date(2026, 1, 1))
        for n in range(1, 60):
            self.tick(path, date(2026, 1, 1) + timedelta(days=n))
        assert set(daily(path)) == kept(daily(path))
        assert date(2026, 1, 2) in daily(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can try this")
def test_root_leaves_no_file_in_another_users_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    with pytest.raises(OpsplanError) as caught:
        write(home / "journal.db")
    assert "sudo -u" in str(caught.value.hint)
    assert list(home.iterdir()) == []
    assert read(home / "journal.db") == []


@pytest.mark.parametrize("words", [["today"], ["remind", "--dry-run"], ["week"]])
def test_no_question_of_a_day_walks_through_the_whole_history(
    home: Home, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own plan of each question that a list asks: none looks at all entries of a shop."""
    assert home.run("done", "1").code == 0
    plans: list[str] = []

    def watched(db: sqlite3.Connection) -> Database:
        def execute(sql: str, values: Sequence[object] = ()) -> Any:
            if sql.startswith("SELECT"):
                rows = db.execute(f"EXPLAIN QUERY PLAN {sql}", values)
                plans.extend(f"{row[3]} | {sql}" for row in rows)
            return db.execute(sql, values)

        return Database(execute, format_of(db), one_by_one(execute))

    monkeypatch.setattr("opsplan.journal.sqlite._database", watched)
    monkeypatch.setenv("OPSPLAN_HOME", str(home.folder))
    monkeypatch.setenv("OPSPLAN_NOW", "2026-11-25T12:00+08:00")
    assert main(words) == 0
    assert plans
    for plan in (each for each in plans if "FROM entries" in each):
        detail, _, sql = plan.partition(" | ")
        by_shop_alone = detail.endswith("(shop=?)") and "LIMIT" not in sql
        assert not by_shop_alone, plan
        assert not detail.startswith("SCAN e"), plan
        assert not ("entries_by_id" in detail and "ORDER BY moment" in sql), plan
