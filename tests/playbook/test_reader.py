"""Playbook text to a Playbook field by field, or to all of its problems with their places."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml

from house import SHIPPED, needs
from opsplan.playbook.lint import warnings_of
from opsplan.playbook.reader import read_playbook
from opsplan.playbook.schema import json_schema
from opsplan.values.cadence import (
    LAST,
    AfterDone,
    AtPeaks,
    ClockWindow,
    Daily,
    DayOfMonth,
    Floating,
    InBlock,
    Monthly,
    Once,
    Phrase,
    Slot,
    Triggered,
    Weekly,
)
from opsplan.values.playbook import Block, Duty, Goal, Option, Playbook, Role
from opsplan.values.problem import Problem
from opsplan.values.text import Text

NEWLINE = "\n"
HEAD = "opsplan: 1\nid: mine\nname: 手册\n"
"""The first three lines of a playbook; what a test adds begins on line 4."""


def line_of(problem: Problem) -> str:
    """`4:9: duties: what; fix`."""
    fix = f"; {problem.fix}" if problem.fix else ""
    return f"{problem.line}:{problem.column}: {problem.path}: {problem.what}{fix}"


def problems_of(text: str) -> list[str]:
    """The problems of a playbook that must have some, in the order of the file."""
    book, problems = read_playbook(text.encode(), "mine.yaml")
    assert book is None
    assert problems
    assert {problem.file for problem in problems} == {"mine.yaml"}
    assert {problem.severity for problem in problems} == {"error"}
    return [line_of(problem) for problem in problems]


def only_problem(marked: str) -> str:
    """`path: what; fix` of a playbook's one problem, which must be at the mark `‸`."""
    before, mark, after = marked.partition("‸")
    assert mark
    found = problems_of(before + after)
    assert len(found) == 1, found
    place, _, rest = found[0].partition(": ")
    assert place == f"{before.count(NEWLINE) + 1}:{len(before) - before.rfind(NEWLINE)}", found
    return rest


def duty_problem(marked: str) -> str:
    """The one problem of a duty with these further keys, at the mark."""
    return only_problem(f"{HEAD}duties:\n  - {{id: a, name: A, {marked}}}\n")


def book_with(more: str) -> Playbook:
    """A playbook that must be valid."""
    book, problems = read_playbook((HEAD + more).encode(), "mine.yaml")
    assert book is not None, [line_of(problem) for problem in problems]
    assert problems == ()
    return book


class TestAllAtOnce:
    def test_five_mistakes_give_five_problems(self) -> None:
        text = (
            f"{HEAD}duties:\n"
            "  - id: a\n"
            "    name: A\n"
            "    when: evry day\n"
            "    rolle: ops\n"
            "  - id: B b\n"
            "    name: B\n"
            "    when: 每天\n"
            "    takes: soon\n"
            "  - id: c\n"
            "    when: 每天\n"
        )
        found = problems_of(text)
        assert [line.split(": ")[:2] for line in found] == [
            ["7:11", "duties[0].when"],
            ["8:5", "duties[0].rolle"],
            ["9:9", "duties[1].id"],
            ["12:12", "duties[1].takes"],
            ["13:5", "duties[2]"],
        ]
        assert "'evry'" in found[0]
        assert "did you mean 'every day'?" in found[0]
        assert "did you mean 'role'?" in found[1]
        assert "such as b-b" in found[2]
        assert "20m" in found[3]
        assert "'name' is missing" in found[4]

    def test_problems_stand_in_the_order_of_the_file(self) -> None:
        text = f"{HEAD}duties:\n  - {{id: a, name: A, when: x}}\n  - {{id: a, name: A, when: y}}\n"
        lines = [int(line.split(":")[0]) for line in problems_of(text)]
        assert lines == sorted(lines)
        assert len(lines) == 3

    def test_a_repeated_key_does_not_hide_the_others(self) -> None:
        text = f"{HEAD}duties:\n  - id: a\n    id: b\n    name: A\n    when: x\n"
        found = problems_of(text)
        assert [line.split(": ")[0] for line in found] == ["6:5", "8:11"]

    def test_a_repeated_key_has_its_whole_path(self) -> None:
        found = only_problem(
            f"{HEAD}duties:\n  - id: a\n    name: A\n    when: 每天\n    ‸when: 每周一\n"
        )
        assert found.startswith("duties[0].when: ")
        assert "line 7" in found

    @pytest.mark.parametrize("when", ["''", "' '", "['']", "[' ']", "~", ""])
    def test_an_empty_phrase_is_one_mistake(self, when: str) -> None:
        found = problems_of(f"{HEAD}duties:\n  - {{id: a, name: A, when: {when}}}\n")
        assert len(found) == 1
        assert found[0].split(": ")[1].startswith("duties[0].when")


class TestKeysAndTypes:
    @pytest.mark.parametrize(
        ("text", "start"),
        [
            ("‸", ": the file is empty"),
            ("‸[a]\n", ": a mapping"),
            ("‸just words\n", ": a mapping"),
            (f"{HEAD}duties: ‸text\n", "duties: a list is expected"),
            (f"{HEAD}duties: ‸{{a: b}}\n", "duties: a list is expected"),
            (f"{HEAD}duties: [‸text]\n", "duties[0]: a mapping"),
            (f"{HEAD}‸dutys: []\n", "dutys: there is no key 'dutys' here; did you mean 'duties'?"),
            (f"{HEAD}peaks: ‸9:00\n", "peaks: a list is expected"),
            (f"{HEAD}peaks: [9:00, ‸25:00]\n", "peaks[1]: a clock time"),
            (f"{HEAD}options: ‸[a]\n", "options: a mapping"),
            (f"{HEAD}options:\n  how: ‸x\n", "options.how: a mapping"),
            pytest.param(
                f"{HEAD}calendar: ‸CNN\n",
                "calendar: there is no calendar 'CNN'",
                marks=needs("holidays"),
            ),
            (f"{HEAD}source: ‸x.docx\n", "source: a mapping"),
            (
                f"{HEAD}timezone: ‸Asia/Shangai\n",
                "timezone: there is no time zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'?",
            ),
            (f"{HEAD}blocks: [{{id: m, name: M, at: ‸8-9}}]\n", "blocks[0].at: a stretch"),
            (f"{HEAD}roles: [‸{{id: ops}}]\n", "roles[0]: the key 'name' is missing"),
            ("opsplan: ‸zwei\nid: x\nname: X\n", "opsplan: the format version must be 1"),
            (
                "opsplan: ‸2\nid: x\nname: X\n",
                "opsplan: this file is of format 2, which a newer opsplan reads; upgrade opsplan",
            ),
            ("‸id: x\nname: X\n", ": the key 'opsplan' is missing"),
            ("opsplan: 1\nid: ‸My Book\nname: X\n", "id: an id is"),
        ],
    )
    def test_of_the_file(self, text: str, start: str) -> None:
        assert only_problem(text).startswith(start)

    @pytest.mark.parametrize(
        ("more", "start"),
        [
            ("when: ‸{a: b}", "duties[0].when: "),
            ("when: ‸[]", "duties[0].when: there is no phrase"),
            ("when: [每天, ‸[每周一]]", "duties[0].when[1]: a text is expected"),
            ("when: 每天, steps: ‸x", "duties[0].steps: a list is expected"),
            ("when: 每天, steps: [a, ‸[b]]", "duties[0].steps[1]: "),
            ("when: 每天, covers: ‸S0-001", "duties[0].covers: a list is expected"),
            ("when: 每天, covers: [‸[a]]", "duties[0].covers[0]: a text is expected"),
            ("when: 每天, role: ‸[ops]", "duties[0].role: an id is"),
            ("when: 每天, role: ‸运营", "duties[0].role: an id is"),
            ("when: 每天, takes: ‸0m", "duties[0].takes: a span"),
            ("when: 每天, takes: ‸5", "duties[0].takes: a span"),
            ("when: 每天, takes: ‸25h", "duties[0].takes: a span"),
            ("when: 每天, standing: ‸yes", "duties[0].standing: true or false"),
            (
                "when: 每天, if_missed: ‸later",
                "duties[0].if_missed: 'later' is none of expire, car",
            ),
            (
                "when: 每天, if_missed: ‸expires",
                "duties[0].if_missed: 'expires' is none of expire, carry; did you mean 'expire'?",
            ),
            (
                "when: 每天, ‸nmae: x",
                "duties[0].nmae: there is no key 'nmae' here; did you mean 'name'?",
            ),
        ],
    )
    def test_of_a_duty(self, more: str, start: str) -> None:
        assert duty_problem(more).startswith(start)

    def test_an_unknown_key_without_a_near_one_lists_the_keys(self) -> None:
        found = only_problem(f"{HEAD}duties: [{{id: a, name: {{zh: 甲, ‸fr: X}}, when: 每天}}]\n")
        assert found == "duties[0].name.fr: there is no key 'fr' here; the keys here are zh, en"

    @pytest.mark.parametrize("name", ["‸", " ‸~", " ‸''", " ‸' '", " ‸[a]", " ‸{}"])
    def test_where_a_text_is_missing_a_text_is_expected(self, name: str) -> None:
        found = only_problem(f"{HEAD}duties:\n  - id: a\n    when: 每天\n    name:{name}\n")
        assert found.startswith("duties[0].name: ")
        assert "text" in found

    def test_every_missing_key_is_told(self) -> None:
        assert problems_of(f"{HEAD}duties: [{{}}]\n") == [
            f"4:10: duties[0]: the key '{key}' is missing" for key in ("id", "name", "when")
        ]

    @pytest.mark.parametrize(
        "name", ["A", "1a", "a_b", "a b", "-a", "é", "任务", "a.b", "a/b", "a#"]
    )
    def test_a_bad_id_is_refused(self, name: str) -> None:
        found = only_problem(f"{HEAD}duties: [{{id: ‸'{name}', name: A, when: 每天}}]\n")
        assert found.startswith("duties[0].id: an id is ")

    def test_a_playbook_may_be_named_after_its_platform(self) -> None:
        book, problems = read_playbook(b"opsplan: 1\nid: 1688-shop\nname: X\n", "f.yaml")
        assert problems == ()
        assert book is not None
        assert book.id == "1688-shop"


class TestGoals:
    @pytest.mark.parametrize(
        ("text", "count", "unit"),
        [
            ("10 条", 10, "条"),
            ("'1,000 条'", 1000, "条"),
            ("'12,345,678 items'", 12_345_678, "items"),
            ("３０条", 30, "条"),
            ("0.5 小时", 0.5, "小时"),
            ("80%", 80, "%"),
            ("7", 7, ""),
        ],
    )
    def test_a_number_and_a_unit(self, text: str, count: float, unit: str) -> None:
        book = book_with(f"duties: [{{id: a, name: A, when: 每天, goal: {text}}}]\n")
        assert book.duties[0].goal == Goal(count, Text(unit, unit))


class TestFullWidthColons:
    """A colon of Chinese text is no colon of YAML."""

    SAID = "this colon is the full-width one; write ':' and a space"

    def test_in_the_keys_of_a_duty(self) -> None:
        typed = f"{HEAD}duties:\n  - {{id：a, name：一个很长很长的名字, when: 每天}}\n"
        assert problems_of(typed) == [
            f"5:6: duties[0].id：a: {self.SAID}",
            f"5:12: duties[0].name：一个很长很长的名字: {self.SAID}",
        ]

    def test_in_the_whole_file(self) -> None:
        assert problems_of("opsplan：1\nid：mine\n") == [f"1:1: : {self.SAID}"]

    def test_in_an_entry(self) -> None:
        assert problems_of(f"{HEAD}duties:\n  - id：a\n  - 打包：每天\n")[0].endswith(self.SAID)


class TestCounts:
    def test_a_target_has_twelve_months(self) -> None:
        more = "metrics: [{id: x, name: X}]\ntargets: [{metric: x, year: 2026, months: ‸[1, 2]}]\n"
        assert only_problem(f"{HEAD}{more}") == (
            "targets[0].months: at least 12 entries are expected, not 2"
        )

    def test_nor_has_it_more(self) -> None:
        months = ", ".join("1" * 13)
        more = f"targets: [{{metric: x, year: 2026, months: ‸[{months}]}}]\n"
        assert only_problem(f"{HEAD}metrics: [{{id: x, name: X}}]\n{more}") == (
            "targets[0].months: at most 12 entries are expected, not 13"
        )


class TestReferences:
    @pytest.mark.parametrize(
        ("starts", "names"),
        [
            (("after a",), "a"),
            (("after b", "after a"), "b, a"),
            (("after b", "after c", "after a"), "b, c, a"),
        ],
    )
    def test_phases_that_wait_for_each_other(self, starts: tuple[str, ...], names: str) -> None:
        phases = ", ".join(
            f"{{id: {name}, name: N, starts: {each}, lasts: 1 month}}"
            for name, each in zip("abc", starts, strict=False)
        )
        found = problems_of(f"{HEAD}phases: [{phases}]\n")
        assert len(found) == len(starts)
        assert found[0].endswith(f"phases[0].starts: these phases wait for each other: {names}")

    @pytest.mark.parametrize(
        ("section", "more"), [("duties", ", when: 每天"), ("blocks", ""), ("roles", "")]
    )
    def test_a_repeated_id_names_the_first_line(self, section: str, more: str) -> None:
        found = only_problem(
            f"{HEAD}{section}:\n  - {{id: same, name: A{more}}}\n  - {{id: ‸same, name: B{more}}}\n"
        )
        assert found == f"{section}[1].id: the id same stands twice; the first is on line 5"

    def test_the_same_id_may_stand_in_different_sections(self) -> None:
        book = book_with(
            "roles: [{id: ops, name: O}]\nblocks: [{id: ops, name: O}]\n"
            "duties: [{id: ops, name: O, when: 每天}]\n"
        )
        assert book.duties[0].id == book.roles[0].id == book.blocks[0].id

    def test_a_choice_of_a_duty_that_does_not_exist(self) -> None:
        found = only_problem(
            f"{HEAD}duties: [{{id: repost, name: A, when: 每天}}]\n"
            "options:\n  how: {default: x, choices: {x: [repost], y: [‸repots]}}\n"
        )
        assert found == (
            "options.how.choices.y[0]: there is no duty or target 'repots'; did you mean 'repost'?"
        )

    def test_a_default_that_is_no_choice(self) -> None:
        found = only_problem(
            f"{HEAD}duties: [{{id: a, name: A, when: 每天}}]\n"
            "options:\n  how: {default: ‸fuor, choices: {four: [a]}}\n"
        )
        assert found == "options.how.default: there is no choice 'fuor'; did you mean 'four'?"

    def test_an_option_needs_its_default(self) -> None:
        found = only_problem(f"{HEAD}options:\n  how: ‸{{choices: {{}}}}\n")
        assert found == "options.how: the key 'default' is missing"

    def test_a_block_of_a_phrase_that_does_not_exist(self) -> None:
        found = only_problem(
            f"{HEAD}blocks: [{{id: early, name: {{zh: 早班, en: Early}}}}]\n"
            "duties: [{id: a, name: A, when: every day in ‸erly}]\n"
        )
        assert found.startswith("duties[0].when: 'erly' cannot be read here; expected a block")
        assert "early" in found

    def test_a_chinese_block_of_a_phrase_that_does_not_exist(self) -> None:
        found = duty_problem("when: 每天 ‸上午")
        assert found.startswith("duties[0].when: '上午' cannot be read here")

    def test_blocks_are_known_by_id_and_by_either_name(self) -> None:
        book = book_with(
            "blocks: [{id: early, name: {zh: 早班, en: First shift}}]\nduties:\n"
            "  - {id: a, name: A, when: every day in early}\n"
            "  - {id: b, name: B, when: every day in first shift}\n"
            "  - {id: c, name: C, when: 每天 早班}\n"
        )
        assert {duty.phrases for duty in book.duties} == {(Phrase(Daily(), (InBlock("early"),)),)}


class TestPhraseLists:
    @pytest.mark.parametrize(
        ("when", "word"),
        [
            ("[每天, 每周一次]", "mix"),
            ("[每天 10:00, 完成后15天]", "mix"),
            ("[2026-12-01, 一次]", "mix"),
            ("[每周一, 触发时]", "mix"),
            ("[完成后15天, 完成后2周]", "alone"),
            ("[一次, 一次]", "alone"),
            ("[触发时, 一次]", "alone"),
            ("[每周一次, 完成后15天]", "alone"),
            ("前30天", "campaign"),
            ("on the day", "campaign"),
            ("第3天", "phase"),
        ],
    )
    def test_what_does_not_go_together(self, when: str, word: str) -> None:
        found = duty_problem(f"when: ‸{when}")
        assert found.startswith("duties[0].when: ")
        assert word in found

    @pytest.mark.parametrize(
        "when",
        ["[每周一, 每周四 09:00-10:00]", "[每周一次, 每月一次]", "[每天, 2026-12-01]", "[每天]"],
    )
    def test_what_does(self, when: str) -> None:
        assert book_with(f"duties: [{{id: a, name: A, when: {when}}}]\n").duties

    @pytest.mark.parametrize(
        "when", ["每周一次 ‸10:00", "完成后15天 ‸10:00", "一次 ‸遇假日顺延", "触发时 ‸8:00-9:00"]
    )
    def test_undated_phrases_take_no_clock_and_no_shift(self, when: str) -> None:
        assert "takes no" in duty_problem(f"when: {when}")

    def test_each_bad_phrase_of_a_list_is_told(self) -> None:
        found = problems_of(f"{HEAD}duties: [{{id: a, name: A, when: [每周八, 每天, 每月99号]}}]\n")
        assert [line.split(": ")[1] for line in found] == [
            "duties[0].when[0]",
            "duties[0].when[2]",
        ]


class TestPolicies:
    @pytest.mark.parametrize(
        ("more", "start"),
        [
            ("when: 每天, goal: ‸很多", "duties[0].goal: a goal is a number and a unit"),
            ("when: 每天, goal: ‸0 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸-3 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸3-5 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸3～5条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸3 到 5 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸10. 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸1e3 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸'1,00 条'", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸100000000000 条", "duties[0].goal: a goal is"),
            ("when: 每天, goal: ‸[10]", "duties[0].goal: "),
            ("when: 每天, goal: ‸{zh: 9 条, en: 8 x}", "duties[0].goal: the goal has different"),
            ("when: 每周三次, goal: ‸10 条", "duties[0].goal: the phrase already says"),
            ("when: [每周一次, 每月两次], goal: ‸2 条", "duties[0].goal: the phrase already"),
            ("when: 完成后15天, if_missed: ‸expire", "duties[0].if_missed: "),
            ("when: 每天, check_on: ‸每周一", "duties[0].check_on: check_on goes with"),
            ("when: 完成后9天, check_on: ‸每周一次", "duties[0].check_on: check_on takes dates"),
            ("when: 完成后9天, check_on: ‸每周一 9:00", "duties[0].check_on: check_on takes"),
            ("when: 完成后9天, check_on: ‸触发时", "duties[0].check_on: check_on takes"),
            ("when: 完成后9天, check_on: ‸前3天", "duties[0].check_on: check_on takes"),
            ("when: 完成后9天, check_on: every ‸mnday", "duties[0].check_on: 'mnday' cannot"),
        ],
    )
    def test_refused(self, more: str, start: str) -> None:
        assert duty_problem(more).startswith(start)

    @pytest.mark.parametrize(
        ("typed", "goal"),
        [
            ("10 条", Goal(10, Text("条", "条"))),
            ("10条", Goal(10, Text("条", "条"))),
            ("'7'", Goal(7, Text("", ""))),
            ("1.5 小时", Goal(1.5, Text("小时", "小时"))),
            ("{zh: 10 条, en: 10 items}", Goal(10, Text("条", "items"))),
            ("{en: 10 items}", Goal(10, Text("", "items"))),
        ],
    )
    def test_goals(self, typed: str, goal: Goal) -> None:
        book = book_with(f"duties: [{{id: a, name: A, when: 每天, goal: {typed}}}]\n")
        assert book.duties[0].goal == goal

    @pytest.mark.parametrize(
        ("typed", "minutes"),
        [("20m", 20), ("1h", 60), ("1h30m", 90), ("20分钟", 20), ("1小时", 60), ("24h", 1440)],
    )
    def test_spans(self, typed: str, minutes: int) -> None:
        book = book_with(f"duties: [{{id: a, name: A, when: 每天, takes: {typed}}}]\n")
        assert book.duties[0].takes == minutes


class TestColumns:
    @pytest.mark.parametrize(
        "line",
        [
            "when: every day at ‸25:00",
            "when:   every day at ‸25:00",
            "when: 'every day at ‸25:00'",
            'when: "every day at ‸25:00"',
            "when: [every mon, every ‸wde]",
            "when: [every mon, 'every ‸wde']",
            "when: 每天 ‸25:00",
            "when: '每天 ‸25:00'",
            "when: every 　‸wde",
            "when:\n      - 每天\n      - every ‸wde",
            "when:\n      - 每天\n      - 'every ‸wde'",
            "when: rrule FREQ=DAILY ‸since 2026-01-01",
        ],
    )
    def test_the_column_is_that_of_the_bad_word(self, line: str) -> None:
        found = only_problem(f"{HEAD}duties:\n  - id: a\n    name: A\n    {line}\n")
        assert found.startswith("duties[0].when")


WHOLE = """\
opsplan: 1
id: whole
name: {zh: 全书, en: Whole}
source: {document: {zh: 每日安排, en: Daily plan}, url: "https://example.com"}
calendar: CN
timezone: Asia/Tokyo
peaks: ["9:00", "15:30"]
roles:
  - {id: ops, name: {zh: 运营, en: Operations}}
blocks:
  - {id: morning, name: {zh: 上午, en: Morning}, at: "08:00-12:00"}
  - {id: night, name: {zh: 夜间, en: Night}, at: "22:00-02:00"}
  - {id: think, name: 烧脑}
duties:
  - id: repost
    name: {zh: 重发, en: Repost}
    when: 每天 8:30、10:00-10:30
    role: ops
    takes: 20m
    goal: {zh: 10 条, en: 10 items}
    steps: [{zh: 甲, en: A}, 乙]
    covers: [S0-042, S0-087]
    if_missed: carry
  - id: refresh
    name: 更新
    when: 完成后半个月
    check_on: 每周一、五
    suggested: true

  - {id: online, name: Online, when: 每天 上午, standing: true}
  - {id: titles, name: Titles, when: [每周一, 每周四 9:00-10:00 从2026-11-01起 到2026-12-31止]}
  - {id: weekly, name: Weekly, when: 每周三次}
  - {id: month, name: Month, when: "every month on 1, 31 next workday"}
  - {id: setup, name: Setup, when: once}
  - {id: asked, name: Asked, when: when triggered}
  - {id: peaks, name: Peaks, when: every day at peaks - 30m}
options:
  how: {default: a, choices: {a: [repost], b: [peaks, online]}}
"""


def test_a_whole_playbook_field_by_field() -> None:
    book, problems = read_playbook(WHOLE.encode(), "/books/whole.yaml")
    assert problems == ()
    until = date(2026, 12, 31)
    assert book == Playbook(
        id="whole",
        name=Text("全书", "Whole"),
        file="/books/whole.yaml",
        document=Text("每日安排", "Daily plan"),
        calendar="CN",
        timezone="Asia/Tokyo",
        peaks=(540, 930),
        blocks=(
            Block("morning", Text("上午", "Morning"), 480, 720),
            Block("night", Text("夜间", "Night"), 1320, 1560),
            Block("think", Text("烧脑", "烧脑")),
        ),
        roles=(Role("ops", Text("运营", "Operations")),),
        duties=(
            Duty(
                "repost",
                Text("重发", "Repost"),
                (Phrase(Daily(), (Slot(510), ClockWindow(600, 630))),),
                1,
                15,
                "ops",
                20,
                Goal(10, Text("条", "items")),
                (Text("甲", "A"), Text("乙", "乙")),
                ("S0-042", "S0-087"),
                "carry",
            ),
            Duty(
                "refresh",
                Text("更新", "更新"),
                (Phrase(AfterDone(1, "half-month")),),
                2,
                24,
                check_on=Phrase(Weekly((0, 4))),
                suggested=True,
            ),
            Duty(
                "online",
                Text("Online", "Online"),
                (Phrase(Daily(), (InBlock("morning"),)),),
                3,
                30,
                standing=True,
            ),
            Duty(
                "titles",
                Text("Titles", "Titles"),
                (
                    Phrase(Weekly((0,))),
                    Phrase(Weekly((3,)), (ClockWindow(540, 600),), None, date(2026, 11, 1), until),
                ),
                4,
                31,
            ),
            Duty("weekly", Text("Weekly", "Weekly"), (Phrase(Floating(3, "week")),), 5, 32),
            Duty(
                "month",
                Text("Month", "Month"),
                (Phrase(Monthly((DayOfMonth(1), DayOfMonth(31))), (), "next"),),
                6,
                33,
            ),
            Duty("setup", Text("Setup", "Setup"), (Phrase(Once()),), 7, 34),
            Duty("asked", Text("Asked", "Asked"), (Phrase(Triggered()),), 8, 35),
            Duty("peaks", Text("Peaks", "Peaks"), (Phrase(Daily(), (AtPeaks(-30),)),), 9, 36),
        ),
        options=(Option("how", "a", {"a": ("repost",), "b": ("peaks", "online")}),),
    )


def test_a_plain_text_is_both_languages_and_spaces_around_it_go() -> None:
    book = book_with("duties: [{id: a, name: ' 甲 ', when: 每天}]\n")
    assert book.duties[0].name == Text("甲", "甲")


def test_a_half_named_text_is_read_in_the_other_language() -> None:
    book = book_with("duties: [{id: a, name: {zh: 甲}, when: 每天}]\n")
    assert book.duties[0].name == Text("甲", "")
    assert book.duties[0].name.read("en") == "甲"


def test_last_days_are_minus_one() -> None:
    book = book_with("duties: [{id: a, name: A, when: 每月底}]\n")
    assert book.duties[0].phrases == (Phrase(Monthly((DayOfMonth(LAST),))),)


class TestWarnings:
    @pytest.mark.parametrize(
        ("when", "word"),
        [
            ("every month on 5th wed", "silent in some months"),
            ("every month on 20th workday", "silent in some months"),
            ("every month on 31", "last day of shorter months"),
            ("every month on 40th workday", "never"),
            ("every day at peaks - 30m", "peaks"),
            ("every year on 02-29", "29 February falls back"),
            ("every year on lunar 12-30", "falls back to the 29th"),
            ("rrule FREQ=MINUTELY;INTERVAL=90 from 2026-01-01T09:00", "more often than once"),
            ("rrule FREQ=YEARLY;BYWEEKNO=20 from 2026-01-01", "without BYDAY"),
            ("rrule FREQ=YEARLY;INTERVAL=2;BYWEEKNO=20;BYDAY=MO from 2026-01-01", "INTERVAL"),
            ("rrule FREQ=YEARLY;BYMONTHDAY=13 from 2026-01-01", "without BYMONTH"),
            (
                "rrule FREQ=YEARLY;BYDAY=WE;BYWEEKNO="
                "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,35,37,39,41,43,45,47,49,51,53"
                " from 2026-01-01",
                "twice in a row",
            ),
            ("rrule FREQ=MONTHLY;BYMONTHDAY=31 from 2026-01-01", "silent in some months"),
            ("rrule FREQ=MONTHLY;INTERVAL=3;BYDAY=5FR from 2026-01-01", "silent in some months"),
            ("every day from 2026-12-01 until 2026-11-01", "never"),
        ],
    )
    def test_phrases_that_work_otherwise_than_they_look(self, when: str, word: str) -> None:
        book, problems = read_playbook(
            f"{HEAD}duties:\n  - id: a\n    name: A\n    when: '{when}'\n".encode(), "f.yaml"
        )
        said = warnings_of(book) if book else problems
        places = [(problem.line, problem.column, problem.path) for problem in said]
        assert places == [(7, 11, "duties[0].when")]
        assert word in str(said[0].what)

    def test_the_phrase_of_a_list_and_of_a_phase_is_named(self) -> None:
        book = book_with(
            "phases:\n"
            "  - id: p\n    name: P\n    starts: launch\n    lasts: 3 months\n"
            "    duties:\n"
            "      - {id: a, name: A, when: [每月底, 每月31号]}\n"
        )
        (warning,) = warnings_of(book)
        assert (warning.line, warning.path) == (10, "phases[0].duties[0].when")
        assert warning.column == len("      - {id: a, name: A, when: [每月底, ") + 1

    @pytest.mark.parametrize(
        "when",
        [
            "每天",
            "每月底",
            "每月第4个周三",
            "每月首个工作日",
            "每月28号",
            "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=8,9,10,11,12,13,14 from 2026-01-01",
            "rrule FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=28 from 2026-01-31",
            "rrule FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3 from 2026-01-01",
            "rrule FREQ=YEARLY;BYWEEKNO=1,2,3;BYDAY=MO from 2026-01-01",
        ],
    )
    def test_the_rest_is_silent(self, when: str) -> None:
        assert warnings_of(book_with(f"duties: [{{id: a, name: A, when: '{when}'}}]\n")) == ()

    def clashes(self, *duties: str, more: str = "") -> list[str]:
        """What is said of duties, each `id, phrase` with what else it has."""
        listed = "".join(f"  - {{name: N, {duty}}}\n" for duty in duties)
        return [str(each.what) for each in warnings_of(book_with(f"duties:\n{listed}{more}"))]

    def test_two_duties_of_one_role_at_one_time(self) -> None:
        said = self.clashes(
            "id: a, role: ops, when: '每天 8:30、11:30'",
            "id: b, role: ops, when: '每周四 11:30'",
            "id: c, role: ads, when: '每周四 11:30'",
            "id: d, when: '每周四 11:30'",
            "id: e, role: ops, when: '每周四 11:00-12:00'",
            "id: f, role: ops, when: '每小时 8:00-9:00'",
        )
        assert said == ["b: a is at 11:30 too, for the same role (Thu)"]

    def test_what_is_for_different_shops_never_meets(self) -> None:
        said = self.clashes(
            "id: a, role: ops, when: '每天 9:00', applies: {platform: taobao}",
            "id: b, role: ops, when: '每天 9:00', applies: {platform: '1688'}",
            "id: c, role: ops, when: '每天 10:00'",
            "id: d, role: ops, when: '每天 10:00'",
            "id: e, role: ops, when: '每周一 9:30'",
            "id: f, role: ops, when: '每周二 9:30'",
            more="options:\n  how: {default: x, choices: {x: [c], y: [d]}}\n",
        )
        assert said == []


Json = dict[str, Any]


def schema_faults(data: object, schema: Json, root: Json, path: str = "$") -> Iterator[str]:
    """What a JSON Schema says against some data, as far as ours uses JSON Schema."""
    if "$ref" in schema:
        yield from schema_faults(data, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    if "anyOf" in schema:
        tried = [list(schema_faults(data, each, root, path)) for each in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
    if "const" in schema and data != schema["const"]:
        yield f"{path}: not {schema['const']!r}"
    if "enum" in schema and data not in schema["enum"]:
        yield f"{path}: none of {schema['enum']}"
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "object": dict,
        "array": list,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "null": type(None),
    }
    if "type" in schema and not isinstance(data, kinds[schema["type"]]):
        yield f"{path}: not of type {schema['type']}"
    elif isinstance(data, str) and not re.search(schema.get("pattern", ""), data):
        yield f"{path}: {data!r} is not {schema['pattern']}"
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from schema_faults(item, schema.get("items", {}), root, f"{path}[{index}]")
    elif isinstance(data, dict):
        yield from _object_faults(data, schema, root, path)


def _object_faults(data: Json, schema: Json, root: Json, path: str) -> Iterator[str]:
    yield from (f"{path}: no {key}" for key in schema.get("required", []) if key not in data)
    known = schema.get("properties", {})
    other = schema.get("additionalProperties", {})
    for key, value in data.items():
        if key not in known and other is False:
            yield f"{path}.{key}: unknown"
        elif key not in known:
            yield from schema_faults(value, other, root, f"{path}.{key}")
        else:
            yield from schema_faults(value, known[key], root, f"{path}.{key}")


def faults(data: object) -> list[str]:
    """What our schema says against the data of a playbook."""
    schema = json_schema()
    return list(schema_faults(data, schema, schema))


DATE_TAG = "tag:yaml.org,2002:timestamp"


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: `on` and `yes` are words."""


EditorLoader.yaml_implicit_resolvers = {
    letter: [(tag, form) for tag, form in forms if tag not in ("tag:yaml.org,2002:bool", DATE_TAG)]
    for letter, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf")
)


def as_an_editor_reads(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)


class TestSchema:
    SMALL = "opsplan: 1\nid: a\nname: A\nduties:\n  - id: a\n    name: A\n    when: 每天\n"

    @pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
    def test_accepts_the_shipped_playbooks(self, path: Any) -> None:
        assert faults(as_an_editor_reads(path.read_text(encoding="utf-8"))) == []

    def test_accepts_a_whole_playbook(self) -> None:
        assert faults(yaml.safe_load(WHOLE)) == []

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"dutys": []}, "$.dutys: unknown"),
            ({"opsplan": 2}, "$.opsplan: not 1"),
            ({"id": "A b"}, "$.id: "),
            ({"name": {"fr": "x"}}, "$.name"),
            ({"duties": [{"id": "a", "name": "A"}]}, "$.duties[0]: no when"),
            ({"duties": [{"id": "a", "name": "A", "when": 5}]}, "$.duties[0].when: "),
            (
                {"duties": [{"id": "a", "name": "A", "when": "每天", "rolle": "x"}]},
                "$.duties[0].rolle: unknown",
            ),
            (
                {"duties": [{"id": "a", "name": "A", "when": "每天", "if_missed": "x"}]},
                "$.duties[0].if_missed: ",
            ),
        ],
    )
    def test_refuses_what_the_reader_refuses(self, change: Json, fault: str) -> None:
        found = faults({**yaml.safe_load(self.SMALL), **change})
        assert len(found) == 1
        assert found[0].startswith(fault)

    def test_has_no_reference_that_leads_nowhere(self) -> None:
        schema = json_schema()
        used = set(re.findall(r"'\$ref': '#/\$defs/(\w+)'", str(schema)))
        assert used
        assert used <= set(schema["$defs"])
        assert schema["$schema"].startswith("https://json-schema.org/draft/")

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("takes", "20m"),
            ("takes", "1h30m"),
            ("takes", "20分钟"),
            ("takes", "1 h"),
            ("takes", ""),
            ("takes", "soon"),
            ("goal", "10 条"),
            ("role", "ops"),
            ("role", "Ops"),
            ("covers", ["S0-001"]),
            ("when", ["每周一", "每周四"]),
        ],
    )
    def test_agrees_with_the_reader(self, key: str, value: object) -> None:
        duty = {"id": "a", "name": "A", "when": "每天", key: value}
        data = {"opsplan": 1, "id": "a", "name": "A", "duties": [duty]}
        _, problems = read_playbook(yaml.safe_dump(data, allow_unicode=True).encode(), "f.yaml")
        assert (faults(data) == []) == (problems == ())

    @pytest.mark.parametrize("peak", ["09:00", "9:30", "8点半", "上午9点", "noon", ""])
    def test_agrees_about_clock_times(self, peak: str) -> None:
        data = {"opsplan": 1, "id": "a", "name": "A", "peaks": [peak]}
        _, problems = read_playbook(yaml.safe_dump(data, allow_unicode=True).encode(), "f.yaml")
        assert (faults(data) == []) == (problems == ())


def test_a_role_by_its_name_is_told_where_names_are_given() -> None:
    text = "opsplan: 1\nid: own\nname: Own\nduties: [{id: a, name: A, when: daily, role: 仓管}]\n"
    _, problems = read_playbook(text.encode(), "own.yaml")
    assert [str(each.fix) for each in problems] == [
        "such as warehouse; roles: tells what people call it"
    ]


@pytest.mark.parametrize(
    "by", ["weekends", "[1, 2]", "[0, 0, 0, 0, 0, 0, 0]", "[1, 1, 1, 1, 1, 1, x]"]
)
def test_weights_that_cannot_be_read_are_told_at_their_place(by: str) -> None:
    target = f"{{metric: m, year: 2026, total: 12, by: {by}}}"
    text = f"opsplan: 1\nid: book\nname: B\nmetrics: [{{id: m, name: M}}]\ntargets: [{target}]\n"
    _, problems = read_playbook(text.encode(), "book.yaml")
    assert [problem.path for problem in problems] == ["targets[0].by"]
