"""Throws mutated input at the readers: `PYTHONPATH=src:tests python tests/hostile/fuzz.py 600`.

The readers of phrases, playbooks, config, conditions, days that people type, tables, notices and
exports answer every input with a value or with problems; an exception, or an answer that takes more
than a second, is a finding and is printed. It is guided by coverage: an input that reaches a line
of ours that none has reached before is mutated further. What has been found before lies in
`seeds.py`, which the tests read again.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import opsplan
from hostile.seeds import SEEDS
from opsplan.journal.lines import read_lines
from opsplan.phrase.forms import FORMS
from opsplan.phrase.moments import read_day, read_month, read_week
from opsplan.phrase.reading import PhraseError, read
from opsplan.phrase.spans import read_span
from opsplan.planning.tables import read_table
from opsplan.playbook.conditions import ConditionError, read_condition
from opsplan.playbook.config import read_config
from opsplan.playbook.files import shipped_folder
from opsplan.playbook.notices import read_notice
from opsplan.playbook.reader import read_playbook
from opsplan.recurrence.rrule import RuleError, check_rule
from opsplan.values.cadence import RRule

SLOWEST = 1.0
"""Seconds that an answer may take."""


def phrase(text: str) -> None:
    """A phrase, and its dates' rule where it is one."""
    try:
        cadence = read(text).cadence
        if isinstance(cadence, RRule):
            check_rule(cadence)
    except (PhraseError, RuleError):
        return


def condition(text: str) -> None:
    """The condition of a rule."""
    try:
        read_condition(text)
    except ConditionError:
        return


def words(text: str) -> None:
    """A day and a span as people type them."""
    for reader in (read_day, read_week, read_month):
        reader(text, date(2026, 11, 25))
    read_span(text)


def playbook(text: str) -> None:
    """A playbook's file."""
    read_playbook(_bytes(text), "fuzz.yaml")


def config(text: str) -> None:
    """A config file."""
    read_config(_bytes(text), "config.yaml")


def table(text: str) -> None:
    """An exported table."""
    read_table(_bytes(text), "fuzz.csv")


def notice(text: str) -> None:
    """A notice on holidays."""
    read_notice(_bytes(text), "fuzz.yaml", source="fuzz", published=date(2026, 11, 25))


def export(text: str) -> None:
    """An export of a journal."""
    read_lines(_bytes(text), "fuzz.jsonl")


READERS: dict[str, Callable[[str], None]] = {
    each.__name__: each
    for each in (phrase, condition, words, playbook, config, table, notice, export)
}

BOOK = """opsplan: 1
id: mine
name: {zh: 手册, en: Book}
blocks: [{id: m, name: 上午, at: "08:00-12:00"}]
roles: [{id: ops, name: 运营}]
duties:
  - {id: a, name: A, when: 每天 8:30、11:30, role: ops, takes: 20m, goal: 10 条, covers: [S0-001]}
  - {id: b, name: B, when: [每周三 10:00, once a week], applies: {platform: "1688"}}
  - {id: c, name: C, when: 完成后15天, check_on: 每周一、五}
options: {how: {default: x, choices: {x: [a], y: [b]}}}
campaigns:
  - {id: k, name: K, on: 每年3月28日, lasts: 1 day, duties: [{id: p, name: P, when: 前30天}]}
phases: [{id: f, name: F, starts: launch, lasts: 1 month, duties: []}]
metrics: [{id: inquiries, name: 询盘, type: number}, {id: r, name: R, formula: a / b}]
rules: [{id: few, when: inquiries < 10, then: [a]}]
targets: [{metric: inquiries, year: 2026, months: [1, 2]}]
registers: [{id: log, fields: [{id: x, type: text}], open_while: x = y}]
scorecards: []
"""
CONFIG = """opsplan: 1
lang: zh
defaults: {timezone: Asia/Shanghai, day_starts: "04:00", quiet: "22:00-07:30", lead: 10m}
groups: {g: {playbooks: [1688-shop]}}
shops:
  main: {name: 主店, group: g, launch: 2026-11-01, peaks: ["10:00"], thresholds: {few: 5},
         phrases: {1688-shop/repost: 每周一次}, people: {小李: [ops]},
         pause: [2027-02-04..2027-02-12]}
channels: [{id: t, kind: dingtalk, url: env:URL, secret: env:SIGN}]
import: {sycm: {访客数: visitors}}
"""
STARTS: dict[str, tuple[str, ...]] = {
    "phrase": tuple(text for form in FORMS for text in (form.en, form.zh, *form.also)),
    "condition": ("inquiries < 10", "visitors falls 20% and sales >= target", "a = b", "r rises"),
    "words": ("2026-11-25", "下周三", "11月25日", "+3", "mon", "next wed", "1h30m", "20分钟"),
    "playbook": (BOOK, *(p.read_text("utf-8")[:4000] for p in shipped_folder().glob("*.yaml"))),
    "config": (CONFIG,),
    "table": ("日期,访客数\n2026-11-24,320\n", "a;b\n1;2\n", "x\ty\n1\t2\n", '"a,b",c\n"1\n2",3\n'),
    "notice": (
        "{country: CN, year: 2027, off: {2027-01-01: 元旦}, work: [2027-02-06]}",
        '{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}',
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nSUMMARY:x\nEND:VEVENT\n",
    ),
    "export": (
        '{"id": "01KAXYZ0000000000000000000", "at": "2026-11-25T08:30+08:00", "by": "a",'
        ' "shop": "main", "kind": "done", "ref": "1688-shop/repost@2026-11-25#1"}\n',
    ),
}
BITS = (
    *("\0", "\x1b", "\u202e", "\ud800", "\ufeff", "\u2028", "😀", "é", "　", "\t", "\r", "\n"),
    *(
        "'",
        '"',
        "\\",
        "{",
        "}",
        "[",
        "]",
        ":",
        "-",
        "#",
        "&a ",
        "*a",
        "!!python/object:x ",
        "<<: *a",
    ),
    *("%", "|", ">", "?", ",", "、", "；", "：", "/", "@", "0", "-1", "9" * 30, "1e400", "٣", "½"),
    *(
        "null",
        "true",
        "~",
        "---\n",
        "...",
        "2026-02-30",
        "24:00",
        "99:99",
        "每",
        "次",
        "every",
        "on ",
    ),
    *(
        "rrule ",
        "FREQ=SECONDLY",
        "INTERVAL=0",
        "BYDAY=",
        ";",
        " from 0001-01-01",
        "until 9999-12-31",
    ),
)


def mutated(start: str, every: tuple[str, ...], chance: random.Random) -> str:
    """A text with a few things cut, doubled, swapped, spliced or put in."""
    text = start
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randint(0, len(text)) for _ in range(2))
        match chance.randrange(7):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + text[at:to] * chance.randint(2, 4) + text[to:]
            case 2:
                text = text[:at] + chance.choice(BITS) + text[at:]
            case 3:
                text = text[:at] + chance.choice(BITS) + text[to:]
            case 4:
                other = chance.choice(every)
                cut = chance.randint(0, len(other))
                text = text[:at] + other[cut : cut + 40] + text[at:]
            case 5:
                text = text[:at] + text[at:to][::-1] + text[to:]
            case _:
                text = (
                    text[:at] + chr(chance.choice((chance.randint(0, 0x2FF), 0x5468))) + text[at:]
                )
    return text[:20_000]


def tried(reader: str, text: str) -> str | None:
    """What is wrong with the answer; None where nothing is."""
    began = time.perf_counter()
    try:
        READERS[reader](text)
    except RecursionError as error:
        return f"RecursionError: {error}"
    except Exception as error:  # any of them is a finding
        return f"{type(error).__name__}: {error}"
    took = time.perf_counter() - began
    return f"took {took:.1f} s" if took > SLOWEST else None


class Coverage:
    """The lines of opsplan that no input has reached so far.

    Functions all of whose lines have been reached are no longer traced, so that it gets faster.
    """

    def __init__(self) -> None:
        self._folder = str(Path(opsplan.__file__).parent)
        self._left: dict[CodeType, set[int]] = {}
        self.reached = 0

    def tried(self, reader: str, text: str) -> tuple[str | None, int]:
        """As `tried`, with how many lines were reached for the first time."""
        before = self.reached
        sys.settrace(self._called)
        try:
            wrong = tried(reader, text)
        finally:
            sys.settrace(None)
        if wrong and wrong.startswith("took"):  # with the tracing, perhaps
            wrong = tried(reader, text)
        return wrong, self.reached - before

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code not in self._left:
            ours = code.co_filename.startswith(self._folder)
            self._left[code] = {line for *_, line in code.co_lines() if line} if ours else set()
        return self._stepped if self._left[code] else None

    def _stepped(self, frame: FrameType, event: str, argument: Any) -> Any:
        left = self._left[frame.f_code]
        if frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.reached += 1
        return self._stepped


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def main() -> None:
    """Fuzz for so many seconds; 1 where something was found."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 10**9
    chance = random.Random(seed)
    print(f"seed {seed}")
    ran: Counter[str] = Counter()
    found = 0
    coverage = Coverage()
    end = time.monotonic() + seconds
    pools = {name: [*texts, *(t for r, t in SEEDS if r == name)] for name, texts in STARTS.items()}
    for name, texts in pools.items():
        for text in texts:
            coverage.tried(name, text)
    begun, kept = coverage.reached, 0
    while time.monotonic() < end:
        reader = chance.choice(tuple(READERS))
        every = tuple(pools[reader])
        text = mutated(chance.choice(every), every, chance)
        ran[reader] += 1
        wrong, lines = coverage.tried(reader, text)
        if wrong:
            found += 1
            print(f"({reader!r}, {text!r}),  # {wrong}", flush=True)
        elif lines:
            kept += 1
            pools[reader].append(text)
    print(f"{sum(ran.values())} inputs: {dict(ran)}; {found} findings")
    print(f"{begun} lines reached by the starts, {coverage.reached} in the end, by {kept} inputs")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
