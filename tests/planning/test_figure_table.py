"""Which column is which metric, and what the lines of a table give."""

from datetime import date
from typing import Any

import pytest

from opsplan.planning.figure_table import (
    ColumnNames,
    Columns,
    compare,
    match_columns,
    read_figures,
)
from opsplan.planning.readings import bounds_of, metrics_named, read_figure
from opsplan.planning.tables import HeadedTable, Table, Wrong, headed, read_table
from opsplan.values.figures import Figures, Formula, Metric, MetricType
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Text

TODAY = date(2026, 11, 26)


def metric(name: str, zh: str = "", kind: MetricType = "number") -> Metric:
    return Metric(name, Text(zh, name.capitalize()), type=kind)


VISITORS = metric("visitors", "访客数")
SALES = metric("sales", "成交金额")
CONVERSION = metric("conversion", "转化率", "percent")
OPEN = metric("shop_open", "开店", "yes_no")
ROI = Metric("roi", Text("投产比"), formula=Formula("sales", "/", "ad_spend"))
METRICS = {each.id: each for each in (VISITORS, SALES, CONVERSION, OPEN, ROI)}


def names(**more: Any) -> ColumnNames:
    return ColumnNames(METRICS, **more)


def matched(header: str, known: ColumnNames | None = None) -> dict[str, str]:
    cells = header.split(",")
    columns = match_columns(cells, known or names())
    found = {cells[index]: each.id for index, each in columns.metrics.items()}
    return found | ({cells[columns.day]: "date"} if columns.day is not None else {})


class TestColumns:
    @pytest.mark.parametrize(
        "header", ["visitors", "访客数", "Visitors", "访客数(人)", " ＶＩＳＩＴＯＲＳ"]
    )
    def test_by_id_and_name(self, header: str) -> None:
        assert matched(f"日期,{header}") == {"日期": "date", header: "visitors"}

    @pytest.mark.parametrize("name", ["日期", "统计日期", "date", "Date"])
    def test_the_days(self, name: str) -> None:
        assert match_columns(["访客数", name], names()).day == 1

    def test_the_days_under_another_name(self) -> None:
        assert match_columns(["日期", "哪天", "访客数"], names(day="哪天")).day == 1
        assert match_columns(["日期", "哪天", "访客数"], names(told={"哪天": "date"})).day == 1

    def test_by_the_map_that_fits_most_columns(self) -> None:
        maps = {"few": {"UV": "sales"}, "many": {"UV": "visitors", "GMV": "sales"}}
        found = matched("日期,UV,GMV,转化率", names(maps=maps))
        assert found == {"日期": "date", "UV": "visitors", "GMV": "sales", "转化率": "conversion"}

    def test_a_map_of_the_config_stands_above_names(self) -> None:
        known = names(maps={"own": {"访客数": "sales"}})
        assert matched("日期,访客数", known)["访客数"] == "sales"

    def test_a_chosen_map_is_all_there_is(self) -> None:
        known = names(chosen={"UV": "visitors"}, maps={"other": {"GMV": "sales"}})
        assert matched("日期,UV,GMV,转化率", known) == {"日期": "date", "UV": "visitors"}

    def test_what_is_told_stands_above_all(self) -> None:
        known = names(told={"UV": "sales"}, maps={"own": {"UV": "visitors"}})
        assert matched("日期,UV", known)["UV"] == "sales"

    def test_columns_that_are_not_used_say_why(self) -> None:
        columns = match_columns(["日期", "访客人数", "投产比", "x", ""], names())
        said = [(each.name, str(each.what), str(each.fix or "")) for each in columns.unused]
        assert said == [
            ("访客人数", "no metric has this name", "did you mean '访客数'?"),
            ("投产比", "roi is worked out from other figures", ""),
            ("x", "no metric has this name", ""),
        ]

    def test_two_columns_for_one_metric(self) -> None:
        with pytest.raises(OpsplanError, match="all give visitors"):
            match_columns(["日期", "visitors", "访客数"], names())
        known = names(told={"访客数": "visitors"})
        assert matched("日期,visitors,访客数", known) == {"日期": "date", "访客数": "visitors"}

    @pytest.mark.parametrize("more", [{"told": {"UV": "sales"}}, {"day": "UV"}])
    def test_a_column_that_is_not_there(self, more: dict[str, object]) -> None:
        with pytest.raises(OpsplanError, match="no column 'UV'"):
            match_columns(["日期", "访客数"], names(**more))

    def test_a_metric_that_is_not_there(self) -> None:
        with pytest.raises(OpsplanError, match="no metric 'visitor'"):
            names(told={"UV": "visitor"}).check()
        with pytest.raises(OpsplanError, match="worked out"):
            names(told={"UV": "roi"}).check()

    def test_the_map_to_keep(self) -> None:
        header = ["哪天", "访客数", "x"]
        columns = match_columns(header, names(day="哪天"))
        assert columns.as_map(header) == {"哪天": "date", "访客数": "visitors"}


def read(text: str, day: date | None = None) -> tuple[list[tuple[str, str, float]], list[str]]:
    known = names()
    table = read_table(text.encode(), "t.csv")
    assert isinstance(table, Table)
    found = headed(table, known.test())
    assert isinstance(found, HeadedTable)
    columns = match_columns(found.header, known)
    given, refused = read_figures(found, columns, day, TODAY)
    figures = [(each.metric.id, each.day.isoformat(), each.value) for each in given]
    return figures, [f"{each.line}:{each.column}: {each.path}: {each.what}" for each in refused]


class TestLines:
    def test_figures(self) -> None:
        text = (
            "日报\n日期,访客数,成交金额,转化率,开店\n"
            '2026/11/5,320,"1,234.5",3.5%,是\n20261106,-,,４％,no\n'
        )
        assert read(text) == (
            [
                ("visitors", "2026-11-05", 320),
                ("sales", "2026-11-05", 1234.5),
                ("conversion", "2026-11-05", 3.5),
                ("shop_open", "2026-11-05", 1),
                ("conversion", "2026-11-06", 4),
                ("shop_open", "2026-11-06", 0),
            ],
            [],
        )

    def test_a_line_with_a_bad_cell_is_refused_whole(self) -> None:
        figures, refused = read("日期,访客数,转化率\n2026-11-05,x,101%\n2026-11-06,7,1%\n")
        assert [day for _, day, _ in figures] == ["2026-11-06", "2026-11-06"]
        assert refused == [
            "2:2: 访客数: 'x' is no value for visitors",
            "2:3: 转化率: '101%' is no value for conversion",
        ]

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("2026-11-27,1", "2:1: 日期: 2026-11-27 has not come yet"),
            ("合计,1", "2:1: 日期: '合计' is no date"),
            (",1", "2:1: 日期: '' is no date"),
            ("2026-11-05,1,234", "2:3: : the line has 3 cells, the header 2"),
            ("2026-11-05,5%", "2:2: 访客数: '5%' is no value for visitors"),
            ("2026-11-05,-5", "2:2: 访客数: '-5' is no value for visitors"),
        ],
    )
    def test_refusals(self, line: str, says: str) -> None:
        assert read(f"日期,访客数\n{line}\n") == ([], [says])

    def test_today_may_have_figures(self) -> None:
        assert read("日期,访客数\n2026-11-26,1\n")[1] == []

    def test_a_short_line_has_no_figure_at_its_end(self) -> None:
        assert read("日期,访客数,转化率\n2026-11-05,1\n")[0] == [("visitors", "2026-11-05", 1)]

    def test_lines_that_differ_for_one_day_are_all_refused(self) -> None:
        figures, refused = read("日期,访客数\n2026-11-05,1\n2026-11-06,5\n20261105,2\n20261106,5\n")
        assert figures == [("visitors", "2026-11-06", 5)]
        assert [line.split(": ")[0] for line in refused] == ["2:2", "4:2"]
        assert "lines 2, 4 give different figures for 2026-11-05" in refused[0]

    def test_a_table_of_one_day(self) -> None:
        assert read("访客数\n320\n", date(2026, 11, 5)) == ([("visitors", "2026-11-05", 320)], [])


def test_what_the_journal_has_is_not_new() -> None:
    table = HeadedTable("t.csv", ["访客数"], [])
    given, _ = read_figures(table, Columns({0: VISITORS}, None), TODAY, TODAY)
    assert compare(given, Figures()) == ([], 0)
    known = Figures({"visitors": {date(2026, 11, 5): 1, date(2026, 11, 6): 2}})
    source = read_table(b"date,visitors\n2026-11-07,3\n2026-11-05,1\n2026-11-06,9\n", "t.csv")
    assert isinstance(source, Table)
    found = headed(source, names().test())
    assert isinstance(found, HeadedTable)
    given, _ = read_figures(found, match_columns(found.header, names()), None, TODAY)
    new, unchanged = compare(given, known)
    assert [(each.day.day, each.value, each.previous) for each in new] == [(6, 9, 2), (7, 3, None)]
    assert unchanged == 1


class TestReadings:
    @pytest.mark.parametrize(
        ("name", "zh", "kind", "bounds"),
        [
            ("visitors", "访客数", "number", (0, float("inf"))),
            ("conversion", "转化率", "percent", (0, 100)),
            ("click_rate", "点击率", "percent", (0, 100)),
            ("five_star_share", "占比", "percent", (0, 100)),
            ("ad_limit_used", "已用", "percent", (0, float("inf"))),
            ("sales_attainment", "完成率", "percent", (0, float("inf"))),
            ("growth_rate", "增长率", "percent", (float("-inf"), float("inf"))),
            ("gross", "毛利", "number", (float("-inf"), float("inf"))),
        ],
    )
    def test_bounds(
        self, name: str, zh: str, kind: MetricType, bounds: tuple[float, float]
    ) -> None:
        assert bounds_of(metric(name, zh, kind)) == bounds

    @pytest.mark.parametrize(
        ("each", "text", "value"),
        [
            (VISITORS, "1,234", 1234),
            (VISITORS, "３２０", 320),
            (CONVERSION, "3.5", 3.5),
            (CONVERSION, "100%", 100),
            (OPEN, "是", 1),
            (OPEN, "No", 0),
        ],
    )
    def test_values(self, each: Metric, text: str, value: float) -> None:
        assert read_figure(each, text) == value

    @pytest.mark.parametrize(
        ("each", "text", "fix"),
        [
            (VISITORS, "many", "a number is expected"),
            (VISITORS, "5%", "a number is expected"),
            (VISITORS, "", "a number is expected"),
            (VISITORS, "-1", "0 or more"),
            (CONVERSION, "100.1", "100 % at most"),
            (OPEN, "maybe", "yes or no"),
        ],
    )
    def test_what_is_no_value(self, each: Metric, text: str, fix: str) -> None:
        wrong = read_figure(each, text)
        assert isinstance(wrong, Wrong)
        assert str(wrong.fix) == fix

    def test_a_name_may_be_of_several(self) -> None:
        both = [metric("a", "数"), metric("b", "数")]
        assert metrics_named("数", both) == both
        assert metrics_named("b", both) == both[1:]
        assert metrics_named("c", both) == []
