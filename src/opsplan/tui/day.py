"""The day's list."""

from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from opsplan.calendars.lunar import lunar_name
from opsplan.tui.keys import DAY_KEYS, bindings
from opsplan.tui.lines import WIDE, Columns, day_lines, item_line
from opsplan.tui.rows import Line, blank, remark
from opsplan.tui.view import DatedView, State
from opsplan.values.checklist import Checklist
from opsplan.values.problem import OpsplanError
from opsplan.values.text import say
from opsplan.views.day import BAR, settled_bar
from opsplan.views.items import done_by_slot
from opsplan.views.screen import day_type, reminders_late

SETUP = "setup"
"""The key of the line that stands for all set-up steps."""
_BAR_STYLES = {"green": "$success", "dim": "$rail", "": "", "bold red": "bold $text-error"}
"""The colours of the bar in the app's themes."""
AHEAD_AFTER = 0.3
"""Seconds after which the days beside the one that is shown are read."""


class DayView(DatedView):
    """A day's list by bands; the line of the clock stands between what is open and what comes."""

    KEYS = DAY_KEYS
    TITLE = say("day")
    BINDINGS: ClassVar[list[BindingType]] = bindings(DAY_KEYS)

    def __init__(self, state: State, id: str) -> None:
        super().__init__(state, id)
        self.shows_setup = False

    def refill(self) -> None:
        """Read the day again."""
        self.checklist = self.state.shown(self.state.list_of(self.state.day))
        every = (*self.checklist.items, *self.checklist.setup)
        self.items = {item.occurrence.identity: item for item in every}
        lines = day_lines(self.checklist, self.words) or [self._nothing()]
        late = reminders_late(self.checklist, self.words)
        foot = [blank(), remark(late)] if late else []
        self.rows.show([*lines, *self._setup_lines(self.checklist), *foot])
        self.post_message(self.Changed())
        self.set_timer(AHEAD_AFTER, self._read_ahead)

    def head(self) -> Content:
        """Day, weekday, kind of day, lunar date, and what else the calendar says."""
        day = self.checklist.window.start if self.checklist else self.state.day
        parts = [f"{self.words.day(day)} {self.words.weekday(day)}"]
        if self.checklist:
            parts.append(self.words.message(day_type(day, self.checklist)))
        lunar = lunar_name(day)
        if lunar and self.words.language == "zh":
            parts.append(f"农历{lunar}")
        return self.noted("  ".join(parts))

    def summary(self) -> Content:
        """A bar and the counts."""
        if self.checklist is None:
            return Content("")
        # The screen's width: the view itself has none while another is in its place.
        is_wide = self.app.size.width >= WIDE
        bar = settled_bar(self.checklist.items, self.words, BAR if is_wide else BAR // 3)
        return Content.assemble(*((text, _BAR_STYLES[style]) for text, style in bar))

    def action_done(self) -> None:
        """Tick off; the line of the set-up steps unfolds instead."""
        if self.rows.key == SETUP:
            self.action_setup()
        else:
            super().action_done()

    def action_details(self) -> None:
        """Show the details; the line of the set-up steps unfolds instead."""
        if self.rows.key == SETUP:
            self.action_setup()
        else:
            super().action_details()

    def action_setup(self) -> None:
        """Show or fold the set-up steps."""
        self.shows_setup = not self.shows_setup
        self.reload()
        if self.shows_setup and self.checklist and self.checklist.setup:
            self.rows.show(self.rows.lines, SETUP)

    def go(self, day: date) -> None:
        """Show the list of that day."""
        self.move(day)

    def _read_ahead(self) -> None:
        """Read the days beside this one while nobody presses a key."""
        with suppress(OpsplanError):
            for days in (1, -1):
                self.state.list_of(self.state.day + timedelta(days=days))

    def _nothing(self) -> Line:
        hidden = self.state.role is not None or self.state.query
        text = self.words("Nothing fits.") if hidden else self.words("Nothing stands on this day.")
        return remark(text)

    def _setup_lines(self, checklist: Checklist) -> list[Line]:
        left = sum(item.status == "open" for item in checklist.setup)
        if not left and not (self.shows_setup and checklist.setup):
            return []
        sign = "▾" if self.shows_setup else "▸"
        text = self.words("{count} set-up steps are still open", count=left)
        fold = remark(f"{sign} {text}", SETUP)
        if not self.shows_setup:
            return [blank(), fold]
        columns = Columns.of(checklist.setup, self.words)
        done = done_by_slot(checklist)
        steps = [item_line(item, columns, done, self.words) for item in checklist.setup]
        return [blank(), fold, *steps]
