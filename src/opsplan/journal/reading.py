"""A shop's checklist as the journal has it at a moment."""

from datetime import datetime, timedelta

from opsplan.journal.store import Journal
from opsplan.planning import Plan, counts_from_journal, draft, join
from opsplan.planning.rules import REMEMBERED
from opsplan.values.checklist import Checklist
from opsplan.values.occurrence import day_of, day_start
from opsplan.values.window import Window


def read_checklist(journal: Journal, plan: Plan, window: Window, now: datetime) -> Checklist:
    """The checklist of these days, seen from `now` (aware)."""
    shop, zone = plan.shop, plan.zone
    since = window.start - timedelta(days=REMEMBERED)
    dawn = day_start(day_of(now, zone, shop.day_starts), zone, shop.day_starts)
    counting = counts_from_journal(plan)
    facts = journal.facts(shop.id, counting, since, window.last, dawn=dawn)
    local = now.astimezone(zone)
    drafted = draft(plan, window, local, facts)
    return join(drafted, journal.entries(shop.id, drafted.nominals), local)
