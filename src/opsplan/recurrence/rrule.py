"""RRULEs of RFC 5545 (3.3.10), checked before anything is expanded.

Rules of whole days (YEARLY to DAILY) are expanded here, period by period, so that the cost is that
of the window, and BYDAY, BYSETPOS and the week start mean what the RFC says; dateutil walks the
hourly and finer ones. A malformed rule, and one that never matches, is refused.
"""

import calendar as month_lengths
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice, product
from math import gcd
from typing import Any

from dateutil import rrule as dateutil_rrule

from opsplan.values.cadence import RFC_WEEKDAYS, RRule
from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say

DAY_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
CLOCK_FREQUENCIES = ("HOURLY", "MINUTELY", "SECONDLY")
_RANGES = {
    "BYSECOND": (0, 59, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_KEYS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_RANGES)
_LAST_DAY = date.max.toordinal()
_LONGEST = {"YEARLY": 366, "MONTHLY": 31, "WEEKLY": 7, "DAILY": 1}
"""Days of a period."""
_WEEK = 7 * 86400
_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
"""Seconds."""
_LIMITS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYHOUR", "BYMINUTE", "BYSECOND")
MOST_CLOCK_INSTANCES = 100_000
"""Instances that are counted have to be walked from the first."""
_SEARCH = {"YEARLY": 60, "MONTHLY": 720, "WEEKLY": 2200, "DAILY": 15_000}
"""A rule without an instance in so many of the periods that it visits is refused as never matching;
weekdays and leap days come round within 40 years, whatever the interval."""


class RuleError(Exception):
    """A rule that is refused, with the reason."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with all that its start implies written out (RFC 5545: "information from DTSTART")."""

    freq: str
    interval: int
    count: int | None
    until: date | datetime | None
    until_utc: bool
    byday: tuple[tuple[int, int], ...]
    by: dict[str, tuple[int, ...]]
    wkst: int
    start: date
    clock: time | None

    def __hash__(self) -> int:
        return id(self)


def check_rule(cadence: RRule) -> None:
    """RuleError where the rule is malformed or never matches."""
    rule = _parse(cadence)
    if not _ever_matches(rule):
        raise RuleError(say("this rule never matches a date"))


Skipped = Callable[[int], object]
"""Whether a day is left out, and so not counted by a COUNT."""


def rule_instances(
    cadence: RRule,
    first: int,
    last: int,
    zone: tzinfo | None = None,
    skipped: Skipped | None = None,
) -> Iterator[tuple[int, int | None]]:
    """(day, minute of the day) of each instance in `[first, last)`, in order, each minute once.

    The minute is None where the start has no time. `zone` is what an UNTIL in UTC is read in.
    A COUNT counts what happens: instances on `skipped` days are left out and take none of it.
    """
    seen: tuple[int, int | None] | None = None
    for day, second in _instances(cadence, first, last, zone, skipped):
        instance = (day, None if second is None else second // 60)
        if instance != seen:
            seen = instance
            yield instance


def _instances(
    cadence: RRule,
    first: int,
    last: int,
    zone: tzinfo | None,
    skipped: Skipped | None = None,
) -> Iterator[tuple[int, int | None]]:
    """(day, second of the day) of each instance of the rule in the window."""
    rule = _parse(cadence)
    first = max(first, rule.start.toordinal())
    last = min(last, _LAST_DAY + 1)
    left = rule.count
    begin = first if left is None else rule.start.toordinal()
    find = _clock_instances if rule.freq in CLOCK_FREQUENCIES else _day_instances
    for day, second in find(rule, begin, last):
        if left == 0 or _is_after_until(rule, day, second, zone):
            return
        if skipped is not None and skipped(day):
            continue
        left = None if left is None else left - 1
        if day >= first:
            yield day, second


@lru_cache(maxsize=512)
def _parse(cadence: RRule) -> _Rule:
    parts = _parts(cadence.rule)
    freq = parts.get("FREQ", "")
    if freq not in (*DAY_FREQUENCIES, *CLOCK_FREQUENCIES):
        raise RuleError(say("FREQ must be one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, …"))
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleError(say("COUNT and UNTIL cannot stand in one rule"))
    by = {key: _numbers(key, parts[key]) for key in _RANGES if key in parts}
    byday = _byday(parts["BYDAY"]) if "BYDAY" in parts else ()
    start = cadence.start
    timed = isinstance(start, datetime)
    _check_fit(freq, by, byday, timed=timed)
    until, until_utc = _until(parts["UNTIL"]) if "UNTIL" in parts else (None, False)
    rule = _Rule(
        freq,
        _positive("INTERVAL", parts.get("INTERVAL", "1")),
        _count(freq, parts["COUNT"]) if "COUNT" in parts else None,
        until,
        until_utc,
        byday,
        by,
        _weekday(parts.get("WKST", "MO")),
        start.date() if isinstance(start, datetime) else start,
        start.time() if isinstance(start, datetime) else None,
    )
    return _with_implied(rule)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.removesuffix(";").split(";"):  # other programs end a rule with one
        key, equals, value = part.partition("=")
        if not equals or not value:
            raise RuleError(say("'{part}' is not KEY=VALUE", part=part))
        if key in ("RSCALE", "SKIP", "BYEASTER"):
            raise RuleError(say("{key} is not supported", key=key))
        if key not in _KEYS:
            raise RuleError(say("there is no rule part {key}", key=key))
        if key in parts:
            raise RuleError(say("{key} stands twice", key=key))
        parts[key] = value
    return parts


def _numbers(key: str, text: str) -> tuple[int, ...]:
    low, high, signed = _RANGES[key]
    numbers: list[int] = []
    for item in text.split(","):
        form = r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,3}"
        value = int(item) if re.fullmatch(form, item) else None
        if value is None or not low <= (abs(value) if signed else value) <= high:
            raise RuleError(
                say(
                    "{key} takes {low} to {high}, not {item}",
                    key=key,
                    low=low,
                    high=high,
                    item=item,
                )
            )
        numbers.append(value)
    return tuple(sorted(set(numbers)))


def _positive(key: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) == 0:
        raise RuleError(say("{key} takes a whole number from 1, not {item}", key=key, item=text))
    return int(text)


def _count(freq: str, text: str) -> int:
    count = _positive("COUNT", text)
    if freq in CLOCK_FREQUENCIES and count > MOST_CLOCK_INSTANCES:
        what = say(
            "COUNT takes at most {most} with FREQ={freq}", most=MOST_CLOCK_INSTANCES, freq=freq
        )
        raise RuleError(what)
    return count


def _weekday(text: str) -> int:
    if text not in RFC_WEEKDAYS:
        raise RuleError(say("there is no weekday {item}; they are MO TU WE TH FR SA SU", item=text))
    return RFC_WEEKDAYS.index(text)


def _byday(text: str) -> tuple[tuple[int, int], ...]:
    """(n, weekday) pairs; n is 0 for every such weekday."""
    days: set[tuple[int, int]] = set()
    for item in text.split(","):
        weekday, nth = _weekday(item[-2:]), item[:-2]
        if not nth:
            days.add((0, weekday))
            continue
        if not re.fullmatch(r"[+-]?[0-9]{1,2}", nth) or not 1 <= abs(int(nth)) <= 53:
            raise RuleError(say("BYDAY takes MO, 2TU or -1FR, not {item}", item=item))
        days.add((int(nth), weekday))
    return tuple(sorted(days))


def _until(text: str) -> tuple[date | datetime, bool]:
    utc = text.endswith("Z")
    if not re.fullmatch("[0-9]{8}(T[0-9]{6}Z?)?", text):
        raise RuleError(say("UNTIL takes 20261231 or 20261231T155959Z, not {item}", item=text))
    for form in ("%Y%m%d", "%Y%m%dT%H%M%S"):
        try:
            value = datetime.strptime(text.removesuffix("Z"), form)  # noqa: DTZ007 - the zone is kept apart
        except ValueError:
            continue
        return (value.date() if form == "%Y%m%d" else value), utc
    raise RuleError(say("UNTIL takes 20261231 or 20261231T155959Z, not {item}", item=text))


def _check_fit(
    freq: str, by: dict[str, tuple[int, ...]], byday: tuple[tuple[int, int], ...], *, timed: bool
) -> None:
    """The combinations that RFC 5545 3.3.10 rules out."""
    numbered = any(n for n, _ in byday)
    if numbered and freq not in ("MONTHLY", "YEARLY"):
        raise RuleError(say("a numbered BYDAY needs FREQ=MONTHLY or FREQ=YEARLY"))
    if numbered and "BYWEEKNO" in by:
        raise RuleError(say("a numbered BYDAY cannot stand beside BYWEEKNO"))
    if freq == "MONTHLY" and any(abs(n) > 5 for n, _ in byday):
        raise RuleError(say("a month has no more than five weekdays of a name"))
    if "BYWEEKNO" in by and freq != "YEARLY":
        raise RuleError(say("BYWEEKNO needs FREQ=YEARLY"))
    if "BYYEARDAY" in by and freq in ("MONTHLY", "WEEKLY", "DAILY"):
        raise RuleError(say("BYYEARDAY does not go with FREQ={freq}", freq=freq))
    if "BYMONTHDAY" in by and freq == "WEEKLY":
        raise RuleError(say("BYMONTHDAY does not go with FREQ=WEEKLY"))
    if "BYSETPOS" in by and not byday and set(by) == {"BYSETPOS"}:
        raise RuleError(say("BYSETPOS needs another BY part"))
    clocked = {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(by)
    if not timed and (clocked or freq in CLOCK_FREQUENCIES):
        raise RuleError(
            say("this rule has clock times, so its start needs one: from 2026-01-01T09:00")
        )


def _with_implied(rule: _Rule) -> _Rule:
    """The rule with the day that its start implies, where it names none itself."""
    by, byday = dict(rule.by), rule.byday
    names_days = byday or {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"} & set(by)
    if not names_days:
        if rule.freq == "YEARLY" and "BYMONTH" not in by:
            by["BYMONTH"] = (rule.start.month,)
        if rule.freq in ("YEARLY", "MONTHLY"):
            by["BYMONTHDAY"] = (rule.start.day,)
        elif rule.freq == "WEEKLY":
            byday = ((0, rule.start.weekday()),)
    elif {*by} & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"} == {"BYWEEKNO"} and not byday:
        byday = ((0, rule.start.weekday()),)
    fields = (rule.freq, rule.interval, rule.count, rule.until, rule.until_utc)
    return _Rule(*fields, byday, by, rule.wkst, rule.start, rule.clock)


def _is_after_until(rule: _Rule, day: int, second: int | None, zone: tzinfo | None) -> bool:
    if rule.until is None:
        return False
    if not isinstance(rule.until, datetime):
        return day > rule.until.toordinal()
    until = rule.until
    if rule.until_utc and zone is not None:
        try:
            until = until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        except OverflowError:  # at the end of time no day lies after it
            return False
    at = datetime.combine(date.fromordinal(day), time()) + timedelta(seconds=second or 0)
    return at > until if second is not None else day > until.toordinal()


def _day_instances(rule: _Rule, first: int, last: int) -> Iterator[tuple[int, int | None]]:
    """Instances from `first` (never before the start) up to `last`, period by period."""
    clocks = _clocks(rule)
    start = rule.start.toordinal()
    started = _second_of(rule.clock) if rule.clock else None
    for low, high in _periods(rule, first, last):
        days = _period_days(rule, low, high)
        instances: list[tuple[int, int | None]] = list(product(days, clocks))
        for day, second in _picked(rule, instances):
            is_before = day == start and started is not None and (second or 0) < started
            if max(first, start) <= day < last and not is_before:
                yield day, second


def _second_of(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _clocks(rule: _Rule) -> list[int | None]:
    if rule.clock is None:
        return [None]
    hours = rule.by.get("BYHOUR", (rule.clock.hour,))
    minutes = rule.by.get("BYMINUTE", (rule.clock.minute,))
    seconds = rule.by.get("BYSECOND", (rule.clock.second,))
    clocks: list[int | None] = []
    clocks += sorted(h * 3600 + m * 60 + s for h in hours for m in minutes for s in seconds)
    return clocks


def _picked(rule: _Rule, instances: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    positions = rule.by.get("BYSETPOS")
    if positions is None:
        return instances
    size = len(instances)
    indexes = {pos - 1 if pos > 0 else size + pos for pos in positions}
    return [instances[index] for index in sorted(indexes) if 0 <= index < size]


def _periods(rule: _Rule, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The years, months, weeks or days that the rule visits and that touch the window."""
    first = max(first, rule.start.toordinal())
    if first >= last:
        return
    start, n = rule.start, rule.interval
    at, end = date.fromordinal(first), date.fromordinal(last - 1)
    if "BYWEEKNO" in rule.by:
        yield from _week_years(rule, first, last - 1)
    elif rule.freq == "YEARLY":
        for year in range(at.year + (start.year - at.year) % n, end.year + 1, n):
            low = date(year, 1, 1).toordinal()
            yield low, low + (366 if month_lengths.isleap(year) else 365)
    elif rule.freq == "MONTHLY":
        anchor, begin = start.year * 12 + start.month - 1, at.year * 12 + at.month - 1
        for index in range(begin + (anchor - begin) % n, end.year * 12 + end.month, n):
            year, month = index // 12, index % 12 + 1
            low = date(year, month, 1).toordinal()
            yield low, low + month_lengths.monthrange(year, month)[1]
    else:
        length = 7 if rule.freq == "WEEKLY" else 1
        step = length * n
        anchor = start.toordinal()
        if rule.freq == "WEEKLY":
            anchor -= (anchor - 1 - rule.wkst) % 7
        low = first - (first - anchor) % step
        while low < last:
            yield low, low + length
            low += step


def _week_years(rule: _Rule, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The years of whole weeks that a rule with BYWEEKNO visits, from the year of its start's
    week on: the days of week 1 may lie in December, those of week 53 in January."""
    n = rule.interval
    start, at, end = (_week_year(day, rule.wkst) for day in (rule.start.toordinal(), first, last))
    for year in range(at + (start - at) % n, end + 1, n):
        yield _first_week(year, rule.wkst), _first_week(year + 1, rule.wkst)


def _period_days(rule: _Rule, low: int, high: int) -> list[int]:
    months = rule.by.get("BYMONTH")
    monthdays = rule.by.get("BYMONTHDAY")
    days: list[int] = []
    for start, end in _months_of(low, high):
        first_day = date.fromordinal(start)
        if months and first_day.month not in months:
            continue
        days += _monthdays(monthdays, start, end) if monthdays else range(start, end)
    return [day for day in days if _fits(rule, day, low, high)]


def _months_of(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The period cut at the ends of months, and at the first and the last day that there is."""
    low, high = max(low, 1), min(high, _LAST_DAY + 1)
    while low < high:
        day = date.fromordinal(low)
        end = low - day.day + 1 + month_lengths.monthrange(day.year, day.month)[1]
        yield low, min(end, high)
        low = end


def _monthdays(monthdays: tuple[int, ...], start: int, end: int) -> list[int]:
    day = date.fromordinal(start)
    length = month_lengths.monthrange(day.year, day.month)[1]
    base = start - day.day
    found = {base + (n if n > 0 else length + 1 + n) for n in monthdays if abs(n) <= length}
    return sorted(each for each in found if start <= each < end)


def _fits(rule: _Rule, day: int, low: int, high: int) -> bool:
    if rule.byday and not _fits_byday(rule, day, low, high):
        return False
    if yeardays := rule.by.get("BYYEARDAY"):
        at = date.fromordinal(day)
        number = day - date(at.year, 1, 1).toordinal() + 1
        length = 366 if month_lengths.isleap(at.year) else 365
        if number not in yeardays and number - length - 1 not in yeardays:
            return False
    if weeks := rule.by.get("BYWEEKNO"):
        number, total = _week_number(day, rule.wkst)
        return number in weeks or number - total - 1 in weeks
    return True


def _fits_byday(rule: _Rule, day: int, low: int, high: int) -> bool:
    weekday = (day - 1) % 7
    for n, each in rule.byday:
        if each != weekday:
            continue
        if n == 0:
            return True
        if rule.freq == "YEARLY" and "BYMONTH" in rule.by:
            at = date.fromordinal(day)
            low = day - at.day + 1
            high = low + month_lengths.monthrange(at.year, at.month)[1]
        nth = (day - low) // 7 + 1 if n > 0 else -((high - 1 - day) // 7 + 1)
        if nth == n:
            return True
    return False


def _week_number(day: int, wkst: int) -> tuple[int, int]:
    """(number, weeks in its year) of the day's week: the first week has four days of the year."""
    monday = day - (day - 1 - wkst) % 7
    year = _week_year(day, wkst)
    first = _first_week(year, wkst)
    return (monday - first) // 7 + 1, (_first_week(year + 1, wkst) - first) // 7


def _week_year(day: int, wkst: int) -> int:
    """The year that the day's week belongs to: the one that has four days of it."""
    monday = day - (day - 1 - wkst) % 7
    return date.fromordinal(min(max(monday + 3, 1), _LAST_DAY)).year


def _first_week(year: int, wkst: int) -> int:
    fourth = date(min(year, 9999), 1, 4).toordinal()
    return fourth - (fourth - 1 - wkst) % 7


def _ever_matches(rule: _Rule) -> bool:
    start = rule.start.toordinal()
    if rule.freq in CLOCK_FREQUENCIES:
        return _clock_ever_matches(rule, start)
    longest = _LONGEST[rule.freq]
    positions = rule.by.get("BYSETPOS", (1,))
    if min(map(abs, positions)) > longest * len(_clocks(rule)):
        return False
    end = min(start + longest * _SEARCH[rule.freq] * rule.interval, _LAST_DAY)
    first = next(_day_instances(rule, start, end), None)
    return first is not None and not _is_after_until(rule, *first, None)


def _clock_ever_matches(rule: _Rule, start: int) -> bool:
    """Whether some visited moment of a week fits, and some day of the years ahead does.

    Moments move through the week in steps of the interval, so those that differ by the greatest
    common divisor of interval and week are all that can ever be met (weekdays and clock times);
    months and days of the month do not depend on the interval.
    """
    assert rule.clock is not None
    if _is_after_until(rule, start, _second_of(rule.clock), None):
        return False
    if not _has_position(rule):
        return False
    step = gcd(rule.interval * _UNITS[rule.freq], _WEEK)
    at = rule.start.weekday() * 86400 + _second_of(rule.clock)
    if not _meets(rule, at, step):
        return False
    depends_on_year = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY"} & set(rule.by)
    days = range(start, min(start + (40 * 366 if depends_on_year else 7), _LAST_DAY))
    return any(_period_days(rule, day, day + 1) for day in days)


def _meets(rule: _Rule, at: int, step: int) -> bool:
    """Whether a moment of the week that lies some `step` seconds from `at` passes the parts that
    limit moments at this frequency; the finer ones expand what is met."""
    unit = _UNITS[rule.freq]
    hours = rule.by.get("BYHOUR", range(24))
    minutes = rule.by.get("BYMINUTE", range(60)) if unit < 3600 else (0,)
    seconds = rule.by.get("BYSECOND", range(60)) if unit < 60 else (0,)
    weekdays = {weekday for _, weekday in rule.byday} or range(7)
    wanted = {(at - at % unit - second) % step for second in seconds}
    starts = product(weekdays, hours, minutes)
    return any((d * 86400 + h * 3600 + m * 60) % step in wanted for d, h, m in starts)


def _has_position(rule: _Rule) -> bool:
    """Whether BYSETPOS picks anything of what an hour, minute or second holds."""
    expanded = {"HOURLY": ("BYMINUTE", "BYSECOND"), "MINUTELY": ("BYSECOND",)}.get(rule.freq, ())
    size = 1
    for part in expanded:
        size *= len(rule.by.get(part, (0,)))
    return any(abs(position) <= size for position in rule.by.get("BYSETPOS", (1,)))


def _fits_clock(rule: _Rule, second: int) -> bool:
    """Whether a visited moment passes the parts that limit it at this frequency."""
    numbers = {"BYHOUR": second // 3600, "BYMINUTE": second // 60 % 60, "BYSECOND": second % 60}
    limits = {"HOURLY": ("BYHOUR",), "MINUTELY": ("BYHOUR", "BYMINUTE")}
    parts = limits.get(rule.freq, tuple(numbers))
    return all(numbers[part] in rule.by.get(part, (numbers[part],)) for part in parts)


def _clock_instances(rule: _Rule, first: int, last: int) -> Iterator[tuple[int, int | None]]:
    """HOURLY and finer: by arithmetic day by day; dateutil walks those that have to be counted
    from the start and visit nothing in vain."""
    is_dense = not rule.byday and not {*_LIMITS} & set(rule.by)
    if rule.count is not None and is_dense and rule.freq != "SECONDLY":
        return _by_dateutil(rule, first, last)
    return _by_day(rule, first, last)


def _by_day(rule: _Rule, first: int, last: int) -> Iterator[tuple[int, int | None]]:
    """The instances of the days that the rule's day parts let through."""
    assert rule.clock is not None
    begin = rule.start.toordinal() * 86400 + _second_of(rule.clock)
    unit = _UNITS[rule.freq]
    step = rule.interval * unit
    for day in range(max(first, rule.start.toordinal()), last):
        if not _period_days(rule, day, day + 1):
            continue
        midnight = day * 86400
        if rule.freq == "SECONDLY":
            yield from ((day, second) for second in _seconds(rule, midnight, begin))
            continue
        origin = begin - begin % unit
        visited = range((origin - midnight) % step, 86400, step)
        for moment in visited:
            if midnight + moment + unit <= begin or not _fits_clock(rule, moment):
                continue
            for second in _expanded(rule, moment):
                if midnight + second >= begin:
                    yield day, second


def _seconds(rule: _Rule, midnight: int, begin: int) -> Iterator[int]:
    """The seconds of a day that a SECONDLY rule visits and lets through, from `begin` on; where
    nobody counts them, the first of each minute."""
    allowed = set(rule.by.get("BYSECOND", range(60)))
    for hour, minute in product(
        rule.by.get("BYHOUR", range(24)), rule.by.get("BYMINUTE", range(60))
    ):
        low = midnight + hour * 3600 + minute * 60
        at = low + (begin - low) % rule.interval
        visited = range(at if at >= begin else begin, low + 60, rule.interval)
        found = (second - midnight for second in visited if second % 60 in allowed)
        yield from islice(found, 1 if rule.count is None else None)


def _expanded(rule: _Rule, moment: int) -> list[int]:
    """The seconds of the day that a visited hour, minute or second holds, by its BY parts."""
    assert rule.clock is not None
    seconds = rule.by.get("BYSECOND", (rule.clock.second,))
    if rule.freq == "MINUTELY":
        inner = [moment + second for second in seconds]
    else:
        minutes = rule.by.get("BYMINUTE", (rule.clock.minute,))
        inner = [moment + minute * 60 + second for minute in minutes for second in seconds]
    inner.sort()
    positions = rule.by.get("BYSETPOS")
    if positions is None:
        return inner
    size = len(inner)
    picked = {at - 1 if at > 0 else size + at for at in positions}
    return [inner[index] for index in sorted(picked) if 0 <= index < size]


def _by_dateutil(rule: _Rule, first: int, last: int) -> Iterator[tuple[int, int | None]]:
    assert rule.clock is not None
    if first >= last:
        return
    end = datetime.combine(date.fromordinal(last - 1), time.max)
    limits: dict[str, Any] = {key.lower(): value for key, value in rule.by.items()}
    walk = dateutil_rrule.rrule(
        getattr(dateutil_rrule, rule.freq),
        dtstart=datetime.combine(rule.start, rule.clock),
        interval=rule.interval,
        wkst=rule.wkst,
        byweekday=[weekday for _, weekday in rule.byday] or None,
        **limits,
    )
    for at in walk:
        if at > end:
            return
        if at.toordinal() >= first:
            yield at.toordinal(), _second_of(at.time())
