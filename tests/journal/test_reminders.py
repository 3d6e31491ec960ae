"""Claims on disk: each is had by one, an older database is brought along, a newer one refused."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from house import moment
from opsplan.journal import JournalError, open_journal, schema
from opsplan.journal.database import Database
from opsplan.journal.reminders import KEPT_CLAIMS, Claim, Reminders, Run
from opsplan.values.occurrence import Identity
from stores import Location, journal_at

NOW = moment("2026-11-25 08:30").astimezone(UTC)
RUN = Run(NOW, NOW, NOW)
REPOST = Identity("book", "repost", date(2026, 11, 25), 1)


def reminders(location: Location, channel: str = "stdout", shop: str = "main") -> Reminders:
    return Reminders(journal_at(location), shop, channel)


def claim_of(identity: Identity = REPOST, occasion: str = "open", moment: datetime = NOW) -> Claim:
    return Claim(identity, occasion, "sending", moment, NOW, "key", 1)


def claims(location: Location, channel: str = "stdout") -> list[Claim]:
    return reminders(location, channel).look(lambda run: NOW - timedelta(days=1))[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def test_an_occasion_is_had_once_for_each_channel(location: Location) -> None:
    mine = claim_of()
    assert reminders(location).claim(RUN, [mine]) == [mine]
    assert reminders(location).claim(RUN, [mine]) == []
    assert reminders(location, "team").claim(RUN, [mine]) == [mine]
    assert reminders(location, shop="other").claim(RUN, [mine]) == [mine]
    assert reminders(location).claim(RUN, [claim_of(occasion="nag 1")]) != []


def test_eight_at_once_have_it_once(location: Location) -> None:
    reminders(location).claim(RUN, [])
    got: list[Claim] = []
    barrier = threading.Barrier(8)

    def race() -> None:
        mine = reminders(location)
        barrier.wait()
        got.extend(mine.claim(RUN, [claim_of()]))

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_what_becomes_of_a_claim_is_kept(location: Location) -> None:
    mine = reminders(location)
    [had] = mine.claim(RUN, [claim_of()])
    later = NOW + timedelta(minutes=5)
    mine.record([had.become("pending", NOW, next_try=later)])
    [found] = claims(location)
    assert (found.state, found.attempts, found.next_try) == ("pending", 1, later)
    again = found.become("sending", later, attempts=2)
    assert mine.claim(None, [again]) == [again]
    assert mine.claim(None, [again]) == []
    mine.record([again.become("sent", later)])
    assert [each.state for each in claims(location)] == ["sent"]


def test_the_run_is_remembered(location: Location) -> None:
    mine = reminders(location)
    assert mine.look(lambda run: NOW) == (None, [])
    assert journal_at(location).store.faults() is None
    mine.claim(RUN, [])
    later = Run(NOW + timedelta(1), NOW + timedelta(2), NOW + timedelta(1))
    mine.claim(later, [])
    run, _ = mine.look(lambda run: NOW)
    assert run == Run(NOW, later.last, later.reached)
    assert journal_at(location).facts("main", []).reminded == later.last
    assert journal_at(location).facts("other", []).reminded is None


def count_of_claims(location: Location) -> int:
    def ask(db: Database) -> int:
        return int(db.execute("SELECT COUNT(*) FROM claims").fetchone()[0])

    return journal_at(location).store.read(ask, 0)


def test_old_claims_go_but_the_newest_stay_whatever_the_clock_says(location: Location) -> None:
    mine = reminders(location)
    old = [
        claim_of(Identity("book", "repost", date(2026, 9, 1), number), moment=NOW - timedelta(61))
        for number in range(KEPT_CLAIMS + 10)
    ]
    mine.claim(RUN, old)
    mine.claim(RUN, [])
    assert count_of_claims(location) == KEPT_CLAIMS
    ahead = NOW + timedelta(days=1095)
    mine.claim(Run(NOW, ahead, ahead), [])
    assert count_of_claims(location) == KEPT_CLAIMS


def old_database(path: Path) -> bytes:
    """A database as the first format had it, with one entry."""
    written = open_journal(path)
    written.write(lambda writing: writing.add(NOW, "me", "main", "done", REPOST))
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "DROP TABLE runs; DROP TABLE claims; DROP INDEX entries_by_id;"
            "DROP INDEX entries_by_duty; ALTER TABLE entries DROP COLUMN checksum;"
            "CREATE INDEX entries_by_duty ON entries (shop, playbook, duty, seq);"
            "PRAGMA user_version = 1; VACUUM; PRAGMA journal_mode = DELETE;"
        )
    return path.read_bytes()


def test_an_older_database_is_read_as_it_is(path: Path) -> None:
    before = old_database(path)
    assert len(open_journal(path).entries("main", [REPOST.nominal])) == 1
    assert open_journal(path).facts("main", []).reminded is None
    assert reminders(path).look(lambda run: NOW) == (None, [])
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["journal.db"]


def test_writing_brings_an_older_database_along_after_a_backup(path: Path) -> None:
    old_database(path)
    assert reminders(path).claim(RUN, [claim_of()]) != []
    assert len(open_journal(path).entries("main", [REPOST.nominal])) == 1
    backup = path.parent / "backups" / "journal-format-1.db"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    with closing(sqlite3.connect(backup)) as db:
        assert schema.format_of(db) == 1
        assert db.execute("SELECT COUNT(*) FROM entries").fetchone() == (1,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(sqlite3.connect(path)) as db:
        assert schema.format_of(db) == schema.SCHEMA_VERSION
    assert reminders(path).claim(RUN, []) == []
    assert [each.name for each in backup.parent.iterdir()] == [backup.name]


def test_a_step_that_fails_leaves_the_old_database(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_database(path)
    broken = (*schema.MIGRATIONS[1][:1], "CREATE TABLE claims (nonsense")
    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], broken))
    with pytest.raises(JournalError):
        reminders(path).claim(RUN, [])
    with closing(sqlite3.connect(path)) as db:
        assert schema.format_of(db) == 1
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "runs" not in names
    assert len(open_journal(path).entries("main", [REPOST.nominal])) == 1


def test_eight_migrate_at_once(path: Path) -> None:
    old_database(path)
    errors: list[BaseException] = []
    barrier = threading.Barrier(8)

    def migrate() -> None:
        try:
            barrier.wait()
            reminders(path).claim(RUN, [])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=migrate) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(list((path.parent / "backups").iterdir())) == 1


def test_a_newer_database_is_refused(path: Path) -> None:
    reminders(path).claim(RUN, [])
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(JournalError):
        reminders(path).claim(RUN, [])
    with pytest.raises(JournalError):
        reminders(path).look(lambda run: NOW)
    assert path.read_bytes() == before
