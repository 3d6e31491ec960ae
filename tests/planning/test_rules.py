"""Figures that ask for duties: conditions, what they put on the list, and what takes it back."""

from collections.abc import Mapping
from datetime import date

import pytest

from house import Ledger, book_of, checklist, day, item, moment
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.rules import begun_phases, figures_of, fires, row_of
from opsplan.playbook.conditions import ConditionError, read_condition
from opsplan.values.classes import replace
from opsplan.values.journal import Entry, Facts, figure_identity
from opsplan.values.occurrence import Occurrence
from opsplan.values.phases import Begun
from opsplan.values.playbook import Shop

MORE = """
metrics:
  - {id: inquiries, name: 询盘}
  - {id: visitors, name: 访客}
  - {id: industry_visitors, name: 同行}
  - {id: sales, name: 成交}
  - {id: ad_spend, name: 消耗}
  - {id: roi, name: 投产比, formula: sales / ad_spend}
  - {id: bound, name: 绑定, type: yes_no}
targets:
  - {metric: sales, year: 2026, months: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 210000, 0]}
rules:
  - {id: rule, when: CONDITION, then: [check, daily], covers: [S0-099]}
"""
DUTIES = (
    "{id: check, name: 查, when: 触发时, covers: [S0-001]}",
    "{id: daily, name: 日, when: 每天}",
)


BOTH = "inquiries < 10 and visitors falls"


class Figured(Ledger):
    """A ledger that also knows figures."""

    def log(self, when: str, on: str, **figures: float) -> None:
        at = moment(when)
        for metric, value in figures.items():
            number, identity = f"E{len(self.entries):05}", figure_identity(metric, day(on))
            self.entries.append(Entry(number, at, at, "tester", "main", "metric", identity, value))

    def facts(self) -> Facts:
        figures = tuple(entry for entry in self.entries if entry.kind == "metric")
        asks = tuple(entry for entry in self.entries if entry.kind in ("ask", "undo"))
        return replace(super().facts(), figures=figures, asks=asks)


def plan(condition: str, shop: Shop | None = None, *, key: str = "when") -> Plan:
    text = MORE.replace("when: CONDITION", f"{key}: {condition}")
    return make_plan(shop or Shop("main"), [book_of(*DUTIES, more=text)])


def fired(
    condition: str, figures: Mapping[str, Mapping[str, float]], shop: Shop | None = None
) -> bool:
    made = plan(condition, shop)
    ledger = Figured()
    for on, values in sorted(figures.items()):
        ledger.log(f"{on} 20:00", on, **values)
    known = figures_of(made, ledger.entries)
    return fires(made, made.playbooks[0].rules[0], known, day(max(figures))) is not None


class TestConditions:
    @pytest.mark.parametrize(
        ("condition", "today", "before", "expected"),
        [
            ("inquiries < 10", {"inquiries": 9}, {}, True),
            ("inquiries < 10", {"inquiries": 10}, {}, False),
            ("inquiries < 10", {"visitors": 1}, {}, False),
            ("inquiries <= 10", {"inquiries": 10}, {}, True),
            ("visitors < industry_visitors", {"visitors": 5, "industry_visitors": 6}, {}, True),
            ("visitors < industry_visitors", {"visitors": 5}, {}, False),
            ("visitors falls", {"visitors": 9}, {"visitors": 10}, True),
            ("visitors falls", {"visitors": 10}, {"visitors": 10}, False),
            ("visitors falls", {"visitors": 10}, {}, False),
            ("visitors falls 20%", {"visitors": 80}, {"visitors": 100}, True),
            ("visitors falls 20%", {"visitors": 81}, {"visitors": 100}, False),
            ("visitors rises 30%", {"visitors": 130}, {"visitors": 100}, True),
            ("roi < 2", {"sales": 100, "ad_spend": 60}, {}, True),
            ("roi < 2", {"sales": 100, "ad_spend": 0}, {}, False),
            (BOTH, {"inquiries": 9, "visitors": 1}, {"visitors": 2}, True),
            (BOTH, {"inquiries": 9, "visitors": 3}, {"visitors": 2}, False),
            ("bound = no", {"bound": 0}, {}, True),
            ("sales < target", {"sales": 9999}, {}, True),
            ("sales < target", {"sales": 10000}, {}, False),
        ],
    )
    def test_holds(
        self,
        condition: str,
        today: dict[str, float],
        before: dict[str, float],
        expected: bool,
    ) -> None:
        figures = {"2026-11-24": before, "2026-11-25": today}
        assert fired(condition, figures) is expected

    def test_a_shop_sets_its_own_bar(self) -> None:
        shop = Shop("main", thresholds={"rule": 5})
        assert not fired("inquiries < 10", {"2026-11-25": {"inquiries": 7}}, shop)
        assert fired("inquiries < 10", {"2026-11-25": {"inquiries": 4}}, shop)

    @pytest.mark.parametrize(
        ("text", "column"),
        [("inquiries", 1), ("inquiries < ", 1), ("a < 1 and b !! 2", 11), ("a < 1x", 5), ("", 1)],
    )
    def test_refused_with_its_column(self, text: str, column: int) -> None:
        with pytest.raises(ConditionError) as caught:
            read_condition(text)
        assert caught.value.column == column


class TestRows:
    def rows(self, made: Plan, now: str, ledger: Figured) -> list[tuple[int, str, str]]:
        items = checklist(made, now, ledger).items
        return [(i.no, i.occurrence.ref.partition("/")[2], i.status) for i in items]

    def test_the_day_after_the_figure_has_the_duty_with_its_reason(self) -> None:
        made, ledger = plan("inquiries < 10"), Figured()
        ledger.log("2026-11-26 08:00", "2026-11-25", inquiries=9)
        found = checklist(made, "2026-11-26 09:00", ledger)
        because = item(found, "check").occurrence.because
        assert because is not None
        assert (because.rule, because.metric, because.value, because.bar) == (
            "rule",
            "inquiries",
            9,
            10,
        )
        assert because.date == date(2026, 11, 25)
        assert item(found, "daily").occurrence.because is not None
        assert [i.occurrence.planned.duty.id for i in found.items] == ["daily", "check"]

    def test_a_corrected_figure_takes_back_what_nobody_has_touched(self) -> None:
        made, ledger = plan("inquiries < 10"), Figured()
        ledger.log("2026-11-26 08:00", "2026-11-25", inquiries=9)
        ledger.log("2026-11-26 08:30", "2026-11-25", inquiries=10)
        assert self.rows(made, "2026-11-26 09:00", ledger) == [(1, "daily@2026-11-26#1", "open")]

    def test_what_was_ticked_stays(self) -> None:
        made, ledger = plan("inquiries < 10"), Figured()
        ledger.log("2026-11-26 08:00", "2026-11-25", inquiries=9)
        ticked: Occurrence = item(checklist(made, "2026-11-26 09:00", ledger), "check").occurrence
        ledger.add("done", ticked, "2026-11-26 09:10")
        ledger.log("2026-11-26 09:30", "2026-11-25", inquiries=10)
        assert self.rows(made, "2026-11-26 10:00", ledger) == [
            (1, "daily@2026-11-26#1", "open"),
            (2, "check@2026-11-26#1", "done"),
        ]

    def test_it_is_carried_until_done_and_stands_once(self) -> None:
        made, ledger = plan("inquiries < 10"), Figured()
        ledger.log("2026-11-24 08:00", "2026-11-23", inquiries=9)
        ledger.log("2026-11-25 08:00", "2026-11-24", inquiries=8)
        rows = self.rows(made, "2026-11-27 09:00", ledger)
        assert rows[-1] == (2, "check@2026-11-25#1", "late")
        assert len(rows) == 2

    def test_a_standard_asks_where_it_does_not_hold(self) -> None:
        made, ledger = plan("inquiries >= 10", key="keep"), Figured()
        ledger.log("2026-11-26 08:00", "2026-11-25", inquiries=9)
        assert len(checklist(made, "2026-11-26 09:00", ledger).items) == 2
        ledger.log("2026-11-26 08:30", "2026-11-25", inquiries=10)
        assert len(checklist(made, "2026-11-26 09:00", ledger).items) == 1

    def test_a_person_asks(self) -> None:
        made, ledger = plan("inquiries < 10"), Figured()
        duty = made.duty("book/check")
        assert duty is not None
        ledger.add("ask", row_of(duty, day("2026-11-26"), None), "2026-11-26 09:00")
        assert self.rows(made, "2026-11-26 10:00", ledger)[-1] == (2, "check@2026-11-26#1", "open")
        assert self.rows(made, "2026-11-27 10:00", ledger)[-1] == (2, "check@2026-11-26#1", "late")

    def test_the_first_rule_that_asked_keeps_the_row_where_it_is(self) -> None:
        more = MORE.replace("when: CONDITION", "when: visitors < 5").replace(
            "covers: [S0-099]}", "}\n  - {id: second, when: sales < 5, then: [check]}"
        )
        other = "{id: other, name: 他, when: 触发时}"
        made, ledger = make_plan(Shop("main"), [book_of(*DUTIES, other, more=more)]), Figured()
        ledger.log("2026-11-26 08:00", "2026-11-25", sales=1)
        duty = made.duty("book/other")
        assert duty is not None
        ledger.add("ask", row_of(duty, day("2026-11-26"), None), "2026-11-26 08:10")
        before = self.rows(made, "2026-11-26 08:15", ledger)
        assert [row[1] for row in before] == [
            "daily@2026-11-26#1",
            "check@2026-11-26#1",
            "other@2026-11-26#1",
        ]
        ledger.log("2026-11-26 08:20", "2026-11-25", visitors=1)
        assert self.rows(made, "2026-11-26 08:30", ledger) == before

    def test_what_was_carried_into_the_day_stays_when_it_is_asked_for_again(self) -> None:
        made, ledger = plan("inquiries < 10"), Figured()
        ledger.log("2026-11-25 08:00", "2026-11-24", inquiries=9)
        carried = (2, "check@2026-11-25#1", "late")
        assert self.rows(made, "2026-11-26 08:00", ledger)[1:] == [carried]
        ledger.log("2026-11-26 09:00", "2026-11-25", inquiries=8)
        assert self.rows(made, "2026-11-26 09:30", ledger)[1:] == [
            (2, "check@2026-11-25#1", "missed"),
            (3, "check@2026-11-26#1", "open"),
        ]
        assert self.rows(made, "2026-11-27 09:30", ledger)[1:] == [
            (2, "check@2026-11-26#1", "late")
        ]


class TestPhasesOfFigures:
    """What a figure of the day starts stands behind what was on the list that morning."""

    MORE = """
metrics: [{id: sales, name: 成交}]
phases:
  - {id: big, name: 大, starts: when sales > 1000, lasts: 3 days, duties: [
      {id: push, name: 推, when: 每天 9:00}, {id: first, name: 首, when: 第1天}]}
"""
    DUTIES = ("{id: daily, name: 日, when: 每天 10:00}", "{id: late, name: 周, when: 每周一次}")

    def rows(self, ledger: Figured, now: str) -> list[str]:
        plain = make_plan(
            Shop("main", launch=day("2026-11-01")), [book_of(*self.DUTIES, more=self.MORE)]
        )
        began = begun_phases(plain, figures_of(plain, list(ledger.facts().figures)))
        made = make_plan(plain.shop, plain.playbooks, began=began)
        items = checklist(made, now, ledger).items
        return [f"{i.no} {i.occurrence.planned.duty.id} {i.status}" for i in items]

    def test_numbers_stay_that_day(self) -> None:
        ledger = Figured()
        before = self.rows(ledger, "2026-11-26 08:00")
        assert [row.split()[1] for row in before] == ["daily", "late"]
        ledger.log("2026-11-26 08:30", "2026-11-25", sales=2000)
        during = self.rows(ledger, "2026-11-26 08:40")
        assert during[:2] == before
        assert [row.split()[1] for row in during[2:]] == ["big.push", "big.first"]
        after = self.rows(ledger, "2026-11-27 08:00")
        assert [row.split()[1] for row in after] == ["big.first", "big.push", "daily", "late"]

    def test_what_was_ticked_stays_when_the_figure_is_corrected(self) -> None:
        ledger = Figured()
        ledger.log("2026-11-26 08:30", "2026-11-25", sales=2000)
        book = book_of(*self.DUTIES, more=self.MORE)
        began = {"book/big": Begun(day("2026-11-26"), "E00000")}
        made = make_plan(Shop("main", launch=day("2026-11-01")), [book], began=began)
        for ref in ("big.push", "big.first"):
            ticked = item(checklist(made, "2026-11-26 09:00", ledger), ref).occurrence
            ledger.add("done", ticked, "2026-11-26 09:10")
        ledger.log("2026-11-26 09:30", "2026-11-25", sales=10)
        rows = self.rows(ledger, "2026-11-26 10:30")
        assert {row[2:] for row in rows} >= {"big.push done", "big.first done", "daily open"}
        assert len(self.rows(ledger, "2026-11-27 08:00")) == 2


class TestMarks:
    """Triggered duties came as plain days, carried for ever, whatever they said."""

    BLOCK = "\nblocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '08:00-12:00'}]"
    NIGHT = "\nblocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '20:00-04:00'}]"

    def listed(self, when: str, now: str, more: str = "", blocks: str = BLOCK) -> list[str]:
        """Kind, block, due time and status of what the figure of 11-24 asks for on 11-25."""
        text = MORE.replace("CONDITION", "inquiries < 10").replace("[check, daily]", "[check]")
        asked = f"{{id: check, name: 查, when: {when}{more}}}"
        made = make_plan(Shop("main"), [book_of(asked, more=text + blocks)])
        ledger = Figured()
        ledger.log("2026-11-24 20:00", "2026-11-24", inquiries=9)
        return [
            f"{i.occurrence.mark.kind} {i.occurrence.mark.block} {i.occurrence.due:%d %H:%M}"
            f" {i.status}"
            for i in checklist(made, now, ledger).items
        ]

    def test_a_block_is_kept(self) -> None:
        assert self.listed("触发时 上午", "2026-11-25 07:00") == ["block morning 25 12:00 upcoming"]
        assert self.listed("触发时 上午", "2026-11-25 13:00") == ["block morning 25 12:00 late"]
        assert self.listed("触发时 上午", "2026-11-26 09:00") == []

    def test_a_block_that_runs_past_midnight_stands_until_its_end(self) -> None:
        found = self.listed("触发时 上午", "2026-11-26 03:00", blocks=self.NIGHT)
        assert found == ["block morning 26 04:00 open"]
        assert self.listed("触发时 上午", "2026-11-27 03:00", blocks=self.NIGHT) == []

    def test_a_standing_one_is_a_state_of_its_day(self) -> None:
        more = ", standing: true"
        found = self.listed("触发时", "2026-11-25 09:00", more)
        assert found == ["standing None 25 23:59 open"]
        assert self.listed("触发时", "2026-11-26 09:00", more) == []

    def test_if_missed_decides(self) -> None:
        expires, carries = ", if_missed: expire", ", if_missed: carry"
        assert self.listed("触发时", "2026-11-26 09:00", expires) == []
        assert self.listed("触发时", "2026-11-26 09:00") == ["day None 25 23:59 late"]
        found = self.listed("触发时 上午", "2026-11-26 09:00", carries)
        assert found == ["block morning 25 12:00 late"]

    @pytest.mark.parametrize(
        ("bounds", "count"),
        [
            ("从2026-11-25起", 1),
            ("从2026-11-26起", 0),
            ("到2026-11-25止", 1),
            ("到2026-11-24止", 0),
        ],
    )
    def test_bounds_hold_for_what_a_figure_asks_for(self, bounds: str, count: int) -> None:
        assert len(self.listed(f"触发时 {bounds}", "2026-11-25 09:00")) == count


def test_a_figure_knows_the_entries_it_was_made_of() -> None:
    ledger = Figured()
    ledger.log("2026-11-25T09:00", "2026-11-24", sales=900)
    ledger.log("2026-11-25T09:00", "2026-11-24", ad_spend=300)
    ledger.log("2026-11-25T10:00", "2026-11-24", sales=1200)
    figures = figures_of(plan("inquiries < 10"), ledger.entries)
    on = day("2026-11-24")
    assert figures.value("roi", on) == 4
    assert figures.sources("sales", on) == (ledger.entries[2].id,)
    assert figures.sources("roi", on) == (ledger.entries[2].id, ledger.entries[1].id)
    assert figures.sources("visitors", on) == ()
