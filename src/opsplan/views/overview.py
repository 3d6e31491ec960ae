"""How several shops stand: a row for each."""

from collections.abc import Sequence

from opsplan.values.checklist import Checklist, summary_of
from opsplan.values.occurrence import Status
from opsplan.views.items import shop_name
from opsplan.views.lists import table_text
from opsplan.views.screen import Screen
from opsplan.views.words import Words

_COLUMNS: tuple[Status, ...] = ("done", "open", "late", "missed", "upcoming", "skipped")


def overview_text(checklists: Sequence[Checklist], words: Words, screen: Screen) -> str:
    """How many items of each shop are done, open, late and so on, and of all together."""
    sums = [summary_of(each.items) for each in checklists]
    shown = [status for status in _COLUMNS if any(each.get(status) for each in sums)]
    head = ["", *(f"{screen.marks[each]} {words.status(each)}" for each in shown)]
    rows = [
        [shop_name(each, words), *(str(counts.get(status, 0)) for status in shown)]
        for each, counts in zip(checklists, sums, strict=True)
    ]
    total = [str(sum(each.get(status, 0) for each in sums)) for status in shown]
    return table_text([head, *rows, [words("all shops"), *total]], screen.width)
