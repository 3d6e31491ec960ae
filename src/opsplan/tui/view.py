"""What all views share: a list, a pane with details beside it, and what can be done to an item."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message as Event
from textual.widgets import Static

from opsplan.journal import ticks
from opsplan.tui.desk import Desk
from opsplan.tui.details import details
from opsplan.tui.dialogs import Prompt
from opsplan.tui.keys import Key
from opsplan.tui.lines import matching
from opsplan.tui.rows import Rows
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass, field, replace
from opsplan.values.occurrence import Identity
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Message
from opsplan.views.screen import calendar_notes
from opsplan.views.words import Words

PANE_FROM = 100
"""From so many columns the details stand beside the list."""
MOST = 1_000_000_000
SNOOZE = "30m"
"""What the field for a snooze begins with."""


@dataclass
class State:
    """What the views look at: the shop's desk, the reader's words, the day, and what hides rows."""

    desk: Desk
    words: Words
    day: date
    role: str | None = None
    query: str = ""
    _lists: dict[date, Checklist] = field(default_factory=dict)
    _known_at: object = None

    def list_of(self, day: date) -> Checklist:
        """The list of a day; one that was read in this minute is read again only if somebody has
        written since."""
        desk = self.desk
        at = (desk, desk.journal.stamp(), f"{desk.now:%Y-%m-%d %H:%M}")
        if at != self._known_at:
            self._lists, self._known_at = {}, at
        if day not in self._lists:
            self._lists[day] = desk.list_of(day)
        return self._lists[day]

    def shown(self, checklist: Checklist) -> Checklist:
        """The checklist with only the items of the role and the words that are looked for."""
        return replace(
            checklist,
            items=tuple(self._matching(checklist.items)),
            setup=tuple(self._matching(checklist.setup)),
        )

    def _matching(self, items: Sequence[Item]) -> list[Item]:
        ours = [
            item
            for item in items
            if self.role is None or item.occurrence.planned.duty.role == self.role
        ]
        return matching(ours, self.query, self.words) if self.query else ours


class View(Horizontal):
    """A list and a pane. A view reads the journal anew whenever `reload` is called.

    A view that does not follow the clock is read anew only when somebody has written. One that
    advances goes on to the next row when a row is settled.
    """

    KEYS: ClassVar[tuple[Key, ...]] = ()
    TITLE: ClassVar[Message]
    FOLLOWS_CLOCK: ClassVar[bool] = True
    ADVANCES: ClassVar[bool] = True
    checklist: Checklist | None = None
    items: Mapping[Identity, Item] = {}
    """The items that have a row of their own."""

    class Said(Event):
        """Something to tell, in the line at the foot."""

        def __init__(self, text: str, *, fault: bool = False) -> None:
            super().__init__()
            self.text, self.fault = text, fault

    class Unread(Event):
        """The journal could not be read."""

    class Changed(Event):
        """The view looks at something else now: its head is to be drawn again."""

    def __init__(self, state: State, id: str) -> None:
        super().__init__(id=id)
        self.state = state

    @property
    def words(self) -> Words:
        """The reader's words."""
        return self.state.words

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    def compose(self) -> ComposeResult:
        """The list and the pane."""
        yield Rows()
        with VerticalScroll(classes="pane"):
            yield Static(classes="pane-text")

    def on_mount(self) -> None:
        """Read what there is to show."""
        self.reload()

    def reload(self) -> bool:
        """Read the journal and draw again; the cursor stays on its row. Where the journal cannot be
        read, what was drawn stays, the foot says why, and it is False."""
        try:
            self.refill()
        except OpsplanError as error:
            self.unread(error)
            return False
        return True

    def unread(self, error: OpsplanError) -> None:
        """Say why the journal could not be read; the app looks again."""
        self.fault(error)
        self.post_message(self.Unread())

    def refill(self) -> None:
        """Read the journal and draw again; OpsplanError where it cannot be read."""
        raise NotImplementedError

    def head(self) -> Content:
        """What the view looks at, for the first line of the screen."""
        return Content(self.words.message(self.TITLE))

    def summary(self) -> Content:
        """How far it has come, for the second line."""
        return Content("")

    def pane(self, width: int) -> Content:
        """What the pane tells of the row under the cursor, in lines of so many cells."""
        item = self.item()
        if item is None or self.checklist is None:
            return Content("")
        return details(item, self.checklist, self.state.desk, self.words, width)

    def item(self) -> Item | None:
        """The item under the cursor."""
        key = self.rows.key
        return self.items.get(key) if isinstance(key, Identity) else None

    def on_rows_moved(self) -> None:
        """Another row is under the cursor."""
        if self.has_pane:
            pane = self.query_one(".pane", VerticalScroll)
            width = max(pane.scrollable_content_region.width, 20)
            try:
                text = self.pane(width)
            except OpsplanError as error:
                self.fault(error)
                return
            self.query_one(".pane-text", Static).update(text)
            pane.scroll_home(animate=False)

    def on_rows_ticked(self) -> None:
        """A click on a box is the space bar."""
        self.action_done()

    def on_rows_chosen(self) -> None:
        """Two clicks show the details."""
        self.action_details()

    def on_resize(self) -> None:
        """The pane stands beside the list where there is room for both."""
        self.set_class(self.size.width < PANE_FROM, "narrow")
        self.call_after_refresh(self.on_rows_moved)

    @property
    def has_pane(self) -> bool:
        """Whether the details can be seen."""
        return not self.has_class("narrow") or self.has_class("open")

    def action_details(self) -> None:
        """Show the details over the list, or put them away again; a wide screen has them always,
        and the keyboard goes there to scroll."""
        if not self.has_class("narrow"):
            self.query_one(".pane").focus()
            return
        self.toggle_class("open")
        self.call_after_refresh(self.on_rows_moved)

    def close_pane(self) -> bool:
        """Put the details away where they hide the list, or give the keyboard back to it; whether
        there was something to do."""
        was_open = self.has_class("open") or not self.rows.has_focus
        self.remove_class("open")
        self.rows.focus()
        return was_open

    def action_done(self) -> None:
        """Tick off."""
        self.write(ticks.done())

    def action_skip(self) -> None:
        """Leave out, after asking why."""
        item = self.item()
        if item is None:
            return
        title = self.words("Why is {title} left out?", title=self.name_of(item))
        self.ask(title, "", lambda why: self.write(ticks.skipped(why)), check=self._needed)

    def action_note(self) -> None:
        """Add a note."""
        item = self.item()
        if item is None:
            return
        title = self.words("Note on {title}", title=self.name_of(item))
        self.ask(title, "", lambda text: self.write(ticks.noted(text.strip())), check=self._needed)

    def action_snooze(self) -> None:
        """Put its reminders off."""
        item = self.item()
        if item is None:
            return
        title = self.words(
            "For how long are you not reminded of {title}?", title=self.name_of(item)
        )
        self.ask(title, SNOOZE, self._put_off, check=self._span)

    def action_count(self, digit: str) -> None:
        """Count so many."""
        item = self.item()
        if item is None:
            return
        goal = item.occurrence.mark.goal
        title = self.words("How many more of {title}?", title=self.name_of(item))
        if goal:
            of = (self.words.number(item.progress), self.words.number(goal.count))
            title += f"  {of[0]}/{of[1]} {self.words.text(goal.unit)}"
        self.ask(title, digit, lambda text: self.write(ticks.done(float(text))), check=self._number)

    def ask(
        self,
        title: str,
        text: str,
        then: Callable[[str], None],
        check: Callable[[str], str | None] | None = None,
    ) -> None:
        """Ask for a line of text, and do something with it."""

        def answered(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(Prompt(title, text, check=check), answered)

    def write(self, decide: ticks.Decide, items: Sequence[Item] | None = None) -> None:
        """Write about these items (the one under the cursor), then go on with the next row."""
        chosen = [item for item in (self.item(),) if item] if items is None else items
        if not chosen:
            return
        following = self.rows.neighbour()
        try:
            outcomes = self.state.desk.write(chosen, decide)
        except OpsplanError as error:
            self.fault(error)
            return
        settles = outcomes[0].entry is not None and outcomes[0].entry.kind in ("done", "skip")
        self.reload_at(following if settles and self.ADVANCES else None)
        self.tell(outcomes[0])

    def reload_at(self, key: Hashable | None) -> None:
        """Draw again with the cursor on that row, where it is still there."""
        self.rows.aim = key
        self.reload()

    def tell(self, outcome: ticks.Outcome) -> None:
        """Say what happened to an item."""
        kind = outcome.entry.kind if outcome.entry else None
        mark = (
            self.words.boxes["done"]
            if kind == "done"
            else self.words.boxes["skipped"]
            if kind == "skip"
            else "·"
        )
        said = self.words.message(outcome.said)
        self.post_message(self.Said(f"{mark} {self.name_of(outcome.item)}  {said}"))

    def fault(self, error: OpsplanError) -> None:
        """Say what went wrong."""
        text = self.words.sentence(error.message, error.hint)
        self.post_message(self.Said(text, fault=True))

    def name_of(self, item: Item) -> str:
        """The title, with its time where it has one."""
        title = self.words.text(item.occurrence.planned.duty.name)
        return f"{title} {item.occurrence.at}" if item.occurrence.at else title

    def _put_off(self, span: str) -> None:
        now = self.state.desk.now
        until = ticks.snooze_end(span, now, self.state.desk.plan.zone)
        if until is not None:
            self.write(ticks.snoozed(until, now))

    def _span(self, text: str) -> str | None:
        desk = self.state.desk
        is_span = ticks.snooze_end(text, desk.now, desk.plan.zone) is not None
        return None if is_span else self.words.message(ticks.SNOOZES)

    def _needed(self, text: str) -> str | None:
        return None if text.strip() else self.words("something must be written here")

    def _number(self, text: str) -> str | None:
        try:
            fits = 0 < float(text) < MOST
        except ValueError:
            fits = False
        return None if fits else self.words("a number above 0 is needed")


class DatedView(View):
    """A view that goes from day to day."""

    def go(self, day: date) -> None:
        """Look at that day."""
        raise NotImplementedError

    def noted(self, title: str) -> Content:
        """The title with what screens say beside it: that the shop is closed, that holidays are
        provisional."""
        notes = calendar_notes(self.checklist, self.words) if self.checklist else []
        return Content("  ".join([title, *notes]))

    def move(self, day: date) -> None:
        """Read what stands on that day; stay where that cannot be read."""
        before, self.state.day = self.state.day, day
        if not self.reload():
            self.state.day = before

    def action_earlier(self) -> None:
        """The day before."""
        self.go(self.state.day - timedelta(days=1))

    def action_later(self) -> None:
        """The day after."""
        self.go(self.state.day + timedelta(days=1))

    def action_previous(self) -> None:
        """The week before."""
        self.go(self.state.day - timedelta(days=7))

    def action_following(self) -> None:
        """The week after."""
        self.go(self.state.day + timedelta(days=7))

    def action_open(self) -> None:
        """Open the day's list."""
        self.call_later(self.app.run_action, f"app.open_day('{self.state.day}')", self.app)
