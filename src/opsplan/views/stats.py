"""How steadily duties are done, on screen and as JSON."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from opsplan.planning.habits import Habit
from opsplan.values.text import say
from opsplan.values.window import Window
from opsplan.views.data import Data
from opsplan.views.drawing import drawn
from opsplan.views.screen import Screen
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
    head = RichText.assemble((shop, "bold"), "  ", words("The last {weeks} weeks", weeks=weeks))
    if not due:
        nothing = words("Nothing was due in the last {weeks} weeks.", weeks=weeks)
        return drawn(Group(head, RichText(nothing)), screen)
    kept, all_due = sum(each.kept for each in due), sum(each.due for each in due)
    share = round(100 * kept / all_due)
    total = words("{kept} of {due} due days kept, {share}%", kept=kept, due=all_due, share=share)
    table = Table.grid(padding=(0, 2), expand=False)
    titles = ("", *map(words.message, _TITLES))
    for number, title in enumerate(titles):
        table.add_column(title, no_wrap=number > 0, justify="right" if number in _RIGHT else "left")
    table.add_row(*(RichText(title, style="bold") for title in titles))
    for habit in due:
        table.add_row(*_cells(habit, window, words))
    parts: list[RenderableType] = [head, RichText(total), table]
    return drawn(Group(*parts), screen)


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


def _cells(habit: Habit, window: Window, words: Words) -> list[RichText]:
    share = habit.kept / habit.due
    style = "green" if share >= STEADY else "red" if share < SHAKY else ""
    late = "" if habit.late is None else words("{minutes} min", minutes=habit.late)
    best, worst = (
        "" if day is None else words.weekday(window.start + timedelta(days=day))
        for day in (habit.best_weekday, habit.worst_weekday)
    )
    return [
        RichText(words.text(habit.planned.duty.name)),
        RichText(strip(habit.weeks), style=style),
        RichText(f"{round(100 * share)}%", style=style),
        RichText(str(habit.streak)),
        RichText(str(habit.longest), style="dim"),
        RichText(late, style="dim"),
        RichText(best, style="dim"),
        RichText(worst, style="dim"),
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
