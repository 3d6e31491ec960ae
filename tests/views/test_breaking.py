"""Lines of Chinese and English text: where they end, and that nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from opsplan.views.breaking import NO_END, NO_START, broken, clusters

TABLE = [
    ("看昨日店铺数据", 8, ["看昨日店", "铺数据"]),
    ("看昨日店铺数据，再看询盘", 14, ["看昨日店铺数", "据，再看询盘"]),
    ("先看（昨日）数据", 6, ["先看", "（昨", "日）数", "据"]),
    ("看“店铺”和《手册》", 8, ["看“店铺”", "和《手", "册》"]),
    ("优化100%的标题", 9, ["优化100%", "的标题"]),
    ("用OpenAI写标题", 8, ["用OpenAI", "写标题"]),
    ("10:30-11:00推送", 11, ["10:30-11:00", "推送"]),
    ("Keep details current", 12, ["Keep details", "current"]),
    ("price of 500 (net)", 12, ["price of 500", "(net)"]),
    ("abcdefghijklm", 5, ["abcde", "fghij", "klm"]),
    ("  two  spaces  ", 5, ["two", "space", "s"]),
    ("", 5, [""]),
    ("好", 1, ["好"]),
]


@pytest.mark.parametrize(("text", "width", "lines"), TABLE)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width, cell_len) == lines


@given(st.text(), st.integers(8, 30), st.integers(0, 6))
def test_later_lines_leave_room_for_what_hangs(text: str, width: int, hanging: int) -> None:
    first, *others = broken(text, width, cell_len, hanging)
    assert settled("".join([first, *others])) == settled(text)
    for line, room in ((first, width), *((line, width - hanging) for line in others)):
        assert cell_len(line) <= room or len(clusters(line)) == 1


PIECES = st.one_of(
    st.sampled_from(["看", "数据", "询盘客户", "店铺", "，", "。", "、", "；", "：", "？", "！"]),
    st.sampled_from(
        ["（", "）", "《", "》", "“", "”", "『", "』", "％", "%", "a", "AI", "v2.5", " "]
    ),
    st.sampled_from(["10:30", "word", "1688", "e\u0301", "👩‍👧"]),
)


def settled(text: str) -> str:
    """The text without the spaces that lines may drop."""
    return text.replace(" ", "")


@given(st.text(), st.integers(1, 30))
def test_any_text_is_kept_whole_and_within_the_width(text: str, width: int) -> None:
    lines = broken(text, width, cell_len)
    assert settled("".join(lines)) == settled(text)
    for line in lines:
        assert cell_len(line) <= width or len(clusters(line)) == 1


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(24, 60))
def test_marks_stand_where_they_may(text: str, width: int) -> None:
    """Only a run that the rules hold together and that is wider than a line breaks them."""
    lines = broken(text, width, cell_len)
    misplaced = [
        before + after
        for before, after in pairwise(lines)
        if before[-1] in NO_END or after[0] in NO_START
    ]
    if misplaced:
        assert max(map(cell_len, tied_runs(text))) > width


def tied_runs(text: str) -> list[str]:
    """The stretches within which no line may end."""
    runs = [""]
    for char in text:
        before = runs[-1].rstrip(" ")[-1:]
        is_tied = char in NO_START or char == " " or before in NO_END
        in_word = cell_len(runs[-1][-1:]) == 1 and cell_len(char) == 1 and runs[-1][-1:] != " "
        if is_tied or in_word:
            runs[-1] += char
        else:
            runs.append(char)
    return runs


@given(st.lists(st.sampled_from(["word", "1688", "OpenAI", "v2.5"]), min_size=1, max_size=12))
def test_words_and_numbers_stay_whole(words: list[str]) -> None:
    lines = broken(" ".join(words), 10, cell_len)
    assert " ".join(lines).split() == words
