"""The canonical wording of a phrase in either language; `read` gives the same phrase back."""

from opsplan.phrase.chinese import WEEKDAYS as ZH_WEEKDAYS
from opsplan.phrase.english import WEEKDAYS as EN_WEEKDAYS
from opsplan.phrase.shared import Blocks
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
    Phrase,
    Place,
    Quarterly,
    RRule,
    Slot,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.text import Language

ZH_DIGITS = "零一二三四五六七八九"
_SPAN_ZH = {"week": "周", "month": "月", "quarter": "季度", "year": "年"}
_SHIFTS = {
    "en": {"skip": "skip holidays", "next": "next workday", "previous": "previous workday"},
    "zh": {"skip": "遇假日跳过", "next": "遇假日顺延", "previous": "遇假日提前"},
}


def write(phrase: Phrase, language: Language, blocks: Blocks | None = None) -> str:
    """The canonical wording of `phrase`; `blocks` gives a playbook's block names."""
    cadence = (_cadence_en if language == "en" else _cadence_zh)(phrase.cadence)
    times = _times(phrase.parts, language, blocks or Blocks())
    alone = isinstance(phrase.cadence, Daily) and times.startswith(("hourly", "每小时"))
    words = [times] if alone else [cadence, times]
    if phrase.shift:
        words.append(_SHIFTS[language][phrase.shift])
    if phrase.start:
        words.append(f"from {phrase.start}" if language == "en" else f"从{phrase.start}起")
    if phrase.until:
        words.append(f"until {phrase.until}" if language == "en" else f"到{phrase.until}止")
    return " ".join(word for word in words if word)


def write_clock(minutes: int) -> str:
    """`08:30` for 510; minutes past 24:00 are those of the next day, 1440 itself is `24:00`."""
    if minutes != 1440:
        minutes %= 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _cadence_en(cadence: Cadence) -> str:
    match cadence:
        case Daily():
            return "every day"
        case Workdays():
            return "every workday"
        case Weekly(days):
            return f"every {_weekdays_en(days)}"
        case EveryDays(n):
            return f"every {n} days"
        case EveryWorkdays(n):
            return f"every {n} workdays"
        case EveryWeeks(n, days):
            on = f" on {_weekdays_en(days)}" if days else ""
            return f"every {_many(n, 'week')}{on}"
        case Monthly(places, n):
            on = f" on {', '.join(map(_place_en, places))}" if places else ""
            return f"every month{on}" if n == 1 and places else f"every {_many(n, 'month')}{on}"
        case HalfMonthly():
            return "every half month"
        case Quarterly(places):
            return f"every quarter on {', '.join(map(_place_en, places))}"
        case Yearly(days):
            return "every year on " + ", ".join(f"{month:02}-{day:02}" for month, day in days)
        case YearlyLunar(days):
            return "every year on lunar " + ", ".join(f"{m:02}-{d:02}" for m, d in days)
        case OnDates(dates):
            return "on " + ", ".join(map(str, dates))
        case RRule():
            return f"rrule {cadence.rule} from {_rrule_start(cadence)}"
        case Floating():
            return _floating_en(cadence)
        case AfterDone(n, unit):
            amount = "half a month" if unit == "half-month" else _many(n, unit)
            return f"{amount} after done"
        case Once():
            return "once"
        case PhaseDay(n):
            return f"on day {n}"
        case CampaignDay(0):
            return "on the day"
        case CampaignDay(offset, unit):
            return f"{_many(abs(offset), unit)} {'before' if offset < 0 else 'after'}"
        case Triggered():
            return "when triggered"


def _cadence_zh(cadence: Cadence) -> str:
    match cadence:
        case Daily():
            return "每天"
        case Workdays():
            return "每个工作日"
        case Weekly(days):
            return f"每{_weekdays_zh(days)}"
        case EveryDays(n):
            return f"每{_amount_zh(n)}天"
        case EveryWorkdays(n):
            return f"每{_amount_zh(n)}个工作日"
        case EveryWeeks(n, days):
            return f"每{_amount_zh(n)}周{_weekdays_zh(days) if days else ''}"
        case Monthly(places, n):
            each = "每月" if n == 1 and places else f"每{_amount_zh(n)}个月"
            return each + _places_zh(places)
        case HalfMonthly():
            return "每半月"
        case Quarterly(places):
            return f"每季度{_places_zh(places)}"
        case Yearly(days):
            return "每年" + "、".join(f"{month}月{day}日" for month, day in days)
        case YearlyLunar(days):
            return "每年农历" + "、".join(map(_lunar_zh, days))
        case OnDates(dates):
            return "、".join(map(str, dates))
        case RRule():
            return f"rrule {cadence.rule} 从{_rrule_start(cadence)}起"
        case Floating():
            return _floating_zh(cadence)
        case AfterDone(n, unit):
            units = {"day": "天", "week": "周", "month": "个月"}
            return "完成后" + ("半个月" if unit == "half-month" else f"{n}{units[unit]}")
        case Once():
            return "一次"
        case PhaseDay(n):
            return f"第{n}天"
        case CampaignDay(0):
            return "当天"
        case CampaignDay(offset, unit):
            side = "前" if offset < 0 else "后"
            return f"{side}{abs(offset)}{'天' if unit == 'day' else '个工作日'}"
        case Triggered():
            return "触发时"


def _many(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _run(days: tuple[int, ...]) -> tuple[int, int] | None:
    """(first, last) where the weekdays are one run of three or more."""
    is_run = len(days) >= 3 and days[-1] - days[0] == len(days) - 1
    return (days[0], days[-1]) if is_run else None


def _weekdays_en(days: tuple[int, ...]) -> str:
    if run := _run(days):
        return f"{EN_WEEKDAYS[run[0]]}-{EN_WEEKDAYS[run[1]]}"
    return ", ".join(EN_WEEKDAYS[day] for day in days)


def _weekdays_zh(days: tuple[int, ...]) -> str:
    if run := _run(days):
        return f"周{ZH_WEEKDAYS[run[0]]}至周{ZH_WEEKDAYS[run[1]]}"
    return "周" + "、".join(ZH_WEEKDAYS[day] for day in days)


def _ordinal_en(n: int) -> str:
    if n == LAST:
        return "last"
    suffix = "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _place_en(place: Place) -> str:
    match place:
        case DayOfMonth(day):
            return "last day" if day == LAST else str(day)
        case NthWeekday(n, weekday):
            return f"{_ordinal_en(n)} {EN_WEEKDAYS[weekday]}"
        case NthWorkday(n):
            return f"{'first' if n == 1 else _ordinal_en(n)} workday"


def _places_zh(places: tuple[Place, ...]) -> str:
    words: list[str] = []
    for index, place in enumerate(places):
        following = places[index + 1] if index + 1 < len(places) else None
        words.append(_place_zh(place, following))
    return "、".join(words)


def _place_zh(place: Place, following: Place | None) -> str:
    match place:
        case DayOfMonth(day):
            if day == LAST:
                return "最后一天"
            numbered = isinstance(following, DayOfMonth) and following.day != LAST
            return str(day) if numbered else f"{day}号"
        case NthWeekday(n, weekday):
            return f"{_nth_zh(n)}周{ZH_WEEKDAYS[weekday]}"
        case NthWorkday(n):
            return f"{'首个' if n == 1 else _nth_zh(n)}工作日"


def _nth_zh(n: int) -> str:
    return "最后一个" if n == LAST else f"第{n}个"


def _amount_zh(n: int) -> str:
    return "两" if n == 2 else str(n)


def _spoken_zh(n: int) -> str:
    return "两" if n == 2 else ZH_DIGITS[n] if n < 10 else str(n)


def _lunar_zh(day: tuple[int, int]) -> str:
    month, number = day
    months = "正二三四五六七八九十"
    name = months[month - 1] if month <= 10 else {11: "十一", 12: "十二"}[month]
    tens, ones = divmod(number, 10)
    if number <= 10:
        return f"{name}月初{'十' if number == 10 else ZH_DIGITS[number]}"
    if ones == 0:
        return f"{name}月{'二' if tens == 2 else '三'}十"
    return f"{name}月{'十' if tens == 1 else '廿'}{ZH_DIGITS[ones]}"


def _floating_en(cadence: Floating) -> str:
    times = {1: "once", 2: "twice"}.get(cadence.count, f"{cadence.count} times")
    by = ""
    if isinstance(cadence.by, tuple):
        by = f" by {cadence.by[0]:02}-{cadence.by[1]:02}"
    elif cadence.by is not None and cadence.span == "week":
        by = f" by {EN_WEEKDAYS[cadence.by]}"
    elif cadence.by is not None:
        by = f" by {_place_en(DayOfMonth(cadence.by))}"
    return f"{times} a {cadence.span}{by}"


def _floating_zh(cadence: Floating) -> str:
    by = ""
    if isinstance(cadence.by, tuple):
        by = f" {cadence.by[0]}月{cadence.by[1]}日前"
    elif cadence.by is not None and cadence.span == "week":
        by = f" 周{ZH_WEEKDAYS[cadence.by]}前"
    elif cadence.by is not None:
        by = f" {_place_zh(DayOfMonth(cadence.by), None)}前"
    return f"每{_SPAN_ZH[cadence.span]}{_spoken_zh(cadence.count)}次{by}"


def _rrule_start(cadence: RRule) -> str:
    text = cadence.start.isoformat()
    return text.removesuffix(":00") if text.count(":") == 2 else text


def _times(parts: tuple[DayPart, ...], language: Language, blocks: Blocks) -> str:
    if not parts:
        return ""
    first = parts[0]
    match first:
        case Hourly(start, end):
            hours = f"{write_clock(start)}-{write_clock(end)}"
            return f"hourly {hours}" if language == "en" else f"每小时 {hours}"
        case AtPeaks(offset):
            return _peaks(offset, language)
        case InBlock(block):
            if language == "en":
                return f"in {block}"
            return blocks.chinese(block) or f"在{block}"
    clocks = [_slot_or_window(part) for part in parts]
    return f"at {', '.join(clocks)}" if language == "en" else "、".join(clocks)


def _slot_or_window(part: DayPart) -> str:
    if isinstance(part, ClockWindow):
        return f"{write_clock(part.start)}-{write_clock(part.end)}"
    assert isinstance(part, Slot)
    return write_clock(part.at)


def _peaks(offset: int, language: Language) -> str:
    if language == "en":
        sign = "-" if offset < 0 else "+"
        return f"at peaks {sign} {abs(offset)}m" if offset else "at peaks"
    side = "前" if offset < 0 else "后"
    return f"高峰{side}{abs(offset)}分钟" if offset else "高峰时"
