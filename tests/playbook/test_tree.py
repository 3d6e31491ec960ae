"""YAML as typed: scalars stay text, places are known, hostile files are refused in bounded time."""

import resource
import sys
import time

import pytest

from opsplan.playbook.reader import read_playbook
from opsplan.playbook.tree import MAX_BYTES, Node, find, key_node, read_tree, to_data
from opsplan.values.problem import Problem

BOUNDED = 2.0
"""Seconds that a hostile file may take at most; the usual is a few milliseconds."""


def data_of(text: str | bytes) -> object:
    """The data of a file that must be readable."""
    tree = read_tree(text.encode() if isinstance(text, str) else text, "f.yaml")
    assert tree.problems == []
    assert tree.root is not None
    return to_data(tree.root)


def root_of(text: str) -> Node:
    """The tree of a file that must be readable."""
    tree = read_tree(text.encode(), "f.yaml")
    assert tree.root is not None, [str(problem.what) for problem in tree.problems]
    return tree.root


def refused(data: str | bytes) -> Problem:
    """The one problem of a file that cannot be read at all."""
    tree = read_tree(data.encode() if isinstance(data, str) else data, "f.yaml")
    assert tree.root is None, to_data(tree.root)
    (problem,) = tree.problems
    assert problem.file == "f.yaml"
    return problem


class TestScalars:
    @pytest.mark.parametrize(
        "typed",
        [
            "8:30",
            "18:30",
            "18:30:00",
            "on",
            "off",
            "no",
            "yes",
            "y",
            "true",
            "007",
            "017",
            "0x1F",
            "1_000",
            "1e3",
            ".inf",
            "2026-02-30",
            "2026-11-25",
            "1.10",
            "=",
        ],
    )
    def test_plain_words_stay_what_was_typed(self, typed: str) -> None:
        assert data_of(f"key: {typed}\n") == {"key": typed}

    @pytest.mark.parametrize("typed", ["on", "no", "yes", "1", "8:30", "true"])
    def test_keys_stay_what_was_typed(self, typed: str) -> None:
        assert data_of(f"{typed}: x\n") == {typed: "x"}

    @pytest.mark.parametrize("typed", ["~", "null", "Null", "NULL", ""])
    def test_null_is_nothing(self, typed: str) -> None:
        assert data_of(f"key: {typed}\nother: x\n") == {"key": None, "other": "x"}

    @pytest.mark.parametrize("typed", ["'~'", '"null"', "''", '""'])
    def test_quoted_null_is_text(self, typed: str) -> None:
        assert data_of(f"key: {typed}\n") == {"key": typed[1:-1]}

    def test_plain_and_quoted_scalars_are_told_apart(self) -> None:
        root = root_of("plain: x\nsingle: 'x'\ndouble: \"x\"\nfolded: >\n  x\n")
        plain = {key.text: value.is_plain for key, value in root.pairs or []}
        assert plain == {"plain": True, "single": False, "double": False, "folded": False}

    def test_block_scalars_and_flow_collections(self) -> None:
        text = "long: |\n  一\n  二\nlist: [a, {b: c}]\n"
        assert data_of(text) == {"long": "一\n二\n", "list": ["a", {"b": "c"}]}

    @pytest.mark.parametrize(
        ("escaped", "meant"),
        [
            (r"\e[31m", "\x1b[31m"),
            (r"\x07", "\x07"),
            (r"\x7f", "\x7f"),
            (r"\x9b", "\x9b"),
            (r"\u202e", "\u202e"),
            (r"\u2066", "\u2066"),
        ],
    )
    def test_escaped_control_characters_are_accepted(self, escaped: str, meant: str) -> None:
        assert data_of(f'key: "{escaped}"\n') == {"key": meant}

    def test_bidi_characters_are_accepted_as_they_are(self) -> None:
        assert data_of("key: a\u202eb\n") == {"key": "a\u202eb"}

    def test_a_string_tag_is_harmless(self) -> None:
        assert data_of("key: !!str 5\n") == {"key": "5"}

    def test_an_alias_repeats_its_anchor(self) -> None:
        assert data_of("a: &x [1, 2]\nb: *x\nc: &y z\nd: *y\n") == {
            "a": ["1", "2"],
            "b": ["1", "2"],
            "c": "z",
            "d": "z",
        }


class TestPlaces:
    TEXT = "id: x\nduties:\n  - id: 一\n    name: {zh: 甲, en: A}\n  - 'two'\n"

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ((), (1, 1)),
            (("id",), (1, 5)),
            (("duties",), (3, 3)),
            (("duties", 0), (3, 5)),
            (("duties", 0, "id"), (3, 9)),
            (("duties", 0, "name"), (4, 11)),
            (("duties", 0, "name", "en"), (4, 23)),
            (("duties", 1), (5, 5)),
        ],
    )
    def test_line_and_column_count_characters_from_one(
        self, path: tuple[str | int, ...], place: tuple[int, int]
    ) -> None:
        node, steps = find(root_of(self.TEXT), path)
        assert (node.line, node.column) == place
        assert steps == len(path)

    def test_the_nearest_node_stands_for_one_that_is_missing(self) -> None:
        node, steps = find(root_of(self.TEXT), ("duties", 0, "when", "x"))
        assert (node.line, node.column, steps) == (3, 5, 2)

    def test_the_key_itself_has_a_place(self) -> None:
        duty, _ = find(root_of(self.TEXT), ("duties", 0))
        key = key_node(duty, "name")
        assert key is not None
        assert (key.line, key.column) == (4, 5)

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_lines_are_the_same_with_any_line_end(self, newline: str) -> None:
        node, _ = find(root_of(self.TEXT.replace("\n", newline)), ("duties", 1))
        assert (node.line, node.column) == (5, 5)


class TestDuplicateKeys:
    def test_a_key_that_stands_twice_names_the_first_line(self) -> None:
        tree = read_tree(b"a: 1\nb: 2\na: 3\n", "f.yaml")
        (problem,) = tree.problems
        assert (problem.line, problem.column, problem.path) == (3, 1, "a")
        assert "first is on line 1" in str(problem.what)

    def test_each_mapping_has_its_own_keys(self) -> None:
        assert data_of("a: {b: 1}\nc: {b: 2}\n") == {"a": {"b": "1"}, "c": {"b": "2"}}

    def test_every_repeated_key_is_told(self) -> None:
        tree = read_tree(b"a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n", "f.yaml")
        assert [problem.line for problem in tree.problems] == [2, 3, 4]

    def test_a_quoted_key_is_the_same_key(self) -> None:
        tree = read_tree(b"on: 1\n'on': 2\n", "f.yaml")
        assert len(tree.problems) == 1


class TestEncodings:
    TEXT = "id: x\nname: 产品信息\n"
    DATA = {"id": "x", "name": "产品信息"}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_utf_8_and_utf_16_give_the_same(self, encoding: str) -> None:
        assert data_of(self.TEXT.encode(encoding)) == self.DATA

    @pytest.mark.parametrize(("mark", "codec"), [("\ufeff", "utf-16-be"), ("\ufeff", "utf-16-le")])
    def test_either_byte_order(self, mark: str, codec: str) -> None:
        assert data_of((mark + self.TEXT).encode(codec)) == self.DATA

    def test_crlf_gives_the_same(self) -> None:
        assert data_of(self.TEXT.replace("\n", "\r\n")) == self.DATA

    def test_gbk_names_the_byte_and_the_way_out(self) -> None:
        data = self.TEXT.encode("gbk")
        problem = refused(data)
        assert (problem.line, problem.column) == (2, 7)
        assert "byte 12 " in str(problem.what)
        assert "GBK" in str(problem.fix)
        assert "UTF-8" in str(problem.fix)

    def test_latin_1_is_not_taken_for_gbk(self) -> None:
        problem = refused("name: Café\n".encode("latin-1"))
        assert "byte 9 " in str(problem.what)
        assert "GBK" not in str(problem.fix)
        assert "UTF-8" in str(problem.fix)

    def test_half_a_character_at_the_end(self) -> None:
        assert "byte 12 " in str(refused("id: x\nname: 产".encode()[:-1]).what)

    def test_half_a_utf_16_character_is_one_clear_line(self) -> None:
        problem = refused(self.TEXT.encode("utf-16")[:-1])
        assert "UTF-8" in str(problem.fix)

    @pytest.mark.parametrize("data", [b"a: b\0c\n", b'a: "b\0c"\n', b"\0", b"a:\n  b: \0\n"])
    def test_nul_is_refused(self, data: bytes) -> None:
        assert "NUL" in str(refused(data).what)

    def test_an_escaped_nul_is_refused(self) -> None:
        problem = refused('a: x\nb: "y\\0z"\n')
        assert problem.line == 2
        assert "NUL" in str(problem.what)

    @pytest.mark.parametrize("raw", ["\x1b", "\x07", "\x7f", "\x9b"])
    def test_a_raw_control_character_is_named_with_its_place(self, raw: str) -> None:
        problem = refused(f"一: 二\nname: 中{raw}文\n")
        assert (problem.line, problem.column) == (2, 8)
        assert f"U+{ord(raw):04X}" in str(problem.what)


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "place", "word"),
        [
            ("", (1, 1), "empty"),
            ("\n\n", (1, 1), "empty"),
            ("# nothing\n  # but comments\n", (1, 1), "empty"),
            ("---\n...\n", (1, 1), "empty"),
            ("a: 1\n---\nb: 2\n", (2, 1), "second document"),
            ("a:\n\tb: 1\n", (2, 1), "tab"),
            ("a:\n  b: 1\n\tc: 2\n", (3, 1), "tab"),
            ("? [a]\n: 1\n", (1, 3), "key"),
            ("? {a: b}\n: 1\n", (1, 3), "key"),
            ("a: &x {b: 1}\nc:\n  <<: *x\n", (3, 3), "merge"),
            ("a: !!python/object:os.system x\n", (1, 4), "python/object"),
            ("a: !!python/object/apply:os.system [ls]\n", (1, 4), "python/object"),
            ("!!python/name:os.system a\n", (1, 1), "python/name"),
            ("a: !!binary aGk=\n", (1, 4), "binary"),
            ("a: !mine x\n", (1, 4), "!mine"),
            ("a: *gone\n", (1, 4), "gone"),
            ("a: &x [*x]\n", (1, 8), "x"),
            ("a: [1, 2\n", (1, 4), "not closed"),
            ("a: 'b\n", (1, 4), "not closed"),
            ("a: b: c\n", (1, 5), "quotation marks"),
            ("@a: 1\n", (1, 1), "begin with @"),
        ],
    )
    def test_one_line_with_its_place(self, text: str, place: tuple[int, int], word: str) -> None:
        problem = refused(text)
        assert (problem.line, problem.column) == place
        assert word in str(problem.what)
        assert "\n" not in str(problem.what)

    def test_a_tab_comes_with_advice(self) -> None:
        assert "spaces" in str(refused("a:\n\tb: 1\n").fix)

    def test_a_tab_inside_a_text_is_fine(self) -> None:
        assert data_of("a: x\ty\n") == {"a": "x\ty"}

    def test_null_is_no_key(self) -> None:
        assert "key" in str(refused("~: 1\n").what)


class TestBounds:
    @pytest.mark.parametrize("levels", [6, 9, 30])
    def test_an_alias_bomb_is_refused_quickly(self, levels: int) -> None:
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
        started = time.perf_counter()
        book, problems = read_playbook("\n".join(lines).encode(), "f.yaml")
        assert time.perf_counter() - started < BOUNDED
        assert book is None
        assert problems

    def test_a_merge_bomb_is_refused_quickly(self) -> None:
        lines = ["a0: &a0 {x: 1}"]
        for n in range(1, 12):
            merged = ", ".join([f"*a{n - 1}"] * 9)
            lines.append(f"a{n}: &a{n}\n  <<: [{merged}]")
        started = time.perf_counter()
        assert "merge" in str(refused("\n".join(lines)).what)
        assert time.perf_counter() - started < BOUNDED

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 20_000,
            "a: " + "[" * 20_000 + "]" * 20_000,
            "{a: " * 20_000 + "}" * 20_000,
            "- " * 20_000 + "x",
        ],
    )
    def test_depth_is_refused_quickly(self, text: str) -> None:
        started = time.perf_counter()
        problem = refused(text)
        assert time.perf_counter() - started < BOUNDED
        assert problem.line == 1
        assert "deep" in str(problem.what)

    def test_a_file_that_is_too_large_is_not_even_read(self) -> None:
        started = time.perf_counter()
        assert "larger" in str(refused(b"a" * (MAX_BYTES + 1)).what)
        assert time.perf_counter() - started < BOUNDED

    def test_big_four_mb_and_20_000_duties_still_load(self) -> None:
        """The big one: about five seconds and 250 MB."""
        duty = (
            "  - id: duty-{n}\n    name: {{zh: 任务{n}, en: Duty {n}}}\n    when: 每周三 10:00\n"
            "    takes: 20m\n    steps: [打开后台逐项检查, 把结果记下来, 有问题的当天处理]\n"
            "    covers: [S0-{n:03}]\n"
        )
        head = "opsplan: 1\nid: big\nname: Big\nduties:\n"
        data = (head + "".join(duty.format(n=n) for n in range(20_000))).encode()
        assert len(data) > 4_000_000
        book, problems = read_playbook(data, "big.yaml")
        assert problems == ()
        assert book is not None
        assert len(book.duties) == 20_000
        assert book.duties[-1].line == 4 + 6 * 19_999 + 1
        if sys.platform == "linux":
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000
