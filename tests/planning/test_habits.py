"""Streaks and shares over due days."""

from house import Ledger, checklist, day, occurrences, plan_of
from opsplan.planning.habits import Habit, habits
from opsplan.values.window import closed_window

FIRST, LAST = "2026-11-02", "2026-11-29"


def habit_of(duty: str, marks: dict[str, str], now: str = "2026-11-29 23:50") -> Habit:
    """The habit of a duty over four weeks, with `done` and `skip` at 23:00 of some dates."""
    plan = plan_of(duty)
    ledger = Ledger()
    for each in occurrences(plan, FIRST, LAST):
        kind = marks.get(f"{each.nominal:%m-%d}#{each.slot}", marks.get(f"{each.nominal:%m-%d}"))
        if kind in ("done", "skip"):
            ledger.add(
                "done" if kind == "done" else "skip", each, f"{each.nominal} 23:00", text="x"
            )
    window = closed_window(day(FIRST), day(LAST))
    found = habits(checklist(plan, now, ledger, window))
    assert len(found) == 1
    return found[0]


DAILY = "{id: a, name: A, when: 每天 9:00}"


def test_a_streak_is_the_kept_days_up_to_now() -> None:
    marks = {f"11-{number:02}": "done" for number in (3, 4, 5, 6, 28, 29)}
    habit = habit_of(DAILY, marks)
    assert (habit.streak, habit.longest) == (2, 4)
    assert (habit.kept, habit.due) == (6, 27)
    assert habit.weeks == ((4, 6), (0, 7), (0, 7), (2, 7))


def test_what_is_still_open_breaks_nothing() -> None:
    marks = {"11-27": "done", "11-28": "done"}
    assert habit_of(DAILY, marks, now="2026-11-29 09:10").streak == 2


def test_a_skipped_day_neither_keeps_nor_breaks() -> None:
    marks = {"11-26": "done", "11-27": "skip", "11-28": "done", "11-29": "skip"}
    habit = habit_of(DAILY, marks)
    assert (habit.streak, habit.due) == (2, 2)


def test_a_day_is_kept_when_all_its_slots_are_done() -> None:
    marks = {"11-28": "done", "11-29#1": "done"}
    habit = habit_of("{id: a, name: A, when: '每天 9:00、15:00'}", marks)
    assert (habit.streak, habit.longest, habit.kept) == (0, 1, 1)


def test_only_due_days_count() -> None:
    marks = {"11-16": "done", "11-23": "done"}
    habit = habit_of("{id: a, name: A, when: 每周一 9:00}", marks)
    assert (habit.streak, habit.due) == (2, 2)
    assert habit.weeks == ((0, 0), (0, 0), (1, 1), (1, 1))


def test_the_best_and_the_worst_weekday_stand_out() -> None:
    marks = {f"11-{number:02}": "done" for number in range(3, 30) if number % 7 != 5}
    habit = habit_of(DAILY, marks)
    assert habit.worst_weekday == 3
    assert habit.best_weekday in range(7)
    even = habit_of(DAILY, {f"11-{number:02}": "done" for number in range(3, 30)})
    assert (even.best_weekday, even.worst_weekday) == (None, None)


def test_lateness_is_the_median_of_what_was_done() -> None:
    habit = habit_of(DAILY, {"11-20": "done", "11-21": "done"})
    assert habit.late == 13 * 60 + 30
    assert habit_of(DAILY, {"11-20": "skip"}).late is None
