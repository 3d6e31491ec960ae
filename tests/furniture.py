"""A month of a furniture shop, made by chance but always the same: ticks, figures, rows.

The shop runs the shipped 1688 playbooks in November 2026 with two people. What `tests` recompute is
only what stands in the journal, never what this module knows.
"""

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsplan.journal import open_journal
from opsplan.journal.records import write_figures, write_row
from opsplan.journal.ticks import Author
from opsplan.planning.expand import expand
from opsplan.planning.plan import Plan
from opsplan.planning.registers import registers_of
from opsplan.values.occurrence import Occurrence
from opsplan.values.window import month_window

if TYPE_CHECKING:
    from opsplan.journal.store import Writing

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 11, 1)
CONFIG = """\
me: 小李
shops:
  furniture:
    name: {zh: 木语家具, en: Muyu Furniture}
    playbooks: [1688-shop, 1688-growth]
    platform: "1688"
    people: {小李: [ops], 小王: [ads, service]}
"""
REASONS = ("平台维护", "样品没到", "盘点", "快递停收")


def furnish(path: Path, plan: Plan, seed: int = 8) -> None:
    """Write the month into the journal at `path`."""
    chance = random.Random(seed)
    journal = open_journal(path)
    journal.write(lambda writing: _month(writing, plan, chance))


def _month(writing: "Writing", plan: Plan, chance: random.Random) -> None:
    for occurrence in expand(plan, month_window(FIRST)):
        if occurrence.mark.kind not in ("once", "row"):
            _settle(writing, occurrence, chance)
    for day in month_window(FIRST):
        at = datetime(day.year, day.month, day.day, 20, tzinfo=ZONE)
        if chance.random() < 0.9:
            figures = _figures(day, chance)
            author = Author("furniture", "小李", at)
            write_figures(writing, author, [(name, day, value) for name, value in figures.items()])
    book, log = next(each for each in registers_of(plan) if each[1].id == "inquiry-log")
    for number in range(1, 13):
        day = FIRST + timedelta(days=chance.randrange(30))
        at = datetime(day.year, day.month, day.day, 15, tzinfo=ZONE)
        fields = {"customer": f"客户{number}", "question": f"问餐桌{number}套的价格"}
        for column in log.columns:
            if column.choices:
                fields[column.id] = chance.choice(column.choices)[0]
        key = (book.id, log.id)
        write_row(writing, Author("furniture", "小王", at), key, day, number, fields)


def _settle(writing: "Writing", occurrence: Occurrence, chance: random.Random) -> None:
    """Most of it on time, some late, some left out for a reason, some forgotten."""
    due = occurrence.due or occurrence.opens
    who = "小王" if occurrence.planned.duty.role in ("ads", "service") else "小李"
    luck = chance.random()
    if luck < 0.72:
        at = occurrence.opens + (due - occurrence.opens) * chance.random()
        writing.add(at, who, "furniture", "done", occurrence.identity)
    elif luck < 0.84:
        at = due + timedelta(minutes=chance.randrange(5, 600))
        writing.add(at, who, "furniture", "done", occurrence.identity)
    elif luck < 0.92:
        why = chance.choice(REASONS)
        writing.add(occurrence.opens, who, "furniture", "skip", occurrence.identity, text=why)


def _figures(day: date, chance: random.Random) -> dict[str, float]:
    busy = 1.0 if day.weekday() < 5 else 0.6
    visitors = round(320 * busy * chance.uniform(0.7, 1.3))
    spend = round(chance.uniform(80, 160), 2)
    return {
        "inquiries": round(visitors * chance.uniform(0.02, 0.05)),
        "visitors": visitors,
        "sales": round(visitors * chance.uniform(20, 45)),
        "ad_spend": spend,
        "shop_score": round(chance.uniform(86, 97), 1),
    }
