"""What became of the duties of a window: due, done, on time, late, missed, skipped."""

from collections.abc import Iterable, Iterator
from datetime import date

from opsplan.values.checklist import Checklist, Item
from opsplan.values.completion import Completion
from opsplan.values.occurrence import OPEN_END, day_of, in_time


def completion(checklist: Checklist) -> tuple[Completion, ...]:
    """The numbers of each duty over the checklist's window, in the order of the playbooks.

    Every occurrence counts once, on the day on which it is due, or on the one on which it was
    settled before that; so the windows of a month's days add up to the month. What is upcoming or
    still open is not due yet; what was carried in from before the window counts there. Set-up
    steps and the rows of registers are no part of it.
    """
    found: dict[str, list[Item]] = {}
    for item in counted(checklist):
        found.setdefault(item.occurrence.planned.key, []).append(item)
    ordered = sorted(found.values(), key=lambda items: items[0].occurrence.planned.position)
    return tuple(_counted(items) for items in ordered)


def counted(checklist: Checklist) -> Iterator[Item]:
    """The items that `completion` counts."""
    for item in checklist.items:
        if item.occurrence.mark.kind != "row" and _counts(item, checklist):
            yield item


def summed(parts: Iterable[Completion]) -> Completion:
    """The numbers of several duties together."""
    every = list(parts)
    return Completion(
        due=sum(each.due for each in every),
        done=sum(each.done for each in every),
        on_time=sum(each.on_time for each in every),
        late=sum(each.late for each in every),
        missed=sum(each.missed for each in every),
        skipped=sum(each.skipped for each in every),
    )


def _counts(item: Item, checklist: Checklist) -> bool:
    return item.status not in ("upcoming", "open") and _day(item) in checklist.window


def _day(item: Item) -> date:
    """The day on which an item that is no longer open counts."""
    occurrence, settled = item.occurrence, item.record.settled
    if settled is None:
        return occurrence.due_day if occurrence.due_day != OPEN_END else occurrence.date
    planned = occurrence.planned
    day = day_of(settled.at, planned.zone, planned.day_starts)
    return max(min(day, occurrence.due_day), occurrence.date)


def _counted(items: list[Item]) -> Completion:
    planned = items[0].occurrence.planned
    done = [item for item in items if item.status == "done"]
    on_time = sum(map(was_on_time, done))
    standing = sum(item.status == "late" for item in items)
    return Completion(
        planned.playbook.id,
        planned.duty.id,
        planned.duty.name,
        planned.duty.role,
        due=len(items),
        done=len(done),
        on_time=on_time,
        late=len(done) - on_time + standing,
        missed=sum(item.status == "missed" for item in items),
        skipped=sum(item.status == "skipped" for item in items),
    )


def was_on_time(item: Item) -> bool:
    """Whether a done item was done in the last minute in which it was due, or before.

    A goal that was lowered to what had been counted by then has no moment: it was on time.
    """
    due, settled = item.occurrence.due, item.record.settled
    if due is None or settled is None:
        return True
    return in_time(settled.at, due)
