"""Journals in whichever database, for tests of what holds of each."""

from datetime import date, datetime
from pathlib import Path

from house import moment
from opsplan.journal import Journal, open_journal
from opsplan.journal.postgres import PostgresStore
from opsplan.values.journal import Entry, EntryKind
from opsplan.values.occurrence import Identity

NOW = moment("2026-11-25 08:40")
REPOST = Identity("1688-shop", "repost", date(2026, 11, 25), 2)
OTHER = Identity("1688-shop", "promo-plan", date(2026, 12, 1), 1)

_on_servers: list[Journal] = []

Location = Path | str
"""Where a journal is: a file, or the address of a server's database."""


def journal_at(location: Location) -> Journal:
    """The journal there; nothing is opened or created before it is used."""
    if isinstance(location, Path):
        return open_journal(location)
    _on_servers.append(Journal(PostgresStore(location)))
    return _on_servers[-1]


def close_all() -> None:
    """Let go of all connections to servers."""
    while _on_servers:
        _on_servers.pop().close()


def write(
    location: Location,
    kind: EntryKind = "done",
    identity: Identity = REPOST,
    *,
    now: datetime = NOW,
    shop: str = "main",
    at: datetime | None = None,
    count: float | None = None,
    text: str | None = None,
    undoes: str | None = None,
) -> Entry:
    """One entry in a transaction and a connection of its own."""
    journal = journal_at(location)
    try:
        return journal.write(
            lambda writing: writing.add(
                now, "小李", shop, kind, identity, at=at, count=count, text=text, undoes=undoes
            )
        )
    finally:
        journal.close()


def read(location: Location, *days: date, shop: str = "main") -> list[Entry]:
    """The entries about these nominal dates, by a connection of its own."""
    journal = journal_at(location)
    try:
        return journal.entries(shop, days or (REPOST.nominal, OTHER.nominal))
    finally:
        journal.close()
