"""The dates that other schedulers get wrong (shared material PEERS, part e), by their numbers.

Left out: 10 (a make-up day as a target), 15's next_in_month, 20's rule is warned of in the lint
tests, 23's skip_past, 35 (a campaign has no zone of its own): DESIGN has no words for them. In 21,
30 and 37 DESIGN holds. Elsewhere: 36 in test_clocks.py, 41 in recurrence/test_rrule.py and the lint
tests, 42 in the tests of reminders.
"""

import pytest

from house import Ledger, book_of, checklist, day, item, moment, occurrences, plan_of, refs
from opsplan.calendars import Calendars
from opsplan.planning.plan import Plan, make_plan
from opsplan.values.calendar import Notice
from opsplan.values.occurrence import day_of
from opsplan.values.playbook import Shop
from opsplan.values.window import closed_window, day_window

LAUNCHED = Shop("main", launch=day("2025-01-01"))


def plan(when: str, more: str = "", shop: Shop = LAUNCHED) -> Plan:
    """The plan of one duty `d`."""
    return plan_of(f"{{id: d, name: N, when: '{when}'{more}}}", shop=shop)


def dates(when: str, first: str, last: str) -> list[str]:
    """The dates of a phrase between two days, both in, without the year where it is the first's."""
    found = [f"{each.date}" for each in occurrences(plan(when), first, last)]
    return [each.removeprefix(f"{first[:4]}-") for each in found]


@pytest.mark.parametrize(
    ("case", "when", "first", "last", "expected"),
    [
        (
            "2",
            "every workday",
            "2026-09-14",
            "2026-09-20",
            ["09-14", "09-15", "09-16", "09-17", "09-18", "09-20"],
        ),
        (
            "3",
            "every workday",
            "2025-12-29",
            "2026-01-04",
            ["12-29", "12-30", "12-31", "2026-01-04"],
        ),
        (
            "4 and 5",
            "every month on 1 next workday",
            "2026-01-01",
            "2026-12-31",
            [
                "01-04",
                "02-02",
                "03-02",
                "04-01",
                "05-06",
                "06-01",
                "07-01",
                "08-03",
                "09-01",
                "10-08",
                "11-02",
                "12-01",
            ],
        ),
        ("6", "every month on 1 previous workday", "2026-02-15", "2026-03-31", ["02-28"]),
        (
            "7",
            "every wed skip holidays",
            "2026-09-23",
            "2026-10-28",
            ["09-23", "09-30", "10-14", "10-21", "10-28"],
        ),
        ("8", "every wed next workday", "2026-10-01", "2026-10-10", ["10-08"]),
        ("9", "every wed previous workday", "2026-09-28", "2026-10-10", ["09-30"]),
        ("11", "every month on last workday", "2026-02-01", "2026-02-28", ["02-28"]),
        (
            "11",
            "every month on last workday",
            "2026-09-01",
            "2026-11-30",
            ["09-30", "10-30", "11-30"],
        ),
        ("12", "every month on 3rd workday", "2026-10-01", "2026-10-31", ["10-10"]),
        ("13", "every month on 20th workday", "2026-02-01", "2026-02-28", []),
        (
            "14",
            "every quarter on first workday",
            "2026-01-01",
            "2026-12-31",
            ["01-04", "04-01", "07-01", "10-08"],
        ),
        ("15", "every month on last day next workday", "2026-10-15", "2026-11-15", ["11-02"]),
        (
            "16",
            "every month on 31 from 2026-08-31",
            "2026-09-01",
            "2027-03-31",
            ["09-30", "10-31", "11-30", "12-31", "2027-01-31", "2027-02-28", "2027-03-31"],
        ),
        (
            "17",
            "every year on 02-29",
            "2025-01-01",
            "2028-12-31",
            ["02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
        ),
        (
            "17 strict",
            "rrule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 from 2024-02-29",
            "2025-01-01",
            "2032-12-31",
            ["2028-02-29", "2032-02-29"],
        ),
        (
            "18",
            "every month on 5th wed",
            "2026-01-01",
            "2026-12-31",
            ["04-29", "07-29", "09-30", "12-30"],
        ),
        ("18", "every month on last wed", "2026-11-01", "2026-11-30", ["11-25"]),
        (
            "19",
            "every other wed from 2026-11-25",
            "2026-11-25",
            "2027-01-06",
            ["11-25", "12-09", "12-23", "2027-01-06"],
        ),
        (
            "22 fixed",
            "every 3 days from 2026-11-20",
            "2026-11-20",
            "2026-11-27",
            ["11-20", "11-23", "11-26"],
        ),
        (
            "24",
            "every 5 workdays from 2026-09-18",
            "2026-09-19",
            "2026-10-15",
            ["09-24", "10-09", "10-15"],
        ),
        ("27", "every month on 15 next workday", "2026-02-01", "2026-02-28", ["02-24"]),
        ("27", "every month on 15 previous workday", "2026-02-01", "2026-02-28", ["02-14"]),
        (
            "28",
            "every day at 08:30 until 2026-11-24",
            "2026-11-23",
            "2026-11-26",
            ["11-23", "11-24"],
        ),
        (
            "29",
            "rrule FREQ=WEEKLY;BYDAY=WE;COUNT=3 from 2026-09-30 skip holidays",
            "2026-09-01",
            "2026-12-31",
            ["09-30", "10-14", "10-21"],
        ),
        (
            "37",
            "every workday",
            "2027-01-29",
            "2027-02-10",
            ["01-29", "02-01", "02-02", "02-03", "02-04", "02-09", "02-10"],
        ),
        ("44", "every sat", "2026-10-05", "2026-10-11", ["10-10"]),
        ("44", "every workday", "2026-10-05", "2026-10-11", ["10-08", "10-09", "10-10"]),
    ],
)
def test_dates(case: str, when: str, first: str, last: str, expected: list[str]) -> None:
    assert dates(when, first, last) == expected, f"case {case}"


def test_1_two_times_are_two_slots() -> None:
    found = occurrences(plan("every day at 08:30, 12:00"), "2026-11-25", "2026-11-25")
    assert [f"{each.at}" for each in found] == ["08:30", "12:00"]


def test_8_the_shifted_one_keeps_its_identity() -> None:
    found = occurrences(plan("every wed next workday"), "2026-10-07", "2026-10-08")
    assert refs(found) == ["d@2026-10-07#1"]
    assert [str(each.date) for each in found] == ["2026-10-08"]


def test_9_two_on_one_day_are_one_and_the_tick_settles_both() -> None:
    book = plan("every wed previous workday")
    found = occurrences(book, "2026-09-30", "2026-10-10")
    assert refs(found) == ["d@2026-09-30#1"]


@pytest.mark.parametrize(
    ("case", "on", "when", "expected"),
    [
        ("25", "every year on 11-11", "3 workdays before", "2026-11-06"),
        ("25", "every year on 11-11", "7 days before", "2026-11-04"),
        ("26", "every year on lunar 01-01", "5 workdays before", "2026-02-10"),
    ],
)
def test_days_before_a_campaign(case: str, on: str, when: str, expected: str) -> None:
    campaigns = (
        f"campaigns: [{{id: c, name: C, on: {on},"
        f" duties: [{{id: prepare, name: P, when: {when}}}]}}]"
    )
    book = plan_of("{id: x, name: X, when: once}", shop=LAUNCHED, more=campaigns)
    found = [
        str(each.date)
        for each in occurrences(book, "2026-01-01", "2026-12-31")
        if each.planned.duty.id == "c.prepare"
    ]
    assert found == [expected], f"case {case}"


def test_21_every_other_week_counts_from_the_week_of_its_start() -> None:
    """Weeks begin on Monday and are counted from that of the start (DESIGN, bounds)."""
    found = dates("every other mon from 2026-11-22", "2026-11-22", "2026-12-21")
    assert found == ["11-30", "12-14"]


@pytest.mark.parametrize(
    ("when", "expected"), [("3 days after done", "2026-11-27"), ("every 3 days", "2026-11-26")]
)
def test_22_the_next_after_one_that_was_done_a_day_late(when: str, expected: str) -> None:
    shop = Shop("main", launch=day("2026-11-20"))
    book = plan(when, ", if_missed: carry", shop)
    ledger = Ledger()
    first = item(checklist(book, "2026-11-23 12:00", ledger), "d").occurrence
    ledger.add("done", first, "2026-11-24 10:00")
    for name in ("2026-11-25", "2026-11-26", "2026-11-27"):
        found = [
            each for each in checklist(book, f"{name} 09:00", ledger).items if each.status != "done"
        ]
        assert bool(found) == (name >= expected), name
        if found:
            break


def test_30_a_slot_whose_time_is_over_is_late_in_one_row_each() -> None:
    book = plan("every day at 08:30, 11:30, 14:30, 16:30")
    found = checklist(book, "2026-11-25 11:31", Ledger())
    assert [each.status for each in found.items] == ["late", "open", "upcoming", "upcoming"]
    over = checklist(book, "2026-11-26 00:01", Ledger(), window=day_window(day("2026-11-25")))
    assert {each.status for each in over.items} == {"missed"}


def test_31_untouched_days_are_one_row() -> None:
    book = plan("every day", ", if_missed: carry", Shop("main", launch=day("2026-11-12")))
    ledger = Ledger()
    first = item(checklist(book, "2026-11-12 12:00", ledger), "d").occurrence
    ledger.add("done", first, "2026-11-12 12:00")
    found = checklist(book, "2026-11-25 12:00", ledger)
    assert len(found.items) == 1


def test_32_a_month_s_item_waits_for_a_shop_that_was_not_looked_at() -> None:
    book = plan("every month on 1", ", if_missed: carry", Shop("main", launch=day("2026-10-15")))
    found = checklist(book, "2026-11-04 09:00", Ledger())
    assert refs([each.occurrence for each in found.items]) == ["d@2026-11-01#1"]
    assert found.items[0].carried_days == 3


def test_38_a_later_notice_wins_date_by_date() -> None:
    """May Day 2019: first one day, then four with make-ups on 04-28 and 05-05."""
    early = _notice("2018-12-06", off=["2019-05-01"])
    late = _notice(
        "2019-03-22",
        off=["2019-05-01", "2019-05-02", "2019-05-03", "2019-05-04"],
        work=["2019-04-28", "2019-05-05"],
    )
    for notices in ([early, late], [late, early]):
        calendar = Calendars(notices).named("CN")
        works = [
            str(each)
            for number in range(day("2019-04-27").toordinal(), day("2019-05-06").toordinal())
            if calendar.is_workday(number)
            for each in (day("2019-01-01").fromordinal(number),)
        ]
        assert works == ["2019-04-28", "2019-04-29", "2019-04-30", "2019-05-05"]


def test_39_a_make_up_day_of_the_year_before_stands_by_its_date() -> None:
    """The notice for 2027 may make a Saturday of December 2026 a workday."""
    notice = _notice("2026-11-20", off=["2027-01-01", "2027-01-04"], work=["2026-12-26"])
    calendar = Calendars([notice]).named("CN")
    assert calendar.is_workday(day("2026-12-26").toordinal())
    assert not calendar.is_workday(day("2026-12-27").toordinal())
    assert calendar.state(2026) == "official"


def test_40_a_renamed_and_moved_slot_keeps_its_tick() -> None:
    ledger = Ledger()
    before = plan("every day at 08:30, 11:30")
    ledger.add(
        "done",
        checklist(before, "2026-11-25 09:00", ledger).items[0].occurrence,
        "2026-11-25 09:00",
    )
    after = plan_of(
        "{id: d, name: Renamed, when: 'every day at 08:45, 11:30'}",
        shop=LAUNCHED,
    )
    found = checklist(after, "2026-11-25 12:30", ledger)
    assert [each.status for each in found.items] == ["done", "late"]


def test_43_a_pause_keeps_a_streak() -> None:
    """Nothing stands on the list in the holidays, so nothing can be missed."""
    pause = closed_window(day("2026-10-01"), day("2026-10-07"))
    shop = Shop("main", launch=day("2026-09-01"), pauses=(pause,))
    book = make_plan(shop, [book_of("{id: d, name: N, when: every day}")])
    found = [str(each.date)[5:] for each in occurrences(book, "2026-09-29", "2026-10-09")]
    assert found == ["09-29", "09-30", "10-08", "10-09"]


def _notice(published: str, off: list[str], work: list[str] | None = None) -> Notice:
    named = dict.fromkeys(map(day, off), "x")
    return Notice("CN", (2019,), named, frozenset(map(day, work or [])), "test", day(published))


def test_33_today_is_the_shop_s_day() -> None:
    new_york = moment("2026-11-22 20:00", "America/New_York")
    assert str(day_of(new_york, plan("every day").zone, 0)) == "2026-11-23"


def test_34_the_day_begins_when_the_shop_says() -> None:
    assert str(day_of(moment("2026-11-12 00:40"), plan("every day").zone, 240)) == "2026-11-11"
