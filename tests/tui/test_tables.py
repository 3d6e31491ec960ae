"""Registers, figures, phases and campaigns in the terminal app, by keyboard."""

from pathlib import Path

from house import Home
from opsplan.cli.session import Options, Session
from opsplan.cli.terminal import open_desk
from tui_house import Clock, Play, desk_of, play

MORE = """
registers:
  - id: cases
    name: {zh: 售后, en: Cases}
    fields:
      - {id: issue, name: {zh: 问题, en: Issue}, type: text, required: true}
      - {id: status, name: {zh: 状态, en: Status}, type: choice, of: [open, closed]}
      - {id: promised, name: {zh: 答应的日期, en: Promised}, type: date}
    open_while: status = open
metrics:
  - {id: inquiries, name: {zh: 询盘数, en: Inquiries}, unit: 个}
  - {id: sales, name: {zh: 成交额, en: Sales}, unit: 元}
  - {id: visitors, name: {zh: 访客数, en: Visitors}}
  - {id: rate, name: {zh: 询盘率, en: Inquiry rate}, type: percent, formula: inquiries / visitors}
rules:
  - {id: few, name: {zh: 询盘太少, en: Few inquiries}, when: inquiries < 10, then: [traffic]}
targets:
  - {metric: sales, year: 2026, months: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 21000, 0]}
phases:
  - id: grow
    name: {zh: 增长期, en: Growth}
    starts: when visitors > 100
    lasts: 1 month
    duties: [{id: more, name: {zh: 加品, en: More items}, when: 每天}]
  - id: build
    name: {zh: 完善期, en: Build-out}
    starts: launch
    lasts: 1 month
    goal: {zh: 跑得顺, en: It runs smoothly}
    duties: [{id: plan, name: {zh: 做计划, en: Make a plan}, when: 第12天}]
campaigns:
  - id: sale
    name: {zh: 双12, en: Double 12}
    on: 每年12月12日
    lasts: 2 days
    duties: [{id: stock, name: {zh: 备货, en: Stock up}, when: 前10天}]
"""
DUTY = "{id: traffic, name: {zh: 查流量, en: Check traffic}, when: 触发时, steps: [Look it up]}"


def test_a_row_is_added_changed_and_closed(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, DUTY, more=MORE)

    async def flow(played: Play) -> None:
        await played.press("g")
        assert played.row == "Cases  0  + new row"
        await played.press("a")
        await played.type("late [/] parcel")
        await played.press("enter")
        await played.type("+3")
        assert played.row.startswith("☐   1  late [/] parcel · open · 2026-11-28")
        assert played.row.endswith("25 Nov")
        await played.press("enter")
        await played.type("er")
        await played.press("escape")
        assert "parceler" not in played.text
        await played.press("enter")
        await played.type("s")
        await played.press("ctrl+s")
        assert "late [/] parcels" in played.row
        assert "Promised 2026-11-28" in played.pane.replace("  ", " ")
        await played.press("space")
        assert "parcels" not in played.text
        await played.press("A")
        assert "☑   1  late [/] parcels" in played.text

    play(desk, flow)
    assert desk.rows(("book", "cases"))[0].fields["issue"] == "late [/] parcels"


def test_what_does_not_fit_is_said_and_the_field_has_the_focus(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, DUTY, more=MORE)

    async def flow(played: Play) -> None:
        await played.press("g", "a", "ctrl+s")
        assert "the field 'Issue' is missing" in played.dialog
        assert played.app.focused is not None
        assert played.app.focused.id == "field-issue"
        await played.press("x", "down", "right", "down", *"soon", "ctrl+s")
        assert "'soon' does not fit promised" in played.dialog
        assert played.app.focused.id == "field-promised"
        await played.press("escape")
        assert played.row == "Cases  0  + new row"

    play(desk, flow)
    assert desk.rows(("book", "cases")) == []


def test_digits_log_yesterday_s_figure_and_tell_what_it_asks_for(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, DUTY, more=MORE)

    async def flow(played: Play) -> None:
        await played.press("f")
        assert "figures of 24 Nov 2026 Tue" in played.head
        assert "0 of 3 logged" in played.head
        await played.press("7", "enter")
        assert played.said == "Inquiries 7 个  asks for: Check traffic (few)"
        assert played.row.startswith("☐ Sales")
        assert "☑ Inquiries" in played.text
        assert "! Check traffic" in played.text
        await played.press("5", "enter", "2")
        await played.type("8")
        assert "Sales: yesterday 5 of 1000, this month 5/21000" in played.text
        assert "= Inquiry rate" in played.text
        assert "0.25%" in played.text
        await played.press("d")
        assert "Check traffic  Inquiries 7 个 on 24 Nov, bar 10 个" in played.text

    play(desk, flow)


def test_a_figure_of_today_is_logged_and_one_of_tomorrow_is_not(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, DUTY, more=MORE)

    async def flow(played: Play) -> None:
        await played.press("f", "right", "right")
        assert "figures of 25 Nov 2026 Wed" in played.head
        await played.press("enter")
        await played.type("many")
        assert "'many' is no value for inquiries" in played.dialog
        await played.press("escape", "1")
        await played.type("2")
        assert "12 个" in played.text
        await played.press("u")
        assert played.said == "↶ Inquiries  taken back"
        assert "☐ Inquiries" in played.text

    play(desk, flow)


def test_phases_and_campaigns_stand_on_a_line_of_time(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, DUTY, more=MORE, clock=Clock("2026-11-25 08:40"))

    async def flow(played: Play) -> None:
        await played.press("c")
        assert "–" in next(line for line in played.lines if line.startswith("Growth"))
        assert played.row.startswith("▸ Build-out")
        assert "█" in played.row
        assert "day 10 of 30" in played.pane
        assert "It runs smoothly" in played.pane
        assert "☐ 27 Nov  Make a plan" in played.pane
        await played.press("down")
        assert played.row.startswith("Double 12")
        assert "in 17 d" in played.pane
        assert "☐ 2 Dec  Stock up" in played.pane
        await played.press("right")
        assert "12 Dec 2026 Sat" in played.head

    play(desk, flow)


def test_a_phase_that_a_figure_starts_is_on_the_list_at_once(home: Home) -> None:
    home.write(
        "playbooks/book.yaml", f"opsplan: 1\nid: book\nname: Book\n{MORE}\nduties:\n  - {DUTY}\n"
    )
    home.write(
        "config.yaml", "opsplan: 1\nshops: {main: {playbooks: [book], launch: 2026-11-16}}\n"
    )
    environ = {"OPSPLAN_HOME": str(home.folder), "OPSPLAN_NOW": "2026-11-25T08:40+08:00"}
    session = Session(Options(lang="en"), environ)

    async def flow(played: Play) -> None:
        assert "More items" not in played.text
        await played.press("f", "down", "down", "2", "0", "0", "enter", "d")
        assert "More items" in played.text

    play(open_desk(session, None), flow, open_desk=lambda shop: open_desk(session, shop))
