"""Phases and campaigns: when each is, and how far its duties have come."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from opsplan.planning.campaigns import campaign_days
from opsplan.planning.expand import dated
from opsplan.planning.phases import phase_states
from opsplan.planning.plan import PlannedDuty
from opsplan.tui.details import section, wrapped
from opsplan.tui.keys import TIMELINE_KEYS, bindings
from opsplan.tui.rows import Line, blank, heading, remark, sides
from opsplan.tui.view import View
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import OPEN_END, Occurrence
from opsplan.values.phases import PhaseState
from opsplan.values.playbook import Campaign, Phase, Playbook
from opsplan.values.text import say
from opsplan.values.window import Window
from opsplan.views.phases import phase_days

BEHIND, AHEAD = 60, 400
"""The days before and after today in which campaigns are looked for."""
SCALE_BEHIND, SCALE_AHEAD = 42, 140
"""The days before and after today that the bars reach."""
MOST = 40
"""So many dates of a campaign's or phase's duties are listed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A campaign or phase with its days; `window` is None where nobody knows yet when it begins."""

    book: Playbook
    entry: Campaign | Phase
    window: Window | None
    phase: PhaseState | None = None

    @property
    def key(self) -> tuple[str, str, date | None]:
        """What tells it from others."""
        return self.book.id, self.entry.id, self.window.start if self.window else None

    @property
    def last(self) -> date | None:
        """Its last day; None where that is open."""
        if self.window is None or self.window.end >= OPEN_END:
            return None
        return self.window.last


class TimelineView(View):
    """Phases, then campaigns, each with a bar of weeks around today."""

    KEYS = TIMELINE_KEYS
    TITLE = say("campaigns")
    FOLLOWS_CLOCK = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(TIMELINE_KEYS)
    found: dict[object, Stretch] = {}

    def refill(self) -> None:
        """Find them again."""
        phases, campaigns = self._phases(), self._campaigns()
        self.found = {each.key: each for each in (*phases, *campaigns)}
        lines: list[Line] = []
        for title, stretches in (
            (self.words("Phases"), phases),
            (self.words("Campaigns"), campaigns),
        ):
            if stretches:
                lines += [blank()] if lines else []
                lines.append(heading(title))
                lines += [Line(partial(self._row, each), each.key) for each in stretches]
        nothing = self.words("The shop's playbooks have no campaigns and no phases.")
        if not lines:
            lines = [remark(nothing)]
        key = None if self.rows.key in self.found else self._present([*phases, *campaigns])
        self.rows.show(lines, key, top=Line(self._top))
        self.post_message(self.Changed())

    def head(self) -> Content:
        """What this is."""
        return Content(self.words("Phases and campaigns"))

    def pane(self, width: int) -> Content:
        """Its days, its goal and its duties with their marks."""
        stretch = self.found.get(self.rows.key)
        if stretch is None:
            return Content("")
        words = self.words
        entry = stretch.entry
        parts = [
            Content.styled("\n".join(wrapped(words.text(entry.name), width)), "bold"),
            *map(Content, wrapped(self._when(stretch), width)),
        ]
        goal = words.text(entry.goal) if isinstance(entry, Phase) else ""
        parts += section(words("Goal"), [goal] if goal else [], width)
        parts += section(words("Duties"), self._duties(stretch), width)
        return Content("\n").join(parts)

    def action_open(self) -> None:
        """The list of its first day that is to come, or of the first."""
        stretch = self.found.get(self.rows.key)
        if stretch is None or stretch.window is None:
            return
        today = self.state.desk.today
        day = today if today in stretch.window else stretch.window.start
        self.call_later(self.app.run_action, f"app.open_day('{day}')", self.app)

    def action_done(self) -> None:
        """A click on the first cells is no tick."""

    def _phases(self) -> list[Stretch]:
        plan = self.state.desk.plan
        books = {book.id: book for book in plan.playbooks}
        states = phase_states(plan, self.state.desk.today)
        return [Stretch(books[each.playbook], each.phase, each.window, each) for each in states]

    def _campaigns(self) -> list[Stretch]:
        plan, today = self.state.desk.plan, self.state.desk.today
        first, last = today - timedelta(days=BEHIND), today + timedelta(days=AHEAD)
        books = {id(each): book for book in plan.playbooks for each in book.campaigns}
        return [
            Stretch(
                books[id(each.campaign)],
                each.campaign,
                Window(each.first, each.last + timedelta(days=1)),
            )
            for each in campaign_days(plan, first, last)
        ]

    def _present(self, stretches: Sequence[Stretch]) -> object:
        """The first that today lies in, else the next to come."""
        today = self.state.desk.today
        known = [each for each in stretches if each.window]
        inside = [each.key for each in known if each.window and today in each.window]
        coming = [each.key for each in known if each.window and each.window.start > today]
        return next(iter([*inside, *coming]), None)

    def _when(self, stretch: Stretch) -> str:
        words, window = self.words, stretch.window
        if window is None:
            return words("not begun: a launch or a figure must come first")
        today = self.state.desk.today
        first = words.day(window.start)
        days = first if stretch.last is None else f"{first} – {words.day(stretch.last)}"
        if stretch.last == window.start:
            days = first
        if today < window.start:
            return days + "  " + words("in {days} d", days=(window.start - today).days)
        if today not in window:
            return days + "  " + words("over")
        if stretch.phase is not None:
            return days + "  " + phase_days(stretch.phase, words)
        number = (today - window.start).days + 1
        total = (window.end - window.start).days
        return days + "  " + words("day {day} of {days}", day=number, days=total)

    def _duties(self, stretch: Stretch) -> list[str]:
        ours = [
            duty
            for duty in self.state.desk.plan.duties
            if duty.planned.playbook is stretch.book and duty.planned.duty.owner == stretch.entry.id
        ]
        found = _occurrences(ours, stretch)
        statuses = self.state.desk.settled(found)
        boxes = self.words.boxes
        return [
            f"{boxes[statuses.get(each.identity, 'open')]} {self.words.short_day(each.date)}  "
            + self.words.text(each.planned.duty.name)
            for each in found
        ]

    def _scale(self, width: int) -> tuple[int, int]:
        """The columns of the titles, and of the bars."""
        bars = max(width * 2 // 5, 8)
        return width - bars - 1, bars

    def _top(self, width: int) -> Content:
        titles, bars = self._scale(width)
        at = self._column(self.state.desk.today, bars)
        return Content.styled(" " * (titles + at) + "▾", "$text-warning")

    def _column(self, day: date, bars: int) -> int:
        """Where in the bars a day stands."""
        start = self.state.desk.today - timedelta(days=SCALE_BEHIND)
        at = (day - start).days * bars // (SCALE_BEHIND + SCALE_AHEAD)
        return min(max(at, 0), bars - 1)

    def _row(self, stretch: Stretch, width: int) -> Content:
        titles, bars = self._scale(width)
        words, today, window = self.words, self.state.desk.today, stretch.window
        is_now = window is not None and today in window
        sign = "▸" if is_now else " "
        day = self._start(window) if window else "–"
        name = words.text(stretch.entry.name)
        nested = isinstance(stretch.entry, Phase) and stretch.entry.parent is not None
        left = Content(f" {sign} {'  ' if nested else ''}{name}")
        muted = Content.styled(f" {day} ", "$muted")
        style = "$text-success" if is_now else ""
        return sides(left, muted, titles) + Content.styled(self._bar(window, bars), style)

    def _start(self, window: Window) -> str:
        """The first day, with its year where that is not this one."""
        is_this_year = window.start.year == self.state.desk.today.year
        return (self.words.short_day if is_this_year else self.words.day)(window.start)

    def _bar(self, window: Window | None, bars: int) -> str:
        line = ["·"] * bars
        if window is None:
            return "".join(line)
        today = self.state.desk.today
        first, last = today - timedelta(days=SCALE_BEHIND), today + timedelta(days=SCALE_AHEAD)
        if window.start < last and window.end > first:
            low = self._column(max(window.start, first), bars)
            high = self._column(min(window.last, last - timedelta(days=1)), bars)
            line[low : high + 1] = ["█"] * (high - low + 1)
        return "".join(line)


def _occurrences(duties: Sequence[PlannedDuty], stretch: Stretch) -> list[Occurrence]:
    """What is to be done for it, before, in and after its days, in order."""
    window = stretch.window
    if window is None:
        return []
    end = min(window.end, window.start + timedelta(days=AHEAD))
    around = Window(window.start - timedelta(days=BEHIND), end + timedelta(days=BEHIND))
    found = [each for duty in duties for each in dated(duty, around)]
    return sorted(found, key=lambda each: (each.date, each.identity))[:MOST]
