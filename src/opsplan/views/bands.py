"""What a list is made of: the bands of a day in the order in which an operator reads it, and the
grid of a week with the lists below it."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Occurrence
from opsplan.values.text import Message, say

Band = Literal[
    "carried",
    "now",
    "next",
    "later",
    "clock",
    "anytime",
    "week",
    "month",
    "quarter",
    "year",
    "phase",
    "rows",
    "missed",
    "settled",
]
BANDS: tuple[Band, ...] = get_args(Band)
_SPANS: dict[str | None, Band] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "phase": "phase",
}


def banded(checklist: Checklist) -> list[tuple[Band, list[Item]]]:
    """The items of a day's list by band, empty bands left out.

    Now, next and later are those of today; another day has its clock times in one band.
    """
    is_today = checklist.window.start == checklist.today
    upcoming = [i for i in checklist.items if i.occurrence.is_clocked and i.status == "upcoming"]
    next_opens = min((item.occurrence.opens for item in upcoming), default=None)
    bands: dict[Band, list[Item]] = {}
    for item in checklist.items:
        band = _band(item, checklist, is_today=is_today)
        if band == "later" and item.occurrence.opens == next_opens:
            band = "next"
        bands.setdefault(band, []).append(item)
    return [(band, bands[band]) for band in BANDS if band in bands]


@dataclass(frozen=True, slots=True)
class WeekParts:
    """The items of a week: what stands in the `grid` of its days, what is `carried` from the days
    before, what is `floating`, and the `rows` of registers."""

    grid: tuple[Item, ...]
    carried: tuple[Item, ...]
    floating: tuple[Item, ...]
    rows: tuple[Item, ...]

    @property
    def lists(self) -> list[tuple[Message, tuple[Item, ...]]]:
        """What stands below the grid, by its titles; empty lists are left out."""
        titled = (
            (say("Carried over"), self.carried),
            (say("On whatever day"), self.floating),
            (say("From registers"), self.rows),
        )
        return [(title, items) for title, items in titled if items]


def week_parts(checklist: Checklist) -> WeekParts:
    """Where each item of a week's checklist stands."""
    first = checklist.window.start
    rows = tuple(each for each in checklist.items if each.occurrence.mark.kind == "row")
    floating = tuple(each for each in checklist.items if each.occurrence.mark.kind == "floating")
    dated = [
        each for each in checklist.items if each.occurrence.mark.kind not in ("row", "floating")
    ]
    return WeekParts(
        tuple(each for each in dated if each.occurrence.date >= first),
        tuple(each for each in dated if each.occurrence.date < first),
        floating,
        rows,
    )


def by_duty_and_day(items: Iterable[Item]) -> dict[str, dict[date, list[Item]]]:
    """The items of a grid by duty (`playbook/duty`), in the order of the playbooks, and by day."""
    found: dict[str, dict[date, list[Item]]] = {}
    for item in sorted(items, key=lambda each: each.occurrence.planned.position):
        days = found.setdefault(item.occurrence.planned.key, {})
        days.setdefault(item.occurrence.date, []).append(item)
    return found


def span_band(occurrence: Occurrence) -> Band:
    """The band of what spans a week, a month, a quarter, a year or a phase."""
    return _SPANS.get(occurrence.mark.span, "anytime")


def _band(item: Item, checklist: Checklist, *, is_today: bool) -> Band:
    occurrence = item.occurrence
    if item.is_settled:
        return "settled"
    if item.status == "missed":
        return "missed"
    if occurrence.mark.kind == "floating":
        return span_band(occurrence)
    if occurrence.mark.kind == "row":
        return "rows"
    if item.carried_days:
        return "carried"
    if not occurrence.is_clocked or occurrence.mark.kind == "standing":
        return "anytime"
    if not is_today:
        return "clock"
    return "later" if item.status == "upcoming" else "now"
