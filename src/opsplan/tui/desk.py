"""What the app knows of one shop: its plan, its journal, the clock, and who sits there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from opsplan.journal import Journal, records
from opsplan.journal.reading import read_checklist
from opsplan.journal.store import Writing
from opsplan.journal.ticks import (
    Author,
    Decide,
    Outcome,
    standing_entry,
    take_back,
    write_about,
)
from opsplan.planning.about import name_of
from opsplan.planning.checklist import settled_as
from opsplan.planning.expand import dated
from opsplan.planning.plan import Plan
from opsplan.planning.registers import RowKey
from opsplan.planning.rules import REMEMBERED, figures_of
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.values.figures import Figures
from opsplan.values.journal import NO_RECORD, Entry, valid_entries
from opsplan.values.journal import records as tick_records
from opsplan.values.occurrence import Identity, Occurrence, Status, day_of
from opsplan.values.problem import Problem
from opsplan.values.register import Row
from opsplan.values.text import Text
from opsplan.values.window import Window, day_window

AHEAD = 400
"""Days in which the next dates of a duty are looked for."""
COMING = 3
"""So many of them are told."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Reading and writing for one shop; `clock` gives the moment (aware) whenever it is asked,
    `problems` are what could not be used of its config and playbooks."""

    plan: Plan
    journal: Journal
    me: str
    clock: Callable[[], datetime]
    problems: tuple[Problem, ...] = ()

    @property
    def now(self) -> datetime:
        """The moment, by the shop's own clock."""
        return self.clock().astimezone(self.plan.zone)

    @property
    def today(self) -> date:
        """The shop's day now."""
        return day_of(self.now, self.plan.zone, self.plan.shop.day_starts)

    @property
    def author(self) -> Author:
        """Who writes what is written now."""
        return Author(self.plan.shop.id, self.me, self.now)

    def checklist(self, window: Window) -> Checklist:
        """The checklist of these days as it stands now."""
        return read_checklist(self.journal, self.plan, window, self.now)

    def list_of(self, day: date) -> Checklist:
        """The checklist of one day."""
        return self.checklist(day_window(day))

    def write(self, items: Sequence[Item], decide: Decide) -> list[Outcome]:
        """Write what `decide` says about each item."""
        return write_about(self.journal, self.author, items, decide)

    def undo(self) -> Entry:
        """Take back the newest entry that still stands; gives the entry that was taken back."""
        author = self.author
        target = standing_entry(self.journal, author)
        take_back(self.journal, author, target)
        return target

    def rows(self, key: RowKey) -> list[Row]:
        """The rows of a register by number."""
        return records.known_rows(self.journal, self.plan.shop.id, key)

    def write_row(self, key: RowKey, row: Row | None, fields: Mapping[str, str]) -> int:
        """Write a row anew, or the fields of `row`; gives its number."""
        author = self.author

        def write(writing: Writing) -> Entry:
            if row is not None:
                return records.write_row(writing, author, key, row.opened, row.number, fields)
            number = records.next_number(writing, author.shop, key)
            return records.write_row(writing, author, key, self.today, number, fields)

        return self.journal.write(write).identity.slot

    def figures(self, day: date) -> Figures:
        """The figures of that day and of the weeks before."""
        since = day - timedelta(days=REMEMBERED)
        return figures_of(self.plan, self.journal.figures(self.plan.shop.id, since, day))

    def log(self, metric: str, day: date, value: float) -> None:
        """Write the figure of a metric on a day."""
        author, values = self.author, [(metric, day, value)]
        self.journal.write(lambda writing: records.write_figures(writing, author, values))

    def settled(self, occurrences: Sequence[Occurrence]) -> dict[Identity, Status]:
        """Which of these occurrences are done or skipped."""
        nominals = {each.nominal for each in occurrences}
        known = tick_records(self.journal.entries(self.plan.shop.id, nominals))
        found: dict[Identity, Status] = {}
        for each in occurrences:
            status = settled_as(each, known.get(each.identity, NO_RECORD))
            if status is not None:
                found[each.identity] = status
        return found

    def name_of(self, identity: Identity) -> Text:
        """What it is called that an entry is about."""
        return name_of(self.plan, identity)

    def history(self, key: str) -> list[Entry]:
        """What people did about a duty (`playbook/duty`), the newest first."""
        facts = self.journal.facts(self.plan.shop.id, [key])
        return valid_entries(facts.newest.get(key, ()))[::-1]

    def next_dates(self, item: Item) -> list[Occurrence]:
        """The occurrences of the item's duty that come after it, the nearest first."""
        duty = self.plan.duty(item.occurrence.planned.key)
        if duty is None or item.occurrence.mark.kind == "row":
            return []
        start = max(item.occurrence.date, self.today)
        window = Window(start, start + timedelta(days=AHEAD))
        this = (item.occurrence.date, item.occurrence.slot)
        later = [each for each in dated(duty, window) if (each.date, each.slot) > this]
        return later[:COMING]
