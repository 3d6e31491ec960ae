"""A day's list: statuses minute by minute, what is carried, numbers, what the journal changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from house import Ledger, book_of, checklist, day, item, moment, plan_of
from opsplan.planning.checklist import draft, join
from opsplan.planning.plan import Plan, make_plan
from opsplan.values.checklist import Checklist
from opsplan.values.journal import Entry, EntryKind, Facts
from opsplan.values.occurrence import STATUSES
from opsplan.values.playbook import Shop
from opsplan.values.window import Window, closed_window, day_window, month_window, week_window

LAUNCHED = Shop("main", launch=day("2026-01-01"))
BLOCKS = (
    "blocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '08:00-12:00'},"
    " {id: night, name: {zh: 夜间, en: Night}, at: '18:00-08:00'},"
    " {id: think, name: {zh: 烧脑, en: Think}}]"
)


def duty(when: str, more: str = "", name: str = "d") -> str:
    """A duty with that phrase or list."""
    return f"{{id: {name}, name: N, when: {when}{more}}}"


def plan(*duties: str, shop: Shop = LAUNCHED) -> Plan:
    """The plan of a shop that has been running for long."""
    return plan_of(*duties, shop=shop, more=BLOCKS)


def lines(found: Checklist) -> list[str]:
    """`1 d@2026-11-25#1 open` of each item."""
    return [
        f"{each.no} {each.occurrence.ref.partition('/')[2]} {each.status}" for each in found.items
    ]


def status(when: str, ref: str, now: str, more: str = "") -> str:
    """The status of one occurrence at `now`, in the list of its own day."""
    window = day_window(day(ref.partition("@")[2][:10]))
    return item(checklist(plan(duty(when, more)), now, window=window), ref).status


def tick(
    ledger: Ledger, at: Plan, ref: str, when: str, kind: str = "done", on: str | None = None
) -> Entry:
    """An entry about an item of the list as it stands at `when` (of the day `on`)."""
    window = day_window(day(on or when[:10]))
    occurrence = item(checklist(at, when, ledger, window), ref).occurrence
    if kind == "skip":
        return ledger.add("skip", occurrence, when, text="why")
    return ledger.add("done", occurrence, when)


def undo(ledger: Ledger, entry: Entry, when: str) -> Entry:
    """Take an entry back."""
    written = moment(when)
    undone = Entry(
        f"E{len(ledger.entries):05}",
        written,
        written,
        "tester",
        "main",
        "undo",
        entry.identity,
        undoes=entry.id,
    )
    ledger.entries.append(undone)
    return undone


class TestStatusByTheMinute:
    """Wednesday 2026-11-25; `due` is inclusive to the minute."""

    @pytest.mark.parametrize(
        ("when", "now", "expected"),
        [
            ("每周三 08:30", "2026-11-25 08:29:59", "upcoming"),
            ("每周三 08:30", "2026-11-25 08:30", "open"),
            ("每周三 08:30", "2026-11-25 09:00", "open"),
            ("每周三 08:30", "2026-11-25 09:00:59", "open"),
            ("每周三 08:30", "2026-11-25 09:01", "late"),
            ("每周三 08:30", "2026-11-25 23:59:59", "late"),
            ("每周三 08:30", "2026-11-26 00:00", "missed"),
            ("每周三 23:50", "2026-11-25 23:59:59", "open"),
            ("每周三 23:50", "2026-11-26 00:20:59", "open"),
            ("每周三 23:50", "2026-11-26 00:21", "missed"),
            ("每周三 15:00-15:10", "2026-11-25 14:59:59", "upcoming"),
            ("每周三 15:00-15:10", "2026-11-25 15:10:59", "open"),
            ("每周三 15:00-15:10", "2026-11-25 15:11", "late"),
            ("每周三 15:00-15:10", "2026-11-26 00:00", "missed"),
            ("每周三 22:00-02:00", "2026-11-25 22:00", "open"),
            ("每周三 22:00-02:00", "2026-11-26 02:00:59", "open"),
            ("每周三 22:00-02:00", "2026-11-26 02:01", "missed"),
            ("每周三 上午", "2026-11-25 07:59", "upcoming"),
            ("每周三 上午", "2026-11-25 12:00", "open"),
            ("每周三 上午", "2026-11-25 12:01", "late"),
            ("每周三 上午", "2026-11-26 00:00", "missed"),
            ("每周三 烧脑", "2026-11-25 00:00", "open"),
            ("每周三 烧脑", "2026-11-25 23:59:59", "open"),
            ("每周三 烧脑", "2026-11-26 00:00", "missed"),
            ("每天", "2026-11-24 23:59:59", "upcoming"),
            ("每天", "2026-11-25 00:00", "open"),
            ("每天", "2026-11-25 23:59:59", "open"),
            ("每天", "2026-11-26 00:00", "missed"),
            ("每周三", "2026-11-25 23:59:59", "open"),
            ("每周三", "2026-11-26 00:00", "late"),
            ("每周三", "2026-12-01 23:59:59", "late"),
            ("每周三", "2026-12-02 00:00", "missed"),
            ("[每周三, 每周五 10:00]", "2026-11-27 09:59:59", "late"),
            ("[每周三, 每周五 10:00]", "2026-11-27 10:00", "missed"),
        ],
    )
    def test_of_the_wednesday(self, when: str, now: str, expected: str) -> None:
        assert status(when, "d@2026-11-25#1", now) == expected

    @pytest.mark.parametrize(
        ("when", "more", "now", "expected"),
        [
            ("每周三", ", if_missed: expire", "2026-11-26 00:00", "missed"),
            ("每周三 08:30", ", if_missed: carry", "2026-11-26 00:00", "late"),
            ("每周三 08:30", ", if_missed: carry", "2026-12-02 08:29:59", "late"),
            ("每周三 08:30", ", if_missed: carry", "2026-12-02 08:30", "missed"),
            ("每天", ", if_missed: carry", "2026-11-25 23:59:59", "open"),
            ("每天", ", if_missed: carry", "2026-11-26 00:00", "missed"),
            ("每周三", ", standing: true", "2026-11-25 23:59:59", "open"),
            ("每周三", ", standing: true", "2026-11-26 00:00", "missed"),
        ],
    )
    def test_if_the_duty_says_otherwise(
        self, when: str, more: str, now: str, expected: str
    ) -> None:
        assert status(when, "d@2026-11-25#1", now, more) == expected

    def test_a_carried_slot_gives_way_to_the_next_of_its_day(self) -> None:
        shop = Shop("main", launch=day("2026-11-25"))
        both = plan(duty("每周三 08:30、11:30", ", if_missed: carry"), shop=shop)
        before = checklist(both, "2026-11-25 11:29:59")
        assert lines(before) == ["1 d@2026-11-25#1 late", "2 d@2026-11-25#2 upcoming"]
        after = checklist(both, "2026-11-25 11:30")
        assert lines(after) == ["1 d@2026-11-25#1 missed", "2 d@2026-11-25#2 open"]

    def test_slots_that_expire_stay_late_through_the_day(self) -> None:
        found = checklist(plan(duty("每天 08:30、11:30、14:30")), "2026-11-25 13:00")
        assert [each.status for each in found.items] == ["late", "late", "upcoming"]

    @pytest.mark.parametrize(
        ("when", "now", "expected"),
        [
            ("每周一次", "2026-11-22 23:59", "upcoming"),
            ("每周一次", "2026-11-23 00:00", "open"),
            ("每周一次", "2026-11-29 23:59:59", "open"),
            ("每周一次", "2026-11-30 00:00", "missed"),
            ("每周一次 周五前", "2026-11-27 23:59:59", "open"),
            ("每周一次 周五前", "2026-11-28 00:00", "late"),
            ("每周一次 周五前", "2026-11-29 23:59:59", "late"),
            ("每周一次 周五前", "2026-11-30 00:00", "missed"),
        ],
    )
    def test_of_what_floats_in_the_week(self, when: str, now: str, expected: str) -> None:
        assert status(when, "d@2026-11-23#1", now) == expected

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-11-25 23:59:59", "open"),
            ("2026-11-26 00:00", "late"),
            ("2026-11-30 23:59:59", "late"),
            ("2026-12-01 00:00", "missed"),
        ],
    )
    def test_of_what_floats_in_the_month_with_a_last_day(self, now: str, expected: str) -> None:
        assert status("每月一次 25号前", "d@2026-11-01#1", now) == expected

    def test_a_floating_one_that_expires(self) -> None:
        more = ", if_missed: expire"
        ref = "d@2026-11-23#1"
        assert status("每周一次 周五前", ref, "2026-11-27 23:59:59", more) == "open"
        assert status("每周一次 周五前", ref, "2026-11-28 00:00", more) == "missed"

    def test_the_shops_day_decides(self) -> None:
        shop = Shop("main", launch=day("2026-01-01"), day_starts=240)
        nightly = plan(duty("每天"), shop=shop)
        window = day_window(day("2026-11-25"))
        assert checklist(nightly, "2026-11-26 03:59", window=window).items[0].status == "open"
        assert checklist(nightly, "2026-11-26 04:00", window=window).items[0].status == "missed"
        assert checklist(nightly, "2026-11-26 03:59", window=window).today == day("2026-11-25")

    def test_today_is_the_shops_wherever_the_clock_is(self) -> None:
        now = datetime(2026, 11, 22, 20, 0, tzinfo=ZoneInfo("America/New_York"))
        weekly = plan(duty("每周一 09:00"))
        drafted = draft(weekly, day_window(day("2026-11-23")), now, Facts())
        assert drafted.today == day("2026-11-23")
        assert join(drafted, (), now).items[0].status == "open"


class TestStatusWhenClocksChange:
    """New York turns its clocks back on 2026-11-01 at 02:00, and forward on 2026-03-08."""

    @pytest.mark.parametrize(
        ("utc", "expected"),
        [
            ("2026-11-01T05:29:59", "upcoming"),
            ("2026-11-01T05:30", "open"),
            ("2026-11-01T05:59", "open"),
            ("2026-11-01T06:00", "open"),
            ("2026-11-01T06:01", "late"),
            ("2026-11-01T06:30", "late"),
            ("2026-11-02T04:59:59", "late"),
            ("2026-11-02T05:00", "missed"),
        ],
    )
    def test_a_slot_in_the_fold(self, utc: str, expected: str) -> None:
        """Open from 01:30 of the first pass to 01:00 of the second, thirty minutes later."""
        assert self.status("每天 01:30", "2026-11-01", utc) == expected

    @pytest.mark.parametrize(
        ("utc", "expected"),
        [
            ("2026-03-08T07:29:59", "upcoming"),
            ("2026-03-08T07:30", "open"),
            ("2026-03-08T08:00:59", "open"),
            ("2026-03-08T08:01", "late"),
            ("2026-03-09T03:59:59", "late"),
            ("2026-03-09T04:00", "missed"),
        ],
    )
    def test_a_slot_in_the_gap(self, utc: str, expected: str) -> None:
        """02:30 is not there that day: open from 03:30 to 04:00."""
        assert self.status("每天 02:30", "2026-03-08", utc) == expected

    def status(self, when: str, on: str, utc: str) -> str:
        """The status of that day's occurrence, in the shop's own zone."""
        zone = ZoneInfo("America/New_York")
        shop = Shop("main", launch=day("2026-01-01"), timezone="America/New_York")
        now = datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(zone)
        drafted = draft(plan(duty(when), shop=shop), day_window(day(on)), now, Facts())
        (found,) = [
            each for each in join(drafted, (), now).items if each.occurrence.nominal == day(on)
        ]
        return found.status


class TestCarrying:
    def test_one_row_until_it_is_done(self) -> None:
        weekly = plan(duty("每周三"))
        found = item(checklist(weekly, "2026-11-27 09:00"), "d@2026-11-25#1")
        assert (found.status, found.carried_days) == ("late", 2)

    def test_it_is_gone_the_day_after_it_was_done(self) -> None:
        weekly, ledger = plan(duty("每周三")), Ledger()
        tick(ledger, weekly, "d@2026-11-25#1", "2026-11-27 09:00")
        assert lines(checklist(weekly, "2026-11-27 10:00", ledger)) == ["1 d@2026-11-25#1 done"]
        assert lines(checklist(weekly, "2026-11-28 10:00", ledger)) == []

    def test_it_is_gone_the_day_after_it_was_skipped(self) -> None:
        weekly, ledger = plan(duty("每周三")), Ledger()
        tick(ledger, weekly, "d@2026-11-25#1", "2026-11-27 09:00", "skip")
        assert lines(checklist(weekly, "2026-11-27 10:00", ledger)) == ["1 d@2026-11-25#1 skipped"]
        assert lines(checklist(weekly, "2026-11-28 10:00", ledger)) == []

    def test_the_next_one_takes_its_place(self) -> None:
        weekly = plan(duty("每周三"))
        assert lines(checklist(weekly, "2026-12-02 00:00")) == ["1 d@2026-12-02#1 open"]

    def test_on_the_day_on_which_the_next_one_opens_it_is_late_until_then(self) -> None:
        twice = plan(duty("[每周一, 每周四 09:00-10:00]"))
        assert lines(checklist(twice, "2026-11-26 08:59")) == [
            "1 d@2026-11-23#1 late",
            "2 d@2026-11-26#1 upcoming",
        ]
        assert lines(checklist(twice, "2026-11-26 09:00")) == [
            "1 d@2026-11-23#1 missed",
            "2 d@2026-11-26#1 open",
        ]
        assert lines(checklist(twice, "2026-11-27 09:00")) == []

    @pytest.mark.parametrize(
        "when", ["每天", "每天 08:30", "每周一至周五", "每周三 10:00", "每天 上午", "每天 烧脑"]
    )
    def test_what_expires_is_not_carried(self, when: str) -> None:
        found = checklist(plan(duty(when)), "2026-11-26 07:00")
        assert [each.carried_days for each in found.items if each.carried_days] == []
        assert all(each.occurrence.date == day("2026-11-26") for each in found.items)

    @pytest.mark.parametrize(
        ("when", "nominal"),
        [
            ("每周三", "2026-11-25"),
            ("每2天", ""),
            ("每4天", "2026-11-25"),
            ("每月1号", "2026-11-01"),
            ("每年3月28日", "2026-03-28"),
            ("每半月", "2026-11-16"),
            ("2026-02-03", "2026-02-03"),
            ("每季度首个工作日", "2026-10-08"),
            ("[每周三, 每周四 10:00]", ""),
        ],
    )
    def test_what_is_carried_on_a_friday(self, when: str, nominal: str) -> None:
        found = checklist(plan(duty(when)), "2026-11-27 09:00")
        carried = [each for each in found.items if each.occurrence.date < day("2026-11-27")]
        assert [str(each.occurrence.nominal) for each in carried] == ([nominal] if nominal else [])
        assert all(each.status == "late" for each in carried)

    def test_a_hundred_untouched_days_show_one_row_each(self) -> None:
        every = plan(
            duty("每天", ", if_missed: carry", "daily"),
            duty("每2天", "", "second"),
            duty("每周三", "", "weekly"),
            duty("每天 08:30、11:30", ", if_missed: carry", "slots"),
            duty("每月1号", "", "monthly"),
            duty("完成后3天", "", "after"),
            duty("每周一次", "", "floating"),
        )
        found = checklist(every, "2026-11-27 07:00")
        early = [each for each in found.items if each.occurrence.due_day < day("2026-11-27")]
        carried = [each.occurrence.planned.duty.id for each in early]
        assert sorted(carried) == ["after", "monthly", "slots", "weekly"]
        assert len(found.items) == len(carried) + 5

    def test_a_rare_one_is_found_however_long_ago(self) -> None:
        shop = Shop("main", launch=day("2020-01-01"))
        found = checklist(plan(duty("2020-02-03"), shop=shop), "2026-11-27 09:00")
        (only,) = found.items
        assert only.status == "late"
        assert only.carried_days == (day("2026-11-27") - day("2020-02-03")).days

    def test_only_the_last_slot_of_an_untouched_day_is_carried(self) -> None:
        both = plan(duty("每周三 08:30、11:30", ", if_missed: carry"))
        assert lines(checklist(both, "2026-11-26 09:00")) == ["1 d@2026-11-25#2 late"]

    def test_a_shifted_one_is_carried_from_its_date(self) -> None:
        monthly = plan(duty("每月1号 遇假日顺延"))
        assert lines(checklist(monthly, "2026-10-07 09:00")) == ["1 d@2026-09-01#1 late"]
        assert lines(checklist(monthly, "2026-10-08 09:00")) == ["1 d@2026-10-01#1 open"]
        found = item(checklist(monthly, "2026-10-10 09:00"), "d@2026-10-01#1")
        assert (found.status, found.carried_days) == ("late", 2)

    def test_carried_rows_come_first(self) -> None:
        both = plan(duty("每天 08:00", "", "daily"), duty("每周三", "", "weekly"))
        assert lines(checklist(both, "2026-11-26 09:00")) == [
            "1 weekly@2026-11-25#1 late",
            "2 daily@2026-11-26#1 late",
        ]

    def test_progress_that_reached_the_goal_is_not_carried(self) -> None:
        weekly, ledger = plan(duty("每周三", ", goal: 10 条")), Ledger()
        occurrence = item(checklist(weekly, "2026-11-25 09:00"), "d").occurrence
        ledger.add("progress", occurrence, "2026-11-25 10:00", count=4)
        ledger.add("progress", occurrence, "2026-11-25 11:00", count=6)
        assert item(checklist(weekly, "2026-11-25 12:00", ledger), "d").status == "done"
        assert lines(checklist(weekly, "2026-11-26 09:00", ledger)) == []

    def test_progress_below_the_goal_is(self) -> None:
        weekly, ledger = plan(duty("每周三", ", goal: 10 条")), Ledger()
        occurrence = item(checklist(weekly, "2026-11-25 09:00"), "d").occurrence
        ledger.add("progress", occurrence, "2026-11-25 10:00", count=4)
        found = item(checklist(weekly, "2026-11-26 09:00", ledger), "d")
        assert (found.status, found.progress) == ("late", 4)


class TestOvernight:
    def test_last_nights_window_stands_in_the_morning(self) -> None:
        nightly = plan(duty("每天 22:00-02:00"))
        assert lines(checklist(nightly, "2026-11-26 01:30")) == [
            "1 d@2026-11-25#1 open",
            "2 d@2026-11-26#1 upcoming",
        ]

    def test_a_block_past_midnight_does_too(self) -> None:
        nightly = plan(duty("每天 夜间"))
        assert lines(checklist(nightly, "2026-11-26 08:00")) == [
            "1 d@2026-11-25#1 open",
            "2 d@2026-11-26#1 upcoming",
        ]

    def test_it_is_not_carried_while_it_is_on_time(self) -> None:
        found = checklist(plan(duty("每天 22:00-02:00")), "2026-11-26 01:30")
        assert [each.carried_days for each in found.items] == [0, 0]

    def test_it_keeps_its_place_when_it_is_over(self) -> None:
        nightly = plan(duty("每天 22:00-02:00"))
        assert lines(checklist(nightly, "2026-11-26 09:00")) == [
            "1 d@2026-11-25#1 missed",
            "2 d@2026-11-26#1 upcoming",
        ]

    def test_it_can_be_ticked_after_midnight(self) -> None:
        nightly, ledger = plan(duty("每天 22:00-02:00")), Ledger()
        tick(ledger, nightly, "d@2026-11-25#1", "2026-11-26 01:30")
        assert lines(checklist(nightly, "2026-11-26 01:40", ledger))[0] == "1 d@2026-11-25#1 done"

    def test_it_is_not_there_when_it_was_done_before_midnight(self) -> None:
        nightly, ledger = plan(duty("每天 22:00-02:00")), Ledger()
        tick(ledger, nightly, "d@2026-11-25#1", "2026-11-25 23:30")
        assert lines(checklist(nightly, "2026-11-26 01:40", ledger)) == [
            "1 d@2026-11-26#1 upcoming"
        ]

    def test_a_day_that_starts_later_holds_it(self) -> None:
        shop = Shop("main", launch=day("2026-01-01"), day_starts=240)
        nightly = plan(duty("每天 22:00-02:00"), shop=shop)
        assert lines(
            checklist(nightly, "2026-11-26 01:30", window=day_window(day("2026-11-25")))
        ) == ["1 d@2026-11-25#1 open"]

    def test_a_window_over_the_start_of_a_later_day(self) -> None:
        shop = Shop("main", launch=day("2026-01-01"), day_starts=240)
        nightly = plan(duty("每天 03:00-05:00"), shop=shop)
        assert lines(checklist(nightly, "2026-11-26 04:30")) == [
            "1 d@2026-11-25#1 open",
            "2 d@2026-11-26#1 upcoming",
        ]


class TestFirstDay:
    DUTIES = (duty("每周三", "", "weekly"), duty("每月1号", "", "monthly"))

    def test_the_launch(self) -> None:
        launched = plan(*self.DUTIES, shop=Shop("main", launch=day("2026-11-20")))
        assert lines(checklist(launched, "2026-11-24 09:00")) == []
        assert lines(checklist(launched, "2026-11-26 09:00")) == ["1 weekly@2026-11-25#1 late"]

    def test_a_launch_before_them_carries_both(self) -> None:
        launched = plan(*self.DUTIES, shop=Shop("main", launch=day("2026-11-01")))
        assert lines(checklist(launched, "2026-11-24 09:00")) == [
            "1 weekly@2026-11-18#1 late",
            "2 monthly@2026-11-01#1 late",
        ]

    def test_the_oldest_entry(self) -> None:
        unlaunched, ledger = plan(*self.DUTIES, shop=Shop("main")), Ledger()
        tick(ledger, unlaunched, "monthly", "2026-11-17 09:00", on="2026-11-01")
        assert lines(checklist(unlaunched, "2026-11-24 09:00", ledger)) == [
            "1 weekly@2026-11-18#1 late"
        ]

    def test_today_where_there_is_neither(self) -> None:
        unlaunched = plan(*self.DUTIES, shop=Shop("main"))
        assert lines(checklist(unlaunched, "2026-11-24 09:00")) == []
        assert lines(checklist(unlaunched, "2026-11-25 09:00")) == ["1 weekly@2026-11-25#1 open"]

    def test_nothing_from_before_it_is_missed(self) -> None:
        unlaunched = plan(duty("每天 08:30"), duty("每天", "", "e"), shop=Shop("main"))
        found = checklist(unlaunched, "2026-11-25 09:00", window=day_window(day("2026-11-20")))
        assert "missed" not in {each.status for each in found.items}
        assert "late" not in {each.status for each in found.items}

    def test_the_first_day_itself_can_be_missed(self) -> None:
        launched = plan(duty("每天 08:30"), shop=Shop("main", launch=day("2026-11-20")))
        found = checklist(launched, "2026-11-25 09:00", window=day_window(day("2026-11-20")))
        assert [each.status for each in found.items] == ["missed"]

    def test_last_nights_window_of_the_day_before_is_not_carried(self) -> None:
        launched = plan(duty("每天 22:00-02:00"), shop=Shop("main", launch=day("2026-11-26")))
        assert lines(checklist(launched, "2026-11-26 01:00")) == ["1 d@2026-11-26#1 upcoming"]


class TestNumbers:
    DUTIES = (
        duty("每天 08:30、11:30", "", "slots"),
        duty("每周三", "", "weekly"),
        duty("每天", "", "daily"),
        duty("每周一次", "", "floating"),
        duty("完成后3天", "", "after"),
        duty("一次", "", "setup"),
    )

    def numbers(self, at: Plan, now: str, ledger: Ledger) -> dict[str, int]:
        """The number of each identity, set-up steps included."""
        found = checklist(at, now, ledger)
        return {each.occurrence.ref: each.no for each in (*found.items, *found.setup)}

    def test_one_to_n_without_a_gap(self) -> None:
        found = checklist(plan(*self.DUTIES), "2026-11-26 09:00")
        every = [each.no for each in (*found.items, *found.setup)]
        assert every == list(range(1, len(every) + 1))

    def test_stay_through_the_day_whatever_is_ticked(self) -> None:
        every, ledger = plan(*self.DUTIES), Ledger()
        morning = self.numbers(every, "2026-11-26 00:00", ledger)
        assert len(morning) == 7
        for hour, ref in enumerate(sorted(morning), 9):
            tick(ledger, every, ref.partition("/")[2], f"2026-11-26 {hour:02}:00")
            assert self.numbers(every, f"2026-11-26 {hour:02}:30", ledger) == morning
        assert self.numbers(every, "2026-11-26 23:59", ledger) == morning

    def test_stay_when_a_tick_is_taken_back(self) -> None:
        every, ledger = plan(*self.DUTIES), Ledger()
        morning = self.numbers(every, "2026-11-26 00:00", ledger)
        entry = tick(ledger, every, "weekly", "2026-11-26 09:00")
        undo(ledger, entry, "2026-11-26 09:05")
        assert self.numbers(every, "2026-11-26 10:00", ledger) == morning
        assert item(checklist(every, "2026-11-26 10:00", ledger), "weekly").status == "late"

    def test_a_carried_row_keeps_its_place_once_it_is_ticked(self) -> None:
        every, ledger = plan(*self.DUTIES), Ledger()
        before = lines(checklist(every, "2026-11-26 09:20", ledger))
        tick(ledger, every, "weekly", "2026-11-26 09:10")
        after = lines(checklist(every, "2026-11-26 09:20", ledger))
        (row,) = [line for line in before if "weekly" in line]
        assert after == [row.replace("late", "done") if line == row else line for line in before]

    def test_a_tick_that_is_entered_late_for_yesterday_moves_nothing_today(self) -> None:
        weekly, ledger = plan(duty("每周三"), duty("每天", "", "daily")), Ledger()
        before = self.numbers(weekly, "2026-11-26 08:00", ledger)
        occurrence = item(checklist(weekly, "2026-11-26 09:00", ledger), "d").occurrence
        ledger.add("done", occurrence, "2026-11-26 09:00", at=moment("2026-11-25 17:00"))
        assert self.numbers(weekly, "2026-11-26 09:30", ledger) == before

    def test_two_days_of_one_window_have_each_their_own(self) -> None:
        found = checklist(
            plan(duty("每天 08:30", "", "a"), duty("每天 09:30", "", "b")),
            "2026-11-25 07:00",
            window=closed_window(day("2026-11-25"), day("2026-11-26")),
        )
        assert lines(found) == [
            "1 a@2026-11-25#1 upcoming",
            "2 b@2026-11-25#1 upcoming",
            "1 a@2026-11-26#1 upcoming",
            "2 b@2026-11-26#1 upcoming",
        ]


class TestGoals:
    def progress(self, ledger: Ledger, at: Plan, ref: str, when: str, count: float) -> Entry:
        """So many more of an item of today's list."""
        occurrence = item(checklist(at, when, ledger), ref).occurrence
        return ledger.add("progress", occurrence, when, count=count)

    def test_progress_counts_up_to_the_goal(self) -> None:
        daily, ledger = plan(duty("每天", ", goal: 10 条")), Ledger()
        for now, count, expected in (
            ("2026-11-25 09:00", 4, ("open", 4)),
            ("2026-11-25 10:00", 5.5, ("open", 9.5)),
            ("2026-11-25 11:00", 0.5, ("done", 10)),
            ("2026-11-25 12:00", 3, ("done", 13)),
        ):
            self.progress(ledger, daily, "d", now, count)
            found = item(checklist(daily, now, ledger), "d")
            assert (found.status, found.progress) == expected

    def test_done_settles_it_whole(self) -> None:
        daily, ledger = plan(duty("每天", ", goal: 10 条")), Ledger()
        self.progress(ledger, daily, "d", "2026-11-25 09:00", 4)
        tick(ledger, daily, "d", "2026-11-25 10:00")
        found = item(checklist(daily, "2026-11-25 11:00", ledger), "d")
        assert (found.status, found.progress) == ("done", 10)

    def test_progress_below_the_goal_is_missed_with_its_count(self) -> None:
        daily, ledger = plan(duty("每天", ", goal: 10 条")), Ledger()
        self.progress(ledger, daily, "d", "2026-11-25 09:00", 4)
        window = day_window(day("2026-11-25"))
        found = item(checklist(daily, "2026-11-26 00:00", ledger, window), "d")
        assert (found.status, found.progress) == ("missed", 4)

    def test_a_skip_keeps_what_was_done(self) -> None:
        daily, ledger = plan(duty("每天", ", goal: 10 条")), Ledger()
        self.progress(ledger, daily, "d", "2026-11-25 09:00", 4)
        tick(ledger, daily, "d", "2026-11-25 10:00", "skip")
        found = item(checklist(daily, "2026-11-25 11:00", ledger), "d")
        assert (found.status, found.progress) == ("skipped", 4)

    def test_times_a_week_over_the_week(self) -> None:
        weekly, ledger = plan(duty("每周三次")), Ledger()
        for now, expected in (
            ("2026-11-23 09:00", "open"),
            ("2026-11-25 09:00", "open"),
            ("2026-11-29 23:00", "done"),
        ):
            self.progress(ledger, weekly, "d", now, 1)
            assert item(checklist(weekly, now, ledger), "d@2026-11-23#1").status == expected
        assert lines(checklist(weekly, "2026-11-30 09:00", ledger)) == ["1 d@2026-11-30#1 open"]

    def test_times_a_week_undone(self) -> None:
        weekly, ledger = plan(duty("每周两次")), Ledger()
        self.progress(ledger, weekly, "d", "2026-11-23 09:00", 1)
        second = self.progress(ledger, weekly, "d", "2026-11-24 09:00", 1)
        assert item(checklist(weekly, "2026-11-24 10:00", ledger), "d").status == "done"
        undo(ledger, second, "2026-11-24 10:30")
        found = item(checklist(weekly, "2026-11-24 11:00", ledger), "d")
        assert (found.status, found.progress) == ("open", 1)

    def test_a_settled_floating_one_stays_on_the_list_of_its_week(self) -> None:
        weekly, ledger = plan(duty("每周一次")), Ledger()
        tick(ledger, weekly, "d", "2026-11-24 09:00")
        assert lines(checklist(weekly, "2026-11-27 09:00", ledger)) == ["1 d@2026-11-23#1 done"]


class TestAfterDone:
    PLAIN = duty("完成后15天")
    CHECKED = duty("完成后半个月", ", check_on: 每周一、五")

    def test_never_done_is_open_at_once(self) -> None:
        for shop in (Shop("main"), Shop("main", launch=day("2026-11-25"))):
            (found,) = checklist(plan(self.PLAIN, shop=shop), "2026-11-25 09:00").items
            assert (found.status, found.occurrence.date) == ("open", day("2026-11-25"))

    def test_the_nominal_date_is_the_anchor(self) -> None:
        (found,) = checklist(plan(self.PLAIN, shop=Shop("main")), "2026-11-25 09:00").items
        assert found.occurrence.nominal == day("2024-01-01")
        (found,) = checklist(
            plan(self.PLAIN, shop=Shop("main", launch=day("2026-11-20"))), "2026-11-20 09:00"
        ).items
        assert found.occurrence.nominal == day("2026-11-20")

    def test_counts_from_the_last_completion(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00")
        assert lines(checklist(every, "2026-11-10 10:00", ledger)) == ["1 d@2024-01-01#1 done"]
        assert lines(checklist(every, "2026-11-24 23:59", ledger)) == []
        assert lines(checklist(every, "2026-11-25 00:00", ledger)) == ["1 d@2026-11-25#1 open"]
        assert lines(checklist(every, "2026-11-26 00:00", ledger)) == ["1 d@2026-11-25#1 late"]
        assert lines(checklist(every, "2027-03-01 00:00", ledger)) == ["1 d@2026-11-25#1 late"]

    def test_done_early_counts_from_then(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00")
        tick(ledger, every, "d@2026-11-25#1", "2026-11-15 09:00", on="2026-11-25")
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == []
        assert lines(checklist(every, "2026-11-30 09:00", ledger)) == ["1 d@2026-11-30#1 open"]

    def test_done_late_counts_from_then(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00")
        tick(ledger, every, "d", "2026-11-28 09:00")
        assert lines(checklist(every, "2026-12-12 09:00", ledger)) == []
        assert lines(checklist(every, "2026-12-13 09:00", ledger)) == ["1 d@2026-12-13#1 open"]

    def test_done_twice_counts_from_the_later(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        first = tick(ledger, every, "d", "2026-11-10 09:00")
        again = item(checklist(every, "2026-11-10 09:30", ledger), "d").occurrence
        ledger.add("done", again, "2026-11-12 09:00")
        assert first.identity == again.identity
        assert lines(checklist(every, "2026-11-26 09:00", ledger)) == []
        assert lines(checklist(every, "2026-11-27 09:00", ledger)) == ["1 d@2026-11-27#1 open"]

    def test_the_moment_of_doing_counts_not_that_of_writing(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        occurrence = item(checklist(every, "2026-11-10 09:00"), "d").occurrence
        ledger.add("done", occurrence, "2026-11-13 09:00", at=moment("2026-11-10 17:00"))
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_an_older_completion_that_is_typed_in_later_moves_nothing(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        occurrence = item(checklist(every, "2026-11-01 09:00"), "d").occurrence
        ledger.add("done", occurrence, "2026-11-10 09:00")
        ledger.add("done", occurrence, "2026-11-13 09:00", at=moment("2026-11-02 17:00"))
        assert lines(checklist(every, "2026-11-24 09:00", ledger)) == []
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_the_wall_date_is_that_of_the_shops_day(self) -> None:
        shop = Shop("main", day_starts=240)
        every, ledger = plan(self.PLAIN, shop=shop), Ledger()
        tick(ledger, every, "d", "2026-11-11 00:40", on="2026-11-10")
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_undone_restores_the_due_date(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00")
        before = lines(checklist(every, "2026-11-27 09:00", ledger))
        entry = tick(ledger, every, "d", "2026-11-26 09:00")
        assert lines(checklist(every, "2026-11-27 09:00", ledger)) == []
        undo(ledger, entry, "2026-11-26 10:00")
        assert lines(checklist(every, "2026-11-27 09:00", ledger)) == before
        assert before == ["1 d@2026-11-25#1 late"]

    def test_skipped_counts_like_done(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00", "skip")
        assert lines(checklist(every, "2026-11-10 10:00", ledger)) == ["1 d@2024-01-01#1 skipped"]
        assert lines(checklist(every, "2026-11-24 09:00", ledger)) == []
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_what_was_left_out_ahead_is_followed_by_the_next(self) -> None:
        """Its date was settled already, and it came back to no list for ever."""
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00")
        tick(ledger, every, "d@2026-11-25#1", "2026-11-10 10:00", "skip", on="2026-11-25")
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == []
        assert lines(checklist(every, "2026-12-09 09:00", ledger)) == []
        assert lines(checklist(every, "2026-12-10 09:00", ledger)) == ["1 d@2026-12-10#1 open"]
        tick(ledger, every, "d", "2026-12-12 09:00")
        assert lines(checklist(every, "2026-12-27 09:00", ledger)) == ["1 d@2026-12-27#1 open"]

    def test_what_was_done_twice_on_a_day_is_followed_by_the_next(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00")
        ahead = tick(ledger, every, "d@2026-11-25#1", "2026-11-10 10:00", on="2026-11-25")
        third = tick(ledger, every, "d@2026-12-10#1", "2026-11-10 11:00", on="2026-12-10")
        assert lines(checklist(every, "2026-12-25 09:00", ledger)) == ["1 d@2026-12-25#1 open"]
        undo(ledger, third, "2026-11-10 12:00")
        assert lines(checklist(every, "2026-12-10 09:00", ledger)) == ["1 d@2026-12-10#1 open"]
        undo(ledger, ahead, "2026-11-10 13:00")
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_done_after_all_counts_and_the_skip_before_it_no_more(self) -> None:
        every, ledger = plan(self.PLAIN, shop=Shop("main")), Ledger()
        occurrence = item(checklist(every, "2026-11-10 09:00"), "d").occurrence
        ledger.add("skip", occurrence, "2026-11-12 09:00", text="why")
        ledger.add("done", occurrence, "2026-11-12 10:00", at=moment("2026-11-10 17:00"))
        assert lines(checklist(every, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_a_goal_that_was_lowered_to_what_was_counted_settles_it(self) -> None:
        """It stood as done on no list, and nothing followed."""
        more, ledger = duty("完成后15天", ", goal: 10 条"), Ledger()
        before, lowered = (
            plan(each, shop=Shop("main")) for each in (more, more.replace("10", "3"))
        )
        occurrence = item(checklist(before, "2026-11-10 09:00"), "d").occurrence
        ledger.add("progress", occurrence, "2026-11-10 09:00", count=4)
        assert lines(checklist(before, "2026-11-26 09:00", ledger))[0].endswith(" late")
        assert lines(checklist(lowered, "2026-11-24 09:00", ledger)) == []
        assert lines(checklist(lowered, "2026-11-25 09:00", ledger)) == ["1 d@2026-11-25#1 open"]

    def test_a_completion_from_before_the_phrase_begins_does_not_bring_it_forward(self) -> None:
        since = plan(duty("完成后15天 从2026-12-01起"), shop=Shop("main"))
        ledger = Ledger()
        tick(ledger, since, "d", "2026-11-10 09:00", on="2026-12-01")
        assert lines(checklist(since, "2026-11-25 09:00", ledger)) == []
        assert lines(checklist(since, "2026-12-16 09:00", ledger)) == ["1 d@2026-12-16#1 open"]

    @pytest.mark.parametrize(
        ("when", "done", "following"),
        [
            ("完成后2天", "2026-11-30", "2026-12-02"),
            ("完成后2周", "2026-12-25", "2027-01-08"),
            ("完成后半个月", "2026-02-16", "2026-03-03"),
            ("完成后1个月", "2026-01-31", "2026-02-28"),
            ("完成后1个月", "2028-01-31", "2028-02-29"),
            ("完成后1个月", "2026-02-28", "2026-03-28"),
            ("完成后1个月", "2026-12-31", "2027-01-31"),
            ("完成后3个月", "2026-11-30", "2027-02-28"),
            ("完成后12个月", "2026-11-30", "2027-11-30"),
            ("half a month after done", "2026-11-10", "2026-11-25"),
        ],
    )
    def test_spans_and_month_ends(self, when: str, done: str, following: str) -> None:
        every, ledger = plan(duty(when), shop=Shop("main")), Ledger()
        tick(ledger, every, "d", f"{done} 09:00")
        assert lines(checklist(every, f"{following} 00:00", ledger)) == [f"1 d@{following}#1 open"]
        eve = day(following).toordinal() - 1
        assert lines(checklist(every, f"{day(following).fromordinal(eve)} 23:59", ledger)) == []

    def test_first_offered_on_a_check_day(self) -> None:
        """Due on Wednesday 11-25, offered on Friday 11-27, which is its due day."""
        every, ledger = plan(self.CHECKED, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00", on="2026-11-13")
        for now in ("2026-11-23 09:00", "2026-11-25 09:00", "2026-11-26 23:59"):
            assert lines(checklist(every, now, ledger)) == []
        friday = checklist(every, "2026-11-27 09:00", ledger)
        assert lines(friday) == ["1 d@2026-11-25#1 open"]
        (found,) = friday.items
        assert found.occurrence.due_day == day("2026-11-27")
        assert found.carried_days == 0

    def test_late_on_check_days_only(self) -> None:
        every, ledger = plan(self.CHECKED, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00", on="2026-11-13")
        shown = {
            number: lines(checklist(every, f"2026-12-{number:02} 09:00", ledger))
            for number in range(1, 9)
        }
        assert {number for number, rows in shown.items() if rows} == {4, 7}
        assert shown[4] == shown[7] == ["1 d@2026-11-25#1 late"]

    def test_on_the_check_day_itself(self) -> None:
        every, ledger = plan(self.CHECKED, shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-13 09:00", on="2026-11-13")
        assert lines(checklist(every, "2026-11-27 09:00", ledger)) == []
        assert lines(checklist(every, "2026-11-30 09:00", ledger)) == ["1 d@2026-11-28#1 open"]

    def test_ticked_on_a_check_day_it_keeps_its_place(self) -> None:
        every, ledger = plan(self.CHECKED, duty("每天", "", "e"), shop=Shop("main")), Ledger()
        tick(ledger, every, "d", "2026-11-10 09:00", on="2026-11-13")
        before = lines(checklist(every, "2026-11-30 08:00", ledger))
        tick(ledger, every, "d", "2026-11-30 09:00")
        after = lines(checklist(every, "2026-11-30 10:00", ledger))
        assert after == [line.replace("late", "done") for line in before]
        assert lines(checklist(every, "2026-12-14 09:00", ledger))[0].startswith("1 e@")

    def test_a_launch_in_the_future(self) -> None:
        every = plan(self.PLAIN, shop=Shop("main", launch=day("2026-12-01")))
        assert lines(checklist(every, "2026-11-25 09:00")) == []
        assert lines(checklist(every, "2026-12-01 09:00")) == ["1 d@2026-12-01#1 open"]

    def test_a_week_shows_it_once(self) -> None:
        every = plan(self.PLAIN, shop=Shop("main"))
        found = checklist(every, "2026-11-25 09:00", window=week_window(day("2026-11-25")))
        assert len(found.items) == 1


class TestBeforeTheFirstDay:
    @pytest.mark.parametrize(
        ("when", "more", "last"),
        [
            ("每周一次 周二前", "", "2026-11-24"),
            ("每月一次 25号前", ", if_missed: expire", "2026-11-25"),
            ("每年一次 3月28日前", "", "2026-03-28"),
        ],
    )
    def test_what_had_to_be_done_by_then_is_none_of_the_shops(
        self, when: str, more: str, last: str
    ) -> None:
        """It was open with its due day in the past, a yearly one for the rest of the year."""
        young = plan(duty(when, more), shop=Shop("main", launch=day("2026-11-26")))
        assert lines(checklist(young, "2026-11-27 13:00")) == []
        in_time = plan(duty(when, more), shop=Shop("main", launch=day(last)))
        assert len(checklist(in_time, f"{last} 13:00").items) == 1

    def test_what_has_the_whole_span_is(self) -> None:
        young = plan(duty("每周一次"), shop=Shop("main", launch=day("2026-11-26")))
        assert lines(checklist(young, "2026-11-27 13:00")) == ["1 d@2026-11-23#1 open"]


class TestSetUp:
    def test_steps_stand_apart_from_the_days_items(self) -> None:
        both = plan(duty("一次", "", "step"), duty("每天", "", "daily"))
        found = checklist(both, "2026-11-25 09:00")
        assert [each.occurrence.planned.duty.id for each in found.items] == ["daily"]
        assert [each.occurrence.planned.duty.id for each in found.setup] == ["step"]
        assert found.setup[0].no == 2

    def test_one_that_begins_later_waits_for_its_day(self) -> None:
        """It was open, and counted as such."""
        steps, ledger = plan(duty("一次 从2026-12-01起")), Ledger()
        assert item(checklist(steps, "2026-11-30 23:59"), "d").status == "upcoming"
        assert item(checklist(steps, "2026-12-01 00:00"), "d").status == "open"
        tick(ledger, steps, "d", "2026-11-25 09:00")
        assert item(checklist(steps, "2026-11-25 10:00", ledger), "d").status == "done"

    def test_bounds_look_at_its_one_date_and_end_nothing(self) -> None:
        assert item(checklist(plan(duty("一次 到2026-11-20止")), "2026-11-25 09:00"), "d")
        shop = Shop("main", launch=day("2026-12-01"))
        over = plan(duty("一次 到2026-11-20止"), shop=shop)
        assert checklist(over, "2026-12-02 09:00").setup == ()

    def test_before_the_launch_all_can_be_done(self) -> None:
        steps = plan(duty("一次"), shop=Shop("main", launch=day("2026-12-01")))
        assert item(checklist(steps, "2026-11-25 09:00"), "d").status == "open"

    def test_open_until_done(self) -> None:
        steps, ledger = plan(duty("一次")), Ledger()
        assert item(checklist(steps, "2036-11-25 09:00"), "d").status == "open"
        tick(ledger, steps, "d", "2026-11-25 09:00")
        assert item(checklist(steps, "2036-11-25 09:00", ledger), "d").status == "done"

    def test_done_stays_done_though_the_launch_changes(self) -> None:
        ledger = Ledger()
        tick(ledger, plan(duty("一次"), shop=Shop("main")), "d", "2026-11-25 09:00")
        for launch in (None, day("2026-11-01"), day("2027-01-01")):
            steps = plan(duty("一次"), shop=Shop("main", launch=launch))
            assert item(checklist(steps, "2026-11-26 09:00", ledger), "d").status == "done"

    def test_skipped_and_undone(self) -> None:
        steps, ledger = plan(duty("一次")), Ledger()
        entry = tick(ledger, steps, "d", "2026-11-25 09:00", "skip")
        assert item(checklist(steps, "2026-11-26 09:00", ledger), "d").status == "skipped"
        undo(ledger, entry, "2026-11-26 10:00")
        assert item(checklist(steps, "2026-11-26 11:00", ledger), "d").status == "open"

    def test_progress_towards_its_goal(self) -> None:
        steps, ledger = plan(duty("一次", ", goal: 10 款")), Ledger()
        occurrence = item(checklist(steps, "2026-11-25 09:00"), "d").occurrence
        ledger.add("progress", occurrence, "2026-11-25 09:00", count=4)
        found = item(checklist(steps, "2026-11-26 09:00", ledger), "d")
        assert (found.status, found.progress) == ("open", 4)
        ledger.add("progress", occurrence, "2026-11-26 10:00", count=6)
        assert item(checklist(steps, "2026-11-27 09:00", ledger), "d").status == "done"

    def test_steps_are_not_counted_in_the_summary(self) -> None:
        found = checklist(plan(duty("一次")), "2026-11-25 09:00")
        assert sum(found.summary.values()) == 0


class TestUndo:
    def test_of_an_undo_restores_the_tick(self) -> None:
        daily, ledger = plan(duty("每天")), Ledger()
        entry = tick(ledger, daily, "d", "2026-11-25 09:00")
        taken = undo(ledger, entry, "2026-11-25 09:10")
        assert item(checklist(daily, "2026-11-25 10:00", ledger), "d").status == "open"
        undo(ledger, taken, "2026-11-25 09:20")
        assert item(checklist(daily, "2026-11-25 10:00", ledger), "d").status == "done"

    def test_of_one_of_two_leaves_the_other(self) -> None:
        daily, ledger = plan(duty("每天")), Ledger()
        first = tick(ledger, daily, "d", "2026-11-25 09:00")
        tick(ledger, daily, "d", "2026-11-25 09:05")
        undo(ledger, first, "2026-11-25 09:10")
        assert item(checklist(daily, "2026-11-25 10:00", ledger), "d").status == "done"

    def test_of_yesterdays_tick_comes_back_behind_all_others(self) -> None:
        weekly, ledger = plan(duty("每周三"), duty("每天", "", "e")), Ledger()
        entry = tick(ledger, weekly, "d", "2026-11-25 09:00")
        assert lines(checklist(weekly, "2026-11-26 08:00", ledger)) == ["1 e@2026-11-26#1 open"]
        undo(ledger, entry, "2026-11-26 09:00")
        assert lines(checklist(weekly, "2026-11-26 10:00", ledger)) == [
            "1 e@2026-11-26#1 open",
            "2 d@2026-11-25#1 late",
        ]
        assert lines(checklist(weekly, "2026-11-27 10:00", ledger)) == [
            "1 d@2026-11-25#1 late",
            "2 e@2026-11-27#1 open",
        ]

    def test_what_came_back_renumbers_no_set_up_step(self) -> None:
        weekly, ledger = plan(duty("每周三"), duty("一次", "", "step")), Ledger()
        entry = tick(ledger, weekly, "d", "2026-11-25 09:00")
        assert item(checklist(weekly, "2026-11-26 08:00", ledger), "step").no == 1
        undo(ledger, entry, "2026-11-26 09:00")
        found = checklist(weekly, "2026-11-26 10:00", ledger)
        assert {
            each.occurrence.planned.duty.id: each.no for each in (*found.items, *found.setup)
        } == {
            "step": 1,
            "d": 2,
        }

    @pytest.mark.parametrize("when", ["每周三", "完成后15天"])
    def test_what_came_back_stays_when_it_is_ticked_again(self, when: str) -> None:
        weekly, ledger = plan(duty(when), duty("每天", "", "e")), Ledger()
        entry = tick(ledger, weekly, "d", "2026-11-25 09:00")
        undo(ledger, entry, "2026-11-26 09:00")
        before = checklist(weekly, "2026-11-26 10:00", ledger)
        assert [each.occurrence.planned.duty.id for each in before.items] == ["e", "d"]
        tick(ledger, weekly, "d", "2026-11-26 10:00")
        after = checklist(weekly, "2026-11-26 11:00", ledger)
        assert [each.occurrence.planned.duty.id for each in after.items] == ["e", "d"]
        assert after.items[1].status == "done"

    @pytest.mark.parametrize("when", ["每周三", "完成后15天"])
    def test_what_came_back_and_was_ticked_stays_when_a_note_is_taken_back(self, when: str) -> None:
        weekly, ledger = plan(duty(when), duty("每天", "", "e")), Ledger()
        entry = tick(ledger, weekly, "d", "2026-11-25 09:00")
        undo(ledger, entry, "2026-11-26 09:00")
        again = tick(ledger, weekly, "d", "2026-11-26 10:00")
        occurrence = item(checklist(weekly, "2026-11-26 10:10", ledger), "d").occurrence
        assert occurrence.identity == again.identity
        note = ledger.add("note", occurrence, "2026-11-26 10:20")
        undo(ledger, note, "2026-11-26 10:30")
        after = checklist(weekly, "2026-11-26 11:00", ledger)
        assert [(each.no, each.status) for each in after.items] == [(1, "open"), (2, "done")]

    def test_two_that_came_back_stand_as_they_came(self) -> None:
        weekly = plan(duty("每周三", "", "a"), duty("每周三", "", "b"), duty("每天", "", "e"))
        ledger = Ledger()
        first = tick(ledger, weekly, "a", "2026-11-25 09:00")
        second = tick(ledger, weekly, "b", "2026-11-25 09:00")
        undo(ledger, second, "2026-11-26 09:00")
        assert lines(checklist(weekly, "2026-11-26 09:30", ledger))[1] == "2 b@2026-11-25#1 late"
        undo(ledger, first, "2026-11-26 10:00")
        assert lines(checklist(weekly, "2026-11-26 10:30", ledger))[1:] == [
            "2 b@2026-11-25#1 late",
            "3 a@2026-11-25#1 late",
        ]

    @pytest.mark.parametrize("kind", ["note", "done"])
    def test_of_what_did_not_settle_it_brings_nothing_back(self, kind: EntryKind) -> None:
        """Yesterday's row was ticked; today a note, or a second tick, of it is taken back."""
        weekly, ledger = plan(duty("每周三"), duty("每天", "", "e")), Ledger()
        first = tick(ledger, weekly, "d", "2026-11-25 09:00")
        occurrence = item(checklist(weekly, "2026-11-25 09:05", ledger), "d").occurrence
        second = ledger.add(kind, occurrence, "2026-11-25 09:10")
        undo(ledger, second, "2026-11-26 09:00")
        assert lines(checklist(weekly, "2026-11-26 10:00", ledger)) == ["1 e@2026-11-26#1 open"]
        undo(ledger, first, "2026-11-26 10:00")
        assert lines(checklist(weekly, "2026-11-26 11:00", ledger)) == [
            "1 e@2026-11-26#1 open",
            "2 d@2026-11-25#1 late",
        ]

    def test_notes_settle_nothing(self) -> None:
        daily, ledger = plan(duty("每天")), Ledger()
        occurrence = item(checklist(daily, "2026-11-25 09:00"), "d").occurrence
        note = ledger.add("note", occurrence, "2026-11-25 09:00", text="只发了一半")
        found = item(checklist(daily, "2026-11-25 10:00", ledger), "d")
        assert (found.status, found.record.notes) == ("open", (note,))


class TestIdentitiesLast:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("每月1号", "每月1号 遇假日顺延"),
            ("每月1号 遇假日顺延", "每月1号"),
            ("每月1号", "每月1号 10:00"),
            ("[每月1号 08:30]", "[每月1号 08:45]"),
        ],
    )
    def test_a_tick_survives_a_change_of_the_phrase(self, before: str, after: str) -> None:
        ledger, window = Ledger(), closed_window(day("2026-10-01"), day("2026-10-08"))
        listed = checklist(plan(duty(before)), "2026-10-08 09:00", window=window)
        old = item(listed, "d@2026-10-01#1")
        ledger.add("done", old.occurrence, "2026-10-08 09:30")
        new = item(
            checklist(plan(duty(after)), "2026-10-08 10:00", ledger, window), "d@2026-10-01#1"
        )
        assert new.status == "done"

    def test_a_tick_of_a_merged_row_settles_both(self) -> None:
        weekly, ledger = plan(duty("每周三 遇假日提前")), Ledger()
        tick(ledger, weekly, "d@2026-09-30#1", "2026-09-30 09:00")
        found = checklist(
            weekly, "2026-10-07 09:00", ledger, closed_window(day("2026-10-01"), day("2026-10-13"))
        )
        assert lines(found) == []


class TestWindows:
    def test_a_week_holds_what_its_days_hold(self) -> None:
        every = plan(
            duty("每周三", "", "w"), duty("每天 08:30", "", "s"), duty("每周一次", "", "f")
        )
        found = checklist(every, "2026-11-26 09:00", window=week_window(day("2026-11-26")))
        refs = [each.occurrence.ref.partition("/")[2] for each in found.items]
        assert len(refs) == len(set(refs))
        assert refs.count("f@2026-11-23#1") == 1
        assert {ref for ref in refs if ref.startswith("w@")} == {"w@2026-11-18#1", "w@2026-11-25#1"}
        assert sum(ref.startswith("s@") for ref in refs) == 7

    def test_a_month_of_the_future_is_upcoming(self) -> None:
        found = checklist(
            plan(duty("每周三")), "2026-11-26 09:00", window=month_window(day("2027-01-01"))
        )
        wednesdays = [each for each in found.items if each.occurrence.date >= day("2027-01-01")]
        assert [each.status for each in wednesdays] == ["upcoming"] * 4

    def test_the_past_is_as_it_was(self) -> None:
        daily, ledger = plan(duty("每天 08:30、11:30")), Ledger()
        tick(ledger, daily, "d@2026-11-24#1", "2026-11-24 09:00")
        found = checklist(daily, "2026-11-26 09:00", ledger, day_window(day("2026-11-24")))
        assert lines(found) == ["1 d@2026-11-24#1 done", "2 d@2026-11-24#2 missed"]

    def test_the_list_of_a_past_day_has_what_was_carried_then(self) -> None:
        weekly, ledger = plan(duty("每周三")), Ledger()
        tick(ledger, weekly, "d@2026-11-18#1", "2026-11-20 09:00")
        for number, rows in ((19, 1), (20, 1), (21, 0)):
            window = day_window(day(f"2026-11-{number}"))
            assert len(checklist(weekly, "2026-11-26 09:00", ledger, window).items) == rows

    def test_an_empty_window(self) -> None:
        empty = Window(day("2026-11-25"), day("2026-11-25"))
        assert checklist(plan(duty("每天")), "2026-11-25 09:00", window=empty).items == ()

    @pytest.mark.parametrize(
        ("on", "state"),
        [("2026-11-25", "official"), ("2027-01-04", "provisional"), ("2031-05-01", "provisional")],
    )
    def test_a_year_without_published_holidays_is_provisional(self, on: str, state: str) -> None:
        workdays = plan(duty("每个工作日"))
        assert checklist(workdays, "2026-11-25 09:00", window=day_window(day(on))).calendar == state

    def test_one_provisional_day_makes_the_window_so(self) -> None:
        window = closed_window(day("2026-12-28"), day("2027-01-03"))
        assert checklist(plan(duty("每天")), "2026-11-25 09:00", window=window).calendar == (
            "provisional"
        )


class TestSummary:
    def test_every_status_is_counted(self) -> None:
        every, ledger = (
            plan(
                duty("每天 08:00", "", "done"),
                duty("每天 08:10", "", "skipped"),
                duty("每天 08:20", "", "late"),
                duty("每天 09:00", "", "open"),
                duty("每天 15:00", "", "upcoming"),
            ),
            Ledger(),
        )
        tick(ledger, every, "done", "2026-11-25 08:05")
        tick(ledger, every, "skipped", "2026-11-25 08:15", "skip")
        found = checklist(every, "2026-11-25 09:00", ledger)
        assert found.summary == {
            "upcoming": 1,
            "open": 1,
            "late": 1,
            "done": 1,
            "skipped": 1,
            "missed": 0,
        }
        assert tuple(found.summary) == STATUSES

    def test_of_an_empty_list(self) -> None:
        found = checklist(plan(duty("触发时")), "2026-11-25 09:00")
        assert found.items == ()
        assert found.summary == dict.fromkeys(STATUSES, 0)


def test_two_playbooks_stand_in_the_shops_order() -> None:
    one = book_of(duty("每天", "", "a"), book="one")
    two = book_of(duty("每天", "", "a"), book="two")
    both = make_plan(Shop("main", launch=day("2026-01-01")), [two, one])
    found = checklist(both, "2026-11-25 09:00")
    assert [each.occurrence.ref for each in found.items] == [
        "two/a@2026-11-25#1",
        "one/a@2026-11-25#1",
    ]


class TestAFutureDay:
    """What has not even come yet is expected to be done on its day: only what is open now may still
    be there."""

    PLAN = plan_of(
        "{id: mon, name: A, when: every mon}",
        "{id: fri, name: B, when: every fri}",
        "{id: wed, name: C, when: every wed}",
        "{id: after, name: D, when: 3 days after done}",
        shop=Shop("main", launch=day("2026-11-02")),
    )

    def test_lists_its_own_work_and_what_is_already_open(self) -> None:
        now = "2026-11-25 09:00"  # a Wednesday
        ledger = Ledger()
        after = item(checklist(self.PLAN, now), "after")
        ledger.add("done", after.occurrence, "2026-11-25 08:50")
        found = checklist(self.PLAN, now, ledger, day_window(day("2026-12-02")))
        assert [str(each.occurrence.date) for each in found.items] == ["2026-12-02"]
        found = checklist(self.PLAN, now, ledger, day_window(day("2026-11-27")))
        assert sorted(each.occurrence.planned.duty.id for each in found.items) == [
            "fri",
            "mon",
            "wed",
        ]
        found = checklist(self.PLAN, now, ledger, day_window(day("2026-11-28")))
        assert "after" in {each.occurrence.planned.duty.id for each in found.items}
        assert "fri" not in {each.occurrence.planned.duty.id for each in found.items}


class TestAClosedDay:
    """A pause that is written down afterwards takes nothing away from what people did in it."""

    DUTIES = (
        "{id: a, name: A, when: daily}",
        "{id: slots, name: S, when: 'daily at 9:00, 10:00'}",
        "{id: after, name: D, when: 2 days after done}",
    )

    def test_holds_what_was_done_on_it(self) -> None:
        now = "2026-11-25 12:00"
        launch = day("2026-11-25")
        open_ = plan_of(*self.DUTIES, shop=Shop("main", launch=launch))
        ledger = Ledger()
        for ref in ("a", "slots@2026-11-25#2", "after"):
            occurrence = item(checklist(open_, now), ref).occurrence
            ledger.add("done", occurrence, "2026-11-25 11:00")
        pause = Window(day("2026-11-24"), day("2026-11-28"))
        closed = plan_of(*self.DUTIES, shop=Shop("main", launch=launch, pauses=(pause,)))
        found = checklist(closed, now, ledger)
        assert [(str(each.occurrence.ref), each.status) for each in found.items] == [
            ("book/slots@2026-11-25#2", "done"),
            ("book/a@2026-11-25#1", "done"),
            ("book/after@2026-11-25#1", "done"),
        ]
        week = checklist(closed, now, ledger, week_window(day("2026-11-25")))
        assert {each.occurrence.ref for each in found.items} <= {
            each.occurrence.ref for each in week.items
        }
        assert all(
            each.occurrence.date not in pause or each.status == "done" for each in week.items
        )
