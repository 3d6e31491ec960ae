"""What people write about the items of a list: done, skip, snooze, note, and taking back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from opsplan.journal.store import Journal, Writing
from opsplan.phrase.spans import read_span
from opsplan.values.checklist import Item
from opsplan.values.classes import dataclass, replace
from opsplan.values.journal import NO_RECORD, Entry, EntryKind, Record, records, valid_entries
from opsplan.values.occurrence import DAY, Identity
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Message, plain_number, say

LONGEST_SNOOZE = 7 * DAY
"""Minutes."""
SNOOZES = say("such as 30m or 2h, a week (168h) at most")
UNDO_DEPTH = 400
"""How many of the newest entries are looked through for one that still stands."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, for which shop, and when (aware); `at` is when the thing happened."""

    shop: str
    by: str
    now: datetime
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to an item: the entry that was written, or why there is none."""

    item: Item
    entry: Entry | None
    said: Message


NO_MOMENTS: Mapping[Identity, datetime] = {}
Add = Callable[..., Entry]
"""Writes an entry about the item: `add(kind, count=…, text=…)`."""
Decide = Callable[[Item, Record, Add], tuple[Entry | None, Message]]
"""What to write about an item of which the journal says so much, and what to tell people."""


def done(count: float | None = None, note: str | None = None) -> Decide:
    """Tick off whole; with a `count` only once the goal is reached by it."""

    def decide(item: Item, record: Record, add: Add) -> tuple[Entry | None, Message]:
        if record.settled and record.settled.kind != "skip":
            return None, _already(record.settled, say("already done"))
        goal = item.occurrence.mark.goal
        if count is None or goal is None or record.progress + count >= goal.count:
            return add("done", count=count, text=note), say("done")
        entry = add("progress", count=count, text=note)
        progress, whole = plain_number(record.progress + count), plain_number(goal.count)
        return entry, say("{done} of {goal}", done=progress, goal=whole)

    return decide


def skipped(why: str) -> Decide:
    """Leave out, with the reason."""

    def decide(_: Item, record: Record, add: Add) -> tuple[Entry | None, Message]:
        if record.settled:
            return None, _already_settled(record.settled)
        return add("skip", text=why.strip()), say("skipped")

    return decide


def snooze_end(span: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment (aware, in the zone) after a span such as `30m`; None where it is none."""
    minutes = read_span(span)
    if not minutes or minutes > LONGEST_SNOOZE:
        return None
    return (now + timedelta(minutes=minutes)).astimezone(zone)


def snoozed(until: datetime, now: datetime) -> Decide:
    """Say nothing of it before `until` (aware, in the shop's zone)."""
    is_today = until.date() == now.astimezone(until.tzinfo).date()
    shown = f"{until:%H:%M}" if is_today else f"{until:%Y-%m-%d %H:%M}"

    def decide(_: Item, record: Record, add: Add) -> tuple[Entry | None, Message]:
        if record.settled:
            return None, _already_settled(record.settled)
        entry = add("snooze", text=until.isoformat(timespec="seconds"))
        return entry, say("snoozed until {time}", time=shown)

    return decide


def noted(text: str) -> Decide:
    """Add a note."""
    return lambda _item, _record, add: (add("note", text=text), say("noted"))


def write_about(
    journal: Journal,
    author: Author,
    items: Sequence[Item],
    decide: Decide,
    moments: Mapping[Identity, datetime] = NO_MOMENTS,
) -> list[Outcome]:
    """Write what `decide` says about each item, all in one transaction.

    `moments` (aware) are when it happened, where that is not the same for all.
    """

    def write(writing: Writing) -> list[Outcome]:
        nominals = {item.occurrence.nominal for item in items}
        entries = writing.entries(author.shop, nominals)
        outcomes: list[Outcome] = []
        for item in items:
            known = records(entries)
            identity = _journal_identity(item)

            def add(
                kind: EntryKind,
                identity: Identity = identity,
                item: Item = item,
                *,
                count: float | None = None,
                text: str | None = None,
            ) -> Entry:
                entry = writing.add(
                    author.now,
                    author.by,
                    author.shop,
                    kind,
                    identity,
                    at=moments.get(item.occurrence.identity, author.at),
                    count=count,
                    text=text,
                )
                entries.append(entry)
                return entry

            record = known.get(identity, NO_RECORD)
            if record.settled and record.settled.id == item.record.outdated:
                record = replace(record, settled=None)
            if not record.settled and item.is_settled:
                record = item.record
            outcomes.append(Outcome(item, *decide(item, record, add)))
        return outcomes

    return journal.write(write)


def standing_entry(journal: Journal, author: Author, entry_id: str | None = None) -> Entry:
    """The entry to take back: the one of that id, else the author's newest that still stands."""
    if entry_id is None:
        return _newest_standing(journal, author)
    wanted = [entry for entry in journal.entry(entry_id.upper()) if entry.shop == author.shop]
    if len(wanted) != 1:
        word = say("there is no entry '{id}'", id=entry_id)
        raise OpsplanError(
            word if not wanted else say("several entries begin with '{id}'", id=entry_id)
        )
    target = wanted[0]
    if not _stands(journal, target):
        raise OpsplanError(say("the entry '{id}' is taken back already", id=target.id))
    return target


def _newest_standing(journal: Journal, author: Author) -> Entry:
    """Nobody takes back by accident what another has ticked a moment ago."""
    for entry in journal.latest(author.shop, UNDO_DEPTH, by=author.by):
        if entry.kind != "undo" and _stands(journal, entry):
            return entry
    others = [each for each in journal.latest(author.shop, 1) if each.by != author.by]
    hint = [
        say("the last entry is by {who}: opsplan undo {id}", who=each.by, id=each.id)
        for each in others
    ]
    raise OpsplanError(say("there is nothing to take back"), *hint)


def _stands(journal: Journal, entry: Entry) -> bool:
    return entry in valid_entries(journal.entries(entry.shop, [entry.identity.nominal]))


def take_back(journal: Journal, author: Author, target: Entry) -> Entry:
    """Write that an entry holds no longer."""
    return journal.write(
        lambda writing: writing.add(
            author.now, author.by, author.shop, "undo", target.identity, undoes=target.id
        )
    )


def _already_settled(entry: Entry) -> Message:
    return _already(entry, say("already skipped") if entry.kind == "skip" else say("already done"))


def _already(entry: Entry, word: Message) -> Message:
    return say(
        "{what} at {time} by {who}", what=word, time=f"{entry.at:%Y-%m-%d %H:%M}", who=entry.by
    )


def _journal_identity(item: Item) -> Identity:
    """Where an entry about the item goes: a step that was settled before keeps its old identity."""
    settled = item.record.settled
    return settled.identity if settled else item.occurrence.identity
