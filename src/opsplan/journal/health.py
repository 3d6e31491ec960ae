"""How a journal does: what its database finds wrong with itself, and what became of messages."""

from collections.abc import Iterator
from datetime import datetime

from opsplan.journal.database import Database
from opsplan.journal.schema import REMINDERS_SINCE, SCHEMA_VERSION
from opsplan.journal.store import Journal
from opsplan.values.classes import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """How many entries are whole, the ids of the damaged ones, what the database itself finds
    wrong, and the format of its tables."""

    entries: int
    damaged: tuple[str, ...]
    faults: tuple[str, ...]
    format: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """So many reminders of a shop that a channel has not taken (`failed`, those that are tried
    again among them), or may not have (`unknown`)."""

    shop: str
    channel: str
    state: str
    count: int


def health_of(journal: Journal) -> Health | None:
    """Read every entry; None where there is no journal yet. JournalError if it cannot be read."""
    faults = journal.store.faults()
    if faults is None:
        return None
    form = journal.store.read(lambda db: db.format, SCHEMA_VERSION)
    count = sum(1 for _ in journal.every())  # which finds the damaged ones, too
    return Health(count, tuple(sorted(journal.damaged)), tuple(faults), form)


def troubles(journal: Journal, since: datetime) -> list[Trouble]:
    """What did not arrive, or perhaps not, of what was last tried since then (aware)."""

    def ask(db: Database) -> Iterator[Trouble]:
        if db.format < REMINDERS_SINCE:
            return
        sql = (
            "SELECT shop, channel, CASE state WHEN 'unknown' THEN 'unknown' ELSE 'failed' END s,"
            " COUNT(*) FROM claims WHERE (state IN ('failed', 'unknown')"
            " OR state = 'pending' AND attempts > 0) AND updated >= ?"
            " GROUP BY shop, channel, s ORDER BY shop, channel, s"
        )
        for shop, channel, state, count in db.execute(sql, (int(since.timestamp()),)):
            yield Trouble(str(shop), str(channel), str(state), int(count))

    return journal.store.read(lambda db: list(ask(db)), [])
