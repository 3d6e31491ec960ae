"""Entries as lines of JSON: every entry comes back, what is none is refused, merging is a union."""

import codecs
import json
import sqlite3
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import SHANGHAI, moment
from opsplan.journal import EntryIds, open_journal
from opsplan.journal.lines import entry_data, lines_of, read_lines
from opsplan.journal.merging import merge
from opsplan.values.entry_ids import written_at
from opsplan.values.journal import Entry, EntryKind, figure_identity, row_identity
from opsplan.values.occurrence import Identity
from stores import Location, journal_at

NOW = moment("2026-11-25 08:40")
IDS = EntryIds()
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
DAYS = st.dates(date(1971, 1, 1), date(9998, 12, 31))
MOMENTS = st.integers(10**6, 2 * 10**11).map(lambda at: datetime.fromtimestamp(at, SHANGHAI))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that opsplan writes."""
    kind: EntryKind = draw(st.sampled_from(get_args(EntryKind)))
    entry_id = EntryIds().make(draw(MOMENTS))
    identity = Identity(draw(NAMES), draw(NAMES), draw(DAYS), draw(st.integers(0, 99)))
    text: str | None = draw(st.none() | TEXT)
    count = draw(st.none() | st.floats(allow_nan=False, allow_infinity=False))
    undoes = None
    if kind == "metric":
        identity, text, count = figure_identity("a_b", identity.nominal), None, count or 0.0
    if kind == "row":
        identity, count = row_identity(*identity[:3], 7), None
        fields = draw(st.dictionaries(NAMES, TEXT))
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    if kind == "snooze":
        text, count = draw(MOMENTS).isoformat(), None
    if kind == "undo":
        undoes, text, count = EntryIds().make(NOW), None, None
    if kind == "ask":
        count = None
    by, shop = draw(TEXT), draw(NAMES)
    return Entry(
        entry_id, written_at(entry_id), draw(MOMENTS), by, shop, kind, identity, count, text, undoes
    )


def read_one(data: dict[str, Any]) -> tuple[list[Entry], list[str]]:
    """What one object is read as, and what is said of it."""
    found, problems = read_lines(json.dumps(data).encode(), "x.jsonl")
    return found, [str(problem.what) for problem in problems]


@given(st.lists(entries(), max_size=4))
def test_every_entry_comes_back(written: list[Entry]) -> None:
    text = "".join(lines_of(written))
    assert read_lines(text.encode(), "x.jsonl") == (written, [])
    assert text.count("\n") == len(written)


def test_what_was_done_about_a_row_names_it_as_people_do() -> None:
    identity = row_identity("1688-growth", "after-sales", date(2026, 11, 25), 3)
    first, second = IDS.make(NOW), IDS.make(NOW)
    added = Entry(first, NOW, NOW, "me", "main", "row", identity, text="{}")
    done = Entry(second, written_at(second), NOW, "me", "main", "done", identity)
    line = json.loads(list(lines_of([added, done]))[1])
    assert (line["ref"], line["date"]) == ("1688-growth/after-sales/3", "2026-11-25")
    assert read_one(line) == ([done], [])
    assert read_one(entry_data(done)) == ([done], [])
    assert entry_data(done)["ref"] == "1688-growth/after-sales@2026-11-25#3"


DONE = {
    "id": "01M8AP4SK0F2ZX72Y7TTKCWVN1",
    "at": "2026-11-26T09:05:00+08:00",
    "by": "小李",
    "shop": "main",
    "kind": "done",
    "ref": "1688-shop/repost@2026-11-26#1",
}


def test_a_line_has_what_the_contract_names() -> None:
    (entry,), problems = read_one(DONE)
    assert problems == []
    assert entry_data(entry) == DONE
    assert entry.identity == Identity("1688-shop", "repost", date(2026, 11, 26), 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "7ZZZ"}, "'id' is no id"),
        ({"id": "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"}, "'id' is no id"),
        ({"id": None}, "'id' is missing"),
        ({"at": "2026-11-26T09:05:00"}, "'at' is no time"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "'at' is no time"),
        ({"at": "yesterday"}, "'at' is no time"),
        ({"by": 7}, "'by' is no text"),
        ({"by": "a\0b"}, "'by' is no text"),
        ({"by": "\ud800"}, "'by' is no text"),
        ({"kind": "dnoe"}, "there is no kind 'dnoe'"),
        ({"ref": "repost"}, "'ref' is no identity"),
        ({"ref": "a/b@2026-02-30#1"}, "'ref' has no date"),
        ({"count": "3"}, "'count' is no number"),
        ({"count": True}, "'count' is no number"),
        ({"why": "x"}, "unknown key 'why'"),
        ({"kind": "snooze"}, "'text' is missing"),
        ({"kind": "snooze", "text": "soon"}, "'text' is no time"),
        ({"kind": "undo"}, "'undoes' is missing"),
        ({"kind": "metric", "ref": None}, "unknown key 'ref'"),
    ],
)
def test_what_is_no_entry(changed: dict[str, Any], said: str) -> None:
    found, problems = read_one({**DONE, **changed})
    assert found == []
    assert len(problems) == 1
    assert said in problems[0]


@pytest.mark.parametrize("line", [b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000, b'{"id": "'])
def test_what_is_no_object(line: bytes) -> None:
    good = json.dumps(DONE).encode()
    found, problems = read_lines(b"\xef\xbb\xbf" + good + b"\r\n\n" + line, "x.jsonl")
    assert len(found) == 1
    assert [problem.line for problem in problems] == [3]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_export_that_a_shell_has_written_as_utf_16(encoding: str) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    text = f"{json.dumps(DONE)}\r\n".encode(encoding)
    found, problems = read_lines(marks.get(encoding, b"") + text, "x.jsonl")
    assert (len(found), problems) == (1, [])


class TestMerging:
    def journal_of(self, folder: Path, name: str, ticks: int) -> Path:
        """A journal with so many entries of its own."""
        path = folder / name / "journal.db"

        def write(number: int) -> None:
            identity = Identity("b", name, date(2026, 11, 25), number)
            at = NOW + timedelta(minutes=number)
            open_journal(path).write(lambda w: w.add(at, name, "main", "done", identity))

        for number in range(ticks):
            write(number)
        return path

    def test_any_order_comes_to_the_same(self, tmp_path: Path) -> None:
        sources = [self.journal_of(tmp_path, name, 3) for name in ("a", "b", "c")]
        results = set()
        for number, order in enumerate(permutations(sources)):
            target = open_journal(tmp_path / f"m{number}" / "journal.db")
            for source in order:
                merge(target, open_journal(source).every())
            results.add("".join(lines_of(target.every())))
        assert len(results) == 1
        assert results.pop().count("\n") == 9

    def test_again_changes_nothing(self, tmp_path: Path) -> None:
        source, target = (open_journal(self.journal_of(tmp_path, name, 2)) for name in "ab")
        assert (merge(target, source.every()).new, len(target.every())) == (2, 4)
        again = merge(target, source.every())
        assert (again.new, again.known, list(again.conflicts)) == (0, 2, [])
        assert len(target.every()) == 4

    def test_dry_writes_nothing(self, tmp_path: Path) -> None:
        source, target = (open_journal(self.journal_of(tmp_path, name, 2)) for name in "ab")
        assert merge(target, source.every(), is_dry=True).new == 2
        assert len(target.every()) == 2

    def test_something_else_under_a_known_id_does_not_come_in(self, tmp_path: Path) -> None:
        journal = open_journal(self.journal_of(tmp_path, "a", 1))
        (ours,) = journal.every()
        (other,), _ = read_lines(json.dumps({**entry_data(ours), "by": "x"}).encode(), "f")
        merged = merge(journal, [other])
        assert (merged.new, merged.known, list(merged.conflicts)) == (0, 0, [other])
        assert journal.every() == [ours]

    def test_a_damaged_entry_is_brought_back(self, tmp_path: Path) -> None:
        path = self.journal_of(tmp_path, "a", 2)
        whole = open_journal(path).every()
        with sqlite3.connect(path) as db:
            db.execute("UPDATE entries SET by = 'x' WHERE slot = 1")
        db.close()
        journal = open_journal(path)
        assert journal.every() == whole[:1]
        assert merge(journal, whole).new == 1
        assert open_journal(path).every() == whole

    def test_into_whichever_database(self, tmp_path: Path, location: Location) -> None:
        sources = [self.journal_of(tmp_path, name, 3) for name in ("a", "b")]
        target = journal_at(location)
        for source in (*sources, *sources):
            merge(target, open_journal(source).every())
        alone = open_journal(tmp_path / "alone" / "journal.db")
        for source in reversed(sources):
            merge(alone, open_journal(source).every())
        assert target.every() == alone.every()
        assert len(target.every()) == 6
