"""The journal's entries, and what they add up to for one occurrence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, get_args

from opsplan.values.classes import dataclass, field, replace
from opsplan.values.occurrence import Identity

EntryKind = Literal["done", "progress", "skip", "undo", "note", "ask", "metric", "row", "snooze"]
ENTRY_KINDS: Mapping[str, EntryKind] = {kind: kind for kind in get_args(EntryKind)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did, once written never changed.

    `id` sorts by the time of writing, which is `written`; `at` is when the thing happened (both
    aware). `count` adds to the progress; a `done` entry has one where it reached the goal by it. An
    `undo` entry names what it takes back in `undoes` and carries the same identity. A `metric`
    entry is about the figure of a day: its identity is `figure_identity`, its `count` the value.
    A `row` entry is about a register's row: `row_identity`, its fields as JSON in `text`. A
    `snooze` entry has in `text` until when (ISO, with its offset).
    """

    id: str
    written: datetime
    at: datetime
    by: str
    shop: str
    kind: EntryKind
    identity: Identity
    count: float | None = None
    text: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What the journal says of one occurrence, undone entries left out.

    `snoozed` is until when it was put off last: of an item of a list, if that is still to come.
    `outdated` is the id of a tick that settles it no longer: a row was given another date.
    """

    settled: Entry | None = None
    progress: float = 0
    notes: tuple[Entry, ...] = ()
    snoozed: datetime | None = None
    outdated: str | None = None


NO_RECORD = Record()


def figure_identity(metric: str, day: date) -> Identity:
    """What identifies the figure of a metric on a day, as an occurrence is identified."""
    return Identity("", metric, day, 0)


def row_identity(playbook: str, register: str, opened: date, number: int) -> Identity:
    """What identifies a row of a register, as an occurrence is identified."""
    return Identity(playbook, register, opened, number)


def row_ref(identity: Identity) -> str:
    """How a row of a register is called: `playbook/register/3`."""
    return f"{identity.playbook}/{identity.duty}/{identity.slot}"


def valid_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that were not taken back, in the order of writing; undo entries left out.

    That an undo was taken back itself counts, wherever it stands.
    """
    known = list(entries)
    undone = _undone([entry for entry in known if entry.kind == "undo"])
    return [entry for entry in known if entry.kind != "undo" and entry.id not in undone]


def _undone(undos: list[Entry]) -> set[str]:
    """The ids of what still stands as taken back: the newest undo of a chain decides."""
    undone: set[str] = set()
    # An undo is newer than what it takes back, so that from the newest on each is decided once.
    for undo in sorted(undos, key=lambda each: each.id, reverse=True):
        if undo.id not in undone:
            undone.add(undo.undoes or "")
    return undone


def records(entries: Iterable[Entry]) -> dict[Identity, Record]:
    """What the entries (in the order of writing) say of each occurrence."""
    found: dict[Identity, Record] = {}
    for entry in valid_entries(entries):
        if entry.kind in ("ask", "metric", "row"):
            continue
        before = found.get(entry.identity, NO_RECORD)
        found[entry.identity] = _added(before, entry)
    return found


def _added(record: Record, entry: Entry) -> Record:
    if entry.kind == "note":
        return replace(record, notes=(*record.notes, entry))
    if entry.kind == "snooze":
        return replace(record, snoozed=snoozed_until(entry))
    progress = record.progress + (entry.count or 0)
    if entry.kind != "progress":
        return replace(record, settled=entry, progress=progress)
    was_skipped = record.settled is not None and record.settled.kind == "skip"
    return replace(record, settled=None if was_skipped else record.settled, progress=progress)


def snoozed_until(entry: Entry) -> datetime:
    """Until when a `snooze` entry puts its occurrence off (aware)."""
    return datetime.fromisoformat(entry.text or "")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan needs to know of a shop's journal before it looks at single occurrences.

    `oldest` is when its first entry happened; `newest` are the latest entries, in the order of
    writing, of the duties that count from their last completion or are done once, by
    `playbook/duty`. `figures` are the entries about the figures of the weeks before, `asks` those
    in which somebody asked for a duty, `rows` those about the rows of registers. `reminded` is
    when its reminders last ran.
    """

    oldest: datetime | None = None
    newest: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    figures: tuple[Entry, ...] = ()
    asks: tuple[Entry, ...] = ()
    rows: tuple[Entry, ...] = ()
    reminded: datetime | None = None

    def came_since(self, entry_id: str, moment: datetime) -> bool:
        """Whether a figure was told, or something asked for, at that moment (aware) or later."""
        entries = (*self.figures, *self.asks)
        return any(each.id == entry_id and each.written >= moment for each in entries)
