"""What the app asks: a line of text, one of several choices. Escape always goes back."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from opsplan.tui.rows import Line, Rows, fits, remark, sides
from opsplan.values.classes import dataclass

BACK = Binding("escape", "back", show=False)


Answer = TypeVar("Answer")


class Asking(ModalScreen[Answer]):
    """A dialog with a field. Who types fast has typed on before the field had the focus: such
    keys are handed to `take`."""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] = []

    async def take(self, event: events.Key) -> None:
        """Do what the field would have done, as soon as there is one."""
        for field in self.query(Input):
            if event.key == "enter" and not field.has_focus:
                await field.action_submit()
            elif event.is_printable and event.character:
                field.insert_text_at_cursor(event.character)
            return
        self._early.append(event)

    async def on_screen_resume(self) -> None:
        """What was typed before there was a field."""
        while self._early:
            await self.take(self._early.pop(0))


class Prompt(Asking[str | None]):
    """One line of text at the foot of the screen; None where somebody went back.

    `check` gives what is wrong with an answer, or nothing; `live` hears of every change.
    """

    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        check: Callable[[str], str | None] | None = None,
        live: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._title, self._text = title, text
        self._check, self._live = check, live

    def compose(self) -> ComposeResult:
        """Title, field, and a line for what is wrong."""
        with Vertical(id="prompt"):
            yield Static(Content(self._title), id="prompt-title")
            yield Input(self._text, select_on_focus=False, compact=True)
            yield Static(id="prompt-fault")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell who listens."""
        self.query_one("#prompt-fault", Static).update("")
        if self._live:
            self._live(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer, if it is one."""
        fault = self._check(event.value) if self._check else None
        if fault:
            self.query_one("#prompt-fault", Static).update(Content(fault))
        else:
            self.dismiss(event.value)

    def action_back(self) -> None:
        """Nothing is done."""
        if self._live:
            self._live(self._text)
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its words, what stands at the right, and what else finds it."""

    key: Hashable
    text: str
    aside: str = ""
    also: str = ""

    @property
    def searched(self) -> str:
        """What typed words are looked for in."""
        return f"{self.text}\n{self.aside}\n{self.also}"


class Chooser(Asking[Hashable | None]):
    """A list to choose from, narrowed down by typing; None where somebody went back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        BACK,
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(
        self, title: str, choices: Sequence[Choice], none: str, current: Hashable | None = None
    ) -> None:
        super().__init__()
        self._title, self._choices, self._none, self._current = title, choices, none, current

    def compose(self) -> ComposeResult:
        """Title, field and list."""
        with Vertical(id="chooser"):
            yield Static(Content(self._title), id="chooser-title")
            yield Input(compact=True)
            yield Rows()

    def on_mount(self) -> None:
        """All choices, the present one under the cursor."""
        rows = self.query_one(Rows)
        rows.can_focus = False
        rows.styles.height = min(len(self._choices), 16)
        self._show("")
        rows.show(rows.lines, self._current)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Only what contains every word that was typed."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Take the line under the cursor."""
        self._choose()

    def on_rows_ticked(self) -> None:
        """A click chooses."""
        self._choose()

    def on_rows_chosen(self) -> None:
        """So do two."""
        self._choose()

    def action_move(self, step: int) -> None:
        """The cursor of the list, while the field keeps the keyboard."""
        self.query_one(Rows).action_move(step)

    def action_back(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)

    def _choose(self) -> None:
        key = self.query_one(Rows).key
        if key is not None:
            self.dismiss(key)

    def _show(self, query: str) -> None:
        found = [choice for choice in self._choices if fits(query, choice.searched)]
        lines = [Line(partial(_drawn, each), each.key) for each in found]
        self.query_one(Rows).show(lines or [remark(self._none)])


def _drawn(choice: Choice, width: int) -> Content:
    aside = Content.styled(f" {choice.aside} ", "$muted")
    return sides(Content(f" {choice.text}"), aside, width)


class Page(ModalScreen[None]):
    """A page to read; escape, ?, q, enter and space go back."""

    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, content: Callable[[int], Content]) -> None:
        super().__init__()
        self._content = content

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static(id="page-text")

    def on_mount(self) -> None:
        """It is read at once."""
        self.query_one("#page").focus()

    def on_resize(self) -> None:
        """As wide as there is room."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        text = self.query_one("#page-text", Static)
        text.update(self._content(max(text.content_size.width, 20)))

    def on_key(self, event: events.Key) -> None:
        """What people press to leave a page, besides escape."""
        if event.key in ("question_mark", "q", "enter", "space", "f1"):
            event.stop()
            self.action_back()

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
