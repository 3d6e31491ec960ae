"""Lines on a terminal: never wider than they may be, and nothing of the text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from house import checklist, day, plan_of
from opsplan.values.text import LANGUAGES, Language
from opsplan.values.window import week_window
from opsplan.views.breaking import NO_BREAK
from opsplan.views.day import day_screen
from opsplan.views.paint import GAP, clipped, fitted, folded, painted
from opsplan.views.screen import Screen
from opsplan.views.week import week_screen
from opsplan.views.words import Words
from samples import NOW

texts = st.text(st.sampled_from("ab c，。（）字任务✅é1/" + NO_BREAK), max_size=40)
lines = st.lists(st.tuples(texts | texts.map(GAP.__add__), st.sampled_from(["", "bold red"])))


def width(line: list[tuple[str, str]]) -> int:
    return cell_len("".join(text for text, _ in line))


@given(lines, st.integers(2, 40))
def test_no_part_of_a_line_is_wider_and_nothing_is_lost(
    line: list[tuple[str, str]], columns: int
) -> None:
    parts = [[*part] for part in folded(line, columns)]
    assert all(width(part) <= columns for part in parts)
    assert spaceless(p for part in parts for p in part) == spaceless(line)


def spaceless(pieces: object) -> list[tuple[str, str]]:
    """The characters with their styles, spaces left out."""
    return [(c, style) for text, style in pieces for c in text if c != " "]  # type: ignore[attr-defined]


@given(texts, st.integers(1, 30))
def test_a_cell_has_its_width_and_a_cut_is_shown(text: str, columns: int) -> None:
    for right in (False, True):
        assert cell_len(fitted(text, columns, right=right)) == columns
    assert cell_len(clipped(text, columns)) <= columns
    assert (clipped(text, columns) != text) is (cell_len(text) > columns)


def test_a_remark_goes_to_the_next_line_as_a_whole() -> None:
    line = [("重发产品信息", "bold"), (GAP + "拖了 2 天", "red")]
    assert painted(folded(line, 16), colour=False) == "重发产品信息\n拖了 2 天\n"
    assert painted(folded(line, 23), colour=False) == "重发产品信息  拖了 2 天\n"


def test_colour_stands_around_what_it_is_for() -> None:
    line = [("a", "bold red"), ("  ", "dim"), ("b" + NO_BREAK + "c", "")]
    assert painted([line], colour=True) == "\x1b[1;31ma\x1b[0m  b c\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [40, 48, 64, 80, 112, 200])
def test_long_names_of_roles_blocks_and_duties_stay_on_the_screen(
    columns: int, language: Language
) -> None:
    duties = (
        f"{{id: a, name: {'字' * 90}, when: 每天 8:30, role: r}}",
        f"{{id: b, name: {'word ' * 30}, when: 每天 上午, role: r, goal: 7 条}}",
        f"{{id: c, name: {'x' * 200}, when: 每周一次}}",
    )
    roles = f"roles: [{{id: r, name: {'很长的岗位名称' * 8}}}]"
    blocks = f"blocks: [{{id: morning, name: {{zh: {'上午' * 20}, en: Morning}}}}]"
    plan = plan_of(*duties, more=f"{roles}\n{blocks}")
    screen, words = Screen(columns), Words(language)
    week = checklist(plan, NOW, None, week_window(day("2026-11-25")))
    for text in (
        day_screen(checklist(plan, NOW), words, screen),
        week_screen(week, words, screen),
    ):
        assert max(map(cell_len, text.splitlines())) <= columns
