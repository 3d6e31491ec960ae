"""A form: the fields of a register's row, one below the other."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from opsplan.planning.register_table import completed, missing_field, read_field
from opsplan.planning.tables import Wrong
from opsplan.values.register import Column, Register
from opsplan.views.words import Words


class Choosing(Widget, can_focus=True):
    """One of several values; left, right and space go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l,space", "step(1)", show=False),
    ]
    at: reactive[int] = reactive(0)

    def __init__(self, column: Column, value: str, words: Words, id: str) -> None:
        super().__init__(id=id)
        self._column, self.words = column, words
        values = [value for value, _ in column.choices]
        self.set_reactive(Choosing.at, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self._column.choices[self.at][0]

    def action_step(self, step: int) -> None:
        """The next value, round and round."""
        self.at = (self.at + step) % len(self._column.choices)

    def on_click(self) -> None:
        """A click chooses the next one."""
        self.focus()
        self.action_step(1)

    def render(self) -> Content:
        """All values, the chosen one in brackets."""
        names = [self.words.text(name) or value for value, name in self._column.choices]
        parts = [
            Content.styled(f"[{name}]", "bold") if at == self.at else Content(f" {name} ")
            for at, name in enumerate(names)
        ]
        return Content(" ").join(parts)


class Form(ModalScreen[dict[str, str] | None]):
    """The fields of a row; gives what was typed, as the journal keeps it, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("ctrl+s", "save", show=False),
    ]

    def __init__(
        self,
        register: Register,
        values: Mapping[str, str],
        today: date,
        words: Words,
        title: str,
    ) -> None:
        super().__init__()
        self._register, self._values = register, values
        self._today, self.words, self._title = today, words, title

    def compose(self) -> ComposeResult:
        """Title, a line for each field, and what is wrong or what to press."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static(Content(self._title), id="form-title")
            for column in self._register.columns:
                yield Static(Content(self._label(column)), classes="field-name")
                value = self._values.get(column.id, "")
                if column.type == "choice":
                    yield Choosing(column, value, self.words, f"field-{column.id}")
                else:
                    yield Input(value, id=f"field-{column.id}", compact=True, select_on_focus=False)
            yield Static(Content(self._hint), id="form-fault")

    def on_mount(self) -> None:
        """The first field has the focus."""
        self.query("Input, Choosing").first(Widget).focus()

    def on_input_submitted(self) -> None:
        """Enter goes to the next field, and saves in the last."""
        fields = list(self.query("Input, Choosing"))
        if self.focused is fields[-1]:
            self.action_save()
        else:
            self.focus_next()

    def on_key(self, event: events.Key) -> None:
        """Enter on a choice does the same."""
        if event.key == "enter" and isinstance(self.focused, Choosing):
            event.stop()
            self.on_input_submitted()

    def action_save(self) -> None:
        """Give what was typed, if it fits."""
        typed: dict[str, str] = {}
        for column in self._register.columns:
            read = read_field(column, self._typed(column), self._today)
            if isinstance(read, Wrong):
                self._refuse(column, self.words.sentence(read.what, read.fix))
                return
            typed[column.id] = read
        whole = completed(self._register, typed)
        missing = missing_field(self._register, whole)
        if missing is not None:
            empty = next(c for c in self._register.columns if c.required and not whole.get(c.id))
            self._refuse(empty, self.words.message(missing))
            return
        self.dismiss(whole)

    def action_back(self) -> None:
        """Nothing is written."""
        self.dismiss(None)

    @property
    def _hint(self) -> str:
        return self.words("enter: next field, and save in the last; ^s saves; esc leaves")

    def _typed(self, column: Column) -> str:
        field = self.query_one(f"#field-{column.id}")
        return field.value.strip() if isinstance(field, Input | Choosing) else ""

    def _refuse(self, column: Column, why: str) -> None:
        self.query_one("#form-fault", Static).update(Content.styled(why, "bold $text-error"))
        self.query_one(f"#field-{column.id}", Widget).focus()

    def _label(self, column: Column) -> str:
        name = self.words.text(column.name) or column.id
        notes: Sequence[str] = (
            self.words("must be filled in") if column.required else "",
            self.words("a date, such as +3") if column.type == "date" else "",
            self.words("a number") if column.type == "number" else "",
        )
        shown = [note for note in notes if note]
        return f"{name}  ({', '.join(shown)})" if shown else name
