"""Which items of a window leave the house in a file: those dated within it, like `expand`'s."""

from opsplan.planning.expand import day_order
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import replace


def exported(checklist: Checklist) -> Checklist:
    """The checklist with everything that is dated (after its shift) within the window, by date.

    What was carried into the window is left out, what counts from its last completion stands on
    its next date, and one-time steps on theirs.
    """
    every = (*checklist.items, *checklist.setup, *checklist.later)
    dated = [item for item in every if item.occurrence.date in checklist.window]
    return replace(checklist, items=tuple(sorted(dated, key=_by_date)), setup=(), later=())


def _by_date(item: Item) -> tuple[object, ...]:
    return item.occurrence.date, *day_order(item.occurrence)
