"""VTIMEZONE: how a zone's clocks run (RFC 5545, 3.6.5), from the time zone database.

The icalendar library has this too, but puts the beginning of summer time an hour late (7.3).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from opsplan.values.cadence import RFC_WEEKDAYS
from opsplan.views.ics_lines import folded, text_line, zone_name


class Onset(NamedTuple):
    """Clocks that are set: at what time (by the clocks before), from and to which offset."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def component(self) -> str:
        """Summer time is what puts clocks forward."""
        return "DAYLIGHT" if self.after > self.before else "STANDARD"


def zone_lines(zone: tzinfo, first: date, last: date) -> list[str]:
    """The VTIMEZONE of a zone that holds from `first` to `last`; nothing for UTC."""
    name = zone_name(zone)
    if name is None:
        return []
    # A year on either side shows every rule twice at least.
    start, end = date(first.year - 1, 1, 1), date(last.year + 2, 1, 1)
    onsets = list(_onsets(zone, start, end))
    lines = ["BEGIN:VTIMEZONE", text_line("TZID", name)]
    lines += _observance(_standing(zone, start), None)
    for component in ("DAYLIGHT", "STANDARD"):
        ours = [onset for onset in onsets if onset.component == component]
        rule = _rule(ours)
        for onset in ours[:1] if rule else ours:
            lines += _observance(onset, rule)
    return [*lines, "END:VTIMEZONE"]


def _observance(onset: Onset, rule: str | None) -> list[str]:
    return [
        f"BEGIN:{onset.component}",
        f"DTSTART:{onset.local:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(onset.before)}",
        f"TZOFFSETTO:{_offset(onset.after)}",
        folded(f"TZNAME:{onset.name}"),
        *([f"RRULE:{rule}"] if rule else []),
        f"END:{onset.component}",
    ]


def _rule(onsets: list[Onset]) -> str | None:
    """The yearly rule of onsets, one in each of several years; None where they have none."""
    if len(onsets) < 2 or len({(o.before, o.after, o.name, o.local.time()) for o in onsets}) > 1:
        return None
    if any(b.local.year - a.local.year != 1 for a, b in pairwise(onsets)):
        return None
    days = [onset.local for onset in onsets]
    if len({(day.month, day.weekday()) for day in days}) > 1:
        return None
    rule = f"FREQ=YEARLY;BYMONTH={days[0].month};BYDAY="
    if all((day + timedelta(days=7)).month != day.month for day in days):
        return f"{rule}-1{RFC_WEEKDAYS[days[0].weekday()]}"
    weeks = {(day.day + 6) // 7 for day in days}
    return f"{rule}{weeks.pop()}{RFC_WEEKDAYS[days[0].weekday()]}" if len(weeks) == 1 else None


def _standing(zone: tzinfo, start: date) -> Onset:
    """What holds when the time begins that is told of."""
    moment = _midnight(start).astimezone(zone)
    offset = moment.utcoffset() or timedelta()
    return Onset(datetime(start.year, 1, 1), offset, offset, moment.tzname() or "")  # noqa: DTZ001


def _onsets(zone: tzinfo, start: date, end: date) -> Iterator[Onset]:
    day, before = start, _midnight(start).astimezone(zone).utcoffset()
    while day < end:
        following = day + timedelta(days=1)
        after = _midnight(following).astimezone(zone).utcoffset()
        if after != before and before is not None and after is not None:
            moment = _changed(zone, _midnight(day), _midnight(following))
            local = (moment + before).replace(tzinfo=None)
            yield Onset(local, before, after, moment.astimezone(zone).tzname() or "")
        day, before = following, after


def _changed(zone: tzinfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset between two moments of UTC changes."""
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _offset(offset: timedelta) -> str:
    """`+0800`, with seconds where there are any."""
    seconds = int(offset.total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    text = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{text}{seconds % 60:02}" if seconds % 60 else text
