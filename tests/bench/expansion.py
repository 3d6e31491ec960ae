"""What expansion costs: `PYTHONPATH=src:tests python tests/bench/expansion.py [--quick]`.

Duties: 40 % daily with four slots, 30 % weekly, 20 % monthly, 10 % every 14 days. The same work is
given to `dateutil.rrule.between`. Each figure is the best of several runs in one process, since
the machine is noisy; what counts are the ratios within one run.
"""

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from dateutil import rrule

from house import book_of
from opsplan.planning.expand import count_of, expand
from opsplan.planning.plan import Plan, make_plan
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.window import Window
from opsplan.views.data import Expanded, json_text
from opsplan.views.words import Words

START = date(2027, 1, 4)
WINDOWS = {"week": 7, "year": 365, "ten years": 3652}
SIZES = (100, 1_000, 10_000)
SLOTS = "8:30、11:30、14:30、16:30"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def kind(number: int) -> str:
    """Which of the four kinds the duty of that number is."""
    return (*["daily"] * 4, *["weekly"] * 3, *["monthly"] * 2, "14 days")[number % 10]


def duty(number: int, anchor: date) -> str:
    """The duty of that number, counted from the anchor."""
    phrases = {
        "daily": f"每天 {SLOTS}",
        "weekly": f"每周{'一二三四五六日'[number % 7]}",
        "monthly": f"每月{number % 28 + 1}号",
        "14 days": "每14天",
    }
    return f"{{id: d{number}, name: N{number}, when: '{phrases[kind(number)]} 从{anchor}起'}}"


def book(size: int, anchor: date) -> Playbook:
    """A playbook of so many duties."""
    return book_of(*(duty(number, anchor) for number in range(size)))


def rules(size: int, start: datetime) -> list[tuple[rrule.rrule, int]]:
    """The same as rules of dateutil's that give dates, with how many slots each date has."""
    slots = {"daily": 4}
    return [(_rule(number, start), slots.get(kind(number), 1)) for number in range(size)]


def timed_rules(size: int, start: datetime) -> list[tuple[rrule.rrule, int]]:
    """The same as rules of dateutil's that give each slot as a moment of its own."""
    at = {"daily": {"byhour": (8, 11, 14, 16), "byminute": 30, "bysecond": 0}}
    return [(_rule(number, start, **at.get(kind(number), {})), 1) for number in range(size)]


def _rule(number: int, start: datetime, **times: Any) -> rrule.rrule:
    if kind(number) == "daily":
        return rrule.rrule(rrule.DAILY, dtstart=start, **times)
    if kind(number) == "weekly":
        return rrule.rrule(rrule.WEEKLY, dtstart=start, byweekday=getattr(rrule, _DAYS[number % 7]))
    if kind(number) == "monthly":
        return rrule.rrule(rrule.MONTHLY, dtstart=start, bymonthday=number % 28 + 1)
    return rrule.rrule(rrule.DAILY, dtstart=start, interval=14)


def between(listed: list[tuple[rrule.rrule, int]], window: Window) -> int:
    """How many occurrences dateutil finds."""
    first = datetime.combine(window.start, datetime.min.time())
    last = datetime.combine(window.last, datetime.max.time())
    return sum(slots * len(each.between(first, last, inc=True)) for each, slots in listed)


def best(work: Callable[[], int], runs: int = 3) -> tuple[float, int]:
    """The least seconds of several runs, and what the work gave."""
    took, found = float("inf"), 0
    for _ in range(runs):
        gc.collect()
        gc.disable()
        began = time.perf_counter()
        found = work()
        took = min(took, time.perf_counter() - began)
        gc.enable()
    return took, found


def months(window: Window) -> Iterator[Window]:
    """The window in pieces of four weeks, so that a long one needs no more memory."""
    start = window.start
    while start < window.end:
        end = min(start + timedelta(days=28), window.end)
        yield Window(start, end)
        start = end


def values(plan: Plan, window: Window) -> int:
    """How many occurrences there are, each of them made."""
    return sum(len(expand(plan, each)) for each in months(window))


def as_json(plan: Plan, window: Window) -> int:
    """How many occurrences there are, each of them written as JSON."""
    words = Words("zh")
    found = Expanded(expand(plan, window), words)
    return len(found) if json_text({"items": found}) else 0


def row(*cells: object) -> str:
    """A line of the table."""
    first, *others = cells
    return " | ".join((f"{first:<26}", *(f"{cell:>12}" for cell in others)))


def rates(quick: bool) -> None:
    """Occurrences a second by size and window, as counts and as values."""
    print(row("duties, window", "found", "count /s", "values /s"))
    for size in SIZES[:2] if quick else SIZES:
        plan = make_plan(Shop("main"), [book(size, START)])
        for name, days in WINDOWS.items():
            window = Window(START, START + timedelta(days=days))
            counted, found = best(partial(count_of, plan, window))
            made, _ = best(partial(values, plan, window), 1 if found > 10**6 else 3)
            speeds = (f"{found / took:,.0f}" for took in (counted, made))
            print(row(f"{size:,}, {name}", f"{found:,}", *speeds))


def against_dateutil(quick: bool) -> None:
    """The same work by dateutil, and the anchor far away: dates beside dates, moments beside
    occurrences."""
    size = 1_000 if quick else 10_000
    window = Window(START, START + timedelta(days=365))
    near, back = datetime.combine(START, datetime.min.time()), START.replace(year=START.year - 10)
    far = datetime.combine(back, datetime.min.time())
    plan = make_plan(Shop("main"), [book(size, START)])
    ten = make_plan(Shop("main"), [book(size, back)])
    twenty = make_plan(Shop("main"), [book(size, START.replace(year=START.year - 20))])
    print(row(f"{size:,} duties, a year", "found", "s", "x opsplan"))
    for name, work, rival in (
        ("dates", count_of, rules),
        ("occurrences", values, timed_rules),
    ):
        base, found = best(partial(work, plan, window))
        print(row(f"{name}, opsplan", f"{found:,}", f"{base:.3f}", "1.00"))
        for place, other in (("10 years back", ten), ("20 years back", twenty)):
            took, found = best(partial(work, other, window))
            print(row(f"  {place}", f"{found:,}", f"{took:.3f}", f"{took / base:.2f}"))
        for place, start in (("dateutil, from the window", near), ("  10 years back", far)):
            took, found = best(partial(between, rival(size, start), window), 1)
            print(row(place, f"{found:,}", f"{took:.3f}", f"{took / base:.1f}"))
    took, found = best(partial(as_json, plan, Window(START, START + timedelta(days=28))))
    print(row("as JSON, four weeks", f"{found:,}", f"{took:.3f}", f"{found / took:,.0f} /s"))


def memory(window_days: int) -> int:
    """The peak of a process (MB) that counts and makes the occurrences of a window."""
    run = [sys.executable, __file__, "--memory", str(window_days)]
    return int(subprocess.run(run, capture_output=True, check=True, text=True).stdout)


def measure_memory(window_days: int) -> None:
    """What `memory` runs in a process of its own."""
    window = Window(START, START + timedelta(days=window_days))
    plan = make_plan(Shop("main"), [book(1_000, START)])
    count_of(plan, window)
    values(plan, window)
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage counts the parent
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)


def command(size: int) -> None:
    """The whole command, its start and the reading of the file included."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.yaml"
        duties = "\n".join(f"  - {duty(number, START)}" for number in range(size))
        file.write_text(f"opsplan: 1\nid: big\nname: big\nduties:\n{duties}\n", encoding="utf-8")
        span = ("--from", str(START), "--to", str(START + timedelta(days=364)))
        for more in (("--count",), ("--json",)):
            run = [sys.executable, "-m", "opsplan", "expand", str(file), *span, *more]
            began = time.perf_counter()
            done = subprocess.run(run, capture_output=True, check=True)
            took = time.perf_counter() - began
            found = int(done.stdout) if more == ("--count",) else done.stdout.count(b'"ref"')
            name = f"expand {more[0]}, {size:,}"
            print(row(name, f"{found:,}", f"{took:.2f} s", f"{found / took:,.0f} /s"))


def main() -> None:
    """Print all tables."""
    if "--memory" in sys.argv:
        measure_memory(int(sys.argv[-1]))
        return
    quick = "--quick" in sys.argv
    rates(quick)
    print()
    against_dateutil(quick)
    command(1_000)
    print()
    print(row("peak memory, 1,000 duties", "MB"))
    for name, days in WINDOWS.items():
        print(row(name, memory(days)))


if __name__ == "__main__":
    main()
