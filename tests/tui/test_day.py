"""The day's list in the terminal app, by keyboard."""

from pathlib import Path

from house import moment
from opsplan.journal.reminders import Reminders, Run
from opsplan.journal.ticks import done
from opsplan.tui.rows import Rows
from tui_house import DAY, Clock, Play, desk_of, play


def test_the_list_has_the_focus_and_stands_on_the_first_row(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        assert isinstance(played.app.focused, Rows)
        assert played.row.startswith("☐ 08:00-10:00  Read figures")

    play(desk_of(tmp_path, *DAY), flow)


def test_bands_stand_in_the_order_of_the_day_with_the_clock_between(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        heads = [line for line in played.lines if line and not line.startswith(("☐", "▸"))]
        assert [head.split("  ")[0] for head in heads] == [
            "Now",
            heads[1],
            "Next",
            "Any time",
            "This week",
        ]
        assert heads[1].startswith("── 08:40 ──")
        assert heads[1].endswith("next 11:30, in 2 h 50 min ──")

    play(desk_of(tmp_path, *DAY), flow)


def test_space_ticks_and_goes_on_with_the_next_row(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("space")
        assert played.row.startswith("☐ 08:30        Repost")
        assert "☑ 08:00-10:00  Read figures" in played.text
        assert "08:40 tester" in played.text
        assert played.said.startswith("☑ Read figures 08:00  done")
        assert "1 of 5 settled" in played.head

    play(desk, flow)
    assert [entry.kind for entry in desk.history("book/figures")] == ["done"]


def test_digits_enter_a_count(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("down", "1")
        assert "How many more of Repost 08:30?  0/20 条" in played.dialog
        await played.type("2")
        assert "12/20" in played.row
        assert played.row.startswith("☐ 08:30")
        await played.press("8", "enter")
        assert played.row.startswith("☐ 11:30")
        assert "☑ 08:30        Repost  20/20" in played.text

    play(desk, flow)
    assert [(e.kind, e.count) for e in desk.history("book/repost")] == [
        ("done", 8.0),
        ("progress", 12.0),
    ]


def test_a_count_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("0", "enter")
        assert "a number above 0 is needed" in played.dialog
        await played.press("escape")
        assert played.row.startswith("☐ 08:00-10:00  Read figures")

    play(desk, flow)
    assert desk.history("book/figures") == []


def test_skip_asks_why(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("s", "enter")
        assert "something must be written here" in played.dialog
        await played.type("platform is down")
        assert "⊘ 08:00-10:00  Read figures  skipped: platform is down" in played.text

    play(desk_of(tmp_path, *DAY), flow)


def test_a_note_stays_with_its_row(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("n")
        await played.type("ask again")
        assert "Read figures  note: ask again" in played.row
        assert "ask again  tester" in played.pane

    play(desk_of(tmp_path, *DAY), flow)


def test_undo_takes_back_and_returns_to_the_row(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("space", "space", "u")
        assert played.row.startswith("☐ 08:30        Repost")
        assert played.said == "↶ Repost  taken back"
        await played.press("u")
        assert played.row.startswith("☐ 08:00-10:00  Read figures")
        await played.press("u")
        assert played.said == "there is nothing to take back"

    play(desk_of(tmp_path, *DAY), flow)


def test_filter_narrows_while_it_is_typed_and_escape_widens(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("slash", "r", "e", "p", "o")
        assert "Tune ads" not in played.text
        await played.press("enter")
        assert isinstance(played.app.focused, Rows)
        assert "[with 'repo']" in played.head
        await played.press("escape")
        assert "Tune ads" in played.text
        await played.press("slash", "x", "y", "z")
        assert "Nothing fits." in played.text
        await played.press("escape")
        assert "Tune ads" in played.text

    play(desk_of(tmp_path, *DAY), flow)


def test_role_shows_only_its_duties(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("r", "a", "d", "s", "enter")
        assert "Tune ads" in played.text
        assert "Repost" not in played.text
        assert "[role ads]" in played.head
        await played.press("r", "enter")
        assert "Repost" not in played.text
        await played.press("r", "up", "enter")
        assert played.app.state.role != "ads"

    play(desk_of(tmp_path, *DAY), flow)


def test_shop_opens_another_desk(tmp_path: Path) -> None:
    other = desk_of(tmp_path, "{id: count, name: Count stock, when: 每天}", shop="second")

    async def flow(played: Play) -> None:
        await played.press("S", "down", "enter")
        assert "Count stock" in played.row
        assert played.head.startswith(" second")

    play(desk_of(tmp_path, *DAY), flow, others={"second": other})


def test_arrows_go_through_the_days_and_t_comes_back(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("right")
        assert "26 Nov 2026 Thu" in played.head
        assert "08:40 ──" not in played.text
        await played.press("left", "left")
        assert "24 Nov 2026 Tue" in played.head
        assert "☒ 08:30" in played.text
        await played.press("t")
        assert "25 Nov 2026 Wed" in played.head

    play(desk_of(tmp_path, *DAY), flow)


def test_details_tell_steps_phrase_dates_history_and_source(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("space", "u", "down")
        for text in (
            "☐ open · 0/20 条 · 0/2 · 08:30 · ops · A02#1",
            "1. Open the list",
            "2. Repost the oldest",
            "every day at 08:30, 11:30",
            "next: 25 Nov Wed 11:30, 26 Nov Thu 08:30, 26 Nov Thu",
            "book.yaml:",
            "book/repost@2026-11-25#1",
        ):
            assert text in played.pane, played.pane

    play(desk_of(tmp_path, *DAY), flow)


def test_details_are_in_chinese_for_chinese_readers(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.press("down")
        assert "每天 08:30、11:30" in played.pane
        assert "做法" in played.pane
        assert "空格 完成" in played.keys

    play(desk_of(tmp_path, *DAY), flow, lang="zh")


def test_setup_steps_unfold_and_are_ticked(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        assert "▸ 1 set-up step is still open" in played.text
        await played.press("end", "space", "down", "space")
        assert "☑ " in played.row or "Get the licence" in played.text
        assert "☑" in played.text

    play(desk_of(tmp_path, *DAY), flow)


def test_the_clock_moves_rows_from_later_to_now(tmp_path: Path) -> None:
    clock = Clock()

    async def flow(played: Play) -> None:
        assert played.lines.index("Next") > 0
        clock.set("2026-11-25 11:31")
        await played.look()
        now = played.lines.index("Now")
        line = next(at for at, text in enumerate(played.lines) if text.startswith("── 11:31"))
        assert any("11:30" in text for text in played.lines[now:line])
        assert "11:31" in played.head

    play(desk_of(tmp_path, *DAY, clock=clock), flow)


def test_a_new_day_is_shown_when_it_begins(tmp_path: Path) -> None:
    clock = Clock()

    async def flow(played: Play) -> None:
        clock.set("2026-11-26 00:01")
        await played.look()
        assert "26 Nov 2026 Thu" in played.head

    play(desk_of(tmp_path, *DAY, clock=clock), flow)


def test_a_day_that_was_chosen_stays_when_a_new_one_begins(tmp_path: Path) -> None:
    clock = Clock()

    async def flow(played: Play) -> None:
        await played.press("left")
        clock.set("2026-11-26 00:01")
        await played.look()
        assert "24 Nov 2026 Tue" in played.head

    play(desk_of(tmp_path, *DAY, clock=clock), flow)


def test_what_another_process_wrote_is_shown(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)
    another = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("down")
        items = another.list_of(another.today).items
        another.write([i for i in items if i.occurrence.planned.duty.id == "ads"], done())
        await played.look()
        assert "☑              Tune ads" in played.text
        assert played.row.startswith("☐ 08:30        Repost")

    play(desk, flow)


def test_nothing_is_held_open_while_the_app_waits(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("space")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["journal.db"]

    play(desk, flow)


def test_a_tick_twice_says_who_did_it(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("space", "end", "up", "space")
        assert "already done at 2026-11-25 08:40 by tester" in played.said

    play(desk, flow)
    assert len(desk.journal.latest("main", 9)) == 1


def test_a_journal_that_cannot_be_written_is_said_at_the_foot(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        (tmp_path / "journal.db").mkdir()
        await played.press("space")
        assert "journal.db" in played.said
        assert played.row.startswith("☐ 08:00-10:00  Read figures")

    play(desk, flow)


def test_a_click_on_a_box_ticks(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        at = next(n for n, text in enumerate(played.lines) if "Tune ads" in text)
        await played.pilot.click(Rows, offset=(1, at))
        await played.pilot.pause()
        assert "☑              Tune ads" in played.text
        at = next(n for n, text in enumerate(played.lines) if "Weekly report" in text)
        await played.pilot.click(Rows, offset=(30, at))
        await played.pilot.pause()
        assert "☐              Weekly report" in played.row

    play(desk_of(tmp_path, *DAY), flow)


def test_the_key_bar_can_be_clicked(tmp_path: Path) -> None:
    async def flow(played: Play) -> None:
        await played.pilot.click("#keys", offset=(played.keys.index("? help") + 1, 0))
        await played.pilot.pause()
        assert "tick off, whole" in played.dialog

    play(desk_of(tmp_path, *DAY), flow)


def test_now_is_what_the_shop_s_clock_says(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = moment("2026-11-25 00:40", "UTC")

    async def flow(played: Play) -> None:
        assert "08:40" in played.head

    play(desk_of(tmp_path, *DAY, clock=clock), flow)


def test_ticking_leaves_the_list_where_it_is(tmp_path: Path) -> None:
    duties = [f"{{id: d{n}, name: Duty {n}, when: 每天}}" for n in range(40)]

    async def flow(played: Play) -> None:
        rows = played.app.view.rows
        await played.press("down", "down", "down", "space", "space")
        assert rows.scroll_offset.y == 0
        assert played.row.startswith("☐ Duty 5")

    play(desk_of(tmp_path, *duties), flow, size=(80, 20))


def test_z_puts_reminders_off(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("z")
        assert "For how long are you not reminded of Read figures 08:00?" in played.dialog
        await played.press(*["backspace"] * 3)
        await played.type("soon")
        assert "such as 30m or 2h" in played.dialog
        await played.press("escape", "z", "enter")
        assert "snoozed until 09:10" in played.row
        assert played.said.endswith("snoozed until 09:10")

    play(desk, flow)
    assert [entry.kind for entry in desk.journal.latest("main", 5)] == ["snooze"]


def test_reminders_that_have_stopped_are_told_below_the_list(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)
    ran = moment("2026-11-23 08:40")
    Reminders(desk.journal, desk.plan.shop.id, "").claim(Run(ran, ran, ran), [])

    async def flow(played: Play) -> None:
        assert played.lines[-1] == "reminders last ran 48 h ago: see opsplan remind --help"

    play(desk, flow)
