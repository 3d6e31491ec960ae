"""Registers: their open rows, which are added, changed and closed here."""

from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from opsplan.journal import ticks
from opsplan.planning.registers import RowKey, registers_of
from opsplan.tui.details import section
from opsplan.tui.form import Form
from opsplan.tui.keys import REGISTER_KEYS, bindings
from opsplan.tui.rows import Line, blank, fits, remark, sides
from opsplan.tui.view import View
from opsplan.values.checklist import Item
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError
from opsplan.values.register import Register, Row
from opsplan.values.text import say
from opsplan.views.items import choice_name
from opsplan.views.visible import visible


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of a register with its item in today's list, where it has one."""

    key: RowKey
    register: Register
    row: Row
    item: Item | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be seen to."""
        if self.item is not None:
            return not self.item.is_settled
        return self.register.open_while is None


class RegistersView(View):
    """The registers of the shop, each with its open rows."""

    KEYS = REGISTER_KEYS
    TITLE = say("registers")
    FOLLOWS_CLOCK = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(REGISTER_KEYS)
    kept: dict[object, Kept] = {}
    registers: dict[RowKey, Register] = {}
    shows_closed = False

    def refill(self) -> None:
        """Read the rows again."""
        desk = self.state.desk
        self.checklist = self.state.list_of(desk.today)
        items = {
            (item.occurrence.planned.key, item.occurrence.slot): item
            for item in self.checklist.items
            if item.occurrence.mark.kind == "row"
        }
        self.registers = {(b.id, table.id): table for b, table in registers_of(desk.plan)}
        self.kept = {}
        lines: list[Line] = []
        for key, table in self.registers.items():
            rows = [
                Kept(key, table, row, items.get((f"{key[0]}/{key[1]}", row.number)))
                for row in desk.rows(key)
            ]
            shown = [kept for kept in rows if self._is_shown(kept)]
            self.kept |= {(*key, kept.row.number): kept for kept in shown}
            lines += [blank()] if lines else []
            count = sum(kept.is_open for kept in rows)
            lines.append(Line(partial(self._title, table, count), key))
            lines += [Line(partial(self._row, k), (*key, k.row.number)) for k in shown]
        nothing = self.words("The shop's playbooks have no registers.")
        self.rows.show(lines or [remark(nothing)])
        self.post_message(self.Changed())

    def head(self) -> Content:
        """How many rows are open."""
        count = sum(kept.is_open for kept in self.kept.values())
        return Content(self.words("{count} open rows", count=count))

    def pane(self, width: int) -> Content:
        """All fields of the row."""
        kept = self.kept.get(self.rows.key)
        words = self.words
        if kept is None:
            table = self._register()
            if table is None:
                return Content("")
            fields = [words.text(column.name) or column.id for column in table.columns]
            head = [Content.styled(words.text(table.name), "bold")]
            return Content("\n").join([*head, *section(words("Fields"), fields, width)])
        title = f"{words.text(kept.register.name)} {kept.row.number}"
        age = (self.state.desk.today - kept.row.opened).days
        since = words("since {day}", day=words.short_day(kept.row.opened))
        parts = [
            Content.styled(title, "bold"),
            Content(since + "  " + words("{days} d old", days=age)),
        ]
        for column in kept.register.columns:
            value = kept.row.fields.get(column.id, "")
            shown = visible(choice_name(column, value, words)) or "–"
            parts += section(words.text(column.name) or column.id, [shown], width)
        return Content("\n").join(parts)

    def item(self) -> Item | None:
        """The row's item in today's list."""
        kept = self.kept.get(self.rows.key)
        return kept.item if kept else None

    def action_done(self) -> None:
        """Close the row."""
        if self.item() is None:
            self.action_edit()
        else:
            self.write(ticks.done())

    def action_details(self) -> None:
        """Change the row, or add one to the register."""
        self.action_edit()

    def action_edit(self) -> None:
        """The row in a form; on a register's own line a new row."""
        kept = self.kept.get(self.rows.key)
        if kept is None:
            self.action_add()
            return
        title = f"{self.words.text(kept.register.name)} {kept.row.number}"
        self._ask(kept.key, kept.register, kept.row, title)

    def action_add(self) -> None:
        """A new row for the register under the cursor."""
        table = self._register()
        if table is not None:
            name = self.words.text(table.name)
            title = self.words("new row: {register}", register=name)
            self._ask(self._key(), table, None, title)

    def action_closed(self) -> None:
        """Show the closed rows too, or no longer."""
        self.shows_closed = not self.shows_closed
        self.reload()

    def _ask(self, key: RowKey, table: Register, row: Row | None, title: str) -> None:
        def keep(fields: dict[str, str] | None) -> None:
            if fields is None:
                return
            try:
                number = self.state.desk.write_row(key, row, fields)
            except OpsplanError as error:
                self.fault(error)
                return
            self.reload_at((*key, number))
            said = self.words("written")
            self.post_message(self.Said(f"{self.words.text(table.name)} {number}  {said}"))

        before = row.fields if row else {}
        form = Form(table, before, self.state.desk.today, self.words, title)
        self.app.push_screen(form, keep)

    def _key(self) -> RowKey:
        key = self.rows.key
        return (str(key[0]), str(key[1])) if isinstance(key, tuple) else ("", "")

    def _register(self) -> Register | None:
        return self.registers.get(self._key())

    def _is_shown(self, kept: Kept) -> bool:
        text = "\n".join(kept.row.fields.values())
        return (kept.is_open or self.shows_closed) and fits(self.state.query, text)

    def _title(self, table: Register, count: int, width: int) -> Content:
        name = Content.styled(f" {self.words.text(table.name)}", "bold $accent")
        aside = f"  {count}  " if table.open_while else "  "
        add = Content.styled("+ " + self.words("new row"), "$muted")
        return Content.assemble(name, aside, add).truncate(width, ellipsis=True)

    def _row(self, kept: Kept, width: int) -> Content:
        mark = self.words.boxes["open"] if kept.is_open else self.words.boxes["done"]
        cells = [
            visible(choice_name(column, kept.row.fields.get(column.id, ""), self.words))
            for column in kept.register.columns
        ]
        text = " · ".join(cell for cell in cells if cell)
        since = self.words.short_day(kept.row.opened)
        muted = Content.styled(f"  {since} ", "$muted")
        return sides(Content(f" {mark} {kept.row.number:>3}  {text}"), muted, width)
