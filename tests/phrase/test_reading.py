"""Each kind of cadence, time, shift and bound: what is typed and its wording in both languages."""

from datetime import date, datetime

import pytest

from opsplan.phrase.reading import PhraseError, read, read_times
from opsplan.phrase.shared import Blocks
from opsplan.phrase.wording import write
from opsplan.values.cadence import (
    LAST,
    AfterDone,
    AtPeaks,
    Cadence,
    CampaignDay,
    ClockWindow,
    Daily,
    DayOfMonth,
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
    Quarterly,
    RRule,
    Slot,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.text import LANGUAGES


def canonical(text: str, blocks: Blocks | None = None) -> tuple[str, str]:
    """The English and the Chinese wording of what `text` means."""
    phrase = read(text, blocks)
    return write(phrase, "en", blocks), write(phrase, "zh", blocks)


def refusal(text: str, blocks: Blocks | None = None) -> PhraseError:
    """The error that `text` gives."""
    with pytest.raises(PhraseError) as caught:
        read(text, blocks)
    return caught.value


MONDAY_TO_SATURDAY = (0, 1, 2, 3, 4, 5)
FIRST_AND_FIFTEENTH = Monthly((DayOfMonth(1), DayOfMonth(15)))
RULE = RRule("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", date(2026, 1, 1))
TIMED_RULE = RRule("FREQ=DAILY;BYHOUR=9,12", datetime(2026, 1, 1, 9))  # noqa: DTZ001 - a wall time


class TestMeaning:
    """Every row of the table of cadences, as a value."""

    @pytest.mark.parametrize(
        ("en", "zh", "cadence"),
        [
            ("every day", "每天", Daily()),
            ("every workday", "每个工作日", Workdays()),
            ("every mon, wed", "每周一、三", Weekly((0, 2))),
            ("every mon-sat", "每周一至周六", Weekly(MONDAY_TO_SATURDAY)),
            ("every weekday", "每周一至周五", Weekly((0, 1, 2, 3, 4))),
            ("every 3 days", "每3天", EveryDays(3)),
            ("every 2 weeks on mon, thu", "每两周周一、四", EveryWeeks(2, (0, 3))),
            ("every 2 weeks", "每两周", EveryWeeks(2)),
            ("every 3 months on 15", "每3个月15号", Monthly((DayOfMonth(15),), 3)),
            ("every 3 months", "每3个月", Monthly((), 3)),
            ("every 5 workdays", "每5个工作日", EveryWorkdays(5)),
            ("once a week", "每周一次", Floating(1, "week")),
            ("twice a week", "每周两次", Floating(2, "week")),
            ("3 times a week", "每周三次", Floating(3, "week")),
            ("once a month", "每月一次", Floating(1, "month")),
            ("twice a month", "每月两次", Floating(2, "month")),
            ("once a year", "每年一次", Floating(1, "year")),
            ("once a quarter", "每季度一次", Floating(1, "quarter")),
            ("once a week by fri", "每周一次 周五前", Floating(1, "week", 4)),
            ("once a month by 25", "每月一次 25号前", Floating(1, "month", 25)),
            ("once a year by 06-30", "每年一次 6月30日前", Floating(1, "year", (6, 30))),
            ("every month on 1, 15", "每月1、15号", FIRST_AND_FIFTEENTH),
            ("every month on last day", "每月最后一天", Monthly((DayOfMonth(LAST),))),
            ("every month on 2nd tue", "每月第2个周二", Monthly((NthWeekday(2, 1),))),
            ("every month on last fri", "每月最后一个周五", Monthly((NthWeekday(LAST, 4),))),
            ("every month on 5th wed", "每月第5个周三", Monthly((NthWeekday(5, 2),))),
            ("every month on first workday", "每月首个工作日", Monthly((NthWorkday(1),))),
            ("every month on 3rd workday", "每月第3个工作日", Monthly((NthWorkday(3),))),
            ("every month on last workday", "每月最后一个工作日", Monthly((NthWorkday(LAST),))),
            ("every half month", "每半月", HalfMonthly()),
            ("every quarter on first workday", "每季度首个工作日", Quarterly((NthWorkday(1),))),
            ("every quarter on last day", "每季度最后一天", Quarterly((DayOfMonth(LAST),))),
            ("every year on 03-28", "每年3月28日", Yearly(((3, 28),))),
            ("every year on lunar 08-15", "每年农历八月十五", YearlyLunar(((8, 15),))),
            ("15 days after done", "完成后15天", AfterDone(15, "day")),
            ("2 weeks after done", "完成后2周", AfterDone(2, "week")),
            ("half a month after done", "完成后半个月", AfterDone(1, "half-month")),
            ("on 2026-12-01", "2026-12-01", OnDates((date(2026, 12, 1),))),
            ("once", "一次", Once()),
            ("on day 3", "第3天", PhaseDay(3)),
            ("30 days before", "前30天", CampaignDay(-30)),
            ("3 workdays before", "前3个工作日", CampaignDay(-3, "workday")),
            ("on the day", "当天", CampaignDay(0)),
            ("2 days after", "后2天", CampaignDay(2)),
            ("when triggered", "触发时", Triggered()),
            (
                "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 from 2026-01-01",
                "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 从2026-01-01起",
                RULE,
            ),
            (
                "rrule FREQ=DAILY;BYHOUR=9,12 from 2026-01-01T09:00",
                "rrule FREQ=DAILY;BYHOUR=9,12 从2026-01-01T09:00起",
                TIMED_RULE,
            ),
        ],
    )
    def test_both_languages_mean_the_same_cadence(self, en: str, zh: str, cadence: Cadence) -> None:
        assert read(en).cadence == cadence
        assert read(zh).cadence == cadence

    def test_the_parts_after_the_cadence(self) -> None:
        text = "每周三 10:00、14:00-15:30 遇假日顺延 从2026-01-01起 到2026-12-31止"
        parts = (Slot(600), ClockWindow(840, 930))
        expected = Phrase(Weekly((2,)), parts, "next", date(2026, 1, 1), date(2026, 12, 31))
        assert read(text) == expected


class TestDays:
    """Each day, each workday, every n of them."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("every day", "every day", "每天"),
            ("daily", "every day", "每天"),
            ("Every Day", "every day", "每天"),
            ("DAILY", "every day", "每天"),
            ("每天", "every day", "每天"),
            ("每日", "every day", "每天"),
            ("every 1 day", "every day", "每天"),
            ("每1天", "every day", "每天"),
            ("ｅｖｅｒｙ　ｄａｙ", "every day", "每天"),
            ("  every   day  ", "every day", "每天"),
            ("every workday", "every workday", "每个工作日"),
            ("Every Workday", "every workday", "每个工作日"),
            ("每个工作日", "every workday", "每个工作日"),
            ("工作日", "every workday", "每个工作日"),
            ("every 3 days", "every 3 days", "每3天"),
            ("every 365 days", "every 365 days", "每365天"),
            ("每3天", "every 3 days", "每3天"),
            ("每 3 天", "every 3 days", "每3天"),
            ("每３天", "every 3 days", "每3天"),
            ("每三天", "every 3 days", "每3天"),
            ("每三日", "every 3 days", "每3天"),
            ("每两天", "every 2 days", "每两天"),
            ("每2天", "every 2 days", "每两天"),
            ("每十天", "every 10 days", "每10天"),
            ("每十五天", "every 15 days", "每15天"),
            ("每二十一天", "every 21 days", "每21天"),
            ("every 5 workdays", "every 5 workdays", "每5个工作日"),
            ("every 1 workday", "every workday", "每个工作日"),
            ("每5个工作日", "every 5 workdays", "每5个工作日"),
            ("每五个工作日", "every 5 workdays", "每5个工作日"),
            ("每两个工作日", "every 2 workdays", "每两个工作日"),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)


class TestWeekdays:
    """Days of the week, in lists and ranges."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("every mon, wed", "every mon, wed", "每周一、三"),
            ("every wed,mon", "every mon, wed", "每周一、三"),
            ("every mon and wed", "every mon, wed", "每周一、三"),
            ("every Monday, Wednesday", "every mon, wed", "每周一、三"),
            ("EVERY MON，WED", "every mon, wed", "每周一、三"),
            ("every thursday", "every thu", "每周四"),
            ("every mon, mon", "every mon", "每周一"),
            ("every mon-sat", "every mon-sat", "每周一至周六"),
            ("every mon to sat", "every mon-sat", "每周一至周六"),
            ("every mon – sat", "every mon-sat", "每周一至周六"),
            ("every mon-wed, fri", "every mon, tue, wed, fri", "每周一、二、三、五"),
            ("every fri-mon", "every mon, fri, sat, sun", "每周一、五、六、日"),
            ("every mon-sun", "every mon-sun", "每周一至周日"),
            ("every sat, sun", "every sat, sun", "每周六、日"),
            ("every weekday", "every mon-fri", "每周一至周五"),
            ("每周三", "every wed", "每周三"),
            ("每周 三", "every wed", "每周三"),
            ("每个周三", "every wed", "每周三"),
            ("每星期三", "every wed", "每周三"),
            ("每周日", "every sun", "每周日"),
            ("每周天", "every sun", "每周日"),
            ("每周一、三", "every mon, wed", "每周一、三"),
            ("每周一，三", "every mon, wed", "每周一、三"),
            ("每周一,三", "every mon, wed", "每周一、三"),
            ("每周一、周三", "every mon, wed", "每周一、三"),
            ("每周一和周三", "every mon, wed", "每周一、三"),
            ("每周三、一", "every mon, wed", "每周一、三"),
            ("每周一三五", "every mon, wed, fri", "每周一、三、五"),
            ("每周六日", "every sat, sun", "每周六、日"),
            ("每周一至周六", "every mon-sat", "每周一至周六"),
            ("每周一至六", "every mon-sat", "每周一至周六"),
            ("每周一到周六", "every mon-sat", "每周一至周六"),
            ("每周一到六", "every mon-sat", "每周一至周六"),
            ("每周一-周六", "every mon-sat", "每周一至周六"),
            ("每周一～周六", "every mon-sat", "每周一至周六"),
            ("每周五至周一", "every mon, fri, sat, sun", "每周一、五、六、日"),
            ("每周一至周天", "every mon-sun", "每周一至周日"),
            ("every 2 weeks on mon, thu", "every 2 weeks on mon, thu", "每两周周一、四"),
            ("every 2 weeks", "every 2 weeks", "每两周"),
            ("every 1 week on mon", "every mon", "每周一"),
            ("every 4 weeks on tue-thu", "every 4 weeks on tue-thu", "每4周周二至周四"),
            ("每两周周一、四", "every 2 weeks on mon, thu", "每两周周一、四"),
            ("每2周周一", "every 2 weeks on mon", "每两周周一"),
            ("每两周 周一", "every 2 weeks on mon", "每两周周一"),
            ("每三周周三", "every 3 weeks on wed", "每3周周三"),
            ("每两周", "every 2 weeks", "每两周"),
            ("每1周周一", "every mon", "每周一"),
            ("隔天", "every 2 days", "每两天"),
            ("隔日9点", "every 2 days at 09:00", "每两天 09:00"),
            ("隔周", "every 2 weeks", "每两周"),
            ("隔周一", "every 2 weeks on mon", "每两周周一"),
            ("隔周周一、四", "every 2 weeks on mon, thu", "每两周周一、四"),
            ("隔周的周五10:00", "every 2 weeks on fri at 10:00", "每两周周五 10:00"),
            ("隔星期三", "every 2 weeks on wed", "每两周周三"),
            ("每逢周一、三", "every mon, wed", "每周一、三"),
            ("every other monday", "every 2 weeks on mon", "每两周周一"),
            ("every other tue, thu", "every 2 weeks on tue, thu", "每两周周二、四"),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)


class TestFloating:
    """So many times within a week, month, quarter or year; a number with 次 is always a count."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("once a week", "once a week", "每周一次"),
            ("Twice A Week", "twice a week", "每周两次"),
            ("1 times a week", "once a week", "每周一次"),
            ("2 times a week", "twice a week", "每周两次"),
            ("3 times a week", "3 times a week", "每周三次"),
            ("12 times a month", "12 times a month", "每月12次"),
            ("once a month", "once a month", "每月一次"),
            ("twice a month", "twice a month", "每月两次"),
            ("once a quarter", "once a quarter", "每季度一次"),
            ("once a year", "once a year", "每年一次"),
            ("每周一次", "once a week", "每周一次"),
            ("每周1次", "once a week", "每周一次"),
            ("每周两次", "twice a week", "每周两次"),
            ("每周二次", "twice a week", "每周两次"),
            ("每周2次", "twice a week", "每周两次"),
            ("每周三次", "3 times a week", "每周三次"),
            ("每周3次", "3 times a week", "每周三次"),
            ("每周３次", "3 times a week", "每周三次"),
            ("每周十次", "10 times a week", "每周10次"),
            ("每个月一次", "once a month", "每月一次"),
            ("每月两次", "twice a month", "每月两次"),
            ("每年一次", "once a year", "每年一次"),
            ("每季度一次", "once a quarter", "每季度一次"),
            ("once a week by fri", "once a week by fri", "每周一次 周五前"),
            ("once a week by Friday", "once a week by fri", "每周一次 周五前"),
            ("twice a week by sun", "twice a week by sun", "每周两次 周日前"),
            ("once a month by 25", "once a month by 25", "每月一次 25号前"),
            ("once a month by last day", "once a month by last day", "每月一次 最后一天前"),
            ("once a year by 06-30", "once a year by 06-30", "每年一次 6月30日前"),
            ("每周一次 周五前", "once a week by fri", "每周一次 周五前"),
            ("每周一次周五前", "once a week by fri", "每周一次 周五前"),
            ("每周一次 周天前", "once a week by sun", "每周一次 周日前"),
            ("每周三次 周三前", "3 times a week by wed", "每周三次 周三前"),
            ("每月一次 25号前", "once a month by 25", "每月一次 25号前"),
            ("每月一次25日前", "once a month by 25", "每月一次 25号前"),
            ("每月一次 最后一天前", "once a month by last day", "每月一次 最后一天前"),
            ("每年一次 6月30日前", "once a year by 06-30", "每年一次 6月30日前"),
            ("once a week in morning", "once a week in morning", "每周一次 上午"),
            ("每周一次 上午", "once a week in morning", "每周一次 上午"),
            (
                "每周一次 从2026-03-01起 到2026-06-30止",
                "once a week from 2026-03-01 until 2026-06-30",
                "每周一次 从2026-03-01起 到2026-06-30止",
            ),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)

    @pytest.mark.parametrize(
        ("text", "en"),
        [
            ("每周 三次", "3 times a week"),
            ("每周 3 次", "3 times a week"),
            ("每周三 次", "3 times a week"),
            ("每月 两次", "twice a month"),
        ],
    )
    def test_a_number_with_times_is_a_count_wherever_spaces_stand(self, text: str, en: str) -> None:
        assert write(read(text), "en") == en


class TestMonths:
    """Days of the month, n-th weekdays and workdays, half months and quarters."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("every month on 1, 15", "every month on 1, 15", "每月1、15号"),
            ("every month on 1 and 15", "every month on 1, 15", "每月1、15号"),
            ("every month on the 1st, the 15th", "every month on 1, 15", "每月1、15号"),
            ("every month on 31", "every month on 31", "每月31号"),
            ("every month on last day", "every month on last day", "每月最后一天"),
            ("every month on the last day", "every month on last day", "每月最后一天"),
            ("每月1、15号", "every month on 1, 15", "每月1、15号"),
            ("每月1、15日", "every month on 1, 15", "每月1、15号"),
            ("每月1号、15号", "every month on 1, 15", "每月1、15号"),
            ("每月1日,15日", "every month on 1, 15", "每月1、15号"),
            ("每月1号和15号", "every month on 1, 15", "每月1、15号"),
            ("每月 1 、 15 号", "every month on 1, 15", "每月1、15号"),
            ("每月１５号", "every month on 15", "每月15号"),
            ("每月十五号", "every month on 15", "每月15号"),
            ("每月二十五日", "every month on 25", "每月25号"),
            ("每月廿五号", "every month on 25", "每月25号"),
            ("每个月15号", "every month on 15", "每月15号"),
            ("每月底", "every month on last day", "每月最后一天"),
            ("每月末", "every month on last day", "每月最后一天"),
            ("每月最后一天", "every month on last day", "每月最后一天"),
            ("每月1号、最后一天", "every month on 1, last day", "每月1号、最后一天"),
            ("every month on 2nd tue", "every month on 2nd tue", "每月第2个周二"),
            ("every month on second Tuesday", "every month on 2nd tue", "每月第2个周二"),
            ("every month on the 2nd tue", "every month on 2nd tue", "每月第2个周二"),
            ("every month on first mon", "every month on 1st mon", "每月第1个周一"),
            ("every month on last fri", "every month on last fri", "每月最后一个周五"),
            ("every month on 5th wed", "every month on 5th wed", "每月第5个周三"),
            (
                "every month on 1st mon, 3rd mon",
                "every month on 1st mon, 3rd mon",
                "每月第1个周一、第3个周一",
            ),
            ("每月第2个周二", "every month on 2nd tue", "每月第2个周二"),
            ("每月第二个周二", "every month on 2nd tue", "每月第2个周二"),
            ("每月第2个星期二", "every month on 2nd tue", "每月第2个周二"),
            ("每月第一个周一", "every month on 1st mon", "每月第1个周一"),
            ("每月首个周一", "every month on 1st mon", "每月第1个周一"),
            ("每月最后一个周五", "every month on last fri", "每月最后一个周五"),
            ("每月最后一个周天", "every month on last sun", "每月最后一个周日"),
            ("every month on first workday", "every month on first workday", "每月首个工作日"),
            ("every month on 1st workday", "every month on first workday", "每月首个工作日"),
            ("every month on third workday", "every month on 3rd workday", "每月第3个工作日"),
            ("every month on last workday", "every month on last workday", "每月最后一个工作日"),
            ("每月首个工作日", "every month on first workday", "每月首个工作日"),
            ("每月第一个工作日", "every month on first workday", "每月首个工作日"),
            ("每月第1个工作日", "every month on first workday", "每月首个工作日"),
            ("每月第三个工作日", "every month on 3rd workday", "每月第3个工作日"),
            ("每月第3个工作日", "every month on 3rd workday", "每月第3个工作日"),
            ("每月最后一个工作日", "every month on last workday", "每月最后一个工作日"),
            ("每月 最后一个工作日", "every month on last workday", "每月最后一个工作日"),
            ("every half month", "every half month", "每半月"),
            ("每半月", "every half month", "每半月"),
            ("每半个月", "every half month", "每半月"),
            ("every 3 months on 15", "every 3 months on 15", "每3个月15号"),
            ("every 3 months on 1, 15", "every 3 months on 1, 15", "每3个月1、15号"),
            ("every 2 months on last day", "every 2 months on last day", "每两个月最后一天"),
            ("every 6 months on 2nd tue", "every 6 months on 2nd tue", "每6个月第2个周二"),
            ("every 3 months", "every 3 months", "每3个月"),
            ("每3个月15号", "every 3 months on 15", "每3个月15号"),
            ("每三个月15日", "every 3 months on 15", "每3个月15号"),
            ("每3个月 15号", "every 3 months on 15", "每3个月15号"),
            ("每两个月首个工作日", "every 2 months on first workday", "每两个月首个工作日"),
            ("每3个月", "every 3 months", "每3个月"),
            ("every quarter on last day", "every quarter on last day", "每季度最后一天"),
            (
                "every quarter on last workday",
                "every quarter on last workday",
                "每季度最后一个工作日",
            ),
            ("每季度首个工作日", "every quarter on first workday", "每季度首个工作日"),
            ("每季度第一个工作日", "every quarter on first workday", "每季度首个工作日"),
            ("每季度第3个工作日", "every quarter on 3rd workday", "每季度第3个工作日"),
            ("每季度最后一天", "every quarter on last day", "每季度最后一天"),
            ("每个季度最后一天", "every quarter on last day", "每季度最后一天"),
            ("每季度 最后一天", "every quarter on last day", "每季度最后一天"),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)

    @pytest.mark.parametrize("text", ["every quarter on first day", "每季度第一天", "每季度首日"])
    def test_the_first_day_of_a_quarter(self, text: str) -> None:
        assert read(text).cadence == Quarterly((DayOfMonth(1),))


class TestYears:
    """Days of the solar and of the lunar year."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("every year on 03-28", "every year on 03-28", "每年3月28日"),
            ("every year on 3-28", "every year on 03-28", "每年3月28日"),
            ("every year on 11-11, 03-28", "every year on 03-28, 11-11", "每年3月28日、11月11日"),
            ("every year on 02-29", "every year on 02-29", "每年2月29日"),
            ("每年3月28日", "every year on 03-28", "每年3月28日"),
            ("每年3月28号", "every year on 03-28", "每年3月28日"),
            ("每年３月２８日", "every year on 03-28", "每年3月28日"),
            ("每年3月28日、11月11日", "every year on 03-28, 11-11", "每年3月28日、11月11日"),
            ("every year on lunar 08-15", "every year on lunar 08-15", "每年农历八月十五"),
            ("every year on lunar 12-30", "every year on lunar 12-30", "每年农历十二月三十"),
            ("每年农历八月十五", "every year on lunar 08-15", "每年农历八月十五"),
            ("每年农历8月15日", "every year on lunar 08-15", "每年农历八月十五"),
            ("每年农历正月初一", "every year on lunar 01-01", "每年农历正月初一"),
            ("每年农历一月初一", "every year on lunar 01-01", "每年农历正月初一"),
            ("每年农历五月初五", "every year on lunar 05-05", "每年农历五月初五"),
            ("每年农历二月初二", "every year on lunar 02-02", "每年农历二月初二"),
            ("每年农历三月初十", "every year on lunar 03-10", "每年农历三月初十"),
            ("每年农历四月二十", "every year on lunar 04-20", "每年农历四月二十"),
            ("每年农历十月廿一", "every year on lunar 10-21", "每年农历十月廿一"),
            ("每年农历冬月初八", "every year on lunar 11-08", "每年农历十一月初八"),
            ("每年农历腊月廿三", "every year on lunar 12-23", "每年农历十二月廿三"),
            ("每年农历腊月三十", "every year on lunar 12-30", "每年农历十二月三十"),
            (
                "每年农历五月初五、八月十五",
                "every year on lunar 05-05, 08-15",
                "每年农历五月初五、八月十五",
            ),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)

    def test_days_of_the_month_in_chinese_numbers(self) -> None:
        assert read("每年三月二十八日").cadence == Yearly(((3, 28),))


class TestSingleDates:
    """Dates that come once, steps, days of phases and campaigns, what is asked for."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("on 2026-12-01", "on 2026-12-01", "2026-12-01"),
            ("On 2026-12-1", "on 2026-12-01", "2026-12-01"),
            ("on 2026-12-01, 2026-12-05", "on 2026-12-01, 2026-12-05", "2026-12-01、2026-12-05"),
            ("on 2026-12-05, 2026-12-01", "on 2026-12-01, 2026-12-05", "2026-12-01、2026-12-05"),
            ("2026-12-01", "on 2026-12-01", "2026-12-01"),
            ("2026-12-01、2026-12-05", "on 2026-12-01, 2026-12-05", "2026-12-01、2026-12-05"),
            ("2026年12月1日", "on 2026-12-01", "2026-12-01"),
            ("2026年12月1号", "on 2026-12-01", "2026-12-01"),
            ("２０２６年１２月１日", "on 2026-12-01", "2026-12-01"),
            ("２０２６－１２－０１", "on 2026-12-01", "2026-12-01"),
            (
                "2026年12月1日、2026年12月5日",
                "on 2026-12-01, 2026-12-05",
                "2026-12-01、2026-12-05",
            ),
            ("2026年12月1日 10:00", "on 2026-12-01 at 10:00", "2026-12-01 10:00"),
            ("2026年12月1日10:00", "on 2026-12-01 at 10:00", "2026-12-01 10:00"),
            ("2026年12月1日上午10点", "on 2026-12-01 at 10:00", "2026-12-01 10:00"),
            ("2026-12-01 10:00", "on 2026-12-01 at 10:00", "2026-12-01 10:00"),
            ("2026-12-01 顺延", "on 2026-12-01 next workday", "2026-12-01 遇假日顺延"),
            ("once", "once", "一次"),
            ("一次", "once", "一次"),
            ("一次 上午", "once in morning", "一次 上午"),
            ("on day 3", "on day 3", "第3天"),
            ("第3天", "on day 3", "第3天"),
            ("第三天", "on day 3", "第3天"),
            ("第 3 天", "on day 3", "第3天"),
            ("第3天 10:00", "on day 3 at 10:00", "第3天 10:00"),
            ("30 days before", "30 days before", "前30天"),
            ("1 day before", "1 day before", "前1天"),
            ("3 workdays before", "3 workdays before", "前3个工作日"),
            ("1 workday after", "1 workday after", "后1个工作日"),
            ("on the day", "on the day", "当天"),
            ("2 days after", "2 days after", "后2天"),
            ("前30天", "30 days before", "前30天"),
            ("前三十天", "30 days before", "前30天"),
            ("前两天", "2 days before", "前2天"),
            ("前3个工作日", "3 workdays before", "前3个工作日"),
            ("前三个工作日", "3 workdays before", "前3个工作日"),
            ("当天", "on the day", "当天"),
            ("当天 9:00", "on the day at 09:00", "当天 09:00"),
            ("后2天", "2 days after", "后2天"),
            ("后两天", "2 days after", "后2天"),
            ("when triggered", "when triggered", "触发时"),
            ("触发时", "when triggered", "触发时"),
            ("触发时 上午", "when triggered in morning", "触发时 上午"),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)


class TestAfterDone:
    """So long after the last completion."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("15 days after done", "15 days after done", "完成后15天"),
            ("1 day after done", "1 day after done", "完成后1天"),
            ("2 weeks after done", "2 weeks after done", "完成后2周"),
            ("3 months after done", "3 months after done", "完成后3个月"),
            ("Half A Month After Done", "half a month after done", "完成后半个月"),
            ("完成后15天", "15 days after done", "完成后15天"),
            ("完成后十五天", "15 days after done", "完成后15天"),
            ("完成后 15 天", "15 days after done", "完成后15天"),
            ("完成后2周", "2 weeks after done", "完成后2周"),
            ("完成后两周", "2 weeks after done", "完成后2周"),
            ("完成后半个月", "half a month after done", "完成后半个月"),
            ("完成后半月", "half a month after done", "完成后半个月"),
            ("完成后3个月", "3 months after done", "完成后3个月"),
            ("完成后一个月 上午", "1 month after done in morning", "完成后1个月 上午"),
        ],
    )
    def test_canonical(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)


class TestRules:
    """RRULEs, which both languages write alike."""

    @pytest.mark.parametrize(
        ("text", "en"),
        [
            ("rrule FREQ=WEEKLY;BYDAY=MO from 2026-01-05", None),
            ("rrule FREQ=DAILY from 2026-01-01 until 2026-02-01", None),
            ("rrule FREQ=DAILY from 2026-01-01 at 10:00", None),
            ("rrule FREQ=DAILY from 2026-01-01 next workday", None),
            ("rrule FREQ=DAILY from 2026-01-01T09:00", None),
            ("rrule FREQ=DAILY from 2026-01-01T09:00:30", None),
            ("rrule FREQ=DAILY from 2026-01-01T09:00 in morning", None),
            ("RRULE freq=daily;count=3 FROM 2026-1-1", "rrule FREQ=DAILY;COUNT=3 from 2026-01-01"),
            ("rrule FREQ=DAILY 从2026-01-01起", "rrule FREQ=DAILY from 2026-01-01"),
            ("rrule FREQ=DAILY 自2026年1月1日起", "rrule FREQ=DAILY from 2026-01-01"),
            ("rrule FREQ=DAILY 从2026-01-01T09:00起", "rrule FREQ=DAILY from 2026-01-01T09:00"),
            ("rrule FREQ=DAILY 从2026-01-01起 10:00", "rrule FREQ=DAILY from 2026-01-01 at 10:00"),
            (
                "rrule FREQ=DAILY 从2026-01-01起 遇假日跳过 到2026-02-01止",
                "rrule FREQ=DAILY from 2026-01-01 skip holidays until 2026-02-01",
            ),
        ],
    )
    def test_canonical(self, text: str, en: str | None) -> None:
        phrase = read(text)
        assert write(phrase, "en") == (en or text)
        assert read(write(phrase, "zh")) == phrase


class TestTimes:
    """Slots, windows, words of the day, hours, peaks and blocks."""

    @pytest.mark.parametrize(
        ("times", "expected"),
        [
            ("08:30, 11:30", (Slot(510), Slot(690))),
            ("8:30", (Slot(510),)),
            ("8:30/11:30", (Slot(510), Slot(690))),
            ("08:30 and 11:30", (Slot(510), Slot(690))),
            ("0:00", (Slot(0),)),
            ("23:59", (Slot(1439),)),
            ("9am", (Slot(540),)),
            ("9 AM", (Slot(540),)),
            ("2:30pm", (Slot(870),)),
            ("12am", (Slot(0),)),
            ("12pm", (Slot(720),)),
            ("12:30am", (Slot(30),)),
            ("2:30pm, 8:30", (Slot(870), Slot(510))),
            ("10:30-11:00", (ClockWindow(630, 660),)),
            ("10:30 - 11:00", (ClockWindow(630, 660),)),
            ("10:30–11:00", (ClockWindow(630, 660),)),
            ("9am-5pm", (ClockWindow(540, 1020),)),
            ("23:00-01:00", (ClockWindow(1380, 1500),)),
            ("23:00-24:00", (ClockWindow(1380, 1440),)),
            ("00:00-24:00", (ClockWindow(0, 1440),)),
            ("08:30, 10:30-11:00", (Slot(510), ClockWindow(630, 660))),
            ("10:30-11:00, 08:30, 2pm", (ClockWindow(630, 660), Slot(510), Slot(840))),
            ("８：３０，１１：３０", (Slot(510), Slot(690))),
        ],
    )
    def test_english(self, times: str, expected: tuple[object, ...]) -> None:
        assert read(f"every day at {times}").parts == expected

    @pytest.mark.parametrize(
        ("times", "expected"),
        [
            ("8:30、11:30", (Slot(510), Slot(690))),
            ("8:30/11:30", (Slot(510), Slot(690))),
            ("8:30,11:30", (Slot(510), Slot(690))),
            ("8:30 11:30", (Slot(510), Slot(690))),
            ("8：30、11：30", (Slot(510), Slot(690))),
            ("８：３０，１１：３０", (Slot(510), Slot(690))),
            ("8点", (Slot(480),)),
            ("8点半", (Slot(510),)),
            ("14点半", (Slot(870),)),
            ("8点30分", (Slot(510),)),
            ("8点30", (Slot(510),)),
            ("八点", (Slot(480),)),
            ("八点半", (Slot(510),)),
            ("十二点", (Slot(720),)),
            ("二十点", (Slot(1200),)),
            ("两点", (Slot(120),)),
            ("8时30分", (Slot(510),)),
            ("8点一刻", (Slot(495),)),
            ("早上8点半", (Slot(510),)),
            ("早上8:30", (Slot(510),)),
            ("上午9点、10点、下午2点、3点半", (Slot(540), Slot(600), Slot(840), Slot(930))),
            ("早上8点半、晚上8点", (Slot(510), Slot(1200))),
            ("8:30/下午2:30", (Slot(510), Slot(870))),
            ("下午14:30", (Slot(870),)),
            ("下午12点", (Slot(720),)),
            ("晚上8点", (Slot(1200),)),
            ("晚上20:00", (Slot(1200),)),
            ("晚上 11点半", (Slot(1410),)),
            ("中午12点", (Slot(720),)),
            ("中午1点", (Slot(780),)),
            ("凌晨1点", (Slot(60),)),
            ("10:30-11:00", (ClockWindow(630, 660),)),
            ("10:30至11:00", (ClockWindow(630, 660),)),
            ("10:30到11:00", (ClockWindow(630, 660),)),
            ("9:00～11:00", (ClockWindow(540, 660),)),
            ("上午8点-12点", (ClockWindow(480, 720),)),
            ("上午8点到10点", (ClockWindow(480, 600),)),
            ("上午8点-下午2点", (ClockWindow(480, 840),)),
            ("下午2点到4点", (ClockWindow(840, 960),)),
            ("下午1点到3点、晚上7点到9点", (ClockWindow(780, 900), ClockWindow(1140, 1260))),
            ("23:00-1:00", (ClockWindow(1380, 1500),)),
            ("晚上9点至凌晨1点", (ClockWindow(1260, 1500),)),
            ("晚上9点-12点", (ClockWindow(1260, 1440),)),
            ("8:30、10:30-11:00", (Slot(510), ClockWindow(630, 660))),
        ],
    )
    def test_chinese(self, times: str, expected: tuple[object, ...]) -> None:
        assert read(f"每天 {times}").parts == expected
        assert read(f"每天{times}").parts == expected
        assert read_times(times) == expected

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("every day at 8:30", "every day at 08:30", "每天 08:30"),
            ("每周三10:00", "every wed at 10:00", "每周三 10:00"),
            ("每周三上午10点", "every wed at 10:00", "每周三 10:00"),
            ("每周三 下午三点", "every wed at 15:00", "每周三 15:00"),
            ("每周五 六点", "every fri at 06:00", "每周五 06:00"),
            ("每周三三点", "every wed at 03:00", "每周三 03:00"),
            ("每周一、三 八点", "every mon, wed at 08:00", "每周一、三 08:00"),
            ("每月1号9点", "every month on 1 at 09:00", "每月1号 09:00"),
            ("每月1、15号9点", "every month on 1, 15 at 09:00", "每月1、15号 09:00"),
            ("每月最后一天9点", "every month on last day at 09:00", "每月最后一天 09:00"),
            ("每3天9点", "every 3 days at 09:00", "每3天 09:00"),
            ("每3个月 9:00", "every 3 months at 09:00", "每3个月 09:00"),
            ("每3个月9点", "every 3 months at 09:00", "每3个月 09:00"),
            ("每两周9点", "every 2 weeks at 09:00", "每两周 09:00"),
            ("每年3月28日9:00", "every year on 03-28 at 09:00", "每年3月28日 09:00"),
            (
                "every day at 08:30, 23:00-24:00, 23:30-0:30",
                "every day at 08:30, 23:00-24:00, 23:30-00:30",
                "每天 08:30、23:00-24:00、23:30-00:30",
            ),
        ],
    )
    def test_after_a_cadence(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("hourly 08:00-16:00", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("Hourly 8am-4pm", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("every day hourly 08:00-16:00", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("每小时 8:00-16:00", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("每小时8:00-16:00", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("每小时 8点至16点", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("每天 每小时 8:00-16:00", "hourly 08:00-16:00", "每小时 08:00-16:00"),
            ("hourly 08:30-16:00", "hourly 08:30-16:00", "每小时 08:30-16:00"),
            ("hourly 22:00-02:00", "hourly 22:00-02:00", "每小时 22:00-02:00"),
            (
                "工作日每小时 8:00-16:00",
                "every workday hourly 08:00-16:00",
                "每个工作日 每小时 08:00-16:00",
            ),
            (
                "hourly 08:00-16:00 skip holidays from 2026-01-01",
                "hourly 08:00-16:00 skip holidays from 2026-01-01",
                "每小时 08:00-16:00 遇假日跳过 从2026-01-01起",
            ),
        ],
    )
    def test_hourly(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)

    def test_hourly_alone_means_every_day(self) -> None:
        assert read("hourly 08:00-16:00") == Phrase(Daily(), (Hourly(480, 960),))

    @pytest.mark.parametrize(
        ("text", "offset"),
        [
            ("every day at peaks", 0),
            ("every day at peaks - 30m", -30),
            ("every day at peaks-30m", -30),
            ("every day at peaks + 15m", 15),
            ("every day at peaks - 1h", -60),
            ("每天 高峰前30分钟", -30),
            ("每天高峰前三十分钟", -30),
            ("每天 高峰前半小时", -30),
            ("每天 高峰前1小时", -60),
            ("每天 高峰后15分钟", 15),
            ("每天 高峰时", 0),
        ],
    )
    def test_peaks(self, text: str, offset: int) -> None:
        phrase = read(text)
        assert phrase.parts == (AtPeaks(offset),)
        assert [read(write(phrase, language)) for language in LANGUAGES] == [phrase, phrase]

    def test_the_wording_of_peaks(self) -> None:
        expected = ("every day at peaks - 30m", "每天 高峰前30分钟")
        assert canonical("每天高峰前半小时") == expected


class TestBlocks:
    """Words of the day alone are blocks; so are the ids and names of the playbook's own."""

    OWN = Blocks(
        (
            ("morning", "上午", "Morning"),
            ("packing", "打包时段", "Packing time"),
        ),
        known=True,
    )

    @pytest.mark.parametrize(
        ("text", "block"),
        [
            ("every day in morning", "morning"),
            ("every day in the morning", "morning"),
            ("every day in Afternoon", "afternoon"),
            ("every day in evening", "evening"),
            ("every day in noon", "noon"),
            ("每天 上午", "morning"),
            ("每天上午", "morning"),
            ("每天 早上", "morning"),
            ("每天 下午", "afternoon"),
            ("每天 晚上", "evening"),
            ("每天 中午", "noon"),
            ("每周三上午", "morning"),
            ("every day in night-shift", "night-shift"),
            ("every day in the-desk", "the-desk"),
            ("每天 在night-shift", "night-shift"),
            ("每天 在 night-shift", "night-shift"),
        ],
    )
    def test_without_a_playbook_any_id_will_do(self, text: str, block: str) -> None:
        phrase = read(text)
        assert phrase.parts == (InBlock(block),)
        assert [read(write(phrase, language)) for language in LANGUAGES] == [phrase, phrase]

    @pytest.mark.parametrize(
        ("text", "block"),
        [
            ("every day in packing", "packing"),
            ("every day in Packing time", "packing"),
            ("每天 打包时段", "packing"),
            ("每天打包时段", "packing"),
            ("每天 在打包时段", "packing"),
            ("每天 在packing", "packing"),
            ("每天 早上", "morning"),
            ("every day in morning", "morning"),
        ],
    )
    def test_of_a_playbook(self, text: str, block: str) -> None:
        phrase = read(text, self.OWN)
        assert phrase.parts == (InBlock(block),)
        wordings = [write(phrase, language, self.OWN) for language in LANGUAGES]
        assert [read(wording, self.OWN) for wording in wordings] == [phrase, phrase]

    def test_their_wording(self) -> None:
        found = canonical("每天 打包时段", self.OWN)
        assert found == ("every day in packing", "每天 打包时段")

    @pytest.mark.parametrize(("text", "column"), [("every day in night", 14), ("每天 晚上", 4)])
    def test_unknown_ones_are_refused_with_those_that_there_are(
        self, text: str, column: int
    ) -> None:
        error = refusal(text, self.OWN)
        assert error.column == column
        assert any("morning, packing" in str(each) for each in error.expected)

    @pytest.mark.parametrize(
        "text",
        [
            "每天 在packng",
            "每周一次 在lunch",
            "每天 夜里",
            "every day in mornin",
            "after完成后半个月 中午",
            "每天 at morning",
            "每天 上",
        ],
    )
    def test_no_block_is_suggested_that_the_playbook_lacks(self, text: str) -> None:
        only_packing = Blocks((("packing", "打包时段", "Packing time"),), known=True)
        error = refusal(text, only_packing)
        assert error.suggestion is not None
        read(error.suggestion, only_packing)

    @pytest.mark.parametrize(("text", "column"), [("每天 在packng", 5), ("每周一次 在lunch", 7)])
    def test_a_misspelt_id_is_no_mix_of_languages(self, text: str, column: int) -> None:
        error = refusal(text, self.OWN)
        assert error.column == column
        assert any("morning, packing" in str(each) for each in error.expected)


class TestShiftsAndBounds:
    """What follows the cadence may stand in any order; the canonical wording has one."""

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("every wed skip holidays", "every wed skip holidays", "每周三 遇假日跳过"),
            ("every wed next workday", "every wed next workday", "每周三 遇假日顺延"),
            ("every wed Previous Workday", "every wed previous workday", "每周三 遇假日提前"),
            ("每周三 遇假日跳过", "every wed skip holidays", "每周三 遇假日跳过"),
            ("每周三遇假日顺延", "every wed next workday", "每周三 遇假日顺延"),
            ("每周三 顺延", "every wed next workday", "每周三 遇假日顺延"),
            ("每周三遇假日提前", "every wed previous workday", "每周三 遇假日提前"),
            ("每周三提前", "every wed previous workday", "每周三 遇假日提前"),
            ("第3天 顺延", "on day 3 next workday", "第3天 遇假日顺延"),
            ("前30天 提前", "30 days before previous workday", "前30天 遇假日提前"),
        ],
    )
    def test_shifts(self, text: str, en: str, zh: str) -> None:
        assert canonical(text) == (en, zh)

    @pytest.mark.parametrize(
        ("text", "start", "until"),
        [
            ("every day from 2026-01-01", date(2026, 1, 1), None),
            ("every day until 2026-12-31", None, date(2026, 12, 31)),
            (
                "every day from 2026-01-01 until 2026-12-31",
                date(2026, 1, 1),
                date(2026, 12, 31),
            ),
            ("每天 从2026-01-01起", date(2026, 1, 1), None),
            ("每天从2026年1月1日起", date(2026, 1, 1), None),
            ("每天 自2026-01-01起", date(2026, 1, 1), None),
            ("每天 自2026-01-01", date(2026, 1, 1), None),
            ("每天 从2026-01-01", date(2026, 1, 1), None),
            ("每天 到2026-12-31止", None, date(2026, 12, 31)),
            ("每天 至2026年12月31日止", None, date(2026, 12, 31)),
            ("每天 至2026-12-31", None, date(2026, 12, 31)),
            ("每天从2026-01-01起到2026-12-31止", date(2026, 1, 1), date(2026, 12, 31)),
            ("每天 从２０２６－０１－０１起", date(2026, 1, 1), None),
            ("每两周周三 从2026-11-25起", date(2026, 11, 25), None),
        ],
    )
    def test_bounds(self, text: str, start: date | None, until: date | None) -> None:
        phrase = read(text)
        assert (phrase.start, phrase.until) == (start, until)

    @pytest.mark.parametrize(
        "text",
        [
            "every wed at 10:00 next workday from 2026-01-01 until 2026-12-31",
            "every wed next workday at 10:00 until 2026-12-31 from 2026-01-01",
            "every wed from 2026-01-01 until 2026-12-31 next workday at 10:00",
            "EVERY WED AT 10：00 NEXT WORKDAY FROM 2026-01-01 UNTIL 2026-12-31",
            "每周三 10:00 遇假日顺延 从2026-01-01起 到2026-12-31止",
            "每周三10:00遇假日顺延从2026-01-01起到2026-12-31止",
            "每周三 顺延 上午10点 自2026年1月1日起 至2026年12月31日止",
            "每周三 从2026-01-01起 到2026-12-31止 遇假日顺延 10:00",
        ],
    )
    def test_any_order(self, text: str) -> None:
        assert canonical(text) == (
            "every wed at 10:00 next workday from 2026-01-01 until 2026-12-31",
            "每周三 10:00 遇假日顺延 从2026-01-01起 到2026-12-31止",
        )


class TestTwoReadings:
    """What can mean two things is refused with both."""

    @pytest.mark.parametrize(
        ("text", "weekday", "plain"),
        [
            ("每两周一", "每两周周一", "每两周"),
            ("每2周一", "每2周周一", "每2周"),
            ("每三周三", "每三周周三", "每三周"),
            ("每两周日", "每两周周日", "每两周"),
            ("每两周一 10:00", "每两周周一", "每两周"),
            ("每两周 一", "每两周周一", "每两周"),
        ],
    )
    def test_every_so_many_weeks_and_a_weekday(self, text: str, weekday: str, plain: str) -> None:
        error = refusal(text)
        assert weekday in str(error.what)
        assert f"'{plain}'" in str(error.what)
        assert error.suggestion == weekday
        assert read(weekday) != read(plain)

    @pytest.mark.parametrize("text", ["每3月15号", "每3月15日", "每11月11日", "每三月十五号"])
    def test_every_so_many_months_and_a_month_of_the_year(self, text: str) -> None:
        """每3月15号 may be 15 March of each year, or (with 个) the 15th of every third month."""
        assert refusal(text).suggestion is not None

    def test_an_ordinal_before_a_numbered_weekday(self) -> None:
        """The first and the third Monday, or the first day and the third Monday."""
        assert refusal("every month on 1st and 3rd mon").suggestion is not None
        assert read("every month on 1, 3rd mon") != read("every month on 1st mon, 3rd mon")

    def test_three_times_a_week_is_not_wednesday(self) -> None:
        assert read("每周三次").cadence == Floating(3, "week")
        assert read("每周三").cadence == Weekly((2,))


class TestRefusals:
    """A bad phrase says where it breaks, what is wrong, and what would be right."""

    @pytest.mark.parametrize(
        ("text", "column", "what", "suggestion"),
        [
            ("", 1, "empty", "every day"),
            ("   ", 1, "empty", "every day"),
            ("　", 1, "empty", "每天"),
            ("every", 5, "too early", "every day"),
            ("evry day", 1, "'evry'", "every day"),
            ("every wedd", 7, "'wedd'", "every wed"),
            ("every month on", 14, "too early", None),
            ("every month on 32", 16, "'32'", "every month on 31"),
            ("every month on 0", 16, "'0'", None),
            ("every 0 days", 7, "'0'", None),
            ("every quarter on 15", 18, "'15'", None),
            ("every year on 02-30", 15, "'02-30'", None),
            ("every year on lunar 13-01", 21, "'13-01'", None),
            ("every day at 25:00", 14, "'25:00'", None),
            ("every day at 11:60", 14, "'11:60'", None),
            ("every day at 24:00", 14, "'24:00'", None),
            ("every day at 8", 14, "'8'", "every day at 08:00"),
            ("every wed at 10", 14, "'10'", "every wed at 10:00"),
            ("every day at 10:30-11", 20, "'11'", "every day at 10:30-11:00"),
            ("every day at 10:30-10:30", 19, "10:30", "every day at 10:30"),
            ("every day at 08:30,", 19, "too early", "every day at 08:30"),
            ("every day at morning", 14, "'morning'", "every day in morning"),
            ("every day at 08:30 in morning", 20, "'in'", "every day at 08:30"),
            ("every day at 08:30 at 09:30", 20, "'at'", "every day at 08:30"),
            ("every day next workday skip holidays", 24, "'skip'", "every day next workday"),
            ("every month on 1 prev workday", 18, "'prev'", "every month on 1 previous workday"),
            ("every day from 2026-02-30", 16, "2026-02-30", None),
            ("on 2026-02-30", 4, "2026-02-30", None),
            ("0 times a week", 1, "'0'", None),
            ("once a week by 25", 16, "'25'", "once a week by fri"),
            ("rrule FREQ=DAILY", 16, "too early", None),
            ("每", 1, "too early", "每天"),
            ("每周", 2, "too early", None),
            ("每周八", 3, "'八'", None),
            ("每月32号", 3, "'32", "每月31号"),
            ("每月0号", 3, "'0", None),
            ("每0天", 2, "'0", None),
            ("每天三次", 3, "'三次'", "每天"),
            ("每隔2天", 2, "'隔2天'", None),
            ("隔周一次", 4, "'次'", None),
            ("every other 3", 13, "'3'", None),
            ("每季度15号", 4, "'15", None),
            ("每年2月30日", 3, "'2", None),
            ("每年农历十三月初一", 5, "'十三月初一'", None),
            ("每年农历闰八月十五", 5, "'闰八月十五'", None),
            ("每天 25:00", 4, "'25:00'", "每天"),
            ("每天 24:00", 4, "'24:00'", "每天"),
            ("每天 8:70", 4, "'8:70'", "每天"),
            ("每天 8", 4, "'8'", "每天 08:00"),
            ("每天 8:30、", 8, "too early", "每天 8:30"),
            ("每天 早上14点", 6, "'14", None),
            ("每月1号跳过", 5, "'跳过'", "每月1号"),
            ("每周一次 周五", 7, "too early", "每周一次 周五前"),
            ("你好", 1, "'你好'", None),
            ("每两周一次", 5, "not in 2 weeks", "每两周"),
            ("每3周三次 10:00", 5, "not in 3 weeks", "每3周"),
            ("每3周两次", 5, "not in 3 weeks", "每3周"),
            ("每周末 9:00", 3, "'末'", "每周六、日 9:00"),
            ("周末", 1, "'周末'", "每周六、日"),
            ("every weekend at 9:00", 7, "'weekend'", "every sat, sun at 9:00"),
            ("2026-12-01 at 10:00", 12, "'at'", "on 2026-12-01 at 10:00"),
            ("every month on 1-3", 16, "'1-3'", "every month on 1, 2, 3"),
            ("hello", 1, "'hello'", None),
        ],
    )
    def test_refused(self, text: str, column: int, what: str, suggestion: str | None) -> None:
        error = refusal(text)
        assert error.column == column
        assert what in str(error.what)
        assert error.suggestion is not None
        read(error.suggestion)
        if suggestion is not None:
            assert error.suggestion == suggestion

    @pytest.mark.parametrize(
        ("text", "column", "suggestion"),
        [
            ("once a week at 10:00", 13, "once a week"),
            ("once a week by fri at 10:00", 20, "once a week by fri"),
            ("once a week hourly 8:00-16:00", 13, "once a week"),
            ("once a week at peaks", 13, "once a week"),
            ("每周一次 10:00", 6, "每周一次"),
            ("每周一次10:00", 5, "每周一次"),
            ("每周一次 每小时 8:00-16:00", 6, "每周一次"),
            ("每周一次 高峰时", 6, "每周一次"),
            ("每周一次 上午10点", 6, "每周一次"),
            ("15 days after done at 10:00", 20, "15 days after done"),
            ("完成后15天 10:00", 8, "完成后15天"),
            ("once at 10:00", 6, "once"),
            ("一次 10:00", 4, "一次"),
            ("when triggered at 10:00", 16, "when triggered"),
            ("触发时 10:00", 5, "触发时"),
        ],
    )
    def test_no_clock_time_after_what_has_no_date(
        self, text: str, column: int, suggestion: str
    ) -> None:
        error = refusal(text)
        assert (error.column, error.suggestion) == (column, suggestion)
        assert "no clock time" in str(error.what)

    @pytest.mark.parametrize(
        ("text", "column", "suggestion"),
        [
            ("once a week next workday", 13, "once a week"),
            ("每周一次 顺延", 6, "每周一次"),
            ("15 days after done skip holidays", 20, "15 days after done"),
            ("完成后15天遇假日跳过", 7, "完成后15天"),
            ("once next workday", 6, "once"),
            ("触发时 提前", 5, "触发时"),
        ],
    )
    def test_no_shift_after_what_has_no_date(self, text: str, column: int, suggestion: str) -> None:
        error = refusal(text)
        assert (error.column, error.suggestion) == (column, suggestion)
        assert "no shift" in str(error.what)

    def test_a_rule_with_times_takes_no_other_clock_time(self) -> None:
        error = refusal("rrule FREQ=DAILY from 2026-01-01T09:00 at 10:00")
        assert error.column == 40
        assert "no clock time" in str(error.what)

    @pytest.mark.parametrize(
        ("text", "column"),
        [("每天 at 8:30", 4), ("每mon", 2), ("每天 skip holidays", 4), ("每周三 at 10:00", 5)],
    )
    def test_two_languages_in_one_phrase(self, text: str, column: int) -> None:
        error = refusal(text)
        assert error.column == column
        assert "Chinese and English" in str(error.what)

    def test_the_column_is_that_of_what_was_typed_not_of_a_repair(self) -> None:
        error = refusal("once a weak at 10:00")
        assert error.column == 8
        assert "'weak'" in str(error.what)

    @pytest.mark.parametrize(
        "text",
        [
            "every 2 weeks on",
            "every 3 months on",
            "every 2 weeks on at 10:00",
            "every month on 6th wed",
            "每月第6个周三",
            "once a week by",
            "rrule FREQ=DAILY from",
            "每月5-10号",
            "每年农历",
            "every year on lunar",
            "活动后",
        ],
    )
    def test_nothing_is_silently_dropped(self, text: str) -> None:
        assert refusal(text).column >= 1

    @pytest.mark.parametrize("text", ["hourly 08:00", "hourly", "每小时", "每小时 8:00"])
    def test_hours_need_an_end(self, text: str) -> None:
        error = refusal(text)
        assert error.column >= len(text) - 4
        assert error.suggestion is not None
        assert isinstance(read(error.suggestion).parts[0], Hourly)

    @pytest.mark.parametrize(
        ("text", "column"), [("每天 高峰前十五十分钟", 7), ("每天 高峰前" + "9" * 5000 + "分钟", 7)]
    )
    def test_a_number_that_is_none(self, text: str, column: int) -> None:
        assert refusal(text).column == column


class TestNearestWording:
    """What operators type by mistake leads to what they meant: it is read so, or suggested."""

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("周一", "每周一"),
            ("周一至周五", "每周一至周五"),
            ("每周1", "每周一"),
            ("每周1、3", "每周一、三"),
            ("每月15", "每月15号"),
            ("前3工作日", "前3个工作日"),
            ("每个小时 8:00-16:00", "每小时 8:00-16:00"),
            ("完成15天后", "完成后15天"),
            ("mondays", "every mon"),
            ("every tusday", "every tue"),
            ("every wendesday", "every wed"),
            ("every mon wed", "every mon, wed"),
            ("every wed 10:00", "every wed at 10:00"),
            ("every month 15", "every month on 15"),
            ("every working day", "every workday"),
        ],
    )
    def test_leads_to(self, text: str, meant: str) -> None:
        try:
            found = read(text)
        except PhraseError as error:
            found = read(error.suggestion or "")
        assert found == read(meant)

    @pytest.mark.parametrize(
        ("text", "cadence"),
        [
            ("每周三 at 10:00", Weekly((2,))),
            ("每周三 skip holidays", Weekly((2,))),
            ("every day from 2026-02-30", Daily()),
            ("每天 从2026-02-30起", Daily()),
            ("每天 10:00 从2026-02-30起", Daily()),
            ("every wed at 10:00 foo", Weekly((2,))),
        ],
    )
    def test_a_fault_behind_the_cadence_leaves_it_alone(self, text: str, cadence: Cadence) -> None:
        assert read(refusal(text).suggestion or "").cadence == cadence
