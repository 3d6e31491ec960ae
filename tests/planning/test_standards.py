"""Standards: the bars of a shop, and whether the last figures kept them."""

from collections.abc import Mapping

import pytest

from house import book_of, day
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.standards import standings
from opsplan.values.figures import Figures
from opsplan.values.playbook import Shop

MORE = """
metrics: [{id: sales, name: 成交}, {id: visitors, name: 访客}, {id: others, name: 同行}]
targets:
  - {metric: sales, year: 2026, by: days,
     months: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 300, 0]}
rules:
  - {id: standard, keep: CONDITION, then: [check], covers: [S0-099]}
"""


def plan(condition: str, **thresholds: float) -> Plan:
    text = MORE.replace("CONDITION", condition)
    book = book_of("{id: check, name: 查, when: 触发时, covers: [S0-001]}", more=text)
    return make_plan(Shop("main", thresholds=thresholds), [book])


def kept(made: Plan, logged: Mapping[str, Mapping[str, float]]) -> list[bool | None]:
    figures = Figures({k: {day(on): n for on, n in of.items()} for k, of in logged.items()})
    return [each.ok for each in standings(made, figures, day("2026-11-25"))]


@pytest.mark.parametrize(
    ("condition", "logged", "expected"),
    [
        ("visitors < 10", {"visitors": {"2026-11-24": 9}}, [True]),
        ("visitors < 10", {"visitors": {"2026-11-24": 10}}, [False]),
        ("visitors <= 10", {"visitors": {"2026-11-24": 10}}, [True]),
        ("visitors > 10", {"visitors": {"2026-11-24": 10}}, [False]),
        ("visitors = 10", {"visitors": {"2026-11-24": 10}}, [True]),
        ("visitors >= 10", {"visitors": {"2026-11-23": 10, "2026-11-24": 9}}, [False]),
        ("visitors >= 10", {}, [None]),
        (
            "visitors >= others",
            {"visitors": {"2026-11-24": 5}, "others": {"2026-11-24": 5}},
            [True],
        ),
        (
            "visitors >= others",
            {"visitors": {"2026-11-24": 5}, "others": {"2026-11-23": 5}},
            [None],
        ),
        ("visitors falls", {"visitors": {"2026-11-24": 5}}, []),
    ],
)
def test_the_last_figure_is_held_against_its_bar(
    condition: str, logged: Mapping[str, Mapping[str, float]], expected: list[bool | None]
) -> None:
    assert kept(plan(condition), logged) == expected


@pytest.mark.parametrize(("sales", "expected"), [(10, True), (9.5, False)])
def test_a_target_as_bar_is_the_share_of_the_figures_day(sales: float, expected: bool) -> None:
    assert kept(plan("sales >= target"), {"sales": {"2026-11-24": sales}}) == [expected]


def test_without_a_target_for_the_month_nothing_is_judged() -> None:
    assert kept(plan("sales >= target"), {"sales": {"2025-11-24": 10}}) == [None]


def test_a_shops_own_bar_wins_and_is_shown() -> None:
    made = plan("sales >= target", standard=12)
    assert kept(made, {"sales": {"2026-11-24": 10}}) == [False]
    (standing,) = standings(made, Figures(), day("2026-11-25"))
    assert standing.term.bar == 12
