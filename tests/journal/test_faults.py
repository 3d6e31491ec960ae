"""What a machine does to a journal: killed, full, broken, read-only (RELIABILITY 3.1, F1 to F17).

Elsewhere: F2 and F3 in test_contract.py; F4 in tests/tui; F7 to F11 and F17 in test_store.py; F15
in test_postgres.py; F16 in tests/cli/test_upkeep.py.
"""

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest

from house import ROOT, Home, Ran
from opsplan.journal import JournalError, open_journal
from opsplan.values.journal import Entry
from stores import write

TRACED = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
STRACE = ("strace", "-f", "-o", "/dev/null")
WRITES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "link")
"""The steps that leave something on a disk."""
TICK = f"""
import sys
sys.path.insert(0, {str(ROOT / "src")!r})
from datetime import UTC, date, datetime
from pathlib import Path
from opsplan.journal import JournalError, open_journal
from opsplan.values.occurrence import Identity
now = datetime(2026, 11, 26, 1, tzinfo=UTC)
identity = Identity("book", "pack", date(2026, 11, 26), 1)
journal = open_journal(Path(sys.argv[1]), lambda: date(2026, 11, 26))
sys.stdin.readline()
try:
    print(journal.write(lambda writing: writing.add(now, "a", "main", "done", identity)).id)
except JournalError as error:
    sys.exit(str(error.message))
"""
"""A tick as the command writes it: a backup first, since the day is a new one."""


def injecting(call: str, what: str, number: int, *more: str) -> list[str]:
    """What strace is told to put a fault at the so-manieth call of that name."""
    return [*more, "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={number}"]


def tick(path: Path, fault: Sequence[str] = ()) -> Ran:
    """One tick in a process of its own, under strace where there is a fault."""
    under = [*STRACE, "--seccomp-bpf", *fault] if fault else []
    command = [*under, sys.executable, "-c", TICK, str(path)]
    done = subprocess.run(
        command, input="go\n", capture_output=True, text=True, check=False, timeout=60
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def killed_tick(path: Path, call: str, number: int) -> Ran:
    """One tick that is killed at the so-manieth call of that name.

    strace attaches once all is loaded: with its filter, which is fast, it does not kill.
    """
    command = [sys.executable, "-c", TICK, str(path)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as running:
        fault = injecting(call, "signal=SIGKILL", number)
        with subprocess.Popen(
            [*STRACE, *fault, "-p", str(running.pid)], stderr=PIPE, text=True
        ) as strace:
            assert strace.stderr is not None
            assert "attached" in strace.stderr.readline()
            out, err = running.communicate("go\n", timeout=60)
    assert running.returncode == -signal.SIGKILL
    return Ran(running.returncode, out, err)


def entries(path: Path) -> list[Entry]:
    """All entries, which are whole, of a database that is."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    journal = open_journal(path)
    found = journal.every()
    assert not journal.damaged
    return found


def copies(path: Path, call: str) -> Iterator[tuple[int, Path]]:
    """A copy of the journal for each time that a tick makes that call, with the number of it."""
    folder = path.parent.parent
    shutil.copytree(path.parent, folder / "whole")
    trace = folder / "trace"
    counting = ["-o", str(trace), "-e", f"trace={call}"]
    assert tick(folder / "whole" / path.name, counting).code == 0
    many = len(re.findall(rf"\b{call}\(", trace.read_text()))
    for number in range(1, many + 1):
        copy = folder / f"{call}{number}"
        shutil.copytree(path.parent, copy)
        yield number, copy / path.name


def each_of(found: Iterator[tuple[int, Path]], check: Callable[[int, Path], None]) -> None:
    """Check each copy, several at once: they wait for strace most of the time."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: check(*pair), list(found)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal with an entry."""
    file = tmp_path / "home" / "journal.db"
    write(file)
    return file


@TRACED
class TestKilled:
    """F1, F12: killed at each step, what was there is there, and what was acknowledged too."""

    @pytest.mark.parametrize("call", WRITES)
    def test_at_each_step_of_a_tick(self, path: Path, call: str) -> None:
        before = entries(path)

        def check(number: int, copy: Path) -> None:
            killed = killed_tick(copy, call, number)
            after = entries(copy)
            assert after[:1] == before
            acknowledged = killed.out.split()
            assert [each.id for each in after[1:]][: len(acknowledged)] == acknowledged
            assert len(after) <= 2
            assert write(copy, "note") in entries(copy)

        each_of(copies(path, call), check)

    @pytest.mark.parametrize("call", WRITES)
    def test_at_each_step_of_a_migration(self, path: Path, call: str) -> None:
        before = entries(path)
        make_old(path)

        def check(number: int, copy: Path) -> None:
            killed_tick(copy, call, number)
            assert entries(copy)[:1] == before
            again = tick(copy)
            assert again.code == 0, again.err
            assert entries(copy)[:1] == before
            backups = sorted((copy.parent / "backups").glob("*format*.db"))
            assert backups
            assert all(open_journal(each).every() == before for each in backups)

        each_of(copies(path, call), check)

    def test_the_command_itself(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        assert home.run("done", "repost#3").code == 0  # has made today's backup
        fault = injecting("fdatasync", "signal=SIGKILL", 1)
        ran = home.run("done", "repost#2", under=[*STRACE, *fault])
        assert ran.code != 0
        assert ran.out == ""
        assert home.run("done", "repost#2").code == 0
        assert len(entries(home.folder / "journal.db")) == 3


def make_old(path: Path) -> None:
    """The database as it was before entries had checksums."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "DROP INDEX entries_by_id; DROP INDEX entries_by_duty;"
            "ALTER TABLE entries DROP COLUMN checksum;"
            "CREATE INDEX entries_by_duty ON entries (shop, playbook, duty, seq);"
            "PRAGMA user_version = 2; VACUUM; PRAGMA journal_mode = DELETE;"
        )


@TRACED
class TestNoRoom:
    """F5, F6: a disk that is full or broken is told, and nothing is acknowledged."""

    @pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "fsync"])
    @pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
    def test_at_each_step(self, path: Path, call: str, error: str) -> None:
        before = entries(path)
        told: list[str] = []

        def check(number: int, copy: Path) -> None:
            ran = tick(copy, injecting(call, f"error={error}", number))
            assert "Traceback" not in ran.err
            if ran.code == 0:  # only the backup did not work
                assert len(entries(copy)) == 2
                return
            told.append(ran.err)
            assert ran.out == ""
            assert str(copy) in ran.err
            assert entries(copy) == before
            assert write(copy, "note") in entries(copy)

        each_of(copies(path, call), check)
        assert bool(told) == (call != "fsync")  # only backups are synced so
        if (error, call) == ("ENOSPC", "pwrite64"):
            assert any("the disk of" in each and "is full" in each for each in told)

    def test_the_command_itself(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        assert home.run("done", "repost#3").code == 0  # has made today's backup
        fault = injecting("fdatasync", "error=EIO", 1)
        ran = home.run("done", "repost#2", under=[*STRACE, *fault])
        assert ran.code == 1
        assert "done" not in ran.out
        assert str(home.folder / "journal.db") in ran.err
        assert len(entries(home.folder / "journal.db")) == 2

    def test_too_many_open_files(self, path: Path) -> None:
        ran = tick(path, injecting("openat", "error=EMFILE", 1, "-P", str(path)))
        assert (ran.code, ran.out) == (1, "")
        assert str(path) in ran.err
        assert len(entries(path)) == 1


class TestItsCompanions:
    """F13: what SQLite keeps beside the database, gone or another's."""

    def test_gone(self, path: Path) -> None:
        before = entries(path)
        with closing(sqlite3.connect(path)) as db:
            db.execute("SELECT COUNT(*) FROM entries").fetchone()
            for end in ("-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
        assert entries(path) == before
        assert write(path, "note") in entries(path)

    def test_garbage_in_the_log(self, path: Path) -> None:
        before = entries(path)
        Path(f"{path}-wal").write_bytes(b"x" * 4096)
        assert entries(path) == before
        assert write(path, "note") in entries(path)


class TestPlaybooksThatChange:
    """F14: what was written stays, whatever becomes of the playbooks."""

    BOOK = "opsplan: 1\nid: mine\nname: M\nduties:\n  - {id: pack, name: P, when: 每天}\n"

    @pytest.fixture
    def shop(self, home: Home) -> Home:
        home.write("playbooks/mine.yaml", self.BOOK)
        home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
        assert home.run("done", "pack").code == 0
        return home

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("opsplan: 1\nid: mine\nname: M\nduties: []\n", "has nothing to do in it"),
            (BOOK.replace("pack", "send"), ""),
            ("", "mine.yaml"),
            (None, "there is no playbook 'mine'"),
        ],
        ids=["emptied", "renamed", "nothing", "gone"],
    )
    def test_what_was_written_stays(self, shop: Home, text: str | None, says: str) -> None:
        before = shop.run("journal", "export").out
        file = shop.folder / "playbooks" / "mine.yaml"
        if text is None:
            file.unlink()
        else:
            file.write_text(text)
        assert says in shop.run("today").err
        assert shop.run("journal", "export").out == before
        doctor = shop.run("doctor").out
        assert "mine/pack" in doctor
        file.write_text(self.BOOK)
        assert shop.run("today", "--json").json["summary"]["done"] == 1
        assert "mine/pack" not in shop.run("doctor").out


def test_a_lock_that_is_not_given_back_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsplan.journal.sqlite.BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="in use by another program"):
            write(path, "note")
    assert len(entries(path)) == 1


def test_a_journal_behind_a_link_has_its_log_beside_what_the_link_leads_to(
    home: Home, tmp_path: Path
) -> None:
    """A reader elsewhere keeps SQLite's log from being folded into the file: the tick is there."""
    home.write("config.yaml", "me: boss\n")
    assert home.run("done", "1").code == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home.folder / "journal.db").rename(elsewhere / "j.db")
    (home.folder / "journal.db").symlink_to(elsewhere / "j.db")
    reader = sqlite3.connect(elsewhere / "j.db")
    reader.execute("begin")
    reader.execute("select count(*) from sqlite_master").fetchall()
    assert home.run("done", "2").code == 0
    items = home.run("today", "--json").json["items"]
    reader.close()
    assert [item["status"] for item in items[:2]] == ["done", "done"]
