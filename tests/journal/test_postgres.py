"""What only a server can do: be away, go away half-way, be somebody else's."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from itertools import count
from pathlib import Path

import psycopg
import pytest

from house import ROOT, Home
from opsplan.journal import Journal, JournalError, postgres
from opsplan.journal.database import AwayError
from opsplan.journal.postgres import PostgresStore, as_postgres
from opsplan.journal.schema import MIGRATIONS, SCHEMA_VERSION
from opsplan.journal.store import Writing
from opsplan.values.journal import Entry
from server import Server
from stores import NOW, OTHER, REPOST, close_all, journal_at, read, write

NUMBERS = count(1)


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """The address of a database in which nothing is yet."""
    yield server.create(f"p{next(NUMBERS)}")
    close_all()


class Proxy:
    """A connection's middle man, which cuts it when the client says COMMIT (or another `word`):
    `before` the server hears of it, `after` it has done it, or `for good` so that nobody gets
    through any more. Or it cuts nothing and only says nothing more: `silent` to this client, which
    the server does hear, or `silent to all`, of whom the server hears nothing."""

    def __init__(self, port: int, cut: str, word: bytes = b"COMMIT\0") -> None:
        self._server = port
        self._cut: str | None = cut
        self._word = word
        self._is_silent = False
        self._hushed: socket.socket | None = None
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody in, and let go of everybody."""
        for end in (self._door, *self._ends):
            _shut(end)

    def hush(self, is_silent: bool = True) -> None:
        """Say nothing more to anybody, or speak again."""
        self._is_silent = is_silent

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                self._ends += [client, server]
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._cut and self._word in data:
                    self._cut_off(data, source, target)
                    return
                if not self._is_silent and target is not self._hushed:
                    target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _cut_off(self, data: bytes, client: socket.socket, server: socket.socket) -> None:
        cut, self._cut = self._cut, None
        if cut == "silent to all":
            self._is_silent = True
            return
        if cut == "silent":
            self._hushed = client
            server.sendall(data)
            return
        if cut == "for good":  # before the client hears of it, which would come back at once
            _shut(self._door)
        client.shutdown(socket.SHUT_RDWR)
        if cut != "before":
            server.sendall(data)
        if cut == "for good":
            self.close()


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def cut_at_commit(
    server: Server, url: str, request: pytest.FixtureRequest
) -> Iterator[tuple[str, str]]:
    """The address of the database behind a proxy, and how that cuts."""
    write(url)
    proxy = Proxy(server.port, request.param)
    yield url.replace(f":{server.port}/", f":{proxy.port}/"), request.param
    close_all()
    proxy.close()


Proxies = Callable[[str, str, bytes], tuple[str, Proxy]]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a server that says nothing."""
    monkeypatch.setattr(postgres, "PATIENCE", 1.0)
    monkeypatch.setitem(postgres.CONNECTION, "connect_timeout", "2")


@pytest.fixture
def proxies(server: Server) -> Iterator[Proxies]:
    """Makes proxies before an address, which cut at a word."""
    made: list[Proxy] = []

    def make(url: str, cut: str, word: bytes) -> tuple[str, Proxy]:
        made.append(Proxy(server.port, cut, word))
        return url.replace(f":{server.port}/", f":{made[-1].port}/"), made[-1]

    yield make
    close_all()
    for proxy in made:
        proxy.close()


def add_ten(url: str) -> str:
    """Ten entries, each in a transaction of its own."""
    with closing(Journal(PostgresStore(url))) as journal:
        for _ in range(10):
            journal.write(lambda writing: writing.add(NOW, "a", "main", "note", REPOST))
    return "ten"


def guest_of(url: str) -> str:
    """The address for somebody else, who may do nothing yet."""
    with (
        psycopg.connect(url, autocommit=True) as connection,
        suppress(psycopg.errors.DuplicateObject),
    ):
        connection.execute(b"CREATE ROLE guest LOGIN")
    return url.replace("//opsplan@", "//guest@")


def let_in(url: str, rights: str) -> str:
    """The address for somebody else, who has these rights on all tables."""
    address = guest_of(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(b"GRANT USAGE ON SCHEMA opsplan TO guest")
        connection.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA opsplan TO guest".encode())
    return address


def kinds(url: str) -> list[str]:
    return [each.kind for each in read(url)]


class TestGone:
    def test_before_anything(self, server: Server) -> None:
        url = server.url("nowhere", "s3cret")
        with pytest.raises(JournalError) as caught:
            read(url)
        assert "cannot reach" in str(caught.value.message)
        assert f"postgresql://opsplan@127.0.0.1:{server.port}/nowhere" in str(caught.value.message)
        assert "s3cret" not in str(caught.value.message)

    def test_between_two_questions(self, server: Server, url: str) -> None:
        journal = journal_at(url)
        written = journal.write(lambda writing: writing.add(NOW, "a", "main", "done", REPOST))
        server.stop("immediate")
        with pytest.raises(JournalError, match="cannot reach"):
            journal.every()
        server.start()
        assert journal.every() == [written]
        server.stop()
        server.start()
        again = journal.write(lambda writing: writing.add(NOW, "a", "main", "note", OTHER))
        assert journal.every() == [written, again]

    def test_in_the_middle_of_a_change(self, server: Server, url: str) -> None:
        write(url)
        journal = journal_at(url)

        def add(writing: Writing) -> Entry:
            entry = writing.add(NOW, "a", "main", "note", REPOST)
            server.stop("immediate")
            writing.add(NOW, "a", "main", "note", REPOST)
            return entry

        with pytest.raises(JournalError, match="cannot reach"):
            journal.write(add)
        server.start()
        assert kinds(url) == ["done"]
        assert write(url, "note") in read(url)

    def test_a_process_of_the_server_that_is_killed(self, server: Server, url: str) -> None:
        write(url)
        journal = journal_at(url)

        def add(writing: Writing) -> Entry:
            entry = writing.add(NOW, "a", "main", "note", REPOST)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(
                    b"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    b" WHERE application_name = 'opsplan' AND datname = current_database()"
                )
            return entry

        with pytest.raises(JournalError, match="cannot reach"):
            journal.write(add)
        assert kinds(url) == ["done"]
        assert journal.write(lambda w: w.add(NOW, "a", "main", "note", REPOST)) in read(url)

    @pytest.mark.parametrize("level", ["serializable", "repeatable read"])
    def test_whatever_isolation_the_server_prefers(
        self, server: Server, url: str, level: str
    ) -> None:
        name = url.rpartition("/")[2]
        with psycopg.connect(server.url(), autocommit=True) as connection:
            sql = f"ALTER DATABASE {name} SET default_transaction_isolation = '{level}'"
            connection.execute(sql.encode())
        write(url)
        made: list[str] = []
        threads = [threading.Thread(target=lambda: made.append(add_ten(url))) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert made == ["ten"] * 4
        assert len(read(url)) == 41

    @pytest.mark.parametrize("cut_at_commit", ["before"], indirect=True)
    def test_before_the_commit_nothing_is_written(
        self, cut_at_commit: tuple[str, str], url: str
    ) -> None:
        with pytest.raises(JournalError, match="cannot reach"):
            write(cut_at_commit[0], "note")
        assert kinds(url) == ["done"]

    @pytest.mark.parametrize("cut_at_commit", ["after"], indirect=True)
    def test_after_the_commit_the_entry_is_acknowledged_and_there_once(
        self, cut_at_commit: tuple[str, str], url: str
    ) -> None:
        entry = write(cut_at_commit[0], "note")
        assert read(url)[1:] == [entry]

    @pytest.mark.parametrize("cut_at_commit", ["for good"], indirect=True)
    def test_where_nobody_knows_that_is_what_is_said(
        self, cut_at_commit: tuple[str, str], url: str
    ) -> None:
        with pytest.raises(JournalError, match="did not say whether the entry is written"):
            write(cut_at_commit[0], "note")
        for _ in range(50):  # the server may still be at it
            if kinds(url) == ["done", "note"]:
                return
            time.sleep(0.1)
        raise AssertionError(kinds(url))

    @pytest.mark.parametrize("cut_at_commit", ["after", "for good"], indirect=True)
    def test_the_same_tick_again_does_no_harm(
        self, cut_at_commit: tuple[str, str], url: str, home: Home
    ) -> None:
        home.run("done", "repost#1", OPSPLAN_DATABASE=cut_at_commit[0])
        again = home.run("done", "repost#1", OPSPLAN_DATABASE=url)
        assert again.code == 0
        assert "already done" in again.out
        ours = [each for each in read(url) if each.identity.slot == 1]
        assert [each.kind for each in ours] == ["done"]


def test_only_where_something_was_to_be_written_it_says_that_nothing_was(
    home: Home, server: Server
) -> None:
    away = server.url("nowhere")
    for words in (["today"], ["stats"], ["journal", "export"], ["export", "x.csv"], ["doctor"]):
        ran = home.run(*words, OPSPLAN_DATABASE=away)
        assert ran.code == 1
        said = " ".join((ran.out + ran.err).split())
        assert "is the server up, and are name and password right?" in said, words
        assert "nothing was written" not in said, words
    with pytest.raises(JournalError) as caught:
        write(away)
    assert "nothing was written; is the server up" in str(caught.value.hint)


class TestVanished:
    """A client that is gone between BEGIN and COMMIT, without a word to the server."""

    def test_its_lock_goes_to_the_next(
        self, url: str, proxies: Proxies, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(url)
        monkeypatch.setattr(postgres, "CHANGE_IDLE_SECONDS", 1)
        address, proxy = proxies(url, "silent to all", b"nothing")
        written: list[Entry] = []

        def vanish(writing: Writing) -> None:
            writing.add(NOW, "a", "main", "note", REPOST)
            proxy.hush()
            written.append(write(url, "note"))
            raise RuntimeError("gone")

        with pytest.raises(RuntimeError):
            journal_at(address).write(vanish)
        assert read(url)[1:] == written

    def test_one_that_was_only_asleep_is_told(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres, "CHANGE_IDLE_SECONDS", 1)
        journal = journal_at(url)

        def sleep(writing: Writing) -> None:
            writing.add(NOW, "a", "main", "note", REPOST)
            time.sleep(2)

        with pytest.raises(AwayError, match="cannot reach"):
            journal.write(sleep)
        assert journal.every() == []
        written = journal.write(lambda writing: writing.add(NOW, "a", "main", "note", REPOST))
        assert journal.every() == [written]

    def test_people_wait_longer_for_the_lock(self) -> None:
        assert postgres.CHANGE_IDLE_SECONDS < postgres.LOCK_SECONDS < postgres.PATIENCE


@pytest.mark.usefixtures("impatient")
class TestSilent:
    """A server, or a proxy before it, that takes everything and does not answer."""

    @pytest.mark.parametrize("cut", ["silent", "silent to all"])
    def test_a_question(self, url: str, proxies: Proxies, cut: str) -> None:
        write(url)
        address, _ = proxies(url, cut, b"FROM entries")
        with pytest.raises(JournalError, match=r"cannot reach .*: no answer for 1 s"):
            read(address)

    @pytest.mark.parametrize("cut", ["silent", "after"])
    def test_one_question_about_many_duties(self, url: str, proxies: Proxies, cut: str) -> None:
        write(url)
        address, _ = proxies(url, cut, b"UNION ALL")
        journal = journal_at(address)
        with pytest.raises(JournalError, match="cannot reach"):
            journal.facts("main", [f"1688-shop/d{n}" for n in range(50)])
        assert journal.facts("main", ["1688-shop/repost"]).newest

    def test_the_first_word(self, url: str, proxies: Proxies) -> None:
        address, _ = proxies(url, "silent to all", b"opsplan")
        with pytest.raises(JournalError, match="cannot reach"):
            read(address)

    def test_a_question_of_somebody_who_was_connected_already(
        self, url: str, proxies: Proxies
    ) -> None:
        write(url)
        address, proxy = proxies(url, "silent to all", b"nothing")
        journal = journal_at(address)
        assert journal.stamp() == 1
        proxy.hush()
        with pytest.raises(JournalError, match="no answer"):
            journal.stamp()
        proxy.hush(False)
        assert journal.stamp() == 1

    def test_a_change_before_its_end_is_not_written(self, url: str, proxies: Proxies) -> None:
        write(url)
        address, _ = proxies(url, "silent", b"INSERT INTO entries")
        with pytest.raises(JournalError, match="no answer"):
            write(address, "note")
        assert kinds(url) == ["done"]

    def test_a_commit_that_the_server_has_heard_is_asked_about(
        self, url: str, proxies: Proxies
    ) -> None:
        write(url)
        address, _ = proxies(url, "silent", b"COMMIT\0")
        entry = write(address, "note")
        assert read(url)[1:] == [entry]

    def test_a_commit_that_nobody_knows_of(self, url: str, proxies: Proxies) -> None:
        write(url)
        address, _ = proxies(url, "silent to all", b"COMMIT\0")
        with pytest.raises(JournalError, match="did not say whether the entry is written"):
            write(address, "note")

    def test_a_long_answer_is_waited_for(self, url: str) -> None:
        write(url)
        sql = "SELECT repeat('x', 1000), pg_sleep(0.002) FROM generate_series(1, 1000)"
        count = journal_at(url).store.read(lambda db: len(db.execute(sql).fetchall()), 0)
        assert count == 1000

    def test_tables_may_take_long_to_change(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        more = (*MIGRATIONS, ("SELECT pg_sleep(2)",))
        monkeypatch.setattr(postgres, "MIGRATIONS", more)
        monkeypatch.setattr(postgres, "SCHEMA_VERSION", len(more))
        assert write(url) in read(url)


class TestRefused:
    def test_tables_of_a_newer_opsplan(self, url: str) -> None:
        write(url)
        with psycopg.connect(url) as connection:
            connection.execute(b"UPDATE opsplan.format SET version = 99")
        for ask in (lambda: read(url), lambda: write(url)):
            with pytest.raises(JournalError, match="newer opsplan"):
                ask()

    def test_a_format_that_somebody_has_emptied(self, url: str, home: Home) -> None:
        write(url)
        with psycopg.connect(url) as connection:
            connection.execute(b"DELETE FROM opsplan.format")
        for ask in (lambda: read(url), lambda: write(url)):
            with pytest.raises(JournalError, match=r"opsplan\.format is empty"):
                ask()
        ran = home.run("today", OPSPLAN_DATABASE=url)
        assert (ran.code, "internal error" in ran.err) == (1, False)
        assert f"INSERT INTO opsplan.format VALUES ({SCHEMA_VERSION})" in ran.err

    def test_a_user_who_may_not_make_tables(self, server: Server, url: str) -> None:
        with pytest.raises(JournalError) as caught:
            write(guest_of(url))
        assert "CREATE SCHEMA opsplan" in str(caught.value.hint)

    def test_while_another_holds_the_lock(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres, "LOCK_SECONDS", 1)
        write(url)
        with psycopg.connect(url) as connection:
            connection.execute(f"SELECT pg_advisory_xact_lock({postgres.LOCK})".encode())
            with pytest.raises(JournalError, match="in use by another program"):
                write(url)
            assert kinds(url) == ["done"]

    @pytest.mark.parametrize("address", ["postgresql://[", "postgresql://a@b/c?nonsense=1"])
    def test_an_address_that_is_none(self, address: str) -> None:
        with pytest.raises(JournalError, match="cannot be read"):
            PostgresStore(address)

    def test_an_entry_that_the_server_cannot_hold(self, url: str) -> None:
        with pytest.raises(JournalError):
            write(url, "note", text="a\0b")
        assert read(url) == []


class TestDoctor:
    """A journal in which no tick can be kept is broken, as a file that cannot be written is."""

    def doctor(self, home: Home, url: str) -> tuple[int, list[str]]:
        """Its exit code, and the ways out of what is broken about permissions."""
        ran = home.run("doctor", "--json", OPSPLAN_DATABASE=url)
        items = ran.json["items"]
        broken = [each for each in items if each["state"] == "broken"]
        assert {each["check"] for each in broken} <= {"permissions"}, broken
        assert all("no tick can be kept" in each["what"] for each in broken)
        return ran.code, [each["fix"] for each in broken]

    @pytest.mark.parametrize("rights", ["SELECT", "SELECT, INSERT"])
    def test_a_login_that_only_reads(self, url: str, home: Home, rights: str) -> None:
        write(url)
        code, ways_out = self.doctor(home, let_in(url, rights))
        assert (code, len(ways_out)) == (1, 1)
        assert "GRANT" in ways_out[0]

    def test_a_login_that_writes(self, url: str, home: Home) -> None:
        assert self.doctor(home, url) == (0, [])
        write(url)
        assert self.doctor(home, url) == (0, [])
        assert self.doctor(home, let_in(url, "SELECT, INSERT, UPDATE, DELETE")) == (0, [])

    def test_a_database_that_is_for_reading(self, url: str, home: Home) -> None:
        write(url)
        name = url.rpartition("/")[2]
        with psycopg.connect(url, autocommit=True) as connection:
            sql = f"ALTER DATABASE {name} SET default_transaction_read_only = on"
            connection.execute(sql.encode())
        code, ways_out = self.doctor(home, url)
        assert (code, len(ways_out)) == (1, 1)
        assert "default_transaction_read_only" in ways_out[0]


class TestMigrations:
    def test_a_new_database_has_our_format(self, url: str) -> None:
        assert journal_at(url).store.faults() is None
        write(url)
        store = journal_at(url).store
        assert store.faults() == []
        assert store.read(lambda db: db.format, 0) == SCHEMA_VERSION

    def test_an_older_format_is_brought_along(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = write(url)
        more = (*MIGRATIONS, ("ALTER TABLE entries ADD COLUMN mood TEXT",))
        monkeypatch.setattr(postgres, "MIGRATIONS", more)
        monkeypatch.setattr(postgres, "SCHEMA_VERSION", len(more))
        assert write(url, "note") in read(url)
        assert kept in read(url)
        store = journal_at(url).store
        assert store.read(lambda db: db.execute("SELECT mood FROM entries").fetchall(), [])

    def test_only_the_owner_brings_the_tables_along_and_others_are_told(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(url)
        guest = let_in(url, "SELECT, INSERT, UPDATE, DELETE")
        assert write(guest, "note") in read(guest)
        for step in (
            "ALTER TABLE entries ADD COLUMN mood TEXT",
            "CREATE TABLE opsplan.more (n TEXT)",
        ):
            more = (*MIGRATIONS, (step,))
            monkeypatch.setattr(postgres, "MIGRATIONS", more)
            monkeypatch.setattr(postgres, "SCHEMA_VERSION", len(more))
            with pytest.raises(JournalError, match="the format of an older opsplan") as caught:
                write(guest, "note")
            assert "the login that its tables belong to writes first" in str(caught.value.hint)
        write(url, "note")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(b"GRANT SELECT ON ALL TABLES IN SCHEMA opsplan TO guest")
        assert write(guest, "note") in read(guest)

    def test_doctor_promises_no_backup_of_a_server(self, url: str, home: Home) -> None:
        write(url)
        with psycopg.connect(url) as connection:
            connection.execute(b"UPDATE opsplan.format SET version = 2")
        ran = home.run("doctor", OPSPLAN_DATABASE=url)
        assert "the format of an older opsplan" in ran.out
        assert "by the login that its tables belong to" in " ".join(ran.out.split())
        assert "after a backup" not in ran.out

    def test_a_step_that_fails_changes_nothing(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = write(url)
        more = (*MIGRATIONS, ("DELETE FROM entries", "SELECT nonsense"))
        monkeypatch.setattr(postgres, "MIGRATIONS", more)
        monkeypatch.setattr(postgres, "SCHEMA_VERSION", len(more))
        with pytest.raises(JournalError, match="nonsense"):
            write(url, "note")
        monkeypatch.undo()
        assert read(url) == [kept]

    def test_texts_are_compared_byte_by_byte(self) -> None:
        made = as_postgres("CREATE TABLE t (id TEXT NOT NULL, n INTEGER, x REAL) STRICT")
        assert made == (
            'CREATE TABLE t (id TEXT COLLATE "C" NOT NULL, n BIGINT, x DOUBLE PRECISION)'
        )


class TestPartitions:
    """docs/partition-by-shop.sql: the same tables in parts, of which a question reads one."""

    @pytest.fixture
    def parted(self, url: str) -> str:
        write(url, shop="s1")
        write(url, shop="s2")
        script = (ROOT / "docs" / "partition-by-shop.sql").read_text(encoding="utf-8")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(script.encode())
        return url

    def test_all_goes_on(self, parted: str) -> None:
        [before] = read(parted, shop="s1")
        undone = write(parted, "undo", shop="s1", undoes=before.id)
        assert read(parted, shop="s1") == [before, undone]
        assert before.id < undone.id
        journal = journal_at(parted)
        assert len(journal.every()) == 3
        assert journal.entry(before.id) == [before]
        assert journal.write(lambda writing: writing.take(before)) is False
        assert journal.stamp() == 3

    def test_a_question_reads_one_part(self, parted: str) -> None:
        sql = (
            b"EXPLAIN SELECT id FROM opsplan.entries"
            b" WHERE shop = 's1' AND nominal IN ('2026-11-25', '2026-11-26') ORDER BY id"
        )
        with psycopg.connect(parted) as connection:
            plan = "\n".join(row[0] for row in connection.execute(sql))
        assert len(set(re.findall(r"entries_\d+", plan.replace("_idx", "")))) == 1, plan


class TestStamp:
    def test_it_changes_when_somebody_has_written(self, url: str) -> None:
        mine = journal_at(url)
        seen = [mine.stamp()]
        for _ in range(2):
            write(url)
            seen.append(mine.stamp())
            assert mine.stamp() == seen[-1]
        assert len(set(seen)) == 3

    def test_nothing_is_held_between_two_questions(self, url: str) -> None:
        mine = journal_at(url)
        write(url)
        mine.every()
        with psycopg.connect(url) as connection:
            sql = b"SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in %'"
            assert connection.execute(sql).fetchone() == (0,)


class TestCommands:
    def test_a_morning(self, home: Home, url: str, tmp_path: Path) -> None:
        home.write("config.yaml", "me: 小李\ndatabase: env:TEAM_DATABASE\n")
        home.write("secrets.env", f"TEAM_DATABASE={url}\n").chmod(0o600)
        first = home.run("today", "--json")
        assert first.code == 0, first.err
        assert first.json["summary"]["done"] == 0
        assert home.run("done", "repost#1").code == 0
        assert home.run("undo").code == 0
        assert home.run("done", "repost#1", "--note", "好的").code == 0
        assert home.run("log", "visitors=120").code == 0
        assert home.run("remind").code == 0
        said = home.run("remind", now="2026-11-25T11:31+08:00")
        assert (said.code, "11:30" in said.out) == (0, True), said.err
        assert home.run("remind", now="2026-11-25T11:31+08:00").out == ""
        doctor = home.run("doctor", "--json")
        assert doctor.code == 0, doctor.out
        assert not (home.folder / "journal.db").exists()

        exported = home.run("journal", "export").out
        alone = Home(tmp_path / "alone")
        alone.folder.mkdir()
        file = alone.write("team.jsonl", exported)
        assert alone.run("journal", "merge", str(file)).code == 0
        assert alone.run("journal", "export").out == exported
        shown = alone.run("today", "--json").json["items"]
        assert shown == home.run("today", "--json").json["items"]

    def test_remind_asks_a_silent_server_once_for_all_shops(self, home: Home) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door:
            address = f"postgresql://a@127.0.0.1:{door.getsockname()[1]}/d?connect_timeout=2"
            home.write(
                "config.yaml",
                f"opsplan: 1\ndatabase: {address}\nshops: {{a: {{}}, b: {{}}, c: {{}}}}\n"
                "channels: [{id: t, kind: webhook, url: 'http://127.0.0.1:1/'}]\n",
            )
            ran = home.run("remind", "--notify")
            door.settimeout(0)
            asked = 0
            with suppress(BlockingIOError):
                while True:
                    door.accept()[0].close()
                    asked += 1
        assert (ran.code, asked) == (1, 1), ran.err
        assert ran.err.count("cannot reach") == 1

    def test_what_is_the_servers_business(self, home: Home, url: str) -> None:
        home.write("config.yaml", f"database: {url}\n")
        for words in (["backup"], ["restore", "x.db"]):
            ran = home.run(*words)
            assert ran.code == 2
            assert "its own tools" in ran.err

    @pytest.mark.parametrize(
        ("config", "environ", "says"),
        [
            ("env:NOWHERE", {}, "the variable NOWHERE is not set"),
            ("postgresql://a:env:PW@h/d", {}, "the variable PW is not set"),
            ("mysql://a@h/d", {}, "this is no address of PostgreSQL's"),
            ("env:DB", {"DB": "journal.db"}, "this is no address of PostgreSQL's"),
        ],
    )
    def test_an_address_that_leads_nowhere(
        self, home: Home, config: str, environ: dict[str, str], says: str
    ) -> None:
        home.write("config.yaml", f"database: '{config}'\n")
        ran = home.run("today", **environ)
        assert ran.code == 1
        assert says in ran.err

    @pytest.mark.parametrize("lang", ["en_US.UTF-8", "zh_CN.UTF-8"])
    @pytest.mark.parametrize("words", [["today"], ["done", "1"], ["doctor"], ["remind"]])
    def test_no_password_is_ever_shown(self, home: Home, words: list[str], lang: str) -> None:
        home.write("config.yaml", "database: postgresql://anna@127.0.0.1:1/shop\n")
        for environ in (
            {"OPSPLAN_DATABASE": "s3cret"},
            {"OPSPLAN_DATABASE": "postgresql://anna:s3cret@127.0.0.1:1/shop"},
        ):
            ran = home.run(*words, LANG=lang, OPSPLAN_DEBUG="1", **environ)
            assert ran.code == 1
            assert "postgresql://anna@127.0.0.1:1/shop" in ran.out + ran.err
            assert "s3cret" not in ran.out + ran.err

    def test_a_password_apart_from_the_address(self, server: Server, home: Home, url: str) -> None:
        home.write("config.yaml", f"database: {url.replace('opsplan@', 'opsplan:env:PW@')}\n")
        assert home.run("done", "repost#1", PW="p@ss:word/").code == 0
        assert [each.kind for each in read(url)] == ["done"]


def test_ids_rise_whoever_writes(url: str) -> None:
    here, there = journal_at(url), journal_at(url)
    made = [
        journal.write(lambda writing: writing.add(NOW, "a", "main", "note", REPOST)).id
        for journal in (here, there) * 5
    ]
    assert made == sorted(made)


def test_the_order_of_ids_does_not_depend_on_the_language_of_the_database(server: Server) -> None:
    name = f"p{next(NUMBERS)}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        sql = f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'und'"
        connection.execute(sql.encode())
    with closing(Journal(PostgresStore(server.url(name)))) as journal:
        entry = journal.write(lambda writing: writing.add(NOW, "a", "main", "note", REPOST))
        assert journal.entry(entry.id[:5]) == [entry]
        assert journal.entries("main", [date(2026, 11, 25)]) == [entry]
