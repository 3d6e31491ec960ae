"""Notices on holidays: a small YAML file, the JSON of holiday-cn, or an iCalendar file.

{country: CN, year: 2027, off: {2027-01-01: 元旦}, work: [2027-02-06]}
{"year": 2027, "papers": ["https://…"], "days": [{"name": …, "date": …, "isOffDay": true}]}
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from opsplan.phrase.moments import read_day
from opsplan.playbook.flow import flow
from opsplan.playbook.tree import Node, dotted, read_tree
from opsplan.playbook.zones import calendar_problem
from opsplan.values.calendar import Notice
from opsplan.values.problem import Problem, os_reason
from opsplan.values.text import Message, say

SUFFIXES = (".yaml", ".yml", ".json", ".ics")
KEYS = ("country", "year", "off", "work", "source", "published")
WORKED = re.compile(r"班|work", re.IGNORECASE)
"""How calendars that people subscribe to name a weekend day that is worked: 补班, 上班, (班)."""
SETTLING = 5
"""An iCalendar file settles the years of which it names at least so many days off."""
LONGEST_EVENT = 31
_FORM = say("country: CN, year: 2027, off: {{2027-01-01: 元旦}}, work: [2027-02-06]")


def read_notice(
    data: bytes, file: str, *, source: str, published: date
) -> tuple[Notice | None, tuple[Problem, ...]]:
    """The notice in `data`, or None and everything that is wrong with it.

    `source` and `published` are what is taken where the file itself does not say.
    """
    if file.lower().endswith(".ics"):
        return _of_ics(data, file, source, published)
    tree = read_tree(data, file)
    if tree.root is None or tree.problems:
        return None, tuple(tree.problems)
    reader = _Reader(file)
    if tree.root.get("days") is not None:
        notice = reader.holiday_cn(tree.root, source, published)
    else:
        notice = reader.small(tree.root, source, published)
    return (None, tuple(reader.problems)) if reader.problems else (notice, ())


def notice_text(notice: Notice) -> str:
    """The notice as a small YAML file that `read_notice` reads back."""
    off = "".join(f"  {day}: {flow(name)}\n" for day, name in sorted(notice.off.items()))
    years = ", ".join(map(str, notice.years))
    work = ", ".join(map(str, sorted(notice.work)))
    return (
        f"country: {notice.country}\nyear: [{years}]\nsource: {flow(notice.source)}\n"
        f"published: {notice.published}\noff:{chr(10) + off if off else ' {}' + chr(10)}"
        f"work: [{work}]\n"
    )


def read_notices(folder: Path) -> tuple[list[Notice], list[Problem]]:
    """The notices of a folder, and what is wrong with those that cannot be used."""
    notices: list[Notice] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix.lower() not in SUFFIXES:
            continue
        try:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
            if not path.is_file():
                problems.append(Problem(str(path), 0, 0, "", say("this is not a file")))
                continue
            data = path.read_bytes()
        except OSError as error:
            problems.append(Problem(str(path), 0, 0, "", os_reason(error)))
            continue
        notice, wrong = read_notice(data, str(path), source=path.name, published=written)
        notices += [notice] if notice else []
        problems += wrong
    return notices, problems


class _Reader:
    """Reads a tree and notes everything that is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def small(self, root: Node, source: str, published: date) -> Notice:
        for key, _ in root.pairs or []:
            if key.text not in KEYS:
                what = say("there is no key '{key}' here", key=key.text or "")
                self._say(key, (key.text or "",), what, say("the keys here are {keys}", keys=KEYS))
        if root.pairs is None:
            self._say(root, (), say("this is no notice on holidays"), _FORM)
        country = self._country(root)
        off: dict[date, str] = {}
        for key, value in self._pairs(root, "off"):
            day = self._day(key, ("off", key.text or ""))
            if day is not None:
                off[day] = (value.text or "").strip() or country
        work = {
            day: each
            for index, each in enumerate(self._items(root, "work"))
            if (day := self._day(each, ("work", index))) is not None
        }
        for day in work.keys() & off.keys():
            self._say(work[day], ("work",), say("{day} is both off and worked", day=day), None)
        year = root.get("year")
        written = (year.items if year.items is not None else [year]) if year else []
        years = [found for each in written if (found := self._year(each)) is not None]
        if root.pairs is not None and not off and not work and not self.problems:
            self._say(root, (), say("this notice names no days"), _FORM)
        given = root.get("published")
        when = self._day(given, ("published",)) if given else None
        return Notice(
            country,
            tuple(years),
            off,
            frozenset(work),
            root.word("source") or source,
            when or published,
        )

    def holiday_cn(self, root: Node, source: str, published: date) -> Notice:
        off: dict[date, str] = {}
        work: set[date] = set()
        for index, each in enumerate(self._items(root, "days")):
            at = each.get("date")
            day = self._day(at or each, ("days", index, "date"))
            flag, name = each.get("isOffDay"), each.get("name")
            if flag is None or flag.text not in ("true", "false"):
                what = say("true or false is expected")
                self._say(flag or each, ("days", index, "isOffDay"), what, None)
            elif day is not None and flag.text == "true":
                off[day] = (name.text if name else None) or "CN"
            elif day is not None:
                work.add(day)
        year = root.get("year")
        found = self._year(year) if year else None
        papers = [each.text or "" for each in self._items(root, "papers")]
        if not off and not self.problems:
            # The State Council has not spoken: such a file is there from the year's first day on.
            named = root.get("days") or root
            self._say(named, ("days",), say("this notice names no days"), None)
        said = ", ".join(paper for paper in papers if paper) or source
        return Notice("CN", (found,) if found else (), off, frozenset(work), said, published)

    def _say(
        self, node: Node, path: tuple[str | int, ...], what: Message, fix: Message | None
    ) -> None:
        place = Problem(self.file, node.line, node.column, dotted(path), what, fix)
        self.problems.append(place)

    def _country(self, root: Node) -> str:
        node = root.get("country")
        name = root.word("country") or "CN"
        if node is not None and (found := calendar_problem(name)):
            self._say(node, ("country",), *found)
        return name

    def _pairs(self, root: Node, key: str) -> list[tuple[Node, Node]]:
        node = root.get(key)
        if node is None or node.pairs is not None:
            return node.pairs or [] if node else []
        if node.text is not None or node.items is not None:
            self._say(node, (key,), say("a mapping (key: value) is expected"), _FORM)
        return []

    def _items(self, root: Node, key: str) -> list[Node]:
        node = root.get(key)
        if node is None or node.items is not None:
            return node.items or [] if node else []
        if node.text is not None or node.pairs is not None:
            self._say(node, (key,), say("a list is expected"), _FORM)
        return []

    def _day(self, node: Node, path: tuple[str | int, ...]) -> date | None:
        text = (node.text or "").strip()
        day = read_day(text, date.min) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        if day is None:
            self._say(node, path, say("a date such as 2026-12-01 is expected"), None)
        return day

    def _year(self, node: Node) -> int | None:
        text = (node.text or "").strip()
        if re.fullmatch(r"[12]\d{3}", text):
            return int(text)
        self._say(node, ("year",), say("a year such as 2027 is expected"), None)
        return None


def _of_ics(
    data: bytes, file: str, source: str, published: date
) -> tuple[Notice | None, tuple[Problem, ...]]:
    """Events of whole days; those whose title speaks of work are weekend days that are worked."""
    try:
        from icalendar import Calendar, Event
    except ModuleNotFoundError:
        what = say("iCalendar files need the library icalendar")
        return None, (Problem(file, 0, 0, "", what, say("pip install 'opsplan[ics]'")),)
    off: dict[date, str] = {}
    work: set[date] = set()
    try:
        found = Calendar.from_ical(data).walk("VEVENT")
        for event in (each for each in found if isinstance(each, Event)):
            name = str(event.get("SUMMARY", "")).strip()
            for day in _days(event.start, event.end):
                if WORKED.search(name):
                    work.add(day)
                else:
                    off[day] = name or "CN"
    except Exception as error:  # the library raises errors of many kinds on broken files
        what = say("this is not iCalendar: {reason}", reason=str(error))
        return None, (Problem(file, 0, 0, "", what),)
    if not off:
        return None, (Problem(file, 0, 0, "", say("this notice names no days")),)
    return Notice("CN", _settled(off), off, frozenset(work - off.keys()), source, published), ()


def _days(start: date, end: date) -> list[date]:
    """The days of an event; DTEND is the day after its last."""
    first, last = (date(each.year, each.month, each.day) for each in (start, end))
    count = max((last - first).days, 1)
    return [first + timedelta(days=index) for index in range(min(count, LONGEST_EVENT))]


def _settled(days: Iterable[date]) -> tuple[int, ...]:
    counts = Counter(day.year for day in days)
    return tuple(sorted(year for year, count in counts.items() if count >= SETTLING))
