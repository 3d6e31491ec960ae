"""The RRULE that says the same as a phrase, for those that have one."""

from datetime import date, datetime

from opsplan.values.cadence import (
    LAST,
    RFC_WEEKDAYS,
    Cadence,
    Daily,
    DayOfMonth,
    EveryDays,
    EveryWeeks,
    HalfMonthly,
    Monthly,
    NthWeekday,
    Phrase,
    Place,
    Quarterly,
    RRule,
    Weekly,
    Yearly,
)


def rrule_text(phrase: Phrase) -> str | None:
    """The rule of the phrase's dates (its clock times stand beside it); None where there is none.

    Workdays, shifts, lunar and floating cadences cannot be said in RFC 5545.
    """
    if phrase.shift:
        return None
    rule = _rule(phrase.cadence)
    if rule is None or not isinstance(phrase.cadence, RRule):
        return _until(rule, phrase.until, timed=False)
    if phrase.start or (phrase.until and ("COUNT" in rule or "UNTIL" in rule)):
        return None
    return _until(rule, phrase.until, timed=isinstance(phrase.cadence.start, datetime))


def _until(rule: str | None, last: date | None, *, timed: bool) -> str | None:
    if rule is None or last is None:
        return rule
    return f"{rule};UNTIL={last:%Y%m%d}{'T235959' if timed else ''}"


def _rule(cadence: Cadence) -> str | None:
    match cadence:
        case Daily():
            return "FREQ=DAILY"
        case EveryDays(n):
            return f"FREQ=DAILY;INTERVAL={n}"
        case Weekly(days):
            return f"FREQ=WEEKLY;BYDAY={_weekdays(days)}"
        case EveryWeeks(n, days):
            byday = f";BYDAY={_weekdays(days)}" if days else ""
            return f"FREQ=WEEKLY;INTERVAL={n}{byday};WKST=MO"
        case HalfMonthly():
            return "FREQ=MONTHLY;BYMONTHDAY=1,16"
        case Monthly(places, n):
            interval = f";INTERVAL={n}" if n > 1 else ""
            by = _by_places(places)
            return f"FREQ=MONTHLY{interval};{by}" if by else None
        case Quarterly(places):
            return _quarterly(places)
        case Yearly(((month, day),)):
            last = month == 2 and day == 29
            return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={-1 if last else day}"
        case RRule(rule):
            return rule
    return None


def _weekdays(days: tuple[int, ...]) -> str:
    return ",".join(RFC_WEEKDAYS[day] for day in days)


def _by_places(places: tuple[Place, ...]) -> str | None:
    days = [place.day for place in places if isinstance(place, DayOfMonth)]
    nth = [place for place in places if isinstance(place, NthWeekday)]
    if len(days) == len(places) and days:
        short = [day for day in days if day > 28]
        if not short:
            return f"BYMONTHDAY={','.join(map(str, days))}"
        if len(days) == 1:
            candidates = range(28, short[0] + 1)
            return f"BYMONTHDAY={','.join(map(str, candidates))};BYSETPOS=-1"
        return None
    if len(nth) == len(places) and nth:
        return f"BYDAY={','.join(f'{place.n}{RFC_WEEKDAYS[place.weekday]}' for place in nth)}"
    return None


def _quarterly(places: tuple[Place, ...]) -> str | None:
    if places == (DayOfMonth(LAST),):
        return "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
    if places == (DayOfMonth(1),):
        return "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1"
    return None
