"""What stands on a sheet before it is drawn."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from house import Ledger, book_of, checklist, day, occurrences, plan_of
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.reference import resolve
from opsplan.values.checklist import Checklist
from opsplan.values.occurrence import Identity
from opsplan.values.playbook import Shop
from opsplan.values.text import Text
from opsplan.values.window import Window, day_window, week_window
from opsplan.views.paper import Sheet, Wishes, day_sheet, week_sheet
from opsplan.views.words import Words
from samples import NOW, PLAN, ledger

ROLES = "roles: [{id: ops, name: {zh: 运营, en: Operations}}, {id: ads, name: {zh: 推广, en: Ads}}]"
EN = Words("en")


def week(plan: Plan, now: str, known: Ledger | None = None, **wishes: Any) -> Sheet:
    found = checklist(plan, now, known, week_window(date.fromisoformat(now[:10])))
    return week_sheet(found, EN, Wishes(**wishes))


def today(plan: Plan, now: str, known: Ledger | None = None, **wishes: Any) -> Sheet:
    return day_sheet(checklist(plan, now, known), EN, Wishes(**wishes))


def titles(sheet: Sheet) -> list[str]:
    return [row.title for row in sheet.rows]


def test_a_sheet_says_on_which_of_its_days_the_shop_is_closed() -> None:
    closed = Window(day("2026-11-25"), day("2026-11-27"))
    book = book_of("{id: a, name: A, when: every day}")
    plan = make_plan(Shop("main", playbooks=("book",), pauses=(closed,)), [book])
    assert today(plan, NOW).remarks == ("closed until 26 Nov",)
    assert week(plan, NOW).remarks == ("closed 25 Nov to 26 Nov",)
    assert not today(plan, "2026-11-27 09:00").remarks


class TestWeek:
    def test_a_box_for_each_slot_with_its_time(self) -> None:
        row = next(row for row in week(PLAN, NOW).rows if row.code == "A01")
        assert [box.time for box in row.cells[4]] == ["08:30", "14:30"]
        assert [box.ref for box in row.cells[4]] == ["A01@fri#1", "A01@fri#2"]
        assert len(row.cells) == 7

    def test_what_is_settled_is_marked_in_its_cell(self) -> None:
        rows = {row.code: row for row in week(PLAN, NOW, ledger()).rows}
        assert [box.mark for box in rows["A01"].cells[1]] == ["done", "skipped"]
        assert [box.mark for box in rows["A02"].cells[2]] == ["done"]
        assert rows["A02"].cells[1][0].mark == "missed"

    def test_late_work_has_an_empty_box_to_tick(self) -> None:
        row = next(row for row in week(PLAN, NOW).rows if row.code == "A01")
        box = row.cells[2][0]
        assert (box.status, box.mark) == ("late", "open")

    def test_counts_stand_beside_the_box(self) -> None:
        row = next(row for row in week(PLAN, NOW, ledger()).rows if row.code == "A03")
        assert [row.cells[n][0].count for n in (2, 3)] == ["3/7", "__/7"]

    def test_floating_work_has_a_box_for_each_time(self) -> None:
        known = ledger()
        talk = next(
            each for each in checklist(PLAN, NOW).items if each.occurrence.planned.duty.id == "talk"
        )
        known.add("progress", talk.occurrence, "2026-11-25 10:00", count=1.0)
        section = next(s for s in week(PLAN, NOW, known).parts[0].sections if s.title)
        assert section.title == "This week"
        assert [box.mark for box in section.rows[0].boxes] == ["done", "open"]
        assert section.rows[0].note == "1/2 times  by 29 Nov"

    def test_today_weekends_and_holidays_are_marked(self) -> None:
        days = week(PLAN, "2026-10-07 09:00").days
        assert [each.is_today for each in days].index(True) == 2
        assert [each.name for each in days] == [
            *("National Day",) * 3,
            *("", "", "make-up workday", ""),
        ]
        assert [each.is_off for each in days] == [True, True, True, False, False, False, True]

    def test_provisional_days_are_marked_from_the_first_on(self) -> None:
        sheet = week(PLAN, "2026-12-30 09:00")
        assert [each.is_provisional for each in sheet.days] == [False] * 4 + [True] * 3
        assert sheet.remarks == ("holidays from 1 Jan 2027 on are provisional (?)",)
        assert week(PLAN, NOW).remarks == ()

    def test_what_was_missed_before_the_week_is_left_out(self) -> None:
        plan = plan_of(
            "{id: a, name: Weekly, when: 每周五}",
            "{id: b, name: Monthly, when: 每月20号}",
            shop=Shop("main", launch=day("2026-11-01")),
        )
        carried = week(plan, "2026-11-23 09:00").parts[0].sections[1]
        assert [row.title for row in carried.rows] == ["Weekly", "Monthly"]
        carried = week(plan, "2026-11-28 09:00").parts[0].sections[1]
        assert [row.title for row in carried.rows] == ["Monthly"]

    def test_several_playbooks_have_their_headings(self) -> None:
        books = [book_of("{id: a, name: A, when: 每天}", book=name) for name in ("one", "two")]
        sheet = week(make_plan(Shop("main"), books), NOW)
        assert [section.title for section in sheet.parts[0].sections] == ["one", "two"]


class TestDay:
    def test_the_bands_outlive_the_moment(self) -> None:
        sections = [section.title for section in today(PLAN, NOW).parts[0].sections]
        assert sections == ["Carried over", "By the clock", "Any time", "This week", "This month"]

    def test_a_provisional_day_is_marked(self) -> None:
        sheet = today(PLAN, "2027-01-04 09:00")
        assert sheet.title == "4 Jan 2027 Mon ?  workday"
        assert sheet.remarks == ("holidays from 4 Jan 2027 on are provisional (?)",)

    def test_set_up_steps(self) -> None:
        assert titles(today(PLAN, NOW, setup=True)) == ["Bind Alipay"]

    def test_steps_on_request(self) -> None:
        plan = plan_of("{id: a, name: A, when: 每天, steps: [first, second]}")
        assert [row.details for row in today(plan, NOW).rows] == [()]
        assert [row.details for row in today(plan, NOW, steps=True).rows] == [("first", "second")]

    def test_an_empty_day_says_so(self) -> None:
        sheet = today(plan_of("{id: a, name: A, when: 每周一}"), "2026-11-29 09:00")
        assert (list(sheet.rows), sheet.nothing) == ([], "Nothing stands on this day.")


class TestRoles:
    PLAN = plan_of(
        "{id: free, name: Free, when: 每天}",
        "{id: bid, name: Bid, when: 每天, role: ads}",
        "{id: list, name: List, when: 每天 9:00, role: ops}",
        more=ROLES,
    )

    @pytest.mark.parametrize("make", [week, today])
    def test_a_part_for_each_role_in_the_playbooks_order(self, make: Callable[..., Sheet]) -> None:
        sheet = make(self.PLAN, NOW, by_role=True)
        parts = [(part.role, [row.title for row in part.rows]) for part in sheet.parts]
        assert parts == [
            ("Operations", ["List"]),
            ("Ads", ["Bid"]),
            ("Without a role", ["Free"]),
        ]
        assert not sheet.has_roles

    def test_nothing_to_do_is_one_part(self) -> None:
        plan = plan_of("{id: a, name: A, when: 2026-01-01}")
        sheet = week(plan, NOW, by_role=True)
        assert [part.role for part in sheet.parts] == [""]
        assert sheet.nothing == "Nothing stands in this week."

    def test_each_part_gives_back_its_own_codes(self) -> None:
        sheet = week(self.PLAN, NOW, by_role=True)
        assert "opsplan done A02@mon" in sheet.parts[1].way_back


SHIFTED = plan_of(
    "{id: slots, name: Slots, when: '每天 8:30、11:30、22:00'}",
    "{id: next, name: Next, when: 每周一 遇假日顺延}",
    "{id: merged, name: Merged, when: [每周三 遇假日顺延, 每周四 遇假日顺延]}",
    "{id: before, name: Before, when: 每周五 遇假日提前}",
    "{id: rare, name: Rare, when: 每月26号}",
    "{id: weekly, name: Weekly, when: 每周三次}",
    "{id: monthly, name: Monthly, when: 每月一次}",
    "{id: by-day, name: By, when: 每月一次 2号前}",
    "{id: after, name: After, when: 完成后2天}",
    "{id: night, name: Night, when: 每天 18:00-08:00}",
    shop=Shop("main", name=Text("店"), launch=day("2026-08-01")),
)


class TestTheWayBack:
    """Each code of a printed week, typed on the week's last evening, names what it stands for."""

    @pytest.mark.parametrize("monday", ["2026-09-21", "2026-09-28", "2026-10-05", "2026-11-30"])
    def test_every_code_of_a_week_names_its_item(self, monday: str) -> None:
        known = Ledger()
        done = [o for o in occurrences(SHIFTED, "2026-09-01", "2026-09-20") if o.slot == 1]
        for each in done:
            known.add("done", each, f"{each.date} 23:00")
        printed = checklist(SHIFTED, f"{monday} 08:00", known, week_window(day(monday)))
        sheet = week_sheet(printed, EN, Wishes())
        sunday = week_window(day(monday)).last
        lists: dict[date, Checklist] = {}

        def list_of(on: date) -> Checklist:
            if on not in lists:
                lists[on] = checklist(SHIFTED, f"{sunday} 23:00", known, day_window(on))
            return lists[on]

        named: dict[str, set[Identity]] = {}
        for ref in {box.ref for box in sheet.boxes}:
            found = resolve(ref, SHIFTED, sunday, list_of)
            named[ref] = {each.item.occurrence.identity for each in found}
        assert {len(each) for each in named.values()} == {1}
        every = [identity for each in named.values() for identity in each]
        wanted = [
            item.occurrence.identity
            for item in printed.items
            if item.occurrence.date >= day(monday) or item.status != "missed"
        ]
        assert sorted(every) == sorted(wanted)

    def test_every_code_of_a_day_names_its_item(self) -> None:
        printed = checklist(SHIFTED, "2026-10-08 08:00")
        sheet = day_sheet(printed, EN, Wishes())
        evening = {day("2026-10-08"): checklist(SHIFTED, "2026-10-08 23:00")}

        def list_of(on: date) -> Checklist:
            known = evening.get(on)
            return known or checklist(SHIFTED, "2026-10-08 23:00", None, day_window(on))

        named = [
            resolve(box.ref, SHIFTED, day("2026-10-08"), list_of)[0].item.occurrence.identity
            for box in sheet.boxes
        ]
        assert sorted(named) == sorted(item.occurrence.identity for item in printed.items)

    def test_the_foot_of_a_day_says_nothing_of_weekdays(self) -> None:
        """Codes of a day are written out where two rows share one: A01@2026-11-25#1."""
        sheet = today(SHIFTED, "2026-10-08 07:00")
        assert any("@" in box.ref for box in sheet.boxes)
        assert "@day" not in sheet.parts[0].way_back

    def test_the_foot_shows_codes_of_the_sheet(self) -> None:
        part = week(PLAN, NOW).parts[0]
        assert "opsplan done A02@mon A01@mon#2" in part.way_back
