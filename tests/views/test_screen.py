"""Screens, whole: `--update-golden` writes what is drawn now into tests/views/golden."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from house import Ledger, checklist, day, item, occurrences, plan_of
from opsplan.values.checklist import Checklist
from opsplan.values.playbook import Shop
from opsplan.values.text import LANGUAGES, Language, Text
from opsplan.values.window import month_window, week_window
from opsplan.views.month import month_screen
from opsplan.views.screen import Screen, day_screen, week_screen
from opsplan.views.words import Words

GOLDEN = Path(__file__).parent / "golden"
MORE = "blocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '08:00-12:00'}]"
DUTIES = (
    "{id: repost, name: {zh: 重发产品信息, en: Repost}, when: '每天 8:30、14:30', role: ops}",
    "{id: data, name: {zh: 看昨日数据, en: Look at the figures}, when: 每天 上午, role: ops}",
    "{id: list, name: {zh: 优化产品, en: Improve}, when: 每天, goal: {zh: 7 条, en: 7 items}}",
    "{id: centre, name: {zh: 查体验中心, en: Check the centre}, when: 每周一, role: ads}",
    "{id: talk, name: {zh: 与客服沟通, en: Talk to the rep}, when: 每周两次}",
    "{id: plan, name: {zh: 定促销方案, en: Plan a promotion}, when: 每月一次 25号前}",
    "{id: pay, name: {zh: 绑定支付宝, en: Bind Alipay}, when: 一次}",
)
PLAN = plan_of(
    *DUTIES, shop=Shop("main", name=Text("主店", "Main shop"), launch=day("2026-11-20")), more=MORE
)
NOW = "2026-11-25 10:15"


def ledger() -> Ledger:
    known = Ledger()
    today = {
        each.ref.partition("/")[2]: each for each in occurrences(PLAN, "2026-11-23", "2026-11-25")
    }
    known.add("done", today["data@2026-11-25#1"], "2026-11-25 08:50")
    known.add("progress", today["list@2026-11-25#1"], "2026-11-25 09:10", count=3.0)
    known.add("skip", today["repost@2026-11-24#2"], "2026-11-24 15:00", text="停电")
    known.add("done", today["repost@2026-11-24#1"], "2026-11-24 08:40")
    known.add("note", today["list@2026-11-25#1"], "2026-11-25 09:12", text="等图片")
    return known


def drawn(view: str, language: Language, screen: Screen) -> str:
    words = Words(language)
    if view == "day":
        return day_screen(checklist(PLAN, NOW, ledger()), words, screen)
    if view == "setup":
        return day_screen(checklist(PLAN, NOW, ledger()), words, screen, setup=True)
    window = (week_window if view == "week" else month_window)(day("2026-11-25"))
    found: Checklist = checklist(PLAN, NOW, ledger(), window)
    return (week_screen if view == "week" else month_screen)(found, words, screen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [48, 80, 200])
@pytest.mark.parametrize("view", ["day", "setup", "week", "month"])
def test_screen(view: str, columns: int, language: Language, update_golden: bool) -> None:
    text = drawn(view, language, Screen(columns))
    path = GOLDEN / f"{view}-{columns}-{language}.txt"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    assert max(cell_len(line) for line in text.splitlines()) <= columns


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_colour_adds_nothing_but_colour(view: str) -> None:
    import re

    plain, coloured = (drawn(view, "zh", Screen(80, colour)) for colour in (False, True))
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_late_is_a_word_and_not_only_a_colour() -> None:
    assert item(checklist(PLAN, NOW, ledger()), "repost@2026-11-25#1").status == "late"
    line = next(x for x in drawn("day", "zh", Screen(80)).splitlines() if "08:30" in x)
    assert "逾时" in line
