"""The one expansion: identities, slots, shifts, moments, options. No journal, no clock."""

from datetime import date

import pytest

from house import SHIPPED, book_of, day, moment, occurrences, plan_of, refs
from opsplan.planning.expand import expand, merged_into
from opsplan.planning.plan import TIMES, Plan, make_plan
from opsplan.playbook.files import load_file
from opsplan.values.occurrence import Kind, Occurrence
from opsplan.values.playbook import Goal, Shop
from opsplan.values.window import Window, closed_window

BLOCKS = (
    "blocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '08:00-12:00'},"
    " {id: night, name: {zh: 夜间, en: Night}, at: '22:00-02:00'},"
    " {id: think, name: {zh: 烧脑, en: Think}}]"
)
NEW_YORK = Shop("main", timezone="America/New_York")


def duty(when: str, more: str = "") -> str:
    """A duty called `d` with that phrase or list."""
    return f"{{id: d, name: D, when: {when}{more}}}"


def found(
    when: str, first: str, last: str, shop: Shop | None = None, more: str = ""
) -> list[Occurrence]:
    """The occurrences of one duty between two days, both in."""
    return occurrences(plan_of(duty(when), shop=shop, more=more), first, last)


def only(when: str, on: str, shop: Shop | None = None, more: str = "") -> Occurrence:
    """The one occurrence of a duty on a day."""
    (occurrence,) = found(when, on, on, shop, more)
    return occurrence


def times(occurrence: Occurrence) -> tuple[str, str]:
    """`opens` and `due` without seconds, with their offsets."""
    assert occurrence.due is not None
    return (
        occurrence.opens.isoformat(timespec="minutes"),
        occurrence.due.isoformat(timespec="minutes"),
    )


def shifted(when: str, first: str, last: str) -> list[tuple[str, str]]:
    """(date, nominal) of each occurrence."""
    return [(str(each.date)[5:], str(each.nominal)[5:]) for each in found(when, first, last)]


class TestIdentity:
    def test_is_playbook_duty_nominal_date_and_slot(self) -> None:
        occurrence = only("每周三 10:00", "2026-11-25")
        assert occurrence.ref == str(occurrence.identity) == "book/d@2026-11-25#1"

    def test_slots_count_in_clock_order_however_they_are_written(self) -> None:
        ours = found("每天 16:30、08:30、11:30-12:00", "2026-11-25", "2026-11-25")
        assert [(each.slot, each.at) for each in ours] == [(1, "08:30"), (2, "11:30"), (3, "16:30")]
        assert {each.slots for each in ours} == {3}

    def test_slots_count_over_all_phrases_of_the_duty(self) -> None:
        ours = found("[每天 14:00, 每周三 09:00-10:00, 每天 11:00]", "2026-11-25", "2026-11-26")
        assert [(str(each.date)[8:], each.slot, each.at) for each in ours] == [
            ("25", 1, "09:00"),
            ("25", 2, "11:00"),
            ("25", 3, "14:00"),
            ("26", 1, "11:00"),
            ("26", 2, "14:00"),
        ]

    def test_an_untimed_one_is_the_first(self) -> None:
        ours = found("[每天 08:30, 每周三]", "2026-11-25", "2026-11-25")
        assert {each.slot: each.at for each in ours} == {1: None, 2: "08:30"}

    def test_the_same_time_twice_is_one_slot(self) -> None:
        assert len(found("[每天 08:30, 每周三 8:30]", "2026-11-25", "2026-11-25")) == 1
        assert len(found("每天 08:30、8:30", "2026-11-25", "2026-11-25")) == 1

    def test_eight_thirty_and_twelve_are_two_slots(self) -> None:
        assert [each.at for each in found("每天 08:30、12:00", "2026-11-25", "2026-11-25")] == [
            "08:30",
            "12:00",
        ]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("每月1号", "每月1号 遇假日顺延"),
            ("每月1号 遇假日顺延", "每月1号 遇假日提前"),
            ("每月1号 08:30、11:30", "每月1号 08:45、11:30"),
            ("每月1号 08:30", "每月1号 8:00-9:00"),
        ],
    )
    def test_survives_a_change_of_shift_or_of_a_time_in_place(
        self, before: str, after: str
    ) -> None:
        window = ("2026-09-20", "2026-10-20")
        assert refs(found(before, *window)) == refs(found(after, *window))

    def test_a_new_title_keeps_it(self) -> None:
        plan = plan_of("{id: d, name: Another title, when: 每周三}")
        assert refs(occurrences(plan, "2026-11-25", "2026-11-25")) == ["d@2026-11-25#1"]

    def test_a_rule_with_times_of_its_own_has_slots(self) -> None:
        when = "'rrule FREQ=DAILY;BYHOUR=9,15;BYMINUTE=30 from 2026-11-25T09:30'"
        ours = found(when, "2026-11-25", "2026-11-26")
        assert refs(ours) == [
            "d@2026-11-25#1",
            "d@2026-11-25#2",
            "d@2026-11-26#1",
            "d@2026-11-26#2",
        ]
        assert [each.at for each in ours] == ["09:30", "15:30"] * 2


class TestShifts:
    """2026-10-01 to 10-07 are days off, 10-08 is a workday, 10-10 a make-up Saturday."""

    def test_previous_merges_into_the_one_that_is_there(self) -> None:
        assert shifted("每周三 遇假日提前", "2026-09-23", "2026-10-14") == [
            ("09-23", "09-23"),
            ("09-30", "09-30"),
            ("10-14", "10-14"),
        ]

    def test_next_keeps_the_nominal_date(self) -> None:
        assert shifted("每周三 遇假日顺延", "2026-09-30", "2026-10-14") == [
            ("09-30", "09-30"),
            ("10-08", "10-07"),
            ("10-14", "10-14"),
        ]

    def test_skip_leaves_out(self) -> None:
        assert shifted("every wed skip holidays", "2026-09-23", "2026-10-28") == [
            (each, each) for each in ("09-23", "09-30", "10-14", "10-21", "10-28")
        ]

    def test_of_two_that_are_moved_the_earlier_stays(self) -> None:
        assert shifted("每月1、2号 遇假日顺延", "2026-10-01", "2026-10-31") == [("10-08", "10-01")]

    def test_the_unmoved_one_stays_though_it_is_later(self) -> None:
        assert shifted("'every month on 1, 8 next workday'", "2026-10-01", "2026-10-31") == [
            ("10-08", "10-08")
        ]

    def test_slots_merge_slot_by_slot(self) -> None:
        ours = found("每周三 08:30、10:00 遇假日提前", "2026-09-28", "2026-10-10")
        assert refs(ours) == ["d@2026-09-30#1", "d@2026-09-30#2"]
        assert [each.at for each in ours] == ["08:30", "10:00"]

    def test_phrases_of_one_duty_merge_too(self) -> None:
        ours = found("[每周二 遇假日顺延, 每周四]", "2026-10-06", "2026-10-09")
        assert [(str(each.date), str(each.nominal)) for each in ours] == [
            ("2026-10-08", "2026-10-08")
        ]

    @pytest.mark.parametrize("early", ["8:00 遇假日跳过", "8:00", "遇假日跳过", "8:00 遇假日顺延"])
    def test_a_shift_does_not_renumber_the_slots_of_another_phrase(self, early: str) -> None:
        """On a holiday that is skipped, 09:00 became the first slot, and its tick 08:00's."""
        ours = found(f"[每周三 {early}, 每周三 9:00]", "2026-10-07", "2026-10-08")
        late = [each for each in ours if each.at == "09:00"]
        assert refs(late) == ["d@2026-10-07#2"]

    def test_a_pause_does_not_renumber_what_was_moved_out_of_it(self) -> None:
        shop = Shop("main", pauses=(closed_window(day("2026-10-07"), day("2026-10-07")),))
        ours = found("[每周三 8:00, 每周三 9:00 遇假日顺延]", "2026-10-07", "2026-10-08", shop)
        assert [(each.slot, each.slots, str(each.date)) for each in ours] == [(2, 1, "2026-10-08")]

    def test_one_time_in_two_phrases_stands_where_one_of_them_is_skipped(self) -> None:
        ours = found("[每周三 8:00 遇假日跳过, 每天 8:00]", "2026-10-07", "2026-10-07")
        assert refs(ours) == ["d@2026-10-07#1"]

    @pytest.mark.parametrize(
        ("when", "merged"),
        [
            ("[每月1号 遇假日顺延, 每月8号, 每月8号 10:00]", [[], ["10-01"]]),
            ("[每月1号 遇假日顺延, 每月2号 遇假日顺延, 每月8号]", [["10-01", "10-02"]]),
            ("每月1、2号 遇假日顺延", [["10-02"]]),
            ("每月1、2号 08:30、10:00 遇假日顺延", [["10-02"], ["10-02"]]),
            ("每月8号 遇假日顺延", [[]]),
            ("每月8号", [[]]),
        ],
    )
    def test_what_an_occurrence_has_taken_up(self, when: str, merged: list[list[str]]) -> None:
        (planned,) = plan_of(duty(when)).duties
        ours = found(when, "2026-10-08", "2026-10-08")
        told = [[str(each)[5:] for each in merged_into(planned, one)] for one in ours]
        assert told == merged

    def test_different_slots_do_not_merge(self) -> None:
        ours = found("[每月1号 遇假日顺延, 每月8号, 每月8号 10:00]", "2026-10-01", "2026-10-31")
        assert {(each.ref.partition("/")[2], str(each.date)) for each in ours} == {
            ("d@2026-10-08#1", "2026-10-08"),
            ("d@2026-10-08#2", "2026-10-08"),
        }

    @pytest.mark.parametrize(
        ("when", "on", "nominal"),
        [
            ("每周三 遇假日顺延", "2026-10-08", "2026-10-07"),
            ("每周五 遇假日提前", "2026-09-30", "2026-10-02"),
            ("[每周五 遇假日提前, 2026-12-01]", "2026-09-30", "2026-10-02"),
            ("每年10月1日 遇假日顺延", "2026-10-08", "2026-10-01"),
            ("每月底 遇假日顺延", "2026-11-02", "2026-10-31"),
            ("每月1号 遇假日提前", "2026-02-28", "2026-03-01"),
        ],
    )
    def test_what_moves_over_the_edge_of_the_window_is_seen(
        self, when: str, on: str, nominal: str
    ) -> None:
        occurrence = only(when, on)
        assert (occurrence.date, occurrence.nominal) == (day(on), day(nominal))

    def test_what_moves_out_of_the_window_is_not(self) -> None:
        assert found("每周三 遇假日顺延", "2026-10-07", "2026-10-07") == []

    def test_bounds_look_at_the_nominal_date(self) -> None:
        assert shifted("每周三 遇假日顺延 到2026-10-07止", "2026-10-01", "2026-10-31") == [
            ("10-08", "10-07")
        ]
        assert found("每周三 遇假日顺延 从2026-10-08起", "2026-10-01", "2026-10-13") == []

    def test_moments_follow_the_date(self) -> None:
        occurrence = only("每周三 09:00 遇假日顺延", "2026-10-08")
        assert times(occurrence) == ("2026-10-08T09:00+08:00", "2026-10-08T09:30+08:00")
        assert occurrence.ref == "book/d@2026-10-07#1"


class TestMoments:
    @pytest.mark.parametrize(
        ("when", "opens", "due"),
        [
            ("每周三", "2026-11-25T00:00+08:00", "2026-11-25T23:59+08:00"),
            ("每周三 08:30", "2026-11-25T08:30+08:00", "2026-11-25T09:00+08:00"),
            ("每周三 23:50", "2026-11-25T23:50+08:00", "2026-11-26T00:20+08:00"),
            ("每周三 15:00-15:10", "2026-11-25T15:00+08:00", "2026-11-25T15:10+08:00"),
            ("每周三 22:00-02:00", "2026-11-25T22:00+08:00", "2026-11-26T02:00+08:00"),
            ("每周三 上午", "2026-11-25T08:00+08:00", "2026-11-25T12:00+08:00"),
            ("每周三 夜间", "2026-11-25T22:00+08:00", "2026-11-26T02:00+08:00"),
            ("每周三 烧脑", "2026-11-25T00:00+08:00", "2026-11-25T23:59+08:00"),
        ],
    )
    def test_of_what_has_a_date(self, when: str, opens: str, due: str) -> None:
        assert times(only(when, "2026-11-25", more=BLOCKS)) == (opens, due)

    @pytest.mark.parametrize(
        ("when", "first", "last"),
        [
            ("每周一次", "2026-11-23T00:00+08:00", "2026-11-29T23:59+08:00"),
            ("每周一次 周五前", "2026-11-23T00:00+08:00", "2026-11-27T23:59+08:00"),
            ("每周一次 周日前", "2026-11-23T00:00+08:00", "2026-11-29T23:59+08:00"),
        ],
    )
    def test_of_what_floats_in_a_week(self, when: str, first: str, last: str) -> None:
        occurrence = only(when, "2026-11-23")
        assert times(occurrence) == (first, last)
        assert occurrence.nominal == day("2026-11-23")

    @pytest.mark.parametrize(
        ("when", "on", "last"),
        [
            ("每月一次", "2026-11-01", "2026-11-30"),
            ("每月一次 25号前", "2026-11-01", "2026-11-25"),
            ("每月一次 31号前", "2026-11-01", "2026-11-30"),
            ("每月一次 30号前", "2026-02-01", "2026-02-28"),
            ("once a month by 31", "2028-02-01", "2028-02-29"),
            ("每年一次", "2026-01-01", "2026-12-31"),
        ],
    )
    def test_of_what_floats_in_a_longer_span(self, when: str, on: str, last: str) -> None:
        assert times(only(when, on)) == (f"{on}T00:00+08:00", f"{last}T23:59+08:00")

    def test_a_floating_occurrence_stands_on_its_first_day_alone(self) -> None:
        assert refs(found("每周一次", "2026-11-24", "2026-11-29")) == []
        assert refs(found("每月两次", "2026-11-01", "2026-12-31")) == [
            "d@2026-11-01#1",
            "d@2026-12-01#1",
        ]

    @pytest.mark.parametrize(
        ("more", "minutes"), [("", 30), (", takes: 20m", 20), (", takes: 1h", 60)]
    )
    def test_a_slot_takes_thirty_minutes_if_nothing_is_said(self, more: str, minutes: int) -> None:
        plan = plan_of(duty("每周三 10:00", more))
        (occurrence,) = occurrences(plan, "2026-11-25", "2026-11-25")
        assert occurrence.due is not None
        assert (occurrence.due - occurrence.opens).total_seconds() == minutes * 60

    def test_takes_does_not_move_a_window_or_a_day(self) -> None:
        plan = plan_of(duty("[每周三 15:00-15:10, 每周三]", ", takes: 2h"))
        ours = occurrences(plan, "2026-11-25", "2026-11-25")
        assert {each.due for each in ours} == {
            moment("2026-11-25 15:10"),
            moment("2026-11-25 23:59"),
        }

    def test_hours_count_from_their_start(self) -> None:
        ours = found("每小时 08:30-11:00", "2026-11-25", "2026-11-25")
        assert [each.at for each in ours] == ["08:30", "09:30", "10:30"]

    def test_both_ends_of_the_hours_are_in(self) -> None:
        ours = found("hourly 08:00-16:00", "2026-11-25", "2026-11-25")
        assert [each.at for each in ours] == [f"{hour:02}:00" for hour in range(8, 17)]


class TestKinds:
    @pytest.mark.parametrize(
        ("when", "kind", "at", "block"),
        [
            ("每天 08:30", "slot", "08:30", None),
            ("每天 08:30-09:00", "window", "08:30", None),
            ("每天 上午", "block", None, "morning"),
            ("每天 烧脑", "block", None, "think"),
            ("每天", "day", None, None),
            ("每周一次", "floating", None, None),
            ("每周一次 上午", "floating", None, "morning"),
            ("2026-11-23", "day", None, None),
        ],
    )
    def test_of_a_phrase(self, when: str, kind: Kind, at: str | None, block: str | None) -> None:
        occurrence = only(when, "2026-11-23", more=BLOCKS)
        assert (occurrence.mark.kind, occurrence.at, occurrence.mark.block) == (kind, at, block)

    @pytest.mark.parametrize("when", ["每天", "每天 08:30", "每天 上午", "每天 08:30-09:00"])
    def test_of_a_standing_duty(self, when: str) -> None:
        plan = plan_of(duty(when, ", standing: true"), more=BLOCKS)
        (occurrence,) = occurrences(plan, "2026-11-23", "2026-11-23")
        assert (occurrence.mark.kind, occurrence.at) == ("standing", None)

    def test_of_a_step_that_is_done_once(self) -> None:
        occurrence = only("一次", "2026-11-23", Shop("main", launch=day("2026-11-23")))
        assert occurrence.mark.kind == "once"
        assert occurrence.due is None

    def test_goals_of_floating_phrases(self) -> None:
        goal = only("每周三次", "2026-11-23").mark.goal
        assert goal is not None
        assert (goal.count, goal.unit.zh, goal.unit.en) == (3, "次", "times")

    def test_a_goal_of_its_own_on_a_floating_phrase(self) -> None:
        (occurrence,) = occurrences(
            plan_of(duty("每周一次", ", goal: 10 条")), "2026-11-23", "2026-11-23"
        )
        assert occurrence.mark.goal is not None
        assert occurrence.mark.goal.count == 10


class TestPolicies:
    @pytest.mark.parametrize(
        ("when", "more", "policy"),
        [
            ("每天", "", "expire"),
            ("每个工作日", "", "expire"),
            ("every weekday", "", "expire"),
            ("每周一至周四", "", "expire"),
            ("[每周一、二, 每周四、五]", "", "expire"),
            ("每周一二三", "", "carry"),
            ("[每周一、二, 每周一、五]", "", "carry"),
            ("每2天", "", "carry"),
            ("每周三", "", "carry"),
            ("每周三 10:00", "", "expire"),
            ("每周三 10:00-11:00", "", "expire"),
            ("每周三 上午", "", "expire"),
            ("每周三 烧脑", "", "expire"),
            ("每月1号", "", "carry"),
            ("每周一次", "", "carry"),
            ("2026-11-25", "", "carry"),
            ("完成后15天", "", "carry"),
            ("每周三", ", standing: true", "expire"),
            ("每天", ", if_missed: carry", "carry"),
            ("每周三 10:00", ", if_missed: carry", "carry"),
            ("每月1号", ", if_missed: expire", "expire"),
            ("每周一次", ", if_missed: expire", "expire"),
        ],
    )
    def test_what_is_missed_expires_or_is_carried(self, when: str, more: str, policy: str) -> None:
        ours = occurrences(plan_of(duty(when, more), more=BLOCKS), "2026-11-01", "2026-12-31")
        assert {each.mark.policy for each in ours} == {policy}

    def test_each_phrase_of_a_list_has_its_own(self) -> None:
        ours = found("[每周一, 每周四 09:00-10:00]", "2026-11-23", "2026-11-27")
        assert [each.mark.policy for each in ours] == ["carry", "expire"]


class TestClockChanges:
    def test_a_slot_in_the_gap_fires_once_an_hour_later(self) -> None:
        occurrence = only("每天 02:30", "2026-03-08", NEW_YORK)
        assert times(occurrence) == ("2026-03-08T03:30-04:00", "2026-03-08T04:00-04:00")
        assert occurrence.at == "03:30"
        assert occurrence.ref == "book/d@2026-03-08#1"

    def test_a_slot_in_the_fold_fires_once_the_first_time(self) -> None:
        occurrence = only("每天 01:30", "2026-11-01", NEW_YORK)
        assert times(occurrence) == ("2026-11-01T01:30-04:00", "2026-11-01T01:00-05:00")

    @pytest.mark.parametrize("when", ["每天 02:30、03:30", "[每天 02:30, 每周日 03:30]"])
    def test_two_slots_at_one_instant_are_one(self, when: str) -> None:
        ours = found(when, "2026-03-08", "2026-03-08", NEW_YORK)
        assert refs(ours) == ["d@2026-03-08#1"]
        assert len(found(when, "2026-03-15", "2026-03-15", NEW_YORK)) == 2

    def test_two_slots_at_one_instant_are_one_late_in_the_shops_day(self) -> None:
        shop = Shop("main", timezone="America/New_York", day_starts=240)
        ours = found("每天 02:30、03:30", "2026-03-07", "2026-03-07", shop)
        assert refs(ours) == ["d@2026-03-07#1"]

    def test_slots_around_the_gap_stay_apart(self) -> None:
        ours = found("每天 01:30、02:30、04:30", "2026-03-08", "2026-03-08", NEW_YORK)
        assert [each.opens.isoformat()[11:16] for each in ours] == ["01:30", "03:30", "04:30"]

    def test_a_window_over_the_gap(self) -> None:
        ours = only("每天 01:00-04:00", "2026-03-08", NEW_YORK)
        assert times(ours) == ("2026-03-08T01:00-05:00", "2026-03-08T04:00-04:00")

    def test_a_window_inside_the_gap_does_not_end_before_it_begins(self) -> None:
        ours = only("每天 02:10-02:40", "2026-03-08", NEW_YORK)
        assert times(ours) == ("2026-03-08T03:10-04:00", "2026-03-08T03:40-04:00")

    @pytest.mark.parametrize(
        ("zone", "on"),
        [
            ("America/Havana", "2026-03-08"),
            ("Africa/Cairo", "2026-04-24"),
            ("Asia/Beirut", "2026-03-29"),
            ("America/Santiago", "2026-09-06"),
            ("Australia/Lord_Howe", "2026-10-04"),
            ("Africa/Casablanca", "2026-02-15"),
        ],
    )
    def test_a_plain_day_stands_on_its_date_in_odd_zones(self, zone: str, on: str) -> None:
        occurrence = only("每天", on, Shop("main", timezone=zone))
        assert occurrence.due is not None
        assert occurrence.opens.date() == occurrence.due.date() == day(on)
        assert occurrence.due.strftime("%H:%M") == "23:59"

    def test_the_zone_is_the_shops_else_the_playbooks(self) -> None:
        tokyo = "timezone: Asia/Tokyo"
        assert str(only("每天", "2026-11-25", more=tokyo).opens)[-6:] == "+09:00"
        seoul = Shop("main", timezone="Asia/Kolkata")
        assert str(only("每天", "2026-11-25", seoul, tokyo).opens)[-6:] == "+05:30"


class TestDayStarts:
    SHOP = Shop("main", day_starts=240)

    def test_a_day_runs_from_there_to_one_minute_before_the_next(self) -> None:
        assert times(only("每天", "2026-11-25", self.SHOP)) == (
            "2026-11-25T04:00+08:00",
            "2026-11-26T03:59+08:00",
        )

    def test_an_early_clock_time_belongs_to_the_evening_before(self) -> None:
        assert times(only("每天 02:00", "2026-11-25", self.SHOP)) == (
            "2026-11-26T02:00+08:00",
            "2026-11-26T02:30+08:00",
        )

    def test_a_window_past_midnight_is_as_ever(self) -> None:
        assert times(only("每天 22:00-02:00", "2026-11-25", self.SHOP)) == (
            "2026-11-25T22:00+08:00",
            "2026-11-26T02:00+08:00",
        )

    def test_early_times_come_last_in_the_days_order(self) -> None:
        plan = plan_of(
            "{id: early, name: E, when: 每天 02:00}",
            "{id: day, name: D, when: 每天 08:00}",
            shop=self.SHOP,
        )
        found = occurrences(plan, "2026-11-25", "2026-11-25")
        assert [each.planned.duty.id for each in found] == ["day", "early"]

    def test_floating_spans_run_so_too(self) -> None:
        assert times(only("每周一次", "2026-11-23", self.SHOP)) == (
            "2026-11-23T04:00+08:00",
            "2026-11-30T03:59+08:00",
        )


class TestPeaks:
    WHEN = "每天 高峰前30分钟"
    BOOK = "peaks: ['09:00', '12:00']"

    def at(self, shop: Shop, more: str = "", when: str = WHEN) -> list[str | None]:
        """The clock times of a day."""
        return [each.at for each in found(when, "2026-11-25", "2026-11-25", shop, more)]

    def test_those_of_the_playbook(self) -> None:
        assert self.at(Shop("main"), self.BOOK) == ["08:30", "11:30"]

    def test_those_of_the_shop_overrule_them(self) -> None:
        assert self.at(Shop("main", peaks=(600, 900, 1200)), self.BOOK) == [
            "09:30",
            "14:30",
            "19:30",
        ]

    def test_after_and_at_the_peak(self) -> None:
        shop = Shop("main", peaks=(600,))
        assert self.at(shop, when="every day at peaks + 1h") == ["11:00"]
        assert self.at(shop, when="every day at peaks") == ["10:00"]

    def test_a_shop_that_has_none_has_a_plain_day(self) -> None:
        for shop, more in ((Shop("main"), ""), (Shop("main", peaks=()), self.BOOK)):
            (occurrence,) = found(self.WHEN, "2026-11-25", "2026-11-25", shop, more)
            assert (occurrence.mark.kind, occurrence.at) == ("day", None)

    def test_a_peak_beside_a_clock_time(self) -> None:
        shop = Shop("main", peaks=(600, 900))
        when = "[每天 高峰前30分钟, 每天 09:30、18:00]"
        assert self.at(shop, when=when) == ["09:30", "14:30", "18:00"]


class TestShopsChoices:
    DUTIES = tuple(f"{{id: {name}, name: N, when: 每天}}" for name in "abcd")
    MORE = "options: {how: {default: one, choices: {one: [a], two: [b, c]}}}"

    def ids(self, shop: Shop, *, every_choice: bool = False) -> list[str]:
        """The duties that stand on a day of this shop."""
        book = book_of(*self.DUTIES, more=self.MORE)
        plan = make_plan(shop, [book], every_choice=every_choice)
        return [each.planned.duty.id for each in occurrences(plan, "2026-11-25", "2026-11-25")]

    def test_the_default_holds(self) -> None:
        assert self.ids(Shop("main")) == ["a", "d"]

    def test_the_shop_chooses_otherwise(self) -> None:
        assert self.ids(Shop("main", options={"how": "two"})) == ["b", "c", "d"]

    def test_every_choice_at_once(self) -> None:
        assert self.ids(Shop("main"), every_choice=True) == ["a", "b", "c", "d"]

    def test_an_unknown_choice_leaves_the_default(self) -> None:
        assert self.ids(Shop("main", options={"how": "three"})) == ["a", "d"]

    def test_what_is_off_is_gone(self) -> None:
        assert self.ids(Shop("main", off=frozenset({"book/d"}))) == ["a"]

    def test_a_playbook_that_cannot_be_read_keeps_its_letter(self) -> None:
        shop = Shop("main", playbooks=("broken", "book"))
        plan = plan_of("{id: a, name: A, when: 每天}", shop=shop)
        codes = [each.paper_code for each in occurrences(plan, "2026-11-25", "2026-11-25")]
        assert codes == ["B01"]

    def test_off_and_options_do_not_renumber_the_codes(self) -> None:
        plan = make_plan(
            Shop("main", options={"how": "two"}, off=frozenset({"book/b"})),
            [book_of(*self.DUTIES, more=self.MORE)],
        )
        codes = [each.paper_code for each in occurrences(plan, "2026-11-25", "2026-11-25")]
        assert codes == ["A03", "A04"]

    def test_the_shops_own_phrases(self) -> None:
        shop = Shop("main", phrases={"book/a": ("每周三 9:00", "every wed at 11:00")})
        plan = plan_of(*self.DUTIES, shop=shop)
        ours = [each for each in occurrences(plan, "2026-11-23", "2026-11-29") if "a@" in each.ref]
        assert [(each.ref, each.at) for each in ours] == [
            ("book/a@2026-11-25#1", "09:00"),
            ("book/a@2026-11-25#2", "11:00"),
        ]

    def test_a_phrase_of_another_duty_stays(self) -> None:
        shop = Shop("main", phrases={"other/a": ("每周三",)})
        plan = plan_of(*self.DUTIES, shop=shop)
        assert len(occurrences(plan, "2026-11-25", "2026-11-26")) == 8

    def test_own_phrases_know_the_playbooks_blocks(self) -> None:
        shop = Shop("main", phrases={"book/d": ("每天 上午",)})
        (occurrence,) = found("每周一", "2026-11-25", "2026-11-25", shop, BLOCKS)
        assert occurrence.mark.block == "morning"

    def test_a_phrase_that_cannot_be_read_leaves_the_playbooks(self) -> None:
        plan = plan_of(duty("每周三"), shop=Shop("main", phrases={"book/d": ("每周八",)}))
        assert refs(occurrences(plan, "2026-11-23", "2026-11-29")) == ["d@2026-11-25#1"]
        assert len(plan.problems) == 1

    def test_own_dates_need_no_check_days(self) -> None:
        plan = plan_of(
            duty("完成后15天", ", check_on: 每周五"),
            shop=Shop("main", phrases={"book/d": ("每天",)}),
        )
        assert len(occurrences(plan, "2026-11-23", "2026-11-29")) == 7


class TestWithoutAJournal:
    def test_after_done_stands_once_on_the_first_offered_day(self) -> None:
        for window in (("2026-11-17", "2026-12-31"), ("2026-12-01", "2026-12-01")):
            (occurrence,) = found("完成后15天", *window)
            assert occurrence.date == day(window[0])
            assert occurrence.ref == "book/d@2024-01-01#1"

    def test_check_days_hold_it_back(self) -> None:
        plan = plan_of(duty("完成后15天", ", check_on: 每周一、五"))
        (occurrence,) = occurrences(plan, "2026-11-24", "2026-12-31")
        assert occurrence.date == occurrence.due_day == day("2026-11-27")
        assert occurrences(plan, "2026-11-24", "2026-11-26") == []

    def test_the_launch_is_the_anchor(self) -> None:
        (occurrence,) = found(
            "完成后15天", "2026-11-01", "2026-12-31", Shop("main", launch=day("2026-11-20"))
        )
        assert (occurrence.date, occurrence.nominal) == (day("2026-11-20"), day("2026-11-20"))

    def test_from_is_the_anchor_before_the_launch(self) -> None:
        (occurrence,) = found(
            "完成后15天 从2026-12-03起",
            "2026-11-01",
            "2026-12-31",
            Shop("main", launch=day("2026-11-20")),
        )
        assert occurrence.ref == "book/d@2026-12-03#1"

    def test_nothing_before_the_anchor(self) -> None:
        shop = Shop("main", launch=day("2026-11-20"))
        assert found("完成后15天", "2026-11-01", "2026-11-19", shop) == []

    def test_nothing_comes_of_what_ended_before_the_shop_began(self) -> None:
        shop = Shop("main", launch=day("2026-12-02"))
        window = ("2026-11-01", "2027-01-31", shop)
        assert found("完成后3天 到2026-12-01止", *window) == []
        assert len(found("完成后3天 到2026-12-02止", *window)) == 1

    def test_a_set_up_step_stands_on_the_launch_day(self) -> None:
        shop = Shop("main", launch=day("2026-11-20"))
        assert refs(found("一次", "2026-11-01", "2026-12-31", shop)) == ["d@2026-11-20#1"]
        assert found("一次", "2026-11-21", "2026-12-31", shop) == []

    def test_triggered_work_never_stands(self) -> None:
        assert found("触发时", "2024-01-01", "2026-12-31") == []


class TestTheWholePlan:
    def test_letters_follow_the_shops_playbooks_and_digits_the_file(self) -> None:
        one = book_of("{id: a, name: A, when: 每天}", "{id: b, name: B, when: 每天}", book="one")
        two = book_of("{id: a, name: A, when: 每天 9:00、10:00}", book="two")
        plan = make_plan(Shop("main"), [one, two])
        codes = {
            each.ref: each.paper_code for each in occurrences(plan, "2026-11-25", "2026-11-25")
        }
        assert codes == {
            "one/a@2026-11-25#1": "A01",
            "one/b@2026-11-25#1": "A02",
            "two/a@2026-11-25#1": "B01#1",
            "two/a@2026-11-25#2": "B01#2",
        }

    def test_by_date_then_clock_then_block_then_the_rest(self) -> None:
        plan = plan_of(
            "{id: float, name: F, when: 每周一次}",
            "{id: standing, name: S, when: 每天, standing: true}",
            "{id: plain, name: P, when: 每天}",
            "{id: think, name: T, when: 每天 烧脑}",
            "{id: late, name: L, when: 每天 15:00}",
            "{id: early, name: E, when: 每天 08:00}",
            more=BLOCKS,
        )
        ids = [each.planned.duty.id for each in occurrences(plan, "2026-11-23", "2026-11-23")]
        assert ids == ["early", "late", "think", "plain", "standing", "float"]

    def test_an_empty_window_is_empty(self) -> None:
        plan = plan_of(duty("每天"))
        assert expand(plan, Window(day("2026-11-25"), day("2026-11-25"))) == []

    def test_the_ends_of_time(self) -> None:
        plan = plan_of(
            duty("每天 遇假日顺延"),
            "{id: f, name: F, when: 每月一次}",
            "{id: w, name: W, when: 每2周}",
            "{id: y, name: Y, when: every year on lunar 08-15}",
        )
        for window in (
            closed_window(date.min, date(1, 1, 9)),
            Window(date(9999, 12, 20), date.max),
        ):
            assert isinstance(expand(plan, window), list)

    @pytest.mark.parametrize("lasts", ["1 month", "2 weeks", "40 days", "open"])
    def test_a_launch_near_the_end_of_time(self, lasts: str) -> None:
        inside = "duties: [{id: a, name: A, when: 每天}]"
        more = f"phases: [{{id: p, name: P, starts: launch, lasts: {lasts}, {inside}}}]"
        plan = plan_of(duty("每天"), more=more, shop=Shop("main", launch=date(9999, 12, 20)))
        found = expand(plan, Window(date(9999, 12, 19), date.max))
        assert sum(each.planned.duty.id == "p.a" for each in found) == 11

    def test_a_year_of_the_shipped_shop(self) -> None:
        book, _ = load_file(SHIPPED / "1688-shop.yaml")
        assert book is not None
        plan: Plan = make_plan(Shop("main"), [book])
        ours = occurrences(plan, "2026-01-01", "2026-12-31")
        assert len({each.ref for each in ours}) == len(ours)
        assert sum(each.planned.duty.id == "repost" for each in ours) == 4 * 365
        assert [each.date for each in ours] == sorted(each.date for each in ours)


def test_two_floating_phrases_over_one_span_are_two() -> None:
    both = plan_of("{id: a, name: A, when: [每周两次, 每周一次 周三前]}")
    found = occurrences(both, "2026-06-01", "2026-06-07")
    assert [(each.slot, each.due_day, each.mark.goal) for each in found] == [
        (1, day("2026-06-07"), Goal(2, TIMES)),
        (2, day("2026-06-03"), Goal(1, TIMES)),
    ]
    same = plan_of("{id: a, name: A, when: [每周一次, 每周一次]}")
    assert len(occurrences(same, "2026-06-01", "2026-06-07")) == 1
