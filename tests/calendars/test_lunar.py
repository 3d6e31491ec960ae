"""Lunar dates, with lunar-python as the second opinion."""

from datetime import date, timedelta

import pytest
from lunar_python import Lunar, Solar

from house import day
from opsplan.calendars.lunar import lunar_day, lunar_name, lunar_to_solar

DISPUTED = (date(2089, 9, 4), date(2097, 8, 7))
"""Two new moons so close to midnight that borax and lunar-python put them on different days: where
the eighth month of 2089 and the seventh of 2097 begin, and with them all 30 days of each month."""


def second_opinion(each: date) -> tuple[int, int, bool]:
    """(month, day, in a leap month) by lunar-python."""
    lunar = Solar.fromYmd(each.year, each.month, each.day).getLunar()
    return abs(lunar.getMonth()), lunar.getDay(), lunar.getMonth() < 0


def is_disputed(each: date) -> bool:
    """Whether a day lies in one of the two disputed months."""
    return any(timedelta(0) <= each - first < timedelta(days=31) for first in DISPUTED)


class TestToSolar:
    """A plain lunar month and day of a lunar year."""

    @pytest.mark.parametrize(
        ("lunar", "solar"),
        [
            ((2026, 1, 1), "2026-02-17"),
            ((2026, 5, 5), "2026-06-19"),
            ((2026, 8, 15), "2026-09-25"),
            ((2027, 1, 1), "2027-02-06"),
            ((2024, 12, 29), "2025-01-28"),
            ((2025, 12, 29), "2026-02-16"),
            ((2025, 6, 1), "2025-06-25"),
            ((2025, 6, 15), "2025-07-09"),
            ((2028, 5, 5), "2028-05-28"),
        ],
    )
    def test_dates(self, lunar: tuple[int, int, int], solar: str) -> None:
        assert lunar_to_solar(*lunar) == day(solar)

    @pytest.mark.parametrize(
        ("lunar", "solar"),
        [
            ((2023, 12, 30), "2024-02-09"),  # a twelfth month of 30 days
            ((2024, 12, 30), "2025-01-28"),  # of 29: the last day of the year
            ((2025, 12, 30), "2026-02-16"),
            ((2026, 12, 30), "2027-02-05"),
            ((2027, 12, 30), "2028-01-25"),
        ],
    )
    def test_12_30_falls_back_to_the_last_day_of_the_year(
        self, lunar: tuple[int, int, int], solar: str
    ) -> None:
        found = lunar_to_solar(*lunar)
        assert found == day(solar)
        assert found + timedelta(days=1) == lunar_to_solar(lunar[0] + 1, 1, 1)

    @pytest.mark.parametrize(("year", "month"), [(2023, 2), (2025, 6), (2028, 5), (2033, 11)])
    def test_never_the_leap_month(self, year: int, month: int) -> None:
        found = lunar_to_solar(year, month, 1)
        assert found is not None
        assert lunar_day(found) == (month, 1, False)

    @pytest.mark.parametrize("lunar", [(1899, 1, 1), (2101, 1, 1), (1, 1, 1), (9999, 1, 1)])
    def test_nothing_outside_the_known_years(self, lunar: tuple[int, int, int]) -> None:
        assert lunar_to_solar(*lunar) is None


class TestFromSolar:
    """The lunar month and day of a date."""

    @pytest.mark.parametrize(
        ("text", "lunar", "name"),
        [
            ("2026-02-17", (1, 1, False), "正月初一"),
            ("2026-09-25", (8, 15, False), "八月十五"),
            ("2026-11-22", (10, 14, False), "十月十四"),
            ("2026-11-25", (10, 17, False), "十月十七"),
            ("2025-07-25", (6, 1, True), "闰六月初一"),
            ("2024-02-09", (12, 30, False), "腊月三十"),
            ("2026-12-09", (11, 1, False), "冬月初一"),
            ("2026-12-29", (11, 21, False), "冬月廿一"),
        ],
    )
    def test_names(self, text: str, lunar: tuple[int, int, bool], name: str) -> None:
        assert lunar_day(day(text)) == lunar
        assert lunar_name(day(text)) == name

    @pytest.mark.parametrize("each", [date.min, date(1899, 12, 31), date(2102, 1, 1), date.max])
    def test_nothing_outside_the_known_years(self, each: date) -> None:
        assert lunar_day(each) is None
        assert lunar_name(each) is None


class TestSecondOpinion:
    """lunar-python agrees, but for two months whose new moon falls on midnight."""

    @pytest.mark.parametrize("decade", range(1950, 2100, 10))
    def test_sampled_days(self, decade: int) -> None:
        each = date(decade, 1, 1)
        while each < date(decade + 10, 1, 1):
            if not is_disputed(each):
                assert lunar_day(each) == second_opinion(each), each
            each += timedelta(days=17)

    @pytest.mark.parametrize("decade", range(1950, 2100, 10))
    def test_festivals(self, decade: int) -> None:
        for year in range(decade, decade + 10):
            for month, number in ((1, 1), (1, 15), (5, 5), (8, 15), (9, 9), (12, 8)):
                solar = Lunar.fromYmd(year, month, number).getSolar()
                expected = date(solar.getYear(), solar.getMonth(), solar.getDay())
                if not is_disputed(expected):
                    assert lunar_to_solar(year, month, number) == expected, expected

    @pytest.mark.parametrize("first", DISPUTED)
    def test_disputed_months_differ_by_a_day(self, first: date) -> None:
        assert lunar_day(first) != second_opinion(first)
