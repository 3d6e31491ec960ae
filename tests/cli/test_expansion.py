"""when, next, expand: whole commands."""

import pytest

from house import Home


def test_the_last_workday_of_february_2026_is_a_make_up_saturday(home: Home) -> None:
    ran = home.run(
        "when", "每月最后一个工作日", "--from", "2026-01-01", "--to", "2026-12-31", "--json"
    )
    assert ran.code == 0
    assert ran.json == {
        "en": "every month on last workday",
        "zh": "每月最后一个工作日",
        "rrule": None,
        "calendar": "official",
        "dates": [
            {"date": f"2026-{day}", "at": None}
            for day in (
                *("01-30", "02-28", "03-31", "04-30", "05-29", "06-30"),
                *("07-31", "08-31", "09-30", "10-30", "11-30", "12-31"),
            )
        ],
    }


def test_when_without_a_window_gives_the_next_dates(home: Home) -> None:
    ran = home.run("when", "every", "wed", "at", "10:00", "-n", "2", "--json")
    assert ran.json["dates"] == [
        {"date": "2026-11-25", "at": "10:00"},
        {"date": "2026-12-02", "at": "10:00"},
    ]
    assert ran.json["rrule"] == "FREQ=WEEKLY;BYDAY=WE"


def test_dates_are_found_where_the_calendar_ends(home: Home) -> None:
    ran = home.run("when", "every day", "--from", "9900-01-01", "-n", "1", "--json")
    assert (ran.code, [each["date"] for each in ran.json["dates"]]) == (0, ["9900-01-01"])


def test_a_launch_where_the_calendar_ends_is_no_error(home: Home) -> None:
    window = ("--from", "2026-11-01", "--to", "2026-11-02", "--launch", "9999-12-01")
    ran = home.run("expand", "1688-growth", *window, "--count")
    assert (ran.code, ran.err) == (0, "")


def test_a_slot_in_a_dst_gap_moves_by_its_length(home: Home) -> None:
    ran = home.run(
        "when", "every day at 02:30", "--from", "2026-03-07", "--to", "2026-03-09",
        "--tz", "America/New_York", "--json",
    )  # fmt: skip
    assert [each["at"] for each in ran.json["dates"]] == ["02:30", "03:30", "02:30"]


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("每两周一", "每两周周一"),
        ("every wde", "column 7"),
        ("rrule FREQ=DAILY;INTERVAL=0 from 2026-01-01", "INTERVAL"),
        ("rrule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 from 2026-01-01", "never matches"),
    ],
)
def test_a_bad_phrase_is_refused(home: Home, phrase: str, says: str) -> None:
    ran = home.run("when", phrase)
    assert ran.code == 1
    assert says in ran.err


def test_expand_counts_and_lists_the_same(home: Home) -> None:
    window = ("--from", "2026-11-01", "--to", "2026-11-30")
    count = int(home.run("expand", "1688-shop", *window, "--count").out)
    items = home.run("expand", "1688-shop", *window, "--json").json["items"]
    assert count == len(items)
    assert not {"no", "code", "shop", "progress", "status", "carried_days"} & set(items[0])
    keys = [(item["date"], item["ref"]) for item in items]
    assert len(set(keys)) == len(keys)
    assert [day for day, _ in keys] == sorted(day for day, _ in keys)


def test_options_choose_the_strategy(home: Home) -> None:
    window = ("--from", "2026-11-25", "--to", "2026-11-25", "--json")

    def duties(*more: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item in home.run("expand", "1688-shop", *window, *more).json["items"]:
            found.setdefault(item["duty"], []).append(item["at"])
        return found

    assert "repost-hourly" not in duties()
    hourly = duties("--option", "repost-strategy=hourly")
    assert hourly["repost-hourly"] == [f"{hour:02}:00" for hour in range(8, 17)]
    assert "repost" not in hourly
    assert {"repost", "repost-hourly", "repost-peaks"} <= set(duties("--all-options"))
    assert home.run("expand", "1688-shop", *window, "--option", "repost-strategy=x").code == 2


def test_expand_refuses_what_it_cannot_read(home: Home) -> None:
    window = ("--from", "2026-11-25", "--to", "2026-11-25")
    assert home.run("expand", "no-such.yaml", *window).code == 1
    assert home.run("expand", "1688-shop", "1688-shop", *window).code == 1
    assert home.run("expand", "1688-shop", "--from", "2026-11-25", "--to", "2026-11-24").code == 2
    assert home.run("expand", "1688-shop", *window, "--tz", "Mars/Base").code == 2


def test_next_gives_what_is_not_over(home: Home) -> None:
    found = home.run("next", "repost", "-n", "4", "--json").json["items"]
    assert [item["ref"].partition("@")[2] for item in found] == [
        "2026-11-25#1",
        "2026-11-25#2",
        "2026-11-25#3",
        "2026-11-25#4",
    ]
    assert home.run("next", "check-traffic").out == "It has no dates of its own.\n"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("once", "it is done once"),
        ("on day 3", "first day of a playbook's phase"),
        ("30 days before", "first day of a playbook's campaign"),
        ("when triggered", "a rule or a person"),
        ("every day until 2020-01-01", "no dates from 2026-11-25 on"),
    ],
)
def test_a_phrase_without_dates_says_why(home: Home, phrase: str, said: str) -> None:
    ran = home.run("when", phrase)
    assert ran.code == 0
    assert said in ran.out
    assert home.run("when", phrase, "--json").json["dates"] == []


def test_a_reference_without_a_duty_is_told(home: Home) -> None:
    for words in (("why", "@wed"), ("why", ""), ("done", "#2")):
        ran = home.run(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "the name of a duty is missing; such as repost" in ran.err


PAUSED = """opsplan: 1
id: pb
name: P
duties:
- {id: d, name: D, when: "daily at 09:00, 10:00", takes: 10m}
- {id: w, name: W, when: every mon, if_missed: carry}
"""
CLOSED = "shops: {main: {playbooks: [pb], launch: 2026-11-20, pause: [2026-12-02..2026-12-08]}}\n"


def test_why_says_that_the_shop_is_closed_on_the_day_that_is_named(home: Home) -> None:
    home.write("playbooks/pb.yaml", PAUSED)
    home.write("config.yaml", CLOSED)
    said = home.run("why", "d@2026-12-02", now="2026-12-09T08:00+08:00").out
    assert "the shop is closed on 2026-12-02" in said


def test_whys_history_names_the_slots_of_others(home: Home) -> None:
    home.write("playbooks/pb.yaml", PAUSED)
    home.write("config.yaml", CLOSED)
    now = "2026-11-24T10:05+08:00"
    assert home.run("done", "d#1", "d#2", now=now).code == 0
    said = home.run("why", "d#1", now=now).out
    assert said.count("2026-11-24 10:05  done") == 2
    assert said.count("@2026-11-24#2") == 1
    assert "#1" not in said.partition("history")[2]


def test_a_date_that_was_moved_here_from_a_year_to_be_announced_is_provisional(home: Home) -> None:
    words = ("when", "每月2号 提前", "--from", "2026-12-15", "--to", "2026-12-31", "--json")
    found = home.run(*words).json
    assert [each["date"] for each in found["dates"]] == ["2026-12-31"]
    assert found["calendar"] == "provisional"
    book = "opsplan: 1\nid: p\nname: P\nduties: [{id: a, name: A, when: 每月2号 提前}]\n"
    path = str(home.write("playbooks/p.yaml", book))
    words = ("expand", path, "--from", "2026-12-15", "--to", "2026-12-31", "--json")
    assert home.run(*words).json["calendar"] == "provisional"
    home.write("config.yaml", "shops: {main: {playbooks: [p]}}\n")
    for day, state in (("2026-12-30", "official"), ("2026-12-31", "provisional")):
        listed = home.run("day", day, "--json", now=f"{day}T08:00+08:00").json
        assert listed["calendar"] == state, day
