"""Lunar dates, by borax, which knows the years 1900 to 2100."""

from datetime import date

from borax.calendars.lunardate import InvalidLunarDateError, LunarDate

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DAYS = (
    "初一初二初三初四初五初六初七初八初九初十十一十二十三十四十五"
    "十六十七十八十九二十廿一廿二廿三廿四廿五廿六廿七廿八廿九三十"
)
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")


def lunar_to_solar(year: int, month: int, day: int) -> date | None:
    """The date of a day in a plain (never leap) lunar month.

    Day 30 of a month that has 29 falls back to its last day; None outside the known years.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    for candidate in (day, day - 1):
        try:
            solar: date = LunarDate(year, month, candidate).to_solar_date()
        except InvalidLunarDateError:
            continue
        return solar
    return None


def lunar_day(day: date) -> tuple[int, int, bool] | None:
    """(month, day, in a leap month) of a date; None outside the known years."""
    try:
        lunar = LunarDate.from_solar(day)
    except (InvalidLunarDateError, ValueError):
        return None
    return lunar.month, lunar.day, bool(lunar.leap)


def lunar_name(day: date) -> str | None:
    """The date as Chinese calendars print it (`十月十四`, `闰六月初一`); None where unknown."""
    found = lunar_day(day)
    if found is None:
        return None
    month, number, leap = found
    return f"{'闰' if leap else ''}{_MONTHS[month - 1]}月{_DAYS[number * 2 - 2 : number * 2]}"
