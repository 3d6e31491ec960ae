"""Columns: how they share a screen, and that no word is broken while there is another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.views.columns import Column, aligned
from opsplan.views.paint import painted, width_of

ROWS = (
    ("CN", "official", "28 days off", "5 make-up workdays", "chinesecalendar"),
    ("CN", "provisional", "13 days off", "0 make-up workdays", "estimate"),
)


def drawn(width: int, folds: int | None = 4) -> list[str]:
    rows = [[[(cell, "")] for cell in row] for row in ROWS]
    columns = [Column(folds=number == folds) for number in range(5)]
    return painted(aligned(rows, columns, width), colour=False).splitlines()


def test_where_there_is_room_each_has_what_it_needs() -> None:
    assert drawn(80)[0] == "CN  official     28 days off  5 make-up workdays  chinesecalendar"


@pytest.mark.parametrize("width", [53, 56, 60, 63])
def test_words_stay_whole_while_they_can(width: int) -> None:
    words = {word for row in ROWS for cell in row for word in cell.split()}
    assert {word for line in drawn(width) for word in line.split()} == words


def test_where_nothing_else_helps_words_are_broken_and_nothing_is_lost() -> None:
    lines = drawn(30)
    assert max(map(len, lines)) <= 30
    assert sorted("".join(lines).replace(" ", "")) == sorted(
        "".join(map("".join, ROWS)).replace(" ", "")
    )


TEXTS = st.text(st.sampled_from("ab 中文，。x-"), max_size=20)


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4),
    st.integers(12, 70),
    st.sets(st.integers(0, 2)),
)
def test_no_line_is_wider_than_the_screen_and_no_character_gets_lost(
    texts: list[tuple[str, str, str]], width: int, folding: set[int]
) -> None:
    rows = [[[(cell, "")] for cell in row] for row in texts]
    lines = list(aligned(rows, [Column(folds=n in folding) for n in range(3)], width))
    assert all(width_of(line) <= width for line in lines)
    shown = "".join(text for line in lines for text, _ in line)
    kept = "".join(cell for row in texts for cell in row)
    assert sorted(shown.replace(" ", "")) == sorted(kept.replace(" ", ""))


def test_words_are_broken_first_where_a_column_may_fold() -> None:
    """An id in pieces cannot be typed again."""
    rows = [[[("alibaba-intl", "")], [("International operations", "")], [("shipped", "")]]]
    columns = [Column(), Column(folds=True), Column()]
    shown = ["".join(text for text, _ in line) for line in aligned(rows, columns, 30)]
    assert shown[0].split() == ["alibaba-intl", "Interna", "shipped"]
