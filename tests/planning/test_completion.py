"""What became of the duties of a window: each occurrence once, on one day."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import Ledger, checklist, day, occurrences, plan_of
from opsplan.planning.completion import completion, summed
from opsplan.planning.plan import Plan
from opsplan.values.completion import Completion
from opsplan.values.journal import EntryKind
from opsplan.values.playbook import Shop
from opsplan.values.window import Window, closed_window, day_window, month_window

SHOP = Shop("main", launch=day("2026-11-01"))
NOVEMBER = month_window(day("2026-11-01"))
NEXT_YEAR = "2027-01-31 12:00"


def numbers(
    plan: Plan, now: str, ledger: Ledger | None = None, window: Window = NOVEMBER
) -> dict[str, tuple[int, ...]]:
    """(due, done, on_time, late, missed, skipped) by duty."""
    return {
        each.duty: (each.due, each.done, each.on_time, each.late, each.missed, each.skipped)
        for each in completion(checklist(plan, now, ledger, window))
    }


class TestTable:
    """November 2026 has 30 days, five Mondays from the 2nd on, and four whole weeks from then."""

    @pytest.mark.parametrize(
        ("when", "now", "due"),
        [
            ("每天", "2026-11-01 12:00", (0, 0, 0, 0, 0, 0)),
            ("每天", "2026-11-03 12:00", (2, 0, 0, 0, 2, 0)),
            ("每天", NEXT_YEAR, (30, 0, 0, 0, 30, 0)),
            ("每天 8:30、11:30", "2026-11-02 10:00", (3, 0, 0, 1, 2, 0)),
            ("每周一", "2026-11-17 09:00", (3, 0, 0, 1, 2, 0)),
            ("每周一", NEXT_YEAR, (5, 0, 0, 0, 5, 0)),
            ("每周一次", "2026-11-08 23:59", (1, 0, 0, 0, 1, 0)),
            ("每周一次", NEXT_YEAR, (5, 0, 0, 0, 5, 0)),
            ("每月一次", "2026-11-30 23:59", (0, 0, 0, 0, 0, 0)),
            ("每月一次", "2026-12-05 12:00", (1, 0, 0, 0, 1, 0)),
            ("一次", NEXT_YEAR, (0, 0, 0, 0, 0, 0)),
            ("触发时", NEXT_YEAR, (0, 0, 0, 0, 0, 0)),
        ],
    )
    def test_what_is_open_or_upcoming_is_not_due(
        self, when: str, now: str, due: tuple[int, ...]
    ) -> None:
        plan = plan_of(f"{{id: a, name: A, when: {when}}}", shop=SHOP)
        assert numbers(plan, now).get("a", (0,) * 6) == due

    @pytest.mark.parametrize(
        ("kind", "at", "becomes"),
        [
            ("done", "2026-11-10 09:59", (1, 1, 1, 0, 0, 0)),
            ("done", "2026-11-10 10:30", (1, 1, 1, 0, 0, 0)),
            ("done", "2026-11-10 10:31", (1, 1, 0, 1, 0, 0)),
            ("done", "2026-11-12 08:00", (1, 1, 0, 1, 0, 0)),
            ("skip", "2026-11-10 10:31", (1, 0, 0, 0, 0, 1)),
            ("note", "2026-11-10 10:00", (1, 0, 0, 0, 1, 0)),
        ],
    )
    def test_on_time_is_to_the_minute(
        self, kind: EntryKind, at: str, becomes: tuple[int, ...]
    ) -> None:
        plan, ledger = plan_of("{id: a, name: A, when: 2026-11-10 10:00}", shop=SHOP), Ledger()
        (occurrence,) = occurrences(plan, "2026-11-10", "2026-11-10")
        ledger.add(kind, occurrence, at, text="why")
        assert numbers(plan, NEXT_YEAR, ledger)["a"] == becomes

    def test_what_is_late_and_can_still_be_done_is_late(self) -> None:
        plan = plan_of("{id: a, name: A, when: 每月10号}", shop=SHOP)
        assert numbers(plan, "2026-11-20 12:00") == {"a": (1, 0, 0, 1, 0, 0)}

    def test_a_floating_duty_counts_on_the_day_on_which_it_was_done(self) -> None:
        plan, ledger = plan_of("{id: a, name: A, when: 每月一次}", shop=SHOP), Ledger()
        (occurrence,) = occurrences(plan, "2026-11-01", "2026-11-30")
        ledger.add("done", occurrence, "2026-11-12 15:00")
        counted = [
            (each.day, numbers(plan, "2026-11-20 12:00", ledger, day_window(each)))
            for each in closed_window(day("2026-11-11"), day("2026-11-13"))
        ]
        assert counted == [(11, {}), (12, {"a": (1, 1, 1, 0, 0, 0)}), (13, {})]

    def test_what_was_carried_in_counts_where_it_was_due(self) -> None:
        plan = plan_of(
            "{id: a, name: A, when: 2026-10-20}", shop=Shop("main", launch=day("2026-10-01"))
        )
        october = month_window(day("2026-10-01"))
        assert numbers(plan, "2026-11-20 12:00", window=october) == {"a": (1, 0, 0, 1, 0, 0)}
        assert numbers(plan, "2026-11-20 12:00") == {}

    def test_each_duty_has_its_role_and_name(self) -> None:
        plan = plan_of("{id: a, name: 发, role: ops, when: 每天}", shop=SHOP)
        (found,) = completion(checklist(plan, NEXT_YEAR, None, NOVEMBER))
        assert (found.playbook, found.duty, found.title.zh, found.role) == (
            "book",
            "a",
            "发",
            "ops",
        )


TICKS: tuple[EntryKind, ...] = ("done", "skip")
WHENS = (
    "每天",
    "每天 8:30、20:00",
    "每周一、四",
    "每周一次",
    "每周两次",
    "每月一次",
    "每月15号",
    "每月底",
)


@given(
    st.lists(st.sampled_from(WHENS), min_size=1, max_size=3, unique=True),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 80), st.sampled_from(TICKS))),
)
def test_the_days_of_a_month_add_up_to_the_month(
    whens: list[str], ticks: list[tuple[int, int, EntryKind]]
) -> None:
    duties = [f"{{id: d{n}, name: D, when: {when}}}" for n, when in enumerate(whens)]
    plan, ledger = plan_of(*duties, shop=SHOP), Ledger()
    every = occurrences(plan, "2026-11-01", "2026-11-30")
    ticked = {(n % len(every)): (hour, kind) for n, hour, kind in ticks}
    for n, (hour, kind) in sorted(ticked.items()):
        on = min(every[n].date.day + hour // 24, 30)
        ledger.add(kind, every[n], f"2026-11-{on:02} {hour % 24:02}:15", text="why")
    month = completion(checklist(plan, NEXT_YEAR, ledger, NOVEMBER))
    by_day: Counter[str] = Counter()
    for date in NOVEMBER:
        for found in completion(checklist(plan, NEXT_YEAR, ledger, day_window(date))):
            by_day[found.duty] += found.due
    assert by_day == {each.duty: each.due for each in month}
    for each in month:
        assert each.due == each.on_time + each.late + each.missed + each.skipped


def test_sums() -> None:
    parts = [Completion("b", "a", due=3, done=1, on_time=1, missed=2), Completion(due=1, skipped=1)]
    assert summed(parts) == Completion(due=4, done=1, on_time=1, missed=2, skipped=1)
    assert summed([]) == Completion()
