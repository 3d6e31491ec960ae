"""Every form that a phrase can take, with an example in each language and what it means.

Suggestions, the phrase reference in `docs/` and the tests are made of this one table.
"""

from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the same phrase in English and in Chinese, other wordings of it, its meaning."""

    en: str
    zh: str
    meaning: Message
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Forms of one kind; `note` is what holds for all of them."""

    name: Message
    forms: tuple[Form, ...]
    note: Message | None = None


GROUPS = (
    Group(
        say("Days"),
        (
            Form("every day", "每天", say("each day"), ("daily", "每日")),
            Form(
                "every workday",
                "每个工作日",
                say("the workdays of the shop's calendar, make-up days included"),
                ("工作日",),
            ),
            Form("every weekday", "每周一至周五", say("Monday to Friday, whatever the calendar")),
            Form("every 3 days", "每3天", say("every third day, counted from the anchor")),
            Form("every 5 workdays", "每5个工作日", say("every fifth workday, from the anchor")),
            Form(
                "hourly 08:00-16:00",
                "每小时 8:00-16:00",
                say("a slot each hour from its start, both ends in"),
            ),
        ),
    ),
    Group(
        say("Weeks"),
        (
            Form("every wed", "每周三", say("each Wednesday")),
            Form("every mon, wed", "每周一、三", say("each of these days"), ("每周一三",)),
            Form("every mon-sat", "每周一至周六", say("from one weekday to another")),
            Form(
                "every 2 weeks on mon, thu",
                "每两周周一、四",
                say("every second week, counted from the anchor's Monday"),
            ),
            Form("once a week", "每周一次", say("on whatever day of the week")),
            Form("3 times a week", "每周三次", say("three times, on whatever days of the week")),
            Form("once a week by fri", "每周一次 周五前", say("on Friday at the latest")),
        ),
        say("A number before 次 is always a count: 每周三次 is three times, 每周三 is Wednesday."),
    ),
    Group(
        say("Months"),
        (
            Form("every month on 1, 15", "每月1、15号", say("these days of each month")),
            Form(
                "every month on last day",
                "每月最后一天",
                say("the month's last day"),
                ("每月底",),
            ),
            Form("every month on 2nd tue", "每月第2个周二", say("the second Tuesday")),
            Form("every month on last fri", "每月最后一个周五", say("the last Friday")),
            Form("every month on first workday", "每月首个工作日", say("the first workday")),
            Form("every month on 3rd workday", "每月第3个工作日", say("the third workday")),
            Form("every month on last workday", "每月最后一个工作日", say("the last workday")),
            Form("every half month", "每半月", say("the 1st and the 16th")),
            Form("every 3 months on 15", "每3个月15号", say("every third month from the anchor's")),
            Form("once a month", "每月一次", say("on whatever day of the month")),
            Form("twice a month", "每月两次", say("twice, on whatever days of the month")),
            Form("once a month by 25", "每月一次 25号前", say("on the 25th at the latest")),
        ),
        say(
            "29 to 31 fall back to the month's last day; a fifth weekday or an n-th workday that"
            " does not exist is no date."
        ),
    ),
    Group(
        say("Quarters and years"),
        (
            Form(
                "every quarter on first workday",
                "每季度首个工作日",
                say("the first workday of January, April, July and October"),
            ),
            Form(
                "every quarter on last day",
                "每季度最后一天",
                say("the last day of March, June, September and December"),
            ),
            Form("every year on 03-28", "每年3月28日", say("this date of each year")),
            Form(
                "every year on lunar 08-15",
                "每年农历八月十五",
                say("a lunar date, in the plain month, never in the leap one"),
            ),
            Form("once a year", "每年一次", say("on whatever day of the year")),
        ),
    ),
    Group(
        say("From the last time"),
        (
            Form("15 days after done", "完成后15天", say("so long after it was last done")),
            Form("2 weeks after done", "完成后2周", say("the same in weeks")),
            Form(
                "half a month after done",
                "完成后半个月",
                say("15 days after it was last done"),
            ),
        ),
        say("Never done, it is open at once. check_on: says on which days it is offered."),
    ),
    Group(
        say("Once"),
        (
            Form("on 2026-12-01", "2026年12月1日", say("on one date"), ("2026-12-01",)),
            Form("on 2026-12-01, 2026-12-05", "2026-12-01、2026-12-05", say("on several dates")),
            Form("once", "一次", say("a set-up step, open until it is done")),
            Form("on day 3", "第3天", say("in a phase: its third day")),
            Form("when triggered", "触发时", say("when a rule or a person asks for it")),
        ),
    ),
    Group(
        say("In a campaign"),
        (
            Form("30 days before", "前30天", say("counted back from the campaign's first day")),
            Form("3 workdays before", "前3个工作日", say("the same in workdays")),
            Form("on the day", "当天", say("the campaign's first day")),
            Form("2 days after", "后2天", say("counted from the campaign's last day")),
        ),
    ),
    Group(
        say("RRULE"),
        (
            Form(
                "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 from 2026-01-01",
                "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 从2026-01-01起",
                say("a rule of RFC 5545 as it is: Fridays that are a 13th"),
            ),
        ),
        say("It needs a first day, with a time where its instances have one."),
    ),
    Group(
        say("Times"),
        (
            Form(
                "every day at 08:30, 11:30",
                "每天 8:30、11:30",
                say("a slot for each time"),
                ("每天 早上8点半、11点半",),
            ),
            Form("every wed at 10:00", "每周三 10:00", say("one slot")),
            Form(
                "every day at 10:30-11:00",
                "每天 10:30-11:00",
                say("a window; past midnight it belongs to the day on which it starts"),
            ),
            Form("every day in morning", "每天 上午", say("in a block of the playbook")),
            Form(
                "every day at peaks - 30m",
                "每天 高峰前30分钟",
                say("half an hour before each of the shop's peaks"),
            ),
        ),
        say("Without a time it is for any time of the day."),
    ),
    Group(
        say("Holidays"),
        (
            Form(
                "every mon skip holidays",
                "每周一 遇假日跳过",
                say("left out on a holiday; a plain weekend stays"),
            ),
            Form(
                "every month on 1 next workday",
                "每月1号 顺延",
                say("moved on to the next workday"),
                ("每月1号 遇假日顺延",),
            ),
            Form(
                "every month on 15 previous workday",
                "每月15号 提前",
                say("moved back to the workday before"),
                ("每月15号 遇假日提前",),
            ),
        ),
        say("Without such words the date stays what it is."),
    ),
    Group(
        say("First and last day"),
        (
            Form(
                "every 3 days from 2026-12-01",
                "每3天 从2026-12-01起",
                say("not before this day, which is also the anchor"),
                ("每3天 自2026-12-01",),
            ),
            Form(
                "every day until 2026-12-31",
                "每天 到2026-12-31止",
                say("not after this day"),
                ("每天 至2026-12-31",),
            ),
        ),
        say(
            "Where nothing is said the anchor is the phase's first day, else the shop's launch,"
            " else 2024-01-01, a Monday."
        ),
    ),
)
"""The cadences, then what may follow them in any order: times, shift, bounds."""

FORMS = tuple(form for group in GROUPS for form in group.forms)
EXAMPLES = {"en": tuple(form.en for form in FORMS), "zh": tuple(form.zh for form in FORMS)}
"""A phrase of each form."""
