"""Breaks text into lines as Chinese and English readers expect them.

A line ends at a space or beside a Chinese character, never before a closing mark nor after an
opening one (GB/T 15834; W3C, Requirements for Chinese Text Layout, 3.1.3). Latin words and numbers
stay whole unless one alone is wider than the line.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Measure = Callable[[str], float]
"""How wide a piece of text is, in any unit."""

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’％‰℃…—～·々ー〜｝］｡､%!),.:;?]}‐–")
"""What no line starts with."""
NO_END = frozenset("（《〈「『【〔〖“‘｛［￥＃№([{¥$#")
"""What no line ends with."""
JOINER = "\u200d"
NO_BREAK = "\ue000"
"""A space at which no line ends; views show it as a space. (Rich breaks lines at U+00A0 too.)"""


def broken(text: str, width: float, measure: Measure, hanging: float = 0) -> list[str]:
    """`text` in lines of at most `width`, all but the first narrower by `hanging`; one empty line
    for an empty text.

    Spaces at the ends of lines go, everything else stays. What cannot be broken by the rules and
    is wider than a line is broken anywhere.
    """
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        room = width - hanging if lines else width
        if measure((line + piece).rstrip(" ")) <= room:
            line += piece
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
            room = width - hanging
        *whole, line = _cut(piece, room, width - hanging, measure)
        lines += whole
    if line.strip(" ") or not lines:
        lines.append(line.rstrip(" "))
    return [each.lstrip(" ") for each in lines]


def clusters(text: str) -> list[str]:
    """What a reader takes for single characters: combining marks and joined emoji stay together."""
    found: list[str] = []
    for char in text:
        joined = bool(found) and (
            unicodedata.category(char) in ("Mn", "Me")
            or char == JOINER
            or found[-1].endswith(JOINER)
        )
        if joined:
            found[-1] += char
        else:
            found.append(char)
    return found


@lru_cache(maxsize=2048)  # the same texts are broken again for each size of print
def pieces(text: str) -> tuple[str, ...]:
    """The parts of a text between which a line may end; spaces stay at the end of their part."""
    found: list[str] = []
    for cluster in clusters(text):
        if found and not _may_break(found[-1], cluster[0]):
            found[-1] += cluster
        else:
            found.append(cluster)
    return tuple(found)


def _may_break(piece: str, after: str) -> bool:
    before = piece.rstrip(" ")[-1:]
    if after == " " or after in NO_START or before in NO_END or NO_BREAK in (before, after):
        return False
    return piece.endswith(" ") or _stands_alone(before) or _stands_alone(after)


def _stands_alone(char: str) -> bool:
    """Whether lines break beside it: Chinese characters and full-width marks."""
    return char != "" and unicodedata.east_asian_width(char) in "WF"


def _cut(piece: str, first: float, others: float, measure: Measure) -> list[str]:
    """A part that is wider than a line, broken anywhere, by the rules for marks as far as can be;
    `first` is how wide its first line may be.

    The last line is what the next part may be joined to.
    """
    rest = clusters(piece)
    lines: list[str] = []
    width = first
    while len(rest) > 1 and measure("".join(rest).rstrip(" ")) > width:
        fits = 1
        while fits < len(rest) and measure("".join(rest[: fits + 1])) <= width:
            fits += 1
        fits = min(fits, len(rest) - 1)
        at = next((n for n in range(fits, 0, -1) if _may_cut(rest[n - 1], rest[n])), fits)
        lines.append("".join(rest[:at]).rstrip(" "))
        rest, width = rest[at:], others
    return [*lines, "".join(rest)]


def _may_cut(before: str, after: str) -> bool:
    return not (after == " " or after[0] in NO_START or before[-1] in NO_END)
