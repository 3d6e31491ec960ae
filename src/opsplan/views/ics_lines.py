"""Content lines of iCalendar (RFC 5545, 3.1): escaped and folded by the icalendar library."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from icalendar import vText
from icalendar.parser import Contentline

_Line: Any = Contentline
"""The library has no types for it."""

LONGEST = 75
"""Octets of a line without its end."""


def folded(line: str) -> str:
    """A content line in as many pieces as it needs, without the last line end."""
    if len(line) <= LONGEST and line.isascii():
        return line
    text: str = _Line(line).to_ical().decode()
    return text


@lru_cache(maxsize=65_536)
def text_line(name: str, *texts: str) -> str:
    """A property of text, or of several; line breaks in it stay within the line."""
    return folded(f"{name}:{','.join(vText(text).to_ical().decode() for text in texts)}")


def date_line(name: str, day: date) -> str:
    """A whole day."""
    return f"{name};VALUE=DATE:{day:%Y%m%d}"


def moment_lines(zone: tzinfo, **moments: datetime) -> list[str]:
    """Moments by the clocks of their zone, each under the name of its property.

    All are in UTC where one falls into the hour after clocks were turned back, since a local time
    that comes twice is the first (3.3.5), and in UTC itself.
    """
    key = zone_name(zone)
    if key is None or any(moment.fold for moment in moments.values()):
        return [f"{name}:{utc(moment)}" for name, moment in moments.items()]
    return [folded(f"{name};TZID={key}:{at:%Y%m%dT%H%M%S}") for name, at in moments.items()]


def utc(moment: datetime) -> str:
    """`20261126T010500Z`."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def zone_name(zone: tzinfo) -> str | None:
    """The zone's name for TZID; None for UTC, which has its own form."""
    key: str | None = getattr(zone, "key", None)
    return None if key in (None, "UTC", "Etc/UTC") else key
