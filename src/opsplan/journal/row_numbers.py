"""The numbers of rows, which every journal counts for itself: 1, 2, 3, ….

Two journals that were kept apart have a row 1 each. What a row is known by is the entries about
it, whose ids are the same everywhere; so where one journal comes into another, its rows get
numbers that are free there.
"""

from collections.abc import Iterable, Iterator

from opsplan.values.classes import replace
from opsplan.values.journal import Entry

Register = tuple[str, str, str]
"""(shop, playbook, register)."""
Place = tuple[Register, int]
"""A row's register and its number."""


def renumbered(theirs: Iterable[Entry], ours: Iterable[Entry]) -> Iterator[Entry]:
    """Their entries as they are to stand in our journal, of which `ours` are those about rows.

    A row of which we know an entry has our number; another keeps its own if that is free.
    """
    entries = list(theirs)
    numbers = _numbers(_rows(entries), _rows(ours))
    for entry in entries:
        number = numbers.get(_place(entry), entry.identity.slot)
        yield replace(entry, identity=entry.identity._replace(slot=number))


def _numbers(theirs: dict[Place, list[str]], ours: dict[Place, list[str]]) -> dict[Place, int]:
    """The number that each of their rows has with us; both are the ids of each row's entries."""
    known = {entry: number for (_, number), entries in ours.items() for entry in entries}
    taken = {*ours, *theirs}
    found: dict[Place, int] = {}
    for place, entries in theirs.items():
        register, number = place
        same = [known[each] for each in entries if each in known]
        if same:
            found[place] = same[0]
        elif place in ours:
            found[place] = 1 + max(each for of, each in taken if of == register)
            taken.add((register, found[place]))
        else:
            found[place] = number
    return found


def _rows(entries: Iterable[Entry]) -> dict[Place, list[str]]:
    """The ids of the entries that say something of each row's fields."""
    found: dict[Place, list[str]] = {}
    for entry in sorted(entries, key=lambda each: each.id):
        if entry.kind == "row":
            found.setdefault(_place(entry), []).append(entry.id)
    return found


def _place(entry: Entry) -> Place:
    identity = entry.identity
    return (entry.shop, identity.playbook, identity.duty), identity.slot
