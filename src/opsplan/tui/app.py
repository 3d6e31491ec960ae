"""The app: one screen with a view in it, keys for all views, and an eye on clock and journal."""

import asyncio
import signal
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from opsplan.tui.bars import Bar, Head, Part, key_part
from opsplan.tui.day import DayView
from opsplan.tui.desk import Desk
from opsplan.tui.dialogs import Asking, Choice, Chooser, Page, Prompt
from opsplan.tui.figures import FiguresView
from opsplan.tui.help import help_page
from opsplan.tui.keys import APP_KEYS, Key, bindings
from opsplan.tui.lines import countdown
from opsplan.tui.month import MonthView
from opsplan.tui.registers import RegistersView
from opsplan.tui.review import ReviewView
from opsplan.tui.stats import StatsView
from opsplan.tui.themes import DARK, LIGHT, THEMES
from opsplan.tui.timeline import TimelineView
from opsplan.tui.view import State, View
from opsplan.tui.week import WeekView
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Text, say
from opsplan.views.items import role_name
from opsplan.views.paint import padded
from opsplan.views.problems import problem_line
from opsplan.views.visible import visible
from opsplan.views.words import Words

LOOKS_EVERY = 1.0
"""Seconds between two looks at the clock and the journal."""
PAUSE = 10
"""So many looks are left out after one at a journal that cannot be read: the screen stands still
while somebody does not answer."""
EVERY_ROLE = ""
VIEWS: dict[str, tuple[str, type[View]]] = {
    "day": ("d", DayView),
    "week": ("w", WeekView),
    "month": ("m", MonthView),
    "review": ("o", ReviewView),
    "figures": ("f", FiguresView),
    "registers": ("g", RegistersView),
    "timeline": ("c", TimelineView),
    "stats": ("p", StatsView),
}
"""The views by name, with their keys."""


class OpsplanApp(App[None]):
    """opsplan's screen for the whole day."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(APP_KEYS),
        *bindings([Key("escape", "widen", say("back"), say("back to the whole list"), bar=False)]),
    ]

    def __init__(
        self,
        state: State,
        shops: Mapping[str, Text],
        open_desk: Callable[[str], Desk],
        *,
        dark: bool,
    ) -> None:
        super().__init__()
        self.state = state
        self._shops = shops
        self._open_desk = open_desk
        self._stamp: object = None
        self._minute = ""
        self._is_away = False
        self._pause = 0
        self._today = state.desk.today
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK if dark else LIGHT
        self.fault: Exception | None = None

    @property
    def words(self) -> Words:
        """The reader's words."""
        return self.state.words

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.query_one(f"#{self.query_one(ContentSwitcher).current}", View)

    def compose(self) -> ComposeResult:
        """Head, the bar of views, a view, what was said last, keys."""
        yield Head()
        yield Bar("views")
        with ContentSwitcher(initial="day"):
            yield DayView(self.state, "day")
        yield Static(id="said")
        yield Bar("keys")

    def on_mount(self) -> None:
        """The list has the focus; from now on clock and journal are looked at."""
        self.view.rows.focus()
        self._remember()
        self._mention_problems()
        self.set_interval(LOOKS_EVERY, self._look_on)
        # Textual leaves the terminal as it is when somebody ends the process.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop = asyncio.get_running_loop()
            for name in ("SIGTERM", "SIGHUP"):
                if number := getattr(signal, name, None):
                    loop.add_signal_handler(number, self.exit, None, 128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print a traceback; who runs the app gets the error instead."""
        super()._handle_exception(error)
        self._exit_renderables.clear()
        self.fault = self.fault or error

    async def on_key(self, event: events.Key) -> None:
        """A key that comes here while a dialog asks was typed before its field had the focus."""
        if isinstance(self.screen, Asking):
            await self.screen.take(event)

    def _look_on(self) -> None:
        if self._pause:
            self._pause -= 1
        else:
            self.look()

    def look(self) -> None:
        """Draw again where a minute has passed, somebody has written, or the journal is back."""
        stamp, minute, was_away = self._stamp, self._minute, self._is_away
        if not self._remember():
            return
        has_news = stamp != self._stamp or was_away
        if not has_news and minute == self._minute:
            return
        today = self.state.desk.today
        begins = today != self._today
        if begins and self.state.day == self._today:
            self.state.day = today
        self._today = today
        if has_news or begins or self.view.FOLLOWS_CLOCK:
            self._reload()
        else:
            self._draw_bars()

    def on_view_changed(self) -> None:
        """The view looks at something else."""
        self._draw_bars()

    def on_view_said(self, event: View.Said) -> None:
        """Something was done, or could not be."""
        if not event.fault:
            self._remember()
        self.mention(event.text, fault=event.fault)

    def on_view_unread(self) -> None:
        """The journal cannot be read: what is on the screen stays until it can."""
        self._is_away = True
        self._pause = PAUSE

    def on_figures_view_logged(self) -> None:
        """A phase may begin by a figure; then the plan is another one."""
        plan = self.state.desk.plan
        if any(phase.condition for book in plan.playbooks for phase in book.phases):
            self._enter(plan.shop.id)

    def mention(self, text: str, *, fault: bool = False) -> None:
        """A line at the foot of the screen."""
        style = "bold $text-error" if fault else "$muted"
        self.query_one("#said", Static).update(Content.styled(f" {text}", style))

    def on_resize(self) -> None:
        """The bars hold what fits."""
        self.call_after_refresh(self._draw_bars)

    async def action_view(self, name: str) -> None:
        """Show another view; it is made when it is first wanted."""
        switcher = self.query_one(ContentSwitcher)
        if not switcher.query(f"#{name}"):
            _, make = VIEWS[name]
            await switcher.add_content(make(self.state, name), set_current=True)
        else:
            switcher.current = name
            self._reload()
        self.view.rows.focus()
        self.mention("")
        self._draw_bars()

    async def action_open_day(self, day: str) -> None:
        """Show the list of a day."""
        self.state.day = date.fromisoformat(day)
        await self.action_view("day")

    def action_widen(self) -> None:
        """Put away what hides something: the details, the words looked for, the role."""
        if self.view.close_pane():
            return
        if self.state.query or self.state.role is not None:
            self.state.query, self.state.role = "", None
            self._reload()

    def action_today(self) -> None:
        """Back to today."""
        self.state.day = self.state.desk.today
        self._reload()

    def action_undo(self) -> None:
        """Take back the last entry."""
        try:
            entry = self.state.desk.undo()
        except OpsplanError as error:
            self.view.fault(error)
            return
        identity = entry.identity
        self.view.rows.aim = identity
        self._reload()
        title = self.words.text(self.state.desk.name_of(identity)) or visible(identity.duty)
        self._remember()
        said = self.words("taken back")
        self.mention(f"↶ {title}  {said}")

    def action_filter(self) -> None:
        """Only what contains these words, while they are typed."""
        before = self.state.query

        def narrow(text: str) -> None:
            self.state.query = text.strip()
            self._reload()

        title = self.words("Only rows with")
        self.push_screen(Prompt(title, before, live=narrow))

    def action_role(self) -> None:
        """Only the duties of a role."""
        names: dict[str, str] = {}
        for duty in self.state.desk.plan.duties:
            role = duty.planned.duty.role
            if role:
                names.setdefault(role, role_name(duty.planned.playbook, role, self.words))
        every = Choice(EVERY_ROLE, self.words("all roles"))
        choices = [every, *(Choice(role, name, role) for role, name in names.items())]

        def choose(role: Hashable | None) -> None:
            if role is not None:
                self.state.role = str(role) or None
                self._reload()

        self._choose(self.words("Role"), choices, choose, self.state.role or EVERY_ROLE)

    def action_shop(self) -> None:
        """Another shop."""
        choices = [
            Choice(shop, self.words.text(name) or shop, shop) for shop, name in self._shops.items()
        ]

        def choose(shop: Hashable | None) -> None:
            if shop is not None:
                self._enter(str(shop))

        self._choose(self.words("Shop"), choices, choose, self.state.desk.plan.shop.id)

    def action_palette(self) -> None:
        """All commands by their names, in both languages."""
        other = Words("en" if self.words.language == "zh" else "zh")
        keys = [key for key in (*self.view.KEYS, *APP_KEYS) if key.action != "palette"]
        room = max(cell_len(self.words.message(key.label)) for key in keys)
        choices = [
            Choice(
                key.names.partition(",")[0],
                f"{padded(self.words.message(key.label), room)}  {self.words.message(key.help)}",
                key.cap_for(self.words.language),
                f"{other.message(key.label)} {other.message(key.help)}",
            )
            for key in keys
        ]

        def choose(name: Hashable | None) -> None:
            if name is not None:
                self.simulate_key(str(name))

        self._choose(self.words("Commands"), choices, choose)

    def action_pane(self) -> None:
        """Between the list and the details."""
        pane = self.view.query_one(".pane")
        if pane.has_focus or not self.view.has_pane:
            self.view.rows.focus()
        else:
            pane.focus()

    def action_theme(self) -> None:
        """Light or dark."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_help(self) -> None:
        """The keys."""
        groups = [
            (self.words.message(self.view.TITLE), self.view.KEYS),
            (self.words("everywhere"), APP_KEYS),
        ]
        self.push_screen(Page(lambda width: help_page(groups, self.words, width)))

    def _choose(
        self,
        title: str,
        choices: Sequence[Choice],
        then: Callable[[Hashable | None], None],
        current: Hashable | None = None,
    ) -> None:
        chooser = Chooser(title, choices, self.words("Nothing fits."), current)
        self.push_screen(chooser, then)

    def action_reopen(self) -> None:
        """Read config and playbooks again."""
        self._enter(self.state.desk.plan.shop.id)

    def _enter(self, shop: str) -> None:
        try:
            desk = self._open_desk(shop)
        except OpsplanError as error:
            self.view.fault(error)
            return
        if shop != self.state.desk.plan.shop.id:
            self.state.role = None
        self.state.desk = desk
        self._reload()
        self._mention_problems()

    def _mention_problems(self) -> None:
        """What could not be used stays said until something else is."""
        faults = [each for each in self.state.desk.problems if each.severity == "error"]
        if faults:
            self.mention(problem_line(faults[0], self.words), fault=True)

    def _reload(self) -> None:
        was_away = self._is_away
        if self.view.reload() and self._remember() and was_away:
            self._is_away = False
            self.mention(self.words("the journal can be read again"))
        self._draw_bars()

    def _remember(self) -> bool:
        """Note the minute and the state of the journal; whether that can be asked."""
        self._minute = f"{self.state.desk.now:%Y-%m-%d %H:%M}"
        try:
            self._stamp = self.state.desk.journal.stamp()
        except OpsplanError as error:
            self.mention(self.words.sentence(error.message, error.hint), fault=True)
            self.on_view_unread()
            return False
        return True

    def _draw_bars(self) -> None:
        state, view, words = self.state, self.view, self.words
        shop = state.desk.plan.shop
        name = Content.styled(f" {words.text(shop.name) or shop.id}  ", "bold")
        clock = Content.styled(f"{state.desk.now:%H:%M} ", "bold")
        narrowed = []
        if state.role is not None:
            narrowed.append(words("role {role}", role=self._role_name()))
        if state.query:
            narrowed.append(words("with '{words}'", words=state.query))
        hidden = Content.styled("".join(f"  [{each}]" for each in narrowed), "$text-warning")
        until = ""
        if view.checklist and view.checklist.window.start == view.checklist.today:
            until = countdown(view.checklist, words)
        self.query_one(Head).show(
            (name + view.head() + hidden, clock),
            (Content(" ") + view.summary(), Content.styled(f"{until} ", "$muted")),
        )
        self._draw_views()
        self._draw_keys()

    def _role_name(self) -> str:
        role = self.state.role or ""
        for duty in self.state.desk.plan.duties:
            if duty.planned.duty.role == role:
                return role_name(duty.planned.playbook, role, self.words)
        return role

    def _draw_views(self) -> None:
        current = self.view.id
        width = self.size.width
        names = {name: self.words.message(make.TITLE) for name, (_, make) in VIEWS.items()}
        whole = sum(Content(text).cell_length + 4 for text in names.values()) <= width
        parts: list[Part] = []
        for name, (key, _) in VIEWS.items():
            is_current = name == current
            label = f" {names[name]}" if whole or is_current else ""
            text = Content.assemble(" ", (key, "bold $accent"), label, " ")
            if is_current:
                text = Content.styled(f"▸{key}{label} ", "bold reverse")
            parts.append(Part(text, f"app.view('{name}')"))
        self.query_one("#views", Bar).show(parts)

    def _draw_keys(self) -> None:
        keys = [key for key in (*self.view.KEYS, *APP_KEYS) if key.bar]
        always = [key for key in keys if key.action in ("help", "quit")]
        first, last = (
            [
                key_part(
                    key.cap_for(self.words.language),
                    self.words.message(key.label),
                    f"app.press('{key.names.partition(',')[0]}')",
                )
                for key in group
            ]
            for group in ([key for key in keys if key not in always], always)
        )
        self.query_one("#keys", Bar).show(first, last)

    def action_press(self, name: str) -> None:
        """What the key does; for clicks on the key bar."""
        self.simulate_key(name)


def make_app(
    desk: Desk,
    words: Words,
    shops: Mapping[str, Text],
    open_desk: Callable[[str], Desk],
    *,
    dark: bool = True,
) -> OpsplanApp:
    """The app for a shop; `open_desk` gives the desk of another one of `shops`."""
    return OpsplanApp(State(desk, words, desk.today), shops, open_desk, dark=dark)


def run(app: OpsplanApp) -> int:
    """Run it in this terminal; the exit code. An error of ours is raised once the terminal is
    restored."""
    app.run()
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0
