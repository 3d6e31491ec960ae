"""The journal on disk: what is written stays, reading leaves no trace, bad files are refused."""

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from house import SHANGHAI, Home, Ran, day, moment
from opsplan.journal import EntryIds, Journal, JournalError, open_journal, written_at
from opsplan.journal.backups import daily, kept
from opsplan.journal.store import Writing
from opsplan.values.journal import Entry, EntryKind, records, valid_entries
from opsplan.values.occurrence import Identity
from opsplan.values.problem import OpsplanError

NOW = moment("2026-11-25 08:40")
REPOST = Identity("1688-shop", "repost", date(2026, 11, 25), 2)
OTHER = Identity("1688-shop", "promo-plan", date(2026, 12, 1), 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal of a test lies; nothing is there yet."""
    return tmp_path / "home" / "journal.db"


def write(
    path: Path,
    kind: EntryKind = "done",
    identity: Identity = REPOST,
    *,
    now: datetime = NOW,
    shop: str = "main",
    at: datetime | None = None,
    count: float | None = None,
    text: str | None = None,
    undoes: str | None = None,
) -> Entry:
    """One entry in a transaction and a connection of its own."""
    journal = open_journal(path)
    try:
        return journal.write(
            lambda writing: writing.add(
                now, "小李", shop, kind, identity, at=at, count=count, text=text, undoes=undoes
            )
        )
    finally:
        journal.close()


def read(path: Path, *days: date, shop: str = "main") -> list[Entry]:
    """The entries about these nominal dates, by a connection of its own."""
    journal = open_journal(path)
    try:
        return journal.entries(shop, days or (REPOST.nominal, OTHER.nominal))
    finally:
        journal.close()


def everything(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its bytes.

    Left out is what SQLite keeps beside a database for those who read it: an index that is made
    anew, and a log as long as nothing is in it.
    """
    return {
        str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
        and not each.name.endswith("-shm")
        and not (each.name.endswith("-wal") and each.stat().st_size == 0)
    }


class TestEntries:
    def test_every_field_comes_back(self, path: Path) -> None:
        at = datetime(2026, 11, 24, 17, 5, tzinfo=SHANGHAI)
        written = write(path, "progress", at=at, count=2.5, text="只发了一半 \x1b[31m '; --")
        (found,) = read(path)
        assert found == written
        assert (found.by, found.shop, found.kind) == ("小李", "main", "progress")
        assert found.identity == REPOST
        assert (found.at, found.written) == (at, NOW)
        assert (found.count, found.text, found.undoes) == (2.5, "只发了一半 \x1b[31m '; --", None)

    def test_what_is_left_out_is_nothing(self, path: Path) -> None:
        write(path)
        (found,) = read(path)
        assert (found.count, found.text, found.undoes) == (None, None, None)
        assert found.at == NOW

    @pytest.mark.parametrize("kind", ["done", "progress", "skip", "undo", "note"])
    def test_every_kind(self, path: Path, kind: EntryKind) -> None:
        write(path, kind)
        assert [each.kind for each in read(path)] == [kind]

    @pytest.mark.parametrize(
        "zone", [UTC, SHANGHAI, timezone(timedelta(hours=-9, minutes=-30))], ids=str
    )
    def test_moments_keep_their_offset(self, path: Path, zone: timezone) -> None:
        at = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
        write(path, at=at)
        (found,) = read(path)
        assert found.at == at
        assert found.at.utcoffset() == at.utcoffset()

    def test_in_the_order_of_writing_not_of_happening(self, path: Path) -> None:
        first = write(path, at=NOW)
        second = write(path, "note", now=NOW + timedelta(hours=1), at=NOW - timedelta(days=1))
        third = write(path, identity=OTHER, now=NOW - timedelta(days=3))
        assert read(path) == [first, second, third]

    def test_by_nominal_date_and_shop(self, path: Path) -> None:
        here = write(path)
        there = write(path, shop="second")
        later = write(path, identity=OTHER)
        assert read(path, REPOST.nominal) == [here]
        assert read(path, OTHER.nominal) == [later]
        assert read(path, shop="second") == [there]
        assert read(path, date(2026, 1, 1)) == []

    def test_many_nominal_dates_at_once(self, path: Path) -> None:
        write(path)
        days = [REPOST.nominal - timedelta(days=n) for n in range(2000)]
        assert len(read(path, *days)) == 1

    def test_several_in_one_transaction(self, path: Path) -> None:
        journal = open_journal(path)
        both = journal.write(
            lambda writing: [
                writing.add(NOW, "a", "main", "done", identity) for identity in (REPOST, OTHER)
            ]
        )
        journal.close()
        assert read(path) == both

    def test_an_error_inside_leaves_no_trace(self, path: Path) -> None:
        kept = write(path)
        journal = open_journal(path)

        def broken(writing: Writing) -> None:
            writing.add(NOW, "a", "main", "done", OTHER)
            raise RuntimeError("stop")

        with pytest.raises(RuntimeError):
            journal.write(broken)
        assert journal.entries("main", [REPOST.nominal, OTHER.nominal]) == [kept]
        journal.close()
        assert write(path, identity=OTHER) in read(path)

    def test_latest_first(self, path: Path) -> None:
        entries = [write(path, "note", now=NOW + timedelta(seconds=n)) for n in range(5)]
        write(path, shop="second")
        journal = open_journal(path)
        assert journal.latest("main", 3) == entries[:1:-1]
        assert journal.latest("nobody", 3) == []
        journal.close()

    def test_by_the_beginning_of_an_id(self, path: Path) -> None:
        one = write(path)
        other = write(path, now=NOW + timedelta(days=400))
        journal = open_journal(path)
        assert journal.entry(one.id) == [one]
        assert journal.entry(one.id[:9]) == [one]
        assert journal.entry(one.id[:1]) == [one, other]
        assert journal.entry("ZZZ") == []
        journal.close()

    @pytest.mark.parametrize("wild", ["%", "_", "0%", "__________________________"])
    def test_an_id_has_no_wildcards(self, path: Path, wild: str) -> None:
        write(path)
        journal = open_journal(path)
        assert journal.entry(wild) == []
        journal.close()

    def test_a_reader_sees_what_another_wrote_meanwhile(self, path: Path) -> None:
        write(path)
        reader = open_journal(path)
        assert len(reader.entries("main", [REPOST.nominal])) == 1
        write(path, "note")
        assert len(reader.entries("main", [REPOST.nominal])) == 2
        reader.close()


class TestFacts:
    KEY = "1688-shop/repost"

    def test_of_an_empty_journal(self, path: Path) -> None:
        facts = open_journal(path).facts("main", [self.KEY])
        assert facts.oldest is None
        assert dict(facts.newest) == {}

    def test_the_oldest_is_by_when_it_happened(self, path: Path) -> None:
        write(path)
        write(path, at=NOW - timedelta(days=9), now=NOW + timedelta(days=1))
        write(path, shop="second", at=NOW - timedelta(days=90))
        assert open_journal(path).facts("main", []).oldest == NOW - timedelta(days=9)

    def test_the_newest_are_those_of_the_duties_asked_for_in_order(self, path: Path) -> None:
        done = write(path)
        undone = write(path, "undo", undoes=done.id)
        write(path, identity=OTHER)
        newest = open_journal(path).facts("main", [self.KEY, "x/y"]).newest
        assert dict(newest) == {self.KEY: (done, undone)}

    @pytest.mark.parametrize("kind", ["note", "progress"])
    def test_a_completion_is_not_lost_behind_what_came_after_it(
        self, path: Path, kind: EntryKind
    ) -> None:
        done = write(path)
        journal = open_journal(path)

        def many(writing: Writing) -> None:
            for number in range(500):
                at = NOW + timedelta(minutes=number)
                writing.add(at, "a", "main", kind, REPOST, text="again", count=0.1)

        journal.write(many)
        newest = journal.facts("main", [self.KEY]).newest[self.KEY]
        journal.close()
        assert done in valid_entries(newest)

    def test_a_completion_is_not_lost_behind_ticks_that_were_taken_back(self, path: Path) -> None:
        done = write(path)
        journal = open_journal(path)

        def many(writing: Writing) -> None:
            for _ in range(200):
                again = writing.add(NOW, "a", "main", "done", REPOST)
                writing.add(NOW, "a", "main", "undo", REPOST, undoes=again.id)

        journal.write(many)
        newest = journal.facts("main", [self.KEY]).newest[self.KEY]
        journal.close()
        assert valid_entries(newest) == [done]


class TestUndoChains:
    def test_a_tick_an_undo_and_the_undo_of_that(self, path: Path) -> None:
        done = write(path)
        assert records(read(path))[REPOST].settled == done
        undone = write(path, "undo", undoes=done.id)
        assert REPOST not in records(read(path))
        again = write(path, "undo", undoes=undone.id)
        assert records(read(path))[REPOST].settled == done
        write(path, "undo", undoes=again.id)
        assert REPOST not in records(read(path))

    def test_nothing_is_ever_removed(self, path: Path) -> None:
        done = write(path)
        write(path, "undo", undoes=done.id)
        assert [each.kind for each in read(path)] == ["done", "undo"]

    def test_progress_is_taken_back_one_by_one(self, path: Path) -> None:
        first = write(path, "progress", count=4)
        write(path, "progress", count=3)
        assert records(read(path))[REPOST].progress == 7
        write(path, "undo", undoes=first.id)
        assert records(read(path))[REPOST].progress == 3


class TestIds:
    def test_rise_within_a_millisecond(self) -> None:
        maker = EntryIds()
        made = [maker.make(NOW) for _ in range(2000)]
        assert made == sorted(made)
        assert len(set(made)) == 2000

    def test_rise_with_time(self) -> None:
        made = [EntryIds().make(NOW + timedelta(milliseconds=n)) for n in range(300)]
        assert made == sorted(made)

    def test_tell_when_they_were_written(self) -> None:
        at = NOW + timedelta(milliseconds=123)
        made = EntryIds().make(at)
        assert written_at(made) == at
        assert written_at(made).utcoffset() == timedelta(0)

    def test_are_letters_and_digits_of_one_length(self) -> None:
        for at in (NOW, datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)):
            made = EntryIds().make(at)
            assert len(made) == 26
            assert made.isalnum()
            assert made == made.upper()

    def test_of_the_journal_rise(self, path: Path) -> None:
        journal = open_journal(path)
        made = [
            journal.write(lambda writing: writing.add(NOW, "a", "main", "note", REPOST)).id
            for _ in range(20)
        ]
        journal.close()
        assert made == sorted(made)


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


WRITER = """
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from opsplan.journal import open_journal
from opsplan.values.occurrence import Identity
path, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
now = datetime.now(timezone.utc)
identity = Identity("b", name, date(2026, 11, 25), 1)

def one_more(writing):
    known = writing.entries("main", [identity.nominal])
    return writing.add(now, name, "main", "progress", identity, count=len(known))

for _ in range(times):
    journal = open_journal(path)
    print(journal.write(one_more).id, flush=True)
    journal.close()
"""


def writers(path: Path, many: int, times: int) -> list[tuple[int, list[str], str]]:
    """So many processes that write so often, all let go at once: (exit code, ids, stderr)."""
    command = [sys.executable, "-c", WRITER, str(path)]
    running = [
        subprocess.Popen(
            [*command, f"p{number}", str(times)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(many)
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    ended: list[tuple[int, list[str], str]] = []
    for each in running:
        out, err = each.communicate(timeout=120)
        ended.append((each.returncode, out.split(), err))
    return ended


class TestManyAtOnce:
    def test_eight_processes_lose_nothing(self, path: Path) -> None:
        write(path)
        ended = writers(path, 8, 50)
        assert [(code, err) for code, _, err in ended] == [(0, "")] * 8
        acknowledged = {entry_id for _, ids, _ in ended for entry_id in ids}
        found = read(path)
        assert len(acknowledged) == 400
        assert {each.id for each in found[1:]} == acknowledged
        assert [each.count for each in found[1:]] == [float(n) for n in range(1, 401)]

    def test_eight_processes_begin_one_journal(self, path: Path) -> None:
        for attempt in range(3):
            fresh = path.parent / str(attempt) / "journal.db"
            ended = writers(fresh, 8, 1)
            assert [(code, err) for code, _, err in ended] == [(0, "")] * 8
            assert len(read(fresh)) == 8

    def test_two_who_finish_one_occurrence_leave_one_entry(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        ran: list[Ran] = []
        both = [
            threading.Thread(target=lambda: ran.append(home.run("done", "repost#2", "--json")))
            for _ in range(2)
        ]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert [each.code for each in ran] == [0, 0], [each.err for each in ran]
        entries = [each.json["items"][0]["entry"] for each in ran]
        assert entries.count(None) == 1
        assert {each.json["items"][0]["status"] for each in ran} == {"done"}
        found = read(home.folder / "journal.db", day("2026-11-25"))
        ours = [each for each in found if each.identity.slot == 2]
        assert [each.kind for each in ours] == ["done"]

    def test_a_writer_that_was_killed_holds_nobody_up(self, path: Path) -> None:
        write(path)
        command = [sys.executable, "-c", WRITER, str(path), "killed", "100000"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write("go\n")
            running.stdin.flush()
            acknowledged = [running.stdout.readline().strip() for _ in range(20)]
            running.kill()
            acknowledged += running.stdout.read().split()
        found = {each.id for each in read(path)}
        assert {each for each in acknowledged if len(each) == 26} <= found
        assert write(path, "note") in read(path)
        db = sqlite3.connect(path)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()


class TestChecksums:
    def spoil(self, path: Path, change: str) -> None:
        with sqlite3.connect(path) as db:
            db.execute(f"UPDATE entries SET {change} WHERE kind = 'note'")
        db.close()

    @pytest.mark.parametrize(
        "change",
        ["by = '小王'", "count = 3", "text = 'b'", "at = '2026-11-24T08:40:00+08:00'", "slot = 1"],
    )
    def test_an_entry_that_was_changed_is_left_out_and_named(self, path: Path, change: str) -> None:
        kept = write(path)
        spoiled = write(path, "note", text="a")
        self.spoil(path, change)
        journal = open_journal(path)
        assert journal.entries("main", [REPOST.nominal]) == [kept]
        assert journal.damaged == {spoiled.id}

    def test_a_kind_that_there_is_not(self, path: Path) -> None:
        write(path, "note", text="a")
        self.spoil(path, "kind = 'dnoe'")
        assert read(path) == []

    def test_the_command_says_so_and_goes_on(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        assert home.run("note", "repost#1", "x").code == 0
        self.spoil(home.folder / "journal.db", "text = 'y'")
        ran = home.run("today", "--json")
        assert ran.code == 1
        assert "damaged and left out" in ran.err
        statuses = {each["ref"]: each["status"] for each in ran.json["items"]}
        assert statuses["1688-shop/repost@2026-11-25#1"] == "done"

    def test_writing_goes_on_behind_a_damaged_newest_id(self, path: Path) -> None:
        write(path)
        write(path, "note", text="a")
        self.spoil(path, "id = 'UUUUUUUUUU0000000000000000'")
        assert write(path, identity=OTHER) in read(path)


class TestOrder:
    def test_ids_go_on_when_the_clock_went_back(self, path: Path) -> None:
        later = write(path, now=NOW + timedelta(hours=2))
        sooner = write(path, "undo", undoes=later.id)
        assert later.id < sooner.id
        assert read(path) == [later, sooner]

    def test_a_clock_that_was_years_ahead_is_not_followed(self, path: Path) -> None:
        ahead = write(path, now=NOW + timedelta(days=1095))
        assert write(path).written == NOW
        assert ahead.written == NOW + timedelta(days=1095)

    def test_an_undo_counts_wherever_it_stands(self, path: Path) -> None:
        ahead = write(path, now=NOW + timedelta(days=1095))
        write(path, "undo", undoes=ahead.id)
        assert records(read(path)) == {}


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
