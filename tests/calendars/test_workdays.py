"""Workdays of China: make-up days, named holidays, and how sure the calendar is of a year."""

from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Lunar, Solar

from house import day
from opsplan.calendars import PUBLISHED
from opsplan.values.window import Window, closed_window

CN = PUBLISHED.named("CN")
FIRST_OFFICIAL, LAST_OFFICIAL = 2004, 2026


def days_of(year: int) -> Window:
    """Every day of a year."""
    return closed_window(date(year, 1, 1), date(year, 12, 31))


def is_workday(text: str) -> bool:
    """Whether the calendar calls that day a workday."""
    return CN.is_workday(day(text).toordinal())


def workdays(first: str, last: str) -> list[str]:
    """The workdays between two days, both in."""
    found = CN.workdays(day(first).toordinal(), day(last).toordinal() + 1)
    return [date.fromordinal(number).isoformat() for number in found]


def days_off(first: str, last: str) -> list[str]:
    """The days between two days, both in, that the calendar names as holiday."""
    window = closed_window(day(first), day(last))
    return [each.isoformat() for each in window if CN.holiday(each.toordinal())]


class TestOfficial:
    """Years that the State Council has announced."""

    @pytest.mark.parametrize(
        "make_up",
        ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    )
    def test_make_up_days_of_2026_are_worked_and_no_holidays(self, make_up: str) -> None:
        assert day(make_up).weekday() >= 5
        assert is_workday(make_up)
        assert CN.holiday(day(make_up).toordinal()) is None

    def test_no_other_weekend_day_of_2026_is_worked(self) -> None:
        weekends = [each for each in days_of(2026) if each.weekday() >= 5]
        assert sum(CN.is_workday(each.toordinal()) for each in weekends) == 6

    def test_weekday_holidays_of_2026(self) -> None:
        expected = (
            "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25"
            " 10-01 10-02 10-05 10-06 10-07"
        )
        off = [
            f"{each:%m-%d}"
            for each in days_of(2026)
            if each.weekday() < 5 and not CN.is_workday(each.toordinal())
        ]
        assert " ".join(off) == expected

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (
                "2026-09-14",
                "2026-09-20",
                "2026-09-14 2026-09-15 2026-09-16 2026-09-17 2026-09-18 2026-09-20",
            ),
            ("2025-12-29", "2026-01-04", "2025-12-29 2025-12-30 2025-12-31 2026-01-04"),
            ("2026-10-01", "2026-10-10", "2026-10-08 2026-10-09 2026-10-10"),
            (
                "2026-02-09",
                "2026-02-15",
                "2026-02-09 2026-02-10 2026-02-11 2026-02-12 2026-02-13 2026-02-14",
            ),
            ("2026-11-21", "2026-11-22", ""),
        ],
    )
    def test_workdays_of_a_window(self, first: str, last: str, expected: str) -> None:
        assert workdays(first, last) == expected.split()

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("2026-01-01", True),
            ("2026-01-03", True),
            ("2026-02-15", True),
            ("2026-02-22", True),
            ("2026-02-24", False),
            ("2026-10-03", True),
            ("2026-10-04", True),
            ("2026-10-08", False),
            ("2026-11-21", False),
            ("2026-11-25", False),
        ],
    )
    def test_holidays_cover_the_weekend_inside_them_and_no_plain_one(
        self, text: str, named: bool
    ) -> None:
        assert bool(CN.holiday(day(text).toordinal())) is named

    @pytest.mark.parametrize(
        ("text", "worked"),
        [
            ("2018-12-29", True),  # worked for 12-31, which belongs to the holiday of 2019
            ("2018-12-31", False),
            ("2019-04-28", True),  # May Day of 2019 was announced anew in March
            ("2019-05-02", False),
            ("2019-05-03", False),
            ("2019-05-05", True),
            ("2020-01-31", False),  # the Spring Festival of 2020 was made longer
        ],
    )
    def test_later_notices_and_make_up_days_in_another_year(self, text: str, worked: bool) -> None:
        assert is_workday(text) is worked

    @pytest.mark.parametrize("year", range(FIRST_OFFICIAL, LAST_OFFICIAL + 1))
    def test_every_day_is_as_chinesecalendar_says(self, year: int) -> None:
        for each in days_of(year):
            number = each.toordinal()
            assert CN.is_workday(number) == chinese_calendar.is_workday(each), each
            _, name = chinese_calendar.get_holiday_detail(each)
            assert bool(CN.holiday(number)) == (name is not None and not CN.is_workday(number)), (
                each
            )


class TestState:
    """A year is official or provisional, and a provisional one is an estimate by the statute."""

    @pytest.mark.parametrize(
        ("year", "state"),
        [
            (2003, "provisional"),
            (2004, "official"),
            (2025, "official"),
            (2026, "official"),
            (2027, "provisional"),
            (2090, "provisional"),
            (1, "provisional"),
            (9999, "provisional"),
        ],
    )
    def test_official_is_what_is_published(self, year: int, state: str) -> None:
        assert CN.state(year) == state

    def test_2027_takes_the_statutory_days_off_and_no_make_up_days(self) -> None:
        assert days_off("2027-01-01", "2027-12-31") == [
            "2027-01-01",
            "2027-02-05",  # New Year's Eve and the first three days of the lunar year
            "2027-02-06",
            "2027-02-07",
            "2027-02-08",
            "2027-04-05",
            "2027-05-01",
            "2027-05-02",
            "2027-06-09",
            "2027-09-15",
            "2027-10-01",
            "2027-10-02",
            "2027-10-03",
        ]
        assert not any(
            CN.is_workday(each.toordinal()) for each in days_of(2027) if each.weekday() >= 5
        )

    @pytest.mark.parametrize("year", [2027, 2028, 2033, 2050, 2099])
    def test_lunar_holidays_of_an_estimate(self, year: int) -> None:
        for month, number in ((1, 1), (1, 2), (1, 3), (5, 5), (8, 15)):
            solar = Lunar.fromYmd(year, month, number).getSolar()
            each = date(solar.getYear(), solar.getMonth(), solar.getDay())
            assert CN.holiday(each.toordinal())
            assert not CN.is_workday(each.toordinal())

    @pytest.mark.parametrize("decade", range(1950, 2100, 10))
    def test_qingming_is_the_solar_term(self, decade: int) -> None:
        for year in range(decade, decade + 10):
            if not FIRST_OFFICIAL <= year <= LAST_OFFICIAL:
                solar = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"]
                term = date(solar.getYear(), solar.getMonth(), solar.getDay())
                april = closed_window(date(year, 4, 1), date(year, 4, 10))
                assert [each for each in april if CN.holiday(each.toordinal())] == [term]


class TestCalendar:
    """What every calendar promises, at any day."""

    def test_calendars_have_names(self) -> None:
        assert CN.name == "CN"
        assert PUBLISHED.named(None) is CN
        assert PUBLISHED.find("cn?") is None
        with pytest.raises(KeyError):
            PUBLISHED.named("cn?")

    @given(st.dates(), st.integers(0, 800))
    @settings(max_examples=150)
    def test_a_window_holds_its_workdays_in_order(self, start: date, length: int) -> None:
        first = start.toordinal()
        last = min(first + length, date.max.toordinal() + 1)
        found = list(CN.workdays(first, last))
        assert found == [number for number in range(first, last) if CN.is_workday(number)]
        assert all(earlier < later for earlier, later in pairwise(found))

    @given(st.dates())
    @settings(max_examples=150)
    def test_a_named_holiday_is_never_a_workday(self, each: date) -> None:
        number = each.toordinal()
        assert not (CN.holiday(number) and CN.is_workday(number))
        assert CN.state(each.year) in ("official", "provisional")

    def test_an_empty_window_has_none(self) -> None:
        number = date(2026, 11, 25).toordinal()
        assert list(CN.workdays(number, number)) == []
        assert list(CN.workdays(number, number - 5)) == []

    def test_the_first_and_the_last_day_there_is(self) -> None:
        week = timedelta(days=7)
        ends = (Window(date.min, date.min + week), Window(date.max - week, date.max))
        for window in ends:
            assert list(CN.workdays(window.start.toordinal(), window.end.toordinal() + 1))
