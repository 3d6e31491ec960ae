"""Past days: what is not settled there, newest day first."""

from itertools import groupby
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from opsplan.journal import ticks
from opsplan.planning.review import BACK, left_behind, past_days
from opsplan.tui.keys import REVIEW_KEYS, bindings
from opsplan.tui.lines import Columns, item_line
from opsplan.tui.rows import Line, heading, remark
from opsplan.tui.view import View
from opsplan.values.text import say
from opsplan.views.items import done_by_slot


class ReviewView(View):
    """What was missed or is still late, by days; each row is settled with a key."""

    KEYS = REVIEW_KEYS
    TITLE = say("past")
    FOLLOWS_CLOCK = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(REVIEW_KEYS)

    def refill(self) -> None:
        """Read the past days again."""
        desk = self.state.desk
        self.checklist = self.state.shown(desk.checklist(past_days(desk.today)))
        left = left_behind(self.checklist, desk.now)
        self.items = {item.occurrence.identity: item for item in left}
        columns, done = Columns.of(left, self.words), done_by_slot(self.checklist)
        lines: list[Line] = []
        for day, group in groupby(left, key=lambda item: item.occurrence.due_day):
            items = list(group)
            name = f"{self.words.short_day(day)} {self.words.weekday(day)}"
            lines.append(heading(f"{name}  {len(items)}"))
            lines += [item_line(item, columns, done, self.words) for item in items]
        nothing = self.words("Everything of the last {days} days is settled.", days=BACK)
        self.rows.show(lines or [remark(nothing)])
        self.post_message(self.Changed())

    def head(self) -> Content:
        """From when to when."""
        return Content(self.words("The last {days} days", days=BACK))

    def summary(self) -> Content:
        """How much is left."""
        return Content(self.words("{count} not settled", count=len(self.items)))

    def action_skip_day(self) -> None:
        """Leave out all that is left of the day under the cursor, after asking why."""
        item = self.item()
        if item is None:
            return
        day = item.occurrence.due_day
        items = [each for each in self.items.values() if each.occurrence.due_day == day]
        title = self.words(
            "Why are all {count} of {day} left out?",
            count=len(items),
            day=self.words.short_day(day),
        )
        self.ask(title, "", lambda why: self.write(ticks.skipped(why), items), check=self._needed)
