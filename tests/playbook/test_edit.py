"""Edits of YAML text: only what is meant changes, comments and all other bytes stay."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.playbook.edit import with_item, with_value, without_item
from opsplan.playbook.flow import flow
from opsplan.playbook.tree import read_tree, to_data

OFF = ("shops", "main", "off")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "shops:\n  main:\n    off: [a/b]\n"),
        ("# only words\n", "# only words\nshops:\n  main:\n    off: [a/b]\n"),
        ("lang: zh", "lang: zh\nshops:\n  main:\n    off: [a/b]\n"),
        ("lang: zh # mine\n", "lang: zh # mine\nshops:\n  main:\n    off: [a/b]\n"),
        ("lang: zh\r\n", "lang: zh\r\nshops:\r\n  main:\r\n    off: [a/b]\r\n"),
        ("shops: {main: {}}\n", "shops: {main: {off: [a/b]}}\n"),
        ("shops: {main: {name: x}}\n", "shops: {main: {name: x, off: [a/b]}}\n"),
        ("shops: {main: }\n", "shops: {main: {off: [a/b]}}\n"),
        ("shops: {}\nme: x\n", "shops: {main: {off: [a/b]}}\nme: x\n"),
        (
            "shops:\n  main:\n    name: x   # the first\n\n# end\nme: y\n",
            "shops:\n  main:\n    name: x   # the first\n    off: [a/b]\n\n# end\nme: y\n",
        ),
        (
            "shops:\n    main:\n        off: [c/d] # not these\n",
            "shops:\n    main:\n        off: [c/d, a/b] # not these\n",
        ),
        (
            "shops:\n  main:\n    off:\n      - c/d  # one\n      # two\n    name: x\n",
            "shops:\n  main:\n    off:\n      - c/d  # one\n      - a/b\n"
            "      # two\n    name: x\n",
        ),
        (
            "shops:\n  main:\n    off:\n    - c/d\n",
            "shops:\n  main:\n    off:\n    - c/d\n    - a/b\n",
        ),
        ("shops:\n  main:\n    off: []  # none\n", "shops:\n  main:\n    off: [a/b]  # none\n"),
        ("shops:\n  main:\n    off:  # none\n", "shops:\n  main:\n    off: [a/b]  # none\n"),
        (
            "shops:\n  main:\n    off: [\n      c/d,  # one\n      e/f   # two\n    ]\n",
            "shops:\n  main:\n    off: [\n      c/d,  # one\n      e/f, a/b   # two\n    ]\n",
        ),
        (
            "shops:\n  main:\n    name: >\n      a\n      b\nme: x\n",
            "shops:\n  main:\n    name: >\n      a\n      b\n    off: [a/b]\nme: x\n",
        ),
        (
            "shops:\n  店:\n    off: [y]\n  main:\n    off: [汉/x]\n",
            "shops:\n  店:\n    off: [y]\n  main:\n    off: [汉/x, a/b]\n",
        ),
    ],
)
def test_an_item_is_added(before: str, after: str) -> None:
    assert with_item(before, OFF, "a/b") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{off: [a, b, c]} # x\n", "{off: [a, c]} # x\n"),
        ("{off: [b, c]}\n", "{off: [c]}\n"),
        ("{off: [a, b]}\n", "{off: [a]}\n"),
        ("{off: [b]}\n", "{off: []}\n"),
        (
            "off:\n  - a  # one\n  - b  # two\n  - c  # three\n",
            "off:\n  - a  # one\n  - c  # three\n",
        ),
        ("off:\n- a\n- b\n", "off:\n- a\n"),
        ("off:\n  - b  # alone\nme: x\n", "off: []\nme: x\n"),
        ('off: [a, "b"]\n', "off: [a]\n"),
    ],
)
def test_an_item_is_taken_away(before: str, after: str) -> None:
    assert without_item(before, ("off",), "b") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("me: x\n", "me: x\nimport:\n  sycm: {访客数: visitors}\n"),
        ("import: {}\n", "import: {sycm: {访客数: visitors}}\n"),
        (
            "import:\n  other: {a: b}  # kept\n",
            "import:\n  other: {a: b}  # kept\n  sycm: {访客数: visitors}\n",
        ),
        (
            "import:\n  sycm: {访客数: x}  # ours\n",
            "import:\n  sycm: {访客数: visitors}  # ours\n",
        ),
        (
            "import:\n  sycm:\n    访客数: x\n    y: z\nme: x\n",
            "import:\n  sycm: {访客数: visitors}\nme: x\n",
        ),
    ],
)
def test_a_value_is_set(before: str, after: str) -> None:
    assert with_value(before, ("import", "sycm"), {"访客数": "visitors"}) == after


def test_remarks_about_the_last_entry_stay_with_it() -> None:
    before = "shops:\n  main:\n    name: A\n    # off: [x]  # unwanted\n\n# channels: []\n"
    after = before.replace("unwanted\n", "unwanted\n  b: {}\n")
    assert with_value(before, ("shops", "b"), {}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "import:\n  m:\n    支付金额(元): sales\n"),
        ("# only a remark\n", "# only a remark\nimport:\n  m:\n    支付金额(元): sales\n"),
        ("a: b  # 中文", "a: b  # 中文\nimport:\n  m:\n    支付金额(元): sales\n"),
        ("import: {}\n", "import: {m: {支付金额(元): sales}}\n"),
        ("import: {m: {x: y}}  # mine\n", "import: {m: {x: y, 支付金额(元): sales}}  # mine\n"),
        (
            "import:\n  m:\n    x: y\nb: c\n",
            "import:\n  m:\n    x: y\n    支付金额(元): sales\nb: c\n",
        ),
        (
            "import:\n  m:\n    支付金额(元): paid  # of all\n",
            "import:\n  m:\n    支付金额(元): sales  # of all\n",
        ),
        ("a: b\r\n", "a: b\r\nimport:\r\n  m:\r\n    支付金额(元): sales\r\n"),
        ("\ufeffa: b\n", "\ufeffa: b\nimport:\n  m:\n    支付金额(元): sales\n"),
    ],
)
def test_a_column_of_a_map_is_set(before: str, after: str) -> None:
    assert with_value(before, ("import", "m", "支付金额(元)"), "sales") == after


@pytest.mark.parametrize(
    "text",
    [
        "shops: {main: &m {off: [x]}, other: *m}\n",
        "shops: {main: {off: text}}\n",
        "shops: [main]\n",
        "shops: {main: {off: [a]\n",
    ],
)
def test_what_cannot_be_changed_alone_is_left_to_people(text: str) -> None:
    assert with_item(text, OFF, "a/b") is None
    assert without_item(text, OFF, "x") is None


ITEMS = st.text(min_size=1, max_size=12).filter(lambda text: "\0" not in text)


@given(ITEMS)
def test_whatever_is_written_reads_back(item: str) -> None:
    made = with_item("off: [a]\n", ("off",), item)
    if made is not None:
        root = read_tree(made.encode(), "").root
        assert root is not None
        assert to_data(root) == {"off": ["a", item]}
        assert without_item(made, ("off",), item) in ("off: [a]\n", None) or item == "a"


@pytest.mark.parametrize(
    "value",
    [
        "8:30",
        "a: b",
        "# x",
        "",
        "- a",
        '"',
        "{",
        "x y",
        "~",
        "null",
        "1688",
        "\\",
        "\n",
    ],
)
def test_what_yaml_would_misread_is_quoted(value: Any) -> None:
    written = flow(value)
    root = read_tree(f"k: {written}\n".encode(), "").root
    assert written.startswith('"')
    assert root is not None
    assert to_data(root) == {"k": value}


@given(st.text().filter(lambda text: "\0" not in text))
def test_any_text_is_read_back(text: str) -> None:
    root = read_tree(f"{{{flow(text)}: [{flow(text)}]}}\n".encode(), "").root
    assert root is not None
    assert to_data(root) == {text: [text]}
