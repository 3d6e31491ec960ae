"""A register as a table: cells to fields and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.planning.register_table import (
    RowChanges,
    column_named,
    guarded,
    match_fields,
    read_field,
    read_rows,
    unguarded,
)
from opsplan.planning.tables import HeadedTable, Table, Wrong, headed, read_table
from opsplan.values.problem import OpsplanError
from opsplan.values.register import Column, Register, Row
from opsplan.values.text import Language, Text
from opsplan.views.intake import register_csv
from opsplan.views.words import Words

TODAY = date(2026, 11, 26)
CUSTOMER = Column("customer", Text("客户", "Customer"), required=True)
PRICE = Column("price", Text("价格", "Price"), "number")
SENT = Column("sent", Text("寄出", "Sent"), "date")
STATUS = Column(
    "status",
    Text("状态", "Status"),
    "choice",
    (("open", Text("未结", "Open")), ("closed", Text("已结", "Closed"))),
)
CASES = Register("cases", Text("售后", "Cases"), (CUSTOMER, PRICE, SENT, STATUS))
ROW = Row(1, date(2026, 11, 20), {"customer": "王", "price": "1.50", "status": "open"})


def read(text: str, *rows: Row) -> RowChanges:
    table = read_table(text.encode(), "t.csv")
    assert isinstance(table, Table)
    found = headed(table, lambda cell: column_named(CASES, cell) is not None or cell == "id")
    assert isinstance(found, HeadedTable)
    fields = match_fields(CASES, found.header)
    return read_rows(found, CASES, fields, {row.number: row for row in rows}, TODAY)


def refused(found: RowChanges) -> list[str]:
    return [f"{each.line}:{each.column}: {each.what}" for each in found.refused]


def test_rows_are_added_with_the_first_choice() -> None:
    found = read("客户,Price,sent\n王,1,2026/11/5\n李,,\n")
    assert [dict(each.fields) for each in found.changes] == [
        {"customer": "王", "price": "1", "sent": "2026-11-05", "status": "open"},
        {"customer": "李", "price": "", "sent": "", "status": "open"},
    ]


def test_a_row_with_its_number_is_changed_where_it_differs() -> None:
    found = read("id,客户,价格,状态\n1,王,1.5,已结\n", ROW)
    assert [(dict(each.fields), each.before) for each in found.changes] == [
        ({"status": "closed"}, ROW)
    ]
    assert read("id,客户,价格,状态\n1,王,1.5,Open\n", ROW).unchanged == 1


def test_an_empty_cell_empties_the_field_and_a_column_that_is_not_there_leaves_it() -> None:
    assert read("id,price\n1,\n", ROW).changes[0].fields == {"price": ""}


def test_what_is_there_word_for_word_is_not_added_again() -> None:
    text = "customer,price\n王,1.5\n王,1.5\n"
    found = read(text, ROW)
    assert (len(found.changes), found.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,customer\n7,王\n", "2:1: there is no row 7"),
        ("id,customer\n1.5,王\n", "2:1: there is no row 1.5"),
        ("id,customer\n1,王\n1,李\n", "3:1: line 2 changes row 1 already"),
        ("customer,price\n,5\n", "2:1: the field 'Customer' is missing"),
        ("price\n5\n", "2:1: the field 'Customer' is missing"),
        ("id,customer\n1,\n", "2:2: the field 'Customer' is missing"),
        ("customer,price\n王,cheap\n", "2:2: 'cheap' does not fit price"),
        ("customer,price\n王,5%\n", "2:2: '5%' does not fit price"),
        ("customer,sent\n王,someday\n", "2:2: 'someday' does not fit sent"),
        ("customer,status\n王,maybe\n", "2:2: 'maybe' does not fit status"),
        ("customer,price\n王,1,234\n", "2:3: the line has 3 cells, the header 2"),
    ],
)
def test_refusals(text: str, says: str) -> None:
    found = read(text, ROW)
    assert refused(found) == [says]


def test_good_rows_stand_beside_refused_ones() -> None:
    found = read("customer,price\n王,x\n李,2\n")
    assert [each.fields["customer"] for each in found.changes] == ["李"]
    assert refused(found) == ["2:2: 'x' does not fit price"]


def test_columns_that_are_none_of_its_fields() -> None:
    fields = match_fields(CASES, ["id", "客户", "custmer", "x"])
    said = [(name, str(near) if near else None) for name, near in fields.unused]
    assert said == [("custmer", "did you mean 'customer'?"), ("x", None)]
    with pytest.raises(OpsplanError, match="no column is a field of cases"):
        match_fields(CASES, ["a", "b"])
    with pytest.raises(OpsplanError, match="has two columns"):
        match_fields(CASES, ["客户", "customer"])


@pytest.mark.parametrize("typed", ["", "1,234", "１２", "¥5"])
def test_numbers_keep_their_digits(typed: str) -> None:
    assert (
        read_field(PRICE, typed, TODAY) == {"": "", "1,234": "1234", "１２": "12", "¥5": "5"}[typed]
    )
    assert isinstance(read_field(PRICE, f"{typed}x", TODAY), Wrong)


@given(st.text())
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert unguarded(guarded(text)) == text


WORDS_OF_PEOPLE = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.strip)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "customer": st.one_of(
                    WORDS_OF_PEOPLE,
                    st.sampled_from(["=1+1", "'=1", "-5", "@x", '="x"', "+86 1", "'x"]),
                ).filter(bool),
                "price": st.sampled_from(["", "-5", "1.50", "007"]),
                "sent": st.sampled_from(["", "2026-11-05"]),
                "status": st.sampled_from(["", "open", "closed"]),
            }
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["zh", "en"]),
)
def test_writing_a_register_and_reading_it_changes_nothing(
    fields: list[dict[str, str]], language: Language
) -> None:
    rows = [Row(index + 1, TODAY, each) for index, each in enumerate(fields)]
    found = read(register_csv(CASES, rows, Words(language)), *rows)
    assert (found.changes, found.refused, found.unchanged) == ([], [], len(rows))


def test_the_file_as_a_spreadsheet_gets_it() -> None:
    row = Row(1, TODAY, {"customer": "=HYPERLINK()", "price": "-5", "sent": "2026-11-05"})
    assert register_csv(CASES, [row], Words("zh")) == (
        "\ufeffid,客户,价格,寄出,状态\r\n1,'=HYPERLINK(),-5,2026-11-05,\r\n"
    )


def test_fields_whose_names_say_something_else_are_written_by_id() -> None:
    columns = [Column("a", Text("名")), Column("b", Text("名")), Column("c", Text("ID"))]
    register = Register("r", Text("r"), tuple(columns))
    header = ["id", "名", "b", "c"]
    assert register_csv(register, [], Words("zh")) == f"\ufeff{','.join(header)}\r\n"
    fields = match_fields(register, header)
    assert (fields.number, list(fields.columns.values())) == (0, columns)
