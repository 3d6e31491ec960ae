"""Playbooks and configs of older formats, brought to the one that is read.

A file says its format in the line `opsplan: N`. Each step changes the text, so that comments and
the order of things stay as people have left them.
"""

from collections.abc import Callable

from opsplan.playbook.edit import with_first
from opsplan.playbook.tree import read_tree, to_data
from opsplan.values.text import say

KEY = "opsplan"
"""The key that tells a file's format."""


def _numbered(text: str) -> str | None:
    return with_first(text, KEY, 1)


STEPS: tuple[Callable[[str], str | None], ...] = (_numbered,)
"""What leads from format 0, a file that does not say its format, to 1, from 1 to 2, and so on;
None where that takes a person."""
FORMAT = len(STEPS)
"""The format that is read."""
FORMAT_LINE = say("opsplan: {format}", format=FORMAT)
"""The line that says so."""
UNNUMBERED = say("the key '{key}' is missing", key=KEY)
"""What is wrong with a playbook that does not say its format."""


def upgraded(text: str) -> str | None:
    """The text of a file in the format that is read; None where it is of that format, of a newer
    one or of none, or where a step takes a person."""
    root = read_tree(text.encode(), "").root
    found = to_data(root) if root else None
    number = found.get(KEY, "0") if isinstance(found, dict) else None
    if not isinstance(number, str) or not number.isdecimal() or int(number) >= FORMAT:
        return None
    made: str | None = text
    for step in STEPS[int(number) :]:
        made = made and step(made)
    return made
