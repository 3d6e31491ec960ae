"""A shop's checklist as the journal has it at a moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from opsplan.journal.store import Journal
from opsplan.planning.checklist import Draft, draft, join
from opsplan.planning.plan import Plan
from opsplan.planning.rules import REMEMBERED
from opsplan.planning.undated import counts_from_journal
from opsplan.values.checklist import Checklist
from opsplan.values.classes import replace
from opsplan.values.journal import Entry
from opsplan.values.occurrence import day_of, day_start
from opsplan.values.window import Window


def read_draft(journal: Journal, plan: Plan, window: Window, now: datetime) -> Draft:
    """What stands on the lists of these days, before the journal is asked what was done of it."""
    shop, zone = plan.shop, plan.zone
    since = window.start - timedelta(days=REMEMBERED)
    dawn = day_start(day_of(now, zone, shop.day_starts), zone, shop.day_starts)
    facts = journal.facts(shop.id, counts_from_journal(plan), since, window.last, dawn=dawn)
    newest = {key: _dated(entries, now) for key, entries in facts.newest.items()}
    known = replace(facts, newest=newest, rows=_dated(facts.rows, now))
    return draft(plan, window, now.astimezone(zone), known)


def read_joined(journal: Journal, plan: Plan, drafted: Draft, now: datetime) -> Checklist:
    """The checklist of a draft with what the journal says of its items now."""
    entries = journal.entries(plan.shop.id, drafted.nominals)
    return join(drafted, _dated(entries, now), now.astimezone(plan.zone))


def _dated(entries: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    """The entries with a time of writing that can be true: an id from after `now` was made by a
    clock that was ahead, or behind such a one; then the time of the deed is the best that is known.
    """
    return tuple(replace(each, written=each.at) if each.written > now else each for each in entries)


def read_checklist(journal: Journal, plan: Plan, window: Window, now: datetime) -> Checklist:
    """The checklist of these days, seen from `now` (aware)."""
    return read_joined(journal, plan, read_draft(journal, plan, window, now), now)
