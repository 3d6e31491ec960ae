"""A list with a cursor that draws only the lines in sight, each by itself at the width it gets.

Textual's OptionList measures every row whenever its rows change, which with 500 duties takes
longer than a move to another day may.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from opsplan.values.classes import dataclass

BOX_CELLS = 4
"""A click on so many first columns of a row is one on its box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, drawn for a width. The cursor passes over lines without a key (headings)."""

    draw: Callable[[int], Content]
    key: Hashable | None = None


def heading(text: str) -> Line:
    """A line of text that the cursor passes over."""
    return Line(lambda width: Content.styled(f" {text}", "bold $accent").truncate(width))


def remark(text: str, key: Hashable | None = None) -> Line:
    """A line of quiet text."""
    content = Content.styled(f" {text}", "$muted")
    return Line(lambda width: content.truncate(width, ellipsis=True), key)


def fits(query: str, text: str) -> bool:
    """Whether every word of what was typed stands in the text; capitals do not matter."""
    searched = text.casefold()
    return all(word in searched for word in query.casefold().split())


def sides(left: Content, right: Content, width: int) -> Content:
    """Two texts at the ends of a line; the left one is cut where both have no room."""
    return left.truncate(max(width - right.cell_length, 1), ellipsis=True, pad=True) + right


def blank() -> Line:
    """An empty line."""
    return Line(lambda _: Content(""))


class Rows(ScrollView, can_focus=True):
    """Lines under a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--blurred"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("home", "end(1)", show=False),
        Binding("end,G", "end(-1)", show=False),
    ]
    cursor: reactive[int | None] = reactive(None, repaint=True)

    class Moved(Message):
        """The cursor stands on another line."""

    class Ticked(Message):
        """The box of the line under the cursor was clicked."""

    class Chosen(Message):
        """The line under the cursor was clicked once more."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()
        self.top: Line | None = None
        self.aim: Hashable | None = None

    @property
    def key(self) -> Hashable | None:
        """The key of the line under the cursor."""
        return None if self.cursor is None else self.lines[self.cursor].key

    @property
    def plain(self) -> list[str]:
        """What the lines say at the present width."""
        return [line.draw(self._width).plain.rstrip() for line in self.lines]

    def show(
        self, lines: Sequence[Line], key: Hashable | None = None, top: Line | None = None
    ) -> None:
        """Put these lines in place of the others; the cursor goes to `key`, else to where somebody
        has aimed it before (`aim`), else to the line that has the present one's key, else it stays
        where it is as near as can be. The line `top` stays above them when they scroll."""
        before, wanted = self.cursor, (key, self.aim, self.key)
        self.aim = None
        self.lines, self.top = lines, top
        self.virtual_size = Size(self._width, len(lines) + self._above)
        places = {line.key: at for at, line in enumerate(lines) if line.key is not None}
        found = next((places[each] for each in wanted if each in places), None)
        self.set_reactive(Rows.cursor, self._nearest(before or 0) if found is None else found)
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    def neighbour(self) -> Hashable | None:
        """The key of the next line that has one, else of the last before it."""
        if self.cursor is None:
            return None
        after = [line.key for line in self.lines[self.cursor + 1 :] if line.key is not None]
        before = [line.key for line in self.lines[: self.cursor] if line.key is not None]
        return after[0] if after else before[-1] if before else None

    def action_move(self, step: int) -> None:
        """To the next line that has a key, downwards or upwards."""
        at = (self.cursor if self.cursor is not None else -step) + step
        while 0 <= at < len(self.lines) and self.lines[at].key is None:
            at += step
        if 0 <= at < len(self.lines):
            self.cursor = at
        elif step < 0:
            self.scroll_home(animate=False)  # the headings above the first row

    def action_page(self, step: int) -> None:
        """A screenful down or up."""
        at = (self.cursor or 0) + step * max(self.size.height - 1, 1)
        self.cursor = self._nearest(min(max(at, 0), len(self.lines) - 1))

    def action_end(self, step: int) -> None:
        """To the first (1) or last (-1) line."""
        self.cursor = self._nearest(0 if step > 0 else len(self.lines) - 1)

    def watch_cursor(self) -> None:
        """Keep the cursor in sight."""
        self._follow()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on a row's box it ticks, twice it opens."""
        event.stop()
        at = int(event.y + self.scroll_offset.y) - self._above
        if event.y < self._above:
            return
        if not 0 <= at < len(self.lines) or self.lines[at].key is None:
            return
        self.cursor = at
        if event.x < BOX_CELLS:
            self.post_message(self.Ticked())
        elif event.chain > 1:
            self.post_message(self.Chosen())

    def on_resize(self) -> None:
        """The lines are as wide as the list."""
        self.virtual_size = Size(self._width, len(self.lines) + self._above)
        self._follow()

    def render_line(self, y: int) -> Strip:
        """The line in row `y` of what is in sight."""
        at = y + self.scroll_offset.y - self._above
        width = self._width
        style = self.visual_style
        if self.top and y == 0:
            return Strip(
                self.top.draw(width).truncate(width, pad=True).render_segments(style), width
            )
        if at >= len(self.lines):
            return Strip.blank(width, style.rich_style)
        if at == self.cursor:
            style += self.get_visual_style("rows--cursor" if self.has_focus else "rows--blurred")
        return _strip(self.lines[at], width, style)

    @property
    def _above(self) -> int:
        return 1 if self.top else 0

    @property
    def _width(self) -> int:
        return max(self.scrollable_content_region.width, 1)

    def _nearest(self, at: int) -> int | None:
        """The line with a key that is nearest to `at`, below it first."""
        keyed = [index for index, line in enumerate(self.lines) if line.key is not None]
        below = [index for index in keyed if index >= at]
        return below[0] if below else keyed[-1] if keyed else None

    def _follow(self) -> None:
        """Scroll so that the cursor is in sight, with the heading above it where there is one."""
        if self.cursor is None or not self.size.height:
            return
        top = self.cursor
        while top > 0 and self.lines[top - 1].key is None:
            top -= 1
        region = Region(0, top, 1, self.cursor - top + 1 + self._above)
        self.scroll_to_region(region, animate=False)


def _strip(line: Line, width: int, style: Style) -> Strip:
    return Strip(line.draw(width).truncate(width, pad=True).render_segments(style), width)
