"""The dates of each cadence, as tables: phrase, first and last day (both in), expected dates.

Dates are written as `2026-11-25 12-09 2027-01-06`, with the year where it changes, and a shifted
one as `10-07>10-08`: the nominal date, then the date.
"""

from datetime import date, datetime, timedelta

import pytest

from house import day
from opsplan.calendars import PUBLISHED
from opsplan.phrase.reading import read
from opsplan.phrase.wording import write
from opsplan.recurrence.dates import (
    DEFAULT_ANCHOR,
    Frame,
    days_a_week,
    phrase_dates,
    span_end,
    span_start,
)
from opsplan.values.cadence import RRule, Span
from opsplan.values.dated import Dated
from opsplan.values.text import LANGUAGES

CN = PUBLISHED.named("CN")


def dated(text: str, first: date, last: date, anchor: str = "") -> Dated:
    """The dates of a phrase between two days, both in."""
    frame = Frame(CN, day(anchor) if anchor else DEFAULT_ANCHOR)
    return phrase_dates(read(text), first.toordinal(), last.toordinal() + 1, frame)


def dates(text: str, first: str, last: str, anchor: str = "") -> str:
    """The dates of a phrase as the tables write them, the same in both wordings of the phrase."""
    wordings = [text, *(write(read(text), language) for language in LANGUAGES)]
    found = {told(dated(each, day(first), day(last), anchor)) for each in wordings}
    assert len(found) == 1
    return found.pop()


def told(found: Dated) -> str:
    """Dates as the tables write them."""
    words: list[str] = []
    year = 0
    for number, nominal in zip(found.dates, found.nominals, strict=True):
        for each in sorted({number, nominal}, key=lambda at: at != nominal):
            at = date.fromordinal(each)
            word = f"{at:%m-%d}" if at.year == year else at.isoformat()
            year = at.year
            if each == nominal:
                words.append(word)
            else:
                words[-1] += f">{word}"
    return " ".join(words)


class TestDaily:
    """Each day, bounds and all."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每天", "2026-12-30", "2027-01-02", "2026-12-30 12-31 2027-01-01 01-02"),
            ("每天", "2028-02-28", "2028-03-01", "2028-02-28 02-29 03-01"),
            ("每天", "2026-10-01", "2026-10-01", "2026-10-01"),
            ("每天 从2026-11-20起", "2026-11-18", "2026-11-21", "2026-11-20 11-21"),
            ("每天 8:30 到2026-11-24止", "2026-11-23", "2026-11-26", "2026-11-23 11-24"),
            ("每天 从2026-11-24起 到2026-11-24止", "2026-11-01", "2026-12-01", "2026-11-24"),
            ("每天 从2026-11-25起 到2026-11-24止", "2026-11-01", "2026-12-01", ""),
            ("每天 从2026-12-01起", "2026-11-01", "2026-11-30", ""),
            ("每小时 8:00-16:00", "2026-11-25", "2026-11-26", "2026-11-25 11-26"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected


class TestWorkdays:
    """Each workday of the calendar, with its make-up days."""

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("2026-09-14", "2026-09-20", "2026-09-14 09-15 09-16 09-17 09-18 09-20"),
            ("2025-12-29", "2026-01-04", "2025-12-29 12-30 12-31 2026-01-04"),
            ("2026-10-01", "2026-10-11", "2026-10-08 10-09 10-10"),
            ("2026-02-14", "2026-02-28", "2026-02-14 02-24 02-25 02-26 02-27 02-28"),
            ("2026-11-21", "2026-11-22", ""),
            ("2027-02-04", "2027-02-09", "2027-02-04 02-09"),
            ("2027-10-01", "2027-10-05", "2027-10-04 10-05"),
        ],
    )
    def test_dates(self, first: str, last: str, expected: str) -> None:
        assert dates("每个工作日", first, last) == expected


class TestWeekly:
    """Days of the week, blind to holidays."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每周三", "2026-11-25", "2026-12-09", "2026-11-25 12-02 12-09"),
            ("每周三", "2026-11-26", "2026-12-08", "2026-12-02"),
            ("每周一、三", "2026-12-28", "2027-01-06", "2026-12-28 12-30 2027-01-04 01-06"),
            ("每周一至周六", "2026-11-27", "2026-11-30", "2026-11-27 11-28 11-30"),
            ("每周五至周一", "2026-11-25", "2026-12-01", "2026-11-27 11-28 11-29 11-30"),
            ("every weekday", "2026-09-30", "2026-10-06", "2026-09-30 10-01 10-02 10-05 10-06"),
            ("每周六", "2026-10-03", "2026-10-17", "2026-10-03 10-10 10-17"),
            ("每周日", "2026-09-20", "2026-09-27", "2026-09-20 09-27"),
            ("每周三 从2026-12-01起", "2026-11-25", "2026-12-09", "2026-12-02 12-09"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    def test_saturday_and_workday_are_independent_on_a_make_up_saturday(self) -> None:
        assert dates("每周六", "2026-10-10", "2026-10-10") == "2026-10-10"
        assert dates("每个工作日", "2026-10-10", "2026-10-10") == "2026-10-10"


class TestEveryDays:
    """Every n days, counted from `from`, else from the anchor."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "anchor", "expected"),
        [
            (
                "每3天 从2026-11-20起",
                "2026-11-18",
                "2026-11-29",
                "",
                "2026-11-20 11-23 11-26 11-29",
            ),
            ("每3天 从2026-11-20起", "2026-11-24", "2026-11-28", "", "2026-11-26"),
            ("每3天", "2026-11-18", "2026-11-29", "2026-11-20", "2026-11-20 11-23 11-26 11-29"),
            ("每3天", "2024-01-01", "2024-01-10", "", "2024-01-01 01-04 01-07 01-10"),
            ("每两天", "2027-12-30", "2028-01-03", "2027-12-30", "2027-12-30 2028-01-01 01-03"),
            ("每10天", "2028-02-25", "2028-03-12", "2028-02-20", "2028-03-01 03-11"),
            (
                "每365天",
                "2026-01-01",
                "2029-12-31",
                "2026-03-01",
                "2026-03-01 2027-03-01 2028-02-29 2029-02-28",
            ),
            ("每3天", "2026-11-18", "2026-11-29", "2027-11-20", "2026-11-19 11-22 11-25 11-28"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, anchor: str, expected: str) -> None:
        assert dates(text, first, last, anchor) == expected


class TestEveryWeeks:
    """Every n weeks from the anchor's Monday, whatever day the anchor is."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "anchor", "expected"),
        [
            (
                "每两周周三 从2026-11-25起",
                "2026-11-01",
                "2027-01-10",
                "",
                "2026-11-25 12-09 12-23 2027-01-06",
            ),
            (
                "每两周 从2026-11-25起",
                "2026-11-01",
                "2027-01-10",
                "",
                "2026-11-25 12-09 12-23 2027-01-06",
            ),
            ("每两周周一 从2026-11-22起", "2026-11-01", "2026-12-31", "", "2026-11-30 12-14 12-28"),
            (
                "每两周周一",
                "2026-11-01",
                "2026-12-31",
                "2026-11-22",
                "2026-11-02 11-16 11-30 12-14 12-28",
            ),
            (
                "每两周周一、四 从2026-11-25起",
                "2026-11-01",
                "2026-12-15",
                "",
                "2026-11-26 12-07 12-10",
            ),
            ("每两周周一、四", "2026-11-24", "2026-12-09", "2026-11-25", "2026-11-26 12-07"),
            ("每两周周日", "2026-11-29", "2026-12-20", "2026-11-23", "2026-11-29 12-13"),
            ("每两周周日", "2026-11-30", "2026-12-20", "2026-11-23", "2026-12-13"),
            ("每两周周五", "2024-01-01", "2024-01-31", "", "2024-01-05 01-19"),
            ("每三周周一", "2026-12-20", "2027-02-10", "2026-12-09", "2026-12-28 2027-01-18 02-08"),
            ("每1周", "2026-11-25", "2026-12-09", "2026-11-27", "2026-11-27 12-04"),
            (
                "every 53 weeks on thu",
                "2026-01-01",
                "2028-12-31",
                "2026-01-01",
                "2026-01-01 2027-01-07 2028-01-13",
            ),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, anchor: str, expected: str) -> None:
        assert dates(text, first, last, anchor) == expected

    def test_a_fortnight_keeps_its_step_over_the_week_53_of_2026(self) -> None:
        found = dates("每两周周三 从2026-12-16起", "2026-12-16", "2027-01-31")
        assert found == "2026-12-16 12-30 2027-01-13 01-27"


class TestEveryWorkdays:
    """Every n workdays, the first being the anchor or the next workday after it."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "anchor", "expected"),
        [
            (
                "每5个工作日 从2026-09-18起",
                "2026-09-01",
                "2026-10-20",
                "",
                "2026-09-18 09-24 10-09 10-15",
            ),
            ("每5个工作日", "2026-09-19", "2026-10-20", "2026-09-18", "2026-09-24 10-09 10-15"),
            ("每5个工作日", "2026-10-10", "2026-10-20", "2026-09-18", "2026-10-15"),
            ("每5个工作日", "2026-10-01", "2026-10-20", "2026-10-01", "2026-10-08 10-14"),
            (
                "每两个工作日",
                "2025-12-29",
                "2026-01-08",
                "2025-12-30",
                "2025-12-30 2026-01-04 01-06 01-08",
            ),
            ("每5个工作日", "2026-09-01", "2026-09-17", "2026-09-18", ""),
            (
                "每20个工作日",
                "2026-01-01",
                "2026-04-30",
                "2026-01-04",
                "2026-01-04 01-30 03-05 04-02",
            ),
            ("每个工作日 从2026-10-01起", "2026-09-30", "2026-10-09", "", "2026-10-08 10-09"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, anchor: str, expected: str) -> None:
        assert dates(text, first, last, anchor) == expected


class TestMonthly:
    """Days of each month, or of every n-th month from the anchor's."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每月1、15号", "2026-11-10", "2027-01-01", "2026-11-15 12-01 12-15 2027-01-01"),
            ("每月15、1号", "2026-12-01", "2026-12-31", "2026-12-01 12-15"),
            (
                "每月31号",
                "2026-08-31",
                "2027-03-31",
                "2026-08-31 09-30 10-31 11-30 12-31 2027-01-31 02-28 03-31",
            ),
            ("每月30号", "2028-01-30", "2028-03-30", "2028-01-30 02-29 03-30"),
            ("每月29号", "2027-01-29", "2027-03-29", "2027-01-29 02-28 03-29"),
            ("每月29、30、31号", "2026-02-01", "2026-03-31", "2026-02-28 03-29 03-30 03-31"),
            ("每月28号、最后一天", "2026-02-01", "2026-03-31", "2026-02-28 03-28 03-31"),
            ("每月底", "2028-01-31", "2028-04-30", "2028-01-31 02-29 03-31 04-30"),
            ("每月底", "2026-02-28", "2026-02-28", "2026-02-28"),
            ("每月1号 从2026-11-02起", "2026-11-01", "2027-01-31", "2026-12-01 2027-01-01"),
            ("每月1号 到2026-12-01止", "2026-11-01", "2027-01-31", "2026-11-01 12-01"),
            ("每半月", "2026-11-02", "2027-01-16", "2026-11-16 12-01 12-16 2027-01-01 01-16"),
        ],
    )
    def test_days_of_the_month(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每月第2个周二", "2026-11-01", "2027-01-31", "2026-11-10 12-08 2027-01-12"),
            ("每月第1个周日", "2026-11-01", "2026-12-31", "2026-11-01 12-06"),
            ("每月第5个周三", "2026-01-01", "2026-12-31", "2026-04-29 07-29 09-30 12-30"),
            ("每月最后一个周三", "2026-11-01", "2026-12-31", "2026-11-25 12-30"),
            ("每月最后一个周五", "2028-02-01", "2028-02-29", "2028-02-25"),
            ("每月最后一个周二", "2028-02-01", "2028-02-29", "2028-02-29"),
            ("每月第4个周六", "2028-01-01", "2028-02-29", "2028-01-22 02-26"),
            ("每月第1个周一、第3个周一", "2026-11-01", "2026-11-30", "2026-11-02 11-16"),
            ("每月第4个周三、最后一个周三", "2026-11-01", "2026-12-31", "2026-11-25 12-23 12-30"),
        ],
    )
    def test_nth_weekdays(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每月首个工作日", "2026-01-01", "2026-02-28", "2026-01-04 02-02"),
            ("每月首个工作日", "2026-10-01", "2026-11-30", "2026-10-08 11-02"),
            ("每月首个工作日", "2026-10-02", "2026-10-31", "2026-10-08"),
            ("每月首个工作日", "2026-10-09", "2026-10-31", ""),
            ("每月第3个工作日", "2026-10-01", "2026-10-31", "2026-10-10"),
            ("每月第20个工作日", "2026-01-01", "2026-03-31", "2026-01-29 03-27"),
            ("每月第20个工作日", "2026-02-01", "2026-02-28", ""),
            ("每月最后一个工作日", "2026-02-01", "2026-02-28", "2026-02-28"),
            ("每月最后一个工作日", "2026-09-01", "2026-11-30", "2026-09-30 10-30 11-30"),
            ("每月最后一个工作日", "2026-02-27", "2026-02-27", ""),
            ("每月首个工作日、最后一个工作日", "2026-02-01", "2026-02-28", "2026-02-02 02-28"),
            (
                "每月1号、首个工作日",
                "2026-10-01",
                "2026-12-31",
                "2026-10-01 10-08 11-01 11-02 12-01",
            ),
        ],
    )
    def test_nth_workdays(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    @pytest.mark.parametrize(
        ("text", "first", "last", "anchor", "expected"),
        [
            (
                "每3个月15号",
                "2026-01-01",
                "2027-01-31",
                "",
                "2026-01-15 04-15 07-15 10-15 2027-01-15",
            ),
            (
                "每3个月15号",
                "2026-01-01",
                "2026-12-31",
                "2026-11-25",
                "2026-02-15 05-15 08-15 11-15",
            ),
            ("每3个月15号 从2026-11-25起", "2026-01-01", "2027-06-30", "", "2027-02-15 05-15"),
            ("每3个月15号 从2026-11-10起", "2026-01-01", "2027-03-31", "", "2026-11-15 2027-02-15"),
            (
                "每3个月 从2026-11-30起",
                "2026-01-01",
                "2027-06-30",
                "",
                "2026-11-30 2027-02-28 05-30",
            ),
            ("每个月的31号", "2026-01-01", "2026-02-28", "", "2026-01-31 02-28"),
            ("每两个月最后一天", "2027-12-01", "2028-03-31", "2026-12-05", "2027-12-31 2028-02-29"),
            ("每6个月首个工作日", "2026-01-01", "2026-12-31", "2026-04-20", "2026-04-01 10-08"),
            (
                "每12个月1号",
                "2026-01-01",
                "2028-12-31",
                "2026-11-25",
                "2026-11-01 2027-11-01 2028-11-01",
            ),
            ("每1个月", "2026-01-01", "2026-03-31", "2026-01-31", "2026-01-31 02-28 03-31"),
            (
                "每3个月15号",
                "2026-01-01",
                "2026-12-31",
                "2029-02-01",
                "2026-02-15 05-15 08-15 11-15",
            ),
        ],
    )
    def test_every_n_months(
        self, text: str, first: str, last: str, anchor: str, expected: str
    ) -> None:
        assert dates(text, first, last, anchor) == expected


class TestQuarterly:
    """Places of each quarter."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每季度首个工作日", "2026-01-01", "2026-12-31", "2026-01-04 04-01 07-01 10-08"),
            ("每季度最后一天", "2026-01-01", "2026-12-31", "2026-03-31 06-30 09-30 12-31"),
            ("每季度第一天", "2026-01-01", "2026-12-31", "2026-01-01 04-01 07-01 10-01"),
            ("每季度最后一个工作日", "2026-01-01", "2026-12-31", "2026-03-31 06-30 09-30 12-31"),
            ("每季度首个工作日", "2026-10-02", "2027-01-31", "2026-10-08 2027-01-04"),
            ("每季度最后一天", "2026-04-01", "2026-06-29", ""),
            ("every quarter on 2nd tue", "2026-01-01", "2026-06-30", "2026-01-13 04-14"),
            ("every quarter on last fri", "2026-01-01", "2026-06-30", "2026-03-27 06-26"),
            ("每季度第3个工作日", "2026-01-01", "2026-03-31", "2026-01-06"),
            ("每季度首个工作日、最后一天", "2026-10-01", "2026-12-31", "2026-10-08 12-31"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected


class TestYearly:
    """Days of the solar year; 29 February falls back."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每年3月28日", "2026-01-01", "2028-12-31", "2026-03-28 2027-03-28 2028-03-28"),
            ("每年3月28日", "2026-03-29", "2027-03-27", ""),
            ("每年1月1日、12月31日", "2026-12-31", "2027-01-01", "2026-12-31 2027-01-01"),
            (
                "每年2月29日",
                "2025-01-01",
                "2028-12-31",
                "2025-02-28 2026-02-28 2027-02-28 2028-02-29",
            ),
            ("每年2月28日、2月29日", "2027-01-01", "2028-12-31", "2027-02-28 2028-02-28 02-29"),
            ("每年2月29日", "2100-01-01", "2100-12-31", "2100-02-28"),
            ("每年3月28日 从2026-04-01起", "2026-01-01", "2027-12-31", "2027-03-28"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected


class TestYearlyLunar:
    """Days of the lunar year, in the plain month."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每年农历八月十五", "2025-01-01", "2027-12-31", "2025-10-06 2026-09-25 2027-09-15"),
            ("每年农历正月初一", "2026-01-01", "2027-12-31", "2026-02-17 2027-02-06"),
            ("每年农历五月初五", "2026-06-19", "2026-06-19", "2026-06-19"),
            (
                "每年农历腊月三十",
                "2024-01-01",
                "2028-02-28",
                "2024-02-09 2025-01-28 2026-02-16 2027-02-05 2028-01-25",
            ),
            ("每年农历腊月廿九、腊月三十", "2025-01-01", "2026-03-01", "2025-01-28 2026-02-16"),
            ("每年农历腊月廿九、腊月三十", "2024-01-01", "2024-03-01", "2024-02-08 02-09"),
            ("每年农历腊月初八", "2026-01-01", "2026-12-31", "2026-01-26"),
            ("每年农历腊月初八", "2027-01-01", "2028-01-31", "2027-01-15 2028-01-04"),
            ("每年农历六月十五", "2025-01-01", "2025-12-31", "2025-07-09"),
            ("每年农历五月初五、八月十五", "2026-01-01", "2026-12-31", "2026-06-19 09-25"),
            ("每年农历八月十五 从2026-10-01起", "2026-01-01", "2027-12-31", "2027-09-15"),
            ("每年农历八月十五", "2200-01-01", "2201-12-31", ""),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    def test_each_lunar_year_has_its_last_day_once(self) -> None:
        found = dated("每年农历腊月三十", date(1950, 1, 1), date(2099, 12, 31))
        assert len(found.dates) == 150


class TestOnDates:
    """Dates that come once."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("2026-12-01", "2026-11-01", "2026-12-31", "2026-12-01"),
            ("2026-12-05、2026-12-01", "2026-11-01", "2026-12-31", "2026-12-01 12-05"),
            ("2026-12-05、2026-12-01", "2026-12-02", "2026-12-31", "2026-12-05"),
            ("2026-12-01", "2026-12-02", "2026-12-31", ""),
            ("2026-10-01 顺延", "2026-10-01", "2026-10-31", "2026-10-01>10-08"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected


class TestFloating:
    """A floating phrase stands on the first day of its span, and so do its bounds."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每周一次", "2026-11-23", "2026-12-07", "2026-11-23 11-30 12-07"),
            ("每周三次", "2026-11-24", "2026-12-06", "2026-11-30"),
            ("每月两次", "2026-11-02", "2027-01-31", "2026-12-01 2027-01-01"),
            ("每季度一次", "2026-01-01", "2026-12-31", "2026-01-01 04-01 07-01 10-01"),
            ("每年一次 6月30日前", "2026-01-02", "2028-12-31", "2027-01-01 2028-01-01"),
            ("每周一次 周五前", "2026-12-28", "2027-01-04", "2026-12-28 2027-01-04"),
            ("每周一次 从2026-11-25起", "2026-11-01", "2026-12-08", "2026-11-30 12-07"),
            ("每周一次 到2026-12-01止", "2026-11-23", "2026-12-31", "2026-11-23 11-30"),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    @pytest.mark.parametrize(
        ("span", "within", "start", "end"),
        [
            ("week", "2026-11-25", "2026-11-23", "2026-11-30"),
            ("week", "2027-01-01", "2026-12-28", "2027-01-04"),
            ("month", "2028-02-29", "2028-02-01", "2028-03-01"),
            ("month", "2026-12-31", "2026-12-01", "2027-01-01"),
            ("quarter", "2026-11-25", "2026-10-01", "2027-01-01"),
            ("quarter", "2026-03-31", "2026-01-01", "2026-04-01"),
            ("year", "2026-11-25", "2026-01-01", "2027-01-01"),
        ],
    )
    def test_spans(self, span: Span, within: str, start: str, end: str) -> None:
        first = span_start(span, day(within).toordinal())
        assert date.fromordinal(first) == day(start)
        assert date.fromordinal(span_end(span, first)) == day(end)

    @pytest.mark.parametrize("span", ["week", "month", "quarter", "year"])
    def test_spans_at_the_ends_of_time(self, span: Span) -> None:
        assert span_start(span, date.min.toordinal()) == 1
        last = span_start(span, date.max.toordinal())
        assert span_end(span, last) > date.max.toordinal()


class TestUndated:
    """What has no dates of its own."""

    @pytest.mark.parametrize(
        "text", ["完成后15天", "一次", "触发时", "第3天", "前30天", "前3个工作日", "当天", "后2天"]
    )
    def test_none(self, text: str) -> None:
        assert dates(text, "2026-01-01", "2026-12-31") == ""


class TestShift:
    """Off the holidays: the nominal date stays, the date moves."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每月1号 顺延", "2026-01-01", "2026-01-31", "2026-01-01>01-04"),
            (
                "每月1号 顺延",
                "2026-02-01",
                "2026-12-31",
                "2026-02-01>02-02 03-01>03-02 04-01 05-01>05-06 06-01 07-01 08-01>08-03 09-01"
                " 10-01>10-08 11-01>11-02 12-01",
            ),
            ("每月1号 提前", "2026-02-15", "2026-03-15", "2026-03-01>02-28"),
            ("每月15号 顺延", "2026-02-01", "2026-02-28", "2026-02-15>02-24"),
            ("每月15号 提前", "2026-02-01", "2026-02-28", "2026-02-15>02-14"),
            ("每月底 顺延", "2026-10-01", "2026-11-29", "2026-10-31>11-02"),
            ("每月底 提前", "2026-10-01", "2026-11-29", "2026-10-31>10-30"),
            ("每周三 遇假日跳过", "2026-09-23", "2026-10-31", "2026-09-23 09-30 10-14 10-21 10-28"),
            (
                "每周三 遇假日顺延",
                "2026-09-23",
                "2026-10-20",
                "2026-09-23 09-30 10-07>10-08 10-14",
            ),
            (
                "每周三 遇假日提前",
                "2026-09-23",
                "2026-10-20",
                "2026-09-23 09-30 10-07>09-30 10-14",
            ),
            ("每周六 遇假日跳过", "2026-09-19", "2026-10-17", "2026-09-19 10-10 10-17"),
            ("每周日 遇假日跳过", "2026-09-20", "2026-10-18", "2026-09-20 10-11 10-18"),
            ("每周六 顺延", "2026-09-19", "2026-09-26", "2026-09-19>09-20"),
            ("每周六 提前", "2026-10-04", "2026-10-17", "2026-10-10 10-17>10-16"),
            ("每个工作日 顺延", "2026-10-01", "2026-10-10", "2026-10-08 10-09 10-10"),
            ("每年农历八月十五 顺延", "2026-01-01", "2026-12-31", "2026-09-25>09-28"),
            ("每年10月1日 提前", "2026-01-01", "2026-12-31", "2026-10-01>09-30"),
            ("每季度最后一天 提前", "2027-01-01", "2027-12-31", "2027-03-31 06-30 09-30 12-31"),
            (
                "rrule FREQ=MONTHLY;BYMONTHDAY=1 from 2026-01-01 next workday",
                "2026-05-01",
                "2026-05-31",
                "2026-05-01>05-06",
            ),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每月1号 顺延", "2026-10-08", "2026-10-08", "2026-10-01>10-08"),
            ("每月1号 顺延", "2026-10-01", "2026-10-07", ""),
            ("每年10月7日 提前", "2026-09-30", "2026-09-30", "2026-10-07>09-30"),
            ("每年1月1日 提前", "2025-12-31", "2025-12-31", "2026-01-01>2025-12-31"),
            ("每年12月31日 顺延", "2023-01-01", "2023-01-31", "2022-12-31>2023-01-03"),
            ("每年12月31日 顺延", "2024-01-01", "2024-01-31", "2023-12-31>2024-01-02"),
        ],
    )
    def test_the_window_takes_dates_not_nominal_dates(
        self, text: str, first: str, last: str, expected: str
    ) -> None:
        assert dates(text, first, last) == expected

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            ("每月1号 顺延 从2026-10-02起", "2026-10-01", "2026-11-30", "2026-11-01>11-02"),
            ("每月1号 顺延 到2026-10-01止", "2026-10-01", "2026-11-30", "2026-10-01>10-08"),
            ("每月1号 提前 从2026-03-01起", "2026-02-01", "2026-03-31", "2026-03-01>02-28"),
            ("每月1号 提前 到2026-02-28止", "2026-02-02", "2026-03-31", ""),
        ],
    )
    def test_bounds_look_at_the_nominal_date(
        self, text: str, first: str, last: str, expected: str
    ) -> None:
        assert dates(text, first, last) == expected

    def test_a_whole_holiday_moves_to_one_day_in_nominal_order(self) -> None:
        found = dates("每天 顺延", "2026-10-05", "2026-10-09")
        nominals = " ".join(f"10-0{number}>10-08" for number in range(2, 8))
        assert found == f"2026-10-01>10-08 {nominals} 10-08 10-09"

    def test_a_provisional_year_moves_off_the_statutory_days_and_weekends(self) -> None:
        assert dates("每月1号 顺延", "2027-10-01", "2027-10-31") == "2027-10-01>10-04"
        assert dates("每月1号 顺延", "2027-05-01", "2027-05-31") == "2027-05-01>05-03"


class TestRules:
    """RRULEs inside phrases; their own times by nominal date."""

    @pytest.mark.parametrize(
        ("text", "first", "last", "expected"),
        [
            (
                "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 from 2026-01-01",
                "2026-01-01",
                "2026-12-31",
                "2026-02-13 03-13 11-13",
            ),
            (
                "rrule FREQ=DAILY;COUNT=3 from 2026-11-24",
                "2026-11-25",
                "2026-12-31",
                "2026-11-25 11-26",
            ),
            (
                "rrule FREQ=DAILY from 2026-11-24 until 2026-11-26",
                "2026-11-01",
                "2026-12-31",
                "2026-11-24 11-25 11-26",
            ),
            (
                "rrule FREQ=MONTHLY from 2026-01-31",
                "2026-01-01",
                "2026-06-30",
                "2026-01-31 03-31 05-31",
            ),
            (
                "rrule FREQ=YEARLY from 2028-02-29",
                "2028-01-01",
                "2032-12-31",
                "2028-02-29 2032-02-29",
            ),
        ],
    )
    def test_dates(self, text: str, first: str, last: str, expected: str) -> None:
        assert dates(text, first, last) == expected

    def test_times(self) -> None:
        text = "rrule FREQ=DAILY;BYHOUR=9,12;BYMINUTE=0,30 from 2026-11-25T09:00"
        found = dated(text, date(2026, 11, 25), date(2026, 11, 26))
        numbers = [date(2026, 11, 25).toordinal(), date(2026, 11, 26).toordinal()]
        assert list(found.dates) == numbers
        assert found.clocks == dict.fromkeys(numbers, (540, 570, 720, 750))

    def test_times_before_the_start_are_not_of_the_first_day(self) -> None:
        text = "rrule FREQ=DAILY;BYHOUR=9,12 from 2026-11-25T10:00"
        found = dated(text, date(2026, 11, 25), date(2026, 11, 26))
        assert found.clocks is not None
        assert list(found.clocks.values()) == [(720,), (540, 720)]

    def test_a_rule_without_times_has_none(self) -> None:
        found = dated("rrule FREQ=DAILY from 2026-11-25", date(2026, 11, 25), date(2026, 11, 25))
        assert not found.clocks


ALL_KINDS = (
    "每天",
    "每个工作日",
    "每周一、日",
    "每3天",
    "每两周",
    "每两周周日",
    "每5个工作日",
    "每月31号",
    "每月第5个周三、最后一个周日",
    "每月首个工作日、最后一个工作日",
    "每5个月",
    "每半月",
    "每季度最后一天",
    "每季度首个工作日",
    "每年2月29日、12月31日",
    "每年农历腊月三十",
    "0001-01-01、9999-12-31",
    "每周一次",
    "每月一次",
    "每季度一次",
    "每年一次",
    "rrule FREQ=DAILY from 0001-01-01",
    "rrule FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO from 0001-01-03",
    "rrule FREQ=MONTHLY;BYDAY=-1SU from 9999-11-01",
    "rrule FREQ=YEARLY;BYWEEKNO=1,52 from 0001-01-01",
    "rrule FREQ=HOURLY;BYHOUR=0,23 from 0001-01-01T00:00",
    "rrule FREQ=HOURLY;INTERVAL=7 from 9999-12-30T00:00",
)
DATED_KINDS = tuple(text for text in ALL_KINDS if "次" not in text)


class TestEndsOfTime:
    """The first and the last days that Python knows."""

    @pytest.mark.parametrize("anchor", [date.min, DEFAULT_ANCHOR, date.max])
    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date.min, date.min + timedelta(days=40)),
            (date.max - timedelta(days=40), date.max),
            (date.min, date.min),
            (date.max, date.max),
        ],
    )
    @pytest.mark.parametrize(
        "text",
        [
            *ALL_KINDS,
            *(
                f"{text} {shift}"
                for text in DATED_KINDS
                if "rrule" not in text
                for shift in ("顺延", "提前", "遇假日跳过")
            ),
        ],
    )
    def test_nothing_falls_over_the_edge(
        self, text: str, first: date, last: date, anchor: date
    ) -> None:
        window = range(first.toordinal(), last.toordinal() + 1)
        found = phrase_dates(read(text), window.start, window.stop, Frame(CN, anchor))
        assert all(number in window for number in found.dates)
        assert len(found.dates) == len(found.nominals)

    def test_the_last_days_are_there(self) -> None:
        assert dates("每天", "9999-12-30", "9999-12-31") == "9999-12-30 12-31"
        assert dates("每月底", "9999-12-01", "9999-12-31") == "9999-12-31"
        assert dates("每周五", "9999-12-25", "9999-12-31") == "9999-12-31"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["每天"], 7),
        (["每周一至周六"], 6),
        (["每周一、三、五"], 3),
        (["每周一、三", "每周三、五"], 3),
        (["每两周周一"], 0.5),
        (["每两天"], 3.5),
        (["每半月"], 24 / 52),
        (["每季度首个工作日", "每季度最后一天"], 8 / 52),
        (["每年3月28日、11月11日", "每年农历八月十五"], 3 / 52),
        (["每周一、三、五", "每半月", "每月3、8、13号"], 3 + 60 / 52),
        (["2026-12-01"], 0),
        (["每周一次"], 0),
        (["完成后15天"], 0),
        (["触发时"], 0),
    ],
)
def test_days_a_week(texts: list[str], expected: float) -> None:
    assert days_a_week([read(text).cadence for text in texts]) == pytest.approx(expected)


def test_days_a_week_of_workdays_and_monthly_ones_are_near_the_truth() -> None:
    assert 4.5 < days_a_week([read("每个工作日").cadence]) <= 5
    assert 0.2 < days_a_week([read("每月1号").cadence]) < 0.3
    assert days_a_week([RRule("FREQ=DAILY", datetime(2026, 1, 1, 9))]) == 7  # noqa: DTZ001


def test_a_count_counts_what_happens() -> None:
    """PEERS 29: a skipped holiday takes none of the three."""
    found = read("rrule FREQ=WEEKLY;BYDAY=WE;COUNT=3 from 2026-09-30 skip holidays")
    window = date(2026, 9, 1).toordinal(), date(2026, 12, 31).toordinal()
    days = [
        str(date.fromordinal(day))
        for day in phrase_dates(found, *window, Frame(PUBLISHED.named("CN"))).dates
    ]
    assert days == ["2026-09-30", "2026-10-14", "2026-10-21"]


def test_a_count_of_hours_counts_what_happens() -> None:
    text = "rrule FREQ=HOURLY;INTERVAL=12;COUNT=3 from 2026-09-30T18:00 skip holidays"
    window = date(2026, 9, 1).toordinal(), date(2026, 12, 31).toordinal()
    found = phrase_dates(read(text), *window, Frame(PUBLISHED.named("CN")))
    assert [str(date.fromordinal(day)) for day in found.dates] == ["2026-09-30", "2026-10-08"]
    assert found.clocks == {
        date(2026, 9, 30).toordinal(): (18 * 60,),
        date(2026, 10, 8).toordinal(): (6 * 60, 18 * 60),
    }
