"""Numbers as bars of one character each."""

from collections.abc import Iterable, Sequence

HEIGHTS = "▁▂▃▄▅▆▇█"
"""From nothing to all of it."""
NOTHING = "·"
"""Where there is no number."""


def bar(part: float, whole: float) -> str:
    """How much of the whole a part is; a dot where the whole is nothing."""
    return HEIGHTS[round((len(HEIGHTS) - 1) * part / whole)] if whole else NOTHING


def strip(pairs: Iterable[tuple[float, float]]) -> str:
    """A bar for each (part, whole)."""
    return "".join(bar(part, whole) for part, whole in pairs)


def sparkline(values: Sequence[float | None]) -> str:
    """Values over time between the least and the greatest of them; a dot where there is none.

    Values that are all the same stand in the middle.
    """
    known = [value for value in values if value is not None]
    least, span = min(known, default=0.0), max(known, default=0.0) - min(known, default=0.0)
    return "".join(
        NOTHING if value is None else bar(value - least, span) if span else HEIGHTS[4]
        for value in values
    )
