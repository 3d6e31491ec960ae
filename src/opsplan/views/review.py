"""The list that a review goes through: what past days have left, by days."""

from collections.abc import Sequence
from itertools import groupby

from opsplan.values.checklist import Checklist, Item
from opsplan.views.day import item_rows
from opsplan.views.items import shop_name
from opsplan.views.paint import HEADING, Line, painted
from opsplan.views.screen import Screen
from opsplan.views.words import Words


def review_screen(items: Sequence[Item], checklist: Checklist, words: Words, screen: Screen) -> str:
    """The items by the days on which they were due, each with its number of the review."""
    days = len(list(checklist.window))
    if not items:
        return words("Everything of the last {days} days is settled.", days=days) + "\n"
    count = words("{count} not settled", count=len(items))
    title = words("The last {days} days", days=days)
    lines: list[Line] = [
        [(shop_name(checklist, words), "bold"), (f"  {title}", ""), (f"  {count}", "dim")]
    ]
    for day, group in groupby(items, key=lambda item: item.occurrence.due_day):
        lines.append([(f"{words.day(day)} {words.weekday(day)}", HEADING)])
        lines += item_rows(group, checklist, words, screen)
    return painted(lines, colour=screen.colour)
