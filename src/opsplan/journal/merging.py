"""Bringing the entries of another journal in: the union of both, by id."""

from collections.abc import Iterable, Sequence

from opsplan.journal.row_numbers import renumbered
from opsplan.journal.store import Journal, Writing
from opsplan.values.classes import dataclass
from opsplan.values.journal import Entry


@dataclass(frozen=True, slots=True)
class Merged:
    """How many entries were new and how many known, and those of which the journal has something
    else under their id: those stay as they are in it."""

    new: int
    known: int
    conflicts: Sequence[Entry]


def merge(journal: Journal, entries: Iterable[Entry], *, is_dry: bool = False) -> Merged:
    """Append the entries that the journal does not have, all in one transaction.

    Merging twice changes nothing the second time, and it does not matter which journal comes
    first: entries are read in the order of their ids. Rows of registers whose numbers are taken
    get others.
    """
    theirs = {entry.id: entry for entry in entries}
    shops = sorted({entry.shop for entry in theirs.values() if entry.kind == "row"})
    if is_dry:
        rows = [row for shop in shops for row in journal.facts(shop, ()).rows]
        wanted = {entry.id: entry for entry in renumbered(theirs.values(), rows)}
        known = {entry.id: entry for entry in journal.every() if entry.id in wanted}
        return _compared(wanted, known)

    def write(writing: Writing) -> Merged:
        rows = [row for shop in shops for row in writing.rows(shop)]
        wanted = {entry.id: entry for entry in renumbered(theirs.values(), rows)}
        known = {
            each.id: each
            for entry in wanted.values()
            if not writing.take(entry)
            for each in writing.beginning(entry.id)
        }
        return _compared(wanted, known)

    return journal.write(write)


def _compared(wanted: dict[str, Entry], known: dict[str, Entry]) -> Merged:
    conflicts = [wanted[each] for each, entry in known.items() if entry != wanted[each]]
    return Merged(len(wanted) - len(known), len(known) - len(conflicts), conflicts)
