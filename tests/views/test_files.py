"""Markdown, CSV and JSON files, whole, and what they say of the same checklist."""

import csv
import io
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from house import Ledger, checklist, day, plan_of
from opsplan.values.checklist import Checklist
from opsplan.values.text import LANGUAGES, Language
from opsplan.values.window import Window, day_window, week_window
from opsplan.views.csv_table import COLUMNS, checklist_csv, table_csv
from opsplan.views.formats import EXPORT, LIST, PAPER, SUFFIXES, FormatName, Renderers
from opsplan.views.markdown import day_markdown, list_markdown, week_markdown
from opsplan.views.visible import visible
from opsplan.views.words import Words
from samples import NASTY, NOW, PLAN, ledger, nasty_duties

GOLDEN = Path(__file__).parent / "golden"
SHEETS: dict[str, tuple[Renderers[Checklist], Window]] = {
    "day": ({"md": day_markdown, "csv": checklist_csv}, day_window(day("2026-11-25"))),
    "week": ({"md": week_markdown, "csv": checklist_csv}, week_window(day("2026-11-25"))),
    "list": (LIST, Window(day("2026-11-24"), day("2026-11-27"))),
}


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def shown(token: Token) -> str:
    """What a reader sees of an inline token; a link, an image or HTML would show."""
    seen = []
    for child in token.children or ():
        assert child.type in ("text", "text_special", "code_inline", "s_open", "s_close"), child
        seen.append(child.content)
    return "".join(seen)


def tasks(text: str) -> list[tuple[bool, str]]:
    """The task list's items of a Markdown text: ticked or not, and what stands there."""
    found = [shown(token) for token in parsed(text) if token.type == "inline"]
    return [(each[1] == "x", each[4:]) for each in found if each[:4] in ("[ ] ", "[x] ")]


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_name", ["md", "csv"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_file(sheet: str, format_name: FormatName, language: Language, update_golden: bool) -> None:
    renderers, window = SHEETS[sheet]
    rendered = renderers[format_name](checklist(PLAN, NOW, ledger(), window), Words(language))
    data = rendered.encode() if isinstance(rendered, str) else rendered
    path = GOLDEN / f"{sheet}-{language}.{format_name}"
    if update_golden:
        path.write_bytes(data)
    assert path.read_bytes() == data


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_and_csv_agree_item_for_item(language: Language) -> None:
    window, words = SHEETS["list"][1], Words(language)
    found = checklist(PLAN, NOW, ledger(), window)
    listed, lines = tasks(list_markdown(found, words)), rows(checklist_csv(found, words))
    lines.sort(key=lambda line: line["date"])
    assert len(listed) == len(lines) == len(found.items)
    for (ticked, text), line in zip(listed, lines, strict=True):
        assert ticked == (line["status"] == "done")
        assert line["title"] in text
        assert line["at"] in text
        assert line["role_name"] in text
        assert text.endswith(line["code"])


def test_a_day_and_a_week_hold_every_item_once() -> None:
    words = Words("zh")
    of_day = checklist(PLAN, NOW, ledger())
    lines = rows(checklist_csv(of_day, words))
    assert sorted(text.rpartition(" ")[2] for _, text in tasks(day_markdown(of_day, words))) == (
        sorted(line["code"] for line in lines)
    )
    of_week = checklist(PLAN, NOW, ledger(), SHEETS["week"][1])
    text = week_markdown(of_week, words)
    cells = [line for line in text.splitlines() if line.startswith("| A")]
    boxes = sum(line.count(box) for line in cells for box in "☐☑⊘☒")
    assert boxes + len(tasks(text)) == len(of_week.items)


@pytest.mark.parametrize("title", NASTY)
def test_titles_stay_text(title: str) -> None:
    plan = plan_of(*nasty_duties(title))
    words = Words("en")
    seen = visible(plan.duties[0].planned.duty.name.en)
    for (_, window), render in zip(
        SHEETS.values(), (day_markdown, week_markdown, list_markdown), strict=True
    ):
        found = checklist(plan, NOW, Ledger(), window)
        text = render(found, words)
        inline = [shown(token) for token in parsed(text) if token.type == "inline"]
        assert sum(seen in each for each in inline) >= 2, text
        kinds = {token.type for token in parsed(text)}
        assert not kinds & {"html_block", "blockquote_open", "hr", "fence", "code_block"}
        for line in rows(checklist_csv(found, words)):
            assert line["title"].removeprefix("'") == seen
            assert line["title"].lstrip()[:1] not in tuple("=+-@＝＋－＠")


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\u00a0 "])
def test_a_cell_that_would_be_a_formula_is_quoted(sign: str, before: str) -> None:
    cell = rows(table_csv(["a"], [[f"{before}{sign}1"]]))[0]["a"]
    assert cell == f"'{before}{sign}1"


def test_numbers_are_no_formulas() -> None:
    assert table_csv(["a", "b"], [[-1, "-1"], [None, 1.5]]) == "\ufeffa,b\r\n-1,'-1\r\n,1.5\r\n"


def test_the_columns_are_the_keys_of_the_json_items() -> None:
    from opsplan.views.data import item_data

    found = checklist(PLAN, NOW, ledger())
    keys = set(item_data(found.items[0], "main", Words("en")))
    assert keys <= set(COLUMNS)
    assert set(COLUMNS) - keys == {"role_name", "unit", "remarks", "register", "row"}


def test_every_format_has_a_suffix_of_its_own() -> None:
    suffixes = [suffix for each in SUFFIXES.values() for suffix in each]
    assert len(set(suffixes)) == len(suffixes)
    for renderers in (PAPER, EXPORT):
        assert set(renderers) <= set(SUFFIXES)
