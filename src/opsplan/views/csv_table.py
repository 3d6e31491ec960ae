"""A checklist as CSV for spreadsheets and scripts (RFC 4180, with a byte order mark for Excel)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from opsplan.planning.tables import FORMULA
from opsplan.values.checklist import Checklist, Item
from opsplan.views.data import item_data
from opsplan.views.items import remarks, role_text
from opsplan.views.visible import visible
from opsplan.views.words import Words

COLUMNS = (
    *("date", "at", "no", "code", "title", "role", "role_name", "status"),
    *("progress", "goal", "unit", "carried_days", "opens", "due", "kind", "block"),
    *("nominal", "slot", "shop", "playbook", "duty", "register", "row", "ref"),
    *("because", "covers", "remarks"),
)
"""The keys of the JSON items, flat, and what people wrote; never translated."""


def checklist_csv(checklist: Checklist, words: Words) -> str:
    """A line for each item; texts and units are in the reader's language."""
    return table_csv(COLUMNS, (_cells(item, checklist, words) for item in checklist.items))


def table_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV; None is an empty cell. A text that would be a formula gets a leading `'`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in (header, *rows))
    return "\ufeff" + buffer.getvalue()


def _cells(item: Item, checklist: Checklist, words: Words) -> list[object]:
    data: dict[str, Any] = item_data(item, checklist.shop.id, words)
    goal, because = data["goal"] or {}, data["because"] or {}
    data |= {
        "goal": goal.get("count"),
        "unit": goal.get("unit"),
        "because": because.get("rule"),
        "covers": " ".join(data["covers"]),
        "role_name": role_text(item, words),
        "remarks": "; ".join(remarks(item, words)),
    }
    return [data.get(column) for column in COLUMNS]


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
