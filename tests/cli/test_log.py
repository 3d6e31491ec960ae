"""log: names and signs as people type them, days that are missing, and questions on a terminal."""

import pytest

from house import Home, Ran

MONDAY = "2026-11-30T09:00+08:00"
FRIDAY = "2026-11-27"


def log(home: Home, *words: str, **more: str) -> Ran:
    return home.run("log", *words, now=MONDAY, **more)


def missing(home: Home) -> set[tuple[str, str]]:
    return {(item["metric"], item["date"]) for item in log(home, "--json").json["items"]}


@pytest.mark.parametrize(
    ("typed", "metric", "value"),
    [
        ("询盘数=7", "inquiries", 7),
        ("询盘数＝７", "inquiries", 7),
        ("Inquiries=7", "inquiries", 7),
        ("visitors=1,234", "visitors", 1234),
        ("转化率=3.5%", "conversion", 3.5),
        ("conversion=100", "conversion", 100),
    ],
)
def test_names_and_numbers_as_people_type_them(
    home: Home, typed: str, metric: str, value: float
) -> None:
    (item,) = log(home, typed, "--json").json["items"]
    assert item == {"metric": metric, "date": "2026-11-29", "value": value, "previous": None}


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("conversion=130", 1, "'130' is no value for conversion; 100 % at most"),
        ("visitors=-3", 1, "'-3' is no value for visitors; 0 or more"),
        ("visitors=3%", 1, "'3%' is no value for visitors; a number is expected"),
        ("访客=3", 1, "did you mean '访客数'?"),
        ("visitors", 2, "'visitors' is not METRIC=VALUE"),
    ],
)
def test_what_cannot_be_is_refused(home: Home, typed: str, code: int, says: str) -> None:
    ran = log(home, "inquiries=5", typed)
    assert ran.code == code
    assert says in ran.err
    assert not (home.folder / "journal.db").exists()


def test_on_monday_the_days_that_are_missing_are_said(home: Home) -> None:
    log(home, "inquiries=12", "--date", FRIDAY)
    ran = log(home, "inquiries=7")
    assert ran.err == "still without a figure: 2026-11-28 (log --date DATE)\n"
    log(home, "inquiries=7", "--date", "2026-11-28")
    assert log(home, "inquiries=7").err == ""


def test_nothing_is_missing_before_the_first_figure_or_of_other_metrics(home: Home) -> None:
    log(home, "visitors=12", "--date", "2026-11-20")
    assert log(home, "inquiries=7").err == ""
    assert log(home, "visitors=7", "--date", FRIDAY).err == ""


def test_a_long_gap_is_said_in_short(home: Home) -> None:
    log(home, "inquiries=12", "--date", "2026-11-01")
    assert log(home, "inquiries=7").err == (
        "still without a figure: 27 days from 2026-11-02 (log --date DATE)\n"
    )


class TestQuestions:
    @pytest.fixture(autouse=True)
    def _logged(self, home: Home) -> None:
        log(home, "inquiries=12", "visitors=300", "--date", FRIDAY)

    def test_each_missing_day_is_asked_for(self, home: Home) -> None:
        ran = log(home, answers="9\n310\n8\n\n")
        assert ran.code == 0
        assert ran.err == (
            "Enter leaves a figure out, q stops.\n"
            "2026-11-28 Sat Inquiries [12]: 2026-11-28 Sat Visitors [300]: figures written: 2\n"
            "2026-11-29 Sun Inquiries [9]: 2026-11-29 Sun Visitors [310]: figures written: 1\n"
        )
        assert missing(home) == {("visitors", "2026-11-29")}

    def test_a_day_is_written_once(self, home: Home) -> None:
        log(home, answers="9\n310\n\n\n")
        assert missing(home) == {("inquiries", "2026-11-29"), ("visitors", "2026-11-29")}

    def test_a_wrong_answer_is_asked_for_again(self, home: Home) -> None:
        ran = log(home, answers="many\n9\nq\n")
        assert "'many' is no value for inquiries; a number is expected\n" in ran.err
        assert ("inquiries", "2026-11-28") not in missing(home)

    @pytest.mark.parametrize("end", ["q\n", "\x04"])
    def test_q_stops_and_keeps_what_was_typed(self, home: Home, end: str) -> None:
        log(home, answers=f"9\n{end}")
        assert missing(home) == {
            ("inquiries", "2026-11-29"),
            ("visitors", "2026-11-28"),
            ("visitors", "2026-11-29"),
        }

    def test_a_script_gets_the_list(self, home: Home) -> None:
        ran = log(home, "--json", answers="")
        assert "Enter" not in ran.err
        assert len(ran.json["items"]) == 4

    def test_in_chinese(self, home: Home) -> None:
        ran = log(home, answers="q\n", LANG="zh_CN.UTF-8")
        assert ran.err == "直接回车跳过，输入 q 结束。\n2026-11-28 周六 询盘数 [12]: "


def test_a_rule_is_announced_by_the_figure_that_fires_it_and_by_no_other(home: Home) -> None:
    assert "few-inquiries" in home.run("log", "inquiries=3").out
    assert "few-inquiries" not in home.run("log", "conversion=5%").out
    assert "few-inquiries" in home.run("log", "inquiries=4").out


def test_a_figure_that_is_taken_back_is_told_by_metric_and_day(home: Home) -> None:
    home.run("log", "inquiries=3")
    taken = home.run("undo", "--json").json
    assert (taken["metric"], taken["date"]) == ("inquiries", "2026-11-24")
    assert "ref" not in taken
