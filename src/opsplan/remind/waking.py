"""What wakes opsplan up: which commands are to run when, whatever program runs them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from opsplan.values.classes import dataclass, replace
from opsplan.values.text import Language

Digest = Literal["morning", "evening", "week"]
DIGESTS: tuple[Digest, ...] = ("morning", "evening", "week")
EVERY_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Wake:
    """A command that runs each day at `at` (minutes from midnight), or on `weekday` (Monday is 0)
    alone; every five minutes where it has no time. `name` tells it from the others."""

    name: str
    arguments: tuple[str, ...]
    at: int | None = None
    weekday: int | None = None

    @property
    def clock(self) -> tuple[int, int]:
        """Hour and minute."""
        return divmod(self.at or 0, 60)


@dataclass(frozen=True, slots=True)
class Waking:
    """All that is to run: the program with its absolute path, and what its environment must say.

    The times of `wakes` are those of the time zone `zone`; `shift` are the minutes by which the
    machine's clock is ahead of it, for schedulers that know no zones.
    """

    program: tuple[str, ...]
    environ: Mapping[str, str]
    wakes: tuple[Wake, ...]
    zone: str
    shift: int = 0

    @property
    def language(self) -> Language:
        """The language of what is said, and so of the comments about it. It is not that of the
        answer of the moment, or what is installed would be another thing to each reader."""
        return "zh" if self.environ.get("LANG", "").startswith("zh") else "en"

    @property
    def by_machine(self) -> tuple[Wake, ...]:
        """The wakes by the machine's clock."""
        return tuple(shifted(wake, self.shift) for wake in self.wakes)


def wakes_of(digests: Mapping[Digest, int | None]) -> tuple[Wake, ...]:
    """The reminders, and those digests that have a time; the week's is said on Mondays."""
    wakes = [Wake("remind", ("remind", "--notify"))]
    for digest in DIGESTS:
        at = digests.get(digest)
        if at is not None:
            arguments = ("remind", "--notify", "--digest", digest)
            wakes.append(Wake(digest, arguments, at, 0 if digest == "week" else None))
    return tuple(wakes)


_NAMES_ZH: dict[Digest, str] = {"morning": "早上", "evening": "傍晚", "week": "每周一"}
_NAMED: dict[str, Digest] = {
    **{each: each for each in DIGESTS},
    **{_NAMES_ZH[d]: d for d in DIGESTS},
}
_DIGESTS_LINE = re.compile(r"^# (?:digests?:|汇总：)(?P<times>.*)[(（]", re.MULTILINE)
_DIGEST = re.compile(rf"({'|'.join(_NAMED)}) (\d\d):(\d\d)")
"""Not in the catalog: what is read back may not depend on a translation."""


def digests_line(waking: Waking) -> str:
    """A comment with the digests' times in the shop's zone, for people and for `digests_in`."""
    timed = [wake for wake in waking.wakes if wake.at is not None]
    clocks = {wake.name: f"{wake.clock[0]:02}:{wake.clock[1]:02}" for wake in timed}
    if waking.language == "zh":
        said = [f"{_NAMES_ZH[d]} {clocks[d]}" for d in DIGESTS if d in clocks]
        return f"# 汇总：{'、'.join(said) or '没有'}（{waking.zone}）"
    times = [f"{name} {clock}" for name, clock in clocks.items()]
    return f"# digests: {', '.join(times) or 'none'} ({waking.zone})"


def digests_in(text: str) -> dict[Digest, int | None] | None:
    """The times in a comment of `digests_line` somewhere in `text`; None where there is none."""
    line = _DIGESTS_LINE.search(text)
    if line is None:
        return None
    clocks = _DIGEST.findall(line["times"])
    found = {_NAMED[name]: int(hour) * 60 + int(m) for name, hour, m in clocks}
    return {digest: found.get(digest) for digest in DIGESTS}


def minutes_ahead(moment: datetime, machine: tzinfo, shop: tzinfo) -> int:
    """The minutes by which the machine's clock is ahead of the shop's at that moment (aware)."""
    offsets = (moment.astimezone(zone).utcoffset() or timedelta() for zone in (machine, shop))
    return int((next(offsets) - next(offsets)) / timedelta(minutes=1))


def is_steady(now: datetime, machine: tzinfo, shop: tzinfo) -> bool:
    """Whether the two clocks keep their distance for a year to come."""
    moments = (now + timedelta(days=days) for days in range(366))
    return len({minutes_ahead(moment, machine, shop) for moment in moments}) == 1


def shifted(wake: Wake, minutes: int) -> Wake:
    """The same wake by a clock that is so many minutes ahead (behind, if negative)."""
    if wake.at is None:
        return wake
    days, at = divmod(wake.at + minutes, 24 * 60)
    weekday = None if wake.weekday is None else (wake.weekday + days) % 7
    return replace(wake, at=at, weekday=weekday)
