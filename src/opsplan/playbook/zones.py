"""The names of calendars and time zones: what is wrong with one."""

import zoneinfo

from opsplan.calendars import DEFAULT_CALENDAR, PUBLISHED, calendar_names
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say


def calendar_problem(name: str) -> tuple[Message, Message | None] | None:
    """What is wrong with a calendar's name, and the likeliest right one."""
    try:
        if PUBLISHED.find(name) is not None:
            return None
        known = calendar_names()
    except ModuleNotFoundError as error:
        what = say(
            "the calendar '{name}' needs the library {library}", name=name, library=error.name
        )
        return what, say("pip install 'opsplan[intl]', or the calendar CN")
    what = say("there is no calendar '{name}'", name=name)
    examples = (DEFAULT_CALENDAR, "US", "DE", "DE-BY")
    return what, near_miss(name.upper(), known) or say("such as {names}", names=examples)


def zone_problem(name: str) -> tuple[Message, Message | None] | None:
    """What is wrong with a time zone's name, and the likeliest right one."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        what = say("there is no time zone '{name}'", name=name)
        return what, near_miss(name, zoneinfo.available_timezones())
    return None
