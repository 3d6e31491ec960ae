"""Bytes of exported tables to lines and cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.planning.tables import (
    HeadedTable,
    Table,
    column_keys,
    headed,
    read_date,
    read_number,
    read_table,
)
from opsplan.values.problem import Problem

TEXT = "日期,访客数\r\n2026-11-25,320\r\n"
CELLS = [["日期", "访客数"], ["2026-11-25", "320"]]


def cells(data: bytes) -> list[list[str]]:
    table = read_table(data, "t.csv")
    assert isinstance(table, Table), table
    return [line.cells for line in table.lines]


def refusal(data: bytes) -> Problem:
    table = read_table(data, "t.csv")
    assert isinstance(table, Problem)
    return table


def table_of(text: str) -> Table:
    table = read_table(text.encode(), "t.csv")
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str) -> None:
    assert cells(TEXT.encode(encoding)) == CELLS


def test_a_character_that_only_gb18030_has() -> None:
    assert cells("名称,数\n𠀀,1\n".encode("gb18030"))[1] == ["𠀀", "1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\n1,234\t2\n5,678\t3\n", [["a", "b"], ["1,234", "2"], ["5,678", "3"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ('a,b\n"1,234","x ""y"" z"\n', [["a", "b"], ["1,234", 'x "y" z']]),
        ('sep=;\na;b\n"1";2\n', [["a", "b"], ["1", "2"]]),
        ('a,b\n="007",1\n', [["a", "b"], ["007", "1"]]),
        ("a\n1\n", [["a"], ["1"]]),
        ("\n,,\na,b\n \n1,2\n\n", [["a", "b"], ["1", "2"]]),
    ],
)
def test_separators_quotes_and_blank_lines(text: str, expected: list[list[str]]) -> None:
    assert cells(text.encode()) == expected


def test_lines_are_those_of_the_file() -> None:
    table = table_of('a,b\n"two\nlines",1\n\n3,4\n')
    assert [(line.number, line.cells) for line in table.lines] == [
        (1, ["a", "b"]),
        (2, ["two\nlines", "1"]),
        (5, ["3", "4"]),
    ]
    assert [line.number for line in table_of("sep=,\na,b\n1,2\n").lines] == [2, 3]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"", 1, "the file is empty"),
        (b"\xef\xbb\xbf \n", 1, "the file is empty"),
        (b"PK\x03\x04zip", 0, "a workbook"),
        (b"\xd0\xcf\x11\xe0old", 0, "a workbook"),
        (b"<html><table>", 1, "a web page"),
        ("日期,数\n2026-11-25,访".encode()[:-1], 2, "in the middle of a character"),
        (b"a,b\n\xff\xff\xff,1\n", 2, "neither UTF-8 nor GBK"),
        (b'a,b\n1,2\n"3,4\n5,6\n', 3, "the quotes of a cell"),
        (b"a,b\n" + b"1,2\n" * 2000 + b"x\0,1\n", 2002, "NUL"),
        (b"\xff\xfea\0b", 0, "not whole UTF-16"),
    ],
)
def test_what_is_no_table(data: bytes, line: int, says: str) -> None:
    problem = refusal(data)
    assert (problem.file, problem.line) == ("t.csv", line)
    assert says in str(problem.what)


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsplan.planning.tables.MAX_BYTES", 10)
    assert "larger than" in str(refusal(b"a,b\n1,2\n3,4\n").what)


class TestHeader:
    def found(self, text: str, *known: str) -> HeadedTable:
        table = headed(table_of(text), lambda cell: cell in known)
        assert isinstance(table, HeadedTable)
        return table

    def test_titles_stand_above_it(self) -> None:
        text = "日报,,\n统计时间,2026-11-25,\n日期,访客数,x\n1,2,3\n"
        found = self.found(text, "日期", "访客数")
        assert (found.header, [line.number for line in found.lines]) == (
            ["日期", "访客数", "x"],
            [4],
        )

    def test_the_line_with_the_most_known_names(self) -> None:
        assert self.found("访客数报表\n日期,访客数\n1,2\n", "访客数", "日期").header[0] == "日期"

    def test_without_known_names_the_first_of_names_only(self) -> None:
        assert self.found("表\n时间,2026-11-25\n甲,乙\n1,2\n").header == ["甲", "乙"]

    def test_a_table_of_figures_alone_has_none(self) -> None:
        problem = headed(table_of("1,2\n3,4\n"), lambda cell: False)
        assert isinstance(problem, Problem)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("320", (320, False)),
        ("1,234", (1234, False)),
        ("1,234,567.5", (1234567.5, False)),
        ("3.5%", (3.5, True)),
        ("３．５％", (3.5, True)),
        ("１，２３４", (1234, False)),
        ("¥12", (12, False)),
        ("￥1,200.00", (1200, False)),
        ("-7", (-7, False)),
        ("+7", (7, False)),
        ("0.12345678", (0.123457, False)),
        ("12,34", None),
        ("1,2345", None),
        ("1.2.3", None),
        ("12个", None),
        ("1e5", None),
        ("nan", None),
        ("١٢", None),
        ("=1+1", None),
        ("9" * 16, None),
    ],
)
def test_numbers(text: str, expected: tuple[float, bool] | None) -> None:
    assert read_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-05",
        "2026-11-5",
        "2026/11/05",
        "2026/11/5",
        "20261105",
        "2026年11月5日",
        "２０２６－１１－０５",
        "2026-11-05 00:00:00",
        "2026-11-05T08:30",
        "2026/11/5 0:00",
        " 2026-11-05 ",
    ],
)
def test_dates(text: str) -> None:
    assert read_date(text) == date(2026, 11, 5)


@pytest.mark.parametrize(
    "text", ["", "合计", "2026-13-01", "20260230", "11/05/2026", "today", "+3", "46331", "2026-11"]
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]))
def test_every_date_is_read_back(day: date, form: str) -> None:
    year = f"{day.year:04}"
    assert read_date(day.strftime(form.replace("%Y", year))) == day


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("访客数", ("访客数",)),
        ("支付金额（元）", ("支付金额(元)", "支付金额")),
        (" Pay Conversion ", ("payconversion",)),
        ("ＵＶ", ("uv",)),
        ("(元)", ("(元)",)),
    ],
)
def test_names_of_columns_are_compared(name: str, keys: tuple[str, ...]) -> None:
    assert column_keys(name) == keys


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip),
            min_size=2,
            max_size=5,
        ),
        min_size=1,
        max_size=5,
    ).filter(lambda rows: len({len(row) for row in rows}) == 1)
)
def test_what_is_written_as_csv_is_read(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    read = read_table("\r\n".join(quoted).encode("utf-8-sig"), "t.csv")
    if isinstance(read, Table) and not any(c.startswith('="') for row in rows for c in row):
        assert [line.cells for line in read.lines] == rows
