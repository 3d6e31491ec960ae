"""The must-shows of a day: the real command on the real playbook."""

import re
from typing import Any

import pytest

from house import Home

GRID = {
    "2026-11-23": ["product-centre", "hero-titles", "site-activities", "unfollowed-inquiries"],
    "2026-11-24": ["diagnosis-score", "upload-products", "lab-analysis", "blog-forum-qa"],
    "2026-11-28": ["upload-products", "blog-forum-qa", "showcase-reset"],
}


def items(home: Home, day: str, *more: str) -> list[dict[str, Any]]:
    ran = home.run("today", "--json", *more, now=f"{day}T08:40+08:00")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = ran.json["items"]
    return found


def times(home: Home, day: str) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for item in items(home, day):
        found.setdefault(item["duty"], []).append(item["at"])
    return found


def test_wednesday_has_the_four_repost_slots_and_the_inquiry_marketing(home: Home) -> None:
    found = times(home, "2026-11-25")
    assert found["repost"] == ["08:30", "11:30", "14:30", "16:30"]
    assert found["inquiry-push"] == [None]
    assert found["smart-follow-up"] == found["marketing-push"] == ["10:00"]


def test_the_first_of_the_month_has_the_promo_plan(home: Home) -> None:
    assert "promo-plan" in times(home, "2026-12-01")
    assert "promo-plan" not in times(home, "2026-11-30")


def test_thursday_has_the_timed_grid(home: Home) -> None:
    ends = {
        (item["duty"], item["at"], item["due"][11:16])
        for item in items(home, "2026-11-26")
        if item["kind"] in ("slot", "window")
    }
    assert {
        ("hero-titles", "09:00", "10:00"),
        ("blog-forum-qa", "10:30", "11:00"),
        ("showcase-reset", "15:00", "15:10"),
        ("lab-analysis", "16:30", "17:00"),
    } <= ends
    assert ("diagnosis-score", "11:30") in {(duty, at) for duty, at, _ in ends}


@pytest.mark.parametrize(("day", "duties"), GRID.items())
def test_the_week_grid(home: Home, day: str, duties: list[str]) -> None:
    assert set(duties) <= set(times(home, day))


def test_sunday_has_only_what_is_daily_floating_or_carried(home: Home) -> None:
    sunday = {item["duty"]: item for item in items(home, "2026-11-29")}
    next_sunday = {item["duty"] for item in items(home, "2026-12-06")}
    floating = {duty for duty, item in sunday.items() if item["kind"] == "floating"}
    every_day = set.intersection(
        *({item["duty"] for item in items(home, f"2026-11-{day}")} for day in range(23, 29))
    )
    assert set(sunday) <= floating | every_day | next_sunday
    assert set(sunday) - floating <= every_day | {"hero-title-rotation", "reoptimise-listing"}


def test_an_english_screen_has_no_chinese_character(home: Home) -> None:
    for command in ("today", "week", "month", "today --setup", "playbook show 1688-shop"):
        ran = home.run(*command.split(), "--lang", "en")
        assert ran.code == 0
        assert not re.search("[\u3000-\u9fff]", ran.out), command


def test_a_chinese_only_title_stays_as_it_is(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: 我的\nduties: [{id: a, name: 扫地, when: 每天}]\n",
    )
    assert "扫地" in home.run("today", "--lang", "en").out


def test_what_is_ticked_today_is_found_again_tomorrow(home: Home) -> None:
    home.run("done", "product-centre", now="2026-11-27T09:00+08:00")
    again = home.run("day", "2026-11-27", "--json", now="2026-11-28T08:00+08:00").json
    statuses = {item["duty"]: item["status"] for item in again["items"]}
    assert statuses["product-centre"] == "done"
    assert statuses["unfollowed-inquiries"] == "late"
    tomorrow = {item["duty"]: item for item in items(home, "2026-11-28")}
    assert "product-centre" not in tomorrow
    assert tomorrow["unfollowed-inquiries"]["carried_days"] == 1


def test_item_keys_are_those_of_the_contract(home: Home) -> None:
    first = next(item for item in items(home, "2026-11-25") if item["duty"] == "repost")
    assert first == {
        "ref": "1688-shop/repost@2026-11-25#1",
        "no": first["no"],
        "code": "A05#1",
        "shop": "main",
        "playbook": "1688-shop",
        "duty": "repost",
        "slot": 1,
        "title": "Repost listings",
        "kind": "slot",
        "date": "2026-11-25",
        "nominal": "2026-11-25",
        "at": "08:30",
        "block": None,
        "opens": "2026-11-25T08:30+08:00",
        "due": "2026-11-25T08:50+08:00",
        "role": "ops",
        "goal": None,
        "progress": 0,
        "status": "open",
        "carried_days": 0,
        "because": None,
        "covers": first["covers"],
    }
    assert "S0-042" in first["covers"]


def test_a_role_filters_and_never_renumbers(home: Home) -> None:
    every = {item["ref"]: item["no"] for item in items(home, "2026-11-25")}
    some = items(home, "2026-11-25", "--role", "推广")
    assert {item["role"] for item in some} == {"ads"}
    assert all(every[item["ref"]] == item["no"] for item in some)
    assert home.run("today", "--role", "adz").code == 1


def test_summary_counts_the_items(home: Home) -> None:
    ran = home.run("today", "--json").json
    assert sum(ran["summary"].values()) == len(ran["items"])
    assert (ran["from"], ran["to"], ran["calendar"]) == ("2026-11-25", "2026-11-25", "official")


def test_a_year_without_official_holidays_is_provisional(home: Home) -> None:
    assert home.run("day", "2027-03-01", "--json").json["calendar"] == "provisional"
    assert "provisional" in home.run("day", "2027-03-01").out
    assert "暂定" in home.run("day", "2027-03-01", "--lang", "zh").out


def test_reading_commands_write_nothing(home: Home) -> None:
    for command in ("today", "week", "month", "day mon", "next repost", "playbook list"):
        home.run(*command.split())
    assert list(home.folder.iterdir()) == []
    home.run("done", "1")
    before = {
        path.name: path.read_bytes() for path in home.folder.iterdir() if path.suffix == ".db"
    }
    for command in ("today", "week", "month", "day mon", "next repost"):
        home.run(*command.split())
    after = {path.name: path.read_bytes() for path in home.folder.iterdir() if path.suffix == ".db"}
    assert before == after


def test_a_broken_playbook_is_told_whatever_its_file_is_called(home: Home) -> None:
    text = "opsplan: 1\nid: bpb\nname: B\nbogus: 1\nduties: [{id: a, name: A, when: daily}]\n"
    home.write("playbooks/b.yaml", text)
    home.write("config.yaml", "shops: {main: {playbooks: [bpb, nope]}}\n")
    ran = home.run("today")
    assert "b.yaml:4:1: bogus" in ran.err
    assert "there is no playbook 'bpb'" not in ran.err
    assert "there is no playbook 'nope'" in ran.err


def test_a_second_tick_leaves_the_night_before_alone(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {launch: 2026-11-01}}\n")
    evening = {"OPSPLAN_NOW": "2026-11-26T19:00+08:00"}
    assert home.run("done", "night-duty", **evening).code == 0
    again = home.run("done", "night-duty", **evening)
    assert (again.code, "already" in again.out + again.err) == (0, True)
    entries = home.run("journal", "export", "-", **evening).out.splitlines()
    assert len(entries) == 1


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (("week", "next"), ("week", "+7")),
        (("week", "上周"), ("week", "2026-11-18")),
        (("month", "next month"), ("month", "2026-12")),
        (("month", "上个月"), ("month", "2026-10")),
        (("report", "week", "last"), ("report", "week", "2026-11-18")),
        (("report", "month", "上月"), ("report", "month", "2026-10")),
    ],
)
def test_words_for_spans(home: Home, typed: tuple[str, ...], same: tuple[str, ...]) -> None:
    said = home.run(*typed, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json == home.run(*same, "--json").json


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (
            "day tomorow",
            "'tomorow' is no day; did you mean 'tomorrow'?",
            "“tomorow”不是日期；是不是“tomorrow”？",
        ),
        (
            "day foo",
            "such as 2026-11-25, today, yesterday, mon, +3 or next wed",
            "如 2026-11-25、今天、昨天、周一、+3、下周三或11月25日",
        ),
        ("week lsat", "did you mean 'last'?", "是不是“last”？"),
        (
            "month dec",
            "'dec' is neither a month nor a day; such as 2026-10, last, next",
            "“dec”既不是月份，也不是日期；如 2026-10、上月、下月",
        ),
        ("month 13", "such as 2026-10", "如 2026-10"),
        ("report month 2026-13", "such as 2026-10", "如 2026-10"),
    ],
)
def test_a_wrong_day_week_or_month_gets_a_hint(
    home: Home, words: str, english: str, chinese: str
) -> None:
    for language, hint in (("en", english), ("zh", chinese)):
        ran = home.run(*words.split(), "--lang", language)
        assert (ran.code, ran.out) == (2, "")
        assert hint in ran.err


@pytest.mark.parametrize(
    ("words", "language", "names"),
    [
        ("today --role 老板", "zh", "可用的岗位：推广、值班、运营、业务、客服\n"),
        ("today --role boss", "en", "the roles are Ads, Night watch, Operations, Sales, Customer"),
        ("rows nope", "zh", "可用的台账：询盘登记、活动结束日期\n"),
        ("rows nope", "en", "the registers are Inquiry log, Activity end dates\n"),
        ("rows 询盘登计", "zh", "是不是“询盘登记”？"),
    ],
)
def test_roles_and_registers_are_listed_by_the_names_that_people_see(
    home: Home, words: str, language: str, names: str
) -> None:
    ran = home.run(*words.split(), "--lang", language)
    assert (ran.code, ran.out) == (1, "")
    assert names in ran.err


def test_the_foot_of_chinese_paper_has_chinese_weekdays_that_are_read_back(home: Home) -> None:
    foot = home.run("week", "--print", "--lang", "zh").out.splitlines()[-1]
    assert "opsplan done A01@周一 " in foot
    refs = foot.partition("done ")[2].partition("（")[0].split()
    assert home.run("done", *refs).code == 0
