"""The past weeks: how steadily each duty is done."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message as Event

from opsplan.planning.habits import Habit, habits
from opsplan.tui.details import section
from opsplan.tui.keys import STATS_KEYS, bindings
from opsplan.tui.rows import Line, remark
from opsplan.tui.view import View
from opsplan.values.problem import OpsplanError
from opsplan.values.text import say
from opsplan.values.window import Window, week_window
from opsplan.views.paint import padded
from opsplan.views.spark import strip
from opsplan.views.stats import SHAKY, STEADY

WEEKS = 8


class StatsView(View):
    """A row for each duty: its weeks as bars, the share of kept days, the streak.

    Eight weeks of many duties take a second to read, so they are read beside the screen.
    """

    KEYS = STATS_KEYS
    TITLE = say("stats")
    FOLLOWS_CLOCK = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(STATS_KEYS)
    found: Sequence[Habit] = ()
    is_read = False

    class Read(Event):
        """The weeks are read."""

        def __init__(self, found: Sequence[Habit]) -> None:
            super().__init__()
            self.found = found

    def refill(self) -> None:
        """Read the weeks again."""
        if not self.is_read:
            waiting = self.words("reading …")
            self.rows.show([remark(waiting)])
        self.read(self.window)
        self.post_message(self.Changed())

    @property
    def window(self) -> Window:
        """The weeks up to this one."""
        this = week_window(self.state.desk.today)
        return Window(this.start - timedelta(weeks=WEEKS - 1), this.end)

    @work(thread=True, exclusive=True)
    def read(self, window: Window) -> None:
        """Read beside the screen; a thread touches no widget, so it sends what it found."""
        try:
            shown = self.state.shown(self.state.desk.checklist(window))
        except OpsplanError as error:
            self.unread(error)
            return
        self.post_message(self.Read(habits(shown)))

    def on_stats_view_read(self, event: Read) -> None:
        """Draw what was read."""
        self.is_read = True
        self.found = event.found
        lines = [
            Line(partial(self._row, habit), habit.planned.key) for habit in self.found if habit.due
        ]
        nothing = self.words("Nothing was due in the last {weeks} weeks.", weeks=WEEKS)
        self.rows.show(lines or [remark(nothing)], top=Line(self._top))
        self.post_message(self.Changed())

    def head(self) -> Content:
        """From when on."""
        return Content(self.words("The last {weeks} weeks", weeks=WEEKS))

    def summary(self) -> Content:
        """All duties together."""
        kept, due = sum(h.kept for h in self.found), sum(h.due for h in self.found)
        if not due:
            return Content("")
        text = self.words(
            "{kept} of {due} due days kept, {share}%",
            kept=kept,
            due=due,
            share=round(100 * kept / due),
        )
        return Content(text)

    def pane(self, width: int) -> Content:
        """A duty's weeks in numbers, its weekdays, how late it is done."""
        habit = next((h for h in self.found if h.planned.key == self.rows.key), None)
        if habit is None:
            return Content("")
        words = self.words
        facts = [
            words("{days} due days in a row, {most} at most", days=habit.streak, most=habit.longest)
        ]
        if habit.late is not None:
            facts.append(words("done {minutes} min after due (median)", minutes=habit.late))
        monday = self.window.start
        for weekday, template in (
            (habit.best_weekday, say("best on {day}", day=self._weekday(habit.best_weekday))),
            (habit.worst_weekday, say("worst on {day}", day=self._weekday(habit.worst_weekday))),
        ):
            if weekday is not None:
                facts.append(words.message(template))
        weeks = [
            f"{words.short_day(monday + timedelta(weeks=number))}  {kept}/{due}"
            for number, (kept, due) in enumerate(habit.weeks)
            if due
        ]
        parts = [
            Content.styled(words.text(habit.planned.duty.name), "bold"),
            *section(words("How steadily"), facts, width),
            *section(words("Weeks from"), weeks, width),
        ]
        return Content("\n").join(parts)

    def action_done(self) -> None:
        """There is nothing to tick here."""

    def _weekday(self, weekday: int | None) -> str:
        monday = self.window.start
        return "" if weekday is None else self.words.weekday(monday + timedelta(days=weekday))

    def _top(self, width: int) -> Content:
        titles = " " * max(width - _TAIL, 8)
        weeks = padded(self.words("{weeks} weeks", weeks=WEEKS), WEEKS + 2)
        share = padded(self.words("kept"), 6)
        return Content.styled(titles + weeks + share + self.words("streak"), "bold")

    def _row(self, habit: Habit, width: int) -> Content:
        title = Content(f" {self.words.text(habit.planned.duty.name)}")
        share = habit.kept / habit.due
        style = "$text-success" if share >= STEADY else "$text-error" if share < SHAKY else ""
        bars = strip(habit.weeks)
        return Content.assemble(
            title.truncate(max(width - _TAIL - 1, 7), ellipsis=True, pad=True),
            " ",
            (bars + "  ", style),
            (f"{round(100 * share):>3}%  ", style),
            f"{habit.streak:>3}",
        )


_TAIL = WEEKS + 2 + 6 + 6
