"""Days and moments as people type them, seen from Wednesday 2026-11-25."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsplan.phrase.moments import read_day, read_moment, read_month, read_week

TODAY = date(2026, 11, 25)
LEAP_DAY = date(2028, 2, 29)


class TestDay:
    """`read_day`: one day, or None."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("today", date(2026, 11, 25)),
            ("Today", date(2026, 11, 25)),
            (" today ", date(2026, 11, 25)),
            ("今天", date(2026, 11, 25)),
            ("今日", date(2026, 11, 25)),
            ("yesterday", date(2026, 11, 24)),
            ("昨天", date(2026, 11, 24)),
            ("昨日", date(2026, 11, 24)),
            ("前天", date(2026, 11, 23)),
            ("大前天", date(2026, 11, 22)),
            ("tomorrow", date(2026, 11, 26)),
            ("明天", date(2026, 11, 26)),
            ("明日", date(2026, 11, 26)),
            ("后天", date(2026, 11, 27)),
            ("大后天", date(2026, 11, 28)),
        ],
    )
    def test_words(self, text: str, expected: date) -> None:
        assert read_day(text, TODAY) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("+3", date(2026, 11, 28)),
            ("＋3", date(2026, 11, 28)),
            ("＋３", date(2026, 11, 28)),
            ("-3", date(2026, 11, 22)),
            ("+0", date(2026, 11, 25)),
            ("+365", date(2027, 11, 25)),
        ],
    )
    def test_counted_from_today(self, text: str, expected: date) -> None:
        assert read_day(text, TODAY) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("mon", date(2026, 11, 23)),
            ("Mon", date(2026, 11, 23)),
            ("monday", date(2026, 11, 23)),
            ("tuesday", date(2026, 11, 24)),
            ("wed", date(2026, 11, 25)),
            ("Thursday", date(2026, 11, 26)),
            ("sun", date(2026, 11, 29)),
            ("周一", date(2026, 11, 23)),
            ("周三", date(2026, 11, 25)),
            ("周日", date(2026, 11, 29)),
            ("周天", date(2026, 11, 29)),
            ("星期天", date(2026, 11, 29)),
            ("礼拜二", date(2026, 11, 24)),
            ("本周五", date(2026, 11, 27)),
            ("这周五", date(2026, 11, 27)),
            ("上周三", date(2026, 11, 18)),
            ("上个周三", date(2026, 11, 18)),
            ("上上周一", date(2026, 11, 9)),
            ("下周三", date(2026, 12, 2)),
            ("下个周三", date(2026, 12, 2)),
            ("下星期三", date(2026, 12, 2)),
            ("下下周一", date(2026, 12, 7)),
            ("this fri", date(2026, 11, 27)),
            ("next wed", date(2026, 12, 2)),
            ("last fri", date(2026, 11, 20)),
        ],
    )
    def test_weekdays_are_those_of_the_week_from_monday(self, text: str, expected: date) -> None:
        assert read_day(text, TODAY) == expected

    @pytest.mark.parametrize(
        ("text", "today", "expected"),
        [
            ("mon", date(2026, 11, 29), date(2026, 11, 23)),
            ("sun", date(2026, 11, 23), date(2026, 11, 29)),
            ("下周一", date(2026, 12, 27), date(2026, 12, 28)),
            ("下周三", date(2026, 12, 31), date(2027, 1, 6)),
            ("上周日", date(2027, 1, 4), date(2027, 1, 3)),
        ],
    )
    def test_at_the_ends_of_weeks_and_years(self, text: str, today: date, expected: date) -> None:
        assert read_day(text, today) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("11月25日", date(2026, 11, 25)),
            ("11月25号", date(2026, 11, 25)),
            ("11月25", date(2026, 11, 25)),
            ("１１月２５日", date(2026, 11, 25)),
            ("十一月二十五日", date(2026, 11, 25)),
            ("十二月廿五", date(2026, 12, 25)),
            ("1月1日", date(2026, 1, 1)),
            ("12-01", date(2026, 12, 1)),
            ("2026-11-25", date(2026, 11, 25)),
            ("２０２６－１１－２５", date(2026, 11, 25)),
            ("2026-2-3", date(2026, 2, 3)),
            ("2026/11/25", date(2026, 11, 25)),
            ("2026年11月25日", date(2026, 11, 25)),
            ("2028-02-29", date(2028, 2, 29)),
        ],
    )
    def test_dates(self, text: str, expected: date) -> None:
        assert read_day(text, TODAY) == expected

    def test_a_leap_day_is_one_of_a_leap_year(self) -> None:
        assert read_day("2月29日", LEAP_DAY) == LEAP_DAY
        assert read_day("2月29日", TODAY) is None

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "　",
            "foo",
            "3",
            "+",
            "--3",
            "+3d",
            "monster",
            "monkey",
            "sunny",
            "周八",
            "周",
            "下周",
            "2026-02-30",
            "2026-13-01",
            "2026-11",
            "20261125",
            "2月30日",
            "13月1日",
            "0月1日",
            "一一月一日",
            "十十月一日",
            "十一月二二二日",
            "每天",
            "17:00",
            "昨天17:00",
            "2026-11-25T08:30",
        ],
    )
    def test_what_names_no_day(self, text: str) -> None:
        assert read_day(text, TODAY) is None


class TestWeek:
    """`read_week`: a day of the week that is meant."""

    @pytest.mark.parametrize(
        ("texts", "expected"),
        [
            (
                ("last", "Last", "last week", "上周", "上个周", "上星期", "上一周"),
                date(2026, 11, 18),
            ),
            (("this", "this week", "本周", "这周", "这个星期"), date(2026, 11, 25)),
            (("next", " next  week ", "下周", "下个星期", "下礼拜"), date(2026, 12, 2)),
            (("上上周",), date(2026, 11, 11)),
            (("下下周", "下下个星期"), date(2026, 12, 9)),
            (("下周一", "next mon"), date(2026, 11, 30)),
            (("+7",), date(2026, 12, 2)),
        ],
    )
    def test_words(self, texts: tuple[str, ...], expected: date) -> None:
        assert [read_week(text, TODAY) for text in texts] == [expected] * len(texts)

    @pytest.mark.parametrize("text", ["", "week", "周", "上", "下月", "next month", "nextweekend"])
    def test_what_names_no_week(self, text: str) -> None:
        assert read_week(text, TODAY) is None

    def test_there_is_none_before_the_first(self) -> None:
        assert read_week("last", date.min) is None
        assert read_week("next", date.max) is None


class TestMonth:
    """`read_month`: a day of the month that is meant."""

    @pytest.mark.parametrize(
        ("texts", "expected"),
        [
            (("last", "last month", "上月", "上个月", "上一个月"), (2026, 10)),
            (("this", "this month", "本月", "这个月"), (2026, 11)),
            (("next", "Next Month", "下月", "下个月"), (2026, 12)),
            (("上上个月",), (2026, 9)),
            (("下下个月",), (2027, 1)),
            (("2026-10", "2026/10", "2026.10", "2026年10月", "２０２６－１０"), (2026, 10)),
            (("2026-10-25", "10月25日"), (2026, 10)),
            (("mon", "周一", "today"), (2026, 11)),
        ],
    )
    def test_words(self, texts: tuple[str, ...], expected: tuple[int, int]) -> None:
        found = [read_month(text, TODAY) for text in texts]
        assert [(day.year, day.month) for day in found if day] == [expected] * len(texts)

    def test_the_month_after_a_long_one(self) -> None:
        found = read_month("next", date(2027, 1, 31))
        assert found is not None
        assert (found.year, found.month) == (2027, 2)

    @pytest.mark.parametrize(
        "text", ["", "dec", "13", "2026-13", "2026-0", "0000-01", "月", "上周"]
    )
    def test_what_names_no_month(self, text: str) -> None:
        assert read_month(text, TODAY) is None

    def test_there_is_none_before_the_first(self) -> None:
        assert read_month("last", date.min) is None


class TestMoment:
    """`read_moment`: a day and, where a time is given, the minutes from midnight."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("17:00", (date(2026, 11, 25), 1020)),
            ("１７：００", (date(2026, 11, 25), 1020)),
            ("0:00", (date(2026, 11, 25), 0)),
            ("9点", (date(2026, 11, 25), 540)),
            ("9点半", (date(2026, 11, 25), 570)),
            ("下午5点", (date(2026, 11, 25), 1020)),
            ("9pm", (date(2026, 11, 25), 1260)),
            ("昨天17:00", (date(2026, 11, 24), 1020)),
            ("昨天 17:00", (date(2026, 11, 24), 1020)),
            ("昨天下午5点", (date(2026, 11, 24), 1020)),
            ("昨天下午五点半", (date(2026, 11, 24), 1050)),
            ("昨天晚上8点", (date(2026, 11, 24), 1200)),
            ("yesterday 17:00", (date(2026, 11, 24), 1020)),
            ("yesterday 5pm", (date(2026, 11, 24), 1020)),
            ("mon 9:00", (date(2026, 11, 23), 540)),
            ("Mon 9am", (date(2026, 11, 23), 540)),
            ("周一9点", (date(2026, 11, 23), 540)),
            ("周三三点", (date(2026, 11, 25), 180)),
            ("下周三10:00", (date(2026, 12, 2), 600)),
            ("下周三 10:00", (date(2026, 12, 2), 600)),
            ("+1 9:00", (date(2026, 11, 26), 540)),
            ("-1 9:00", (date(2026, 11, 24), 540)),
            ("11月25日17:00", (date(2026, 11, 25), 1020)),
            ("11月25日下午5点", (date(2026, 11, 25), 1020)),
            ("11-25 17:00", (date(2026, 11, 25), 1020)),
            ("十一月二十五日十点", (date(2026, 11, 25), 600)),
            ("2026-11-25 17:00", (date(2026, 11, 25), 1020)),
            ("2026-11-25T17:00", (date(2026, 11, 25), 1020)),
            ("2026-11-25t17:00", (date(2026, 11, 25), 1020)),
            ("2026-11-25T17:00:30", (date(2026, 11, 25), 1020)),
            ("2026-11-25 下午5点", (date(2026, 11, 25), 1020)),
            ("2026年11月25日17:00", (date(2026, 11, 25), 1020)),
            ("2026年11月25日 下午5点", (date(2026, 11, 25), 1020)),
            ("2026/11/25 17:00", (date(2026, 11, 25), 1020)),
        ],
    )
    def test_a_day_and_a_time(self, text: str, expected: tuple[date, int]) -> None:
        assert read_moment(text, TODAY) == expected

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("昨天", date(2026, 11, 24)),
            ("mon", date(2026, 11, 23)),
            ("2026-11-20", date(2026, 11, 20)),
            ("+3", date(2026, 11, 28)),
        ],
    )
    def test_a_day_alone(self, text: str, day: date) -> None:
        assert read_moment(text, TODAY) == (day, None)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "9",
            "24:00",
            "25:00",
            "9:60",
            "foo 17:00",
            "17:00 foo",
            "17:00-18:00",
            "8:00、9:00",
            "每天 17:00",
            "2月29日 10:00",
            "2026-02-30T17:00",
            "2026-11-25T25:00",
        ],
    )
    def test_what_names_no_moment(self, text: str) -> None:
        assert read_moment(text, TODAY) is None


@pytest.mark.parametrize("reader", [read_day, read_moment], ids=["day", "moment"])
@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("-1", date.min),
        ("昨天", date.min),
        ("上周三", date.min),
        ("+1", date.max),
        ("明天", date.max),
        ("下周三", date.max),
        ("sun", date.max),
    ],
)
def test_beyond_the_ends_of_time_there_is_no_day(
    reader: Callable[[str, date], object], text: str, today: date
) -> None:
    assert reader(text, today) is None


WORDS = st.sampled_from(
    [
        *"周一三日天月年号十廿点半:-+/ 0123456789T上下个",
        "昨天",
        "mon",
        "next",
        "晚上",
        "11月",
        "2026-",
    ]
)


@given(st.text(max_size=15) | st.lists(WORDS, max_size=8).map("".join), st.dates())
@settings(max_examples=250)
def test_any_text_names_a_day_or_none(text: str, today: date) -> None:
    day = read_day(text, today)
    assert day is None or isinstance(day, date)
    moment = read_moment(text, today)
    assert moment is None or moment[1] is None or 0 <= moment[1] < 1440


@given(st.dates(), st.dates())
@settings(max_examples=100)
def test_an_iso_date_is_itself_whatever_today_is(day: date, today: date) -> None:
    assert read_day(day.isoformat(), today) == day
    assert read_moment(f"{day.isoformat()}T09:05", today) == (day, 545)
