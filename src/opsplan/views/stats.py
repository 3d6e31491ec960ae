"""How steadily duties are done, on screen and as JSON."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from opsplan.planning.habits import Habit
from opsplan.values.text import say
from opsplan.values.window import Window
from opsplan.views.columns import Column, aligned
from opsplan.views.data import Data
from opsplan.views.paint import GAP, Line, Piece, all_folded, painted
from opsplan.views.screen import NARROW, WIDEST, Screen
from opsplan.views.spark import strip
from opsplan.views.words import Words

STEADY, SHAKY = 0.9, 0.5
"""From such a share on a duty counts as steady; below such a one as shaky."""


def stats_screen(
    habits: Sequence[Habit], window: Window, shop: str, words: Words, screen: Screen
) -> str:
    """A line for each duty: its weeks as bars, the share of kept days, streaks, weekdays."""
    weeks = -(-len(list(window)) // 7)
    due = [each for each in habits if each.due]
    width = min(screen.width, WIDEST)
    span = words("The last {weeks} weeks", weeks=weeks)
    lines: list[Line] = [[(shop, "bold"), (f"{GAP}{span}", "")]]
    if not due:
        lines.append([(words("Nothing was due in the last {weeks} weeks.", weeks=weeks), "")])
        return painted(all_folded(lines, width), colour=screen.colour)
    kept, all_due = sum(each.kept for each in due), sum(each.due for each in due)
    share = round(100 * kept / all_due)
    total = words("{kept} of {due} due days kept, {share}%", kept=kept, due=all_due, share=share)
    lines.append([(total, "")])
    shown = len(_TITLES) if screen.width >= NARROW else _FEW
    titles = ("", *map(words.message, _TITLES[:shown]))
    cells = (_cells(each, window, words)[: len(titles)] for each in due)
    rows = [[(title, "bold") for title in titles], *cells]
    columns = [
        Column("right" if number in _RIGHT else "left", folds=number == 0)
        for number in range(len(titles))
    ]
    table = aligned([[[cell] for cell in row] for row in rows], columns, width)
    return painted([*all_folded(lines, width), *table], colour=screen.colour)


def stats_data(habits: Iterable[Habit], window: Window) -> Data:
    """The same as JSON; weekdays are 1 (Monday) to 7."""
    return {
        "from": window.start.isoformat(),
        "to": window.last.isoformat(),
        "items": [_habit_data(each) for each in habits if each.due],
    }


_TITLES = (
    say("weeks"),
    say("kept"),
    say("streak"),
    say("longest"),
    say("late"),
    say("best"),
    say("worst"),
)
_RIGHT = (2, 3, 4, 5)
_FEW = 3
"""So many of them have room beside a title on a narrow screen."""


def _cells(habit: Habit, window: Window, words: Words) -> list[Piece]:
    share = habit.kept / habit.due
    style = "green" if share >= STEADY else "red" if share < SHAKY else ""
    late = "" if habit.late is None else words("{minutes} min", minutes=habit.late)
    best, worst = (
        "" if day is None else words.weekday(window.start + timedelta(days=day))
        for day in (habit.best_weekday, habit.worst_weekday)
    )
    return [
        (words.text(habit.planned.duty.name), ""),
        (strip(habit.weeks), style),
        (f"{round(100 * share)}%", style),
        (str(habit.streak), ""),
        (str(habit.longest), "dim"),
        (late, "dim"),
        (best, "dim"),
        (worst, "dim"),
    ]


def _habit_data(habit: Habit) -> Data:
    best, worst = habit.best_weekday, habit.worst_weekday
    return {
        "playbook": habit.planned.playbook.id,
        "duty": habit.planned.duty.id,
        "role": habit.planned.duty.role,
        "due": habit.due,
        "kept": habit.kept,
        "streak": habit.streak,
        "longest": habit.longest,
        "weeks": [{"kept": kept, "due": due} for kept, due in habit.weeks],
        "weekdays": [{"kept": kept, "due": due} for kept, due in habit.weekdays],
        "best_weekday": None if best is None else best + 1,
        "worst_weekday": None if worst is None else worst + 1,
        "median_late_minutes": habit.late,
    }
