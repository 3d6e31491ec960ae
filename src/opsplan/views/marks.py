"""The boxes of screen and paper: state is told by their shape, never by colour alone."""

from opsplan.values.occurrence import Status

BOXES: dict[Status, str] = {
    "upcoming": "☐",
    "open": "☐",
    "late": "☐",
    "done": "☑",
    "skipped": "⊘",
    "missed": "☒",
}
ASCII_BOXES: dict[Status, str] = {
    "upcoming": "[ ]",
    "open": "[ ]",
    "late": "[!]",
    "done": "[x]",
    "skipped": "[-]",
    "missed": "[ ]",
}


GRID_LATE = "!"
"""Stands for a late occurrence where there is no room for the word."""


def boxes_for(encoding: str, *, plain: bool = False) -> dict[Status, str]:
    """Boxes that an output of that encoding can show."""
    if plain:
        return ASCII_BOXES
    try:
        "".join(BOXES.values()).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII_BOXES
    return BOXES
