"""What holds of every journal, be it a file or on a server: nothing acknowledged is lost."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from house import SHANGHAI, Home, Ran
from opsplan.journal import EntryIds
from opsplan.journal.database import Database, Rows, one_by_one
from opsplan.journal.queries import Queries
from opsplan.journal.schema import SCHEMA_VERSION, create_tables
from opsplan.journal.store import Writing
from opsplan.values.entry_ids import written_at
from opsplan.values.journal import Entry, EntryKind, records, valid_entries
from opsplan.values.occurrence import Identity
from stores import NOW, OTHER, REPOST, Location, journal_at, read, write


@dataclass(frozen=True)
class Shop:
    """A home whose journal is at a location."""

    home: Home
    location: Location

    def run(self, *words: str, **environ: str) -> Ran:
        """A command of it."""
        if isinstance(self.location, str):
            environ["OPSPLAN_DATABASE"] = self.location
        return self.home.run(*words, **environ)


@pytest.fixture
def shop(location: Location, tmp_path: Path) -> Shop:
    """A home with its journal in either database."""
    folder = tmp_path / "home"
    folder.mkdir()
    return Shop(Home(folder), location)


class TestEntries:
    def test_every_field_comes_back(self, location: Location) -> None:
        at = datetime(2026, 11, 24, 17, 5, tzinfo=SHANGHAI)
        written = write(location, "progress", at=at, count=2.5, text="只发了一半 \x1b[31m '; --")
        (found,) = read(location)
        assert found == written
        assert (found.by, found.shop, found.kind) == ("小李", "main", "progress")
        assert found.identity == REPOST
        assert (found.at, found.written) == (at, NOW)
        assert (found.count, found.text, found.undoes) == (2.5, "只发了一半 \x1b[31m '; --", None)

    def test_what_is_left_out_is_nothing(self, location: Location) -> None:
        write(location)
        (found,) = read(location)
        assert (found.count, found.text, found.undoes) == (None, None, None)
        assert found.at == NOW

    @pytest.mark.parametrize("kind", ["done", "progress", "skip", "undo", "note"])
    def test_every_kind(self, location: Location, kind: EntryKind) -> None:
        write(location, kind)
        assert [each.kind for each in read(location)] == [kind]

    @pytest.mark.parametrize(
        "zone", [UTC, SHANGHAI, timezone(timedelta(hours=-9, minutes=-30))], ids=str
    )
    def test_moments_keep_their_offset(self, location: Location, zone: timezone) -> None:
        at = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
        write(location, at=at)
        (found,) = read(location)
        assert found.at == at
        assert found.at.utcoffset() == at.utcoffset()

    def test_in_the_order_of_writing_not_of_happening(self, location: Location) -> None:
        first = write(location, at=NOW)
        second = write(location, "note", now=NOW + timedelta(hours=1), at=NOW - timedelta(days=1))
        third = write(location, identity=OTHER, now=NOW - timedelta(days=3))
        assert read(location) == [first, second, third]

    def test_by_nominal_date_and_shop(self, location: Location) -> None:
        here = write(location)
        there = write(location, shop="second")
        later = write(location, identity=OTHER)
        assert read(location, REPOST.nominal) == [here]
        assert read(location, OTHER.nominal) == [later]
        assert read(location, shop="second") == [there]
        assert read(location, date(2026, 1, 1)) == []

    def test_many_nominal_dates_at_once(self, location: Location) -> None:
        write(location)
        days = [REPOST.nominal - timedelta(days=n) for n in range(2000)]
        assert len(read(location, *days)) == 1

    def test_several_in_one_transaction(self, location: Location) -> None:
        journal = journal_at(location)
        both = journal.write(
            lambda writing: [
                writing.add(NOW, "a", "main", "done", identity) for identity in (REPOST, OTHER)
            ]
        )
        journal.close()
        assert read(location) == both

    def test_an_error_inside_leaves_no_trace(self, location: Location) -> None:
        kept = write(location)
        journal = journal_at(location)

        def broken(writing: Writing) -> None:
            writing.add(NOW, "a", "main", "done", OTHER)
            raise RuntimeError("stop")

        with pytest.raises(RuntimeError):
            journal.write(broken)
        assert journal.entries("main", [REPOST.nominal, OTHER.nominal]) == [kept]
        journal.close()
        assert write(location, identity=OTHER) in read(location)

    def test_latest_first(self, location: Location) -> None:
        entries = [write(location, "note", now=NOW + timedelta(seconds=n)) for n in range(5)]
        write(location, shop="second")
        journal = journal_at(location)
        assert journal.latest("main", 3) == entries[:1:-1]
        assert journal.latest("nobody", 3) == []
        journal.close()

    def test_by_the_beginning_of_an_id(self, location: Location) -> None:
        one = write(location)
        other = write(location, now=NOW + timedelta(days=400))
        journal = journal_at(location)
        assert journal.entry(one.id) == [one]
        assert journal.entry(one.id[:9]) == [one]
        assert journal.entry(one.id[:1]) == [one, other]
        assert journal.entry("ZZZ") == []
        journal.close()

    @pytest.mark.parametrize("wild", ["%", "_", "0%", "__________________________"])
    def test_an_id_has_no_wildcards(self, location: Location, wild: str) -> None:
        write(location)
        journal = journal_at(location)
        assert journal.entry(wild) == []
        journal.close()

    def test_a_reader_sees_what_another_wrote_meanwhile(self, location: Location) -> None:
        write(location)
        reader = journal_at(location)
        assert len(reader.entries("main", [REPOST.nominal])) == 1
        write(location, "note")
        assert len(reader.entries("main", [REPOST.nominal])) == 2
        reader.close()


class TestFacts:
    KEY = "1688-shop/repost"

    def test_of_an_empty_journal(self, location: Location) -> None:
        facts = journal_at(location).facts("main", [self.KEY])
        assert facts.oldest is None
        assert dict(facts.newest) == {}

    def test_the_oldest_is_by_when_it_happened(self, location: Location) -> None:
        write(location)
        write(location, at=NOW - timedelta(days=9), now=NOW + timedelta(days=1))
        write(location, shop="second", at=NOW - timedelta(days=90))
        assert journal_at(location).facts("main", []).oldest == NOW - timedelta(days=9)

    def test_the_newest_are_those_of_the_duties_asked_for_in_order(
        self, location: Location
    ) -> None:
        done = write(location)
        undone = write(location, "undo", undoes=done.id)
        write(location, identity=OTHER)
        newest = journal_at(location).facts("main", [self.KEY, "x/y"]).newest
        assert dict(newest) == {self.KEY: (done, undone)}

    @pytest.mark.parametrize("kind", ["note", "progress"])
    def test_a_completion_is_not_lost_behind_what_came_after_it(
        self, location: Location, kind: EntryKind
    ) -> None:
        done = write(location)
        journal = journal_at(location)

        def many(writing: Writing) -> None:
            for number in range(500):
                at = NOW + timedelta(minutes=number)
                writing.add(at, "a", "main", kind, REPOST, text="again", count=0.1)

        journal.write(many)
        newest = journal.facts("main", [self.KEY]).newest[self.KEY]
        journal.close()
        assert done in valid_entries(newest)

    def test_a_completion_is_not_lost_behind_ticks_that_were_taken_back(
        self, location: Location
    ) -> None:
        done = write(location)
        journal = journal_at(location)

        def many(writing: Writing) -> None:
            for _ in range(200):
                again = writing.add(NOW, "a", "main", "done", REPOST)
                writing.add(NOW, "a", "main", "undo", REPOST, undoes=again.id)

        journal.write(many)
        newest = journal.facts("main", [self.KEY]).newest[self.KEY]
        journal.close()
        assert valid_entries(newest) == [done]

    def test_all_duties_at_once_are_as_each_by_itself(self, location: Location) -> None:
        duties = [Identity("book", f"d{n}", REPOST.nominal, 1) for n in range(3)]
        kinds: list[EntryKind] = ["done", "skip", "progress", "note", "undo", "snooze"]
        chance = Random(7)
        journal = journal_at(location)

        def many(writing: Writing) -> None:
            ids: list[str] = []
            for _ in range(1500):
                kind = chance.choice(kinds)
                of = chance.choice(duties)
                undoes = chance.choice(ids) if kind == "undo" and ids else None
                ids.append(writing.add(NOW, "a", "main", kind, of, undoes=undoes, text="x").id)

        journal.write(many)
        keys = [*(f"book/{each.duty}" for each in duties), "book/none", "book/d1"]
        newest = journal.facts("main", keys).newest
        every = journal.every("main")
        assert dict(newest) == {key: newest_of(every, key) for key in keys[:3]}
        journal.close()

    def test_the_questions_do_not_grow_in_number_with_the_duties(self) -> None:
        def questions(duties: int) -> int:
            asked: list[str] = []
            db = sqlite3.connect(":memory:", isolation_level=None)
            create_tables(db)

            def execute(sql: str, values: tuple[object, ...] = ()) -> Rows:
                asked.append(sql)
                return db.execute(sql, values)

            def execute_each(sql: str, several: Sequence[tuple[object, ...]]) -> Iterator[Any]:
                asked.append(sql)
                return one_by_one(db.execute)(sql, several)

            queries = Queries(Database(execute, SCHEMA_VERSION, execute_each), set())
            keys = [f"book/d{n}" for n in range(duties)]
            queries.facts("main", keys, REPOST.nominal, REPOST.nominal, None)
            queries.endings("main", keys)
            db.close()
            return len(asked)

        assert questions(1) == questions(200) <= 7


def newest_of(every: list[Entry], key: str) -> tuple[Entry, ...]:
    """What `Facts.newest` has of a duty, by the words of its definition."""
    ours = [each for each in every if f"{each.identity.playbook}/{each.identity.duty}" == key]
    undone = {each.undoes for each in every}
    standing = [each for each in ours if each.id not in undone]
    found = [
        *[each for each in ours if each.kind in ("done", "skip", "undo")][-40:],
        *[each for each in standing if each.kind in ("done", "skip")][-3:],
        *[each for each in standing if each.kind in ("progress", "note")][-1000:],
    ]
    return tuple(sorted(set(found), key=lambda each: each.id))


class TestUndoChains:
    def test_a_tick_an_undo_and_the_undo_of_that(self, location: Location) -> None:
        done = write(location)
        assert records(read(location))[REPOST].settled == done
        undone = write(location, "undo", undoes=done.id)
        assert REPOST not in records(read(location))
        again = write(location, "undo", undoes=undone.id)
        assert records(read(location))[REPOST].settled == done
        write(location, "undo", undoes=again.id)
        assert REPOST not in records(read(location))

    def test_nothing_is_ever_removed(self, location: Location) -> None:
        done = write(location)
        write(location, "undo", undoes=done.id)
        assert [each.kind for each in read(location)] == ["done", "undo"]

    def test_progress_is_taken_back_one_by_one(self, location: Location) -> None:
        first = write(location, "progress", count=4)
        write(location, "progress", count=3)
        assert records(read(location))[REPOST].progress == 7
        write(location, "undo", undoes=first.id)
        assert records(read(location))[REPOST].progress == 3


class TestIds:
    def test_rise_within_a_millisecond(self) -> None:
        maker = EntryIds()
        made = [maker.make(NOW) for _ in range(2000)]
        assert made == sorted(made)
        assert len(set(made)) == 2000

    def test_of_two_copies_of_a_journal_differ_where_the_clock_stands_still(self) -> None:
        newest = EntryIds().make(NOW + timedelta(days=1))
        made = [EntryIds().make(NOW, newest) for _ in range(2)]
        assert made[0] != made[1]
        assert min(made) > newest

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

    def test_of_the_journal_rise(self, location: Location) -> None:
        journal = journal_at(location)
        made = [
            journal.write(lambda writing: writing.add(NOW, "a", "main", "note", REPOST)).id
            for _ in range(20)
        ]
        journal.close()
        assert made == sorted(made)


class TestOrder:
    def test_ids_go_on_when_the_clock_went_back(self, location: Location) -> None:
        later = write(location, now=NOW + timedelta(hours=2))
        sooner = write(location, "undo", undoes=later.id)
        assert later.id < sooner.id
        assert read(location) == [later, sooner]

    def test_a_clock_that_was_years_ahead_is_not_followed(self, location: Location) -> None:
        ahead = write(location, now=NOW + timedelta(days=1095))
        assert write(location).written == NOW
        assert ahead.written == NOW + timedelta(days=1095)

    def test_an_undo_counts_wherever_it_stands(self, location: Location) -> None:
        ahead = write(location, now=NOW + timedelta(days=1095))
        write(location, "undo", undoes=ahead.id)
        assert records(read(location)) == {}


class TestChecksums:
    def spoil(self, location: Location, change: str) -> None:
        sql = f"UPDATE entries SET {change} WHERE kind = 'note'"
        if isinstance(location, Path):
            with closing(sqlite3.connect(location)) as db, db:
                db.execute(sql)
        else:
            with psycopg.connect(location, options="-c search_path=opsplan") as connection:
                connection.execute(sql.encode())

    @pytest.mark.parametrize(
        "change",
        ["by = '小王'", "count = 3", "text = 'b'", "at = '2026-11-24T08:40:00+08:00'", "slot = 1"],
    )
    def test_an_entry_that_was_changed_is_left_out_and_named(
        self, location: Location, change: str
    ) -> None:
        kept = write(location)
        spoiled = write(location, "note", text="a")
        self.spoil(location, change)
        journal = journal_at(location)
        assert journal.entries("main", [REPOST.nominal]) == [kept]
        assert journal.damaged == {spoiled.id}

    def test_a_kind_that_there_is_not(self, location: Location) -> None:
        write(location, "note", text="a")
        self.spoil(location, "kind = 'dnoe'")
        assert read(location) == []

    def test_the_command_says_so_and_goes_on(self, shop: Shop) -> None:
        assert shop.run("done", "repost#1").code == 0
        assert shop.run("note", "repost#1", "x").code == 0
        self.spoil(shop.location, "text = 'y'")
        ran = shop.run("today", "--json")
        assert ran.code == 1
        assert "damaged and left out" in ran.err
        statuses = {each["ref"]: each["status"] for each in ran.json["items"]}
        assert statuses["1688-shop/repost@2026-11-25#1"] == "done"

    def test_writing_goes_on_behind_a_damaged_newest_id(self, location: Location) -> None:
        write(location)
        write(location, "note", text="a")
        self.spoil(location, "id = 'UUUUUUUUUU0000000000000000'")
        assert write(location, identity=OTHER) in read(location)


WRITER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).resolve().parent.parent)!r})
from datetime import date, datetime, timezone
from pathlib import Path
from stores import journal_at
from opsplan.values.occurrence import Identity
location, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
location = location if "://" in location else Path(location)
sys.stdin.readline()
now = datetime.now(timezone.utc)
identity = Identity("b", name, date(2026, 11, 25), 1)

def one_more(writing):
    known = writing.entries("main", [identity.nominal])
    return writing.add(now, name, "main", "progress", identity, count=len(known))

for _ in range(times):
    journal = journal_at(location)
    print(journal.write(one_more).id, flush=True)
    journal.close()
"""


def writers(location: Location, many: int, times: int) -> list[tuple[int, list[str], str]]:
    """So many processes that write so often, all let go at once: (exit code, ids, stderr)."""
    command = [sys.executable, "-c", WRITER, str(location)]
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
    def test_eight_processes_lose_nothing(self, location: Location) -> None:
        write(location)
        ended = writers(location, 8, 100)
        assert [(code, err) for code, _, err in ended] == [(0, "")] * 8
        acknowledged = {entry_id for _, ids, _ in ended for entry_id in ids}
        found = read(location)
        assert len(acknowledged) == 800
        assert {each.id for each in found[1:]} == acknowledged
        assert [each.count for each in found[1:]] == [float(n) for n in range(1, 801)]

    def test_threads_of_one_process_share_a_journal(self, location: Location) -> None:
        journal = journal_at(location)
        journal.write(lambda writing: writing.add(NOW, "a", "main", "done", REPOST))
        failed: list[Exception] = []

        def work(number: int) -> None:
            try:
                for _ in range(20):
                    if number % 2:
                        journal.write(lambda w: w.add(NOW, "a", "main", "note", REPOST))
                    else:
                        assert journal.every()
            except Exception as error:  # told below, where the test sees it
                failed.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert failed == []
        assert len(journal.every()) == 41

    def test_eight_processes_begin_one_journal(self, location: Location) -> None:
        ended = writers(location, 8, 1)
        assert [(code, err) for code, _, err in ended] == [(0, "")] * 8
        assert len(read(location)) == 8

    def test_two_who_finish_one_occurrence_leave_one_entry(self, shop: Shop) -> None:
        assert shop.run("done", "repost#1").code == 0
        ran: list[Ran] = []
        both = [
            threading.Thread(target=lambda: ran.append(shop.run("done", "repost#2", "--json")))
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
        ours = [each for each in read(shop.location) if each.identity.slot == 2]
        assert [each.kind for each in ours] == ["done"]

    def test_a_writer_that_was_killed_holds_nobody_up(self, location: Location) -> None:
        write(location)
        command = [sys.executable, "-c", WRITER, str(location), "killed", "100000"]
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
        found = {each.id for each in read(location)}
        assert {each for each in acknowledged if len(each) == 26} <= found
        assert write(location, "note") in read(location)
        assert journal_at(location).store.faults() == []
