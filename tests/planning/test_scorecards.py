"""Scorecards: every number of the tables is worked out by hand beside it."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import book_of, day
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.scorecards import rounded, score_card, score_of, scorecards_of, step_at
from opsplan.values.completion import Completion
from opsplan.values.figures import Figures
from opsplan.values.playbook import Shop
from opsplan.values.scorecard import CardScore, Step
from opsplan.values.window import month_window

NOVEMBER = month_window(day("2026-11-01"))
MORE = """
metrics: [{id: sales, name: S}, {id: rating, name: R}]
targets:
  - {metric: sales, year: 2026, by: days, months: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 300000, 0]}
scorecards:
  - id: card
    name: Card
    role: ops
    parts:
      - {id: duties, name: D, weight: 40, from: completion}
      - {id: sales, name: S, weight: 40, from: target sales}
      - {id: rating, name: R, weight: 20, from: rating, full: 5}
    bar: 3.5
    bonus: [{from: 3.5, pay: 500}, {from: 4.0, pay: 800}, {from: 4.5, pay: 1000}]
    commission: {by: target sales, tiers: [{from: 100, points: 1}, {from: 150, points: 2}]}
"""


def plan(shop: Shop | None = None, more: str = MORE) -> Plan:
    return make_plan(shop or Shop("main"), [book_of("{id: a, name: A, when: 每天}", more=more)])


def figures(**logged: Mapping[str, float]) -> Figures:
    return Figures({k: {day(on): n for on, n in v.items()} for k, v in logged.items()})


def counted(
    due: int, on_time: int, *, late: int = 0, skipped: int = 0, open_: int = 0
) -> Completion:
    """`late` were done late, `open_` are late and can still be done, the rest was missed."""
    missed = due - on_time - late - skipped - open_
    done = on_time + late
    return Completion(
        "book",
        "a",
        role="ops",
        due=due,
        done=done,
        on_time=on_time,
        late=late + open_,
        missed=missed,
        skipped=skipped,
    )


def scored(
    logged: Figures, duties: list[Completion], today: str = "2026-12-01", made: Plan | None = None
) -> CardScore:
    made = made or plan()
    ((_, card),) = scorecards_of(made)
    return score_card(made, card, duties, logged, NOVEMBER, day(today))


class TestParts:
    @pytest.mark.parametrize(
        ("value", "full", "score"),
        [
            (None, 100, None),
            (0, 100, 1),
            (-3, 100, 1),
            (25, 100, 2),
            (50, 100, 3),
            (62.5, 100, 3.5),
            (100, 100, 5),
            (140, 100, 5),
            (4.5, 5, 4.6),
            (33.33, 100, 2.33),  # 1 + 1.3332
        ],
    )
    def test_a_score_is_linear_from_1_to_5(
        self, value: float | None, full: float, score: float | None
    ) -> None:
        assert score_of(value, full) == score

    @pytest.mark.parametrize(
        ("counts", "value"),
        [
            (counted(0, 0), None),
            (counted(10, 10), 100),
            (counted(10, 0), 0),
            (counted(10, 5, late=2), 60),  # (5 + 2 / 2) of 10
            (counted(10, 5, late=1, skipped=2), 68.75),  # 5.5 of 8
            (counted(4, 0, skipped=4), None),
            (counted(3, 1, open_=1), 33.33),  # 1 of 3
        ],
    )
    def test_duties(self, counts: Completion, value: float | None) -> None:
        found = scored(figures(), [counts]).parts[0].reading
        assert found.value == value
        assert found.counts is not None
        assert found.counts.due == counts.due

    def test_duties_of_other_roles_do_not_count(self) -> None:
        other = Completion("book", "b", role="ads", due=10, missed=10)
        assert scored(figures(), [counted(1, 1), other]).parts[0].reading.value == 100

    @pytest.mark.parametrize(
        ("sales", "today", "value", "due", "until"),
        [
            ({}, "2026-11-11", None, None, None),
            # ten days of 10000 each
            ({"2026-11-02": 90000}, "2026-11-11", 90, 100000, "2026-11-10"),
            # today counts once it has a figure: eleven days
            ({"2026-11-02": 90000, "2026-11-11": 20000}, "2026-11-11", 100, 110000, "2026-11-11"),
            ({"2026-11-02": 90000}, "2026-12-01", 30, 300000, "2026-11-30"),
            ({"2026-11-01": 5000}, "2026-11-01", 50, 10000, "2026-11-01"),
            ({"2026-10-31": 90000, "2026-12-01": 90000}, "2026-12-02", None, None, None),
        ],
    )
    def test_a_target_is_held_against_the_days_so_far(
        self,
        sales: dict[str, float],
        today: str,
        value: float | None,
        due: float | None,
        until: str | None,
    ) -> None:
        reading = scored(figures(sales=sales), [], today).parts[1].reading
        assert reading.value == value
        assert reading.due == (None if due is None else pytest.approx(due))
        assert reading.until == (None if until is None else date.fromisoformat(until))
        assert reading.amount == (None if due is None else 300000)

    def test_the_last_figure_of_a_metric_counts(self) -> None:
        logged = figures(rating={"2026-11-03": 3, "2026-11-20": 4.5, "2026-12-01": 1})
        reading = scored(logged, []).parts[2].reading
        assert (reading.value, reading.figures) == (4.5, ((day("2026-11-20"), 4.5),))


class TestTotal:
    @pytest.mark.parametrize(
        ("on_time", "sales", "rating", "score", "bonus", "points", "missing"),
        [
            # 5 x .4 + 5 x .4 + 5 x .2
            (100, 300000, 5, 5, 1000, 1, []),
            (100, 450000, 5, 5, 1000, 2, []),
            # 3 x .4 + 3 x .4 + 3.4 x .2 = 3.08
            (50, 150000, 3, 3.08, 0, 0, []),
            # 3 x .4 + 3.8 x .4 + 3.88 x .2 = 3.496 -> 3.5, which is the bar
            (50, 210000, 3.6, 3.5, 500, 0, []),
            # 4 x .4 + 4 x .4 + 4 x .2: a border falls into the upper band
            (75, 225000, 3.75, 4, 800, 0, []),
            # 4.2 x .4 + 5 x .4 + 4.1 x .2 = 4.5; 99.99 % of the target is not all of it
            (80, 299999, 3.875, 4.5, 1000, 0, []),
            # 3 x .4 + 5 x .4 over .8: a part without a figure is no zero
            (50, 300000, None, 4, 800, 1, ["rating"]),
            (None, None, 4, 4.2, 800, None, ["duties", "sales"]),
            (None, None, None, None, None, None, ["duties", "sales", "rating"]),
        ],
    )
    def test_a_card(
        self,
        on_time: int | None,
        sales: float | None,
        rating: float | None,
        score: float | None,
        bonus: float | None,
        points: float | None,
        missing: list[str],
    ) -> None:
        logged = figures(
            sales={} if sales is None else {"2026-11-10": sales},
            rating={} if rating is None else {"2026-11-10": rating},
        )
        found = scored(logged, [] if on_time is None else [counted(100, on_time)])
        assert (found.score, found.bonus, found.points) == (score, bonus, points)
        assert [part.id for part in found.missing] == missing
        assert found.passed == (None if score is None else score >= 3.5)

    def test_the_commission_looks_at_the_whole_month(self) -> None:
        """On the 11th 100000 were asked for and 150000 sold, which is half of 300000."""
        found = scored(figures(sales={"2026-11-05": 150000}), [], "2026-11-11")
        assert found.parts[1].reading.value == 150
        assert found.attained is not None
        assert (found.attained.value, found.points) == (50, 0)

    @given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=9))
    def test_a_score_lies_between_1_and_5_and_more_is_never_worse(
        self, pairs: list[tuple[int, int]]
    ) -> None:
        for low, high in pairs:
            worse, better = (score_of(value, 100) for value in sorted((low, high)))
            assert worse is not None
            assert better is not None
            assert 1 <= worse <= better <= 5


class TestWhichCards:
    def test_a_card_may_be_optional_or_closed(self) -> None:
        optional = MORE.replace("    bar: 3.5", "    applies: {optional: true}\n    bar: 3.5")
        key = frozenset({"book/card"})
        assert list(scorecards_of(plan(more=optional))) == []
        assert len(list(scorecards_of(plan(Shop("main", on=key), optional)))) == 1
        assert list(scorecards_of(plan(Shop("main", off=key)))) == []


def test_steps() -> None:
    steps = (Step(100, 1), Step(150, 2))
    assert [step_at(steps, value) for value in (0, 99.99, 100, 149.99, 150, 900)] == [
        0,
        0,
        1,
        1,
        2,
        2,
    ]
    assert step_at((), 100) == 0


def test_halves_are_rounded_up() -> None:
    assert [rounded(value) for value in (3.495, 1.005, 2.674999, 4)] == [3.5, 1.01, 2.67, 4]
