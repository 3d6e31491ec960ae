"""Campaigns and phases: when their duties are, and that they live only inside."""

import pytest

from house import book_of, checklist, day, occurrences, plan_of, refs
from opsplan.planning.campaigns import next_campaign
from opsplan.planning.plan import make_plan
from opsplan.planning.stretches import phase_windows
from opsplan.values.playbook import Shop

FESTIVALS = """
campaigns:
  - id: d11
    name: 双11
    on: 每年11月11日
    duties:
      - {id: plan, name: P, when: 前30天}
      - {id: check, name: C, when: "前3个工作日 10:00"}
      - {id: go, name: G, when: "当天 0:00、20:00"}
      - {id: review, name: R, when: 后2天}
  - id: cny
    name: 春节
    on: 每年农历正月初一
    lasts: 3 days
    duties:
      - {id: stock, name: S, when: 前5个工作日}
      - {id: open, name: O, when: 后2天}
      - {id: watch, name: W, when: "每天 9:00"}
"""
YEAR = """
phases:
  - id: build
    name: B
    starts: launch
    lasts: 1 month
    duties:
      - {id: step, name: S, when: 一次}
      - {id: third, name: T, when: 第3天}
    phases:
      - {id: basics, name: N, starts: launch, lasts: 10 to 15 days, duties: [{id: a, name: A, when: 每2天}]}
      - {id: gather, name: G, starts: after basics, lasts: 2 weeks, duties: [{id: b, name: B, when: 每周一}]}
  - {id: trial, name: T, starts: after build, lasts: 2 months, duties: [{id: c, name: C, when: 每周一次}]}
  - {id: open, name: O, starts: after trial, lasts: open}
"""  # noqa: E501
OUTSIDE = "{id: outside, name: X, when: 触发时}"


class TestCampaigns:
    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (
                "2026-10-01",
                "2026-11-30",
                [
                    "d11.plan@2026-10-12#1",
                    "d11.check@2026-11-06#1",
                    "d11.go@2026-11-11#1",
                    "d11.go@2026-11-11#2",
                    "d11.review@2026-11-13#1",
                ],
            ),
            (
                "2026-02-01",
                "2026-02-28",
                [
                    "cny.stock@2026-02-10#1",
                    "cny.watch@2026-02-17#1",
                    "cny.watch@2026-02-18#1",
                    "cny.watch@2026-02-19#1",
                    "cny.open@2026-02-21#1",
                ],
            ),
            ("2026-06-01", "2026-06-30", []),
        ],
    )
    def test_days_before_and_after(self, first: str, last: str, expected: list[str]) -> None:
        assert refs(occurrences(plan_of(OUTSIDE, more=FESTIVALS), first, last)) == expected

    def test_a_window_sees_what_a_campaign_beyond_its_edge_asks_for(self) -> None:
        plan = plan_of(OUTSIDE, more=FESTIVALS)
        whole = refs(occurrences(plan, "2026-01-01", "2026-12-31"))
        cut = refs(occurrences(plan, "2026-01-01", "2026-11-05"))
        cut += refs(occurrences(plan, "2026-11-06", "2026-12-31"))
        assert cut == whole

    def test_a_campaign_that_is_optional_is_off_until_a_shop_asks(self) -> None:
        more = FESTIVALS.replace("name: 双11", "name: 双11\n    applies: {optional: true}")
        book = book_of(OUTSIDE, more=more)
        days = ("2026-10-12", "2026-10-12")
        assert refs(occurrences(make_plan(Shop("main"), [book]), *days)) == []
        shop = Shop("main", on=frozenset({"book/d11"}))
        assert refs(occurrences(make_plan(shop, [book]), *days)) == ["d11.plan@2026-10-12#1"]


class TestPhases:
    def test_windows_count_from_the_launch(self) -> None:
        windows = phase_windows(book_of(OUTSIDE, more=YEAR), day("2026-11-01"))
        shown = {name: (str(each.start), str(each.last)) for name, each in windows.items()}
        assert shown == {
            "build": ("2026-11-01", "2026-11-30"),
            "basics": ("2026-11-01", "2026-11-15"),
            "gather": ("2026-11-16", "2026-11-29"),
            "trial": ("2026-12-01", "2027-01-31"),
            "open": ("2027-02-01", "9999-12-30"),
        }

    def test_a_phase_that_was_ended_moves_the_next(self) -> None:
        book = book_of(OUTSIDE, more=YEAR)
        windows = phase_windows(book, day("2026-11-01"), {"basics": day("2026-11-11")})
        assert (windows["basics"].last, windows["gather"].start) == (
            day("2026-11-11"),
            day("2026-11-12"),
        )

    def test_duties_live_only_inside(self) -> None:
        plan = plan_of(OUTSIDE, more=YEAR, shop=Shop("main", launch=day("2026-11-01")))
        found = refs(occurrences(plan, "2026-11-01", "2026-12-13"))
        assert "build.third@2026-11-03#1" in found
        assert [each for each in found if each.startswith("gather.b")] == [
            "gather.b@2026-11-16#1",
            "gather.b@2026-11-23#1",
        ]
        assert [each for each in found if each.startswith("trial.c")] == ["trial.c@2026-12-07#1"]
        assert found.count("build.step@2026-11-01#1") == 1
        assert max(each for each in found if each.startswith("basics.a")) == "basics.a@2026-11-15#1"

    def test_a_one_time_step_stands_through_its_phase_and_is_late_after_it(self) -> None:
        plan = plan_of(OUTSIDE, more=YEAR, shop=Shop("main", launch=day("2026-11-01")))

        def state(now: str) -> dict[str, tuple[str, str]]:
            items = checklist(plan, now).items
            return {i.occurrence.planned.duty.id: (i.occurrence.mark.kind, i.status) for i in items}

        assert state("2026-11-20 09:00")["build.step"] == ("floating", "open")
        assert state("2026-12-02 09:00")["build.step"] == ("floating", "late")

    def test_without_a_launch_there_are_no_phases(self) -> None:
        assert occurrences(plan_of(OUTSIDE, more=YEAR), "2026-11-01", "2026-12-31") == []


def test_a_campaign_that_goes_on_beyond_the_last_day_of_all() -> None:
    more = "campaigns: [{id: c, name: C, on: 每年12月30日, lasts: 5 days}]"
    plan = plan_of(OUTSIDE, more=more)
    found = next_campaign(plan, day("9999-12-20"))
    assert found is not None
    assert (found.first, found.last) == (day("9999-12-30"), day("9999-12-31"))
