"""Reading Chinese phrases. Each cadence is one small reader; the first that fits is taken.

Number + 次 is always a count, so 每周三次 is three times a week and 每周三 is Wednesday.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from opsplan.phrase.scan import NUMBER_ZH, Scanner, clock, number, take_date
from opsplan.phrase.shared import (
    FURTHEST_FROM_PEAK,
    Blocks,
    Grammar,
    Parts,
    a_block_of,
    listed,
    month_day,
    take_rrule,
    weekday_range,
)
from opsplan.values.cadence import (
    LAST,
    AfterDone,
    AtPeaks,
    Cadence,
    CampaignDay,
    ClockWindow,
    Daily,
    DayOfMonth,
    DayPart,
    EveryDays,
    EveryWeeks,
    EveryWorkdays,
    Floating,
    HalfMonthly,
    Hourly,
    InBlock,
    Monthly,
    NthWeekday,
    NthWorkday,
    Once,
    OnDates,
    PhaseDay,
    Place,
    Quarterly,
    ShiftKind,
    Slot,
    Span,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.text import say

T = TypeVar("T")

WEEKDAYS = "一二三四五六日"
_WEEK = "(?:周|星期|礼拜)"
_SEPARATOR = "(?:[、,/]|和|及|与)"
_SPANS: dict[str, Span] = {
    "周": "week",
    "星期": "week",
    "月": "month",
    "个月": "month",
    "季度": "quarter",
    "季": "quarter",
    "年": "year",
}
_LUNAR_MONTHS = {"正月": 1, "冬月": 11, "腊月": 12}

A_WEEKDAY = say("a weekday (一 to 日)")
A_NUMBER = say("a number")
A_TIME = say("a clock time such as 8:30")
A_PLACE = say("a day such as 15号, 最后一天, 第2个周二 or 首个工作日")


def _number(s: Scanner, pattern: str = NUMBER_ZH) -> int | None:
    start = s.at
    match = s.take(f"{pattern}(?!\\d)", A_NUMBER)
    if match is None:
        return None
    value = number(match[0])
    if not value:
        s.at = start
        s.fail(A_NUMBER, match.start())
        return None
    return value


def _listed(s: Scanner, read: Callable[[Scanner], T | None]) -> list[T]:
    return listed(s, read, _SEPARATOR)


def _weekday(s: Scanner) -> int | None:
    match = s.take(f"{_WEEK}?([一二三四五六日天])(?![点时])", A_WEEKDAY)
    return WEEKDAYS.index(match[1].replace("天", "日")) if match else None


def _weekday_range(s: Scanner) -> tuple[int, ...] | None:
    return weekday_range(s, _weekday, "至|到|-|~")


def weekdays(s: Scanner) -> tuple[int, ...]:
    """`一、三`, `一三五`, `一至周六` after 周, sorted; () where there is none."""
    days = _listed(s, _weekday_range)
    found = {day for each in days for day in each}
    while found and s.text[s.at : s.at + 1] in tuple(f"{WEEKDAYS}天"):  # 一三五 without a comma
        following = _weekday_range(s)
        if following is None:
            break
        found |= set(following)
    return tuple(sorted(found))


def _nth(s: Scanner) -> int | None:
    """首个, 第3个, 最后一个: 1, 3, LAST."""
    if s.take("首个?"):
        return 1
    if s.take("最后(?:一|1)?个?"):
        return LAST
    before = s.at
    if s.take("第"):
        n = _number(s)
        if n is not None:
            s.take("个")
            return n
    s.at = before
    return None


def _place(s: Scanner) -> tuple[Place, ...] | None:
    """One place of a month; `1、15号` is read as a whole, since 号 may stand at the end only."""
    before = s.at
    if s.take("最后(?:一|1)天|底|末"):
        return (DayOfMonth(LAST),)
    if s.take("(?:首|第(?:一|1))(?:日|天)"):
        return (DayOfMonth(1),)
    nth = _nth(s)
    if nth is not None:
        if s.word("工作日"):
            return (NthWorkday(nth),)
        if s.take(f"(?={_WEEK})"):
            weekday = _weekday(s)
            if weekday is not None and nth <= 5:
                return (NthWeekday(nth, weekday),)
        s.at = before
        return None
    days = _listed(s, _day_of_month)
    if days and (s.text[s.at - 1] in "日号" or s.word("号", "日")):
        return tuple(map(DayOfMonth, days))
    s.at = before
    s.fail(A_PLACE)
    return None


def _day_of_month(s: Scanner) -> int | None:
    before = s.at
    match = s.take(f"(?:{NUMBER_ZH})(?![\\d:点时])")
    if match is None:
        s.fail(A_PLACE)
        return None
    day = number(match[0])
    if day is None or not 1 <= day <= 31:
        s.at = before
        s.fail(say("a day of the month from 1 to 31"), match.start())
        return None
    s.take("[日号]")
    return day


def _places(s: Scanner) -> tuple[Place, ...]:
    places = _listed(s, _place)
    return tuple(dict.fromkeys(place for each in places for place in each))


def _every_day(s: Scanner) -> Cadence | None:
    if not s.word("每天", "每日"):
        return None
    start = s.at
    if s.take(f"{NUMBER_ZH}\\s*次"):
        s.at = start
        s.fail(say("a clock time, or `goal: 3 次` beside the phrase"))
        return None
    return Daily()


def _every_workday(s: Scanner) -> Cadence | None:
    return Workdays() if s.word("每个工作日", "工作日", "每工作日") else None


def _floating(s: Scanner) -> Cadence | None:
    match = s.take(f"每\\s*个?\\s*(周|星期|月|季度|季|年)\\s*({NUMBER_ZH})\\s*次")
    if match is None:
        return None
    count = number(match[2])
    span = _SPANS[match[1]]
    return Floating(count, span, _by(s, span)) if count else None


def _by(s: Scanner, span: Span) -> int | tuple[int, int] | None:
    before = s.at
    by: int | tuple[int, int] | None = None
    if span == "week":
        by = _weekday(s) if s.take(f"(?={_WEEK})") else None
    elif span == "month":
        place = _place(s)
        if place and len(place) == 1 and isinstance(place[0], DayOfMonth):
            by = place[0].day
    elif span == "year":
        by = _year_day(s)
    if by is None or not s.word("前", "之前"):
        s.at = before
        return None
    return by


def _every_n(s: Scanner) -> Cadence | None:
    if not s.take("每"):
        return None
    start = s.at
    if s.take("隔"):
        s.at = start
        s.fail(say("每 and a number (每隔2天 can mean every 2 or every 3 days)"))
        return None
    n = _number(s)
    if n is None:
        return None
    if s.word("天", "日"):
        return EveryDays(n) if n > 1 else Daily()
    if s.word("个工作日", "工作日"):
        return EveryWorkdays(n) if n > 1 else Workdays()
    if s.word("个月"):
        return Monthly(_places(s) if _starts_place(s) else (), n)
    if s.take("月"):
        s.at = start
        s.fail(say("每年3月15日 for a day of the year, 每3个月15号 for every so many months"))
        return None
    if s.word("周", "个星期", "个周", "星期"):
        return _every_n_weeks(s, n)
    return None


def _every_n_weeks(s: Scanner, n: int) -> Cadence | None:
    before = s.at
    days = weekdays(s) if s.take(f"(?:的)?(?={_WEEK})") else ()
    if not days:
        s.at = before
        if s.take("(?=[一二三四五六日天])"):
            return None
    return Weekly(days) if n == 1 and days else EveryWeeks(n, days)


def _every_other(s: Scanner) -> Cadence | None:
    """`隔天`, `隔周`, `隔周周一`, `隔周一`: spoken words with one reading, unlike 每隔2天."""
    if s.word("隔天", "隔日"):
        return EveryDays(2)
    if not s.word("隔周", "隔个星期", "隔星期"):
        return None
    s.take(f"的(?={_WEEK})")
    return EveryWeeks(2, weekdays(s))


def _starts_place(s: Scanner) -> bool:
    before = s.at
    found = s.take(f"的?(?:最后|首|第|底|末|{NUMBER_ZH}(?![\\d:点时]))") is not None
    s.at = before
    if found:
        s.take("的")
    return found


def _weekly(s: Scanner) -> Cadence | None:
    if not s.take(f"每[个逢]?(?={_WEEK})"):
        s.fail(say("{word}", word="每"))
        return None
    if not s.take(_WEEK):
        return None
    days = weekdays(s)
    return Weekly(days) if days else None


def _half_monthly(s: Scanner) -> Cadence | None:
    return HalfMonthly() if s.word("每半个月", "每半月") else None


def _monthly(s: Scanner) -> Cadence | None:
    if not s.word("每月", "每个月"):
        return None
    s.take("的")
    places = _places(s)
    return Monthly(places) if places else None


def _quarterly(s: Scanner) -> Cadence | None:
    if not s.word("每季度", "每个季度", "每季"):
        return None
    s.take("的")
    start = s.at
    places = _places(s)
    if any(isinstance(place, DayOfMonth) and place.day not in (1, LAST) for place in places):
        s.fail(say("首日, 最后一天, 第2个周二 or 首个工作日"), start)
        return None
    return Quarterly(places) if places else None


def _year_day(s: Scanner) -> tuple[int, int] | None:
    match = s.take(
        f"({NUMBER_ZH})(?:月|-)({NUMBER_ZH})(?:[日号]|(?!\\d))",
        say("a month and day such as 3月28日"),
    )
    if match is None:
        return None
    return month_day(s, number(match[1]), number(match[2]), match.start())


def _lunar_day(s: Scanner) -> tuple[int, int] | None:
    match = s.take(
        f"(正月|冬月|腊月|{NUMBER_ZH}月)(初?{NUMBER_ZH})日?",
        say("a lunar day such as 八月十五"),
    )
    if match is None:
        match = s.take(r"(\d{1,2})-(\d{1,2})(?!\d)")
        if match is None:
            return None
        month, day = number(match[1]), number(match[2])
    else:
        month = _LUNAR_MONTHS.get(match[1]) or number(match[1].removesuffix("月"))
        day = number(match[2].removeprefix("初"))
    return month_day(s, month, day, match.start(), lunar=True)


def _yearly(s: Scanner) -> Cadence | None:
    if not s.word("每年"):
        return None
    if s.word("农历"):
        lunar = _listed(s, _lunar_day)
        return YearlyLunar(tuple(dict.fromkeys(lunar))) if lunar else None
    days = _listed(s, _year_day)
    return Yearly(tuple(sorted(set(days)))) if days else None


def _after_done(s: Scanner) -> Cadence | None:
    if not s.word("完成后", "上次完成后"):
        return None
    if s.word("半个月", "半月"):
        return AfterDone(1, "half-month")
    n = _number(s)
    if n is None:
        return None
    if s.word("天", "日"):
        return AfterDone(n, "day")
    if s.word("周", "个星期"):
        return AfterDone(n, "week")
    return AfterDone(n, "month") if s.word("个月") else None


def _on_dates(s: Scanner) -> Cadence | None:
    dates = _listed(s, take_date)
    return OnDates(tuple(sorted(set(dates)))) if dates else None


def _once(s: Scanner) -> Cadence | None:
    return Once() if s.word("一次", "一次性") else None


def _phase_day(s: Scanner) -> Cadence | None:
    if not s.word("第"):
        return None
    n = _number(s)
    return PhaseDay(n) if n is not None and s.word("天", "日") else None


def _campaign_day(s: Scanner) -> Cadence | None:
    if s.word("当天"):
        return CampaignDay(0)
    side = s.take("前|后")
    if side is None:
        return None
    n = _number(s)
    if n is None:
        return None
    offset = -n if side[0] == "前" else n
    if s.word("天", "日"):
        return CampaignDay(offset)
    if s.word("周", "个星期"):
        return CampaignDay(offset * 7)
    return CampaignDay(offset, "workday") if s.word("个工作日") else None


def _triggered(s: Scanner) -> Cadence | None:
    return Triggered() if s.word("触发时") else None


def _hourly_alone(s: Scanner) -> Cadence | None:
    before = s.at
    if s.word("每小时"):
        s.at = before
        return Daily()
    return None


def _rrule(s: Scanner) -> Cadence | None:
    return take_rrule(s, "从|自", "起")


CADENCES: tuple[Callable[[Scanner], Cadence | None], ...] = (
    _rrule,
    _floating,
    _after_done,
    _every_day,
    _every_workday,
    _half_monthly,
    _hourly_alone,
    _every_n,
    _every_other,
    _weekly,
    _monthly,
    _quarterly,
    _yearly,
    _phase_day,
    _campaign_day,
    _on_dates,
    _triggered,
    _once,
)

_DAY_PART = "上午|下午|早上|晚上|中午|凌晨|早晨|傍晚"
_CLOCK = (
    r"(\d{1,2}):(\d{2})(?![\d:])"
    rf"|({NUMBER_ZH})[点时](?:(半)|(一刻)|(三刻)|({NUMBER_ZH})分|({NUMBER_ZH})(?![\d:点时]))?(?:整|钟)?"
)


def _clock(s: Scanner, part: str, *, ends: bool = False) -> int | None:
    """A clock time as `part` (上午, 下午 …) governs it, in minutes; None where there is none."""
    before = s.at
    match = s.take(_CLOCK, A_TIME)
    if match is None:
        return None
    minutes = _minutes(match)
    if minutes is not None:
        minutes = _governed(minutes, part, ends=ends)
    if minutes is None:
        s.at = before
        s.fail(A_TIME, match.start())
    return minutes


def _minutes(match: re.Match[str]) -> int | None:
    if match[1]:
        return clock(int(match[1]), int(match[2]))
    hour, spoken = number(match[3]), match[7] or match[8]
    minute = 30 if match[4] else 15 if match[5] else 45 if match[6] else 0
    if spoken:
        minute = -1 if (said := number(spoken)) is None else said
    return clock(hour, minute) if hour is not None else None


def _governed(minutes: int, part: str, *, ends: bool) -> int | None:
    """What 下午2:30 or 晚上12点 means; None where word and time contradict each other."""
    hour = minutes // 60
    if part in ("下午", "傍晚"):
        return minutes + 720 if hour < 12 else minutes
    if part == "晚上":
        if hour < 5:
            return minutes if ends else None
        if hour == 12:
            return minutes + 720 if ends and minutes == 720 else None
        return minutes + 720 if hour < 12 else minutes
    if part == "中午":
        return minutes + 720 if hour < 3 else minutes if 10 <= hour < 15 else None
    if part == "凌晨":
        return minutes - 720 if hour == 12 else minutes if hour < 12 else None
    if part in ("上午", "早上", "早晨"):
        return minutes if hour <= 12 else None
    return minutes


def _part_word(s: Scanner, current: str) -> str:
    match = s.take(f"({_DAY_PART})(?=\\s*{NUMBER_ZH}[:点时])")
    return match[1] if match else current


def _slot_or_window(s: Scanner, part: str) -> DayPart | None:
    before = s.at
    start = _clock(s, part)
    if start is None or start == 1440:
        s.at = before
        return None
    after_start = s.at
    if s.take("-|~|至|到"):
        end = _clock(s, _part_word(s, part), ends=True)
        if end is not None and end != start:
            return ClockWindow(start, end if end > start else end + 1440)
        if end is not None:
            s.fail(say("an end other than the start"), after_start)
            s.at = before
            return None
        s.at = after_start
    return Slot(start)


def _clocks(s: Scanner) -> tuple[DayPart, ...] | None:
    """Times with day-part words, each of which governs up to the next one."""
    found: list[DayPart] = []
    part = ""
    while True:
        before = s.at
        if found and not s.take(_SEPARATOR) and s.at_end():
            break
        part = _part_word(s, part)
        item = _slot_or_window(s, part)
        if item is None:
            s.at = before
            break
        found.append(item)
    return tuple(found) or None


def _hourly(s: Scanner) -> tuple[DayPart, ...] | None:
    if not s.word("每小时"):
        return None
    part = _part_word(s, "")
    window = _slot_or_window(s, part)
    if isinstance(window, ClockWindow):
        return (Hourly(window.start, window.end),)
    s.fail(say("a first and a last hour such as 08:00-16:00"))
    return None


def _peaks(s: Scanner) -> tuple[DayPart, ...] | None:
    if not s.word("高峰"):
        return None
    side = s.take("前|后")
    if side is None:
        s.take("时")
        return (AtPeaks(),)
    match = s.take(f"(半)个?小时|({NUMBER_ZH})(分钟|分|个?小时)", say("a span such as 30分钟"))
    if match is None:
        return None
    amount = 30 if match[1] else number(match[2])
    minutes = 0 if amount is None else amount * (60 if match[3] and "小时" in match[3] else 1)
    if not 0 < minutes <= FURTHEST_FROM_PEAK:
        s.fail(say("a span of a day at most"), match.start())
        return None
    return (AtPeaks(-minutes if side[0] == "前" else minutes),)


def _block(s: Scanner, blocks: Blocks) -> tuple[DayPart, ...] | None:
    named = s.take("在") is not None
    for name, block in blocks.names("zh"):
        if (named or not name.isascii()) and s.take(re.escape(name)):
            return (InBlock(block),)
    unknown = s.take(f"(?:{_DAY_PART}|夜间)")
    if unknown and blocks.known:
        s.at = unknown.start()
        s.fail(a_block_of(blocks))
        return None
    if named and blocks.known:
        s.fail(a_block_of(blocks))
        return None
    if named and not blocks.known and (match := s.take("[a-z][a-z0-9-]*")):
        return (InBlock(match[0]),)
    return None


def times(s: Scanner, blocks: Blocks) -> tuple[DayPart, ...] | None:
    """Clock times, 每小时 …, 高峰 … or a block; None where there is none."""
    start = s.at
    for read in (_hourly, _peaks, _clocks, lambda s: _block(s, blocks)):
        s.at = start
        found = read(s)
        if found:
            return found
    s.at = start
    return None


def shift(s: Scanner) -> ShiftKind | None:
    """`遇假日跳过`, `[遇假日]顺延`, `[遇假日]提前`; None where there is none."""
    before = s.at
    met = s.take("遇(?:到)?(?:法定)?(?:节假日|假日|假期|节日)")
    if met and s.word("跳过"):
        return "skip"
    if s.word("顺延"):
        return "next"
    if s.word("提前"):
        return "previous"
    s.at = before
    s.fail(say("{word}", word="遇假日顺延"))
    return None


def bound(s: Scanner, parts: Parts) -> bool:
    """`从DATE起` or `到DATE止` into `parts`; whether there was one."""
    before = s.at
    for opening, closing, field in (("从|自", "起|开始", "start"), ("到|至", "止|为止", "until")):
        if getattr(parts, field) is None and s.take(opening):
            day = take_date(s)
            if day is not None:
                s.take(closing)
                setattr(parts, field, day)
                return True
        s.at = before
    return False


GRAMMAR = Grammar(CADENCES, times, shift, bound)
