"""`opsplan review`: past days settled in a few keystrokes, or from a script."""

import json

import pytest

from house import Home, Ran

PLAYBOOK = """
opsplan: 1
id: mine
name: Mine
roles: [{id: ops, name: {zh: 运营, en: Operations}}, {id: ads, name: {zh: 推广, en: Ads}}]
duties:
  - {id: repost, name: {zh: 重发, en: Repost}, when: 每天 8:30, role: ops}
  - {id: ads, name: {zh: 看推广, en: Look at ads}, when: 每天, role: ads}
  - {id: plan, name: {zh: 计划, en: Plan}, when: 每周三, role: ops, if_missed: carry}
"""
NOW = "2026-11-27T09:05+08:00"  # a Friday


@pytest.fixture
def shop(home: Home) -> Home:
    """A shop that has been run since Tuesday."""
    home.write("playbooks/mine.yaml", PLAYBOOK)
    home.write("config.yaml", "me: 小李\nshops: {main: {playbooks: [mine]}}\n")
    assert home.run("done", "ads", now="2026-11-24T10:00+08:00").code == 0
    return home


def review(shop: Home, *words: str, **more: str) -> Ran:
    return shop.run("review", *words, now=NOW, **more)


def listed(shop: Home, *words: str) -> dict[int, str]:
    """Number and `duty@date` of what is left."""
    items = review(shop, *words, "--json").json["items"]
    return {each["no"]: f"{each['duty']}@{each['date'][5:]}" for each in items}


LEFT = {
    1: "repost@11-26",
    2: "ads@11-26",
    3: "repost@11-25",
    4: "ads@11-25",
    5: "plan@11-25",
    6: "repost@11-24",
}


def test_what_is_late_is_as_late_as_today_has_it(home: Home) -> None:
    """It was as late as on the first day that was looked through."""
    shop = "launch: 2026-11-02, pause: [2026-11-14..2026-11-24]"
    home.write("config.yaml", f"shops: {{main: {{playbooks: [mine], {shop}}}}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: M\nduties:\n"
        "  - {id: far, name: F, when: 2026-11-04}\n"
        "  - {id: near, name: N, when: 2026-11-12}\n"
        "  - {id: soon, name: S, when: 每月一次 12号前}\n",
    )
    at = "2026-11-25T09:00+08:00"
    today, left = (home.run(name, "--json", now=at).json["items"] for name in ("today", "review"))
    ages = {each["duty"]: each["carried_days"] for each in left}
    assert ages == {each["duty"]: each["carried_days"] for each in today}
    assert ages == {"far": 21, "near": 13, "soon": 0}


def entries(shop: Home) -> list[dict[str, object]]:
    lines = shop.run("journal", "export").out.splitlines()
    return [json.loads(line) for line in lines][1:]


def test_the_newest_day_comes_first(shop: Home) -> None:
    assert listed(shop) == LEFT
    assert listed(shop, "--days", "1") == {**dict(list(LEFT.items())[:2]), 3: "plan@11-25"}
    assert listed(shop, "--role", "推广") == {1: "ads@11-26", 2: "ads@11-25"}
    screen = review(shop).out
    assert "The last 14 days" in screen
    assert screen.index("26 Nov") < screen.index("25 Nov") < screen.index("24 Nov")


def test_numbers_stay_while_others_are_settled(shop: Home) -> None:
    assert review(shop, "--done", "2-3").code == 0
    assert listed(shop) == {no: ref for no, ref in LEFT.items() if no not in (2, 3)}
    assert review(shop, "--done", "5", "--skip", "1,4", "--why", "平台维护").code == 0
    assert listed(shop) == {6: LEFT[6]}
    assert shop.run("undo", now=NOW).code == 0
    assert len(listed(shop)) == 2
    kinds = [each["kind"] for each in entries(shop)]
    assert kinds == ["done", "done", "skip", "skip", "done", "undo"]


def test_both_at_once_in_one_answer(shop: Home) -> None:
    ran = review(shop, "--done", "1-2", "--skip", "5", "--why", "no stock", "--json")
    assert [(each["no"], each["status"]) for each in ran.json["items"]] == [
        (1, "done"),
        (2, "done"),
        (5, "skipped"),
    ]
    assert [each.get("why") for each in entries(shop)] == [None, None, "no stock"]


def test_at_is_of_each_items_own_day(shop: Home) -> None:
    assert review(shop, "--done", "1,3", "--at", "08:40").code == 0
    assert [each["at"] for each in entries(shop)] == [
        "2026-11-26T08:40:00+08:00",
        "2026-11-25T08:40:00+08:00",
    ]


def test_a_number_that_is_not_there_is_a_wrong_reference(shop: Home) -> None:
    for number in ("7", "1-7"):
        ran = review(shop, "--done", number)
        assert ran.code == 1
        assert "in this review; opsplan review shows the list" in ran.err
        assert listed(shop) == LEFT


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--done", "1", "--done", "3-1"], "'3-1' is no number of the list"),
        (["--done", "1-2", "--skip", "2", "--why", "x"], "the number 2 is given twice"),
        (["--done", "1,x"], "'x' is no number of the list"),
        (["--skip", "1"], "--skip and --why go together"),
        (["--done", "1", "--why", "x"], "--skip and --why go together"),
        (["--done", "1", "--at", "yesterday"], "'yesterday' is no time of a day"),
        (["--done", "1", "--at", "25:00"], "'25:00' is no time of a day"),
        (["--days", "0"], "--days"),
    ],
)
def test_what_is_refused_writes_nothing(shop: Home, words: list[str], says: str) -> None:
    ran = review(shop, *words)
    assert ran.code == 2
    assert says in ran.err
    assert listed(shop) == LEFT


def test_when_all_is_settled(shop: Home) -> None:
    assert review(shop, "--done", "1-6").code == 0
    assert review(shop).out == "Everything of the last 14 days is settled.\n"
    assert review(shop, LANG="zh_CN.UTF-8").out == "最近 14 天都处理完了。\n"


class TestOnATerminal:
    def ask(self, shop: Home, *lines: str, **more: str) -> Ran:
        return shop.run("review", now=NOW, answers="".join(f"{each}\n" for each in lines), **more)

    def test_a_few_keystrokes(self, shop: Home) -> None:
        ran = self.ask(shop, "1-2", "-5 缺货", "")
        assert ran.code == 0
        assert ran.out == "3 settled  3 not settled\n"
        assert listed(shop) == {3: LEFT[3], 4: LEFT[4], 6: LEFT[6]}
        assert [each.get("why") for each in entries(shop)] == [None, None, "缺货"]

    def test_the_reason_is_asked_for(self, shop: Home) -> None:
        ran = self.ask(shop, "-1 2", "no power", "\x04")
        assert ran.code == 0
        assert [each.get("why") for each in entries(shop)] == ["no power", "no power"]

    def test_a_slip_is_told_and_asked_again(self, shop: Home) -> None:
        ran = self.ask(shop, "9", "what", "-1", "", "*")
        assert "there is no number 9" in ran.err
        assert "'what' is no number of the list" in ran.err
        assert "--skip and --why go together" in ran.err
        assert listed(shop) == {}
        assert ran.out == "6 settled  0 not settled\n"

    def test_in_chinese(self, shop: Home) -> None:
        ran = self.ask(shop, "全部", LANG="zh_CN.UTF-8")
        assert "2-4 完成" in ran.err
        assert ran.out == "6 项已处理  0 项未处理\n"
