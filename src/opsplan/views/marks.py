"""The boxes of screen and paper: state is told by their shape, never by colour alone."""

from opsplan.values.occurrence import Status

FILLED, UNFILLED = "━", "─"
"""What of a bar is filled, and what is not: two shapes, since colour may be missing."""

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
    "missed": "[/]",
}


GRID_LATE = "!"
"""Stands for a late occurrence where there is no room for the word."""


_ASCII = {
    "━": "=", "─": "-", "–": "-", "—": "-", "·": "-", "…": "...", "›": ">", "→": ">", "×": "x",
    "✓": "v", "✗": "x", "▸": ">", "▾": "v", "│": "|", "“": '"', "”": '"',
}  # fmt: skip


def spelled(error: UnicodeError) -> tuple[str, int]:
    """An error handler for outputs that have no such character: what ASCII comes nearest."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_ASCII.get(each, "?") for each in missing), error.end


def boxes_for(encoding: str, *, plain: bool = False) -> dict[Status, str]:
    """Boxes that an output of that encoding can show."""
    if plain:
        return ASCII_BOXES
    try:
        "".join(BOXES.values()).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII_BOXES
    return BOXES
