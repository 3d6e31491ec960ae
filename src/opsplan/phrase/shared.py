"""What the readers of both languages pass around: the playbook's blocks and a phrase half read."""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date

from opsplan.phrase.scan import Scanner
from opsplan.values.cadence import Cadence, DayPart, ShiftKind
from opsplan.values.classes import dataclass
from opsplan.values.playbook import Block
from opsplan.values.text import Language, Message, say

DAY_PARTS = {
    "morning": ("上午", "早上"),
    "noon": ("中午",),
    "afternoon": ("下午",),
    "evening": ("晚上",),
    "night": ("夜间", "夜里"),
}
"""The blocks that both languages name without a playbook, each with its Chinese words."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The names of a playbook's blocks: (id, zh name, en name). Not `known`: any id will do."""

    entries: tuple[tuple[str, str, str], ...] = ()
    known: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the playbook's order."""
        return tuple(block for block, _, _ in self.entries)

    def names(self, language: Language) -> list[tuple[str, str]]:
        """(name in lower case, id), the longest first; the built-in words come last of all."""
        own = [(block, block) for block in self.ids]
        own += [(zh if language == "zh" else en, block) for block, zh, en in self.entries]
        own = [(name.lower(), block) for name, block in own if name]
        built_in = [
            (name, block)
            for block, zh in DAY_PARTS.items()
            if not self.known or block in self.ids
            for name in (zh if language == "zh" else (block,))
        ]
        if self.known and "night" in self.ids and "evening" not in self.ids:
            built_in.append(("晚上" if language == "zh" else "evening", "night"))
        by_length = sorted(own, key=lambda pair: -len(pair[0]))
        return by_length + built_in

    def chinese(self, block: str) -> str | None:
        """The Chinese word for a block, None where it has none."""
        for each, zh, _ in self.entries:
            if each == block and zh and re.search(r"[\u3400-\u9fff]", zh):
                return zh
        return DAY_PARTS.get(block, (None,))[0]


def blocks_of(blocks: Iterable[Block]) -> Blocks:
    """The blocks of a playbook as phrases name them."""
    entries = tuple((block.id, block.name.zh, block.name.en) for block in blocks)
    return Blocks(entries, known=True)


def a_block_of(blocks: Blocks) -> Message:
    """What is expected where a block is named."""
    if not blocks.ids:
        return say("a block (this playbook has none)")
    return say("a block of this playbook ({blocks})", blocks=list(blocks.ids))


@dataclass(slots=True)
class Parts:
    """The parts after a cadence, as they are found."""

    times: tuple[DayPart, ...] = ()
    shift: ShiftKind | None = None
    start: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language is read: its cadences in the order in which they are tried, and the parts."""

    cadences: tuple[Callable[[Scanner], Cadence | None], ...]
    times: Callable[[Scanner, Blocks], tuple[DayPart, ...] | None]
    shift: Callable[[Scanner], ShiftKind | None]
    bound: Callable[[Scanner, Parts], bool]


def month_day(
    s: Scanner, month: int | None, day: int | None, at: int, *, lunar: bool = False
) -> tuple[int, int] | None:
    """(month, day) where there is such a day in some year; None, and noted at `at`, if not."""
    if month is not None and day is not None and 1 <= month <= 12:
        longest = 30 if lunar else calendar.monthrange(2024, month)[1]
        if 1 <= day <= longest:
            return month, day
    s.fail(say("a day that exists"), at)
    return None
