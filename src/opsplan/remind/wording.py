"""How reminders are worded."""

from collections.abc import Iterable
from datetime import datetime

from opsplan.remind.due import NAG, Call, Due
from opsplan.remind.sheet import Part, Sheet
from opsplan.values.checklist import Item
from opsplan.values.occurrence import day_of
from opsplan.values.playbook import Shop
from opsplan.views.items import time_text
from opsplan.views.words import Words

MOST_NAMED = 8
"""How many of those that are told in one line are named."""


def reminder(due: Due, shop: Shop, now: datetime, words: Words) -> Sheet:
    """What is said now: a line for each, one for quiet hours, one for what passed long ago."""
    name = words.text(shop.name) or shop.id
    lines = [call_line(call, now, words) for call in due.say]
    if due.held:
        count, named = len(due.held), _named(due.held, now, words)
        lines.append(
            words("{count} waited for the quiet hours to end: {items}", count=count, items=named)
        )
    if due.passed:
        lines.append(_passed_line(due, now, words, has_more=bool(lines)))
    if due.cut:
        lines.append(words("nothing before {day} was looked at", day=words.day(due.cut)))
    count = len(due.spoken)
    title = words("{shop}: {count} to do", shop=name, count=count)
    if count == 1 and due.say:
        title = f"{name} · {_name(due.say[0].item, words)}"
    return Sheet(title, (Part(tuple(lines)),))


def call_line(call: Call, now: datetime, words: Words) -> str:
    """`08:30 Repost listings, 12 min late (5, A07#1)`."""
    item = call.item
    parts = [_name(item, words)]
    opens = item.occurrence.opens
    minutes = -((now.timestamp() - opens.timestamp()) // -60)
    if call.late_minutes:
        parts.append(words("{minutes} min late", minutes=call.late_minutes))
    elif minutes < 0:
        parts.append(words("in {minutes} min", minutes=int(-minutes)))
    if call.occasion.startswith(NAG):
        parts.append(words("once more"))
    if item.occurrence.mark.kind == "row" and item.occurrence.due:
        parts.append(words("by {day}", day=words.short_day(item.occurrence.due_day)))
    return words.clauses(parts) + _place(item, now, words)


def lost_line(titles: list[str], channel: str, words: Words) -> str:
    """What is told of reminders that a killed run may or may not have said."""
    return words(
        "{count} on {channel} may not have been said, an earlier run was stopped: {items}",
        count=len(titles),
        channel=channel,
        items=titles,
    )


def _passed_line(due: Due, now: datetime, words: Words, *, has_more: bool) -> str:
    count, named = len(due.passed), _named(due.passed, now, words)
    if has_more:
        return words(
            "… and {count} more passed while the machine slept: {items}", count=count, items=named
        )
    return words("{count} passed while the machine slept: {items}", count=count, items=named)


def _named(calls: Iterable[Call], now: datetime, words: Words) -> list[str]:
    listed = [_dated_name(call.item, now, words) for call in calls]
    return listed if len(listed) <= MOST_NAMED else [*listed[:MOST_NAMED], "…"]


def _dated_name(item: Item, now: datetime, words: Words) -> str:
    """The name with its day, where that is not today."""
    name = _name(item, words)
    return name if _is_of_today(item, now) else f"{words.short_day(item.occurrence.date)} {name}"


def _is_of_today(item: Item, now: datetime) -> bool:
    planned = item.occurrence.planned
    return item.occurrence.date == day_of(now, planned.zone, planned.day_starts)


def _name(item: Item, words: Words) -> str:
    time = time_text(item, words, wide=False)
    title = words.text(item.occurrence.planned.duty.name)
    return f"{time} {title}" if time else title


def _place(item: Item, now: datetime, words: Words) -> str:
    """Its number and code, by which it is ticked off; those of another day name that day, for alone
    they would tick what stands on today's list."""
    occurrence = item.occurrence
    known = [str(item.no) if item.no else "", occurrence.paper_code]
    if occurrence.paper_code and not _is_of_today(item, now):
        known = [f"{occurrence.planned.code}@{occurrence.nominal}#{occurrence.slot}"]
    marks = words.listed([each for each in known if each])
    return words.bracketed(marks) if marks else ""
