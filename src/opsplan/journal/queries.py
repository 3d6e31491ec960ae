"""The questions that are put to a journal's database, and its rows as entries.

A row whose checksum does not fit was changed by something other than opsplan: it is left out, and
its id is kept for those who tell people.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from opsplan.journal.database import Database
from opsplan.journal.schema import CHECKSUMS_SINCE, REMINDERS_SINCE, checksum
from opsplan.values.entry_ids import first_id, written_at
from opsplan.values.journal import ENTRY_KINDS, Entry, Facts
from opsplan.values.occurrence import Identity

NEWEST = 40
"""How many of a duty's newest completions are looked at."""
MOST_PROGRESS = 1000
LAST_LETTER = "["
"""Sorts behind every letter of an id."""
COLUMNS = (
    "id",
    "at",
    "by",
    "shop",
    "kind",
    "playbook",
    "duty",
    "nominal",
    "slot",
    "count",
    "text",
    "undoes",
)
_CHUNK = 500
_STANDING = "NOT EXISTS (SELECT 1 FROM entries u WHERE u.undoes = e.id)"
_NEWEST = (
    ("kind IN ('done', 'skip', 'undo')", NEWEST),
    (f"kind IN ('done', 'skip') AND {_STANDING}", 3),
    (f"kind IN ('progress', 'note') AND {_STANDING}", MOST_PROGRESS),
)
"""The entries of a duty that are asked for, and how many of them at most."""

Row = tuple[object, ...]


def row_of(entry: Entry) -> Row:
    """An entry's values in the order of COLUMNS."""
    identity = entry.identity
    return (
        entry.id,
        entry.at.isoformat(),
        entry.by,
        entry.shop,
        entry.kind,
        identity.playbook,
        identity.duty,
        identity.nominal.isoformat(),
        identity.slot,
        None if entry.count is None else float(entry.count),
        entry.text,
        entry.undoes,
    )


_OF_ROWS = "shop = ? AND playbook > '' AND kind = 'row'"
"""Every row has a playbook; said so, SQLite takes the index that holds rows alone."""


_OF_FIGURES = "playbook = ''"
_OF_ASKS = "kind IN ('ask', 'undo') AND playbook <> ''"


class Queries:
    """Questions to an open database; `damaged` collects the ids of the rows that are left out."""

    def __init__(self, db: Database, damaged: set[str]) -> None:
        self._db = db
        self._damaged = damaged
        self._has_checksums = db.format >= CHECKSUMS_SINCE

    def facts(
        self,
        shop: str,
        duties: Iterable[str],
        since: date,
        until: date,
        dawn: datetime | None,
    ) -> Facts:
        """As `Journal.facts`."""
        before = first_id(dawn) if dawn else LAST_LETTER
        # An expression, so that SQLite walks by moments and not by ids through the whole history.
        sql = "SELECT at FROM entries WHERE shop = ? AND id || '' < ? ORDER BY moment LIMIT 1"
        row = self._db.execute(sql, (shop, before)).fetchone()
        either = self._between(shop, since, until, f"({_OF_FIGURES} OR {_OF_ASKS})")
        return Facts(
            datetime.fromisoformat(row[0]) if row else None,
            self._newest(shop, duties),
            tuple(entry for entry in either if not entry.identity.playbook),
            tuple(entry for entry in either if entry.identity.playbook),
            tuple(self.rows(shop)),
            self.reminded(shop),
        )

    def entries(self, shop: str, nominals: Iterable[date]) -> list[Entry]:
        """The entries about occurrences of these nominal dates."""
        days = sorted({day.isoformat() for day in nominals})
        found: list[Entry] = []
        for start in range(0, len(days), _CHUNK):
            chunk = days[start : start + _CHUNK]
            places = ", ".join("?" * len(chunk))
            found += self._select(f"shop = ? AND nominal IN ({places})", (shop, *chunk))
        return _in_order(found)

    def figures(self, shop: str, first: date, last: date) -> list[Entry]:
        """The entries about figures of these days, both in."""
        return self._between(shop, first, last, _OF_FIGURES)

    def snoozes(self, shop: str, since: datetime) -> list[Entry]:
        """The snoozes that were asked for since then and still stand."""
        condition = f"shop = ? AND moment >= ? AND kind = 'snooze' AND {_STANDING}"
        return self._select(condition, (shop, int(since.timestamp())))

    def rows(self, shop: str) -> list[Entry]:
        """All entries about rows of registers: their fields, what was done about them, and what
        takes any of it back."""
        registers = f"SELECT playbook, duty FROM entries WHERE {_OF_ROWS}"
        others = f"shop = ? AND kind <> 'row' AND (playbook, duty) IN ({registers})"
        rows = self._select(_OF_ROWS, (shop,))
        return _in_order([*rows, *self._select(others, (shop, shop))]) if rows else []

    def endings(self, shop: str, phases: Iterable[str]) -> list[Entry]:
        """The entries that end one of these `playbook/phase` or take that back."""
        sql = (
            f"SELECT {self._columns} FROM entries e WHERE shop = ? AND playbook = ? AND duty = ?"
            " AND slot = 0 AND kind IN ('done', 'undo')"
        )
        several = [(shop, *phase.split("/", 1)) for phase in phases]
        return _in_order(self._whole(self._db.execute_each(sql, several)))

    def beginning(self, id_start: str) -> list[Entry]:
        """The entries whose ids begin so."""
        return self._select("id >= ? AND id < ?", (id_start, id_start + LAST_LETTER))

    def latest(self, shop: str, by: str | None, count: int) -> list[Entry]:
        """The shop's latest entries, the newest first; of one person, or (None) of anybody."""
        end = f"ORDER BY id DESC LIMIT {count}"
        if by is None:
            return self._select("shop = ?", (shop,), end)
        return self._select("shop = ? AND by = ?", (shop, by), end)

    def every(self, shop: str | None) -> Iterator[Entry]:
        """All entries, of one shop or of all, one by one."""
        return self._stream("id > ''") if shop is None else self._stream("shop = ?", (shop,))

    def subjects(self, shop: str) -> set[str]:
        """The `playbook/entry` of all that has been written about."""
        sql = "SELECT DISTINCT playbook, duty FROM entries WHERE shop = ? AND playbook <> ''"
        return {f"{playbook}/{duty}" for playbook, duty in self._db.execute(sql, (shop,))}

    def reminded(self, shop: str) -> datetime | None:
        """When reminders last ran for the shop, on whichever channel."""
        if self._db.format < REMINDERS_SINCE:
            return None
        sql = "SELECT MAX(last) FROM runs WHERE shop = ?"
        row = self._db.execute(sql, (shop,)).fetchone()
        return None if row[0] is None else datetime.fromtimestamp(row[0], UTC)

    def _newest(self, shop: str, duties: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """The entries that tell the last completion of each `playbook/duty` and its progress
        since, where there are any.

        Completions that still stand are asked for apart, so that none is lost behind what came
        later.
        """
        columns = self._columns
        sql = " UNION ALL ".join(
            f"SELECT * FROM (SELECT {columns} FROM entries e WHERE shop = ? AND playbook = ?"
            f" AND duty = ? AND {condition} ORDER BY id DESC LIMIT {limit}) AS found"
            for condition, limit in _NEWEST
        )
        keys = list(dict.fromkeys(duties))
        several = [(shop, *key.split("/", 1)) * len(_NEWEST) for key in keys]
        found: dict[str, dict[str, Entry]] = {key: {} for key in keys}
        for entry in self._whole(self._db.execute_each(sql, several)):
            found[f"{entry.identity.playbook}/{entry.identity.duty}"][entry.id] = entry
        return {key: tuple(_in_order(ours.values())) for key, ours in found.items() if ours}

    def _between(self, shop: str, first: date, last: date, condition: str) -> list[Entry]:
        """The entries of nominal dates from `first` to `last` that fit."""
        days = "shop = ? AND nominal >= ? AND nominal <= ?"
        return self._select(f"{days} AND {condition}", (shop, first.isoformat(), last.isoformat()))

    def _select(
        self, condition: str, values: tuple[object, ...] = (), end: str = ""
    ) -> list[Entry]:
        """The entries in their order; with `end` as that says.

        They are sorted here: asked for in the order of ids, SQLite would walk by these through the
        whole history of the shop and look at each entry.
        """
        found = list(self._stream(condition, values, end))
        return found if end else _in_order(found)

    def _stream(
        self, condition: str, values: tuple[object, ...] = (), end: str = "ORDER BY id"
    ) -> Iterator[Entry]:
        sql = f"SELECT {self._columns} FROM entries e WHERE {condition} {end}"
        return self._whole(self._db.execute(sql, values))

    @property
    def _columns(self) -> str:
        """What is asked for, with the checksum where there is one."""
        return ", ".join((*COLUMNS, "checksum") if self._has_checksums else COLUMNS)

    def _whole(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """The entries of rows, damaged ones left out."""
        for row in rows:
            if self._has_checksums and checksum(row[:-1]) != row[-1]:
                self._damaged.add(str(row[0]))
            else:
                yield _entry(row)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.id)


def _entry(row: Row) -> Entry:
    entry_id, at, by, shop, kind, playbook, duty, nominal, slot, count, text, undoes = row[:12]
    identity = Identity(str(playbook), str(duty), date.fromisoformat(str(nominal)), int(str(slot)))
    return Entry(
        str(entry_id),
        written_at(str(entry_id)),
        datetime.fromisoformat(str(at)),
        str(by),
        str(shop),
        ENTRY_KINDS[str(kind)],
        identity,
        None if count is None else float(str(count)),
        None if text is None else str(text),
        None if undoes is None else str(undoes),
    )
