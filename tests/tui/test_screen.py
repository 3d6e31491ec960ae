"""What the terminal app must bear: hostile titles, narrow and resized screens, both languages."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from house import Home, book_of, day
from opsplan.cli.session import Options, Session
from opsplan.cli.terminal import open_desk
from opsplan.journal import open_journal
from opsplan.planning.plan import make_plan
from opsplan.tui import Desk
from opsplan.tui.app import VIEWS
from opsplan.tui.details import wrapped
from opsplan.tui.rows import Rows
from opsplan.values.playbook import Shop
from opsplan.values.text import Text
from tui_house import DAY, Clock, Play, desk_of, play

NASTY = (
    "[red]x[/red]",
    "[/]",
    "[/",
    "[link=file:///etc/passwd]y[/link]",
    "[@click=app.exit]z[/]",
    ":smile:",
    "$text-error",
)


@pytest.mark.parametrize("size", [(120, 40), (40, 20)])
def test_titles_are_shown_as_they_are_in_every_view(tmp_path: Path, size: tuple[int, int]) -> None:
    duties = [
        f"{{id: n{n}, name: '{title}', when: 每天, steps: ['{title}'], role: r{n}}}"
        for n, title in enumerate(NASTY)
    ]
    roles = "\n".join(f"  - {{id: r{n}, name: '{title}'}}" for n, title in enumerate(NASTY))
    desk = desk_of(tmp_path, *duties, more=f"roles:\n{roles}")

    async def flow(played: Play) -> None:
        for title in NASTY:
            assert title in played.text
        for name in VIEWS:
            played.app.call_later(played.app.action_view, name)
            await played.pilot.pause()
            await played.press("down", "enter", "escape")
        await played.press("d", "s")
        await played.type("[/red]")
        assert "⊘" in played.text
        assert size[0] == 40 or "skipped: [/red]" in played.text
        await played.press("n")
        await played.type("[b")
        await played.press("r")
        assert NASTY[0] in "\n".join(played.app.screen.query_one(Rows).plain)
        await played.press("escape", "question_mark", "escape", "ctrl+p", "escape")
        assert played.app.is_running

    play(desk, flow, size=size)


def test_escape_sequences_and_bidi_are_made_visible(tmp_path: Path) -> None:
    book = book_of('{id: a, name: "a\\e[31mb\\u202Ec", when: 每天}')
    plan = make_plan(Shop("main", Text("店\x1b]0;x\x07"), launch=day("2026-11-16")), [book])
    desk = Desk(plan, open_journal(tmp_path / "journal.db"), "m\x1be", Clock())

    async def flow(played: Play) -> None:
        assert "a␛[31mb⟨202E⟩c" in played.row
        await played.press("space")
        assert "m␛e" in played.text
        assert "店␛]0;x␇" in played.head

    play(desk, flow)


def test_the_details_are_beside_the_list_where_there_is_room(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        assert not played.app.view.query_one(".pane").display
        await played.press("enter")
        assert played.app.view.query_one(".pane").display
        assert "every day at 08:00-10:00" in played.pane
        await played.press("down")
        assert "Repost the oldest" in played.pane
        await played.press("escape")
        assert not played.app.view.query_one(".pane").display
        await played.pilot.resize_terminal(120, 30)
        await played.pilot.pause()
        assert played.app.view.query_one(".pane").display

    play(desk_of(tmp_path, *DAY), flow, size=(80, 24))


def test_enter_in_a_wide_screen_scrolls_the_details(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("enter")
        assert played.app.focused is played.app.view.query_one(".pane")
        await played.press("space", "escape")
        assert isinstance(played.app.focused, Rows)
        assert "☑ 08:00-10:00  Read figures" in played.text

    play(desk_of(tmp_path, *DAY), flow)


def test_a_playbook_that_cannot_be_used_is_said(home: Home) -> None:
    home.write("playbooks/broken.yaml", "opsplan: 1\nid: broken\nduties: 3\n")
    home.write("config.yaml", "opsplan: 1\nshops: {main: {playbooks: [1688-shop, broken]}}\n")
    session = Session(Options(lang="en"), {"OPSPLAN_HOME": str(home.folder)})

    async def flow(played: Play) -> None:
        assert "broken.yaml:" in played.said
        assert "Repost listings" in played.text

    play(open_desk(session, None), flow)


def test_forty_columns_keep_box_time_and_title(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.pilot.resize_terminal(40, 20)
        await played.pilot.pause()
        assert played.row == "☐ 08:00  Read figures"
        assert all(cell_len(line) <= 40 for line in played.app.view.rows.plain)
        assert played.keys.rstrip().endswith("? help  q quit")
        for name in VIEWS:
            played.app.call_later(played.app.action_view, name)
            await played.pilot.pause()
            assert all(cell_len(line) <= 40 for line in played.app.view.rows.plain)

    play(desk_of(tmp_path, *DAY), flow)


def test_commands_are_found_by_either_language(tmp_path: Path) -> None:
    for typed in ("备注", "note"):

        async def flow(played: Play, typed: str = typed) -> None:
            await played.press("ctrl+p", *typed, "enter")
            assert "Read figures 08:00" in played.dialog or "看数据 08:00" in played.dialog

        play(desk_of(tmp_path, *DAY), flow, lang="zh")
        play(desk_of(tmp_path, *DAY), flow, lang="en")


def test_every_key_is_on_the_help_page_and_in_the_palette(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("question_mark")
        for word in ("打勾，整项完成", "换一家店", "空格", "逐行移动", "☑"):
            assert word in played.dialog
        await played.press("escape")
        assert played.app.screen.id == "_default"

    play(desk_of(tmp_path, *DAY), flow, lang="zh")


def test_light_and_dark_change_places(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        assert played.app.theme == "opsplan-dark"
        await played.press("T")
        assert played.app.theme == "opsplan-light"

    play(desk_of(tmp_path, *DAY), flow)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("1. 记下昨天的流量、来源。", 11, ["1. 记下昨天", "   的流量、", "   来源。"]),
        ("the quick brown fox", 9, ["the quick", "   brown", "   fox"]),
        ("/a/very/long/path", 8, ["/a/very/", "   long/", "   path"]),
        ("", 8, [""]),
    ],
)
def test_text_is_broken_where_its_readers_break_it(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width, 3) == lines
    assert all(cell_len(line) <= width for line in wrapped(text, width, 3))


def test_details_keep_words_whole_and_brackets_with_what_they_hold() -> None:
    """They had a way of their own to break lines: `nex` and `t`, and `（` at a line's end."""
    said = wrapped("约好的下次联系写进 next，前一天会提醒。", 24, 3)
    assert said == ["约好的下次联系写进", "   next，前一天会提醒。"]
    said = wrapped("访客比上周同一天少三成是跌（opsplan log visitors=120）", 28, 3)
    assert not any(line.endswith("（") for line in said)
    assert "（opsplan" in "".join(said)
