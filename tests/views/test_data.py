"""What `--json` prints, short and long."""

import json

import pytest

from house import occurrences, plan_of
from opsplan.values.playbook import Shop
from opsplan.views.data import INDENTED_ITEMS, Expanded, json_text, occurrence_data
from opsplan.views.words import Words

DUTIES = (
    "{id: repost, name: '重发 100% %(date)s', when: '每天 8:30、11:30、14:30', goal: 100 条}",
    "{id: plan, name: {zh: 计划, en: '\"Plan\" \\u202e\\\\u0000date'}, when: 每月1号 顺延}",
    "{id: chat, name: 盯旺旺, when: 每天 08:00-22:00, if_missed: carry}",
    "{id: study, name: 学习, when: 每周一次, covers: [S0-001]}",
    "{id: night, name: 夜班, when: 每天 02:30}",
)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_a_long_list_says_of_each_item_what_a_short_one_says(zone: str, ascii_only: bool) -> None:
    plan = plan_of(*DUTIES, shop=Shop("main", timezone=zone))
    found = occurrences(plan, "2026-01-01", "2026-12-31")
    words = Words("en")
    text = json_text({"from": "x", "items": Expanded(found, words)}, ascii_only=ascii_only)
    assert len(found) > INDENTED_ITEMS
    assert text.isascii() == ascii_only
    assert "\u202e" not in text
    said = json.loads(text)
    assert said["from"] == "x"
    assert said["items"] == [occurrence_data(each, words) for each in found]
    few = json_text({"items": Expanded(found[:3], words)}, ascii_only=ascii_only)
    assert json.loads(few)["items"] == said["items"][:3]
    assert len(text.splitlines()) == len(found) + 2
