"""Week, month and what past days have left over, by keyboard."""

from pathlib import Path

from house import day, plan_of
from opsplan.values.classes import replace
from opsplan.values.playbook import Shop
from opsplan.values.window import closed_window
from tui_house import DAY, Play, desk_of, play


def test_the_week_has_a_row_for_each_duty_and_a_column_for_each_day(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("w")
        assert "Week of 23 Nov 2026 to 29 Nov" in played.head
        top = played.app.view.rows.top
        assert top is not None
        assert top.draw(74).plain.split() == ["Mon", "Tue", "Wed*", "Thu", "Fri", "Sat", "Sun"]
        row = next(line for line in played.lines if line.startswith("Repost"))
        assert row.split() == ["Repost", "0/2", "0/2", "0/2", "0/2", "0/2", "0/2", "0/2"]
        row = next(line for line in played.lines if line.startswith("Read figures"))
        assert row.split()[2:] == ["☒", "☒", "☐", "☐", "☐", "☐", "☐"]
        assert "On whatever day" in played.text

    play(desk_of(tmp_path, *DAY), flow)


def test_space_in_the_week_ticks_the_cell(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("w", "down", "left", "space", "space")
        assert played.row.split() == ["Repost", "0/2", "2/2", "0/2", "0/2", "0/2", "0/2", "0/2"]

    play(desk, flow)
    nominals = [str(e.identity.nominal) for e in desk.history("book/repost")]
    assert nominals == ["2026-11-24", "2026-11-24"]


def test_left_of_monday_is_the_week_before(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("w", "left", "left", "left")
        assert "Week of 16 Nov 2026 to 22 Nov" in played.head
        await played.press("right_square_bracket", "right_square_bracket")
        assert "Week of 30 Nov 2026 to 6 Dec" in played.head
        await played.press("t", "enter")
        assert "25 Nov 2026 Wed" in played.head

    play(desk_of(tmp_path, *DAY), flow)


def test_the_month_tells_how_much_of_each_day_is_settled(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("space", "m")
        assert "[25]▃ 1/4" in played.row
        assert "24 ▁ 0/4" in played.row
        assert "not settled 3" in played.pane
        await played.press("up", "left")
        assert "17 Nov 2026 Tue" in played.pane
        await played.press("left_square_bracket")
        assert "Oct 2026" in played.head
        assert played.app.state.day.isoformat() == "2026-10-31"
        await played.press("enter")
        assert "31 Oct 2026 Sat" in played.head

    play(desk_of(tmp_path, *DAY), flow)


def test_the_month_names_days_off_in_the_week_and_weekends_that_are_worked(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        played.app.state.day = played.app.state.day.replace(month=10, day=1)
        await played.press("m")
        assert played.text.startswith("1   off       2   off       3  ")
        assert "10   on" in played.text

    play(desk_of(tmp_path, *DAY), flow, size=(160, 40))


def test_a_day_of_heaps_keeps_its_sign_where_there_is_little_room(tmp_path: Path) -> None:
    duties = [f"{{id: d{n}, name: D{n}, when: every wed, takes: 2h}}" for n in range(36)]

    async def flow(played: Play) -> None:
        await played.press("m")
        assert "[25]0/40!" in played.row

    play(desk_of(tmp_path, *DAY, *duties), flow, size=(120, 40))


def test_the_bar_keeps_its_length_after_another_tab(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        before = played.head
        await played.press("m", "d")
        assert played.head == before

    play(desk_of(tmp_path, *DAY), flow)


def test_past_days_are_settled_in_few_keys(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("o")
        assert played.lines[0] == "24 Nov Tue  4"
        await played.press("space")
        assert played.lines[0] == "24 Nov Tue  3"
        await played.press("X")
        assert "Why are all 3 of 24 Nov left out?" in played.dialog
        await played.type("holiday")
        assert played.lines[0] == "23 Nov Mon  4"

    play(desk, flow)
    assert {entry.kind for entry in desk.journal.latest("main", 9)} == {"done", "skip"}


def test_nothing_left_over_says_so(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("o", "space", "s")
        assert played.text == "Everything of the last 14 days is settled."

    play(desk_of(tmp_path, "{id: a, name: A, when: 2026-12-01}"), flow)


def test_the_past_weeks_tell_how_steadily_each_duty_is_done(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        for _ in range(3):
            await played.press("left", "home", "space", "space")
        await played.press("p")
        await played.app.workers.wait_for_complete()
        await played.pilot.pause()
        rows = {line.split("  ")[0]: line.split() for line in played.lines}
        assert rows["Read figures"][2:] == ["······▂█", "33%", "3"]
        assert "3 due days in a row, 3 at most" in played.pane
        assert "16 Nov 1/7" in " ".join(played.pane.split())

    play(desk, flow)


def test_a_closed_shop_is_told_in_the_head_of_its_days(tmp_path: Path) -> None:
    """`today` said "closed until 27 Nov"; the app showed a workday with an empty list."""
    pause = closed_window(day("2026-11-25"), day("2026-11-27"))
    desk = replace(desk_of(tmp_path, *DAY), plan=plan_of(*DAY, shop=Shop("main", pauses=(pause,))))

    async def flow(played: Play) -> None:
        assert "25 Nov 2026 Wed  workday  closed until 27 Nov" in played.head
        await played.press("w")
        assert "closed 25 Nov to 27 Nov" in played.head
        await played.press("m")
        assert "Nov 2026  closed 25 Nov to 27 Nov" in played.head
        await played.press("escape", "d")
        await played.press("right", "right", "right")
        assert "closed" not in played.head

    play(desk, flow)
