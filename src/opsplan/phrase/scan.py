"""What both languages share: folding full-width characters, numbers, and a scanner that remembers
how far it got and what it would have liked to see there."""

import re
from datetime import date

from opsplan.values.text import Message, say

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "—–‐‑−─"), "-")
FOLDS: dict[int, str] = {**_FULL_WIDTH, **_DASHES, ord("　"): " ", ord("〇"): "零"}

CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
CHINESE_NUMBER = "[零一二两三四五六七八九十廿卅]+"
NUMBER_ZH = rf"(?:\d+|{CHINESE_NUMBER})"

HAS_CHINESE = re.compile(r"[\u3400-\u9fff]")


def fold(text: str) -> str:
    """`text` with full-width letters, digits and punctuation as ASCII, each character in place."""
    return text.translate(FOLDS)


LARGEST = 9999
"""No count in a phrase is larger."""


def number(text: str) -> int | None:
    """The value of `12`, `十二`, `廿八`, `两`; None where it is none, such as `一三五`."""
    if text.isdecimal():
        return int(text) if len(text) <= len(str(LARGEST)) else None
    spelled = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = spelled.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or not (ten or ones):
        return None
    if not ten:
        return CHINESE_DIGITS[ones]
    return CHINESE_DIGITS.get(tens, 1) * 10 + CHINESE_DIGITS.get(ones, 0)


class Scanner:
    """A folded phrase and a place in it; every failed `take` notes what was expected where."""

    def __init__(self, text: str) -> None:
        self.text = fold(text).lower()
        self.at = 0
        self.failed_at = 0
        self._expected: dict[str, Message] = {}

    def take(self, pattern: str, expected: Message | None = None) -> re.Match[str] | None:
        """Match `pattern` after any space and move past it; None (and no move) where it differs."""
        start = self._skip_space(self.at)
        match = re.compile(pattern).match(self.text, start)
        if match:
            self.at = match.end()
            return match
        if expected is not None:
            self.fail(expected, start)
        return None

    def word(self, *words: str) -> bool:
        """Take one of these words; they are what the reader is told was expected."""
        pattern = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        end = r"(?![a-z0-9])" if words[0][-1].isascii() and words[0][-1].isalnum() else ""
        found = self.take(f"(?:{pattern}){end}")
        if not found:
            for each in words[:1]:
                self.fail(say("{word}", word=each), self._skip_space(self.at))
        return found is not None

    def fail(self, expected: Message, at: int | None = None) -> None:
        """Note that `expected` would have been right at `at`; only the furthest place is kept."""
        place = self._skip_space(self.at if at is None else at)
        if place > self.failed_at:
            self.failed_at, self._expected = place, {}
        if place == self.failed_at:
            self._expected.setdefault(str(expected), expected)

    def at_end(self) -> bool:
        """Whether nothing but space is left."""
        return self._skip_space(self.at) == len(self.text)

    @property
    def expected(self) -> tuple[Message, ...]:
        """What would have been right at the furthest place that was tried."""
        return tuple(self._expected.values())

    def _skip_space(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at


DATE = (
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})(?!\d)|/(\d{1,2})/(\d{1,2})(?!\d)"
    r"|年(\d{1,2})月(\d{1,2})(?:[日号]|(?!\d)))"
)
A_DATE = say("a date such as 2026-12-01")


def take_date(scanner: Scanner) -> date | None:
    """A full date at the scanner's place; an impossible one (2026-02-30) is no date."""
    start = scanner.at
    match = scanner.take(DATE, A_DATE)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        scanner.at = start
        scanner.fail(say("a date that exists"), match.start())
        return None


def clock(hour: int, minute: int) -> int | None:
    """Minutes from midnight; None where there is no such time (24:00 is one, as an end)."""
    if hour == 24 and minute == 0:
        return 1440
    return hour * 60 + minute if 0 <= hour < 24 and 0 <= minute < 60 else None
