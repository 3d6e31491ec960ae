"""done, skip, note, undo: whole commands."""

import pytest

from house import Home


def status(home: Home, duty: str, slot: int = 1, **more: str) -> str:
    ran = home.run("today", "--json", **more).json
    items = [i for i in (*ran["items"],) if i["duty"] == duty and i["slot"] == slot]
    return str(items[0]["status"])


def test_done_by_number_range_code_and_name(home: Home) -> None:
    ran = home.run("done", "1", "2-3", "A16", "repost", "--json")
    assert ran.code == 0, ran.err
    assert [item["no"] for item in ran.json["items"]] == [1, 2, 3, 12, 5]
    assert {item["status"] for item in ran.json["items"]} == {"done"}
    assert all(item["entry"] for item in ran.json["items"])


@pytest.mark.parametrize("typed", ["5、6", "5，6", "5,6", "5、 6", "5；6", "5-6，"])
def test_several_numbers_in_one_word_as_chinese_readers_separate_them(
    home: Home, typed: str
) -> None:
    """They were refused: there is no duty '5、6' in this shop."""
    ran = home.run("done", typed, "--json")
    assert (ran.code, [item["no"] for item in ran.json["items"]]) == (0, [5, 6]), ran.err
    assert home.run("skip", "A01、A02,2-3", "--why", "缺货").code == 0
    assert home.run("note", "7、8", "等拍照").code == 0
    assert home.run("snooze", "7、8", "30m").code == 0


def test_a_title_with_commas_is_one_reference(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: M\nduties: [{id: both, name: 拍照、修图, when: 每天}]\n",
    )
    assert home.run("done", "拍照、修图@today", "--json").json["items"][0]["duty"] == "both"


def test_done_takes_the_first_unsettled_slot(home: Home) -> None:
    for slot in (1, 2, 3, 4):
        assert home.run("done", "repost", "--json").json["items"][0]["slot"] == slot
    again = home.run("done", "repost")
    assert again.code == 0
    assert "already done at 2026-11-25 08:40" in again.out


def test_a_second_done_says_so_and_exits_0(home: Home) -> None:
    home.run("done", "repost@08:30")
    again = home.run("done", "repost@08:30", "--json")
    assert again.code == 0
    assert again.json["items"][0]["entry"] is None


def test_what_is_left_out_ahead_of_its_time_is_told_as_left_out_and_comes_back(home: Home) -> None:
    """It was told as open, and the duty was on no list any more."""
    home.write("config.yaml", "shops: {main: {playbooks: [mine], launch: 2026-11-20}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: M\nduties: [{id: tidy, name: T, when: 完成后3天}]\n",
    )
    home.run("done", "tidy")
    skipped = home.run("skip", "tidy@2026-11-28", "--why", "放假", "--json").json["items"][0]
    assert (skipped["nominal"], skipped["status"]) == ("2026-11-28", "skipped")
    assert home.run("next", "tidy", "--json").json["items"][0]["nominal"] == "2026-12-01"


def test_a_tick_by_a_date_that_was_merged_into_another_is_told_as_done(home: Home) -> None:
    """10-01 and 10-02 are holidays; both are moved onto 10-08, which stands there by itself."""
    home.write("config.yaml", "shops: {main: {playbooks: [mine], launch: 2026-09-01}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: M\nduties:\n"
        "  - {id: goods, name: G, when: [每月1号 遇假日顺延, 每月2号 遇假日顺延, 每月8号]}\n",
    )
    at = "2026-10-08T09:10+08:00"
    why = home.run("why", "goods", "--json", now=at).json
    assert (why["nominal"], why["merged"]) == ("2026-10-08", ["2026-10-01", "2026-10-02"])
    done = home.run("done", "goods@2026-10-01", "--json", now=at).json["items"][0]
    assert (done["nominal"], done["status"]) == ("2026-10-08", "done")
    home.run("undo", now=at)
    skipped = home.run("skip", "goods@2026-10-02", "--why", "x", "--json", now=at).json["items"][0]
    assert (skipped["nominal"], skipped["status"]) == ("2026-10-08", "skipped")


def test_count_adds_up_to_the_goal(home: Home) -> None:
    first = home.run("done", "optimise-listings", "--count", "3", "--json").json["items"][0]
    assert (first["progress"], first["status"]) == (3, "open")
    home.run("done", "optimise-listings", "--count", "2")
    home.run("undo")
    last = home.run("done", "optimise-listings", "--count", "5", "--json").json["items"][0]
    assert (last["progress"], last["status"]) == (8, "done")
    home.run("undo")
    assert status(home, "optimise-listings") == "open"
    whole = home.run("done", "optimise-listings", "--json").json["items"][0]
    assert (whole["progress"], whole["status"]) == (7, "done")


def test_back_dating_belongs_to_the_day_of_its_time(home: Home) -> None:
    ran = home.run("done", "repost#2", "--at", "昨天17:00", "--json")
    assert ran.json["items"][0]["ref"] == "1688-shop/repost@2026-11-24#2"
    assert home.run("done", "repost", "--at", "23:00").code == 2


def test_skip_needs_a_reason_and_shows_it(home: Home) -> None:
    assert home.run("skip", "1").code == 2
    assert home.run("skip", "1", "--why", "  ").code == 2
    assert home.run("skip", "1", "--why", "platform is down").code == 0
    assert "skipped: platform is down" in home.run("today").out
    assert "already skipped" in home.run("skip", "1", "--why", "x").out
    assert home.run("done", "1", "--json").json["items"][0]["status"] == "done"


def test_notes_are_shown_and_taken_back(home: Home) -> None:
    home.run("note", "5", "only", "half")
    assert "note: only half" in home.run("today").out
    assert home.run("undo").code == 0
    assert "only half" not in home.run("today").out


def test_undo_walks_back_one_entry_at_a_time(home: Home) -> None:
    entry = home.run("done", "1", "--json").json["items"][0]["entry"]
    home.run("done", "2")
    assert home.run("undo", "--json").json["ref"] == "1688-shop/review-ad-spend@2026-11-25#1"
    assert home.run("undo", entry, "--json").json["undoes"] == entry
    assert home.run("undo").code == 1
    assert home.run("undo", entry).code == 1
    assert home.run("undo", "nonsense").code == 1


def test_one_wrong_reference_writes_nothing(home: Home) -> None:
    ran = home.run("done", "1", "nonsense")
    assert ran.code == 1
    assert "there is no duty 'nonsense' in this shop" in ran.err
    assert not (home.folder / "journal.db").exists()


def test_setup_steps_stay_done_when_the_launch_changes(home: Home) -> None:
    home.run("done", "bind-alipay")
    home.write("config.yaml", "shops: {main: {launch: 2026-11-20}}")
    items = home.run("today", "--setup", "--json").json["items"]
    assert {i["duty"]: i["status"] for i in items}["bind-alipay"] == "done"
    assert "15 set-up steps" in home.run("today").out


def test_after_done_comes_back_after_half_a_month(home: Home) -> None:
    home.run("done", "showcase-refresh", now="2026-11-27T15:00+08:00")
    found = home.run("next", "showcase-refresh", "--json", now="2026-11-28T08:00+08:00").json
    assert [(i["nominal"], i["date"]) for i in found["items"]] == [("2026-12-12", "2026-12-14")]


def test_the_journal_is_private(home: Home) -> None:
    home.run("done", "1")
    assert (home.folder / "journal.db").stat().st_mode & 0o777 == 0o600


def test_a_tick_in_another_days_list_names_that_day(home: Home) -> None:
    assert "Repost listings 22 Nov 08:30  done" in home.run("done", "repost@sun").out
    assert "Repost listings 08:30  done" in home.run("done", "repost").out


def test_a_range_that_runs_backwards_is_called_that(home: Home) -> None:
    ran = home.run("done", "5-2")
    assert ran.code == 1
    assert "'5-2' runs backwards; such as 2-5" in ran.err


def test_an_empty_note_is_refused(home: Home) -> None:
    for text in ("", "   "):
        ran = home.run("note", "5", text)
        assert (ran.code, ran.out) == (2, "")
        assert "TEXT is missing" in ran.err
    assert not (home.folder / "journal.db").exists()
