"""The bands of a day's list, in the order in which an operator reads it."""

from typing import Literal, get_args

from opsplan.values.checklist import Checklist, Item
from opsplan.values.occurrence import Occurrence

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


def span_band(occurrence: Occurrence) -> Band:
    """The band of what spans a week, a month, a quarter, a year or a phase."""
    return _SPANS.get(occurrence.mark.span, "anytime")


def _band(item: Item, checklist: Checklist, *, is_today: bool) -> Band:
    occurrence = item.occurrence
    if item.status in ("done", "skipped"):
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
