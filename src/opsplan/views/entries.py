"""What people did, in words: the kinds of entries, an entry in one line, what becomes of what they
did not do."""

from opsplan.values.journal import Entry, EntryKind
from opsplan.values.playbook import IfMissed
from opsplan.values.text import Message, say
from opsplan.views.visible import visible
from opsplan.views.words import Words

ENTRY_WORDS: dict[EntryKind, Message] = {
    "done": say("done"),
    "progress": say("progress"),
    "skip": say("skipped"),
    "undo": say("taken back"),
    "note": say("note"),
    "ask": say("asked for"),
    "metric": say("figure"),
    "row": say("recorded"),
    "snooze": say("snoozed"),
}
POLICY_WORDS: dict[IfMissed, Message] = {
    "expire": say("missed at the end of its day"),
    "carry": say("carried over until done, skipped, or its next turn"),
}
_WRITTEN: tuple[EntryKind, ...] = ("done", "progress", "skip", "note", "ask")
"""The kinds whose text people wrote; that of the others is for the program."""


def entry_line(entry: Entry, at: str, words: Words) -> str:
    """`25 Nov Wed 08:40  progress 5  Li Na  the first half`, the moment as the view tells it."""
    kind = words.message(ENTRY_WORDS[entry.kind])
    count = f" {words.number(entry.count)}" if entry.count else ""
    text = f"  {entry.text}" if entry.text and entry.kind in _WRITTEN else ""
    return visible(f"{at}  {kind}{count}  {entry.by}{text}")
