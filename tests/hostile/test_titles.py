"""Titles are data: sixty nasty ones, in every text field of a playbook, through every command."""

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from house import Home
from samples import NASTY

MORE = (
    "%s %(x)s {name} {0} {{}}",
    "$(touch x) `id` ; rm -rf ~ | cat",
    "../../etc/passwd",
    "\u200b\u200d\ufeff",
    "e\u0301\u0302\u0303\u0304" * 8,
    "ا\u0644\u0639\u0631بية",
    "nul as \\0",
    "\x7f\x08\x08del",
    "\x1b]8;;http://evil\x07click\x1b]8;;\x07",
    "\x1b]0;title\x07\x1bc\x1b[2J",
    "[@click=app.exit]x[/]",
    "[link=file:///etc/passwd]x[/link]",
    "x" * 400,
    "字" * 400,
    "\u2066left\u2069 \u202bright\u202c",
    "tab\there",
    "${HOME} %HOME% ~",
    "&nbsp;&lt;b&gt;",
    "</title></script><svg onload=alert(1)>",
    "trailing\\",
)
TITLES = (*NASTY, *MORE)
NOW = "2026-11-25T10:15+08:00"
"""A Wednesday."""


def quoted(title: str) -> str:
    """A title as YAML takes it, whatever is in it."""
    escaped = (c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in title)
    return f'"{"".join(escaped)}"'


def playbook() -> str:
    """Each title as the name of a slot, a plain day and a floating duty, and in each other text."""
    duties: list[str] = []
    for number, title in enumerate(TITLES):
        text = quoted(title)
        for kind, when in (("slot", "每天 10:00"), ("day", "每天"), ("week", "每周一次")):
            duties.append(
                f"  - {{id: {kind}-{number}, name: {text}, when: {when}, role: r{number},"
                f" steps: [{text}], goal: 2 个}}"
            )
    roles = [f"  - {{id: r{n}, name: {quoted(title)}}}" for n, title in enumerate(TITLES)]
    blocks = [f"  - {{id: b{n}, name: {quoted(title)}}}" for n, title in enumerate(TITLES)]
    metrics = [f"  - {{id: m{n}, name: {quoted(title)}}}" for n, title in enumerate(TITLES)]
    phases = [
        f"  - {{id: p{n}, name: {quoted(title)}, goal: {quoted(title)}, starts: launch,"
        f" lasts: 1 month, duties: [{{id: d, name: {quoted(title)}, when: 第25天}}]}}"
        for n, title in enumerate(TITLES[:6])
    ]
    campaigns = [
        f"  - {{id: c{n}, name: {quoted(title)}, on: 2026-11-25, lasts: 2 days,"
        f" duties: [{{id: d, name: {quoted(title)}, when: 当天}}]}}"
        for n, title in enumerate(TITLES[:6])
    ]
    registers = [
        f"  - {{id: t{n}, name: {quoted(title)},"
        f" fields: [{{id: a, name: {quoted(title)}, type: text}}]}}"
        for n, title in enumerate(TITLES)
    ]
    parts = (
        f"opsplan: 1\nid: nasty\nname: {quoted(TITLES[0])}\nduties:",
        *duties,
        "roles:",
        *roles,
        "blocks:",
        *blocks,
        "metrics:",
        *metrics,
        "phases:",
        *phases,
        "campaigns:",
        *campaigns,
        "registers:",
        *registers,
    )
    return "\n".join(parts) + "\n"


CONFIG = f"""me: {quoted(NASTY[20])}
shops:
  main:
    name: {quoted(NASTY[0])}
    launch: 2026-11-01
    playbooks: [nasty]
    people: {{{quoted(NASTY[3])}: [r0, r1]}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which every text is nasty, some of it skipped and noted with nasty words."""
    home = Home(tmp_path_factory.mktemp("nasty"))
    home.write("playbooks/nasty.yaml", playbook())
    home.write("config.yaml", CONFIG)
    ran = home.run("playbook", "check", "nasty")
    assert ran.code == 0, ran.err
    assert home.run("remind", now="2026-11-25T09:55+08:00").code == 0
    for number, title in enumerate(TITLES[:8]):
        verb = ("note", f"day-{number}", title) if number % 2 else ("skip", f"day-{number}")
        ran = home.run(*verb, *(() if number % 2 else (f"--why={title}",)), now=NOW)
        assert ran.code == 0, ran.err
    assert home.run("log", "m0=1", "--why", TITLES[1], now=NOW).code == 0
    assert home.run("add", "t0", f"a={TITLES[2]}", now=NOW).code == 0
    return home


def controls(text: str) -> set[str]:
    """What steers a terminal or turns a line around; the ends of lines and of pages aside."""
    return {
        c
        for c in text.replace("\n\f", "\n")
        if (ord(c) < 0x20 and c != "\n")
        or 0x7F <= ord(c) < 0xA0
        or 0x202A <= ord(c) <= 0x202E
        or 0x2066 <= ord(c) <= 0x2069
        or c in "\u2028\u2029"
    }


COMMANDS = (
    *(("today",), ("today", "--setup"), ("day", "tomorrow"), ("week",), ("month",), ("review",)),
    *(("today", "--print"), ("week", "--print"), ("today", "--print", "--by", "role")),
    *(("today", "--role", "r0"), ("why", "slot-1"), ("why", "week-2"), ("next", "slot-3")),
    *(("rows",), ("rows", "t0"), ("standards",), ("targets",), ("stats",), ("phase", "list")),
    *(("playbook", "show", "nasty"), ("playbook", "list"), ("playbook", "covers"), ("log",)),
    *(("remind", "--dry-run"), ("remind", "--digest", "morning", "--format", "text")),
    *(("remind", "--digest", "week", "--format", "text"), ("report", "day"), ("report", "week")),
    *(("report", "month", "--by", "role"), ("shop", "list"), ("doctor",), ("cron", "show")),
    *(("expand", "nasty", "--from", "2026-11-25", "--to", "2026-11-25"), ("channels", "list")),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_of_a_title_takes_effect_on_a_terminal(shop: Home, words: tuple[str, ...]) -> None:
    ran = shop.run(*words, now=NOW, LANG="zh_CN.UTF-8")
    assert "internal error" not in ran.err
    assert "Traceback" not in ran.err
    assert not controls(ran.out)
    assert not controls(ran.err)


@pytest.mark.parametrize("words", COMMANDS[::2], ids=" ".join)
def test_json_carries_titles_whole_and_steers_nothing(shop: Home, words: tuple[str, ...]) -> None:
    ran = shop.run(*words, "--json", now=NOW)
    assert "Traceback" not in ran.err
    assert not controls(ran.out)
    if ran.out:
        json.loads(ran.out)


def test_a_title_is_what_it_was(shop: Home) -> None:
    items = shop.run("today", "--json", now=NOW).json["items"]
    titles = {item["duty"]: item["title"] for item in items}
    for number, title in enumerate(TITLES):
        assert titles[f"slot-{number}"] == title.strip()


FILES = ("today", "week", "report")
SUFFIXES = {"today": (".html", ".md", ".csv", ".txt", ".pdf"), "week": (".html", ".md", ".csv")}
SUFFIXES["report"] = (".html", ".md", ".csv")


class Tags(HTMLParser):
    """The tags and attributes of a page, and what its text comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]


def written(shop: Home, what: str, suffix: str) -> bytes:
    path = shop.folder / f"out{suffix}"
    words = ("report", "month") if what == "report" else (what,)
    ran = shop.run(*words, "-o", str(path), now=NOW)
    assert ran.code == 0, ran.err
    return path.read_bytes()


@pytest.mark.parametrize("what", FILES)
def test_no_tag_or_attribute_of_a_page_comes_from_a_title(shop: Home, what: str) -> None:
    page = Tags()
    page.feed(written(shop, what, ".html").decode())
    assert not page.tags & {"script", "img", "a", "iframe", "link"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert not page.attributes & {"href", "srcset"}
    assert not [value for value in page.values if "javascript:" in value]


@pytest.mark.parametrize("what", FILES)
def test_no_cell_of_a_table_is_a_formula(shop: Home, what: str) -> None:
    text = written(shop, what, ".csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(cells) > len(TITLES)
    for cell in cells:
        lead = cell.lstrip()[:1]
        is_number = cell.replace(".", "", 1).lstrip("-").rstrip("%").isdigit()
        assert lead not in ("=", "+", "-", "@", "＝") or is_number or cell.startswith("-"), cell
        if cell.startswith("-"):
            assert is_number or cell.strip("-") == "", cell


@pytest.mark.parametrize(
    ("what", "suffix"), [(what, suffix) for what in FILES for suffix in SUFFIXES[what]]
)
def test_files_have_no_control_characters(shop: Home, what: str, suffix: str) -> None:
    data = written(shop, what, suffix)
    if suffix == ".pdf":
        assert data.startswith(b"%PDF-")
        return
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    assert not controls(text)
