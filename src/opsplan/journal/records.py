"""What people write beside ticks: the rows of registers, and figures."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from opsplan.journal.store import Journal, Writing
from opsplan.journal.ticks import Author
from opsplan.planning.registers import RowKey, rows_of
from opsplan.values.journal import Entry, figure_identity, row_identity
from opsplan.values.register import Row


def known_rows(journal: Journal, shop: str, key: RowKey) -> list[Row]:
    """The rows of a register by number."""
    rows = rows_of(journal.facts(shop, ()).rows).get(key, {})
    return sorted(rows.values(), key=lambda row: row.number)


def next_number(writing: Writing, shop: str, key: RowKey) -> int:
    """The number of the next row; one that was taken back is not used again."""
    entries = writing.rows(shop)
    taken = [e.identity.slot for e in entries if (e.identity.playbook, e.identity.duty) == key]
    return max(taken, default=0) + 1


def write_row(
    writing: Writing,
    author: Author,
    key: RowKey,
    opened: date,
    number: int,
    fields: Mapping[str, str],
) -> Entry:
    """Write fields of a row."""
    identity = row_identity(*key, opened, number)
    text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
    return writing.add(author.now, author.by, author.shop, "row", identity, text=text)


def write_figures(
    writing: Writing,
    author: Author,
    figures: Iterable[tuple[str, date, float]],
    cause: str | None = None,
) -> None:
    """Write the figures of metrics on days, and what people say is the cause of them."""
    for metric, day, value in figures:
        identity = figure_identity(metric, day)
        writing.add(author.now, author.by, author.shop, "metric", identity, count=value, text=cause)
