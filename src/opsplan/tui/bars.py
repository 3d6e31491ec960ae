"""The lines above and below a view: what it is, which views there are, which keys do what."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget

from opsplan.values.classes import dataclass

SHORT = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar; a click on it runs the action."""

    text: Content
    action: str = ""


class Bar(Widget):
    """Pieces beside each other, as many as fit; the last ones always do."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._parts: Sequence[Part] = ()
        self._always: Sequence[Part] = ()

    def show(self, parts: Sequence[Part], always: Sequence[Part] = ()) -> None:
        """Put these pieces in place of the others; `always` have their place at the end."""
        self._parts, self._always = parts, always
        self.refresh()

    def render(self) -> Content:
        """The pieces that fit."""
        return Content.assemble(*(part.text for part in self._fitting()))

    def on_click(self, event: events.Click) -> None:
        """Run the action of the piece under the pointer."""
        at = event.get_content_offset(self)
        if at is None:
            return
        start = 0
        for part in self._fitting():
            end = start + part.text.cell_length
            if start <= at.x < end and part.action:
                self.call_later(self.app.run_action, part.action, self.app)
                return
            start = end

    def _fitting(self) -> list[Part]:
        room = self.size.width - sum(part.text.cell_length for part in self._always)
        shown: list[Part] = []
        for part in self._parts:
            room -= part.text.cell_length
            if room < 0:
                break
            shown.append(part)
        return [*shown, *self._always]


class Head(Widget):
    """Two lines: what is looked at with the time at the right, and how far it has come."""

    def __init__(self) -> None:
        super().__init__(id="head")
        self._lines: tuple[tuple[Content, Content], ...] = ()

    def show(self, *lines: tuple[Content, Content]) -> None:
        """Lines of a left and a right side; the right one is left out where there is no room."""
        self._lines = lines
        self.refresh()

    def render(self) -> Content:
        """Both lines."""
        width = self.size.width
        return Content("\n").join(_both(left, right, width) for left, right in self._lines)


def _both(left: Content, right: Content, width: int) -> Content:
    """A short right side (the time) stays where there is room for little else."""
    space = width - left.cell_length - right.cell_length
    if space >= 2 or not left.cell_length:
        return Content.assemble(left, " " * max(space, 0), right)
    if right.cell_length > SHORT:
        return left.truncate(width, ellipsis=True)
    room = max(width - right.cell_length - 1, 1)
    return left.truncate(room, ellipsis=True, pad=True) + Content(" ") + right


def key_part(cap: str, label: str, action: str) -> Part:
    """` space done `."""
    text = Content.assemble(" ", (cap, "bold $accent"), " ", (label, "$muted"), " ")
    return Part(text, action)
