"""The help page: every key with what it does."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from opsplan.tui.details import wrapped
from opsplan.tui.keys import Key
from opsplan.values.text import say
from opsplan.views.paint import padded
from opsplan.views.words import Words

_MOVES = (
    ("↑ ↓  j k", say("row by row")),
    ("PgUp PgDn", say("a screenful")),
    ("Home End", say("first and last row")),
    ("esc", say("back to the whole list")),
)


def help_page(groups: Sequence[tuple[str, Sequence[Key]]], words: Words, width: int) -> Content:
    """Keys by groups, then how to move, then what the boxes mean."""
    language = words.language
    caps = [key.cap_for(language) for _, keys in groups for key in keys]
    caps += [cap for cap, _ in _MOVES]
    room = max(map(cell_len, caps)) + 2
    parts: list[Content] = []
    for title, keys in groups:
        rows = [(key.cap_for(language), words.message(key.help)) for key in keys]
        parts += _group(title, rows, room, width)
    parts += _group(
        words("moving"), [(cap, words.message(text)) for cap, text in _MOVES], room, width
    )
    marks = [
        (words.boxes[status], words.status(status))
        for status in ("open", "done", "skipped", "missed")
    ]
    parts += _group(words("boxes"), [(mark, word) for mark, word in marks], room, width)
    return Content("\n").join(parts)


def _group(title: str, rows: Sequence[tuple[str, str]], room: int, width: int) -> list[Content]:
    lines: list[Content] = [Content.styled(title, "bold $accent")]
    for cap, text in rows:
        first, *rest = wrapped(text, max(width - room - 1, 8))
        lines.append(Content.assemble(" ", (padded(cap, room), "bold"), first))
        lines += [Content(" " * (room + 1) + line) for line in rest]
    return [*lines, Content("")]
