"""How steadily duties are done: streaks and shares over the days on which they are due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, timedelta

from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Planned

FEWEST = 3
"""A weekday is called the best or the worst from so many due days on."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A duty over some weeks. A due day is kept when all that was due on it is done; what was left
    out for a reason neither keeps nor breaks it.

    `weeks` are (kept, due) of each week, the oldest first; `streak` counts the kept due days up to
    now, `longest` the longest run. `weekdays` are (kept, due) from Monday on. `late` is the median
    of minutes after the due moment of what was done, None where nothing was.
    """

    planned: Planned
    weeks: tuple[tuple[int, int], ...]
    streak: int
    longest: int
    weekdays: tuple[tuple[int, int], ...]
    late: int | None

    @property
    def kept(self) -> int:
        """The due days that were kept."""
        return sum(kept for kept, _ in self.weeks)

    @property
    def due(self) -> int:
        """The days on which it was due."""
        return sum(due for _, due in self.weeks)

    @property
    def best_weekday(self) -> int | None:
        """The weekday (Monday is 0) with the highest share; None where none stands out."""
        shares = self._shares()
        best = max(shares, default=None)
        return best[1] if best and best[0] > min(shares)[0] else None

    @property
    def worst_weekday(self) -> int | None:
        """The weekday with the lowest share; None where none stands out."""
        shares = self._shares()
        worst = min(shares, default=None)
        return worst[1] if worst and worst[0] < max(shares)[0] else None

    def _shares(self) -> list[tuple[float, int]]:
        return [
            (kept / due, weekday)
            for weekday, (kept, due) in enumerate(self.weekdays)
            if due >= FEWEST
        ]


def habits(checklist: Checklist) -> list[Habit]:
    """The habits of the duties in a checklist of whole weeks, in the order of the playbooks.

    Rows of registers, set-up steps and what is carried in from before the window are left out.
    """
    by_duty: dict[Planned, list[Item]] = {}
    for item in checklist.items:
        occurrence = item.occurrence
        if occurrence.mark.kind in ("row", "once") or occurrence.date not in checklist.window:
            continue
        if item.status not in ("upcoming", "open"):
            by_duty.setdefault(occurrence.planned, []).append(item)
    ordered = sorted(by_duty.items(), key=lambda pair: pair[0].position)
    return [_habit(planned, items, checklist) for planned, items in ordered]


def _habit(planned: Planned, items: Sequence[Item], checklist: Checklist) -> Habit:
    days = _days(items)
    weeks: Counter[int] = Counter()
    kept_weeks: Counter[int] = Counter()
    weekdays: Counter[int] = Counter()
    kept_weekdays: Counter[int] = Counter()
    for day, is_kept in days:
        week = (day - checklist.window.start).days // 7
        weeks[week] += 1
        weekdays[day.weekday()] += 1
        kept_weeks[week] += is_kept
        kept_weekdays[day.weekday()] += is_kept
    number = -(-(checklist.window.end - checklist.window.start).days // 7)
    streak, longest = _runs(is_kept for _, is_kept in days)
    late = [minutes for item in items if (minutes := _late(item)) is not None]
    return Habit(
        planned,
        tuple((kept_weeks[week], weeks[week]) for week in range(number)),
        streak,
        longest,
        tuple((kept_weekdays[weekday], weekdays[weekday]) for weekday in range(7)),
        _middle(late),
    )


def _middle(minutes: list[int]) -> int | None:
    if not minutes:
        return None
    from statistics import median  # loads decimal and fractions

    return round(median(minutes))


def _days(items: Iterable[Item]) -> list[tuple[date, bool]]:
    """The due days with whether they were kept; days on which all was left out are none."""
    found: dict[date, bool] = {}
    for item in items:
        if item.status != "skipped":
            day = item.occurrence.date
            found[day] = found.get(day, True) and item.status == "done"
    return sorted(found.items())


def _runs(days: Iterable[bool]) -> tuple[int, int]:
    """The run of kept days at the end, and the longest."""
    run = longest = 0
    for is_kept in days:
        run = run + 1 if is_kept else 0
        longest = max(longest, run)
    return run, longest


def _late(item: Item) -> int | None:
    """How many minutes after its due moment an item was done; 0 in time."""
    settled, due = item.record.settled, item.occurrence.due
    if item.status != "done" or settled is None or due is None:
        return None
    after = settled.at.astimezone(UTC) - due.astimezone(UTC)
    return max(int(after / timedelta(minutes=1)), 0)
