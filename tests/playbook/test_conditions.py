"""Conditions and formulas as people type them."""

import pytest

from opsplan.playbook.conditions import (
    ConditionError,
    read_condition,
    read_formula,
    read_open_while,
)
from opsplan.values.figures import Comparison, Formula, Operator


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("visitors < 10", "<"),
        ("visitors<10", "<"),
        ("visitors ＜ １０", "<"),
        ("visitors ≥ 10", ">="),
        ("visitors≤10", "<="),
        ("visitors　＞＝　10", ">="),
        ("visitors ＝ 10", "="),
    ],
)
def test_operators_of_either_width(text: str, operator: Operator) -> None:
    assert read_condition(text).terms == (Comparison("visitors", operator, 10.0),)


def test_a_formula_and_a_state_of_a_row_may_be_full_width_too() -> None:
    assert read_formula("sales ／ ad_spend") == Formula("sales", "/", "ad_spend")
    assert read_open_while("status ＝ 待处理（急）") == ("status", "待处理（急）")


@pytest.mark.parametrize(("text", "column"), [("visitors ！ 10", 1), ("a < 1 and b ＜ ？", 15)])
def test_what_is_none_has_its_column(text: str, column: int) -> None:
    with pytest.raises(ConditionError) as caught:
        read_condition(text)
    assert caught.value.column == column
