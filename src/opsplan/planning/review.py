"""What past days have left unsettled, in the order in which a review goes through it."""

from datetime import date, datetime, timedelta

from opsplan.planning.checklist import days_since_due
from opsplan.planning.expand import span_last
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import replace
from opsplan.values.window import Window

BACK = 14
"""So many days before today are looked through."""
_LEFT = ("late", "missed")


def past_days(today: date, days: int = BACK) -> Window:
    """The days before today, so many of them."""
    return Window(today - timedelta(days=days), today)


def left_behind(checklist: Checklist, since: datetime) -> list[Item]:
    """The items of past days that are late or missed, the newest day first, numbered from 1.

    What was settled from `since` (aware) on is left out and its number with it, so that a number
    means the same for as long as a review lasts.
    """
    found = [each for each in checklist.items if each.status in _LEFT or _settled(each, since)]
    found.sort(key=lambda item: item.occurrence.due_day, reverse=True)
    numbered = [replace(each, no=number) for number, each in enumerate(found, 1)]
    return [_aged(each, checklist.today) for each in numbered if each.status in _LEFT]


def _aged(item: Item, today: date) -> Item:
    """The item as late as it is today: the lists of past days tell how late it was on them."""
    occurrence = item.occurrence
    is_carried = item.status == "late" and span_last(occurrence) < today
    return replace(item, carried_days=days_since_due(occurrence, today)) if is_carried else item


def _settled(item: Item, since: datetime) -> bool:
    """Whether the item waited for its review until then."""
    settled, due = item.record.settled, item.occurrence.due
    return settled is not None and due is not None and due < since <= settled.written
