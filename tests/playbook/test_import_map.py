"""Maps of columns, written into a config that somebody has written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.playbook.config import read_config
from opsplan.playbook.import_map import map_lines, quoted, with_map

MAP = {"访客数": "visitors", "支付金额(元)": "sales"}


def edited(text: str, name: str = "sycm", columns: dict[str, str] | None = None) -> str | None:
    made = with_map(text.encode(), "config.yaml", name, columns or MAP)
    return None if made is None else made.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "import:\n  sycm:\n    访客数: visitors\n    支付金额(元): sales\n"),
        (
            "# only a remark\n",
            "# only a remark\nimport:\n  sycm:\n    访客数: visitors\n    支付金额(元): sales\n",
        ),
        (
            "lang: zh  # 中文",
            "lang: zh  # 中文\nimport:\n  sycm:\n    访客数: visitors\n    支付金额(元): sales\n",
        ),
        (
            "import:  # maps\nlang: zh\n",
            "import:  # maps\n  sycm:\n    访客数: visitors\n    支付金额(元): sales\nlang: zh\n",
        ),
        (
            "import: {}\n",
            "import: {sycm: {访客数: visitors, 支付金额(元): sales}}\n",
        ),
        (
            "import: {own: {a: b}}  # mine\nlang: zh\n",
            "import: {sycm: {访客数: visitors, 支付金额(元): sales}, own: {a: b}}  # mine\n"
            "lang: zh\n",
        ),
        (
            "import:\n    # first\n    own:\n        a: b\nlang: zh\n",
            "import:\n    # first\n    sycm:\n      访客数: visitors\n      支付金额(元): sales\n"
            "    own:\n        a: b\nlang: zh\n",
        ),
        (
            "import:\n  sycm:\n    访客数: visits  # of people\n    x: y\n",
            "import:\n  sycm:\n    支付金额(元): sales\n    访客数: visitors  # of people\n"
            "    x: y\n",
        ),
        (
            "import: {sycm: {访客数: a, x: y}}\n",
            "import: {sycm: {支付金额(元): sales, 访客数: visitors, x: y}}\n",
        ),
        (
            "lang: zh\r\n# end\r\n",
            "lang: zh\r\n# end\r\nimport:\r\n  sycm:\r\n    访客数: visitors\r\n"
            "    支付金额(元): sales\r\n",
        ),
        (
            "\ufefflang: zh\n",
            "\ufefflang: zh\nimport:\n  sycm:\n    访客数: visitors\n    支付金额(元): sales\n",
        ),
    ],
)
def test_every_other_byte_stays(old: str, new: str) -> None:
    assert edited(old) == new


@pytest.mark.parametrize(
    "text",
    [
        "{lang: zh}\n",
        "import: ~\n",
        "lang: zh\n...\n",
        "import: {sycm: {访客数: 'visits'}}\n",
        "import: &a {}\ndefaults: *a\n",
        "shops: [\n",
        "lang: fr\n",
        "lang: zh\x85me: x\nimport: {}\n",
    ],
)
def test_what_cannot_be_done_safely_is_left_alone(text: str) -> None:
    assert edited(text) is None


def test_what_is_there_is_not_written_again() -> None:
    text = "import: {sycm: {访客数: visitors, 支付金额(元): sales}}\n"
    assert edited(text) == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_any_name_is_read_back(name: str) -> None:
    config, problems = read_config(map_lines("m", {name: "visitors"}).encode(), "config.yaml")
    assert config is not None, [str(each.what) for each in problems]
    assert config.imports == {"m": {name: "visitors"}}


@pytest.mark.parametrize("word", ["yes", "null", "1688", "a: b", "- x", "#", "x #y", "'q'", "~"])
def test_words_that_mean_something_in_yaml_are_quoted(word: str) -> None:
    assert quoted(word) == f'"{word}"'
