"""Registers: what a row is called on a list."""

from datetime import date

import pytest

from opsplan.planning.registers import row_title
from opsplan.values.register import Column, Register, Row
from opsplan.values.text import Text

COLUMNS = (Column("issue", Text("问题", "Issue")), Column("order", Text("订单", "Order")))


@pytest.mark.parametrize(
    ("title", "fields", "shown"),
    [
        (Text("跟进 {order}", "Follow up {order}"), {"order": "A7"}, ("跟进 A7", "Follow up A7")),
        (Text("跟进 {order}", "Follow up {order}"), {"issue": "x"}, ("跟进", "Follow up")),
        (Text("", "Ask {order} about {issue}"), {"order": "", "issue": "x"}, ("", "Ask about x")),
        (Text("", "{issue}{order}, soon"), {"issue": "x"}, ("", "x, soon")),
        (Text("{order}", "{order}"), {"issue": "x"}, ("售后", "After-sales")),
        (Text("", "See {issue}"), {"issue": "{order}", "order": "A7"}, ("", "See {order}")),
    ],
)
def test_a_field_that_a_row_has_not_leaves_no_gap_in_its_title(
    title: Text, fields: dict[str, str], shown: tuple[str, str]
) -> None:
    register = Register("r", Text("售后", "After-sales"), COLUMNS, title=title)
    found = row_title(register, Row(1, date(2026, 11, 25), fields))
    assert (found.zh, found.en) == shown
