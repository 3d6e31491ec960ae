"""What people type for an item: numbers, identities and their short forms, paper codes, titles."""

from collections.abc import Callable
from datetime import date

import pytest

from house import Ledger, book_of, checklist, day
from opsplan.planning.plan import Plan, PlannedDuty, make_plan
from opsplan.planning.reference import Found, duty_named, resolve
from opsplan.values.checklist import Checklist, Item
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Shop
from opsplan.values.problem import OpsplanError
from opsplan.values.window import day_window

NOW = "2026-11-25 08:40"
"""A Wednesday."""

SHOP = book_of(
    "{id: repost, name: {zh: 重发产品信息, en: Repost listings}, when: 每天 8:30、11:30、14:30}",
    "{id: titles, name: {zh: 改标题, en: Titles}, when: [每周一, 每周四 9:00-10:00]}",
    "{id: push, name: {zh: 推送, en: Push}, when: 每周三 10:00}",
    "{id: radar, name: {zh: 雷达, en: Radar}, when: 每周二}",
    "{id: weekly, name: {zh: 周报, en: Weekly}, when: 每周一次}",
    "{id: setup, name: {zh: 绑定, en: Bind}, when: 一次}",
    book="shop",
)
GROWTH = book_of(
    "{id: risk, name: {zh: 风险, en: Risk}, when: 每天}",
    "{id: push, name: {zh: 推广, en: Promote}, when: 每天}",
    "{id: monthly, name: {zh: 月计划, en: Month plan}, when: 每月1号 遇假日顺延}",
    "{id: refresh, name: {zh: 更新橱窗, en: Refresh}, when: 完成后15天, check_on: 每周一、五}",
    "{id: asked, name: {zh: 单独做, en: Asked}, when: 触发时}",
    book="growth",
)


def plan(shop: Shop | None = None) -> Plan:
    """Two playbooks; the shop has been running for long."""
    return make_plan(shop or Shop("main", launch=day("2026-01-01")), [SHOP, GROWTH])


def lists(at: Plan, ledger: Ledger, now: str) -> Callable[[date], Checklist]:
    """The lists of that shop's days."""
    return lambda on: checklist(at, now, ledger, day_window(on))


def found(
    text: str,
    now: str = NOW,
    *,
    on: str | None = None,
    ledger: Ledger | None = None,
    shop: Shop | None = None,
) -> list[str]:
    """The identities (without the playbook) that a reference names."""
    at = plan(shop)
    where = day(on or now[:10])
    named = resolve(text, at, where, lists(at, ledger or Ledger(), now))
    return [each.item.occurrence.ref.partition("/")[2] for each in named]


def refused(text: str, now: str = NOW, shop: Shop | None = None) -> tuple[str, str]:
    """What is said about a reference that names nothing, and the hint ('' without one)."""
    with pytest.raises(OpsplanError) as caught:
        found(text, now, shop=shop)
    error = caught.value
    assert error.exit_code == 1
    return str(error.message), str(error.hint or "")


def every(now: str = NOW) -> list[Item]:
    """The whole list of the day."""
    listed = checklist(plan(), now)
    return [*listed.items, *listed.setup]


class TestNumbers:
    @pytest.mark.parametrize("no", range(1, len(every()) + 1))
    def test_of_each_row(self, no: int) -> None:
        (wanted,) = [item for item in every() if item.no == no]
        assert found(str(no)) == [wanted.occurrence.ref.partition("/")[2]]

    def test_a_range_has_both_ends_in(self) -> None:
        refs = [item.occurrence.ref.partition("/")[2] for item in every()]
        assert found("2-4") == refs[1:4]
        assert found("3-3") == refs[2:3]

    @pytest.mark.parametrize("text", ["２－４", " 2-4 ", "2–4"])
    def test_as_a_chinese_keyboard_types_it(self, text: str) -> None:
        assert found(text) == found("2-4")

    def test_of_another_day(self) -> None:
        other = checklist(plan(), NOW, window=day_window(day("2026-11-24")))
        (wanted,) = [item for item in other.items if item.no == 1]
        assert found("1", on="2026-11-24") == [wanted.occurrence.ref.partition("/")[2]]

    def test_set_up_steps_have_numbers_too(self) -> None:
        assert found(str(len(every()))) == ["setup@2026-01-01#1"]

    @pytest.mark.parametrize("text", ["0", "99", "1-99"])
    def test_that_are_not_on_the_list(self, text: str) -> None:
        said, hint = refused(text)
        assert "2026-11-25" in said
        assert hint == f"the list has the numbers 1 to {len(every())}"

    def test_the_missing_number_is_named(self) -> None:
        assert "number 99 " in refused("99")[0]
        assert f"number {len(every()) + 1} " in refused("1-99")[0]


class TestIdentities:
    @pytest.mark.parametrize(
        "text",
        [
            "main/shop/repost@2026-11-25#2",
            "shop/repost@2026-11-25#2",
            "repost@2026-11-25#2",
            "repost@wed#2",
            "repost@Wednesday#2",
            "repost@周三#2",
            "repost@today#2",
            "repost@今天#2",
            "repost@11-25#2",
            "repost@11月25日#2",
            "repost#2",
            "repost@11:30",
            "repost@2026-11-25@11:30",
            "repost@wed@11:30",
            "repost@11点半",
            "REPOST#2",
            " repost # 2 ",
            "ｒｅｐｏｓｔ＠ｗｅｄ＃２",
            "A01#2",
            "a01#2",
            "A01@wed#2",
            "A01@11:30",
            "重发产品信息#2",
            "Repost listings#2",
            "Repost listings@wed@11:30",
        ],
    )
    def test_in_all_its_forms(self, text: str) -> None:
        assert found(text) == ["repost@2026-11-25#2"]

    def test_every_ref_of_the_list_leads_back_to_its_row(self) -> None:
        for item in every():
            assert found(item.occurrence.ref) == [item.occurrence.ref.partition("/")[2]]

    def test_every_paper_code_of_the_day_does(self) -> None:
        for item in every():
            assert found(item.occurrence.paper_code)[0].partition("@")[0] == (
                item.occurrence.planned.duty.id
            )

    def test_without_a_slot_the_first_unsettled_one(self) -> None:
        ledger = Ledger()
        assert found("repost") == ["repost@2026-11-25#1"]
        first, second, *_ = [i.occurrence for i in every() if "repost" in i.occurrence.ref]
        ledger.add("done", first, "2026-11-25 08:35")
        assert found("repost", ledger=ledger) == ["repost@2026-11-25#2"]
        ledger.add("skip", second, "2026-11-25 08:36", text="why")
        assert found("repost", ledger=ledger) == ["repost@2026-11-25#3"]

    def test_when_all_are_settled_one_of_them(self) -> None:
        ledger = Ledger()
        for occurrence in [i.occurrence for i in every() if "repost" in i.occurrence.ref]:
            ledger.add("done", occurrence, "2026-11-25 08:35")
        assert found("repost", ledger=ledger)[0].startswith("repost@2026-11-25#")

    def test_late_and_upcoming_ones_count_as_unsettled(self) -> None:
        assert found("repost", "2026-11-25 23:00") == ["repost@2026-11-25#1"]
        assert found("repost", "2026-11-25 06:00") == ["repost@2026-11-25#1"]

    def test_missed_ones_can_be_named(self) -> None:
        assert found("repost@yesterday#3") == ["repost@2026-11-24#3"]
        assert found("repost@mon") == ["repost@2026-11-23#1"]

    def test_upcoming_days_can_be_named(self) -> None:
        assert found("repost@tomorrow#3") == ["repost@2026-11-26#3"]
        assert found("repost@+2") == ["repost@2026-11-27#1"]
        assert found("titles@下周四") == ["titles@2026-12-03#1"]

    def test_a_floating_one_from_any_day_of_its_span(self) -> None:
        for text in ("weekly", "weekly@mon", "weekly@tue", "weekly@2026-11-29", "A05"):
            assert found(text) == ["weekly@2026-11-23#1"]
        assert found("weekly@2026-11-22") == ["weekly@2026-11-16#1"]

    def test_a_carried_one_from_the_list_on_which_it_stands(self) -> None:
        assert found("radar") == ["radar@2026-11-24#1"]
        assert found("radar@tue") == ["radar@2026-11-24#1"]
        assert found("A04") == ["radar@2026-11-24#1"]

    def test_a_set_up_step_from_any_day(self) -> None:
        for text in ("setup", "绑定", "A06", "setup@2026-01-01#1", "setup@wed"):
            assert found(text) == ["setup@2026-01-01#1"]

    def test_the_day_of_the_list_is_that_of_the_at_option(self) -> None:
        assert found("repost#2", on="2026-11-24") == ["repost@2026-11-24#2"]

    def test_the_found_day_is_that_of_the_list(self) -> None:
        at = plan()
        named: list[Found] = resolve(
            "repost@mon#2", at, day("2026-11-25"), lists(at, Ledger(), NOW)
        )
        assert [each.day for each in named] == [day("2026-11-23")]


class TestWeekdays:
    @pytest.mark.parametrize(
        ("now", "named", "date"),
        [
            ("2026-11-25 08:40", "wed", "2026-11-25"),
            ("2026-11-25 08:40", "tue", "2026-11-24"),
            ("2026-11-25 08:40", "thu", "2026-11-19"),
            ("2026-11-25 08:40", "sun", "2026-11-22"),
            ("2026-11-25 08:40", "周四", "2026-11-19"),
            ("2026-11-25 08:40", "星期日", "2026-11-22"),
            ("2026-11-25 08:40", "friday", "2026-11-20"),
            ("2026-11-23 08:40", "wed", "2026-11-18"),
            ("2026-11-23 08:40", "mon", "2026-11-23"),
            ("2026-11-29 08:40", "wed", "2026-11-25"),
            ("2026-11-29 08:40", "sun", "2026-11-29"),
            ("2026-11-25 08:40", "next wed", "2026-12-02"),
            ("2026-11-25 08:40", "下周三", "2026-12-02"),
            ("2026-11-25 08:40", "last fri", "2026-11-20"),
            ("2026-11-25 08:40", "上周五", "2026-11-20"),
        ],
    )
    def test_are_the_latest_such_day_up_to_today(self, now: str, named: str, date: str) -> None:
        assert found(f"repost@{named}", now) == [f"repost@{date}#1"]

    def test_of_a_paper_code(self) -> None:
        assert found("A03@wed", "2026-11-27 09:00") == ["push@2026-11-25#1"]
        assert found("B02@tue") == ["push@2026-11-24#1"]


class TestTwoPlaybooks:
    def test_an_id_in_both_must_be_written_in_full(self) -> None:
        said, hint = refused("push")
        assert "'push'" in said
        assert "shop/push" in said
        assert "growth/push" in said
        assert hint

    @pytest.mark.parametrize("text", ["push@wed", "push#1", "push@10:00"])
    def test_a_day_or_slot_does_not_help(self, text: str) -> None:
        assert "growth/push" in refused(text)[0]

    @pytest.mark.parametrize(
        ("text", "playbook"),
        [("shop/push", "shop"), ("growth/push", "growth"), ("A03", "shop"), ("B02", "growth")],
    )
    def test_the_full_id_or_the_code_do(self, text: str, playbook: str) -> None:
        at = plan()
        (named,) = resolve(text, at, day("2026-11-25"), lists(at, Ledger(), NOW))
        assert named.item.occurrence.planned.playbook.id == playbook

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("risk", "growth/risk"),
            ("GROWTH/RISK", "growth/risk"),
            ("Risk", "growth/risk"),
            ("风险", "growth/risk"),
            ("b01", "growth/risk"),
            ("月计划", "growth/monthly"),
        ],
    )
    def test_a_duty_alone(self, text: str, key: str) -> None:
        named: PlannedDuty = duty_named(text, plan())
        assert named.planned.key == key

    def test_an_id_that_looks_like_a_code_is_an_id(self) -> None:
        book = book_of("{id: a, name: A, when: 每天}", "{id: a01, name: B, when: 每天}", book="x")
        assert duty_named("a01", make_plan(Shop("main"), [book])).planned.duty.name.en == "B"


class TestMovedAndUndated:
    @pytest.mark.parametrize(
        "text", ["monthly@2026-10-01#1", "growth/monthly@2026-10-01", "monthly@2026-10-08", "B03"]
    )
    def test_a_shifted_one_by_its_nominal_date_or_its_own(self, text: str) -> None:
        assert found(text, "2026-10-08 09:00") == ["monthly@2026-10-01#1"]

    def test_a_shifted_one_before_and_after_its_day(self) -> None:
        for now in ("2026-10-02 09:00", "2026-10-08 09:00", "2026-10-12 09:00"):
            assert found("monthly@2026-10-01#1", now) == ["monthly@2026-10-01#1"]

    def test_an_identity_that_was_merged_leads_to_the_row_that_covers_it(self) -> None:
        book = book_of("{id: w, name: W, when: 每周三 10:00 遇假日提前}", book="x")
        at = make_plan(Shop("main", launch=day("2026-01-01")), [book])
        (named,) = resolve(
            "w@2026-10-07#1", at, day("2026-09-30"), lists(at, Ledger(), "2026-09-30 09:00")
        )
        assert named.item.occurrence.ref == "x/w@2026-09-30#1"

    def test_after_done_by_the_identity_that_the_list_shows(self) -> None:
        """Friday: done on 11-08, so nominally Monday 11-23 is the next; ticked nowhere since."""
        ledger = self.done("2026-11-08 09:00", "2026-11-06")
        now = "2026-11-27 09:00"
        listed = self.refresh(now, ledger)
        assert listed.ref == "growth/refresh@2026-11-23#1"
        assert found(listed.ref, now, ledger=ledger) == ["refresh@2026-11-23#1"]

    def test_after_done_with_a_nominal_date_that_is_no_check_day(self) -> None:
        """Done on 11-10, so nominally Wednesday 11-25, and offered on Friday 11-27."""
        ledger = self.done("2026-11-10 09:00", "2026-11-09")
        now = "2026-11-27 09:00"
        listed = self.refresh(now, ledger)
        assert listed.ref == "growth/refresh@2026-11-25#1"
        assert found(listed.ref, now, ledger=ledger) == ["refresh@2026-11-25#1"]

    def test_after_done_that_was_never_done(self) -> None:
        shop, now = Shop("main"), "2026-11-27 09:00"
        (listed,) = [
            each.occurrence.ref
            for each in checklist(plan(shop), now).items
            if "refresh" in each.occurrence.ref
        ]
        assert listed == "growth/refresh@2024-01-01#1"
        assert found(listed, now, shop=shop) == ["refresh@2024-01-01#1"]

    @pytest.mark.parametrize(
        "text", ["refresh", "B04", "refresh@2026-11-27", "refresh@2026-11-25#1"]
    )
    def test_after_done_can_be_done_early(self, text: str) -> None:
        """Two days before it stands on a list: done on 11-10, offered on 11-27."""
        ledger = self.done("2026-11-10 09:00", "2026-11-09")
        assert found(text, "2026-11-24 09:00", ledger=ledger) == ["refresh@2026-11-25#1"]

    def done(self, when: str, on: str) -> Ledger:
        """A journal in which the after-done duty was once done."""
        ledger = Ledger()
        ledger.add("done", self.refresh(when, ledger, on), when)
        return ledger

    def refresh(self, now: str, ledger: Ledger, on: str | None = None) -> Occurrence:
        """The after-done duty of a day's list."""
        at = plan()
        listed = lists(at, ledger, now)(day(on or now[:10]))
        (ours,) = [i.occurrence for i in listed.items if i.occurrence.planned.duty.id == "refresh"]
        return ours


class TestErrors:
    def test_a_duty_that_does_not_exist_comes_with_near_ones(self) -> None:
        said, hint = refused("repots")
        assert said == "there is no duty 'repots' in this shop"
        assert hint == "did you mean repost?"

    def test_a_part_of_an_id_finds_it(self) -> None:
        assert "refresh" in refused("fresh")[1]

    @pytest.mark.parametrize("text", ["zzz", "Z99", "shop/zzz", "other/repost"])
    def test_no_duty_at_all(self, text: str) -> None:
        assert "no duty" in refused(text)[0]

    @pytest.mark.parametrize("text", ["", " ", "@wed", "#2"])
    def test_a_name_that_is_missing(self, text: str) -> None:
        assert refused(text)[0] == "the name of a duty is missing"

    @pytest.mark.parametrize("text", ["repost#9", "repost@wed#9", "repost@09:00"])
    def test_a_slot_that_does_not_exist_comes_with_those_that_do(self, text: str) -> None:
        said, hint = refused(text)
        assert said == f"'{text}' names no slot of that day"
        assert "#1, #2, #3" in hint
        assert "@08:30" in hint

    @pytest.mark.parametrize("text", ["repost#0", "repost#x", "repost#-1", "repost#"])
    def test_what_is_no_slot_number(self, text: str) -> None:
        assert text in refused(text)[0]

    @pytest.mark.parametrize(
        "text", ["repost@", "repost@wde", "repost@2026-02-30", "repost@25:00", "repost@@wed"]
    )
    def test_what_is_neither_a_day_nor_a_time(self, text: str) -> None:
        said, hint = refused(text)
        assert text in said
        assert "@wed" in hint

    def test_a_duty_that_is_not_on_that_day_comes_with_its_next(self) -> None:
        said, hint = refused("titles@2026-11-29")
        assert said == "titles is not on the list of 2026-11-29"
        assert hint == "next on 2026-11-30: shop/titles@2026-11-30#1"
        assert found("titles@2026-11-30#1") == ["titles@2026-11-30#1"]

    def test_triggered_work_is_on_no_list(self) -> None:
        assert refused("asked")[0] == "asked is not on the list of 2026-11-25"

    def test_another_shop(self) -> None:
        said, hint = refused("second/shop/repost@2026-11-25#1")
        assert "second" in said
        assert hint == "add --shop second"

    def test_what_is_off_is_no_duty(self) -> None:
        shop = Shop("main", launch=day("2026-01-01"), off=frozenset({"shop/radar"}))
        assert "no duty" in refused("radar", shop=shop)[0]

    @pytest.mark.parametrize(
        "text", ["repost@9999999-01-01", "99999-1", "a" * 5000, "@" * 500, "repost" + "#1" * 500]
    )
    def test_nonsense_is_refused_in_one_sentence(self, text: str) -> None:
        try:
            named = found(text)
        except OpsplanError as error:
            assert "\n" not in str(error.message)
        else:
            assert named == ["repost@2026-11-25#1"]


class TestASecondTick:
    """It says that the thing is done, and settles nothing else (DESIGN section 6)."""

    def test_what_was_missed_the_night_before_is_not_taken_for_tonight(self) -> None:
        at = make_plan(
            Shop("main", launch=day("2026-01-01"), playbooks=("shop",)),
            [book_of("{id: night, name: 夜, when: 每天 18:00-02:00}", book="shop")],
        )
        ledger = Ledger()
        for _ in range(2):
            seen = lists(at, ledger, "2026-11-25 19:00")
            for text in ("night", "A01", "night#1"):
                (named,) = resolve(text, at, day("2026-11-25"), seen)
                assert named.item.occurrence.date == day("2026-11-25"), text
            ledger.add("done", named.item.occurrence, "2026-11-25 19:00")
        (named,) = resolve("night", at, day("2026-11-25"), lists(at, Ledger(), "2026-11-25 01:00"))
        assert named.item.occurrence.date == day("2026-11-24")

    def test_merged_dates_name_the_one_that_took_them_up(self) -> None:
        duty = "{id: pv, name: P, when: 每天 9:00 提前, if_missed: carry}"
        at = make_plan(Shop("main", launch=day("2026-01-01")), [book_of(duty, book="shop")])
        ledger = Ledger()
        seen = lists(at, ledger, "2026-11-27 10:00")
        for text, on in (("pv@sat", "2026-11-20"), ("pv@2026-11-28", "2026-11-27")):
            (named,) = resolve(text, at, day("2026-11-27"), seen)
            assert named.item.occurrence.date == day(on)
            ledger.add("done", named.item.occurrence, "2026-11-27 10:00")
            (again,) = resolve(text, at, day("2026-11-27"), lists(at, ledger, "2026-11-27 10:01"))
            assert (again.item.occurrence.date, again.item.status) == (day(on), "done")


def test_a_weekday_is_the_latest_up_to_today_whatever_day_is_meant() -> None:
    at = plan()
    (named,) = resolve(
        "repost@wed#2",
        at,
        day("2026-11-24"),
        lists(at, Ledger(), NOW),
        today=day("2026-11-25"),
    )
    assert named.item.occurrence.date == day("2026-11-25")


def test_the_time_that_a_list_shows_names_a_slot_that_the_clocks_moved() -> None:
    shop = Shop("main", launch=day("2027-01-01"), timezone="America/New_York")
    at = make_plan(shop, [book_of("{id: h, name: H, when: 每小时 0:00-4:00}", book="shop")])
    seen = lists(at, Ledger(), "2027-03-14 17:00")
    shown = [each.occurrence.at for each in seen(day("2027-03-14")).items]
    for time in shown:
        (named,) = resolve(f"h@{time}", at, day("2027-03-14"), seen)
        assert named.item.occurrence.at == time
