"""import: whole commands with tables as data centres export them."""

import stat
from datetime import date, timedelta

import pytest

from house import Home, Ran

NOW = "2026-11-26T09:05+08:00"
TABLE = (
    "店铺经营日报,,,\r\n统计时间,2026-11-20 至 2026-11-25,,\r\n"
    "统计日期,访客数,支付金额(元),转化率\r\n"
    '2026/11/20,320,"1,234.50",3.5%\r\n2026-11-25 00:00:00,３００,-,４％\r\n'
)


def run(home: Home, *words: str, **more: str) -> Ran:
    return home.run("import", *words, now=NOW, **more)


def figures(home: Home, metric: str) -> dict[str, float]:
    """The figures of a metric, as a preview without changes would find them."""
    home.write("probe.csv", f"date,{metric}\n2026-11-20,999999\n2026-11-25,999999\n")
    items = run(home, "probe.csv", "--json").json["items"]
    return {item["date"]: item["previous"] for item in items}


@pytest.fixture
def table(home: Home) -> Home:
    home.write("sycm.csv", TABLE.encode("gbk"))
    return home


def test_the_figures_of_one_day_are_of_one_day(home: Home) -> None:
    home.write("t.csv", "日期,访客数\n2026-11-24,5\n")
    said = run(home, "t.csv").out.splitlines()[0]
    assert said == "figures that are new or changed: 1, of 1 day, logged already: 0"


def test_without_yes_nothing_is_written(table: Home) -> None:
    ran = run(table, "sycm.csv")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "figures that are new or changed: 4, of 2 days, logged already: 0",
    )
    assert ran.err.splitlines() == [
        "columns: 统计日期 = date, 访客数 = visitors, 转化率 = conversion",
        "not used: 支付金额(元) (no metric has this name)",
        "nothing is written; --yes writes it",
    ]
    assert not (table.folder / "journal.db").exists()


def test_items_are_what_is_new(table: Home) -> None:
    ran = run(table, "sycm.csv", "--column", "支付金额=成交金额", "--yes", "--json")
    assert (ran.code, ran.json) == (
        0,
        {
            "items": [
                {"metric": "conversion", "date": "2026-11-20", "value": 3.5, "previous": None},
                {"metric": "sales", "date": "2026-11-20", "value": 1234.5, "previous": None},
                {"metric": "visitors", "date": "2026-11-20", "value": 320, "previous": None},
                {"metric": "conversion", "date": "2026-11-25", "value": 4, "previous": None},
                {"metric": "visitors", "date": "2026-11-25", "value": 300, "previous": None},
            ],
            "refused": [],
            "written": True,
        },
    )


def test_importing_twice_adds_nothing(table: Home) -> None:
    run(table, "sycm.csv", "--yes")
    journal = (table.folder / "journal.db").read_bytes()
    ran = run(table, "sycm.csv", "--yes", "--json")
    assert (ran.code, ran.json["items"]) == (0, [])
    assert "there is nothing new to write" in ran.err
    assert (table.folder / "journal.db").read_bytes() == journal


def test_a_changed_figure_is_shown_with_the_old_one(table: Home) -> None:
    run(table, "sycm.csv", "--yes")
    table.write("sycm.csv", TABLE.replace("320", "1325"))
    ran = run(table, "sycm.csv", "--yes")
    assert "2026-11-20 Visitors 320 → 1,325" in ran.out
    assert "figures written: 1" in ran.err
    assert figures(table, "visitors") == {"2026-11-20": 1325, "2026-11-25": 300}


def test_dry_run_never_writes(table: Home) -> None:
    ran = run(table, "sycm.csv", "--dry-run", "--yes", "--save-map", "sycm")
    assert ran.code == 0
    assert ran.err.endswith("nothing is written\n")
    assert sorted(path.name for path in table.folder.iterdir()) == ["sycm.csv"]


def test_refused_lines_are_named_and_the_rest_is_written(home: Home) -> None:
    home.write("t.csv", "日期,访客数,询盘数\n2026-11-20,1,x\n2026-11-27,1,1\n2026-11-25,2,3\n")
    ran = run(home, "t.csv", "--yes")
    assert ran.code == 1
    assert ran.err.splitlines()[1:4] == [
        "t.csv:2:3: 询盘数: 'x' is no value for inquiries; a number is expected",
        "t.csv:3:1: 日期: 2026-11-27 has not come yet",
        "refused lines, of which nothing is written: 2",
    ]
    assert figures(home, "visitors") == {"2026-11-20": None, "2026-11-25": 2}
    ran = run(home, "t.csv", "--json")
    assert (ran.code, ran.json["refused"]) == (
        1,
        [
            {
                "line": 2,
                "column": 3,
                "what": "'x' is no value for inquiries; a number is expected",
            },
            {"line": 3, "column": 1, "what": "2026-11-27 has not come yet"},
        ],
    )


def test_what_figures_ask_for_is_said(home: Home) -> None:
    home.write("t.csv", "日期,询盘数\n2026-11-25,9\n")
    assert "few-inquiries" in run(home, "t.csv", "--yes").out
    home.write("t.csv", "日期,询盘数\n2026-11-24,9\n")
    assert "few-inquiries" not in run(home, "t.csv", "--yes").out


@pytest.mark.parametrize(
    ("text", "words", "code", "says"),
    [
        ("访客数\n5\n", (), 1, "the table has no column for the day"),
        ("日期,访客数\n2026-11-20,5\n", ("--date", "mon"), 2, "the table has days of its own"),
        ("访客数\n5\n", ("--date", "2026-11-27"), 2, "has not come yet"),
        ("日期,客流\n2026-11-20,5\n", (), 1, "no column is a figure of this shop: 日期, 客流"),
        ("日期,客流\n2026-11-20,5\n", ("--column", "客流=visiters"), 1, "did you mean 'visitors'?"),
        ("日期,客流\n2026-11-20,5\n", ("--column", "客流"), 2, "is not NAME=METRIC"),
        ("日期,客流\n2026-11-20,5\n", ("--column", "客数=visitors"), 1, "no column '客数'"),
        ("日期,访客数\n2026-11-20,5\n", ("--map", "sycm"), 1, "the config has no map 'sycm'"),
        ("日期,访客数\n2026-11-20,5\n", ("--date-column", "哪天"), 1, "no column '哪天'"),
        ("日期,访客数\n2026-11-20,5\n", ("--save-map", " "), 2, "--save-map NAME is missing"),
        ("", (), 1, "t.csv:1:1: the file is empty"),
        ("1,2\n", (), 1, "t.csv: there is no line with the names of the columns"),
    ],
)
def test_mistakes(home: Home, text: str, words: tuple[str, ...], code: int, says: str) -> None:
    home.write("t.csv", text)
    ran = run(home, "t.csv", *words, "--yes")
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert not (home.folder / "journal.db").exists()


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere.csv", "the system says:"), (".", "this is not a file")]
)
def test_a_file_that_cannot_be_read(home: Home, name: str, reason: str) -> None:
    ran = run(home, name)
    assert ran.code == 1
    assert ran.err.startswith(f"opsplan: cannot read {name}; {reason}")


def test_a_table_of_one_day(home: Home) -> None:
    home.write("t.csv", "指标,x\n访客数,询盘数\n5,7\n")
    items = run(home, "t.csv", "--date", "昨天", "--json").json["items"]
    assert [(item["metric"], item["date"], item["value"]) for item in items] == [
        ("inquiries", "2026-11-25", 7),
        ("visitors", "2026-11-25", 5),
    ]


def test_maps_of_the_config(home: Home) -> None:
    home.write("config.yaml", "import: {ali: {UV: visitors, 天: date}, tb: {UV: inquiries}}\n")
    home.write("t.csv", "天,UV,转化率\n2026-11-20,5,1\n")
    items = run(home, "t.csv", "--json").json["items"]
    assert [item["metric"] for item in items] == ["conversion", "visitors"]
    items = run(home, "t.csv", "--map", "tb", "--date-column", "天", "--json").json["items"]
    assert [item["metric"] for item in items] == ["inquiries"]


class TestSavingTheMap:
    WORDS = ("--column", "支付金额(元)=sales", "--save-map", "sycm")
    LINES = (
        "import:\n  sycm:\n    访客数: visitors\n    支付金额(元): sales\n    转化率: conversion\n"
    )

    def test_a_config_keeps_its_bytes(self, table: Home) -> None:
        table.write("config.yaml", "# 我的\nlang: zh   # 中文\n").chmod(0o644)
        ran = run(table, "sycm.csv", *self.WORDS, "--yes", "--lang", "en")
        assert ran.code == 0, ran.err
        config = table.folder / "config.yaml"
        assert config.read_text() == f"# 我的\nlang: zh   # 中文\n{self.LINES}"
        assert stat.S_IMODE(config.stat().st_mode) == 0o600
        items = run(table, "sycm.csv", "--json").json["items"]
        assert items == []

    def test_a_first_config(self, table: Home) -> None:
        run(table, "sycm.csv", *self.WORDS, "--yes")
        assert (table.folder / "config.yaml").read_text() == self.LINES

    def test_one_that_was_there_is_kept_beside_it(self, table: Home) -> None:
        table.write("config.yaml", "lang: zh\n")
        run(table, "sycm.csv", *self.WORDS, "--yes")
        assert (table.folder / "config.yaml.bak").read_text() == "lang: zh\n"

    def test_a_map_that_is_there_already_is_not_written_again(self, table: Home) -> None:
        table.write("config.yaml", self.LINES)
        ran = run(table, "sycm.csv", *self.WORDS, "--yes")
        assert "is in" not in ran.err
        assert not (table.folder / "config.yaml.bak").exists()

    def test_where_it_is_not_safe_the_line_is_said(self, table: Home) -> None:
        aliased = "import: {own: &own {访客数: visitors}, sycm: *own}\n"
        table.write("config.yaml", aliased)
        ran = run(table, "sycm.csv", *self.WORDS, "--yes", "--lang", "en")
        assert (ran.code, (table.folder / "config.yaml").read_text()) == (0, aliased)
        line = "import: {sycm: {访客数: visitors, 支付金额(元): sales, 转化率: conversion}}\n"
        assert f"is left as it is; add this to it:\n{line}" in ran.err

    def test_without_yes_it_is_not_kept(self, table: Home) -> None:
        run(table, "sycm.csv", *self.WORDS)
        assert not (table.folder / "config.yaml").exists()

    def test_a_map_can_be_kept_when_all_figures_are_known(self, table: Home) -> None:
        run(table, "sycm.csv", *self.WORDS[:2], "--yes")
        ran = run(table, "sycm.csv", *self.WORDS, "--yes")
        assert "the map sycm is in" in ran.err
        assert (table.folder / "config.yaml").read_text() == self.LINES


class TestOnATerminal:
    def test_yes(self, table: Home) -> None:
        ran = run(table, "sycm.csv", answers="y\n")
        assert ran.code == 0
        assert "figures that are new or changed: 4" in ran.err
        assert "write? [y/N] " in ran.err
        assert "figures written: 4" in ran.err
        assert figures(table, "visitors") == {"2026-11-20": 320, "2026-11-25": 300}

    @pytest.mark.parametrize("answers", ["n\n", "\n", "\x04"])
    def test_no(self, table: Home, answers: str) -> None:
        ran = run(table, "sycm.csv", answers=answers)
        assert ran.code == 0
        assert ran.err.endswith("nothing is written\n")
        assert not (table.folder / "journal.db").exists()

    @pytest.mark.parametrize("word", ["--yes", "--dry-run", "--json"])
    def test_nothing_is_asked_where_the_answer_is_given(self, table: Home, word: str) -> None:
        assert "write?" not in run(table, "sycm.csv", word, answers="").err


def test_a_hundred_thousand_lines(home: Home) -> None:
    days = [date(2026, 11, 25) - timedelta(days=n) for n in range(100_000)]
    lines = "".join(f'{day},"{n % 9000 + 1000:,}"\n' for n, day in enumerate(days))
    home.write("t.csv", f"日期,访客数\n{lines}2026-11-25,x\n".encode("utf-16"))
    ran = run(home, "t.csv", "--yes")
    assert ran.err.splitlines()[1:] == [
        "t.csv:100002:2: 访客数: 'x' is no value for visitors; a number is expected",
        "refused lines, of which nothing is written: 1",
        "figures written: 100000",
    ]
    assert run(home, "t.csv", "--json").json["items"] == []


def test_in_chinese(table: Home) -> None:
    ran = run(table, "sycm.csv", LANG="zh_CN.UTF-8")
    assert ran.out.splitlines()[0] == "新增或变化的数据：2 天共 4 个，原来已登记 0 个"
    assert ran.err.splitlines() == [
        "列对照：统计日期 = date、访客数 = visitors、转化率 = conversion",
        "未使用的列：支付金额(元)（没有叫这个名字的指标）",
        "没有写入；确认写入请加 --yes",
    ]


def test_a_narrow_screen_leaves_the_days_out(table: Home) -> None:
    assert run(table, "sycm.csv", COLUMNS="48").out.splitlines()[1:] == [
        "Visitors    2 new  0 changed",
        "Conversion  2 new  0 changed",
    ]
    assert run(table, "sycm.csv", COLUMNS="80").out.splitlines()[1] == (
        "Visitors    2 new  0 changed  2026-11-20 … 2026-11-25"
    )


def test_names_of_columns_are_data(home: Home) -> None:
    home.write("t.csv", "日期,访客数,\x1b[31mred\n2026-11-20,\x1b[2J,1\n")
    ran = run(home, "t.csv")
    assert "\x1b" not in ran.err + ran.out
    assert "␛[2J" in ran.err
