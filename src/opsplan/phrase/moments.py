"""Days, the weeks and months around them, and moments, as people type them on the command line:
`下周三`, `+3`, `上周`, `2026-10`, `昨天17:00`."""

import re
from datetime import date, timedelta

from opsplan.phrase.chinese import WEEKDAYS as ZH_WEEKDAYS
from opsplan.phrase.english import WEEKDAYS as EN_WEEKDAYS
from opsplan.phrase.reading import read_clock
from opsplan.phrase.scan import DATE, fold, number
from opsplan.values.window import months_on

_WORDS = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "yesterday": -1,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "大前天": -3,
    "tomorrow": 1,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_WEEKS = {"上上": -14, "上": -7, "last": -7, "": 0, "本": 0, "这": 0, "this": 0}
_WEEKS |= {"下下": 14, "下": 7, "next": 7}
_WEEKDAY = re.compile(
    r"(上上|上|本|这|下下|下|last|next|this)?个?\s*"
    r"(?:(?:周|星期|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)"
    r"(?:day|(?<=tue)sday|(?<=wed)nesday|(?<=thu)rsday|(?<=thu)rs?|(?<=tue)s|(?<=sat)urday)?)"
)
_WEEK = re.compile(r"(last|next|this)(?:\s*week)?|(上上|上|本|这|下下|下)一?个?(?:周|星期|礼拜)")
_MONTH = re.compile(r"(last|next|this)(?:\s*month)?|(上上|上|本|这|下下|下)一?个?月")
_A_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月?)")
_MONTH_DAY = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]+)月(\d{1,2}|[一二三四五六七八九十廿卅]+)[日号]?"
)

DAY_WORDS = (
    *(word for word in _WORDS if word.isascii()),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_SPAN_WORDS = ("last", "next", "this")
WEEK_WORDS = (*DAY_WORDS, *_SPAN_WORDS, *(f"{each} week" for each in _SPAN_WORDS))
MONTH_WORDS = (*DAY_WORDS, *_SPAN_WORDS, *(f"{each} month" for each in _SPAN_WORDS))
"""The words that somebody may have meant who has slipped."""


def read_day(text: str, today: date) -> date | None:
    """The day that `text` names, seen from `today`; None where it names none.

    A weekday is the one of this week (Monday to Sunday), a month and day the one of this year.
    """
    try:
        return _read_day(fold(text).strip().lower(), today)
    except (OverflowError, ValueError):
        return None  # before the first or after the last day that there is


def read_week(text: str, today: date) -> date | None:
    """A day of the week that `text` names: `last`, `next week`, `上周`, or any day of it."""
    try:
        if match := _WEEK.fullmatch(fold(text).strip().lower()):
            return today + timedelta(days=_WEEKS[match[1] or match[2]])
    except OverflowError:
        return None
    return read_day(text, today)


def read_month(text: str, today: date) -> date | None:
    """A day of the month that `text` names: `2026-10`, `last`, `next month`, `上个月`, or any day
    of it."""
    typed = fold(text).strip().lower()
    try:
        if match := _MONTH.fullmatch(typed):
            return months_on(today.replace(day=1), _WEEKS[match[1] or match[2]] // 7)
        if match := _A_MONTH.fullmatch(typed):
            return date(int(match[1]), int(match[2] or match[3]), 1)
    except ValueError:
        return None
    return read_day(text, today)


def _read_day(typed: str, today: date) -> date | None:
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    if re.fullmatch(r"[+-]\d{1,4}", typed):
        return today + timedelta(days=int(typed))
    if match := re.fullmatch(DATE, typed):
        return date(*(int(part) for part in match.groups() if part))
    if match := _WEEKDAY.fullmatch(typed):
        return _weekday(match, today)
    if match := _MONTH_DAY.fullmatch(typed):
        return date(today.year, number(match[1]) or 0, number(match[2]) or 0)
    if match := re.fullmatch(r"(\d{1,2})-(\d{1,2})", typed):
        return date(today.year, int(match[1]), int(match[2]))
    return None


def read_moment(text: str, today: date) -> tuple[date, int | None] | None:
    """The day and the minutes from midnight that `text` names (`昨天17:00`, `17:00`, `mon`).

    The minutes are None where no time is given; the day is `today` where no day is.
    """
    typed = fold(text).strip()
    if match := re.fullmatch(rf"({DATE})[Tt ](\d{{1,2}}:\d{{2}})(?::\d{{2}})?", typed):
        day, minutes = read_day(match[1], today), read_clock(match[match.lastindex or 0])
        return (day, minutes) if day and minutes is not None else None
    if (day := read_day(typed, today)) is not None:
        return day, None
    for cut in range(len(typed)):
        minutes = read_clock(typed[cut:])
        if minutes is None:
            continue
        day = read_day(typed[:cut], today) if typed[:cut].strip() else today
        if day is not None:
            return day, minutes
    return None


def _weekday(match: re.Match[str], today: date) -> date:
    if match[2]:
        index = ZH_WEEKDAYS.index(match[2].replace("天", "日"))
    else:
        index = EN_WEEKDAYS.index(match[3])
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=index + _WEEKS[match[1] or ""])
