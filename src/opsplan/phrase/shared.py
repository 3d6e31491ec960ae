"""What the readers of both languages pass around: the playbook's blocks and a phrase half read."""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import TypeVar

from opsplan.phrase.scan import Scanner, clock, take_date
from opsplan.values.cadence import Cadence, DayPart, RRule, ShiftKind
from opsplan.values.classes import dataclass
from opsplan.values.playbook import Block
from opsplan.values.text import Language, Message, say

T = TypeVar("T")

A_TIME = say("a clock time such as 08:30")
FURTHEST_FROM_PEAK = 24 * 60
"""Minutes; a slot further from a visitor peak has nothing to do with it."""
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


def listed(s: Scanner, read: Callable[[Scanner], T | None], separator: str) -> list[T]:
    """One or more of what `read` reads, with separators between; [] where the first is missing."""
    items: list[T] = []
    item = read(s)
    while item is not None:
        items.append(item)
        before = s.at
        if not s.take(separator):
            break
        item = read(s)
        if item is None:
            s.at = before
    return items


def weekday_range(
    s: Scanner, read: Callable[[Scanner], int | None], to: str
) -> tuple[int, ...] | None:
    """A weekday that `read` reads, or those from it to another one; None where there is none."""
    first = read(s)
    if first is None:
        return None
    before = s.at
    if s.take(to):
        last = read(s)
        if last is not None:
            return tuple((first + i) % 7 for i in range((last - first) % 7 + 1))
    s.at = before
    return (first,)


def take_rrule(s: Scanner, opening: str, closing: str) -> Cadence | None:
    """`rrule RULE from DATE[Ttime]`, the one cadence that both languages write alike."""
    if not s.word("rrule"):
        return None
    rule = s.take(r"(?:rrule:)?([a-z-]+=[!-~]*)", say("a rule such as FREQ=WEEKLY;BYDAY=MO"))
    if rule is None:
        return None
    if not s.take(opening):
        s.fail(say("from and a start date"))
        return None
    day = take_date(s)
    if day is None:
        return None
    start: date | datetime = day
    if match := s.take(r"t\s*(\d{1,2}):(\d{2})(?::(\d{2}))?", None):
        minutes = clock(int(match[1]), int(match[2]))
        if minutes is None or minutes == 1440:
            s.fail(A_TIME, match.start())
            return None
        start = datetime.combine(day, time(int(match[1]), int(match[2]), int(match[3] or 0)))
    s.take(closing)
    return RRule(rule[1].upper(), start)
