"""RRULEs: tables by the words of RFC 5545, what is refused, and dateutil as a second opinion.

Instances are written as `2026-11-25 12-09`, with the year where it changes; those with a time as
`2026-11-25T09:00 T12:00 11-26T09:00`, with the day where it changes.
"""

import time
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from house import SHANGHAI
from opsplan.calendars import PUBLISHED
from opsplan.phrase.reading import read
from opsplan.recurrence.dates import Frame, phrase_dates
from opsplan.recurrence.rrule import RuleError, check_rule, rule_instances
from opsplan.recurrence.rrule_text import rrule_text
from opsplan.values.cadence import (
    LAST,
    Daily,
    DayOfMonth,
    EveryDays,
    EveryWeeks,
    HalfMonthly,
    Monthly,
    NthWeekday,
    Phrase,
    Quarterly,
    RRule,
    Weekly,
    Yearly,
)

Instance = tuple[int, int | None]
FRAME = Frame(PUBLISHED.named("CN"), date(2026, 11, 25))
CPU_SECONDS = 2
"""Far above the 0.1 s of the contract, so that a slow machine fails no test; a hang still does."""


def rule_of(rule: str, start: str) -> RRule:
    """A rule and its start, which has a time where it is written with one."""
    moment = datetime.fromisoformat(start)
    return RRule(rule, moment if "T" in start else moment.date())


def instances(
    cadence: RRule, first: date, last: date, zone: ZoneInfo | None = None
) -> list[Instance]:
    """(day, minute) of each instance between two days, both in."""
    return list(rule_instances(cadence, first.toordinal(), last.toordinal() + 1, zone))


def told(found: list[Instance]) -> str:
    """Instances as the tables write them."""
    words: list[str] = []
    before = date.min
    for number, minute in found:
        at = date.fromordinal(number)
        day = at.isoformat() if at.year != before.year else f"{at:%m-%d}"
        clock = "" if minute is None else f"T{minute // 60:02}:{minute % 60:02}"
        words.append(clock if at == before else day + clock)
        before = at
    return " ".join(words)


def first_of(rule: str, start: str, years: int = 60) -> str:
    """The instances of a rule with a COUNT, all of them."""
    cadence = rule_of(rule, start)
    begin = datetime.fromisoformat(start).date()
    return told(instances(cadence, begin, begin.replace(year=begin.year + years, day=1)))


class TestDaily:
    """FREQ=DAILY, where all BY parts but the clock limit."""

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            ("FREQ=DAILY;COUNT=4", "2026-11-29", "2026-11-29 11-30 12-01 12-02"),
            ("FREQ=DAILY;INTERVAL=10;COUNT=4", "2026-12-05", "2026-12-05 12-15 12-25 2027-01-04"),
            ("FREQ=DAILY;BYMONTH=1;COUNT=3", "2026-11-25", "2027-01-01 01-02 01-03"),
            (
                "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3",
                "2026-01-01",
                "2026-02-28 2027-02-28 2028-02-29",
            ),
            ("FREQ=DAILY;INTERVAL=2;BYDAY=MO;COUNT=3", "2026-11-25", "2026-12-07 12-21 2027-01-04"),
            ("FREQ=DAILY;BYDAY=SA,SU;COUNT=3", "2026-11-25", "2026-11-28 11-29 12-05"),
            ("FREQ=DAILY;COUNT=2", "2026-11-25T09:05", "2026-11-25T09:05 11-26T09:05"),
            (
                "FREQ=DAILY;BYHOUR=9,12;BYMINUTE=0,30;COUNT=5",
                "2026-11-25T10:00",
                "2026-11-25T12:00 T12:30 11-26T09:00 T09:30 T12:00",
            ),
            (
                "FREQ=DAILY;BYHOUR=9,17;BYSETPOS=-1;COUNT=2",
                "2026-11-25T09:00",
                "2026-11-25T17:00 11-26T17:00",
            ),
        ],
    )
    def test_instances(self, rule: str, start: str, expected: str) -> None:
        assert first_of(rule, start) == expected


class TestWeekly:
    """FREQ=WEEKLY: whole weeks from the week start, even where the rule starts within one."""

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            ("FREQ=WEEKLY;COUNT=3", "2026-11-25", "2026-11-25 12-02 12-09"),
            ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5", "2026-11-25", "2026-11-26 12-01 12-03 12-08 12-10"),
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=MO,WE,FR",
                "2026-11-25",
                "2026-11-25 11-27 12-07 12-09",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
                "1997-08-05",
                "1997-08-05 08-10 08-19 08-24",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
                "1997-08-05",
                "1997-08-05 08-17 08-19 08-31",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU",
                "1997-08-05",
                "1997-08-05 08-10 08-19 08-24",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO;COUNT=3",
                "2026-11-22",
                "2026-11-30 12-14 12-28",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU;COUNT=3",
                "2026-11-22",
                "2026-11-23 12-07 12-21",
            ),
            ("FREQ=WEEKLY;BYMONTH=1;COUNT=3", "2026-11-25", "2027-01-06 01-13 01-20"),
            ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2026-12-23", "2026-12-23 2027-01-06 01-20"),
            (
                "FREQ=WEEKLY;BYDAY=MO,FR;BYHOUR=8;COUNT=3",
                "2026-11-25T09:00",
                "2026-11-27T08:00 11-30T08:00 12-04T08:00",
            ),
        ],
    )
    def test_instances(self, rule: str, start: str, expected: str) -> None:
        assert first_of(rule, start) == expected

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            (
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
                "2026-11-25",
                "2026-11-27 12-04 12-11",
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3",
                "2026-11-26",
                "2026-12-02 12-09 12-16",
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=3",
                "2026-11-25",
                "2026-11-30 12-07 12-14",
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,-1;COUNT=4",
                "2026-11-25",
                "2026-11-27 11-30 12-04 12-07",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;BYSETPOS=1;COUNT=3",
                "2026-11-29",
                "2026-12-12 12-26 2027-01-09",
            ),
            (
                "FREQ=WEEKLY;BYDAY=SU,WE;BYSETPOS=1;WKST=SU;COUNT=2",
                "2026-11-25",
                "2026-11-29 12-06",
            ),
        ],
    )
    def test_positions_are_counted_in_the_whole_week(
        self, rule: str, start: str, expected: str
    ) -> None:
        """Before the start too: Monday is the first of the week of Wednesday 2026-11-25."""
        assert first_of(rule, start) == expected


class TestMonthly:
    """FREQ=MONTHLY: a day that a month lacks is no date."""

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            ("FREQ=MONTHLY;COUNT=4", "2026-10-31", "2026-10-31 12-31 2027-01-31 03-31"),
            ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-11-01", "2026-12-31 2027-01-31 03-31"),
            (
                "FREQ=MONTHLY;BYMONTHDAY=2,15;COUNT=4",
                "2026-11-03",
                "2026-11-15 12-02 12-15 2027-01-02",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=4",
                "2026-11-25",
                "2026-11-28 12-29 2027-01-29 02-26",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=4",
                "2026-11-25",
                "2026-11-30 12-01 12-31 2027-01-01",
            ),
            (
                "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11;COUNT=4",
                "2026-11-10",
                "2026-11-10 11-11 2028-05-10 05-11",
            ),
            (
                "FREQ=MONTHLY;BYMONTH=1,3;BYMONTHDAY=15,30;COUNT=4",
                "2026-11-25",
                "2027-01-15 01-30 03-15 03-30",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=4",
                "2026-11-01",
                "2026-11-30 12-31 2027-01-31 02-28",
            ),
            ("FREQ=MONTHLY;BYDAY=1FR;COUNT=4", "2026-11-25", "2026-12-04 2027-01-01 02-05 03-05"),
            ("FREQ=MONTHLY;BYDAY=+1FR;COUNT=2", "2026-11-25", "2026-12-04 2027-01-01"),
            ("FREQ=MONTHLY;BYDAY=-2MO;COUNT=3", "2026-11-01", "2026-11-23 12-21 2027-01-18"),
            ("FREQ=MONTHLY;BYDAY=5WE;COUNT=4", "2026-01-01", "2026-04-29 07-29 09-30 12-30"),
            (
                "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU;COUNT=5",
                "2026-11-01",
                "2026-11-01 11-29 2027-01-03 01-31 03-07",
            ),
            (
                "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU;COUNT=5",
                "2026-11-25",
                "2027-01-05 01-12 01-19 01-26 03-02",
            ),
            (
                "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4",
                "2026-01-01",
                "2026-02-13 03-13 11-13 2027-08-13",
            ),
            (
                "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=3",
                "2026-11-01",
                "2026-11-07 12-12 2027-01-09",
            ),
            (
                "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3",
                "2026-09-01",
                "2026-09-03 10-07 11-05",
            ),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3",
                "2026-11-01",
                "2026-11-27 12-30 2027-01-28",
            ),
            ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,-1;COUNT=3", "2026-11-10", "2026-11-30 12-07 12-28"),
        ],
    )
    def test_instances(self, rule: str, start: str, expected: str) -> None:
        assert first_of(rule, start) == expected

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            (
                "FREQ=MONTHLY;BYDAY=MO,-1FR;COUNT=6",
                "2026-11-01",
                "2026-11-02 11-09 11-16 11-23 11-27 11-30",
            ),
            ("FREQ=MONTHLY;BYDAY=-1FR,MO;COUNT=2", "2026-11-25", "2026-11-27 11-30"),
            (
                "FREQ=MONTHLY;BYDAY=1MO,FR;BYSETPOS=1;COUNT=3",
                "2026-11-01",
                "2026-11-02 12-04 2027-01-01",
            ),
            ("FREQ=MONTHLY;BYDAY=FR,-1FR;COUNT=4", "2026-11-01", "2026-11-06 11-13 11-20 11-27"),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=MO,-1FR;COUNT=6",
                "2026-11-01",
                "2026-11-02 11-09 11-16 11-23 11-27 11-30",
            ),
        ],
    )
    def test_plain_and_numbered_weekdays_are_a_union(
        self, rule: str, start: str, expected: str
    ) -> None:
        assert first_of(rule, start) == expected


class TestYearly:
    """FREQ=YEARLY: months, days, weeks and weekdays of the year."""

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            ("FREQ=YEARLY;COUNT=3", "2026-11-25", "2026-11-25 2027-11-25 2028-11-25"),
            ("FREQ=YEARLY;COUNT=3", "2028-02-29", "2028-02-29 2032-02-29 2036-02-29"),
            ("FREQ=YEARLY;BYMONTH=6,7;COUNT=3", "2026-06-10", "2026-06-10 07-10 2027-06-10"),
            (
                "FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2,3;COUNT=4",
                "2027-03-10",
                "2027-03-10 2029-01-10 02-10 03-10",
            ),
            (
                "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200;COUNT=5",
                "2027-01-01",
                "2027-01-01 04-10 07-19 2030-01-01 04-10",
            ),
            (
                "FREQ=YEARLY;BYYEARDAY=-1,366;COUNT=3",
                "2026-11-25",
                "2026-12-31 2027-12-31 2028-12-31",
            ),
            ("FREQ=YEARLY;BYYEARDAY=-366;COUNT=2", "2026-11-25", "2028-01-01 2032-01-01"),
            ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "2026-01-01", "2026-05-18 2027-05-17 2028-05-15"),
            ("FREQ=YEARLY;BYDAY=-1SU;COUNT=3", "2026-01-01", "2026-12-27 2027-12-26 2028-12-31"),
            ("FREQ=YEARLY;BYDAY=53TH;COUNT=2", "2026-01-01", "2026-12-31 2032-12-30"),
            (
                "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=5",
                "2027-03-01",
                "2027-03-04 03-11 03-18 03-25 2028-03-02",
            ),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=2WE,-1WE;COUNT=4",
                "2026-11-25",
                "2026-11-25 2027-11-10 11-24 2028-11-08",
            ),
            (
                "FREQ=YEARLY;BYMONTH=11,12;BYDAY=MO;BYSETPOS=1,-1;COUNT=4",
                "2026-01-01",
                "2026-11-02 12-28 2027-11-01 12-27",
            ),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
                "2028-11-07",
                "2028-11-07 2032-11-02 2036-11-04",
            ),
            (
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=2",
                "2026-01-05",
                "2044-02-29 2072-02-29",
            ),
        ],
    )
    def test_instances(self, rule: str, start: str, expected: str) -> None:
        assert first_of(rule, start) == expected

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            (
                "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3",
                "2026-11-25",
                "2027-05-17 2028-05-15 2029-05-14",
            ),
            ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=WE;COUNT=2", "2026-01-01", "2026-12-30 2032-12-29"),
            (
                "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU;COUNT=4",
                "2026-11-25",
                "2027-01-04 01-10 2028-01-03 01-09",
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=1;BYDAY=TH;COUNT=3",
                "2026-01-01",
                "2026-01-01 2027-01-07 2028-01-06",
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH;COUNT=3",
                "2026-01-01",
                "2026-12-31 2027-12-30 2028-12-28",
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU;COUNT=3",
                "2026-01-01",
                "2026-01-04 2027-01-03 2028-01-02",
            ),
        ],
    )
    def test_weeks_of_the_year_have_four_days_in_it(
        self, rule: str, start: str, expected: str
    ) -> None:
        assert first_of(rule, start) == expected

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            ("FREQ=YEARLY;BYWEEKNO=20;COUNT=2", "2026-05-13", "2026-05-13 2027-05-19"),
            ("FREQ=YEARLY;BYWEEKNO=1;COUNT=2", "2024-12-31", "2024-12-31 2025-12-30"),
            ("FREQ=YEARLY;BYWEEKNO=53;COUNT=1", "2023-01-01", "2027-01-03"),
        ],
    )
    def test_a_week_alone_has_the_starts_weekday(
        self, rule: str, start: str, expected: str
    ) -> None:
        """RFC 5545: what the rule does not say is the same as for DTSTART."""
        assert first_of(rule, start) == expected

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            (
                "FREQ=YEARLY;INTERVAL=6;BYWEEKNO=53;BYDAY=TU,SA;COUNT=3",
                "2010-01-02",
                "2010-01-02 2015-12-29 2016-01-02",
            ),
            (
                "FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1;BYDAY=MO,TU;COUNT=5",
                "2024-12-31",
                "2024-12-31 2028-01-03 01-04 2030-12-30 12-31",
            ),
        ],
    )
    def test_every_so_many_years_counts_years_of_whole_weeks(
        self, rule: str, start: str, expected: str
    ) -> None:
        assert first_of(rule, start) == expected

    def test_a_semicolon_may_end_a_rule(self) -> None:
        assert first_of("FREQ=YEARLY;COUNT=2;", "2026-11-25") == "2026-11-25 2027-11-25"


class TestClock:
    """HOURLY and finer, in windows far from the start as near it; each minute once."""

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            (
                "FREQ=HOURLY;INTERVAL=5;COUNT=6",
                "2026-11-25T09:00",
                "2026-11-25T09:00 T14:00 T19:00 11-26T00:00 T05:00 T10:00",
            ),
            (
                "FREQ=HOURLY;BYHOUR=9,10;COUNT=4",
                "2026-11-25T09:30",
                "2026-11-25T09:30 T10:30 11-26T09:30 T10:30",
            ),
            (
                "FREQ=HOURLY;INTERVAL=36;COUNT=4",
                "2026-11-25T09:00",
                "2026-11-25T09:00 11-26T21:00 11-28T09:00 11-29T21:00",
            ),
            (
                "FREQ=HOURLY;INTERVAL=6;BYDAY=SA;COUNT=5",
                "2026-11-25T09:00",
                "2026-11-28T03:00 T09:00 T15:00 T21:00 12-05T03:00",
            ),
            (
                "FREQ=HOURLY;BYMINUTE=0,30;COUNT=4",
                "2026-11-25T09:15",
                "2026-11-25T09:30 T10:00 T10:30 T11:00",
            ),
            (
                "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
                "2026-11-25T22:00",
                "2026-11-25T22:00 T23:30 11-26T01:00 T02:30",
            ),
            (
                "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9;COUNT=4",
                "2026-11-25T09:10",
                "2026-11-25T09:10 T09:30 T09:50 11-26T09:10",
            ),
            (
                "FREQ=SECONDLY;INTERVAL=45;COUNT=4",
                "2026-11-25T09:00",
                "2026-11-25T09:00 T09:01 T09:02",
            ),
            ("FREQ=SECONDLY;INTERVAL=20;COUNT=4", "2026-11-25T09:00", "2026-11-25T09:00 T09:01"),
        ],
    )
    def test_instances(self, rule: str, start: str, expected: str) -> None:
        assert first_of(rule, start, years=1) == expected

    @pytest.mark.parametrize(
        ("rule", "start", "day", "expected"),
        [
            (
                "FREQ=HOURLY;INTERVAL=5",
                "2026-11-25T09:00",
                "2026-11-30",
                "2026-11-30T04:00 T09:00 T14:00 T19:00",
            ),
            (
                "FREQ=HOURLY;INTERVAL=5",
                "2016-11-25T09:00",
                "2026-11-25",
                "2026-11-25T01:00 T06:00 T11:00 T16:00 T21:00",
            ),
            (
                "FREQ=HOURLY;BYHOUR=9;BYMINUTE=0,30",
                "2016-11-25T09:15",
                "2026-11-25",
                "2026-11-25T09:00 T09:30",
            ),
            (
                "FREQ=MINUTELY;INTERVAL=1001",
                "2026-11-25T09:00",
                "2026-11-26",
                "2026-11-26T01:41 T18:22",
            ),
            ("FREQ=HOURLY;INTERVAL=36", "2026-11-25T09:00", "2026-11-27", ""),
            (
                "FREQ=HOURLY;INTERVAL=7;COUNT=9",
                "2026-11-25T09:00",
                "2026-11-27",
                "2026-11-27T03:00 T10:00 T17:00",
            ),
        ],
    )
    def test_a_window_away_from_the_start(
        self, rule: str, start: str, day: str, expected: str
    ) -> None:
        window = date.fromisoformat(day)
        assert told(instances(rule_of(rule, start), window, window)) == expected

    @pytest.mark.parametrize(
        ("rule", "day", "expected"),
        [
            ("FREQ=HOURLY;BYMINUTE=15;BYHOUR=9,10", "2026-11-26", "2026-11-26T09:15 T10:15"),
            ("FREQ=HOURLY;BYMINUTE=6,18;BYHOUR=6", "2026-11-26", "2026-11-26T06:06 T06:18"),
            ("FREQ=HOURLY;BYSECOND=30;BYHOUR=9,10", "2026-11-26", "2026-11-26T09:00 T10:00"),
            ("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=-1;BYHOUR=9", "2026-11-26", "2026-11-26T09:30"),
            ("FREQ=MINUTELY;BYSECOND=30;BYHOUR=9;BYMINUTE=5", "2026-11-26", "2026-11-26T09:05"),
            ("FREQ=HOURLY;INTERVAL=5;BYHOUR=8", "2026-11-29", "2026-11-29T08:00"),
            (
                "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYHOUR=9",
                "2044-02-29",
                "2044-02-29T09:00",
            ),
        ],
    )
    def test_rules_that_do_match_are_not_refused(self, rule: str, day: str, expected: str) -> None:
        cadence = rule_of(rule, "2026-11-25T09:00")
        check_rule(cadence)
        window = date.fromisoformat(day)
        assert told(instances(cadence, window, window)) == expected


class TestUntilAndCount:
    """UNTIL is in; COUNT counts from the start, whatever the window."""

    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            ("FREQ=DAILY;UNTIL=20261127", "2026-11-25", "2026-11-25 11-26 11-27"),
            ("FREQ=DAILY;UNTIL=20261125", "2026-11-25", "2026-11-25"),
            (
                "FREQ=DAILY;UNTIL=20261127",
                "2026-11-25T09:00",
                "2026-11-25T09:00 11-26T09:00 11-27T09:00",
            ),
            (
                "FREQ=DAILY;UNTIL=20261127T090000",
                "2026-11-25T09:00",
                "2026-11-25T09:00 11-26T09:00 11-27T09:00",
            ),
            (
                "FREQ=DAILY;UNTIL=20261127T085959",
                "2026-11-25T09:00",
                "2026-11-25T09:00 11-26T09:00",
            ),
            ("FREQ=DAILY;UNTIL=20261127T000000", "2026-11-25", "2026-11-25 11-26 11-27"),
            (
                "FREQ=DAILY;UNTIL=20261127T010000Z",
                "2026-11-25T09:00",
                "2026-11-25T09:00 11-26T09:00 11-27T09:00",
            ),
            (
                "FREQ=DAILY;UNTIL=20261127T005959Z",
                "2026-11-25T09:00",
                "2026-11-25T09:00 11-26T09:00",
            ),
            ("FREQ=DAILY;UNTIL=20261126T160000Z", "2026-11-25", "2026-11-25 11-26 11-27"),
            ("FREQ=DAILY;UNTIL=20261126T155959Z", "2026-11-25", "2026-11-25 11-26"),
            (
                "FREQ=HOURLY;INTERVAL=8;UNTIL=20261126T010000Z",
                "2026-11-25T09:00",
                "2026-11-25T09:00 T17:00 11-26T01:00 T09:00",
            ),
            (
                "FREQ=HOURLY;INTERVAL=8;UNTIL=20261125",
                "2026-11-25T09:00",
                "2026-11-25T09:00 T17:00",
            ),
        ],
    )
    def test_until_in_a_shop_of_shanghai(self, rule: str, start: str, expected: str) -> None:
        cadence = rule_of(rule, start)
        found = instances(cadence, date(2026, 11, 1), date(2026, 12, 31), SHANGHAI)
        assert told(found) == expected

    @pytest.mark.parametrize("zone", [SHANGHAI, ZoneInfo("America/New_York")])
    def test_until_at_the_end_of_time(self, zone: ZoneInfo) -> None:
        cadence = rule_of("FREQ=DAILY;UNTIL=99991231T235959Z", "2026-11-25T09:00")
        assert len(instances(cadence, date(2026, 11, 25), date(2026, 11, 27), zone)) == 3

    def test_until_in_utc_is_another_day_elsewhere(self) -> None:
        cadence = rule_of("FREQ=DAILY;UNTIL=20261127T010000Z", "2026-11-25T09:00")
        window = date(2026, 11, 1), date(2026, 12, 31)
        new_york = instances(cadence, *window, ZoneInfo("America/New_York"))
        assert told(new_york) == "2026-11-25T09:00 11-26T09:00"

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("2026-11-01", "2026-12-31", "2026-11-25 11-27 12-07 12-09 12-11"),
            ("2026-11-26", "2026-12-08", "2026-11-27 12-07"),
            ("2026-12-11", "2026-12-31", "2026-12-11"),
            ("2026-12-12", "2027-12-31", ""),
            ("2020-01-01", "2026-11-24", ""),
        ],
    )
    def test_count_is_of_the_rule_not_of_the_window(
        self, first: str, last: str, expected: str
    ) -> None:
        cadence = rule_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=5", "2026-11-25")
        found = instances(cadence, date.fromisoformat(first), date.fromisoformat(last))
        assert told(found) == expected

    def test_the_start_counts_only_where_the_rule_matches_it(self) -> None:
        assert first_of("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-11-25") == "2026-12-01 12-08"


MALFORMED = (
    "FREQ=SOMETIMES",
    "INTERVAL=2",
    "FREQ=",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=1.5",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;INTERVAL=" + "9" * 5000,
    "FREQ=DAILY;BYMONTH=" + "1" * 5000,
    "FREQ=YEARLY;BYDAY=" + "1" * 5000 + "MO",
    "FREQ=DAILY;COUNT=3;UNTIL=20270101",
    "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;FOO=1",
    "FREQ=DAILY;BYDAY=XX",
    "FREQ=DAILY;BYDAY=",
    "FREQ=DAILY;BYDAY=MO,",
    "FREQ=DAILY;BYMONTH=13",
    "FREQ=DAILY;BYMONTH=-1",
    "FREQ=DAILY;BYMONTHDAY=0",
    "FREQ=DAILY;BYMONTHDAY=32",
    "FREQ=DAILY;BYMONTHDAY=--3",
    "FREQ=DAILY;BYMONTHDAY=+-3",
    "FREQ=DAILY;BYMONTHDAY=١",
    "FREQ=YEARLY;BYDAY=+-3MO",
    "FREQ=YEARLY;BYDAY=0MO",
    "FREQ=YEARLY;BYDAY=54MO",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=DAILY;WKST=XX",
    "FREQ=DAILY;UNTIL=TOMORROW",
    "FREQ=DAILY;UNTIL=20260230",
    "FREQ=DAILY;UNTIL=2026111",
    "FREQ=DAILY;UNTIL=2026-11-11",
    "FREQ=MONTHLY;BYWEEKNO=1",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=DAILY;BYYEARDAY=1",
    "FREQ=WEEKLY;BYMONTHDAY=1",
    "FREQ=DAILY;BYSETPOS=1",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "FREQ=DAILY;BYHOUR=24",
    "FREQ=DAILY;BYMINUTE=60",
    "RSCALE=CHINESE;FREQ=YEARLY",
    "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD",
)
NEVER = (
    ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-05"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-05"),
    ("FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31", "2026-01-05"),
    ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "2026-01-05"),
    ("FREQ=DAILY;UNTIL=20250101", "2026-01-05"),
    ("FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=2", "2026-01-05"),
    ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "2026-02-05"),
    ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "2026-01-05"),
    ("FREQ=YEARLY;BYMONTH=2;BYDAY=6MO", "2026-01-05"),
    ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", "2026-01-05"),
    ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "2026-01-05"),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "2027-01-05"),
    ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=366", "2026-01-05"),
    ("FREQ=DAILY;BYHOUR=9;BYSETPOS=2", "2026-01-05T09:00"),
    ("FREQ=HOURLY;INTERVAL=24;BYHOUR=10", "2026-01-05T09:00"),
    ("FREQ=HOURLY;INTERVAL=168;BYDAY=TU", "2026-01-05T09:00"),
    ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-05T09:00"),
    ("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=3", "2026-01-05T09:00"),
    ("FREQ=MINUTELY;INTERVAL=60;BYMINUTE=30", "2026-01-05T09:00"),
    ("FREQ=MINUTELY;BYSECOND=0,30;BYSETPOS=3", "2026-01-05T09:00"),
    ("FREQ=SECONDLY;INTERVAL=60;BYSECOND=30", "2026-01-05T09:00"),
    ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-05T09:00"),
    ("FREQ=SECONDLY;INTERVAL=2;BYSECOND=9,25", "2026-01-05T09:00"),
    ("FREQ=DAILY;BYMONTHDAY=30,31;BYDAY=MO,TU;BYSETPOS=-109", "2026-01-05"),
    ("FREQ=DAILY;INTERVAL=28;BYMONTHDAY=30;BYDAY=SU", "2026-01-05"),
    ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=15", "2026-01-05T09:00"),
)


frequencies = st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"])
keys = st.sampled_from(
    ["INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "WKST"]
)
values = st.integers(-3, 400).map(str) | st.text("0123456789,+-MOTUFRSAZ", max_size=5)
rule_parts = frequencies.map("FREQ={}".format) | st.builds("{}={}".format, keys, values)


class TestRefusals:
    """What is malformed or never matches is refused, and quickly."""

    @pytest.mark.parametrize("rule", MALFORMED)
    def test_malformed(self, rule: str) -> None:
        with pytest.raises(RuleError) as caught:
            check_rule(rule_of(rule, "2026-01-05T09:00"))
        assert "never" not in str(caught.value)

    @pytest.mark.parametrize(
        "rule", ["FREQ=DAILY;BYHOUR=9", "FREQ=HOURLY", "FREQ=DAILY;BYMINUTE=5"]
    )
    def test_clock_times_need_a_start_with_one(self, rule: str) -> None:
        with pytest.raises(RuleError, match="clock time"):
            check_rule(rule_of(rule, "2026-01-05"))

    @pytest.mark.parametrize(("rule", "start"), NEVER)
    def test_never_matching(self, rule: str, start: str) -> None:
        began = time.process_time()
        with pytest.raises(RuleError, match="never"):
            check_rule(rule_of(rule, start))
        assert time.process_time() - began < CPU_SECONDS

    @pytest.mark.parametrize(
        ("rule", "start"),
        [
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "2026-01-05"),
            ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "2028-02-29"),
            ("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29", "2100-01-05"),
            ("FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29", "2026-01-05"),
            ("FREQ=MONTHLY;INTERVAL=1000;BYMONTHDAY=31", "2026-01-05"),
            ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "2026-01-05"),
            ("FREQ=DAILY;INTERVAL=999999", "2026-01-05"),
            ("FREQ=WEEKLY;BYDAY=MO,MO", "2026-01-05"),
        ],
    )
    def test_rare_rules_are_not_refused(self, rule: str, start: str) -> None:
        began = time.process_time()
        check_rule(rule_of(rule, start))
        assert time.process_time() - began < CPU_SECONDS

    @given(st.lists(rule_parts, max_size=4).map(";".join) | st.text("FREQ=;,-+019XZ", max_size=20))
    @settings(max_examples=200)
    def test_any_text_is_a_rule_or_refused(self, text: str) -> None:
        cadence = RRule(text, date(2026, 1, 5))
        try:
            check_rule(cadence)
        except RuleError as error:
            assert str(error)
        else:
            assert instances(cadence, date(2026, 1, 5), date(2026, 2, 5), SHANGHAI) is not None


weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
FREQUENCIES = {"DAILY": 40, "WEEKLY": 150, "MONTHLY": 800, "YEARLY": 2000}
"""How many days from the start on are compared, so that each gives a few dozen instances."""


@st.composite
def plain_rules(draw: st.DrawFn) -> RRule:
    """Rules without what dateutil gets wrong: mixed BYDAY, positions in a week, weeks of a year."""
    frequency = draw(st.sampled_from(sorted(FREQUENCIES)))
    parts = [f"FREQ={frequency}"]

    def maybe(key: str, values: st.SearchStrategy[object], most: int = 3) -> None:
        if draw(st.booleans()):
            chosen = draw(st.lists(values, min_size=1, max_size=most, unique=True))
            parts.append(f"{key}={','.join(map(str, chosen))}")

    maybe("INTERVAL", st.integers(1, 5), 1)
    maybe("BYMONTH", st.integers(1, 12), 5)
    if frequency != "WEEKLY":
        maybe("BYMONTHDAY", st.integers(1, 31) | st.integers(-31, -1), 5)
    numbered = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
    nth = st.integers(-5, 5).filter(bool)
    days = st.builds("{}{}".format, nth, weekdays) if numbered else weekdays
    maybe("BYDAY", days)
    if frequency in ("MONTHLY", "YEARLY") and len(parts) > 1 and "BY" in parts[-1]:
        maybe("BYSETPOS", st.integers(-4, 4).filter(bool))
    if draw(st.booleans()):
        parts.append(f"WKST={draw(weekdays)}")
    start = draw(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
    end = draw(st.sampled_from(["", f"COUNT={draw(st.integers(1, 30))}", "UNTIL="]))
    if end == "UNTIL=":
        end += f"{start + timedelta(days=draw(st.integers(0, 400))):%Y%m%d}"
    return RRule(";".join([*parts, *filter(None, [end])]), start)


def second_opinion(rule: str, start: date, first: date, last: date) -> list[int]:
    """The days between two days, both in, by dateutil."""
    opening = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - a wall time
    walk = rrulestr(rule, dtstart=opening)
    begin, end = (datetime(day.year, day.month, day.day) for day in (first, last))  # noqa: DTZ001
    return [each.toordinal() for each in walk.between(begin, end, inc=True)]


class TestSecondOpinion:
    """dateutil gives the same instances, where it is right."""

    @given(plain_rules(), st.integers(0, 400))
    @settings(max_examples=150)
    def test_whole_days(self, cadence: RRule, later: int) -> None:
        frequency = cadence.rule.split(";")[0].removeprefix("FREQ=")
        first = cadence.start + timedelta(days=later)
        last = first + timedelta(days=FREQUENCIES[frequency])
        found = [day for day, _ in instances(cadence, first, last)]
        assert found == second_opinion(cadence.rule, cadence.start, first, last)

    @given(plain_rules())
    @settings(max_examples=100)
    def test_what_has_an_instance_is_not_refused(self, cadence: RRule) -> None:
        window = cadence.start, cadence.start + timedelta(days=1500)
        if second_opinion(cadence.rule, cadence.start, *window):
            check_rule(cadence)
            assert instances(cadence, *window)

    @given(
        st.sampled_from(["HOURLY", "MINUTELY"]),
        st.integers(1, 50) | st.integers(1, 3000),
        st.sampled_from(["", ";BYDAY=MO,SA", ";BYMONTHDAY=1,15,-1", ";BYMONTH=1,12"]),
        st.sampled_from(["", ";BYHOUR=8,9,20", ";COUNT=50"]),
        st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)),  # noqa: DTZ001
        st.integers(0, 40),
    )
    @settings(max_examples=100)
    def test_the_clock(
        self, frequency: str, interval: int, days: str, rest: str, start: datetime, later: int
    ) -> None:
        opening = start.replace(second=0, microsecond=0)
        step = interval if frequency == "HOURLY" else max(interval, 30)
        rule = f"FREQ={frequency};INTERVAL={step}{days}{rest}"
        first = opening.date() + timedelta(days=later)
        begin = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a wall time
        end = begin + timedelta(days=5)
        try:
            found = rrulestr(rule, dtstart=opening).between(begin, end, inc=True)
        except ValueError:  # dateutil sees itself that such a rule never matches
            with pytest.raises(RuleError):
                check_rule(RRule(rule, opening))
            return
        expected = [
            (each.toordinal(), each.hour * 60 + each.minute) for each in found if each < end
        ]
        assert instances(RRule(rule, opening), first, first + timedelta(days=4)) == expected

    @given(
        st.sampled_from([1, 7, 50, 60, 61, 3601, 86399]),
        st.sampled_from([{}, {"BYDAY": (0, 5)}, {"BYMONTHDAY": (1, 15, -1)}]),
        st.sampled_from([{}, {"BYHOUR": (8, 20)}, {"BYHOUR": (0,), "BYMINUTE": (5, 59)}]),
        st.sampled_from([{}, {"BYSECOND": (0, 59)}, {"BYSECOND": (30,)}]),
        st.sampled_from(["", ";COUNT=500", ";UNTIL=20261103T081501"]),
        st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 4)),  # noqa: DTZ001
    )
    @settings(max_examples=60)
    def test_seconds(
        self,
        interval: int,
        days: dict[str, tuple[int, ...]],
        hours: dict[str, tuple[int, ...]],
        seconds: dict[str, tuple[int, ...]],
        end: str,
        start: datetime,
    ) -> None:
        """Second by second: `dateutil` never comes to an end with some of these."""
        opening, last = start.replace(microsecond=0), datetime(2026, 11, 6)  # noqa: DTZ001
        by = days | hours | seconds
        parts = "".join(f";{name}={_written(name, values)}" for name, values in by.items())
        rule = f"FREQ=SECONDLY;INTERVAL={interval}{parts}{end}"
        steps = range(0, int((last - opening).total_seconds()), interval)
        moments = (opening + timedelta(seconds=step) for step in steps)
        found = [at for at in moments if _fits(at, by)]
        if end.startswith(";COUNT"):
            found = found[:500]
        elif end:
            found = [at for at in found if at <= datetime(2026, 11, 3, 8, 15, 1)]  # noqa: DTZ001
        minutes = [(at.toordinal(), at.hour * 60 + at.minute) for at in found]
        try:
            ours = instances(RRule(rule, opening), opening.date(), date(2026, 11, 5))
        except RuleError:
            ours = []
        assert ours == list(dict.fromkeys(minutes))


def _written(name: str, values: tuple[int, ...]) -> str:
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    return ",".join(names[each] if name == "BYDAY" else str(each) for each in values)


def _fits(at: datetime, by: dict[str, tuple[int, ...]]) -> bool:
    """Whether a moment of November has what each part of a rule asks for."""
    asked = {
        "BYDAY": at.weekday(),
        "BYHOUR": at.hour,
        "BYMINUTE": at.minute,
        "BYSECOND": at.second,
    }
    if "BYMONTHDAY" in by and not {at.day, at.day - 31} & {*by["BYMONTHDAY"]}:
        return False
    return all(asked[name] in values for name, values in by.items() if name in asked)


month_days = (st.just(LAST) | st.integers(1, 31)).map(DayOfMonth)
nth_weekdays = st.builds(NthWeekday, st.just(LAST) | st.integers(1, 5), st.integers(0, 6))
week = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
sayable = st.one_of(
    st.just(Daily()),
    st.builds(EveryDays, st.integers(2, 40)),
    st.builds(Weekly, week),
    st.builds(EveryWeeks, st.integers(2, 8), st.just(()) | week),
    st.just(HalfMonthly()),
    st.builds(
        Monthly,
        st.lists(month_days | nth_weekdays, min_size=0, max_size=3, unique=True).map(tuple),
        st.integers(1, 7),
    ),
    st.builds(
        Quarterly,
        st.lists(
            st.sampled_from([DayOfMonth(1), DayOfMonth(LAST)]) | nth_weekdays,
            min_size=1,
            max_size=2,
            unique=True,
        ).map(tuple),
    ),
    st.builds(
        Yearly,
        st.lists(
            st.sampled_from([(2, 28), (2, 29), (3, 28), (12, 31), (1, 1)]),
            min_size=1,
            max_size=2,
            unique=True,
        ).map(lambda days: tuple(sorted(days))),
    ),
)
near = st.dates(date(2026, 1, 1), date(2027, 6, 30))


def by_engine(phrase: Phrase, first: date, last: date) -> list[int]:
    """The dates of a phrase between two days, both in."""
    return list(phrase_dates(phrase, first.toordinal(), last.toordinal() + 1, FRAME).dates)


class TestText:
    """The RRULE of a phrase gives the same dates, by dateutil and from the phrase's first date."""

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("每天", "FREQ=DAILY"),
            ("every 3 days", "FREQ=DAILY;INTERVAL=3"),
            ("每周一、三", "FREQ=WEEKLY;BYDAY=MO,WE"),
            ("每两周周一、四", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO"),
            ("每月1、15号", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
            ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("每月第2个周二", "FREQ=MONTHLY;BYDAY=2TU"),
            ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("每半月", "FREQ=MONTHLY;BYMONTHDAY=1,16"),
            ("每年3月28日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=28"),
            (
                "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 from 2026-01-01",
                "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            ),
            ("每天 8:30 到2026-12-31止", "FREQ=DAILY;UNTIL=20261231"),
        ],
    )
    def test_wording(self, text: str, rule: str) -> None:
        assert rrule_text(read(text)) == rule

    @pytest.mark.parametrize(
        "text",
        [
            "每个工作日",
            "每5个工作日",
            "每月首个工作日",
            "每周三 遇假日顺延",
            "每年农历八月十五",
            "每周三次",
            "完成后15天",
            "一次",
            "触发时",
            "前30天",
            "第3天",
        ],
    )
    def test_none(self, text: str) -> None:
        assert rrule_text(read(text)) is None

    @given(sayable, st.none() | near, st.none() | near, near)
    @settings(max_examples=200)
    @example(Monthly((DayOfMonth(31),)), None, None, date(2026, 1, 1))
    @example(Monthly((DayOfMonth(29),), 2), date(2026, 2, 1), None, date(2026, 1, 1))
    @example(Yearly(((2, 29),)), None, None, date(2026, 1, 1))
    @example(EveryWeeks(2), date(2026, 11, 25), date(2027, 3, 1), date(2026, 1, 1))
    def test_round_trip(
        self, cadence: Daily, start: date | None, until: date | None, first: date
    ) -> None:
        phrase = Phrase(cadence, start=start, until=until)
        rule = rrule_text(phrase)
        last = first + timedelta(days=1500)
        expected = by_engine(phrase, first, last)
        if rule is not None and expected:
            opening = date.fromordinal(expected[0])
            assert second_opinion(rule, opening, first, last) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "rrule FREQ=DAILY;COUNT=10 from 2026-11-25 until 2026-11-27",
            "rrule FREQ=DAILY;UNTIL=20270101 from 2026-11-25 until 2026-11-27",
            "rrule FREQ=DAILY;COUNT=10 from 2026-11-25 from 2026-12-01",
            "rrule FREQ=WEEKLY;INTERVAL=2 from 2026-11-25 from 2026-12-01",
            "rrule FREQ=MONTHLY;BYDAY=2TU from 2026-11-25 until 2027-03-01",
        ],
    )
    def test_the_bounds_of_a_rule_are_in_its_text_or_there_is_none(self, text: str) -> None:
        phrase = read(text)
        rule = rrule_text(phrase)
        first, last = date(2026, 1, 1), date(2027, 12, 31)
        expected = by_engine(phrase, first, last)
        assert expected
        if rule is not None:
            assert second_opinion(rule, date.fromordinal(expected[0]), first, last) == expected

    def test_a_bound_beside_a_rule_with_times_keeps_the_last_day(self) -> None:
        phrase = read("rrule FREQ=DAILY from 2026-11-25T09:00 until 2026-11-27")
        rule = rrule_text(phrase)
        opening = datetime(2026, 11, 25, 9)  # noqa: DTZ001 - a wall time
        if rule is not None:
            assert len(list(islice(rrulestr(rule, dtstart=opening), 10))) == 3
        assert len(by_engine(phrase, date(2026, 11, 1), date(2026, 12, 31))) == 3
