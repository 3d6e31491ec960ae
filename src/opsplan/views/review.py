"""The list that a review goes through: what past days have left, by days."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from opsplan.values.checklist import Checklist, Item
from opsplan.views.items import shop_name
from opsplan.views.screen import Screen, drawn, item_rows
from opsplan.views.words import Words


def review_screen(items: Sequence[Item], checklist: Checklist, words: Words, screen: Screen) -> str:
    """The items by the days on which they were due, each with its number of the review."""
    days = len(list(checklist.window))
    if not items:
        return words("Everything of the last {days} days is settled.", days=days) + "\n"
    count = words("{count} not settled", count=len(items))
    head = RichText.assemble((shop_name(checklist, words), "bold"), "  ")
    head.append(words("The last {days} days", days=days)).append(f"  {count}", style="dim")
    parts: list[RenderableType] = [head]
    for day, group in groupby(items, key=lambda item: item.occurrence.due_day):
        parts.append(RichText(f"{words.day(day)} {words.weekday(day)}", style="bold cyan"))
        parts.append(item_rows(group, checklist, words, screen))
    return drawn(Group(*parts), screen)
