"""Targets: which month has which amount, how its days share it, and what budgets have left."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import book_of, day
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.rules import fires
from opsplan.planning.targets import (
    amount_of,
    progress_on,
    share_of,
    share_of_day,
    target_on,
    targets_on,
)
from opsplan.values.figures import Figures, Target, TargetYear
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.window import Window, month_window, week_window

MONTHS = tuple(float(n * 1000) for n in range(1, 13))
WHEN = "{id: a, name: A, when: 每天}"


def book(targets: str, more: str = "") -> Playbook:
    metrics = "metrics: [{id: sales, name: S}, {id: ad_spend, name: A}]\n"
    return book_of(
        WHEN, "{id: b, name: B, when: 每月一次}", more=f"{metrics}targets:\n{targets}{more}"
    )


def plan(targets: str, shop: Shop | None = None, more: str = "") -> Plan:
    return make_plan(shop or Shop("main"), [book(targets, more)])


def figures(**logged: Mapping[str, float]) -> Figures:
    return Figures({k: {day(on): n for on, n in v.items()} for k, v in logged.items()})


class TestTheYear:
    @pytest.mark.parametrize(
        ("year", "launch", "on", "amount"),
        [
            (2026, None, "2026-01-01", 1000),
            (2026, None, "2026-12-31", 12000),
            (2026, None, "2027-01-01", None),
            (2026, "2026-11-01", "2026-11-30", 11000),
            ("every", "2026-11-01", "2026-11-30", 11000),
            ("every", "2026-11-01", "2029-02-28", 2000),
            ("launch", "2026-11-15", "2026-10-31", None),
            ("launch", "2026-11-15", "2026-11-01", 1000),
            ("launch", "2026-11-15", "2026-12-31", 2000),
            ("launch", "2026-11-15", "2027-01-01", 3000),
            ("launch", "2026-11-15", "2027-02-10", 4000),
            ("launch", "2026-11-15", "2027-10-31", 12000),
            ("launch", "2026-11-15", "2027-11-01", None),
            ("launch", None, "2026-11-15", 11000),
            ("launch", None, "2027-01-15", 1000),
        ],
    )
    def test_which_month_has_which_amount(
        self, year: TargetYear, launch: str | None, on: str, amount: float | None
    ) -> None:
        shop = Shop("main", launch=day(launch) if launch else None)
        target = Target("sales", year, MONTHS)
        assert amount_of(make_plan(shop, [book_of(WHEN)]), target, day(on)) == amount

    def test_the_plan_year_is_read_from_the_file(self) -> None:
        shop = Shop("main", launch=day("2026-11-01"))
        made = plan("  - {metric: sales, year: launch, total: 12000, by: days}", shop)
        assert share_of_day(made, "sales", day("2027-02-01")) == pytest.approx(1000 / 28)
        assert share_of_day(made, "sales", day("2026-10-31")) is None


class TestWhichCounts:
    TWO = (
        "  - {id: low, metric: sales, year: every, total: 1200}\n"
        "  - {id: high, metric: sales, year: every, total: 2400}\n"
    )

    def named(self, shop: Shop, more: str = "", targets: str = TWO) -> list[str]:
        return [each.id for each in targets_on(plan(targets, shop, more), day("2026-11-25"))]

    def test_an_option_switches_duty_and_target(self) -> None:
        more = "options: {way: {default: x, choices: {x: [a, low], y: [b, high]}}}"
        for choice, names in ((None, ("low", "a")), ("x", ("low", "a")), ("y", ("high", "b"))):
            shop = Shop("main", options={"way": choice} if choice else {})
            made = plan(self.TWO, shop, more)
            assert [each.id for each in targets_on(made, day("2026-11-25"))] == [names[0]]
            assert [each.planned.duty.id for each in made.duties] == [names[1]]

    def test_a_shop_asks_for_an_optional_one(self) -> None:
        targets = self.TWO.replace("total: 2400", "total: 2400, applies: {optional: true}")
        assert self.named(Shop("main"), targets=targets) == ["low"]
        assert self.named(Shop("main", on=frozenset({"book/high"})), targets=targets) == ["high"]
        assert self.named(Shop("main", off=frozenset({"book/high"}))) == ["low"]

    def test_the_shops_own_wins_in_its_months(self) -> None:
        shop = Shop("main", targets=(Target("sales", 2026, MONTHS, id="own"),))
        made = plan(self.TWO, shop)
        assert [each.id for each in targets_on(made, day("2026-11-25"))] == ["own"]
        assert [each.id for each in targets_on(made, day("2027-01-25"))] == ["high"]

    def test_a_metric_without_an_id_of_its_targets_is_called_by_the_metric(self) -> None:
        assert self.named(Shop("main"), targets="  - {metric: sales, year: every, total: 1}") == [
            "sales"
        ]

    def test_a_target_and_a_limit_stand_side_by_side(self) -> None:
        targets = (
            "  - {id: most, metric: ad_spend, year: every, total: 1200, limit: true}\n"
            "  - {id: least, metric: ad_spend, year: every, total: 600}\n"
        )
        made = plan(targets)
        assert {each.id for each in targets_on(made, day("2026-11-25"))} == {"most", "least"}
        found = target_on(made, "ad_spend", day("2026-11-25"), limit=True)
        assert found is not None
        assert found.id == "most"


class TestShares:
    def test_a_month_is_shared_by_workdays(self) -> None:
        """November 2026 has 21 workdays: 210000 / 21."""
        made = plan("  - {metric: sales, year: 2026, total: 2520000}")
        assert share_of_day(made, "sales", day("2026-11-25")) == 10000
        assert share_of_day(made, "sales", day("2026-11-28")) == 0
        assert share_of_day(made, "ad_spend", day("2026-11-25")) is None

    def test_a_week_may_lie_in_two_months_and_two_years(self) -> None:
        """From Monday the 28th: four days of 3100 / 31, three of the next year's 6200 / 31."""
        targets = (
            "  - {metric: sales, year: 2026, total: 37200, by: days}\n"
            "  - {id: later, metric: sales, year: 2027, total: 74400, by: days}\n"
        )
        made = plan(targets)
        (held,) = targets_on(made, day("2026-12-30"))
        assert share_of(made, held, week_window(day("2026-12-30"))) == pytest.approx(
            4 * 100 + 3 * 200
        )

    @given(
        st.sampled_from(("workdays", "days", "[1, 1, 1, 1, 1, 0, 0]", "[5, 1, 2, 1, 1, 3, 4]")),
        st.lists(st.integers(0, 10**6), min_size=12, max_size=12),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    )
    def test_the_days_and_weeks_add_up(self, by: str, months: list[int], launch: date) -> None:
        shop = Shop("main", launch=launch)
        made = plan(f"  - {{metric: sales, year: launch, months: {months}, by: {by}}}", shop)
        target = made.playbooks[0].targets[0]
        start = launch.replace(day=1)
        for amount in months[:3]:
            month = month_window(start)
            shares = sum(share_of(made, target, Window(d, d + timedelta(days=1))) for d in month)
            assert shares == pytest.approx(amount)
            start = month.end
        monday = week_window(launch.replace(day=1)).start
        weeks = (week_window(monday + timedelta(days=7 * n)) for n in range(54))
        assert sum(share_of(made, target, week) for week in weeks) == pytest.approx(sum(months))


class TestProgress:
    def test_what_each_remaining_day_must_bring(self) -> None:
        """17 workdays of 9000 by the 24th: 57000 are left for the 25th, 26th, 27th and 30th."""
        made = plan("  - {metric: sales, year: 2026, total: 2520000}")
        logged = {
            f"2026-11-{on:02}": 9000.0 for on in range(2, 25) if date(2026, 11, on).weekday() < 5
        }
        (progress,) = progress_on(made, figures(sales=logged), day("2026-11-25"))
        assert (progress.amount, progress.to_date, progress.remaining_days) == (210000, 153000, 4)
        assert (progress.per_day, progress.left) == (14250, 57000)
        assert progress.yesterday == (9000, 10000)
        assert progress.week.start == day("2026-11-23")
        assert progress.of_week == (18000, 50000)

    LIMIT = (
        "  - {metric: ad_spend, year: every, total: 216000, by: days, limit: true, daily_cap: 600}"
    )

    @pytest.mark.parametrize(
        ("logged", "to_date", "left", "per_day", "over"),
        [
            ({}, 0, 18000, 3000, []),
            ({"2026-11-24": 600}, 600, 17400, 2900, []),
            ({"2026-11-24": 601}, 601, 17399, 17399 / 6, ["2026-11-24"]),
            (
                {"2026-11-03": 700, "2026-11-25": 900},
                700,
                17300,
                17300 / 6,
                ["2026-11-03", "2026-11-25"],
            ),
            ({"2026-11-02": 18000}, 18000, 0, 0, ["2026-11-02"]),
            ({"2026-11-02": 18001}, 18001, -1, 0, ["2026-11-02"]),
            ({"2026-10-31": 900}, 0, 18000, 3000, []),
        ],
    )
    def test_a_budget(
        self,
        logged: dict[str, float],
        to_date: float,
        left: float,
        per_day: float,
        over: list[str],
    ) -> None:
        """18000 for November; six days are left from the 25th on."""
        (found,) = progress_on(plan(self.LIMIT), figures(ad_spend=logged), day("2026-11-25"))
        assert (found.to_date, found.left, found.remaining_days) == (to_date, left, 6)
        assert found.per_day == pytest.approx(per_day)
        assert [on.isoformat() for on, _ in found.over_cap] == over

    @pytest.mark.parametrize(("value", "holds"), [(600, False), (600.5, True)])
    def test_target_in_a_condition_is_the_days_share_of_a_limit_too(
        self, value: float, *, holds: bool
    ) -> None:
        """18000 for 30 days are 600 a day."""
        made = plan(self.LIMIT, more="\nrules: [{id: r, when: ad_spend > target, then: [a]}]")
        rule = made.playbooks[0].rules[0]
        because = fires(made, rule, figures(ad_spend={"2026-11-24": value}), day("2026-11-24"))
        assert (because is not None) == holds
        assert because is None or because.bar == 600
